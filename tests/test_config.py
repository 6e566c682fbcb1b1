"""A wrong configuration is refused with the line, the value and the remedy."""

import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, load_config
from bot.durations import Duration
from bot.errors import ConfigurationError
from bot.ladders import Ladder
from bot.settings import Settings
from bot.terms import Category, Level
from bot.yaml_file import ConfigurationProblems

ROOT = Path(__file__).parents[1]
SHIPPED = (ROOT / "config.yaml").read_text(encoding="utf-8")


def loaded(text: str, folder: Path) -> Config:
    """Load a configuration from text."""
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_the_shipped_configuration_is_in_order() -> None:
    config = load_config(ROOT / "config.yaml")
    assert set(config.categories) == set(Category)
    assert config.categories[Category.SEX].restricted
    assert config.default_levels()[Category.ABU] is Level.L1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("{who: backup, wait: 30m}", "{who: bakup, wait: 30m}", "config.yaml:34 ladders.L2[2].who"),
        ("{who: backup, wait: 30m}", "{who: backup, wait: soon}", "write a number and a unit"),
        ("flood_per_minute: 20", "flood_per_minute: many", "dialogue.flood_per_minute is 'many'"),
        ('police: "110"', 'police: "<b>"', "emergency_numbers.police is '<b>'"),
        ('youth: "12355", ', "", "help_lines.youth: this must be given"),
        ("attempts: 3", "attempts: 3, tries: 4", "this word is not known here"),
        ("invites: {expire: 48h}", "", "this must be given; add it"),
        ("timezone: Asia/Shanghai", "timezone: Asia/Nanjing", "name a zone of the tz database"),
        ("    - {who: duty, wait: 3m}", "    - {who: duty, wait: 6m}", "make it shorter"),
        ("    - {who: duty, wait: 15m}", "    - {who: duty, wait: 1wd}", "nights and holidays"),
        ("{who: province, wait: 10m}", "{who: province, wait: 0m}", "page forever"),
        ('unplaced_office: "320700"', "unplaced_office: 连云港", "unplaced_office"),
        ("  OTH: {level: L4}\n", "", "categories has nothing for OTH"),
        ("  L4: {acknowledge: 1wd, close: 2wd} # 咨询\n", "", "levels has nothing for L4"),
        ("inbox: {attempts: 3}", "inbox: {attempts: 3", "config.yaml:"),
        ("stuck_after: 45s", "stuck_after: 2m", "within a minute a new process must be there"),
        ("busy_timeout: 5s", "busy_timeout: 30s", "a tick must be able to wait for it"),
        ("late_after: 2m", "late_after: 1wd", "this runs on the wall clock"),
        ("port: 8320", "port: 99999", "watching.port"),
        ("acknowledge: {L1: 10m,", "acknowledge: {L1: 1wh,", "counts working time: 1wh"),
        ("acknowledge: {L1: 10m,", "acknowledge: {L1: 0m,", "must wait longer than nothing"),
        ("L3: 4wh, L4: 1wd}", "L3: 4wh}", "acknowledge has nothing for L4"),
        ("timezone:", "timezone: Asia/Tokyo\ntimezone:", "config.yaml:"),
        ("09:00-12:00", "18:00-09:00", "config.yaml:5 working_hours[0] is '18:00-09:00'"),
        ("13:30-17:30", "13:30-13:30", "it must begin before it ends"),
        ("13:30-17:30", "13:30-24:00", "write two times from 00:00 to 23:59"),
        ("13:30-17:30", "13:30-17:60", "config.yaml:5 working_hours[1] is '13:30-17:60'"),
        ("13:30-17:30", "11:00-17:30", "config.yaml:5 working_hours: 11:00-17:30 begins before"),
        ("09:00-12:00", "18:00-19:00", "13:30-17:30 begins before 18:00-19:00 is over"),
    ],
)
def test_each_mistake_gets_its_sentence(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in SHIPPED
    with pytest.raises(ConfigurationProblems) as refusal:
        loaded(SHIPPED.replace(before, after, 1), tmp_path)
    assert said in str(refusal.value)


def test_spans_of_a_working_day_may_touch(tmp_path: Path) -> None:
    touching = loaded(SHIPPED.replace("13:30-17:30", "12:00-17:30", 1), tmp_path)
    assert touching.working_hours.spans == ("09:00-12:00", "12:00-17:30")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationProblems, match="set WEIBAO_CONFIG"):
        load_config(tmp_path / "nowhere.yaml")


