"""How often a person may try codes, and numbers of receipts, within an hour: each for itself."""

from datetime import timedelta

from bot.services.within import Within
from storage.records import Person, Tried

_PER_HOUR = {"code": 10, "receipt": 20}
_HOUR = timedelta(hours=1)


class Tries(Within):
    """Count a person's tries within one unit of work."""

    def are_too_many(self, person: Person, tried: Tried) -> bool:
        """Count a try; say whether it is one too many, so that nothing is to be told."""
        hour_at, count = person.tries(tried)
        if hour_at is None or self.now - hour_at >= _HOUR:
            hour_at, count = self.now, 0
        if count >= _PER_HOUR[tried]:
            return True
        self.work.people.count_try(person, tried, hour_at=hour_at, count=count + 1)
        return False
