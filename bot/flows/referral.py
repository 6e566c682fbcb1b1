"""The life of a referral: which act is possible when.

new → paging → accepted → contacted → visiting → closed, with declined (returned, the ladder goes
on above) and back from closed when the case is opened again. A hand-over to another office ends
this referral and begins another; it never closes the case.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from transitions import Machine, MachineError

from bot.errors import HotlineError


class State(StrEnum):
    """Where a referral stands."""

    NEW = "new"
    PAGING = "paging"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    VISITING = "visiting"
    DECLINED = "declined"
    CLOSED = "closed"


class Event(StrEnum):
    """What may happen to a referral."""

    PAGE = "page"
    ACCEPT = "accept"
    DECLINE = "decline"
    CONTACT = "contact"
    VISIT = "visit"
    CLOSE = "close"
    TRANSFER = "transfer"
    RELEASE = "release"


WAITING: Final = (State.NEW, State.PAGING, State.DECLINED)
HELD: Final = (State.ACCEPTED, State.CONTACTED, State.VISITING)

_TRANSITIONS: Final[Sequence[tuple[Event, Sequence[State], State | None]]] = [
    (Event.PAGE, (State.NEW,), State.PAGING),
    (Event.PAGE, (State.PAGING, State.DECLINED), None),
    (Event.ACCEPT, WAITING, State.ACCEPTED),
    (Event.DECLINE, (*WAITING, *HELD), State.DECLINED),
    (Event.CONTACT, (State.ACCEPTED,), State.CONTACTED),
    (Event.VISIT, (State.ACCEPTED, State.CONTACTED), State.VISITING),
    (Event.RELEASE, HELD, State.PAGING),
    (Event.CLOSE, HELD, State.CLOSED),
    (Event.TRANSFER, (*WAITING, *HELD), State.CLOSED),
]


class NotPossible(HotlineError):
    """Refuse an event that cannot happen in this state."""

    def __init__(self, state: str, event: str) -> None:
        super().__init__(f"{event} is not possible when {state}")
        self.state = state
        self.event = event


class _Standing:
    """The throw-away object that one event moves."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class ReferralMachine:
    """The shared machine; it keeps nothing between two events."""

    def __init__(self) -> None:
        self._machine = Machine(
            model=None,
            states=[state.value for state in State],
            transitions=[
                {
                    "trigger": event.value,
                    "source": [state.value for state in sources],
                    "dest": target.value if target else "=",
                }
                for event, sources, target in _TRANSITIONS
            ],
            initial=None,
            auto_transitions=False,
            send_event=False,
        )

    def apply(self, state: str, event: Event) -> State:
        """Return the state after the event.

        Raises:
            NotPossible: the event cannot happen in this state.
        """
        # The machine takes a member of an enumeration by its name, not by its value.
        standing = _Standing(str(state))
        try:
            self._machine.events[event.value].trigger(standing)
        except MachineError:
            raise NotPossible(state, event) from None
        return State(standing.state)

    def allowed(self, state: str) -> frozenset[Event]:
        """Return what may happen in the state."""
        return frozenset(
            Event(name)
            for name, event in self._machine.events.items()
            if state in event.transitions
        )
