"""Whatever a person answers, in any order: nothing raises, nothing is lost, danger pages once."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.flows.dialogue import AddToCase, Answer, Attachment, Effect, Entry, FileNow, Say, Submit
from bot.flows.draft import Draft
from bot.terms import Category, Level
from bot.triage.reading import ChildClues, Place, Reading, Suggestion
from tests.flows.resident import CASE_ID, FLOW, GAZETTEER, TEXTS, Resident, place_named

KINDS = ("photo", "voice", "video", "document", "location", "contact", "sticker", "other")
PLACES = ("东海县", "东海县 双店镇", "南京市 鼓楼区", "徐州市 鼓楼区", "如东县 双甸镇")
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ("5", "²", "十二", "女孩", "鼓楼", "双店", "13912345678", "他又打了", "x" * 4096)
    ),
)


@st.composite
def readings(draw: st.DrawFn, *, danger: bool = False) -> Reading:
    found = draw(st.lists(st.sampled_from(PLACES).map(place_named), max_size=4))
    codes = draw(st.lists(st.sampled_from(list(Category)), max_size=3, unique=True))
    scores = sorted((draw(st.floats(0, 1)) for _ in codes), reverse=True)
    return Reading(
        categories=tuple(map(Suggestion, codes, scores)),
        level=Level.L1 if danger else draw(st.sampled_from([Level.L2, Level.L3, Level.L4])),
        danger=danger,
        place=Place(
            sure=len(found) == 1 and draw(st.booleans()),
            candidates=tuple(found),
            outside=None if found else draw(st.none() | st.sampled_from(["宿州", "<上海>"])),
        ),
        child=ChildClues(
            age=draw(st.none() | st.integers(-1, 120)),
            sex=draw(st.none() | st.sampled_from(["boy", "girl", "?"])),
        ),
    )


class AnyAnswers(RuleBasedStateMachine):
    """One person, one draft, and everything that can be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.resident = Resident()
        self.told: list[Entry] = []
        self.number = 0
        self.was_danger = False

    @initialize(opening=st.none() | WORDS, reading=readings())
    def begin(self, opening: str | None, reading: Reading) -> None:
        if opening is None:
            self.resident.begins()
        else:
            self.told_now(Entry(opening), reading)

    @precondition(lambda self: self.resident.dialogue is None)
    @rule()
    def begin_again(self) -> None:
        self.resident = Resident()
        self.told = []
        self.was_danger = False
        self.resident.begins()

    @precondition(lambda self: self.resident.dialogue)
    @rule(text=WORDS, reading=readings())
    def words(self, text: str, reading: Reading) -> None:
        self.told_now(Entry(text), reading)

    @precondition(lambda self: self.resident.dialogue)
    @rule(text=WORDS, reading=readings(danger=True))
    def danger(self, text: str, reading: Reading) -> None:
        before = self.resident.draft.alarmed
        effects = self.told_now(Entry(text), reading)
        if text.strip():
            assert self.resident.draft.case_id == CASE_ID
            assert before or Say("emergency") in effects

    @precondition(lambda self: self.resident.dialogue)
    @rule(kind=st.sampled_from(KINDS), album=st.sampled_from(["", "a", "b"]), text=WORDS)
    def attachment(self, kind: str, album: str, text: str) -> None:
        latitude = 34.5 if kind == "location" else None
        sent = Attachment(kind, f"file-{kind}", 0, album, latitude=latitude)  # type: ignore[arg-type]
        self.told_now(Entry(text, sent), None)

    @precondition(lambda self: self.resident.dialogue)
    @rule(data=st.data())
    def offered(self, data: st.DataObject) -> None:
        choices = [choice for row in self.resident.prompt.rows for choice in row]
        # Deleting everything and sending end the draft; they have a rule of their own.
        going_on = [one.id for one in choices if one.id not in ("discard", "send", "send-now")]
        before = self.resident.draft.entries
        self.resident.answers(Answer(choice=data.draw(st.sampled_from(going_on))))
        assert self.resident.dialogue is None or self.resident.draft.entries == before

    @precondition(lambda self: self.resident.dialogue)
    @rule(
        choice=st.text(max_size=12) | st.sampled_from(["kind:ABU", "city:320700", "stop", "send"])
    )
    def anything_tapped(self, choice: str) -> None:
        before = self.resident.draft
        step = self.resident.answers(Answer(choice=choice))
        if step.dialogue is None and Submit() not in step.effects:
            assert not before.entries, "a draft with words ended without being sent"

    @precondition(lambda self: self.resident.dialogue)
    @rule(number=st.integers(0, 20), text=WORDS, reading=readings() | readings(danger=True))
    def edit(self, number: int, text: str, reading: Reading) -> None:
        assert self.resident.dialogue
        answer = Answer(entry=Entry(text, message_id=number), reading=reading)
        self.resident._follow(FLOW.edited(self.resident.dialogue, answer))
        self.told = [
            replace(one, text=text) if one.message_id == number else one for one in self.told
        ]

    @invariant()
    def it_can_always_ask(self) -> None:
        if self.resident.dialogue is not None:
            screen = self.resident.sees()
            assert screen.text
            assert screen.keyboard
            assert Draft.from_memory(self.resident.draft.to_memory()) == self.resident.draft

    @invariant()
    def danger_files_exactly_once(self) -> None:
        filed = [effect for effect in self.resident.effects if isinstance(effect, FileNow)]
        if self.resident.dialogue is not None:
            draft = self.resident.draft
            # Who takes "yes" back has been in danger all the same.
            self.was_danger = self.was_danger or draft.alarmed or draft.danger == "yes"
        assert len(filed) == int(self.was_danger)

    @invariant()
    def nothing_told_is_lost(self) -> None:
        if self.resident.dialogue is None:
            return
        kept = self.resident.draft.entries
        for entry in self.told:
            assert entry in kept

    def told_now(self, entry: Entry, reading: Reading | None) -> list[Effect]:
        """Say something; unless it plainly answered the question, it is a part of the report."""
        self.number += 1
        entry = replace(entry, message_id=self.number)
        resident = self.resident
        before = resident.draft if resident.dialogue else Draft()
        answer = Answer(entry=entry, reading=reading)
        step = resident.answers(answer) if resident.dialogue else resident.begins(answer)
        self.check_kept(before, entry, step.effects)
        return list(step.effects)

    def check_kept(self, before: Draft, entry: Entry, effects: tuple[Effect, ...]) -> None:
        draft = self.resident.draft
        kept = [one for one in draft.entries if one.message_id == self.number]
        is_empty = not entry.text.strip() and entry.attachment is None
        is_sticker = entry.attachment is not None and entry.attachment.kind == "sticker"
        if kept:
            self.told.append(kept[0])
            is_added = any(isinstance(one, AddToCase) for one in effects)
            assert is_added == (before.case_id is not None)
        elif not (is_empty or is_sticker):
            assert _facts(draft) != _facts(before) or draft.trail != before.trail


def _facts(draft: Draft) -> Draft:
    return replace(draft, entries=(), trail=(), asked=(), plan=())


AnyAnswers.TestCase.settings = settings(
    max_examples=50,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAnyAnswers = AnyAnswers.TestCase


def test_the_places_of_these_tests_exist() -> None:
    assert GAZETTEER.cities
    assert TEXTS.has("ask-city")
