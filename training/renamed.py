"""Messages of the tuning set read again with the names of other places put in.

A set of some hundred messages names each place once or twice, and there are 1,237 townships. What
is missed may lie in the sentence, which tells a place in a way that the reader does not know, or in
the name, which other places have as well. Here every sentence is read with many names and every
name in many sentences, so that the two can be told apart; the frozen set is left alone.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bot.triage.gazetteer import Gazetteer, short_name
from bot.triage.names import TOWNSHIP_RANKS
from bot.triage.places import Places
from training.frozen import Labelled, county_of
from training.measure import share

SHORT = 2
"""Most names have two characters; of others it cannot be told whether they fit."""
WORST = 12
SEED = 20261127


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A place as it is written: without its rank, with it, and the county that is meant."""

    short: str
    full: str
    county: str


@dataclass(slots=True)
class Renamed:
    """What came of reading with other names: for each sentence and name whether it was taken.

    `wrong` are the sentences for which another county was taken, with the name that stood there.
    """

    by_sentence: defaultdict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    by_name: defaultdict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def lines(self, what: str) -> Iterator[str]:
        """Yield what is printed of it."""
        taken = [one for each in self.by_sentence.values() for one in each]
        yield f"{what}: taken in {share(sum(taken), len(taken))} readings"
        yield f"  wrong: {len(self.wrong)}"
        yield from (f"    {name} in: {words}" for name, words in self.wrong)
        yield "  sentences that are taken least:"
        yield from _least(self.by_sentence)
        yield "  names that are taken least:"
        yield from _least(self.by_name)


def _least(of: Mapping[str, Sequence[bool]]) -> Iterator[str]:
    worst = sorted(of.items(), key=lambda one: (sum(one[1]) / len(one[1]), one[0]))
    for words, taken in worst[:WORST]:
        yield f"    {sum(taken)} of {len(taken)}: {words}"


def townships(gazetteer: Gazetteer) -> Sequence[Name]:
    """Return the townships whose name no other township, county or city has."""
    is_only = _only(gazetteer)
    return sorted(
        Name(one.short, one.name, one.county_code)
        for one in gazetteer.townships
        if one.short in is_only
        and len(one.short) == SHORT
        and one.name.removeprefix(one.short) in TOWNSHIP_RANKS
    )


def counties(gazetteer: Gazetteer) -> Sequence[Name]:
    """Return the counties whose name no other county, city or township has."""
    is_only = _only(gazetteer)
    return sorted(
        Name(one.short, one.name, one.code)
        for one in gazetteer.counties
        if one.short in is_only and len(one.short) == SHORT
    )


def _only(gazetteer: Gazetteer) -> Collection[str]:
    """Return the names that only one township, county or city has."""
    counted = Counter(
        [
            *(one.short for one in gazetteer.townships),
            *(one.short for one in gazetteer.counties),
            *(one.short for one in gazetteer.cities),
        ]
    )
    return {name for name, count in counted.items() if count == 1}


def sentences(
    labelled: Sequence[Labelled], names: Sequence[Name], written: str, gazetteer: Gazetteer
) -> Sequence[tuple[Labelled, Name]]:
    """Return the messages that are written so and name one of these places once, with its name.

    Whatever else they name would no longer fit: who names the city or the township as well is left
    out.
    """
    of = {(one.county, one.full): one for one in names}
    cities = tuple(city.short for city in gazetteer.cities)
    found = []
    for one in labelled:
        county = county_of(one, gazetteer) if one.written == written else None
        whole, _, town = one.place.partition("/")
        name = of.get((county.code, town if written == "T" else whole)) if county else None
        if name is None or one.words.count(name.short) != 1:
            continue
        others = (*cities, short_name(town)) if written == "C" and town else cities
        if not any(other in one.words for other in others):
            found.append((one, name))
    return found


def read_renamed(
    places: Places,
    told: Sequence[tuple[Labelled, Name]],
    names: Sequence[Name],
    *,
    each: int,
    seed: int = SEED,
) -> Renamed:
    """Read each sentence with `each` names that are drawn by the seed."""
    chance, result = Random(seed), Renamed()  # noqa: S311 - Nothing is kept secret by it.
    for one, own in told:
        shown = one.words.replace(own.short, f"【{own.short}】")
        for name in chance.sample(names, min(each, len(names))):
            if name.short in one.words:
                continue
            words = one.words.replace(own.full, name.full).replace(own.short, name.short)
            best = places.find(words).best
            is_taken = best is not None and best.county_code == name.county
            result.by_sentence[shown].append(is_taken)
            result.by_name[name.short].append(is_taken)
            if best is not None and not is_taken:
                result.wrong.append((name.short, shown))
    return result
