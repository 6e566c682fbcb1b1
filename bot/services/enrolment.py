"""Bringing people into an office by a link that works once and expires."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from bot.errors import HotlineError
from bot.services.command_menu import LOCAL
from bot.services.within import Within
from bot.terms import Role
from bot.views.texts import DEFAULT_LANGUAGE, Texts
from storage.records import Office, Person, Staff

PAYLOAD = "join-"
_TOKEN_BYTES = 24
NAME_LENGTH = 40
_ROLES_OF = {
    "county": (
        Role.VILLAGE_DIRECTOR,
        Role.TOWNSHIP_SUPERVISOR,
        Role.AGENCY,
        Role.OFFICER,
        Role.LEAD,
    ),
    "city": (Role.CITY_OFFICER,),
    "province": (Role.PROVINCE,),
}


def named_roles(texts: Texts, roles: Iterable[Role]) -> str:
    """Return the words for roles that an invitation takes, each with what it is called."""
    return "、".join(
        f"{role.value}（{texts(f'role-{role.value}', DEFAULT_LANGUAGE)}）" for role in roles
    )


class InviteRefused(HotlineError):
    """Say why a link does not open: `why` is `unknown`, `used`, `expired` or `serves`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Enrolment(Within):
    """Make and use invitations within one unit of work."""

    def invite(
        self,
        *,
        office_code: str,
        role: Role,
        name: str,
        made_by: int | None = None,
        township: str = "",
        village: str = "",
        agency: str = "",
    ) -> tuple[str, datetime]:
        """Return the payload of a new one-time link, and when it expires.

        `township` and `village` say where the people of a township or village serve, `agency`
        for which agency a contact answers.

        Raises:
            HotlineError: there is no such office, it has no such role, or something is missing.
        """
        name, village = name.strip(), village.strip()
        if not name:
            raise HotlineError("the name is missing; write the name by which colleagues know them")
        office = self.hotline.offices.find(office_code)
        if office is None:
            raise HotlineError(f"there is no office {office_code}; use a code of the gazetteer")
        if role not in _ROLES_OF[office.kind]:
            allowed = named_roles(self.hotline.texts, _ROLES_OF[office.kind])
            raise HotlineError(f"{office.name} ({office.kind}) has no {role}; use {allowed}")
        known = self.hotline.config.casework.agencies
        if role is Role.AGENCY and agency not in known:
            raise HotlineError(f"there is no agency {agency or '(none)'}; use {', '.join(known)}")
        if role is not Role.AGENCY and agency:
            raise HotlineError(f"only a contact (agency) answers for {agency}")
        if role in LOCAL and not township:
            raise HotlineError(f"a {role} serves in a township; give it by --township 双店镇")
        if role is Role.VILLAGE_DIRECTOR and not village:
            raise HotlineError(f"a {role} serves in a village; give it by --village 三铺村")
        if len(name) > NAME_LENGTH:
            raise HotlineError(f"a name has at most {NAME_LENGTH} characters")
        township_code = self._township(office, township) if township else None
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        expires_at = self.hotline.calendar.due(self.now, self.hotline.config.invites.expire).at
        self.work.staff.invite(
            token=token,
            office_code=office_code,
            role=role.value,
            name=name,
            made_by=made_by,
            now=self.now,
            expires_at=expires_at,
            township_code=township_code,
            village=village[:NAME_LENGTH] or None,
            agency=agency or None,
        )
        return f"{PAYLOAD}{token}", expires_at

    def join(self, person: Person, payload: str) -> Staff:
        """Enrol the person by the payload of a link.

        Raises:
            InviteRefused: the link is unknown, used up or too old.
        """
        invite = self.work.staff.invitation(payload.removeprefix(PAYLOAD))
        if invite is None:
            raise InviteRefused("unknown")
        if invite.used_at is not None:
            raise InviteRefused("used")
        if invite.expires_at <= self.now:
            raise InviteRefused("expired")
        place = self.work.staff.in_place(person.id, invite.office_code)
        if place is not None and place.agency != invite.agency:
            # A contact sees nothing of the office; nobody may be both, nor for two agencies.
            raise InviteRefused("serves")
        if not self.work.staff.use_invitation(invite, person_id=person.id, now=self.now):
            raise InviteRefused("used")
        return self.work.staff.enrol(
            person_id=person.id,
            office_code=invite.office_code,
            role=invite.role,
            name=invite.name,
            now=self.now,
            township_code=invite.township_code,
            village=invite.village,
            agency=invite.agency,
        )

    def _township(self, office: Office, name: str) -> str:
        """Return the code of the township of the office's county with this name.

        Raises:
            HotlineError: there is none.
        """
        towns = self.hotline.gazetteer.townships_of(office.code)
        found = next((one.code for one in towns if name in (one.name, one.short, one.code)), None)
        if found is None:
            raise HotlineError(f"{office.name} has no township {name}; write its name in full")
        return found
