"""The questions of the report, as data: each state's words and its choices."""

from collections.abc import Callable, Mapping, Sequence

from bot.flows.dialogue import Choice, Prompt, Ref
from bot.flows.draft import Draft
from bot.flows.places import Named, Places
from bot.terms import Category, Level

Row = tuple[Choice, ...]
BACK = Choice("back", "choice-back")
SKIP = Choice("skip", "choice-skip")
STOP = Choice("stop", "choice-stop")
NAVIGATION: Row = (BACK, SKIP, STOP)
# The six questions, each with the states in which it is being answered.
SLOT_OF: Mapping[str, str] = {
    "danger": "danger",
    "what": "what",
    "kind": "kind",
    "kinds": "kind",
    "candidates": "where",
    "city": "where",
    "county": "where",
    "township": "where",
    "village": "where",
    "outside": "where",
    "age": "child",
    "sex": "child",
    "contact": "contact",
    "details": "contact",
}
SLOTS = ("danger", "what", "kind", "where", "child", "contact")
# What people type where the button says more.
_SHORT_YES: Row = (Choice("send", "choice-send-short"), Choice("send", "choice-right-short"))
# What speaks of the child has words of its own where a child tells it.
_TO_CHILD = frozenset(
    f"ask-{what}" for what in ("danger", "more-gently", "which-place", "city", "age", "contact")
)
AGES = ("0-3", "4-6", "7-13", "14-17")
NARROW, WIDE = 2, 3


