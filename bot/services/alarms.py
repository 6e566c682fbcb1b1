"""Telling those who run the hotline what the auditor found."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.services.auditing import Finding
from bot.services.mail import Priority
from bot.services.within import Within
from bot.terms import Role
from storage.records import Person

log = structlog.get_logger(__name__)

LINES = 10
AGAIN_AFTER = timedelta(days=1)
_READERS = (Role.PROVINCE, Role.CITY_OFFICER, Role.LEAD)


class Alarms(Within):
    """Write to the office that the configuration names, within one unit of work."""

    def tell(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Tell what was not told within a day, and return that; what is over may come anew."""
        told = self.work.signs.told()
        self.work.signs.forget_told(set(told) - {finding.key for finding in findings})
        fresh = [finding for finding in findings if not self._is_recent(told.get(finding.key))]
        if fresh:
            self._write(fresh)
            self.work.signs.tell((finding.key for finding in fresh), self.now)
        return fresh

    def _is_recent(self, told_at: datetime | None) -> bool:
        # What was told in the future was told by a clock that has been set back.
        return told_at is not None and self.now - AGAIN_AFTER < told_at <= self.now

    def _write(self, findings: Sequence[Finding]) -> None:
        readers = self._readers()
        if not readers:
            log.warning("alarm-without-reader", count=len(findings))
        for person in readers:
            lines = [self._line(finding, person) for finding in findings[:LINES]]
            self.mail.say(
                person,
                "alarm",
                priority=Priority.PAGE,
                args={"lines": "\n".join(lines), "more": max(0, len(findings) - LINES)},
            )

    def _line(self, finding: Finding, person: Person) -> str:
        office = self.hotline.offices.find(finding.label)
        label = office.name if office else finding.label
        return self.mail.words(person, f"alarm-{finding.kind}", label=label, count=len(finding.ids))

    def _readers(self) -> Sequence[Person]:
        """Return those who can be reached in the first office that has any."""
        for code in self.hotline.config.watching.offices:
            staff = self.work.staff.in_office(code, _READERS)
            if people := [one.person_id for one in staff if one.is_reachable]:
                return [self.work.people.get(person_id) for person_id in dict.fromkeys(people)]
        return ()
