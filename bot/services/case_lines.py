"""Cases as they stand in lists and on the cards of shift changes."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.hotline import Hotline
from bot.services.permits import Permits
from bot.terms import Level
from bot.views.lists import CaseLine
from storage.records import Referral, Staff
from storage.work import UnitOfWork


def case_line(
    hotline: Hotline,
    work: UnitOfWork,
    referral: Referral,
    readers: Sequence[Staff],
    now: datetime,
) -> CaseLine:
    """Return what a list shows of the referral to whoever has these places.

    Of a restricted case others learn that there is one, how urgent it is and until when.
    """
    case = work.cases.get(referral.case_id)
    if not Permits(hotline, work, now).may_see(readers, referral):
        return CaseLine(
            referral_id=referral.id,
            version=referral.version,
            number=case.number,
            level=Level(case.level),
            category=None,
            place="",
            state=referral.state,
            holder=None,
            next_deadline_at=referral.milestone_due_at,
            provisional=referral.provisional,
            is_hidden=True,
        )
    holder = work.staff.get(referral.holder_id) if referral.holder_id else None
    township = hotline.gazetteer.township(case.township_code or "")
    return CaseLine(
        referral_id=referral.id,
        version=referral.version,
        number=case.number,
        level=Level(case.level),
        category=case.category,
        place=township.name if township else "",
        state=referral.state,
        holder=holder.name if holder else None,
        next_deadline_at=referral.milestone_due_at,
        provisional=referral.provisional,
        quiet=referral.quiet and referral.holder_id is None,
    )
