"""The command `weibao`: what is wrong is said in a sentence, with what to do."""

import asyncio
import base64
import errno
import json
import re
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.engine import make_url
from typer.testing import CliRunner, Result

from bot.app import build_hotline
from bot.cli_rota import app as rota_app
from bot.clock import SystemClock
from bot.config import load_config
from bot.errand import named, using
from bot.errors import HotlineError
from bot.terms import Role
from sandbox.clock import SandboxClock
from sandbox.faults import ServerError, Unauthorized
from sandbox.server import Sandbox
from storage import schema
from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.command import NOON, ROOT, SECRET, weibao, weibao_alone
from tests.shipped import shipped_texts
from tests.storage.world import lay_world


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    assert weibao("db", "upgrade", folder=tmp_path).returncode == 0
    return tmp_path


def test_without_a_secret_nothing_serves(ready: Path) -> None:
    ended = weibao_alone("run", folder=ready, TELEGRAM_BOT_TOKEN="1:x")
    assert ended.returncode == 2
    assert "weibao key" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_a_token_the_demonstration_is_named(ready: Path) -> None:
    ended = weibao_alone("run", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert ended.returncode == 2
    assert "weibao demo" in ended.stderr


def _shaped(folder: Path, revision: str) -> str:
    """Return the address of a database at this revision."""
    file = folder / f"{revision}.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        database.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
    return f"sqlite:///{file}"


def test_a_database_of_an_older_shape_is_refused(tmp_path: Path) -> None:
    old = _shaped(tmp_path, "0001")
    for words in (("check",), ("triage", "review")):
        ended = weibao(*words, folder=tmp_path, WEIBAO_SECRET_KEY=SECRET, WEIBAO_DATABASE_URL=old)
        assert (ended.returncode, "run `weibao db upgrade`" in ended.stderr) == (2, True)


def _unusable(folder: Path) -> Iterator[tuple[str, str]]:
    """Give addresses of databases that cannot be used, and what is said of each."""
    (folder / "folder").mkdir()
    (folder / "words.db").write_text("no database at all, but quite some words " * 100)
    yield f"sqlite:///{folder / 'folder'}", "folder is a folder and no database; look at"
    yield f"sqlite:///{folder / 'words.db'}", "it is damaged"
    yield _shaped(folder, "9999"), "is at version 9999, made by a newer weibao than this one"
    yield "sqlite:///", "write sqlite:///weibao.db"
    with closing(socket.socket()) as unheard:
        unheard.bind(("127.0.0.1", 0))
        port = unheard.getsockname()[1]
        yield (
            f"postgresql://weibao:hush@127.0.0.1:{port}/weibao",
            f"postgresql://weibao:***@127.0.0.1:{port}/weibao cannot be used: its server does not",
        )


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("db", "upgrade"),
        ("check",),
        ("invite", "320722", "lead", "张主任"),
        ("rota", "320722", "duty", "张主任"),
        ("staff", "list", "320722"),
        ("keys", "status"),
        ("audit", "verify"),
        ("retention", "--dry-run"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    for url, told in _unusable(tmp_path):
        ended = weibao(
            *words,
            folder=tmp_path,
            WEIBAO_SECRET_KEY=SECRET,
            WEIBAO_DATABASE_URL=url,
            TELEGRAM_BOT_TOKEN="1:x",
        )
        assert (ended.returncode, told in ended.stderr) == (2, True), ended
        assert ended.stderr.splitlines()[-1].startswith("weibao: ")
        assert "hush" not in ended.stderr


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("username", "stranger"), "its server refuses the user or the password; mend them"),
        (("database", "nowhere"), "it is not there; look at WEIBAO_DATABASE_URL"),
    ],
)
def test_what_the_server_refuses_is_told_in_one_line(
    tmp_path: Path, postgres_url: str, wrong: tuple[str, str], told: str
) -> None:
    part, value = wrong
    given = make_url(postgres_url)
    url = given.set(username=value) if part == "username" else given.set(database=value)
    for words in (("check",), ("db", "upgrade")):
        ended = weibao(
            *words, folder=tmp_path, WEIBAO_SECRET_KEY=SECRET, WEIBAO_DATABASE_URL=str(url)
        )
        assert (ended.returncode, told in ended.stderr) == (2, True), ended
        assert len(ended.stderr.splitlines()) == 1


