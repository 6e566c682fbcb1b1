"""The torture run, short; and broken bots, to see that it would notice."""

import pytest

from benchmarks.torture.__main__ import Outcome, torture
from benchmarks.torture.ground import Nursery

SEED = 20261125


async def _run(engine: str, nursery: Nursery, kills: int, broken: str = "") -> Outcome:
    return await torture(engine, nursery, kills=kills, seed=SEED, broken=broken)


@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 5), ("postgresql", 4)])
async def test_no_page_is_lost_however_often_bots_are_killed(
    engine: str, kills: int, nursery: Nursery
) -> None:
    outcome = await _run(engine, nursery, kills)

    # A bot that is killed has several messages in hand: how many come twice is judged by the long
    # run, over hundreds of kills; that nothing is lost or late by this one as well.
    assert outcome.verdict.complaints == []
    assert outcome.kills >= kills
    assert outcome.verdict.pages


async def test_a_bot_that_puts_down_as_sent_what_never_left_is_found_out(nursery: Nursery) -> None:
    outcome = await _run("sqlite", nursery, 2, "settles-before-the-wire")

    assert not outcome.is_good
    assert outcome.verdict.lost


async def test_a_bot_that_passes_a_rung_without_a_call_is_found_out(nursery: Nursery) -> None:
    outcome = await _run("sqlite", nursery, 3, "drops-rungs")

    assert not outcome.is_good
    assert outcome.verdict.late
