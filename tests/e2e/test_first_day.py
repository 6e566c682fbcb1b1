"""From an empty folder to the first case on an officer's phone, by the steps of the handbook."""

import re
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.e2e.installed import Installation, installed

# Processes are started here, which takes its time where others work too.
pytestmark = pytest.mark.timeout(900)


async def _enrolled(at: Installation, office: str, role: str, name: str) -> Person:
    code, said = await at.says_here("invite", office, role, name)
    payload = re.search(r"\?start=(\S+)", said)
    assert (code, payload is not None) == (0, True), said
    assert "with your bot's name in it" in said
    person = at.sandbox.add_person(name, group="officer")
    await person.opens(payload[1] if payload else "")
    await person.sees(name)
    return person


async def test_the_steps_of_the_handbook_lead_to_a_first_case(tmp_path: Path) -> None:
    async with installed(tmp_path, ("port: 8320", "port: null"), is_empty=True) as at:
        code, said = await at.says("run")
        assert (code, "make it by `weibao db upgrade`" in said) == (2, True)
        assert not (tmp_path / "weibao.db").exists()
        code, said = await at.says("db", "upgrade")
        assert code == 0, said
        code, said = await at.says_here("check")
        assert (code, "start `weibao run`, make links with `weibao invite`" in said) == (1, True)
        code, said = await at.says_here("rota", "320722", "duty", "李敏")
        assert code == 2
        assert "enrolled once they have opened their link at the running bot" in said

        process = await at.serving()
        officer = await _enrolled(at, "320722", "officer", "李敏")
        lead = await _enrolled(at, "320722", "lead", "张主任")
        await _enrolled(at, "320700", "city_officer", "赵科长")
        code, said = await at.says_here("staff", "list", "320722")
        assert {"李敏", "张主任"} <= set(re.findall(r"\w+", said))
        for office, tier, name in (
            ("320722", "duty", "李敏"),
            ("320722", "lead", "张主任"),
            ("320700", "duty", "赵科长"),
        ):
            code, said = await at.says_here("rota", office, tier, name)
            assert code == 0, said
        await officer.sees("值班表改了。您 14 天内的班现在是")
        await lead.sees("值班表改了，班有变动的：李敏")
        code, said = await at.says("check")
        assert (code, "ready to serve" in said) == (0, True)

        code, said = await at.says_here("rota", "cover", "320722", "duty", "张主任", "后天")
        assert (code, "in place of 李敏" in said) == (0, True), said
        await lead.sees("安排您顶班")
        await officer.sees("由 张主任 替您")

        resident = at.sandbox.add_person("王奶奶")
        await resident.says("东海县双店镇三铺村有个娃被打得满脸是血快来人")
        await officer.sees("特急")
        process.terminate()
        await process.communicate()
        assert process.returncode == 0
