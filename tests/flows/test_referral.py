"""The life of a referral, over every state and every act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import HotlineError
from bot.flows.referral import HELD, WAITING, Event, NotPossible, ReferralMachine, State

MACHINE = ReferralMachine()
# Every cell that is not here is refused.
AFTER = {
    ("new", "page"): "paging",
    ("new", "accept"): "accepted",
    ("new", "decline"): "declined",
    ("new", "transfer"): "closed",
    ("paging", "page"): "paging",
    ("paging", "accept"): "accepted",
    ("paging", "decline"): "declined",
    ("paging", "transfer"): "closed",
    ("declined", "page"): "declined",
    ("declined", "accept"): "accepted",
    ("declined", "decline"): "declined",
    ("declined", "transfer"): "closed",
    ("accepted", "contact"): "contacted",
    ("accepted", "visit"): "visiting",
    ("accepted", "decline"): "declined",
    ("accepted", "close"): "closed",
    ("accepted", "transfer"): "closed",
    ("accepted", "release"): "paging",
    ("contacted", "visit"): "visiting",
    ("contacted", "decline"): "declined",
    ("contacted", "close"): "closed",
    ("contacted", "transfer"): "closed",
    ("contacted", "release"): "paging",
    ("visiting", "decline"): "declined",
    ("visiting", "close"): "closed",
    ("visiting", "transfer"): "closed",
    ("visiting", "release"): "paging",
}
events = st.lists(st.sampled_from(Event), max_size=12)


def after(state: str, happened: list[Event]) -> str:
    """Return the state after those of the events that are possible."""
    for event in happened:
        if event in MACHINE.allowed(state):
            state = MACHINE.apply(state, event)
    return state


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("state", State)
def test_every_act_leads_where_the_table_says_or_is_refused(state: State, event: Event) -> None:
    expected = AFTER.get((state.value, event.value))
    # Made here and not at import, so that this test is also about how it is made.
    machine = ReferralMachine()

    assert (event in machine.allowed(state)) == (expected is not None)
    if expected is not None:
        assert machine.apply(state, event) == expected
        return
    with pytest.raises(NotPossible, match=f"{event} is not possible when {state}") as refused:
        machine.apply(state, event)
    assert (refused.value.state, refused.value.event) == (state, event)
    assert isinstance(refused.value, HotlineError)


@given(st.sampled_from(State), events, events)
def test_the_shared_machine_remembers_nothing_of_another_referral(
    state: State, ours: list[Event], others: list[Event]
) -> None:
    alone = after(state, ours)

    after(State.NEW, others)

    assert after(state, ours) == alone


@pytest.mark.parametrize("state", [one for one in State if one is not State.CLOSED])
def test_an_open_referral_can_always_be_ended_handed_over_and_returned(state: State) -> None:
    allowed = MACHINE.allowed(state)

    assert {Event.TRANSFER, Event.DECLINE} <= allowed
    assert after(state, [Event.ACCEPT, Event.CLOSE]) == State.CLOSED


def test_nothing_happens_to_a_closed_referral() -> None:
    assert MACHINE.allowed(State.CLOSED) == frozenset()


def test_a_referral_is_waiting_held_or_closed_and_never_two_of_these() -> None:
    assert {*WAITING} | {*HELD} | {State.CLOSED} == set(State)
    assert not {*WAITING} & {*HELD}


def test_only_who_has_not_accepted_can_be_called_to_accept() -> None:
    for state in State:
        is_waiting = state in WAITING
        assert (Event.ACCEPT in MACHINE.allowed(state)) == is_waiting
        assert (Event.PAGE in MACHINE.allowed(state)) == is_waiting


def test_a_state_that_there_is_not_is_a_defect_and_no_refusal() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        MACHINE.apply("nonsense", Event.ACCEPT)
