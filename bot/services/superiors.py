"""Who is told of what concerns an office: its lead, else the city, else the province."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.services.mail import Priority
from bot.services.offices import Offices
from bot.services.within import Within
from bot.terms import Role, Tier
from bot.views.outgoing import Outgoing
from storage.records import Person, Staff
from storage.work import UnitOfWork


class Superiors(Within):
    """Find and tell those above within one unit of work."""

    def of(self, office_code: str, *, besides: Collection[int] = ()) -> Sequence[Staff]:
        """Return who leads the office and can be reached; where nobody can, who stands above.

        `besides` are numbers of staff who are not meant, such as those whom it is about.
        """
        return superiors_of(self.work, self.hotline.offices, office_code, besides=besides)

    def tell(
        self,
        people: Sequence[Staff],
        words: Callable[[Person], str],
        *,
        key: str | None = None,
        priority: Priority = Priority.PAGE,
    ) -> None:
        """Write to each in their language; `key` keeps the same from being told twice."""
        for staff in people:
            person = self.work.people.get(staff.person_id)
            self.mail.send(
                person,
                Outgoing("message", text=words(person)),
                priority=priority,
                dedupe_key=f"{key}:{staff.id}" if key else None,
            )


def superiors_of(
    work: UnitOfWork, offices: Offices, office_code: str, *, besides: Collection[int] = ()
) -> Sequence[Staff]:
    """Return who leads the office and can be reached; where nobody can, who stands above."""
    office = offices[office_code]
    places = [(office.code, Role.LEAD)] if office.kind == "county" else []
    city = offices.city_above(office.code)
    if office.kind == "county" and city is not None:
        places.append((city.code, Role.CITY_OFFICER))
    province = offices.province()
    if province is not None:
        places.append((province.code, Role.PROVINCE))
    if office.kind == "city":
        places.append((office.code, Role.CITY_OFFICER))
    for code, role in places:
        found = [
            staff
            for staff in work.staff.in_office(code, [role])
            if staff.is_reachable and staff.id not in besides
        ]
        if found:
            return found
    return ()


def stand_ins(
    work: UnitOfWork,
    offices: Offices,
    office_code: str,
    tier: str,
    *,
    absent: Collection[int],
    now: datetime,
) -> Sequence[Staff]:
    """Return who stands in for who does not answer: for duty the backup, else whoever is above."""
    if tier == Tier.DUTY:
        backups = work.roster.on_duty(office_code, Tier.BACKUP, now)
        people = [work.staff.get(one.staff_id) for one in backups]
        found = [one for one in people if one.is_reachable and one.id not in absent]
        if found:
            return found
    return superiors_of(work, offices, office_code, besides=absent)
