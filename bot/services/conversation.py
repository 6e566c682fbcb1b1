"""Running a person's dialogue: load, step, carry out, store, ask: all in one unit of work."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.flows.addition import waiting_in
from bot.flows.dialogue import (
    AddNote,
    AddToCase,
    Alarm,
    Answer,
    AskReporter,
    AskSwap,
    BeAbsent,
    Close,
    ComeBack,
    Decline,
    Dialogue,
    Effect,
    Entry,
    FileNow,
    Flow,
    LookUp,
    Lower,
    OfficerAct,
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
from bot.services.duty_deeds import DutyDeeds
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.mail import Mail, Priority
from bot.services.officer_deeds import OfficerDeeds
from bot.views.outgoing import Outgoing
from bot.views.prompts import match_choice, render_prompt, rendered
from storage.records import DialogueRow, Person
from storage.work import UnitOfWork

EMERGENCY = "emergency"
REMIND, PAGE, FINISH, DEFAULT, EXPIRE = "remind", "page", "finish", "default", "expire"


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
        if answer.entry is not None and not _is_danger(answer) and self._is_over(dialogue):
            self.work.dialogues.end(self.person.id)
            self.tell(answer.entry, told=("addition-to-closed",))
            return
        self.follow(flow.step(dialogue, answer), before=dialogue)

    def edited(self, answer: Answer) -> bool:
        """Take corrected words into what waits in the dialogue; return whether they were there."""
        dialogue, entry = self.current(), answer.entry
        flows = self.hotline.flows
        if dialogue is None or entry is None:
            return False
        if dialogue.flow == flows.report.name:
            self.follow(flows.report.edited(dialogue, answer), before=dialogue)
            said = list(Draft.from_memory(dialogue.memory).entries)
        elif dialogue.flow == flows.addition.name:
            self.follow(flows.addition.edited(dialogue, answer), before=dialogue)
            said = waiting_in(dialogue.memory)
        else:
            return False
        return any(one.message_id == entry.message_id for one in said)

    def waits_since(self, moment: datetime) -> bool:
        """Say whether the dialogue has stood still since then, so that this was asked after it."""
        row = self.work.dialogues.of(self.person.id)
        return row is not None and row.updated_at <= moment

    def is_choice(self, answer: Answer) -> bool:
        """Say whether the words are one of the keys that the dialogue offers."""
        dialogue = self.current()
        if dialogue is None:
            return False
        prompt = self._flow(dialogue).prompt(dialogue)
        return match_choice(prompt, self.hotline.texts, answer.text) is not None

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
                case Say("addition-kept") if fresh:
                    # What was not added is told again below, as another matter.
                    continue
                case Say(key, args) if dialogue is not None and step.ask and key != EMERGENCY:
                    heading.append(self._words(key, args))
                case _:
                    fresh = (*fresh, *self._carry_out(effect))
        if dialogue is None:
            self.work.dialogues.end(self.person.id)
        else:
            self._sync(dialogue)
            self._keep(dialogue)
            if step.ask:
                self.ask(dialogue, *heading)
        for place, entry in enumerate(fresh):
            was_refused = place == 0 and not any(isinstance(e, StartReport) for e in step.effects)
            self.tell(entry, told=("addition-to-closed",) if was_refused else ())

    def tell(self, entry: Entry, *, told: tuple[str, ...] = ()) -> None:
        """Take something that was said before as the beginning, or a part, of a report.

        `told` names texts that stand above the next question.
        """
        known = self.work.cases.counties_known_by(self.person.id)
        answer = Answer(entry=entry, reading=self.hotline.read(entry, known_counties=known))
        going_on = self.current()
        if going_on is not None and going_on.flow == self.hotline.flows.report.name:
            step = self.hotline.flows.report.step(going_on, answer)
            self.follow(step, before=going_on, told=told)
            return
        self.follow(self.hotline.flows.report.start(opening=answer), told=told)

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
                if draft.case_id is not None and not self._is_over(dialogue):
                    self.intake.sync(draft, person=self.person, complete=True)
                    self.intake.confirm(self.person, draft.case_id, key="draft-sent-for-you")
                self.work.dialogues.end(self.person.id)
            case "default":
                self._take_default(dialogue)
            case "expire":
                self.work.dialogues.end(self.person.id)
                self.mail.say(self.person, "form-expired", priority=Priority.NEWS, keys=())
            case _:
                self.mail.say(self.person, "draft-reminder", priority=Priority.NEWS)
                self.work.dialogues.keep(replace(row, due=None, due_at=None))

    def _is_over(self, dialogue: Dialogue) -> bool:
        """Say whether the case that a draft was filed as has been closed meanwhile."""
        if dialogue.flow != self.hotline.flows.report.name:
            return False
        case_id = Draft.from_memory(dialogue.memory).case_id
        return case_id is not None and self.work.cases.get(case_id).state == "closed"

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

    def _carry_out(self, effect: Effect) -> tuple[Entry, ...]:
        """Do what the step says; return what is now to be told as a matter of its own."""
        deeds = Deeds(self.hotline, self.work, self.person, self.now)
        match effect:
            case StartReport(entries):
                return entries
            case AddToCase(case_id, entry, urgent):
                is_kept = self.intake.add(self.person, case_id, entry, urgent=urgent)
                return () if is_kept else (entry,)
            case Reopen(case_id, entry):
                is_kept = deeds.reopen(case_id, entry) or entry == Entry()
                return () if is_kept else (entry,)
            case _:
                self._do(effect, deeds)
                return ()

    def _do(self, effect: Effect, deeds: Deeds) -> None:
        match effect:
            case Say(key, args):
                self._say(key, args)
            case LookUp(number, code):
                deeds.look_up(number, code)
            case Alarm(case_id):
                self.intake.alarm(self.person, self.work.cases.get(case_id))
            case Withdraw(case_id):
                deeds.withdraw(case_id)
            case Decline(referral_id, reason, owner_code):
                deeds.decline(referral_id, reason, owner_code)
            case AskReporter(referral_id, entry):
                deeds.ask(referral_id, entry)
            case AddNote(referral_id, entry):
                deeds.note(referral_id, entry)
            case Close(referral_id, outcome, done, told):
                deeds.close(referral_id, outcome, done, told)
            case Lower(referral_id, level, reason):
                deeds.lower(referral_id, level, reason)
            case AskSwap() | BeAbsent() | ComeBack():
                DutyDeeds(self.hotline, self.work, self.person, self.now).do(effect)
            case OfficerAct():
                OfficerDeeds(self.hotline, self.work, self.person, self.now).do(effect)

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
            return None, EXPIRE, policy.forms_expire_after
        draft = Draft.from_memory(dialogue.memory)
        level = level_of(draft, self.hotline.default_levels)
        if draft.case_id is not None:
            return int(level), FINISH, policy.reminder_after
        if level.urgent and (draft.entries or draft.danger):
            return int(level), PAGE, policy.urgent_after
        return int(level), REMIND, policy.reminder_after


def _is_danger(answer: Answer) -> bool:
    return bool(answer.reading and answer.reading.danger)
