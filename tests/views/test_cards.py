"""Cards as officers see them: golden texts, hostile words, and Telegram's limits."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.referral import State
from bot.terms import Category, Level
from bot.triage.evidence import load_document
from bot.triage.reading import Relation
from bot.triage.situations import load_situations
from bot.views.cards import (
    EMOJI,
    Action,
    Card,
    CaseView,
    EntryView,
    Happened,
    OpenedAgainView,
    SettledView,
    Understood,
    decode_action,
    encode_action,
    render_card,
    render_notice,
    render_words,
)
from bot.views.quoting import harmless
from bot.views.texts import LANGUAGES, LOCALES
from sandbox.entities import read_text, utf16_length
from tests.shipped import shipped_texts
from tests.views.case_views import CASES, CLOSED, EVERYTHING, HELD, NEW, NOW, RETURNED, entry

TEXTS = shipped_texts()
ZONE = ZoneInfo("Asia/Shanghai")
GOLDEN = Path(__file__).parent / "cards"
LIMIT = 4096
NOTICES = ("page", "remind", "chase", "raised", "words", "answer", "shown")
CORRECT = [["kind", "level"], ["place", "situation"]]
GUARDIAN = ["guardian"]
RIGHT_TO_LEFT = "\u202e"


def card(
    case: CaseView, *, permitted: frozenset[str] = EVERYTHING, language: str = "zh-CN"
) -> Card:
    return render_card(
        case, permitted=permitted, language=language, texts=TEXTS, now=NOW, zone=ZONE
    )


def names(shown: Card) -> list[list[str]]:
    """Return the names of the buttons, row by row."""
    return [[button.data.split(":")[1] for button in row] for row in shown.buttons]


def parsed(text: str) -> str:
    """Return what Telegram shows of the HTML, which it must understand."""
    plain, _ = read_text(text, "HTML")
    return plain


def drawn(case: CaseView, language: str) -> str:
    """Return a card as text: what is written, then the buttons with what they answer."""
    shown = card(case, language=language)
    rows = [" | ".join(f"{b.text} ({b.data})" for b in row) for row in shown.buttons]
    return "\n".join([shown.text, "-----", *rows]) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_card_reads_as_it_should(name: str, language: str) -> None:
    expected = (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")

    assert drawn(CASES[name], language) == expected


@pytest.mark.parametrize("level", Level)
def test_the_level_stands_first_by_word_and_colour(level: Level) -> None:
    first = parsed(card(replace(NEW, level=level)).text).splitlines()[0]

    assert first == f"{EMOJI[level]} {TEXTS(f'level-{level.name}', 'zh-CN')} · 连东海-0417"
    assert len(set(EMOJI.values())) == len(Level)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("state", State)
def test_every_state_and_category_can_be_drawn(
    state: State, category: Category, language: str
) -> None:
    shown = card(replace(HELD, state=state.value, category=category), language=language)

    assert TEXTS(f"state-{state.value}", language) in parsed(shown.text)
    assert TEXTS(f"category-{category.value}", language) in parsed(shown.text)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (NEW, [["accept"], ["note"], ["decline"], ["confirm"], *CORRECT]),
        (RETURNED, [["accept"], ["note"], ["decline"], ["confirm"], *CORRECT, ["transfer"]]),
        (
            replace(HELD, state="accepted"),
            [
                ["take_over"],
                ["contact", "visit"],
                ["ask", "note"],
                ["decline", "close"],
                *CORRECT,
                GUARDIAN,
            ],
        ),
        (
            HELD,
            [["take_over"], ["visit"], ["ask", "note"], ["decline", "close"], *CORRECT, GUARDIAN],
        ),
        (
            replace(HELD, state="visiting"),
            [["take_over"], ["ask", "note"], ["decline", "close"], *CORRECT, GUARDIAN],
        ),
        (CLOSED, [["note"]]),
    ],
)
def test_the_buttons_follow_the_state(case: CaseView, expected: list[list[str]]) -> None:
    assert names(card(case)) == expected


@pytest.mark.parametrize("case", CASES.values())
def test_a_viewer_sees_only_the_buttons_that_are_permitted(case: CaseView) -> None:
    assert names(card(case, permitted=frozenset())) == []
    assert names(card(case, permitted=frozenset({"note", "see"}))) == [["note"]]


def test_whoever_may_only_raise_is_offered_only_the_level() -> None:
    assert names(card(NEW, permitted=frozenset({"raise", "see"}))) == [["level"]]


def test_who_seems_to_write_is_for_those_who_may_read_the_words() -> None:
    assert "教师（系统推断），有强制报告义务" in parsed(card(HELD).text)
    assert "教师" not in parsed(card(HELD, permitted=EVERYTHING - {"see"}).text)


def test_a_settled_fact_no_longer_stands_as_a_suggestion() -> None:
    settled = {"category": SettledView("李敏"), "level": SettledView("李敏", "L2")}
    before = parsed(card(NEW).text)
    after = parsed(card(replace(NEW, read=replace(NEW.read, settled=settled))).text)

    assert "类别：没人照管（机器建议，把握 86%）" in before
    assert "类别：没人照管（已由值班员 李敏 确认）" in after
    assert "级别：特急（已由值班员 李敏 更正，机器建议的是紧急）" in after
    chosen = parsed(card(replace(NEW, read=replace(NEW.read, is_chosen=True))).text)
    assert "类别：没人照管（报告人选的）" in chosen


def test_reasons_are_sentences_and_those_of_law_stand_first() -> None:
    lines = parsed(card(NEW).text).splitlines()
    first = lines[lines.index("🔎 依据：") + 1]

    assert first == "· 不满 8 周岁，无人看护（未成年人保护法第21条）：“一个人”"
    unnamed = replace(NEW.read, reasons=("a-rule-without-a-name: 大人去外地",))
    assert "\n· 大人去外地\n" in parsed(card(replace(NEW, read=unnamed)).text)


@pytest.mark.parametrize(
    ("percent", "sentence"),
    [
        ("50%", "学过的报告里，这样说多半是特急（50%）"),
        ("49%", "可能是特急（49%），为稳妥从紧"),
        ("8%", "可能是特急（8%），为稳妥从紧"),
    ],
)
def test_a_level_taken_to_be_careful_is_not_said_to_be_likely(percent: str, sentence: str) -> None:
    read = replace(NEW.read, reasons=(f"learnt-level: L1 {percent}",))

    assert f"· {sentence}\n" in parsed(card(replace(NEW, read=read)).text)


def test_every_rule_of_the_triage_is_a_sentence_in_every_language() -> None:
    document, situations = load_document(), load_situations()
    rows = [*document["categories"], *document["levels"], *situations["situations"]]
    other = ("no-evidence", "nothing-said", "learnt-words", "learnt-level", "place-to-be-asked")
    rules = {row["name"] for row in rows} | {*other, "unclear-about-a-child", "location-near"}
    for language in LANGUAGES:
        assert [rule for rule in sorted(rules) if not TEXTS.has(f"rule-{rule}", language)] == []
        assert [one for one in Relation if not TEXTS.has(f"writer-{one.value}", language)] == []


def test_who_reported_is_shown_only_where_they_chose_so() -> None:
    anonymous = parsed(card(NEW).text)

    assert "匿名，可在这里问（1 人报告）" in anonymous
    assert "匿名，不愿被联系" in parsed(card(replace(NEW, may_write_back=False)).text)
    assert "报告人：王大姐 13912345678" in parsed(card(HELD).text)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (4, "⏳ 接单 09:34 前，还剩 4 分钟"),
        (0, "⏳ 接单 09:30 前，还剩 0 分钟"),
        (-12, "⏰ 接单 09:18 到期，已超 12 分钟"),
        (300, "⏳ 接单 14:30 前，还剩 5 小时"),
        (60 * 24 * 3, "⏳ 接单 02-20 09:30 前，还剩 3 天"),
        (-60 * 24, "⏰ 接单 02-16 09:30 到期，已超 24 小时"),
    ],
)
def test_the_deadline_is_told_by_the_clock_and_by_what_is_left(minutes: int, expected: str) -> None:
    due_at = NOW + timedelta(minutes=minutes)

    assert expected in parsed(card(replace(NEW, milestone_due_at=due_at)).text).splitlines()


def test_a_baby_has_no_age_of_nought() -> None:
    assert "🧒 女孩，不满1岁" in parsed(card(replace(NEW, child_age="0")).text)


def test_a_deadline_of_an_unofficial_year_is_marked() -> None:
    assert "还剩 3 天 （暂定）" in parsed(card(HELD).text)
    assert "暂定" not in parsed(card(NEW).text)


def test_a_reason_in_the_officers_own_words_stands_as_it_was_written() -> None:
    # Also where it happens to be the name of a text.
    for reason in ("已满十八岁", "help", "decline-nonsense"):
        shown = parsed(card(replace(RETURNED, returned_for=reason)).text)
        assert f"退单理由：{reason}" in shown


def test_long_words_are_folded_and_the_newest_stay_in_sight() -> None:
    old, new = "旧" * 300, "新" * 300
    shown = card(replace(NEW, entries=(entry(old), entry(new, kind="addition")))).text

    assert f"<blockquote expandable>{old}</blockquote>" in shown
    assert f"<blockquote>{new}</blockquote>" in shown


def test_a_report_of_a_whole_message_is_shown_nearly_whole_and_the_rest_is_a_tap_away() -> None:
    case = replace(NEW, entries=(entry("报" * LIMIT),))
    shown = card(case)

    assert parsed(shown.text).count("报") > 3000
    assert names(shown)[-1] == ["words"]
    assert "words" not in str(names(card(case, permitted=EVERYTHING - {"words"})))
    whole = render_words(case, language="zh-CN", texts=TEXTS, now=NOW, zone=ZONE)
    assert sum(message.count("报") for message in whole) >= LIMIT
    assert all(utf16_length(parsed(message)) <= LIMIT for message in whole)


def test_of_very_many_messages_the_report_and_the_newest_stay_and_the_others_are_counted() -> None:
    additions = [entry(f"第{number}条" + "补" * 200, kind="addition") for number in range(60)]
    case = replace(NEW, entries=(entry("最早的报告"), *additions))
    text = parsed(card(case).text)

    assert "最早的报告" in text
    assert "第59条" in text
    assert "第1条" not in text
    counted = re.search(r"最早的报告\n…另有 (\d+) 条", text)
    assert counted
    assert int(counted[1]) == 61 - len(re.findall(r"第\d+条补", text)) - 1
    whole = "".join(render_words(case, language="zh-CN", texts=TEXTS, now=NOW, zone=ZONE))
    assert all(f"第{number}条" in whole for number in range(60))


def test_short_words_are_whole_beside_long_ones() -> None:
    case = replace(NEW, entries=(entry("长" * LIMIT), entry("他家住河边第三户，门口有棵槐树")))

    assert "他家住河边第三户，门口有棵槐树" in parsed(card(case).text)


def test_tags_in_words_are_words() -> None:
    hostile = "<b>急</b> </blockquote><a href='tg://user?id=1'>点我</a> &amp; &lt;"
    plain, entities = read_text(card(replace(NEW, entries=(entry(hostile),))).text, "HTML")

    assert hostile in plain
    assert {one.kind for one in entities} <= {"bold", "blockquote", "expandable_blockquote"}


@pytest.mark.parametrize(
    "field",
    ["office", "place", "child_name", "reporter_name", "reporter_phone", "holder", "number"],
)
def test_a_name_cannot_pretend_to_be_lines_of_the_card(field: str) -> None:
    forged = f"王\n🔴 已办结\r\n{RIGHT_TO_LEFT}状态：\u2028假的<b>"
    case = replace(HELD, **{field: forged})  # type: ignore[arg-type]  # All of them are words.
    shown = parsed(card(case).text)

    assert "王 🔴 已办结 状态： 假的<b>" in shown
    assert len(shown.splitlines()) == len(parsed(card(HELD).text).splitlines())


@pytest.mark.parametrize("case", CASES.values())
def test_a_card_and_its_notice_keep_the_limit_with_the_longest_of_everything(
    case: CaseView,
) -> None:
    long = "𰻝&<" * 2000
    crowded = replace(
        case,
        office=long,
        place=long,
        child_name=long,
        child_age=long,
        child_sex="girl",
        reporter_name=long,
        reporter_phone=long,
        holder=long,
        done=long,
        returned_for=long,
        proposed_owner=long,
        read=Understood(
            scores=(("NOG", 0.8),) * 3,
            settled={what: SettledView(long, "L1") for what in ("level", "place", "situation")},
            outside=long,
            situations=tuple(range(1, 10)),
            children=99,
            writer="director",
            is_bound=True,
            reasons=tuple(f"under-8-alone: {n}{long}" for n in range(9)),
        ),
        entries=tuple(entry(long, by=long, kind="note", is_edited=True) for _ in range(40)),
        opened_again=OpenedAgainView(NOW, long, "handled", long, long, long),
        timeline=(Happened(NOW, "place-corrected", long, (long, long), long),) * 3,
        milestone_due_at=NOW,
    )
    for language in LANGUAGES:
        shown = card(crowded, language=language)
        notices = [
            render_notice(kind, crowded, language=language, texts=TEXTS, now=NOW)
            for kind in NOTICES
        ]
        notices.append(
            render_notice(
                "page", crowded, language=language, texts=TEXTS, now=NOW, before=[long] * 9
            )
        )
        longest = max(notices, key=utf16_length)
        assert utf16_length(parsed(f"{longest}\n\n{shown.text}")) <= LIMIT
        for message in render_words(crowded, language=language, texts=TEXTS, now=NOW, zone=ZONE):
            assert utf16_length(parsed(message)) <= LIMIT


unkind = st.text(
    st.characters() | st.sampled_from("<>&\n\u202e\u200d\u0301\ud83d\U0001f468𰻝"), max_size=400
)
entries = st.lists(
    st.builds(
        lambda words, kind, attachment: entry(words, kind, attachment=attachment),
        unkind,
        st.sampled_from(["reporter", "addition", "question", "answer", "note"]),
        st.sampled_from([None, "photo", "voice", "location"]),
    ),
    max_size=30,
).map(tuple)


@given(entries, unkind, unkind)
def test_no_words_whatever_break_a_card(said: tuple[EntryView, ...], name: str, done: str) -> None:
    case = replace(HELD, entries=said, child_name=name, reporter_name=name, done=done, holder=name)

    text = card(case).text

    assert utf16_length(parsed(text)) <= LIMIT
    text.encode("utf-8")
    assert RIGHT_TO_LEFT not in text


@given(entries)
def test_everything_said_can_be_read_whole(said: tuple[EntryView, ...]) -> None:
    case = replace(NEW, entries=said)
    messages = render_words(case, language="zh-CN", texts=TEXTS, now=NOW, zone=ZONE)

    assert all(utf16_length(parsed(message)) <= LIMIT for message in messages)
    together = _without_spaces("".join(parsed(message) for message in messages))
    for one in case.entries:
        assert _without_spaces(harmless(one.words)) in together


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NOTICES)
def test_every_notice_is_one_short_line(kind: str, language: str) -> None:
    late = replace(NEW, reported_at=NOW - timedelta(days=9), milestone="contact")
    notice = render_notice(kind, late, language=language, texts=TEXTS, now=NOW)

    assert "\n" not in notice
    assert utf16_length(notice) <= 150


def test_a_reminder_says_how_long_nobody_has_come() -> None:
    notice = render_notice("remind", NEW, language="zh-CN", texts=TEXTS, now=NOW)

    assert notice.endswith("还没有人接单，已 4 分钟")


def test_a_call_says_who_was_called_in_vain_before() -> None:
    notice = render_notice(
        "page", NEW, language="zh-CN", texts=TEXTS, now=NOW, before=["张主任", "王芳", "李敏"]
    )

    assert notice == "🔔🔔 前面叫了 3 位（张主任、王芳…），没有应答，已 4 分钟，请接单"


@given(st.sampled_from(sorted(EVERYTHING)), st.integers(0, 2**63 - 1), st.integers(0, 999_999_999))
def test_what_a_button_answers_is_understood_and_short(
    name: str, target: int, version: int
) -> None:
    data = encode_action(name, target, version)

    assert len(data.encode()) <= 64
    assert decode_action(data) == Action(name, target, version)


def forged() -> Iterator[str]:
    yield from ("", "c", "c:", "c:accept", "c:accept:1", "c:accept::1", "c:accept:1:", "r:good:1")
    yield from (
        "c:accept:1:2:3",
        " c:accept:1:2",
        "c:accept:1:2\n",
        "c:accept:-1:2",
        "C:accept:1:2",
    )
    yield from ("c:accept:01:2", "c:accept:1:02", "c:accept:1.0:2", "c:accept:+1:2", "c:接单:1:2")
    yield from ("c:accept:１:2", "c:accept:1:٢", f"c:accept:{2**63}:1", f"c:{'a' * 13}:1:2")
    yield from ("c:accept:1:1234567890", "c:accept:1:2\x00", "x" * 64)


@pytest.mark.parametrize("data", [*forged()])
def test_an_answer_that_no_card_gave_means_nothing(data: str) -> None:
    assert decode_action(data) is None


@given(st.text(max_size=64))
def test_only_what_would_be_written_so_is_read(data: str) -> None:
    action = decode_action(data)

    assert action is None or encode_action(action.name, action.target, action.version) == data


def test_everything_that_happens_to_a_case_has_words_on_the_card() -> None:
    bot = LOCALES.parent
    kinds = {"raised-queued", "words-queued", "answer-queued"}
    happened = re.compile(
        r'(?:timeline\.add\(\s*[\w.]+,|_record\(\s*\w+,|_tell\(\s*referral,)\s*"([a-z-]+)"'
    )
    for folder in ("services", "handlers"):
        for path in (bot / folder).glob("*.py"):
            kinds |= set(happened.findall(path.read_text(encoding="utf-8")))
    kinds |= {f"page-{what}" for what in ("queued", "sent", "failed", "delayed")}
    kinds |= {"remind-queued", "chase-queued", "addition", "answer"}

    assert len(kinds) > 20
    for language in LANGUAGES:
        assert [kind for kind in sorted(kinds) if not TEXTS.has(f"event-{kind}", language)] == []


def test_what_was_on_another_day_is_told_with_its_day() -> None:
    case = replace(
        NEW,
        entries=(entry("哭了一夜", minutes=24 * 60), entry("还在哭")),
        timeline=(
            Happened(NOW - timedelta(days=1), "reported"),
            Happened(NOW, "page-queued", "李敏"),
        ),
    )
    whole = render_words(case, language="zh-CN", texts=TEXTS, now=NOW, zone=ZONE)
    for text in (card(case).text, *whole):
        assert "02-16 09:30 报告\n" in text
        assert "\n09:26 报告\n" in text
    assert "02-16 09:30 受理\n09:30 呼叫 李敏" in card(case).text
