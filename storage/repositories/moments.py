"""Whether anything is due, asked of every queue in one statement."""

from datetime import datetime

from sqlalchemy import Column, select
from sqlalchemy.sql.elements import ColumnElement

from storage.repositories.agency_calls import AgencyCalls
from storage.repositories.approvals import Approvals
from storage.repositories.dialogues import Dialogues
from storage.repositories.handovers import Handovers
from storage.repositories.letters import Letters
from storage.repositories.repository import Repository
from storage.repositories.timed import Waiting, soonest
from storage.repositories.visits import Visits
from storage.tables import duty_swaps, referrals
from storage.talk_tables import chat_lines

_TIMED = (Dialogues, Visits, AgencyCalls, Approvals, Letters, Handovers)


def _as_column(moment: Column[datetime], waiting: Waiting = ()) -> ColumnElement[datetime | None]:
    return soonest(moment, waiting).scalar_subquery().label(moment.table.name)


_SOONEST = select(
    _as_column(referrals.c.next_deadline_at),
    *(_as_column(one.MOMENT, one.WAITING) for one in _TIMED),
    _as_column(duty_swaps.c.starts_at, (duty_swaps.c.state == "asked",)),
    _as_column(chat_lines.c.stood_at),
)


EVERY = frozenset(_SOONEST.selected_columns.keys())
"""The tables in which something waits for its moment, by name."""


class Moments(Repository):
    """Ask whether there is anything to do."""

    def come(self, now: datetime, *, stood_until: datetime) -> frozenset[str]:
        """Return the tables in which a moment has come, by name.

        For what stands in a chat that is when it has stood there since before `stood_until`.
        """
        [row] = self._connection.execute(_SOONEST).mappings().all()
        by = {chat_lines.name: stood_until}
        return frozenset(
            name for name, moment in row.items() if moment and moment <= by.get(name, now)
        )
