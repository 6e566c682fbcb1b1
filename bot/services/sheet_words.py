"""What is said of a sheet that was sent in chat: what it would change, and what is wrong."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.duty.sheet_page import Problem
from bot.services.comparing import Comparison, Difference
from bot.services.roster_sheet import Understood
from bot.services.watch import Watch
from bot.services.within import Within
from bot.terms import Tier
from bot.views.quoting import line
from storage.records import Person

PROBLEMS, DIFFERENCES = 20, 12
_NAMES = 300
# As a roster is read: whoever leads comes first.
_TIERS = (Tier.LEAD, Tier.DUTY, Tier.BACKUP)


class SheetWords(Within):
    """Say in a person's language, as HTML, how a sheet and the roster stand to each other."""

    def wrong(self, problems: Sequence[Problem], person: Person) -> str:
        """Return everything that is wrong by its cell; of very much the first, and how much."""
        texts, language = self.hotline.texts, person.language
        lines = [
            texts(
                "sheet-problem",
                language,
                cell=line(one.cell),
                what=texts(one.key, language, **_harmless(one)),
            )
            for one in problems[:PROBLEMS]
        ]
        if len(problems) > PROBLEMS:
            lines.append(texts("holes-more", language, count=len(problems) - PROBLEMS))
        return texts("sheet-wrong", language, lines="\n".join(lines), count=len(problems))

    def offer(
        self,
        compared: Sequence[tuple[Understood, Comparison]],
        unread: Sequence[str],
        person: Person,
    ) -> str:
        """Return what would change in each office, and the question whether it shall."""
        texts, language = self.hotline.texts, person.language
        parts = [self._part(part, comparison, person) for part, comparison in compared]
        if unread:
            titles = "、".join(line(title) for title in unread)
            parts.append(texts("sheet-unread", language, titles=titles))
        return "\n\n".join([*parts, texts("sheet-ask", language)])

    def done(self, parts: Sequence[Understood], person: Person) -> str:
        """Return what was taken in."""
        lines = "\n".join(self._heading(part, person.language) for part in parts if part.count)
        return self.hotline.texts("sheet-done", person.language, lines=lines)

    def _part(self, part: Understood, comparison: Comparison, person: Person) -> str:
        texts, language = self.hotline.texts, person.language
        lines = [self._heading(part, language), *self._changes(comparison, language)]
        if part.over:
            lines.append(texts("sheet-over", language, count=len(part.over)))
        left = [tier for tier in _TIERS if tier not in part.days]
        if left:
            tiers = "、".join(texts(f"tier-{tier.value}", language) for tier in left)
            lines.append(texts("sheet-left-tiers", language, tiers=tiers))
        if comparison.holes:
            holes = Watch(self.hotline, self.work, self.now).lines(comparison.holes, person)
            lines.append(texts("sheet-holes", language, lines=line_by_line(holes)))
        return "\n".join(lines)

    def _heading(self, part: Understood, language: str) -> str:
        texts = self.hotline.texts
        days = sorted({day for days in part.days.values() for day in days})
        tiers = [
            texts(
                "sheet-tier-days",
                language,
                tier=texts(f"tier-{tier.value}", language),
                count=len(part.days[tier]),
            )
            for tier in _TIERS
            if tier in part.days
        ]
        return texts(
            "sheet-offer",
            language,
            office=line(part.office.name),
            span=self._span(days[0], days[-1], language),
            tiers="、".join(tiers),
        )

    def _changes(self, comparison: Comparison, language: str) -> Iterable[str]:
        texts = self.hotline.texts
        if not comparison.changed and not comparison.filled:
            yield texts("sheet-same", language)
        if comparison.changed:
            yield texts("sheet-changed", language, count=_dates(comparison.changed))
            for one in comparison.changed[:DIFFERENCES]:
                yield self._difference(one, language)
            if len(comparison.changed) > DIFFERENCES:
                more = len(comparison.changed) - DIFFERENCES
                yield texts("holes-more", language, count=more)
        if comparison.filled:
            yield texts("sheet-filled", language, count=_dates(comparison.filled))

    def _difference(self, one: Difference, language: str) -> str:
        return self.hotline.texts(
            "sheet-difference",
            language,
            day=self._day(one.day, language),
            tier=self.hotline.texts(f"tier-{one.tier.value}", language),
            before=self._names(one.before),
            after=self._names(one.after) or self.hotline.texts("roster-nobody", language),
        )

    def _names(self, people: Sequence[int]) -> str:
        return "、".join(line(self.work.staff.get(one).name) for one in people)

    def _span(self, first: date, last: date, language: str) -> str:
        texts = self.hotline.texts
        if first == last:
            return self._day(first, language)
        if (first.year, first.month) == (last.year, last.month):
            return texts(
                "sheet-days-of-month", language, month=first.month, first=first.day, last=last.day
            )
        begins, ends = self._day(first, language), self._day(last, language)
        return texts("span-from-to", language, begins=begins, ends=ends)

    def _day(self, day: date, language: str) -> str:
        return self.hotline.texts("sheet-day", language, month=day.month, day=day.day)


def line_by_line(words: str) -> str:
    """Return several lines, each made harmless."""
    return "\n".join(line(one) for one in words.splitlines())


def _harmless(problem: Problem) -> dict[str, str | int]:
    return {
        name: line(value, _NAMES) if isinstance(value, str) else value
        for name, value in problem.args.items()
    }


def _dates(differences: Sequence[Difference]) -> int:
    return len({one.day for one in differences})
