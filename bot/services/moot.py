"""What a letter to a reporter loses its point by while it waits: only the newest state is news."""

import json

from storage.repositories.letters import Letter
from storage.work import UnitOfWork

UNANSWERED = "unanswered"


def is_moot(work: UnitOfWork, letter: Letter) -> bool:
    """Say whether the letter has lost its point."""
    referral = work.referrals.current_of(work.cases.report(letter.report_id).case_id)
    if letter.kind == UNANSWERED:
        return not referral.is_open or referral.holder_id is not None
    match letter.kind:
        case "result":
            return bool(json.loads(letter.content).get("referral") != referral.id)
        case "question":
            return not referral.is_open or work.said.is_taken_back(letter.entry_id or 0)
        case _:
            return referral.state != letter.kind
