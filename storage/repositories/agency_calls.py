"""Agencies that were asked to help with a case, and what they answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from storage.casework_records import AgencyCall
from storage.casework_tables import agency_calls
from storage.repositories.timed import Timed
from storage.tables import referrals

_COUNT_FOR = (
    select(func.count())
    .select_from(agency_calls)
    .join(referrals, referrals.c.id == agency_calls.c.referral_id)
    .where(referrals.c.case_id == bindparam("case_id"))
)


class AgencyCalls(Timed):
    """Ask which agencies were asked, and which have not answered."""

    MOMENT = agency_calls.c.next_at

    def add(
        self,
        *,
        referral_id: int,
        agency: str,
        number: str,
        added_by: int,
        purpose: str,
        now: datetime,
        due_at: datetime,
    ) -> AgencyCall:
        """Put down that an agency is asked to help."""
        call_id = self._ids()
        self._add(
            agency_calls,
            id=call_id,
            referral_id=referral_id,
            agency=agency,
            number=number,
            added_by=added_by,
            state="open",
            purpose_sealed=self._seal(agency_calls, "purpose_sealed", call_id, purpose),
            added_at=now,
            due_at=due_at,
            next_at=due_at,
        )
        return self.get(call_id)

    def get(self, call_id: int) -> AgencyCall:
        """Return the call.

        Raises:
            LookupError: there is none.
        """
        found = self.find(call_id)
        if found is None:
            raise LookupError(call_id)
        return found

    def find(self, call_id: int) -> AgencyCall | None:
        """Return the call, if there is one."""
        query = select(agency_calls).where(agency_calls.c.id == call_id)
        return self._one(AgencyCall, agency_calls, query)

    def of(self, referral_id: int) -> Sequence[AgencyCall]:
        """Return the calls for the referral, in order."""
        return self._all_with(AgencyCall, agency_calls, "id", referral_id=referral_id)

    def count_for(self, case_id: int) -> int:
        """Return how many agencies were asked for the case, by all of its referrals."""
        return int(self._connection.execute(_COUNT_FOR, {"case_id": case_id}).scalar_one())

    def answer(self, call: AgencyCall, answer: str, now: datetime) -> bool:
        """Put down what the agency answered; False where that was done before."""
        sealed = self._seal(agency_calls, "answer_sealed", call.id, answer)
        return self._settle(call, "answered", now, answer_sealed=sealed)

    def ask_again(self, call: AgencyCall, *, due_at: datetime, next_at: datetime) -> bool:
        """Wait for an answer anew; False where nothing is to be answered any more."""
        changed = (
            update(agency_calls)
            .where(agency_calls.c.id == call.id, agency_calls.c.state != "off")
            .values(state="open", settled_at=None, due_at=due_at, next_at=next_at)
        )
        return self._connection.execute(changed).rowcount == 1

    def hasten(self, call: AgencyCall, due_at: datetime) -> None:
        """Let the answer be due sooner."""
        self._set(agency_calls, {"id": call.id}, due_at=due_at)

    def open_of(self, office_code: str, agency: str) -> Sequence[AgencyCall]:
        """Return the calls on which the agency still owes the office an answer, in order."""
        query = (
            select(agency_calls)
            .join(referrals, referrals.c.id == agency_calls.c.referral_id)
            .where(
                referrals.c.office_code == office_code,
                agency_calls.c.agency == agency,
                agency_calls.c.state == "open",
            )
        )
        return self._all(AgencyCall, agency_calls, query.order_by(agency_calls.c.id))

    def end(self, call: AgencyCall, now: datetime) -> bool:
        """Wait for the agency no more."""
        return self._settle(call, "off", now)

    def wait(self, call: AgencyCall, until: datetime) -> bool:
        """Look at the call again at the moment; False where it is settled."""
        changed = (
            update(agency_calls)
            .where(agency_calls.c.id == call.id, agency_calls.c.state == "open")
            .values(next_at=until)
        )
        return self._connection.execute(changed).rowcount == 1

    def _settle(self, call: AgencyCall, state: str, now: datetime, **values: object) -> bool:
        changed = (
            update(agency_calls)
            .where(agency_calls.c.id == call.id, agency_calls.c.state == "open")
            .values(state=state, next_at=None, settled_at=now, **values)
        )
        return self._connection.execute(changed).rowcount == 1
