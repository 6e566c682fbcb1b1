"""Which question of the report comes next: always the first that is still open."""

from collections.abc import Mapping

from transitions import Machine

from bot.flows.draft import WITHOUT_CHILD, Draft
from bot.flows.report_prompts import SLOT_OF, SLOTS

START, END = "start", "confirm"
_FIRST_STATE: Mapping[str, str] = {"where": "city", "child": "age"}


class _Walker:
    """The throw-away object that the machine moves along; it knows what is still missing."""

    def __init__(self, state: str, draft: Draft) -> None:
        self.state = state
        self._draft = draft

    def needs_danger(self) -> bool:
        """Danger is not asked where words or a former answer told it."""
        return self._open("danger") and self._draft.danger is None and not self._draft.alarmed

    def needs_what(self) -> bool:
        """The matter itself is asked until something was told."""
        return not self._draft.has_content or self._open("what")

    def needs_kind(self) -> bool:
        """The kind is asked where neither the words nor the person told it."""
        is_outside = self._draft.outside is not None
        return self._open("kind") and self._draft.category is None and not is_outside

    def needs_where(self) -> bool:
        """The place is asked down to the township."""
        return self._open("where") and self._draft.township_code is None

    def needs_child(self) -> bool:
        """The child is asked after in matters of the province that are about one."""
        about_none = self._draft.category in WITHOUT_CHILD or self._draft.outside is not None
        return self._open("child") and self._draft.child_age is None and not about_none

    def needs_contact(self) -> bool:
        """Whoever goes tap by tap is asked; the others see it in what is read back."""
        return self._open("contact") and self._draft.may_write_back is None

    def needs(self, slot: str) -> bool:
        """Say whether the question is still to be asked."""
        checks = {
            "danger": self.needs_danger,
            "what": self.needs_what,
            "kind": self.needs_kind,
            "where": self.needs_where,
            "child": self.needs_child,
            "contact": self.needs_contact,
        }
        return checks[slot]()

    def _open(self, slot: str) -> bool:
        return slot not in self._draft.asked


class ReportWalk:
    """The order of the questions; one machine, shared by all, keeps nothing between two steps."""

    def __init__(self) -> None:
        self._machine = _machine()

    def after(self, state: str, draft: Draft) -> str:
        """Return the state in which the next open question is asked, `confirm` where none is."""
        walker = _Walker(SLOT_OF.get(state, START), draft)
        self._machine.events["advance"].trigger(walker)
        match walker.state:
            case "kind":
                return "kind" if draft.suggestions else "kinds"
            case "where" if draft.outside is not None:
                return "outside"
            case "where" if draft.county_code is not None:
                return "township"
            case "where" if draft.candidates:
                return "candidates"
            case "where" if draft.city_code is not None:
                return "county"
        return _FIRST_STATE.get(walker.state, walker.state)


def is_open(slot: str, draft: Draft) -> bool:
    """Say whether one of the six questions is still to be asked."""
    return _Walker(START, draft).needs(slot)


def still_open(draft: Draft) -> tuple[str, ...]:
    """Return the questions that are still to be asked, in their order."""
    return tuple(slot for slot in SLOTS if is_open(slot, draft))


def _machine() -> Machine:
    """Build the machine: from each question to the first later one that is still open."""
    order = (START, *SLOTS)
    machine = Machine(
        model=None,
        states=[*order, END],
        initial=None,
        auto_transitions=False,
        send_event=False,
    )
    for place, source in enumerate(order):
        # A question that was left open earlier is asked before anything is sent; danger, where
        # an enquiry has become a matter, before all others.
        for target in dict.fromkeys(("danger", *SLOTS[place:], *SLOTS[:place])):
            machine.add_transition("advance", source, target, conditions=f"needs_{target}")
        machine.add_transition("advance", source, END)
    return machine
