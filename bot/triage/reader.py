"""Reading one message: place, category, urgency, child, writer and mandatory situations."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.terms import Category, Level
from bot.triage.asked import Asked
from bot.triage.borders import Borders
from bot.triage.categories import CategoryModel, CategoryRules
from bot.triage.child import clues
from bot.triage.english_child import tells_of_a_child_in_english
from bot.triage.english_danger import danger_in_english
from bot.triage.english_writer import words_of_a_child_in_english
from bot.triage.evidence import Lexicon, load_document
from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer
from bot.triage.letters import Letters
from bot.triage.local_names import LocalNames
from bot.triage.meaning import Meaning
from bot.triage.places import Places
from bot.triage.reading import Place, PlaceCandidate, Reading, Reason, Relation
from bot.triage.situations import SituationRules, situation_of
from bot.triage.urgency import UNCLEAR, UrgencyRules
from bot.triage.writer import writer_clues


class Triage:
    """Read messages; one instance serves the whole process and keeps nothing of what it read.

    Args:
        gazetteer: The places of the province.
        default_levels: How urgent each category is when nothing more is known.
        model: What suggests categories; the rules of this package where nothing is given.
        borders: In which county a point lies; read from the package where nothing is given.
        letters: What reads Chinese typed in letters; nothing does where nothing is given.
        local: Names that only the place itself knows, and how its zones are shared out.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        default_levels: Mapping[Category, Level],
        *,
        model: CategoryModel | None = None,
        borders: Borders | None = None,
        letters: Letters | None = None,
        local: LocalNames | None = None,
    ) -> None:
        document = load_document()
        self._gazetteer = gazetteer
        self._borders = borders or Borders.load()
        self._letters = letters
        self._places = Places(gazetteer, local)
        self._lexicon = Lexicon(document)
        self._categories = model or CategoryRules(document)
        self._urgency = UrgencyRules(document, default_levels)
        self._situations = SituationRules()

    def meanings(self, texts: Sequence[str]) -> Sequence[Meaning | None]:
        """Return what several texts mean, as vectors made together: most of what reading costs.

        Made together or alone they are the same but for a few ten-millionths.
        """
        return self._categories.meanings([fold(text) for text in texts])

    def read(
        self,
        text: str,
        *,
        known_counties: Collection[str] = (),
        meaning: Meaning | None = None,
    ) -> Reading:
        """Return what the text says; the same text always gives the same reading.

        Any text is read, an empty one too; nothing is raised.

        Args:
            text: what was written.
            known_counties: the codes of the counties that the writer is known to report from.
            meaning: what `meanings` returned of it, where it was asked.
        """
        folded = fold(text)
        spelt = self._letters.read(folded) if self._letters else None
        words = spelt or folded
        writer = writer_clues(words)
        child = clues(words, is_by_child=writer.relation is Relation.CHILD)
        if spelt and child.age is None:
            plainly = clues(folded)
            child = replace(child, age=plainly.age, upto=plainly.upto)
        findings = self._lexicon.find(words)
        # What was made together means the letters and not what they spell.
        judgement = self._categories.judge(findings, child.age, None if spelt else meaning)
        urgency = self._urgency.judge(findings, judgement, child.likely_age)
        english = danger_in_english(folded)
        level = Level.L1 if english else urgency.level
        place = self._places.find(text, known_counties)
        suspected = self._situations.suspect(findings, judgement, child)
        age = (one for one in child.reasons if one.rule == "age")
        read_as = [Reason("read-from-letters", spelt)] if spelt else []
        if english:
            read_as.append(Reason("danger-in-english", english))
        elif tells_of_a_child_in_english(folded) or words_of_a_child_in_english(folded):
            # As of a child in Chinese words that nothing was understood of: anything may be meant.
            level = level.raised_to(UNCLEAR)
            read_as.append(Reason("unclear-about-a-child", ""))
        why = (*read_as, *urgency.reasons, *judgement.reasons, *_why(place), *suspected, *age)
        return Reading(
            categories=judgement.suggestions,
            level=level,
            danger=urgency.danger or english is not None,
            reasons=_without_repeats(why),
            place=place,
            child=child,
            writer=writer,
            situations=tuple(situation_of(one) for one in suspected),
        )

    def read_together(self, asked: Sequence[Asked]) -> Sequence[Reading]:
        """Return what each of some messages says, be it words or a point."""
        meanings = self.meanings([one.text for one in asked])
        return [
            self.locate(*one.spot)
            if one.spot
            else self.read(one.text, known_counties=one.known_counties, meaning=meaning)
            for one, meaning in zip(asked, meanings, strict=True)
        ]

    def locate(self, latitude: float, longitude: float) -> Reading:
        """Return what a shared location says: the county, sure or to be asked, and nothing else.

        Args:
            latitude: degrees, WGS 84.
            longitude: degrees, WGS 84.
        """
        near = self._borders.near(latitude, longitude)
        counties = [self._gazetteer.county(code) for code in near.codes]
        place = Place(
            sure=near.is_sure,
            candidates=tuple(PlaceCandidate(one.code, one.name) for one in counties if one),
            by_point=True,
        )
        return Reading(level=Level.L4, reasons=tuple(_why(place)), place=place)


def _why(place: Place) -> Iterable[Reason]:
    if place.by_point:
        for one in place.candidates:
            yield Reason("location-in-county" if place.sure else "location-near", one.county)
    elif place.outside is not None:
        yield Reason("place-outside-the-province", place.outside)
    elif place.best is not None:
        yield Reason("place-named", "".join((place.best.county, place.best.township or "")))
    elif place.candidates:
        yield Reason("place-to-be-asked", " ".join(one.county for one in place.candidates))


def _without_repeats(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))
