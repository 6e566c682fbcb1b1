"""Who is meant by the names behind a command about a roster."""

from collections.abc import Sequence

from bot.errors import HotlineError
from bot.services.access import has_turns
from bot.services.hotline import Hotline
from bot.views.texts import DEFAULT_LANGUAGE
from storage.records import Staff
from storage.work import UnitOfWork


def named_staff(
    work: UnitOfWork, hotline: Hotline, office: str, names: Sequence[str]
) -> Sequence[Staff]:
    """Return who of the office is meant by each name, or number of `weibao staff list`.

    Raises:
        HotlineError: nobody is, or several are.
    """
    there = [one for one in work.staff.in_office(office) if has_turns(one)]
    meant = {name: _called(there, name) for name in names}
    missing = [name for name, found in meant.items() if not found]
    if missing:
        known = "、".join(dict.fromkeys(one.name for one in there)) or "nobody"
        raise HotlineError(
            f"{'、'.join(missing)} not enrolled in {office}; there are: {known}. Who was invited "
            "is enrolled once they have opened their link at the running bot"
        )
    for name, found in meant.items():
        if len(found) > 1:
            lines = "\n".join(_line(hotline, one) for one in found)
            raise HotlineError(
                f"several people in {office} are called {name}; give one's number:\n{lines}"
            )
    return [meant[name][0] for name in names]


def _called(there: Sequence[Staff], name: str) -> Sequence[Staff]:
    return [one for one in there if name in (one.name, str(one.id))]


def _line(hotline: Hotline, one: Staff) -> str:
    role = hotline.texts(f"role-{one.role}", DEFAULT_LANGUAGE)
    return f"  {one.id} {role}, enrolled {one.enrolled_at.astimezone(hotline.zone):%Y-%m-%d}"
