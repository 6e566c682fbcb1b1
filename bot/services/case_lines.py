"""Cases as they stand in lists and on the cards of shift changes."""

from bot.services.hotline import Hotline
from bot.terms import Level
from bot.views.lists import CaseLine
from storage.records import Referral
from storage.work import UnitOfWork


def case_line(hotline: Hotline, work: UnitOfWork, referral: Referral) -> CaseLine:
    """Return what a list shows of the referral."""
    case = work.cases.get(referral.case_id)
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
