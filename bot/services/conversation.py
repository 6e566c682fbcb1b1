"""Running a person's dialogue: load, step, carry out, store, ask: all in one unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.flows.addition import waiting_in
from bot.flows.dialogue import (
    Answer,
    Aside,
    ComplainOf,
    Dialogue,
    Effect,
    Entry,
    FileNow,
    Flow,
    Memory,
    Say,
    StartReport,
    Step,
    Submit,
)
from bot.flows.draft import Draft
from bot.flows.emergency import is_call_first
from bot.flows.form import Form
from bot.flows.retold import together
from bot.services.effects import Effects
from bot.services.further import Further
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.mail import Mail
from bot.services.parking import Parking
from bot.services.waiting import due_of
from bot.swift_json import from_json, to_json
from bot.views.outgoing import Outgoing
from bot.views.prompts import match_choice, render_prompt
from storage.records import DialogueRow, Person
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Conversation:
    """Talk with one person within one unit of work."""

    hotline: Hotline
    work: UnitOfWork
    person: Person
    now: datetime
    _read: list[tuple[DialogueRow, Dialogue]] = field(default_factory=list, compare=False)
    _matched: list[tuple[Dialogue, str, str | None]] = field(default_factory=list, compare=False)

    @property
    def mail(self) -> Mail:
        """Return the way to write to people in this unit of work."""
        return Mail(self.work, self.hotline.texts, self.now)

    @property
    def intake(self) -> Intake:
        """Return the making of cases in this unit of work."""
        return Intake(self.hotline, self.work, self.now)

    @property
    def effects(self) -> Effects:
        """Return the carrying out of what steps lead to."""
        return Effects(self.hotline, self.work, self.person, self.now)

    @property
    def parking(self) -> Parking:
        """Return the forms that the person left, in this unit of work."""
        return Parking(self.hotline, self.work, self.now, self.person)

    @property
    def further(self) -> Further:
        """Return the beginning of what is added to the person's open cases."""
        return Further(self.hotline, self.work, self.now, self.person)

    def current(self) -> Dialogue | None:
        """Return the dialogue that goes on with the person, if any."""
        row = self.work.dialogues.of(self.person.id)
        if row is None or self.hotline.flows.named(row.flow) is None:
            return None
        for asked, dialogue in self._read:
            if asked is row:
                return dialogue
        read = Dialogue(row.flow, row.version, row.state, Memory(from_json(row.memory)))
        self._read.append((row, read))
        return read

    def heard(self, dialogue: Dialogue, answer: Answer) -> None:
        """Take what the person said as an answer in the dialogue."""
        flow = self._flow(dialogue)
        is_words = answer.entry is not None and answer.entry.attachment is None
        if is_words and answer.choice is None:
            choice = self._choice(dialogue, answer.text)
            answer = Answer(choice=choice) if choice is not None else answer
        if answer.entry is not None and not _is_danger(answer) and self.is_over(dialogue):
            self.work.dialogues.end(self.person.id)
            self.tell(answer.entry, told=("addition-to-closed",))
            return
        self.follow(flow.step(dialogue, answer), before=dialogue)

    def edited(self, answer: Answer) -> bool:
        """Take corrected words into what waits in the dialogue; return whether they were there."""
        dialogue, entry = self.current(), answer.entry
        if dialogue is None or entry is None or self.waiting(entry.message_id) is None:
            return False
        flows = self.hotline.flows
        flow = flows.report if dialogue.flow == flows.report.name else flows.addition
        self.follow(flow.edited(dialogue, answer), before=dialogue)
        return True

    def waiting(self, message_id: int) -> Entry | None:
        """Return what was said in this message, if it waits in the dialogue."""
        dialogue, flows = self.current(), self.hotline.flows
        said: Sequence[Entry] = ()
        if dialogue is not None and dialogue.flow == flows.report.name:
            said = Draft.from_memory(dialogue.memory).entries
        elif dialogue is not None and dialogue.flow == flows.addition.name:
            said = waiting_in(dialogue.memory)
        return next((one for one in said if one.message_id == message_id), None)

    def waits_since(self, moment: datetime) -> bool:
        """Say whether the dialogue has stood still since then, so that this was asked after it."""
        row = self.work.dialogues.of(self.person.id)
        return row is not None and row.updated_at <= moment

    def is_choice(self, answer: Answer) -> bool:
        """Say whether the words are one of the keys that the dialogue offers."""
        dialogue = self.current()
        if dialogue is None:
            return False
        return self._choice(dialogue, answer.text) is not None

    def _choice(self, dialogue: Dialogue, said: str) -> str | None:
        """Return which key of the question was said, if one was; one step asks that twice."""
        for asked, before, choice in self._matched:
            if asked is dialogue and before == said:
                return choice
        prompt = self._flow(dialogue).prompt(dialogue)
        choice = match_choice(prompt, self.hotline.texts, said)
        self._matched.append((dialogue, said, choice))
        return choice

    def begin(self, step: Step, *, told: tuple[str, ...] = (), anew: bool = False) -> None:
        """Begin another dialogue; nothing that was told in the one before is lost.

        A report is sent as it is, and words for a case go to it; a form is put by. A form that
        was put by goes on where it was left, when it is begun again, unless it is begun `anew`:
        then what it says itself takes the place of whatever was left.
        """
        going_on = self.current()
        if going_on is not None and going_on.flow == self.hotline.flows.report.name:
            self._send_as_it_is(Draft.from_memory(going_on.memory))
        elif going_on is not None and going_on.flow == self.hotline.flows.addition.name:
            self.placed(going_on, is_told=True)
        elif going_on is not None and not (anew and self.parking.is_same(going_on, step.dialogue)):
            step = self._left_for(going_on, step)
        gone_on_with = self.parking.gone_on_with(step)
        self.follow(step if anew else gone_on_with, told=told)

    def _left_for(self, going_on: Dialogue, step: Step) -> Step:
        """Return the beginning of another form, with a word on the one that is left for it."""
        if step.dialogue is not None and self.parking.is_same(going_on, step.dialogue):
            form = self._flow(going_on)
            assert isinstance(form, Form)  # noqa: S101 - Only forms are about anything.
            return replace(step, dialogue=form.taken_up(step.dialogue, going_on))
        parked = self.parking.put_by(going_on)
        if parked is None:
            return step
        return replace(step, effects=(self.parking.said_of(parked), *step.effects))

    def _send_as_it_is(self, draft: Draft) -> None:
        if draft.case_id is not None or draft.has_content:
            self.intake.submit(self.person, draft)
        self.work.dialogues.end(self.person.id)

    def follow(
        self, step: Step, *, before: Dialogue | None = None, told: tuple[str, ...] = ()
    ) -> None:
        """Carry out what a step led to, store where the dialogue stands, and ask on.

        `told` names texts that stand above the next question.
        """
        dialogue = step.dialogue
        draft_of = dialogue or before
        heading = [self.effects.words(key, {}) for key in told]
        if dialogue is None:
            self._end(before, step)
        fresh: tuple[Entry, ...] = ()
        for effect in step.effects:
            match effect:
                case FileNow() if dialogue is not None:
                    dialogue = draft_of = self.file(dialogue)
                    heading += self.number_told(dialogue, is_asked=step.ask)
                case Submit() if draft_of is not None:
                    self.intake.submit(self.person, Draft.from_memory(draft_of.memory))
                    dialogue = None
                case Aside(entry):
                    self.work.dialogues.end(self.person.id)
                    self.set_aside(entry)
                    return
                case Say("addition-kept" | "addition-kept-too") if fresh:
                    # What was not added is told again below, as another matter.
                    continue
                case Say(key, args) if (
                    dialogue is not None and step.ask and not is_call_first(effect)
                ):
                    heading.append(self.effects.words(key, args))
                case _:
                    fresh = (*fresh, *self.effects.carry_out(effect))
        if dialogue is None:
            self.work.dialogues.end(self.person.id)
        else:
            self._sync(dialogue)
            self.keep(dialogue)
            if step.ask and not fresh:
                self.ask(dialogue, *heading)
        was_refused = not any(isinstance(e, StartReport) for e in step.effects)
        self.tell(*fresh, told=("addition-to-closed",) if was_refused else ())

    def _end(self, before: Dialogue | None, step: Step) -> None:
        """End the dialogue; words that ended a form by being none of its answers leave it whole."""
        self.work.dialogues.end(self.person.id)
        if before is not None and any(isinstance(e, Aside | StartReport) for e in step.effects):
            self.parking.put_by(before)

    def tell(self, *entries: Entry, told: tuple[str, ...] = ()) -> None:
        """Take what was said before as the beginning, or a part, of a report; ask on once.

        `told` names texts that stand above the next question.
        """
        if len(entries) == 1:
            step, before = self._told(entries[0])
            self.follow(step, before=before, told=told)
            return
        held: tuple[Say, ...] = ()
        for place, entry in enumerate(entries, start=1):
            is_last = place == len(entries)
            step, before = self._told(entry)
            step, held = together(step, held, is_last=is_last)
            self.follow(step, before=before, told=told if is_last else ())

    def _told(self, entry: Entry) -> tuple[Step, Dialogue | None]:
        """Return what one of the entries leads to, and the report that it is a part of, if any."""
        answer, report = self._understood(entry), self.hotline.flows.report
        going_on = self.current()
        if going_on is not None and going_on.flow == self.hotline.flows.addition.name:
            self.placed(going_on, is_told=False)
            going_on = self.current()
        if going_on is not None and going_on.flow == report.name:
            return report.step(going_on, answer), going_on
        return report.start(opening=answer), None

    def placed(self, addition: Dialogue, *, is_told: bool) -> None:
        """Put words that wait for their place where they most likely belong, and say so or not."""
        step = self.hotline.flows.addition.default_step(addition)
        if not is_told:
            kept = (effect for effect in step.effects if not isinstance(effect, Say))
            step = replace(step, effects=tuple(map(_untold, kept)))
        self.follow(step, before=addition)

    def set_aside(self, entry: Entry) -> None:
        """Take what was typed into a small form as said by itself: to a case, or as a new one."""
        step = self.further.begun(self._understood(entry))
        if step is None:
            self.tell(entry, told=("form-set-aside",))
            return
        self.follow(step, told=("form-set-aside",))

    def _understood(self, entry: Entry) -> Answer:
        cases, person_id = self.work.cases, self.person.id
        reading = self.hotline.understood(entry, lambda: cases.counties_known_by(person_id))
        return Answer(entry=entry, reading=reading)

    def ask(self, dialogue: Dialogue, *heading: str) -> None:
        """Put the question that the dialogue stands at, under what is said before it."""
        prompt = self._flow(dialogue).prompt(dialogue)
        screen = render_prompt(prompt, self.hotline.texts, self.person.language)
        text = "\n\n".join([*heading, screen.text])
        self.mail.send(self.person, Outgoing("message", text=text, keys=screen.keyboard))

    def is_over(self, dialogue: Dialogue) -> bool:
        """Say whether the case that a draft was filed as has been closed meanwhile."""
        if dialogue.flow != self.hotline.flows.report.name:
            return False
        case_id = Draft.from_memory(dialogue.memory).case_id
        if case_id is None:
            return False
        return self.work.cases.get(self.work.joinings.now_in(case_id)).state == "closed"

    def _flow(self, dialogue: Dialogue) -> Flow:
        flow = self.hotline.flows.named(dialogue.flow)
        assert flow is not None  # noqa: S101 - `current` gives only dialogues of known flows.
        return flow

    def file(self, dialogue: Dialogue) -> Dialogue:
        """Make the case of a draft at once that has none yet; `sync` brings what comes later."""
        draft = Draft.from_memory(dialogue.memory)
        case_id = self.intake.file(self.person, draft, complete=False)
        return self.hotline.flows.report.with_case(dialogue, case_id)

    def number_told(self, dialogue: Dialogue, *, is_asked: bool) -> list[str]:
        """Return number and code as they stand above the question; without one, tell them alone.

        They are told at once: whoever stops here, or is stopped, has them all the same.
        """
        case_id = Draft.from_memory(dialogue.memory).case_id
        args = self.intake.number_and_code(self.person, case_id) if case_id is not None else None
        if args is None:
            return []
        if is_asked:
            return [self.effects.words("filed-at-once", args)]
        self.mail.say(self.person, "filed-at-once", args=args)
        return []

    def _sync(self, dialogue: Dialogue) -> None:
        if dialogue.flow == self.hotline.flows.report.name:
            draft = Draft.from_memory(dialogue.memory)
            self.intake.sync(draft, person=self.person, complete=False)

    def keep(self, dialogue: Dialogue) -> None:
        """Store where the dialogue stands, and what is due if its person goes quiet."""
        level, due, wait = due_of(self.hotline, dialogue)
        self.work.dialogues.keep(
            DialogueRow(
                person_id=self.person.id,
                flow=dialogue.flow,
                version=dialogue.version,
                state=dialogue.state,
                memory=to_json(dialogue.memory),
                level=level,
                updated_at=self.now,
                due_at=self.now + wait if due else None,
                due=due,
            )
        )


def _untold(effect: Effect) -> Effect:
    return replace(effect, is_told=False) if isinstance(effect, ComplainOf) else effect


def _is_danger(answer: Answer) -> bool:
    return bool(answer.reading and answer.reading.danger)
