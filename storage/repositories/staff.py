"""Offices, members of staff, and the invitations by which they come."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from storage.records import Invite, Office, Staff
from storage.repositories.repository import Repository
from storage.tables import invites, offices, people, staff

NUMBERS = "numbers"
"""The domain of the signature under an office's last number."""


def _staff() -> Select[*tuple[Any, ...]]:
    return select(staff, people.c.blocked_at).join(people, people.c.id == staff.c.person_id)


_MEMBER = _staff().where(staff.c.id == bindparam("staff_id"))
_PLACES = (
    _staff()
    .where(staff.c.person_id == bindparam("person_id"), staff.c.left_at.is_(None))
    .order_by(staff.c.id)
)
_NEXT_NUMBER = (
    update(offices)
    .where(offices.c.code == bindparam("office_code"))
    .values(last_number=offices.c.last_number + 1)
    .returning(offices.c.last_number)
)


class StaffList(Repository):
    """Ask who works where."""

    def offices(self) -> Sequence[Office]:
        """Return every office."""
        return self._all(Office, offices, select(offices).order_by(offices.c.code))

    def office(self, code: str) -> Office | None:
        """Return the office with this code."""
        return self._one(Office, offices, select(offices).where(offices.c.code == code))

    def found_office(self, office: Office) -> None:
        """Add the office, unless another process has just done so."""
        self._add_new(
            offices,
            "code",
            code=office.code,
            kind=office.kind,
            name=office.name,
            number_prefix=office.number_prefix,
            parent_code=office.parent_code,
            last_number=0,
        )

    def take_number(self, office_code: str) -> int:
        """Return the office's next running number; no two callers get the same."""
        taken = self._connection.execute(_NEXT_NUMBER, {"office_code": office_code})
        number = int(taken.scalar_one())
        # Signed, so that nobody can count back to hide that a case was taken away.
        signed = self._vault.fingerprint(NUMBERS, f"{office_code} {number}")
        self._set(offices, {"code": office_code}, numbers_key=signed)
        return number

    def get(self, staff_id: int) -> Staff:
        """Return the member of staff.

        Raises:
            LookupError: there is none.
        """
        found = self._one(Staff, staff, _MEMBER, {"staff_id": staff_id})
        if found is None:
            raise LookupError(staff_id)
        return found

    def of_person(self, person_id: int) -> Sequence[Staff]:
        """Return the person's places in offices, those left excepted."""
        return self._all(
            Staff,
            staff,
            _PLACES,
            {"person_id": person_id},
        )

    def in_office(self, office_code: str, roles: Iterable[str] = ()) -> Sequence[Staff]:
        """Return who serves in the office, of these roles or of any."""
        query = _staff().where(staff.c.office_code == office_code, staff.c.left_at.is_(None))
        wanted = tuple(roles)
        if wanted:
            query = query.where(staff.c.role.in_(wanted))
        return self._all(Staff, staff, query.order_by(staff.c.id))

    def everybody(self) -> Sequence[Staff]:
        """Return who serves in any office, office by office."""
        query = _staff().where(staff.c.left_at.is_(None))
        return self._all(Staff, staff, query.order_by(staff.c.office_code, staff.c.id))

    def visitors_of(self, office_code: str, township_code: str) -> Sequence[Staff]:
        """Return who of the township and its villages looks after children, villages first."""
        query = _staff().where(
            staff.c.office_code == office_code,
            staff.c.township_code == township_code,
            staff.c.left_at.is_(None),
        )
        return self._all(Staff, staff, query.order_by(staff.c.village.is_(None), staff.c.id))

    def contacts_of(self, office_code: str, agency: str) -> Sequence[Staff]:
        """Return who answers for the agency in the office's county."""
        query = _staff().where(
            staff.c.office_code == office_code,
            staff.c.agency == agency,
            staff.c.left_at.is_(None),
        )
        return self._all(Staff, staff, query.order_by(staff.c.id))

    def in_place(self, person_id: int, office_code: str) -> Staff | None:
        """Return the person's place in the office, if they serve there."""
        places = self.of_person(person_id)
        return next((one for one in places if one.office_code == office_code), None)

    def staffed_offices(self, roles: Iterable[str]) -> Sequence[str]:
        """Return the codes of the offices in which somebody serves in one of these roles."""
        query = select(staff.c.office_code).where(
            staff.c.left_at.is_(None), staff.c.role.in_(list(roles))
        )
        return list(self._connection.execute(query.distinct().order_by("office_code")).scalars())

    def enrol(
        self,
        *,
        person_id: int,
        office_code: str,
        role: str,
        name: str,
        now: datetime,
        township_code: str | None = None,
        village: str | None = None,
        agency: str | None = None,
    ) -> Staff:
        """Give the person a place in the office, or change the place that there was."""
        known = self._connection.execute(
            select(staff.c.id).where(
                staff.c.person_id == person_id, staff.c.office_code == office_code
            )
        ).scalar()
        staff_id = known or self._ids()
        values = {
            "role": role,
            "name_sealed": self._seal(staff, "name_sealed", staff_id, name),
            "township_code": township_code,
            "village": village,
            "agency": agency,
            "enrolled_at": now,
            "left_at": None,
        }
        if known:
            self._set(staff, {"id": known}, **values)
        else:
            self._add(staff, id=staff_id, person_id=person_id, office_code=office_code, **values)
        return self.get(staff_id)

    def leave(self, staff_id: int, now: datetime) -> None:
        """Take the member of staff out of service."""
        self._set(staff, {"id": staff_id}, left_at=now)

    def invite(
        self,
        *,
        token: str,
        office_code: str,
        role: str,
        name: str,
        made_by: int | None,
        now: datetime,
        expires_at: datetime,
        township_code: str | None = None,
        village: str | None = None,
        agency: str | None = None,
    ) -> None:
        """Keep an invitation; its token is sealed."""
        invite_id = self._ids()
        self._add(
            invites,
            id=invite_id,
            token_key=self._vault.fingerprint("invite", token),
            token_sealed=self._seal(invites, "token_sealed", invite_id, token),
            office_code=office_code,
            role=role,
            name_sealed=self._seal(invites, "name_sealed", invite_id, name),
            made_by=made_by,
            township_code=township_code,
            village=village,
            agency=agency,
            made_at=now,
            expires_at=expires_at,
        )

    def invitation(self, token: str) -> Invite | None:
        """Return the invitation with this token, used or not."""
        keys = self._vault.fingerprints("invite", token)
        return self._one(Invite, invites, select(invites).where(invites.c.token_key.in_(keys)))

    def use_invitation(self, invite: Invite, *, person_id: int, now: datetime) -> bool:
        """Use the invitation up; say whether this caller was the one who did."""
        used = (
            update(invites)
            .where(invites.c.id == invite.id, invites.c.used_at.is_(None))
            .values(used_at=now, used_by=person_id)
        )
        return self._connection.execute(used).rowcount == 1