def test_only_the_upgrade_makes_a_database(tmp_path: Path) -> None:
    for words in (("run",), ("check",), ("rota", "320722", "duty", "李敏"), ("keys", "rotate")):
        ended = weibao(*words, folder=tmp_path, WEIBAO_SECRET_KEY=SECRET, TELEGRAM_BOT_TOKEN="1:x")
        assert ended.returncode == 2
        assert f"there is no database {tmp_path / 'weibao.db'}; look at WEIBAO_DATABASE_URL" in (
            ended.stderr
        )
        assert not list(tmp_path.iterdir())
    made, again = (weibao("db", "upgrade", folder=tmp_path) for _ in range(2))
    assert made.stdout == f"a new, empty database: {tmp_path / 'weibao.db'}\n"
    assert again.stdout == f"the database is up to date: {tmp_path / 'weibao.db'}\n"
    looked = weibao("check", folder=tmp_path, WEIBAO_SECRET_KEY=SECRET)
    assert f"database: {tmp_path / 'weibao.db'}\n" in looked.stdout


def test_a_file_that_another_user_keeps_to_themselves_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path) -> None:
        raise PermissionError

    # Whoever runs the tests may be a user to whom nothing is refused.
    monkeypatch.setattr(Path, "stat", refuse)
    told = "run the command as the user of the bot"
    with pytest.raises(HotlineError, match=told), using(f"sqlite:///{tmp_path / 'theirs.db'}"):
        pass


def test_nothing_begins_on_a_database_in_which_nothing_is(
    tmp_path: Path, postgres_url: str
) -> None:
    (tmp_path / "nothing.db").touch()
    for url in (f"sqlite:///{tmp_path / 'nothing.db'}", postgres_url):
        for words in (("run",), ("check",)):
            ended = weibao(
                *words,
                folder=tmp_path,
                WEIBAO_SECRET_KEY=SECRET,
                WEIBAO_DATABASE_URL=url,
                TELEGRAM_BOT_TOKEN="1:x",
            )
            assert ended.returncode == 2
            told = ended.stderr.splitlines()[-1]
            assert told.startswith(f"weibao: the database {named(url)} is empty; look at")
            assert told.endswith("make it by `weibao db upgrade`")


def test_where_no_database_is_named_it_is_said_which_is_used(ready: Path) -> None:
    environment = {
        "WEIBAO_CONFIG": _installed(ready),
        "WEIBAO_DATABASE_URL": "",
        "WEIBAO_SECRET_KEY": SECRET,
    }
    ended = weibao("staff", "list", "320722", folder=ready, **environment)
    assert ended.returncode == 0
    assert ended.stderr == (
        f"WEIBAO_DATABASE_URL is not set: the database is {ready / 'weibao.db'}\n"
    )


