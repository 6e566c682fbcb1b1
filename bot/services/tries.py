"""How often a person may try codes, and numbers of receipts, within an hour: each for itself."""

from datetime import timedelta
from typing import Literal

from bot.services.within import Within
from storage.records import Person

Tried = Literal["code", "receipt"]
_PER_HOUR = {"code": 10, "receipt": 20}
_HOUR = timedelta(hours=1)
# Both counts are kept in one figure, the receipts in its thousands: no count passes its limit.
_RECEIPT = 1000
_UNIT = {"code": 1, "receipt": _RECEIPT}


class Tries(Within):
    """Count a person's tries within one unit of work."""

    def are_too_many(self, person: Person, tried: Tried) -> bool:
        """Count a try; say whether it is one too many, so that nothing is to be told."""
        hour_at, counted = person.inquiry_hour_at, person.inquiry_count
        if hour_at is None or self.now - hour_at >= _HOUR:
            hour_at, counted = self.now, 0
        receipts, codes = divmod(counted, _RECEIPT)
        if (receipts if tried == "receipt" else codes) >= _PER_HOUR[tried]:
            return True
        self.work.people.count_inquiry(person, hour_at=hour_at, count=counted + _UNIT[tried])
        return False
