"""Running a person's dialogue: load, step, carry out, store, ask: all in one unit of work."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.flows.dialogue import (
    AddNote,
    AddToCase,
    Answer,
    AskReporter,
    Close,
    Decline,
    Dialogue,
    Effect,
    Entry,
    FileNow,
    Flow,
    LookUp,
    Ref,
    Reopen,
    Say,
    StartReport,
    Step,
    Submit,
    Withdraw,
)
from bot.flows.draft import Draft, level_of
from bot.services.casework import Casework
from bot.services.deeds import Deeds
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.mail import Mail, Priority
from bot.views.outgoing import Outgoing
from bot.views.prompts import match_choice, render_prompt, rendered
from storage.records import DialogueRow, Person
from storage.work import UnitOfWork

EMERGENCY = "emergency"
REMIND, PAGE, FINISH, DEFAULT = "remind", "page", "finish", "default"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Talk with one person within one unit of work."""

    hotline: Hotline
    work: UnitOfWork
    person: Person
    now: datetime

    @property
    def mail(self) -> Mail:
        """Return the way to write to people in this unit of work."""
        return Mail(self.work, self.hotline.texts, self.now)

    @property
    def intake(self) -> Intake:
        """Return the making of cases in this unit of work."""
        return Intake(self.hotline, self.work, self.now)

    @property
    def casework(self) -> Casework:
        """Return the officers' side in this unit of work."""
        return Casework(self.hotline, self.work, self.now)

    def current(self) -> Dialogue | None:
        """Return the dialogue that goes on with the person, if any."""
        row = self.work.dialogues.of(self.person.id)
        if row is None or self.hotline.flows.named(row.flow) is None:
            return None
        return Dialogue(row.flow, row.version, row.state, json.loads(row.memory))

    def heard(self, dialogue: Dialogue, answer: Answer) -> None:
        """Take what the person said as an answer in the dialogue."""
        flow = self._flow(dialogue)
        is_words = answer.entry is not None and answer.entry.attachment is None
        if is_words and answer.choice is None:
            choice = match_choice(flow.prompt(dialogue), self.hotline.texts, answer.text)
            answer = Answer(choice=choice) if choice is not None else answer
        self.follow(flow.step(dialogue, answer), before=dialogue)

    def begin(self, step: Step, *, told: tuple[str, ...] = ()) -> None:
        """Begin another dialogue; what was told in the one before is sent as it is, not lost."""
        going_on = self.current()
        if going_on is not None and going_on.flow == self.hotline.flows.report.name:
            self._send_as_it_is(Draft.from_memory(going_on.memory))
        elif going_on is not None and going_on.flow == self.hotline.flows.addition.name:
            self.follow(self.hotline.flows.addition.default_step(going_on), before=going_on)
        self.follow(step, told=told)

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
        heading = [self._words(key, {}) for key in told]
        if dialogue is None:
            self.work.dialogues.end(self.person.id)
        fresh: tuple[Entry, ...] = ()
        for effect in step.effects:
            match effect:
                case FileNow():
                    dialogue = self._file(dialogue)
                    draft_of = dialogue or draft_of
                case Submit():
                    self._submit(draft_of)
                    dialogue = None
                case StartReport(entries):
                    fresh = entries
                case Say(key, args) if dialogue is not None and step.ask and key != EMERGENCY:
                    heading.append(self._words(key, args))
                case _:
                    self._carry_out(effect)
        if dialogue is None:
            self.work.dialogues.end(self.person.id)
        else:
            self._sync(dialogue)
            self._keep(dialogue)
            if step.ask:
                self.ask(dialogue, *heading)
        for entry in fresh:
            self.tell(entry)

    def tell(self, entry: Entry) -> None:
        """Take something that was said before as the beginning, or a part, of a report."""
        reading = self.hotline.triage.read(entry.text) if entry.text else None
        answer = Answer(entry=entry, reading=reading)
        going_on = self.current()
        if going_on is not None and going_on.flow == self.hotline.flows.report.name:
            self.follow(self.hotline.flows.report.step(going_on, answer), before=going_on)
            return
        self.follow(self.hotline.flows.report.start(opening=answer))

    def ask(self, dialogue: Dialogue, *heading: str) -> None:
        """Put the question that the dialogue stands at, under what is said before it."""
        prompt = self._flow(dialogue).prompt(dialogue)
        screen = render_prompt(prompt, self.hotline.texts, self.person.language)
        text = "\n\n".join([*heading, screen.text])
        self.mail.send(self.person, Outgoing("message", text=text, keys=screen.keyboard))

    def left_alone(self, row: DialogueRow) -> None:
        """Do what is due for a dialogue whose person has gone quiet; nothing said is lost."""
        dialogue = self.current()
        if dialogue is None:
            self.work.dialogues.end(self.person.id)
            return
        match row.due:
            case "page":
                filed = self._file(dialogue)
                if filed is not None:
                    self._keep(filed)
            case "finish":
                draft = Draft.from_memory(dialogue.memory)
                if draft.case_id is not None:
                    self.intake.sync(draft, person=self.person, complete=True)
                    self.intake.confirm(self.person, draft.case_id, key="draft-sent-for-you")
                self.work.dialogues.end(self.person.id)
            case "default":
                self._take_default(dialogue)
            case _:
                self.mail.say(self.person, "draft-reminder", priority=Priority.NEWS)
                self.work.dialogues.keep(replace(row, due=None, due_at=None))

    def _flow(self, dialogue: Dialogue) -> Flow:
        flow = self.hotline.flows.named(dialogue.flow)
        assert flow is not None  # noqa: S101 - `current` gives only dialogues of known flows.
        return flow

    def _take_default(self, dialogue: Dialogue) -> None:
        self.follow(self.hotline.flows.addition.default_step(dialogue), before=dialogue)

    def _file(self, dialogue: Dialogue | None) -> Dialogue | None:
        """Make the case of a draft at once; a draft is filed only once."""
        if dialogue is None or dialogue.flow != self.hotline.flows.report.name:
            return dialogue
        draft = Draft.from_memory(dialogue.memory)
        if draft.case_id is not None:
            return dialogue
        case_id = self.intake.file(self.person, draft, complete=False)
        return self.hotline.flows.report.with_case(dialogue, case_id)

    def _submit(self, dialogue: Dialogue | None) -> None:
        if dialogue is not None:
            self.intake.submit(self.person, Draft.from_memory(dialogue.memory))

    def _carry_out(self, effect: Effect) -> None:
        deeds = Deeds(self.hotline, self.work, self.person, self.now)
        match effect:
            case Say(key, args):
                self._say(key, args)
            case AddToCase(case_id, entry, urgent):
                self.intake.add(self.person, case_id, entry, urgent=urgent)
            case LookUp(number, code):
                deeds.look_up(number, code)
            case Withdraw(case_id):
                deeds.withdraw(case_id)
            case Reopen(case_id, reason):
                deeds.reopen(case_id, reason)
            case Decline(referral_id, reason, owner_code):
                deeds.decline(referral_id, reason, owner_code)
            case AskReporter(referral_id, entry):
                deeds.ask(referral_id, entry)
            case AddNote(referral_id, entry):
                deeds.note(referral_id, entry)
            case Close(referral_id, outcome, done, told):
                deeds.close(referral_id, outcome, done, told)

    def _say(self, key: str, args: Mapping[str, str | int | Ref]) -> None:
        # Whatever ends a dialogue also takes its keys away.
        keys = () if self.work.dialogues.of(self.person.id) is None else None
        message = Outgoing("message", text=self._words(key, args), keys=keys)
        self.mail.send(self.person, message)

    def _words(self, key: str, args: Mapping[str, str | int | Ref]) -> str:
        texts, language = self.hotline.texts, self.person.language
        return texts(key, language, **rendered(args, texts, language))

    def _sync(self, dialogue: Dialogue) -> None:
        if dialogue.flow == self.hotline.flows.report.name:
            draft = Draft.from_memory(dialogue.memory)
            self.intake.sync(draft, person=self.person, complete=False)

    def _keep(self, dialogue: Dialogue) -> None:
        level, due, wait = self._due(dialogue)
        self.work.dialogues.keep(
            DialogueRow(
                person_id=self.person.id,
                flow=dialogue.flow,
                version=dialogue.version,
                state=dialogue.state,
                memory=json.dumps(dict(dialogue.memory), ensure_ascii=False),
                level=level,
                updated_at=self.now,
                due_at=self.now + wait if due else None,
                due=due,
            )
        )

    def _due(self, dialogue: Dialogue) -> tuple[int | None, str | None, timedelta]:
        """Return the level, and what becomes of the dialogue if its person goes quiet."""
        policy = self.hotline.config.dialogue
        if dialogue.flow == "addition":
            return None, DEFAULT, policy.additions_default_after
        if dialogue.flow != self.hotline.flows.report.name:
            return None, None, timedelta()
        draft = Draft.from_memory(dialogue.memory)
        level = level_of(draft, self.hotline.default_levels)
        if draft.case_id is not None:
            return int(level), FINISH, policy.reminder_after
        if level.urgent and (draft.entries or draft.danger):
            return int(level), PAGE, policy.urgent_after
        return int(level), REMIND, policy.reminder_after