def test_a_demonstration_that_cannot_stand_is_told_in_one_line(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file stands where the folder should")
    for words, told in (
        (("--port", "99999"), "less than or equal to 65535"),
        (("--folder", str(taken)), f"{taken} cannot be made (FileExistsError)"),
    ):
        ended = weibao("demo", *words, folder=tmp_path)
        assert (ended.returncode, told in ended.stderr) == (2, True), ended


def test_a_port_on_which_no_demonstration_may_listen_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        taken = listening.getsockname()[1]
        ended = weibao("demo", "--port", str(taken), "--folder", str(tmp_path), folder=tmp_path)
    assert (ended.returncode, f"port {taken} is taken; stop" in ended.stderr) == (2, True), ended

    async def refuse(**_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Whoever runs the tests may be a user to whom nothing is refused.
    monkeypatch.setattr(Sandbox, "start", refuse)
    ended = weibao("demo", "--port", "80", "--folder", str(tmp_path), folder=tmp_path)
    told = "weibao: port 80 is not for this user; choose one above 1023: make run PORT=8322\n"
    assert (ended.returncode, ended.stderr) == (2, told)


def test_check_says_where_nobody_serves_and_what_to_write(ready: Path) -> None:
    ended = weibao("check", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert ended.returncode == 1
    assert "nobody is enrolled anywhere" in ended.stdout
    assert "weibao invite" in ended.stdout
    assert "TELEGRAM_BOT_TOKEN: it is not set; `weibao run` needs it" in ended.stdout


async def test_check_asks_telegram_whose_the_token_is(ready: Path) -> None:
    async with Sandbox.start() as sandbox:
        environment = {
            "WEIBAO_SECRET_KEY": SECRET,
            "TELEGRAM_BOT_TOKEN": sandbox.token,
            "TELEGRAM_BASE_URL": sandbox.bot_api_url,
        }

        async def checked() -> str:
            ended = await asyncio.to_thread(weibao, "check", folder=ready, **environment)
            assert ended.returncode == 1
            return ended.stdout

        assert "bot: @weibao_sandbox_bot\n" in await checked()
        sandbox.faults.order(ServerError(), method="getMe")
        assert "TELEGRAM_BOT_TOKEN: Telegram was not reached (NetworkError)" in await checked()
        sandbox.faults.order(Unauthorized(), method="getMe")
        assert "TELEGRAM_BOT_TOKEN: Telegram refuses it; copy it anew" in await checked()


def test_check_says_that_files_cannot_be_kept(ready: Path) -> None:
    taken = ready / "taken"
    taken.write_text("a file stands where the folder should")
    ended = weibao(
        "check", folder=ready, WEIBAO_SECRET_KEY=SECRET, WEIBAO_FILES=str(taken / "attachments")
    )
    assert ended.returncode == 1
    assert "cannot be written (NotADirectoryError)" in ended.stdout
    assert "WEIBAO_FILES" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_wrong_configuration_is_refused_with_its_line(ready: Path) -> None:
    wrong = ready / "config.yaml"
    text = (ROOT / "config.yaml").read_text().replace("flood_per_minute: 20", "flood: 20")
    wrong.write_text(text)
    ended = weibao("check", folder=ready, WEIBAO_SECRET_KEY=SECRET, WEIBAO_CONFIG=str(wrong))
    assert ended.returncode == 2
    assert "dialogue.flood" in ended.stderr
    assert "config.yaml:" in ended.stderr


def test_invite_prints_a_link_and_refuses_a_role_that_the_office_has_not(ready: Path) -> None:
    made = weibao("invite", "320722", "lead", "张主任", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert "?start=join-" in made.stdout
    wrong = weibao("invite", "320700", "lead", "张主任", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert wrong.returncode == 2
    assert "use city_officer（市级值班员）" in wrong.stderr
    contact = ("invite", "320722", "agency", "王警官")
    of_none = weibao(*contact, folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert (of_none.returncode, "there is no agency (none); use 公安" in of_none.stderr) == (
        2,
        True,
    )
    for role, agency, fits in (
        ("agency", "公安", True),
        ("agency", "没有局", False),
        ("lead", "公安", False),
    ):
        words = ("invite", "320722", role, "王警官", "--agency", agency)
        ended = weibao(*words, folder=ready, WEIBAO_SECRET_KEY=SECRET)
        assert (ended.returncode == 0) is fits, ended.stderr
    nowhere = weibao("invite", "999999", "lead", "x", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert "there is no office 999999" in nowhere.stderr


def test_invite_lists_the_roles_with_their_names_and_takes_either(ready: Path) -> None:
    told = " ".join(re.split(r"[\s│]+", weibao("invite", "--help", folder=ready).stdout))
    unknown = weibao("invite", "320722", "班长", "李敏", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert unknown.returncode == 2
    texts = shipped_texts()
    for role in Role:
        name = texts(f"role-{role.value}", "zh-CN")
        assert f"{role.value} {name}" in told
        assert f"{role.value}（{name}）" in unknown.stderr
    # However narrow the terminal is, a log has it in one line.
    narrow = weibao_alone("invite", "320722", "班长", "李", folder=ready, COLUMNS="40")
    assert len(narrow.stderr.splitlines()) == 1
    by_name = weibao("invite", "320722", "值班员", "李敏", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert "?start=join-" in by_name.stdout


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("lead", " "), "the name is missing"),
        (("township_supervisor", "李四"), "give it by --township"),
        (("village_director", "张三", "--village", "三铺村"), "give it by --township"),
        (("village_director", "张三", "--township", "双店镇"), "give it by --village"),
        (("village_director", "张三", "--township", "双店镇", "--village", " "), "by --village"),
    ],
)
def test_invite_refuses_who_has_no_name_or_serves_nowhere(
    ready: Path, words: tuple[str, ...], missing: str
) -> None:
    ended = weibao("invite", "320722", *words, folder=ready, WEIBAO_SECRET_KEY=SECRET)
    assert (ended.returncode, missing in ended.stderr) == (2, True), ended


def test_triage_answers_one_json_object_a_line(tmp_path: Path) -> None:
    ended = weibao("triage", "--json", folder=tmp_path, said="东海县双店镇有个娃被打了\n\n你好\n")
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(answers) == 3
    first = answers[0]
    assert {"categories", "level", "reasons", "place", "child"} < set(first)
    assert {"writer", "situations"} < set(first)
    assert [len(answer["categories"]) for answer in answers] == [3, 3, 3]
    assert first["place"]["county_code"] == "320722"
    assert first["place"]["sure"] is True


def test_a_key_is_new_each_time_and_is_accepted(ready: Path) -> None:
    one, other = (weibao("key", folder=ready).stdout.strip() for _ in range(2))
    assert one != other
    made = weibao("invite", "320722", "lead", "x", folder=ready, WEIBAO_SECRET_KEY=one)
    assert made.returncode == 0


def _installed(folder: Path, *, places: str = "", county: str = "320703") -> str:
    """Return the path of a configuration of its own, with a `places.csv` beside it."""
    text = (ROOT / "config.yaml").read_text()
    own = text.replace('counties: ["320703"]', f'counties: ["{county}"]')
    (folder / "config.yaml").write_text(own)
    (folder / "calendar.yaml").write_text((ROOT / "calendar.yaml").read_text())
    (folder / "places.csv").write_text(places, "utf-8")
    return str(folder / "config.yaml")


def test_check_names_the_bad_row_of_places_csv(ready: Path) -> None:
    path = _installed(ready, places="老鸭窝,没有县,\n")
    ended = weibao("check", folder=ready, WEIBAO_SECRET_KEY=SECRET, WEIBAO_CONFIG=path)
    assert ended.returncode == 2
    assert "老鸭窝,没有县" in ended.stderr
    assert "write 东海县/双店镇" in ended.stderr


def test_check_names_the_zone_whose_county_is_unknown(ready: Path) -> None:
    path = _installed(ready, county="320799")
    ended = weibao("check", folder=ready, WEIBAO_SECRET_KEY=SECRET, WEIBAO_CONFIG=path)
    assert ended.returncode == 2
    assert "连云港经济技术开发区: there is no county 320799" in ended.stderr


def test_triage_knows_the_names_of_places_csv_and_the_zones(tmp_path: Path) -> None:
    path = _installed(tmp_path, places="老鸭窝,东海县,\n")
    said = "孩子在老鸭窝\n孩子在无锡新区\n"
    ended = weibao("triage", "--json", folder=tmp_path, said=said, WEIBAO_CONFIG=path)
    places = [json.loads(line)["place"] for line in ended.stdout.splitlines()]
    assert [place["county_code"] for place in places] == ["320722", "320214"]


SAID = "双店镇他爸喝了酒就打他\n打我电话13912345678，我叫李小红"


def corrected(folder: Path) -> None:
    """Lay down a case whose category was corrected one day, and its level the next."""

    async def lay() -> None:
        database = open_database(
            f"sqlite:///{folder / 'weibao.db'}", Vault(base64.b64decode(SECRET))
        )
        world = await database.write(lambda work: lay_world(work, NOON))
        await database.write(
            lambda work: work.cases.set_contact(
                world.report_id, may_write_back=True, name="诸葛大娘", phone=None
            )
        )

        def correct(work: UnitOfWork) -> None:
            labels = (("category", "GRD", "ABU"), ("level", "L3", "L1"), ("place", "-", "320722"))
            for days, (what, suggested, right) in enumerate(labels):
                work.corrections.keep(
                    case_id=world.case_id,
                    what=what,
                    suggested=suggested,
                    corrected=right,
                    shown='{"scores":[["GRD",0.4]],"reasons":["a: 诸葛大娘"]}',
                    words=f"{SAID}，诸葛大娘也知道",
                    staff_id=world.officer.id,
                    now=NOON + timedelta(days=days),
                )

        await database.write(correct)
        await database.close()

    asyncio.run(lay())


def test_review_lists_what_was_corrected_as_rows_of_the_corpus(ready: Path) -> None:
    corrected(ready)
    # Whoever comes first puts down by which key the file is sealed.
    weibao("staff", "list", "320722", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    before = (ready / "weibao.db").read_bytes()

    ended = weibao("triage", "review", folder=ready, WEIBAO_SECRET_KEY=SECRET)

    assert ended.returncode == 0
    words = "双店镇他爸喝了酒就打他 打我电话〔号码〕，我叫〔姓名〕，〔姓名〕也知道"
    assert ended.stdout == f"ABU\t-\tL1\t-\t{words}\n"
    assert "a person must read each one and write it anew" in ended.stderr
    assert (ready / "weibao.db").read_bytes() == before


def test_review_for_machines_masks_as_well_and_begins_where_it_is_told(ready: Path) -> None:
    corrected(ready)
    ended = weibao("triage", "review", "--json", folder=ready, WEIBAO_SECRET_KEY=SECRET)
    (one,) = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [found["what"] for found in one["corrections"]] == ["place", "level", "category"]
    assert one["scores"] == [["GRD", 0.4]]
    for personal in ("13912345678", "李小红", "诸葛大娘", "周敏"):
        assert personal not in ended.stdout + ended.stderr

    for day, count in (("2026-11-25", 1), ("2026-11-27", 0)):
        late = weibao("triage", "review", "--since", day, folder=ready, WEIBAO_SECRET_KEY=SECRET)
        assert (late.returncode, len(late.stdout.splitlines())) == (0, count)


def test_review_refuses_a_day_that_is_none(tmp_path: Path) -> None:
    wrong = weibao(
        "triage", "review", "--since", "gestern", folder=tmp_path, WEIBAO_SECRET_KEY=SECRET
    )
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which 东海县 has a lead and two officers."""
    file = tmp_path_factory.mktemp("staffed") / "weibao.db"

    async def lay() -> None:
        await schema.upgrade(f"sqlite:///{file}")
        database = open_database(f"sqlite:///{file}", Vault(base64.b64decode(SECRET)))
        config = load_config(ROOT / "config.yaml")
        await build_hotline(config, ROOT / "calendar.yaml", database)

        def enrol(work: UnitOfWork) -> None:
            for place, name in enumerate(("李敏", "王芳", "张主任")):
                person = work.people.meet(str(place), language="zh-CN", now=NOON)
                role = "lead" if name == "张主任" else "officer"
                work.staff.enrol(
                    person_id=person.id, office_code="320722", role=role, name=name, now=NOON
                )

        await database.write(enrol)
        await database.close()

    asyncio.run(lay())
    return file


@pytest.fixture
def staffed(pattern: Path, tmp_path: Path) -> Path:
    """A folder with a copy of it."""
    shutil.copyfile(pattern, tmp_path / "weibao.db")
    return tmp_path


def rota(folder: Path, *words: str) -> Result:
    """Run `weibao rota` within this process, which is much quicker."""
    environment = {
        "WEIBAO_CONFIG": str(ROOT / "config.yaml"),
        "WEIBAO_DATABASE_URL": f"sqlite:///{folder / 'weibao.db'}",
        "WEIBAO_SECRET_KEY": SECRET,
        "COLUMNS": "300",
    }
    return CliRunner().invoke(rota_app, words, env=environment)


def told(folder: Path) -> dict[str, list[str]]:
    """Return what waits to be told to each by the bot, and take it from there."""

    async def look() -> dict[str, list[str]]:
        database = open_database(
            f"sqlite:///{folder / 'weibao.db'}", Vault(base64.b64decode(SECRET))
        )

        def take(work: UnitOfWork) -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            names = {one.person_id: one.name for one in work.staff.in_office("320722")}
            now = SystemClock().now() + timedelta(days=999)
            claim = partial(work.outbox.claim, now=now, lease_until_at=now, token="t", limit=9)
            while rows := claim():
                for row in rows:
                    words = json.loads(row.payload or "{}")["text"]
                    found.setdefault(names[row.person_id], []).append(words)
                    work.outbox.settle(row, "sent", now=now)
            return found

        try:
            return await database.write(take)
        finally:
            await database.close()

    return asyncio.run(look())


def test_a_rota_is_laid_given_out_and_taken_in_again(staffed: Path) -> None:
    file = str(staffed / "roster.xlsx")
    laid = weibao(
        "rota", "320722", "duty", "李敏", "王芳", "--at", "08:00",
        folder=staffed, WEIBAO_SECRET_KEY=SECRET,
    )  # fmt: skip
    assert laid.stdout == "320722 duty: 李敏 → 王芳\n"
    assert rota(staffed, "lay", "320722", "lead", "张主任", "--weekly", "friday").exit_code == 0
    assert rota(staffed, "export", "320722", file).exit_code == 0
    taken = rota(staffed, "import", file)
    assert (taken.exit_code, taken.output) == (0, "320722: 120 days taken in\n")
    told(staffed)

    book = load_workbook(file)
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=2):
        if row[3].value == "李敏":
            row[3].value = "王芳"
    book.save(file)
    assert rota(staffed, "import", file).exit_code == 0
    news = told(staffed)
    assert "14 天内您没有班了" in news["李敏"][0]
    assert "🆕" in news["王芳"][0]
    assert "班有变动的：李敏、王芳" in news["张主任"][0]
    page["D3"] = "王方"
    book.save(file)
    refused = rota(staffed, "import", file)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("D3：没有叫“王方”的人，是不是王芳？\n")
    page.title = "Sheet1"
    book.save(file)
    assert "is called by no office" in str(rota(staffed, "import", file).exception)
    english = rota(staffed, "import", file, "--office", "320722", "--language", "en")
    assert english.stderr.startswith("D3: nobody is called “王方”; did you mean 王芳?")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("320722", "duty", "王方"), "王方 not enrolled in 320722; there are: 李敏、王芳、张主任"),
        (("320799", "duty", "王芳"), "there is no office 320799"),
        (("320722", "duty", "王芳", "--at", "8 Uhr"), "8 Uhr is no hour; write it as 08:30"),
        (("holiday", "320722", "duty", "双十一", "2027", "王芳"), "there is no holiday 双十一"),
        (("holiday", "320722", "duty", "春节", "2027", "王芳"), "has 8 days (2027-02-05 to"),
        (("cover", "320722", "duty", "王芳", "neulich"), "neulich is no span ahead"),
        (("import", "/nowhere.xlsx"), "/nowhere.xlsx cannot be read"),
        (("import", str(ROOT / "config.yaml")), "config.yaml is no .xlsx file"),
        (("export", "320799"), "there is no office 320799"),
    ],
)
def test_what_cannot_be_laid_is_said_in_a_sentence(
    staffed: Path, words: tuple[str, ...], told: str
) -> None:
    ended = rota(staffed, *words)

    # `main` says it in a sentence, as of every error of ours.
    assert isinstance(ended.exception, HotlineError)
    assert told in str(ended.exception)


def _second(folder: Path, name: str) -> None:
    """Let one more of that name serve in 东海县, enrolled a month later."""

    async def enrol() -> None:
        database = open_database(
            f"sqlite:///{folder / 'weibao.db'}", Vault(base64.b64decode(SECRET))
        )

        def one_more(work: UnitOfWork) -> None:
            later = NOON + timedelta(days=30)
            person = work.people.meet("77", language="zh-CN", now=later)
            work.staff.enrol(
                person_id=person.id, office_code="320722", role="officer", name=name, now=later
            )

        await database.write(one_more)
        await database.close()

    asyncio.run(enrol())


def test_of_two_of_one_name_the_number_is_asked_for_and_taken(staffed: Path) -> None:
    _second(staffed, "王芳")
    asked = str(rota(staffed, "320722", "duty", "李敏", "王芳").exception)
    assert "several people in 320722 are called 王芳; give one's number" in asked
    lines = re.findall(r"^  (\d+) 值班员, enrolled (\S+)$", asked, re.MULTILINE)
    assert [day for _number, day in lines] == ["2026-11-24", "2026-12-24"]
    for number, _day in lines:
        laid = rota(staffed, "320722", "duty", "李敏", number)
        assert laid.output == "320722 duty: 李敏 → 王芳\n"
    # A name that one person has is enough, as before.
    assert rota(staffed, "320722", "duty", "李敏").exit_code == 0


def test_people_are_named_for_a_holiday_and_put_in_for_a_span(
    staffed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = SandboxClock(datetime(2027, 2, 1, 4, 0, tzinfo=UTC), rate=0)
    monkeypatch.setattr("bot.cli_rota.SystemClock", lambda: eve)
    named = rota(staffed, "holiday", "320722", "duty", "过年", "2027", *("李敏", "王芳") * 4)
    assert named.output.splitlines()[0] == "2027-02-05 李敏"
    assert named.output.splitlines()[-1] == "2027-02-12 王芳"
    news = told(staffed)
    assert "🆕 2月5日 08:30 到 2月6日 08:30 值班" in news["李敏"][0]
    assert "班有变动的：李敏、王芳" in news["张主任"][0]
    covered = rota(staffed, "cover", "320722", "duty", "王芳", "明天")
    assert covered.exit_code == 0
    assert "08:30" in covered.output
    assert "in place of nobody; they are told" in covered.output
    again = rota(staffed, "cover", "320722", "duty", "王芳", "明天")
    assert "王芳 stands there already in this span" in str(again.exception)
    backup = rota(staffed, "cover", "320722", "backup", "王芳", "明天")
    assert "王芳 is absent, or on duty and so no backup" in str(backup.exception)
