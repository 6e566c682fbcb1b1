"""Cases as cards show them, for golden texts and for hostile ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.terms import Category, Level
from bot.views.cards import CaseView, EntryView, Happened, SettledView, Understood

NOW = datetime(2026, 2, 17, 1, 30, tzinfo=UTC)
_WITH_CASES = ("accept", "take_over", "contact", "visit", "ask", "note", "decline", "close")
_CORRECTIONS = ("correct", "raise", "lower")
EVERYTHING = frozenset((*_WITH_CASES, *_CORRECTIONS, "transfer", "words", "see"))


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
    read=Understood(
        scores=(("NOG", 0.86), ("ABU", 0.07), ("GRD", 0.02)),
        situations=(6,),
        children=1,
        writer="neighbour",
        reasons=(
            "cries-now: 现在 哭",
            "under-8-alone: 一个人",
            "learnt-level: L1 98%",
            "mandatory-situation-6: 一个人关家里 两天",
            "learnt-words: 关家里 小丫头",
            "a-rule-without-a-name: 大人去外地",
            "age: 五岁",
            "category-nog: ",
        ),
    ),
    may_confirm=True,
    timeline=(
        Happened(NOW - timedelta(minutes=4), "reported"),
        Happened(NOW - timedelta(minutes=4), "page-queued", "李敏"),
        Happened(NOW - timedelta(minutes=3), "page-sent", "李敏"),
    ),
)
RETURNED = replace(
    NEW,
    version=4,
    level=Level.L2,
    state="declined",
    is_complete=True,
    returned_for="decline-elsewhere",
    proposed_owner="灌云县未保中心",
    milestone_due_at=NOW - timedelta(minutes=12),
    category=None,
    read=Understood(scores=(("PSY", 0.45), ("BUL", 0.31), ("ABU", 0.1)), outside="安徽宿州"),
    place="",
    may_confirm=True,
    timeline=(Happened(NOW, "declined", "李敏"),),
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
    read=Understood(
        scores=(("LIV", 0.6), ("GRD", 0.3), ("HLT", 0.05)),
        settled={
            "category": SettledView("李敏", "LIV"),
            "level": SettledView("张主任", "L1"),
            "place": SettledView("李敏", "320722/320722101"),
            "situation": SettledView("李敏", "6"),
        },
        situations=(2, 4, 6, 9),
        children=2,
        writer="teacher",
        is_bound=True,
        reasons=("drink-drugs-or-gambling: 喝酒",),
    ),
    may_confirm=False,
    timeline=(
        Happened(NOW, "category-corrected", "李敏", ("LIV", "GRD")),
        Happened(NOW, "level-lowered", "张主任", ("1", "3"), "lower-checked"),
        Happened(NOW, "place-corrected", "李敏", ("青湖镇", "双店镇")),
    ),
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
    read=Understood(),
    may_confirm=False,
    timeline=(Happened(NOW, "closed", "李敏"),),
)
CASES = {"new": NEW, "returned": RETURNED, "held": HELD, "closed": CLOSED}
