"""When the bot last gave a sign of life, and of which findings it told people."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Column, delete, select

from storage.repositories.repository import Repository
from storage.tables import alarms, events, inbox, outbox, signs

ALIVE = "alive"
_WRITTEN = (inbox.c.received_at, outbox.c.made_at, events.c.happened_at)


class Signs(Repository):
    """Ask when something last happened."""

    def give(self, now: datetime, name: str = ALIVE) -> None:
        """Put down that it happened now."""
        self._put_in_place(signs, "name", name, given_at=now)

    def last(self, name: str = ALIVE) -> datetime | None:
        """Return when it last happened."""
        query = select(signs.c.given_at).where(signs.c.name == name)
        return self._connection.execute(query).scalar()

    def latest_written(self) -> datetime | None:
        """Return the latest moment at which anything was written, by the clock of that time.

        Identifiers are made in time order: what was written last is the newest row.
        """
        moments = [self.last(), *(self._newest(column) for column in _WRITTEN)]
        return max((moment for moment in moments if moment is not None), default=None)

    def told(self) -> Mapping[str, datetime]:
        """Return of which findings people were told, and when last."""
        rows = self._connection.execute(select(alarms.c.finding, alarms.c.told_at)).all()
        return {row.finding: row.told_at for row in rows}

    def tell(self, findings: Iterable[str], now: datetime) -> None:
        """Put down that people are told of these findings now."""
        for finding in findings:
            self._put_in_place(alarms, "finding", finding, told_at=now)

    def forget_told(self, findings: Iterable[str]) -> None:
        """Forget what is over, so that people are told at once if it comes back."""
        self._connection.execute(delete(alarms).where(alarms.c.finding.in_(list(findings))))

    def _newest(self, moment: Column[datetime]) -> datetime | None:
        query = select(moment).order_by(moment.table.c.id.desc()).limit(1)
        return self._connection.execute(query).scalar()
