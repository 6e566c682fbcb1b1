"""Cases as cards show them, for golden texts and for hostile ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.terms import Category, Level
from bot.views.cards import CaseView, EntryView

NOW = datetime(2026, 2, 17, 1, 30, tzinfo=UTC)
_WITH_CASES = ("accept", "take_over", "contact", "visit", "ask", "note", "decline", "close")
EVERYTHING = frozenset((*_WITH_CASES, "transfer", "words", "see"))


def entry(words: str = "", kind: str = "reporter", minutes: int = 4, **facts: object) -> EntryView:
    """Return something said some minutes ago."""
    plain = EntryView(kind, words, None, NOW - timedelta(minutes=minutes))
    return replace(plain, **facts)  # type: ignore[arg-type]  # Fields of many types.


NEW = CaseView(
    number="连东海-0417",
    referral_id=71,
    version=1,
    level=Level.L1,
    category=Category.NOG,
    office="东海县未保中心",
    place="东海县 双店镇",
    child_age="5",
    child_sex="girl",
    child_name=None,
    entries=(entry("双店镇有个五岁小丫头一个人关家里两天了，大人去外地了，现在还在哭"),),
    reports=1,
    withdrawn=False,
    may_write_back=True,
    reporter_name=None,
    reporter_phone=None,
    is_complete=False,
    reported_at=NOW - timedelta(minutes=4),
    state="paging",
    outcome=None,
    done=None,
    milestone="acknowledge",
    milestone_due_at=NOW + timedelta(minutes=1),
    provisional=False,
    holder=None,
    rung=1,
    round=0,
    reasons=("level: 一个人", "category NOG: 关家里", "level: 现在还在"),
    timeline=(
        (NOW - timedelta(minutes=4), "reported", None),
        (NOW - timedelta(minutes=4), "page-queued", "李敏"),
        (NOW - timedelta(minutes=3), "page-sent", "李敏"),
    ),
)
RETURNED = replace(
    NEW,
    version=4,
    level=Level.L2,
    category=Category.PSY,
    state="declined",
    is_complete=True,
    returned_for="decline-elsewhere",
    proposed_owner="灌云县未保中心",
    milestone_due_at=NOW - timedelta(minutes=12),
    reasons=(),
    timeline=((NOW, "declined", "李敏"),),
)
HELD = replace(
    NEW,
    version=6,
    level=Level.L3,
    category=Category.GRD,
    state="contacted",
    is_complete=True,
    entries=(
        entry("奶奶带两个孙子，" + "实在带不动了，" * 30, minutes=400),
        entry("", attachment="photo", minutes=399),
        entry("孩子上几年级？", kind="question", by="李敏", minutes=60),
        entry("大的三年级，小的没上", kind="answer", minutes=50, is_edited=True),
        entry("已和村里说好明天去看", kind="note", by="李敏", minutes=5),
    ),
    child_age="8",
    child_sex=None,
    child_name="小军",
    reports=2,
    reporter_name="王大姐",
    reporter_phone="13912345678",
    reported_at=NOW - timedelta(hours=50),
    milestone="close",
    milestone_due_at=NOW + timedelta(days=3),
    provisional=True,
    holder="李敏",
    timeline=((NOW, "contacted", "李敏"), (NOW, "note", "李敏")),
)
CLOSED = replace(
    NEW,
    version=9,
    level=Level.L4,
    category=None,
    place="",
    child_age=None,
    child_sex=None,
    may_write_back=False,
    withdrawn=True,
    is_complete=True,
    state="closed",
    outcome="handled",
    done="已上门，孩子安全。",
    milestone="done",
    milestone_due_at=None,
    holder="李敏",
    timeline=((NOW, "closed", "李敏"),),
)
CASES = {"new": NEW, "returned": RETURNED, "held": HELD, "closed": CLOSED}
