"""Doing what is due for a dialogue whose person has gone quiet; nothing said is lost."""

from dataclasses import dataclass, replace

from bot.flows.dialogue import Dialogue
from bot.flows.draft import Draft
from bot.services.conversation import Conversation
from bot.services.mail import Priority
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
                self._finish(dialogue)
            case "default":
                step = self.talk.hotline.flows.addition.default_step(dialogue)
                self.talk.follow(step, before=dialogue)
            case "expire":
                self._end()
                self._say("form-expired", keys=())
            case _:
                self._say("draft-reminder", keys=None)
                self.talk.work.dialogues.keep(replace(row, due=None, due_at=None))

    def _page(self, dialogue: Dialogue) -> None:
        filed = self.talk.file(dialogue)
        if filed is not None:
            self.talk.keep(filed)

    def _finish(self, dialogue: Dialogue) -> None:
        draft, talk = Draft.from_memory(dialogue.memory), self.talk
        if draft.case_id is not None and not talk.is_over(dialogue):
            talk.intake.sync(draft, person=talk.person, complete=True)
            talk.intake.confirm(talk.person, draft.case_id, key="draft-sent-for-you")
        self._end()

    def _end(self) -> None:
        self.talk.work.dialogues.end(self.talk.person.id)

    def _say(self, key: str, *, keys: tuple[()] | None) -> None:
        self.talk.mail.say(self.talk.person, key, priority=Priority.NEWS, keys=keys)
