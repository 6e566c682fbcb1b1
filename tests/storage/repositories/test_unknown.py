"""What is asked for by a number that there is not is never found, and never something else."""

from collections.abc import Callable

import pytest

from storage.database import Database
from storage.work import UnitOfWork


@pytest.mark.parametrize(
    "asked",
    [
        lambda work: work.agency_calls.get(404),
        lambda work: work.agency_talks.card(404),
        lambda work: work.letters.get(404),
        lambda work: work.receipts.get(404),
        lambda work: work.said.get(404),
        lambda work: work.referrals.get(404),
        lambda work: work.referrals.current_of(404),
    ],
)
async def test_a_number_that_there_is_not_is_an_error(
    database: Database, asked: Callable[[UnitOfWork], object]
) -> None:
    with pytest.raises(LookupError):
        await database.read(asked)
