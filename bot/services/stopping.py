"""`/stop`: the chat is emptied at once, nothing more comes, and the case goes on.

It is made for a child with somebody about to look at the phone: one command, no question, and an
answer that names nothing.
"""

import json
from datetime import timedelta

from bot.flows.draft import Draft
from bot.services.conversation import Conversation
from bot.services.letters import DELETABLE_FOR, Letters
from bot.services.mail import Priority
from bot.services.within import Within
from bot.views.outgoing import Outgoing
from storage.records import Person

KIND = "wipe"
ANSWER_STANDS = timedelta(minutes=2)


class Stopping(Within):
    """Empty a person's chat within one unit of work."""

    def stop(self, person: Person) -> None:
        """Wipe the chat, stop what is on its way, and let nothing told so far be shown here.

        What was being told goes on to the office as it is; nobody is written to about it.
        """
        self._send_what_was_told(person)
        self.work.dialogues.end(person.id)
        self.work.parked.drop_of(person.id)
        self.work.people.mark_quiet(person.id, self.now)
        self.work.cases.hide(person.id, self.now)
        self.work.phones.stop(person.id, self.now)
        self.work.outbox.drop_words_to(person.id, self.now)
        Letters(self.hotline, self.work, self.now).stopped(person)
        self._queue_wipe(person)
        key = f"stopped:{person.id}:{self.now.isoformat()}"
        self.mail.say(
            person, "stopped-and-wiped", keys=(), dedupe_key=key, priority=Priority.EMERGENCY_PAGE
        )
        # The answer itself goes too, once it could be read; nothing pressing waits behind that.
        self._queue_wipe(person, after=ANSWER_STANDS, priority=Priority.LIST)

    def drawn(self, person_id: int, payload: str) -> Outgoing | None:
        """Return the wipe of everything that stands in the chat and can be deleted now."""
        person = self.work.people.get(person_id)
        if json.loads(payload)["late"] and person.quiet_at is None:
            return None  # They have written again; what stands there now is what they asked for.
        standing = self.work.lines.standing(person_id, self.now - DELETABLE_FOR)
        return Outgoing("wipe", message_ids=tuple(standing)) if standing else None

    def wiped(self, person_id: int) -> None:
        """Forget what stood in the chat."""
        self.work.lines.forget(person_id)

    def _queue_wipe(
        self,
        person: Person,
        *,
        after: timedelta = timedelta(),
        priority: Priority = Priority.EMERGENCY_PAGE,
    ) -> None:
        self.work.outbox.put(
            person_id=person.id,
            kind=KIND,
            priority=priority,
            now=self.now,
            payload=json.dumps({"late": bool(after)}),
            not_before_at=self.now + after,
        )

    def _send_what_was_told(self, person: Person) -> None:
        talk = Conversation(self.hotline, self.work, person, self.now)
        going_on, flows = talk.current(), self.hotline.flows
        if going_on is None:
            return
        if going_on.flow == flows.addition.name:
            talk.follow(flows.addition.default_step(going_on), before=going_on)
        elif going_on.flow == flows.report.name and not talk.is_over(going_on):
            draft = Draft.from_memory(going_on.memory)
            if draft.has_content or draft.case_id is not None:
                talk.intake.submit(person, draft)