class ReportPrompts:
    """Put the question of each state."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._city_of = {
            county.code: city.name
            for city in places.cities
            for county in places.counties_of(city.code)
        }
        self._makers: Mapping[str, Callable[[Draft], Prompt]] = {
            "danger": self._danger,
            "what": self._what,
            "kind": self._kind,
            "kinds": self._kinds,
            "candidates": self._candidates,
            "city": self._city,
            "county": self._county,
            "township": self._township,
            "village": self._village,
            "age": self._age,
            "sex": self._sex,
            "contact": self._contact,
            "details": self._details,
            "confirm": self._confirm,
            "wrong": self._wrong,
            "outside": self._outside,
            "stopping": self._stopping,
        }

    def states(self) -> Sequence[str]:
        """Return every state that has a question."""
        return tuple(self._makers)

    def __call__(self, state: str, draft: Draft) -> Prompt:
        """Return the question of the state."""
        prompt = self._makers[state](draft)
        last = draft.trail[-1] if draft.trail else ""
        former = self._makers[last](draft) if last in self._makers else Prompt("")
        also = (*_SHORT_YES, *_choices_of(former)) if state == "confirm" else _choices_of(former)
        key = to_whom(prompt.key, draft) if prompt.key in _TO_CHILD else prompt.key
        return Prompt(key, prompt.args, prompt.rows, _step(state, draft), also)

    def _danger(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        rows: tuple[Row, ...] = (
            (Choice("danger:yes", "choice-danger-yes"),),
            (Choice("danger:no", "choice-danger-no"), Choice("danger:unsure", "choice-unsure")),
            NAVIGATION,
        )
        return Prompt("ask-danger", rows=rows)

    def _what(self, draft: Draft) -> Prompt:
        if not draft.has_content:
            return Prompt("ask-what", rows=((BACK, STOP),))
        done = (Choice("done", "choice-done"),)
        key = "ask-more-gently" if draft.category == Category.SEX else "ask-more"
        return Prompt(key, rows=(done, NAVIGATION))

    def _kind(self, draft: Draft) -> Prompt:
        codes = draft.suggestions or tuple(code for code, _ in draft.scores)
        suggested = tuple((_category(code),) for code in codes)
        rows = (*suggested, (Choice("all", "choice-all-kinds"),), NAVIGATION)
        return Prompt("ask-kind", rows=rows)

    def _kinds(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        rows = _rows([_category(category.value) for category in Category], NARROW)
        return Prompt("ask-kinds", rows=(*rows, NAVIGATION))

    def _candidates(self, draft: Draft) -> Prompt:
        other = (Choice("other-place", "choice-other-place"),)
        if len(draft.candidates) == 1:
            only = draft.candidates[0]
            yes = (Choice(f"place:{':'.join(only)}", "choice-place-is-right"),)
            place = {"place": self.name_of(*only)}
            return Prompt("ask-whether-place", place, (yes, other, NAVIGATION))
        rows = tuple(
            (Choice(f"place:{':'.join(one)}", literal=self.name_of(*one)),)
            for one in draft.candidates
        )
        return Prompt("ask-which-place", rows=(*rows, other, NAVIGATION))

    def _outside(self, draft: Draft) -> Prompt:
        """Ask what is to become of a matter beyond the province; what is urgent is handed on."""
        here = (Choice("outside:here", "choice-outside-here"),)
        if draft.case_id is not None or is_pressing(draft):
            go = (Choice("outside:send", "choice-outside-done"),)
            return Prompt("ask-outside-urgent", rows=(go, here, NAVIGATION))
        send = (Choice("outside:send", "choice-outside-send"),)
        close = (Choice("outside:close", "choice-outside-close"),)
        return Prompt("ask-outside", rows=(close, send, here, NAVIGATION))

    def _city(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        rows = _rows([_named("city", city, city.name) for city in self._places.cities], WIDE)
        spot = (Choice("location", "choice-location", wants="location"),)
        return Prompt("ask-city", rows=(spot, *rows, NAVIGATION))

    def _county(self, draft: Draft) -> Prompt:
        counties = self._places.counties_of(draft.city_code or "")
        rows = _rows([_named("county", county, county.name) for county in counties], WIDE)
        return Prompt("ask-county", rows=(*rows, NAVIGATION))

    def _township(self, draft: Draft) -> Prompt:
        towns = self._places.townships_of(draft.county_code or "")
        rows = _rows([_named("township", town, town.name) for town in towns], WIDE)
        unknown = (Choice("township:", "choice-unknown-township"),)
        county = self._places.county(draft.county_code or "")
        args = {"county": county.name if county else ""}
        return Prompt("ask-township", args, (*rows, unknown, NAVIGATION))

    def _village(self, draft: Draft) -> Prompt:
        place = self.name_of(draft.county_code or "", draft.township_code or "")
        return Prompt("ask-village", {"place": place}, (NAVIGATION,))

    def _age(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        ages = [Choice(f"age:{age}", f"choice-age-{age}") for age in AGES]
        unknown = (Choice("age:", "choice-unknown"),)
        return Prompt("ask-age", rows=(*_rows(ages, NARROW), unknown, NAVIGATION))

    def _sex(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        sexes = tuple(Choice(f"sex:{sex}", f"choice-sex-{sex}") for sex in ("boy", "girl"))
        unknown = (Choice("sex:", "choice-unknown"),)
        return Prompt("ask-sex", rows=(sexes, unknown, NAVIGATION))

    def _contact(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        rows: tuple[Row, ...] = (
            (Choice("contact:anonymous", "choice-anonymous"),),
            (Choice("contact:leave", "choice-leave-contact"),),
            (Choice("contact:silent", "choice-no-reply"),),
            NAVIGATION,
        )
        return Prompt("ask-contact", rows=rows)

    def _details(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        share = (Choice("share", "choice-share-contact", wants="contact"),)
        return Prompt("ask-details", rows=(share, NAVIGATION))

    def _confirm(self, draft: Draft) -> Prompt:
        send = (Choice("send", "choice-send"),)
        rows: tuple[Row, ...] = (
            send,
            (Choice("wrong", "choice-wrong"), Choice("add", "choice-add")),
            (BACK, STOP),
        )
        args: dict[str, str | int | Ref] = {
            "attachments": sum(entry.attachment is not None for entry in draft.entries),
            "contact": _contact(draft),
        }
        if draft.way == "message":
            return Prompt("understood-so", {**args, "understood": self._understood(draft)}, rows)
        unknown = Ref("read-back-unknown")
        args |= {
            "words": draft.words or Ref("read-back-no-words"),
            "kind": Ref(f"category-{draft.category}") if draft.category else unknown,
            "place": self._place(draft) or unknown,
            "child": self._child(draft),
        }
        return Prompt("read-back", args, rows)

    def _wrong(self, draft: Draft) -> Prompt:  # noqa: ARG002 - All makers have one shape.
        rows: tuple[Row, ...] = (
            (
                Choice("change:kind", "choice-change-kind"),
                Choice("change:where", "choice-change-place"),
            ),
            (
                Choice("change:child", "choice-change-child"),
                Choice("change:contact", "choice-change-contact"),
            ),
            (BACK, STOP),
        )
        return Prompt("ask-what-is-wrong", rows=rows)

    def _understood(self, draft: Draft) -> Ref:
        """Return the sentence of what is known, and of nothing else."""
        known: dict[str, str | int | Ref] = {}
        if draft.category is not None:
            known["kind"] = Ref(f"category-{draft.category}")
        place = self._place(draft)
        if place:
            known["place"] = place
        child = child_key(draft.child_age, draft.child_sex)
        if child is not None:
            known["child"] = Ref(child, {"age": draft.child_age or ""})
        parts = "".join(f"-{name}" for name in known)
        key = f"understood{parts}"
        return Ref(to_whom(key, draft) if "child" in known else key, known)

    def _place(self, draft: Draft) -> str:
        inside = self.name_of(draft.county_code or "", draft.township_code or "", draft.village)
        return inside or (draft.outside or "")

    def _stopping(self, draft: Draft) -> Prompt:
        keep = (Choice("keep", "choice-keep"),)
        send = (Choice("send-now", "choice-send-now"),) if draft.has_content else ()
        drop = (Choice("discard", "choice-discard"),) if draft.case_id is None else ()
        go_on = (Choice("go-on", "choice-go-on"),)
        rows = tuple(row for row in (go_on, send, keep, drop) if row)
        key = "ask-stopping" if draft.case_id is None else "ask-stopping-filed"
        return Prompt(key, rows=rows)

    def name_of(self, county_code: str, township_code: str, village: str | None = None) -> str:
        """Return a place as one reads it; two cities have a 鼓楼区, so the city is named."""
        county, township = self._places.county(county_code), self._places.township(township_code)
        names = (
            self._city_of.get(county_code, ""),
            county.name if county else "",
            township.name if township else "",
            village or "",
        )
        return " ".join(name for name in names if name)

    def _child(self, draft: Draft) -> Ref:
        key = child_key(draft.child_age, draft.child_sex)
        return Ref(key, {"age": draft.child_age or ""}) if key else Ref("read-back-unknown")


def to_whom(key: str, draft: Draft) -> str:
    """Return the name of the text as it is said to whoever tells the matter."""
    return f"{key}-to-child" if draft.is_by_child else key


def is_pressing(draft: Draft) -> bool:
    """Say whether a person must see the matter, whatever its reporter would rather."""
    return draft.danger in ("yes", "unsure") or (draft.level or Level.L3) <= Level.L2


def child_key(age: str | None, sex: str | None) -> str | None:
    """Return the name of the text that tells what is known of a child; None for nothing."""
    aged = None if age is None else "baby" if age == "0" else "aged"
    known = [part for part in (aged, sex) if part]
    return f"child-{'-'.join(known)}" if known else None


def _step(state: str, draft: Draft) -> tuple[int, int] | None:
    if "confirm" in draft.trail:  # What is changed after the reading back is no step any more.
        return None
    slot = SLOT_OF.get(state)
    plan = draft.plan if draft.way == "message" else SLOTS
    return (plan.index(slot) + 1, len(plan)) if slot in plan else None


def _contact(draft: Draft) -> Ref:
    if draft.may_write_back is False:
        return Ref("contact-silent")
    left = " ".join(part for part in (draft.reporter_name, draft.reporter_phone) if part)
    return Ref("contact-left", {"left": left}) if left else Ref("contact-anonymous")


def _choices_of(prompt: Prompt) -> Row:
    return tuple(choice for row in prompt.rows for choice in row)


def _category(code: str) -> Choice:
    return Choice(f"kind:{code}", f"category-{code}")


def _named(kind: str, place: Named, label: str) -> Choice:
    return Choice(f"{kind}:{place.code}", literal=label)


def _rows(choices: Sequence[Choice], width: int) -> tuple[Row, ...]:
    return tuple(tuple(choices[first : first + width]) for first in range(0, len(choices), width))
