"""Doing what is due for a dialogue whose person has gone quiet; nothing said is lost."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.flows.dialogue import Dialogue
from bot.flows.draft import Draft, level_of
from bot.services.conversation import Conversation
from bot.services.letters import Letters
from bot.services.mail import Priority
from bot.services.waiting import FINISH
from bot.terms import Level
from bot.views.outgoing import Outgoing
from storage.records import DialogueRow


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Look after the dialogue of one person within one unit of work."""

    talk: Conversation

    def look_after(self, row: DialogueRow) -> None:
        """Do what is due for the dialogue."""
        dialogue = self.talk.current()
        if dialogue is None:
            self._end()
            return
        match row.due:
            case "page":
                self._page(dialogue)
            case "finish":
                self._finish(dialogue, row)
            case "default":
                self._take_default(dialogue)
            case "expire":
                self._put_by(dialogue)
            case "confirm":
                self._confirm(dialogue, row)
            case _:
                self._remind(dialogue, row)

    @property
    def _safe_from(self) -> datetime | None:
        """Return from when on the person may be written to; None where that is now."""
        return self._letters.safe_from(self.talk.person)

    @property
    def _is_discreet(self) -> bool:
        return self.talk.work.wishes.of(self.talk.person.id).discreet

    @property
    def _letters(self) -> Letters:
        return Letters(self.talk.hotline, self.talk.work, self.talk.now)

    def _remind(self, dialogue: Dialogue, row: DialogueRow) -> None:
        """Remind once; what is still not sent later is then sent as it is."""
        until = self._safe_from
        if until is not None:
            self.talk.work.dialogues.keep(replace(row, due_at=until))
            return
        talk, now = self.talk, self.talk.now
        key, due, due_at = "draft-reminder", None, None
        if self._tells_of_a_child(dialogue):
            key, due = "draft-reminder-sends", FINISH
            due_at = now + talk.hotline.config.dialogue.unsent_after
        key = "discreet-reminder" if self._is_discreet else key
        at = talk.hotline.when(due_at, now, talk.person.language)
        talk.mail.say(talk.person, key, priority=Priority.NEWS, args={"at": at})
        talk.work.dialogues.keep(replace(row, due=due, due_at=due_at))

    def _tells_of_a_child(self, dialogue: Dialogue) -> bool:
        """Say whether officers should have the draft though its person says no more.

        What nobody could read, such as a voice, does as well; a question or a greeting does not.
        """
        draft = Draft.from_memory(dialogue.memory)
        level = level_of(draft, self.talk.hotline.default_levels)
        return bool(draft.entries) and level < Level.L4

    def _take_default(self, dialogue: Dialogue) -> None:
        """Put the words where they most likely belong; outside safe hours nothing is said of it."""
        self.talk.placed(dialogue, is_told=self._safe_from is None and not self._is_discreet)

    def _page(self, dialogue: Dialogue) -> None:
        """Call the officer; number and code are told at once, or with the end where it is not safe.

        Its person may never come back to this phone, and has no other way to ask.
        """
        filed = self.talk.file(dialogue)
        self.talk.keep(filed)
        if self._safe_from is None and not self._is_discreet:
            self.talk.number_told(filed, is_asked=False)

    def _finish(self, dialogue: Dialogue, row: DialogueRow) -> None:
        """Complete the case at once; its number is told when that is safe."""
        draft, talk = Draft.from_memory(dialogue.memory), self.talk
        if draft.case_id is None and self._tells_of_a_child(dialogue):
            dialogue = talk.file(dialogue)
            draft = Draft.from_memory(dialogue.memory)
        if draft.case_id is None or talk.is_over(dialogue):
            self._end()
            return
        talk.intake.sync(draft, person=talk.person, complete=True)
        self._confirm(dialogue, row)

    def _confirm(self, dialogue: Dialogue, row: DialogueRow) -> None:
        draft, talk = Draft.from_memory(dialogue.memory), self.talk
        until = self._safe_from
        if until is not None:
            talk.work.dialogues.keep(replace(row, due="confirm", due_at=until))
            return
        if self._is_discreet:
            self._say("discreet-kept")
        elif draft.case_id is not None:
            key, is_child = "draft-sent-for-you", draft.is_by_child
            talk.intake.confirm(talk.person, draft.case_id, key=key, is_child=is_child)
        self._end()

    def _put_by(self, dialogue: Dialogue) -> None:
        """Keep what the form holds; on a phone that others read nothing is said of it."""
        parked = self.talk.parking.put_by(dialogue, even_empty=True)
        self._end()
        if self._safe_from is not None or self._is_discreet:
            return
        if parked is None:
            self._say("form-expired")
            return
        said = self.talk.parking.said_of(parked)
        text = self.talk.effects.words(said.key, said.args)
        message = Outgoing("message", text=text, keys=())
        self.talk.mail.send(self.talk.person, message, priority=Priority.NEWS)

    def _end(self) -> None:
        self.talk.work.dialogues.end(self.talk.person.id)

    def _say(self, key: str) -> None:
        self.talk.mail.say(self.talk.person, key, priority=Priority.NEWS, keys=())