@given(st.integers(0, len(SHIPPED) - 1), st.characters(), st.integers(0, 40))
def test_no_change_of_the_file_gives_a_bare_traceback(
    tmp_path_factory: pytest.TempPathFactory, place: int, sign: str, length: int
) -> None:
    if sign == "\r" or "\ud800" <= sign <= "\udfff":
        return
    text = SHIPPED[:place] + sign + SHIPPED[place + length :]
    with suppress(ConfigurationProblems):
        loaded(text, tmp_path_factory.getbasetemp())


def test_a_ladder_is_the_same_text_for_the_same_ladder() -> None:
    ladder = load_config(ROOT / "config.yaml").ladders[Level.L1]
    again = Ladder.from_json(ladder.to_json())
    assert again == ladder
    assert again.version == ladder.version


@pytest.mark.parametrize("text", ["", "5", "m", "-5m", "5 minutes", "5mm", "1.5h", None, 5])
def test_an_unreadable_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="write a number and a unit"):
        Duration.parse(text)


def test_a_missing_or_weak_secret_never_falls_back() -> None:
    weak = ("", "secret", "QUFB", "A" * 43 + "=")
    for value in weak[:1]:
        with pytest.raises(ConfigurationError, match="weibao key"):
            Settings.from_environment({"WEIBAO_SECRET_KEY": value}).need_secrets()
    for value in weak[1:]:
        with pytest.raises(ConfigurationError, match="weibao key") as refusal:
            Settings.from_environment({"WEIBAO_SECRET_KEY": value})
        assert value not in str(refusal.value)


@pytest.mark.parametrize(
    ("zone", "where"),
    [
        ("{names: [镇开]}", "counties"),
        ("{counties: []}", "counties"),
        ('{counties: ["3211"]}', "counties[0]"),
        ('{names: [镇], counties: ["321102"]}', "names[0]"),
        ('{city: x, counties: ["321102"]}', "city"),
    ],
)
def test_a_zone_without_usable_counties_or_names_is_refused(
    tmp_path: Path, zone: str, where: str
) -> None:
    text = (ROOT / "config.yaml").read_text()
    wrong = tmp_path / "config.yaml"
    wrong.write_text(text.split("zones:\n")[0] + f"zones:\n  镇江新区: {zone}\n")
    with pytest.raises(ConfigurationError, match=re.escape(f"zones.镇江新区.{where}")):
        load_config(wrong)


def test_settings_show_no_secret_when_printed() -> None:
    chance = random.Random(1)  # noqa: S311 - Any bytes will do.
    import base64  # noqa: PLC0415

    secret = base64.b64encode(chance.randbytes(32)).decode()
    environment = {
        "TELEGRAM_BOT_TOKEN": "123:very-secret",
        "WEIBAO_SECRET_KEY": secret,
        "WEIBAO_DATABASE_URL": "postgresql://me:hidden@localhost/w",
    }
    printed = repr(Settings.from_environment(environment))
    assert "very-secret" not in printed
    assert "hidden" not in printed
    assert secret not in printed


def test_an_address_of_another_engine_is_refused_without_showing_it() -> None:
    with pytest.raises(ConfigurationError, match="write sqlite:///") as refusal:
        Settings.from_environment({"WEIBAO_DATABASE_URL": "mysql://me:hidden@localhost/w"})
    assert "hidden" not in str(refusal.value)
