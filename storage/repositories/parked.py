"""Small forms that people left before their end, until they go on with them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.records import ParkedForm
from storage.repositories.repository import Repository
from storage.tables import parked_forms

_OF = (
    select(parked_forms)
    .where(parked_forms.c.person_id == bindparam("person"))
    .order_by(parked_forms.c.id.desc())
)
_DROPPED = delete(parked_forms).where(parked_forms.c.id == bindparam("row"))
_DROPPED_OF = delete(parked_forms).where(parked_forms.c.person_id == bindparam("person"))


class ParkedForms(Repository):
    """Ask what somebody left to be gone on with."""

    def park(
        self,
        *,
        person_id: int,
        flow: str,
        subject: str,
        state: str,
        memory: str,
        case_id: int | None,
        now: datetime,
    ) -> ParkedForm:
        """Keep a form in place of one of the same kind about the same thing."""
        before = self.about(person_id, flow, subject)
        if before is not None:
            self.drop(before.id)
        form_id = self._ids()
        self._add(
            parked_forms,
            id=form_id,
            person_id=person_id,
            flow=flow,
            subject=subject,
            state=state,
            case_id=case_id,
            memory_sealed=self._seal(parked_forms, "memory_sealed", form_id, memory),
            parked_at=now,
        )
        return ParkedForm(form_id, person_id, flow, subject, state, case_id, memory, now)

    def of(self, person_id: int) -> Sequence[ParkedForm]:
        """Return what the person left, the latest first, as far as it opens."""
        found, _ = self._readable(ParkedForm, parked_forms, _OF, {"person": person_id})
        return found

    def about(self, person_id: int, flow: str, subject: str) -> ParkedForm | None:
        """Return the form of this kind that the person left about this, if any."""
        return self._with(ParkedForm, parked_forms, person_id=person_id, flow=flow, subject=subject)

    def find(self, form_id: int) -> ParkedForm | None:
        """Return the form, if it is still there."""
        return self._with(ParkedForm, parked_forms, id=form_id)

    def in_case(self, person_id: int, case_id: int) -> Sequence[ParkedForm]:
        """Return what the person left about a case, the latest last."""
        return self._all_with(ParkedForm, parked_forms, "id", person_id=person_id, case_id=case_id)

    def drop(self, form_id: int) -> None:
        """Forget a form."""
        self._connection.execute(_DROPPED, {"row": form_id})

    def drop_of(self, person_id: int) -> None:
        """Forget everything that the person left."""
        self._connection.execute(_DROPPED_OF, {"person": person_id})
