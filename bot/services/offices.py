"""Which office a matter goes to, and how the offices of the province stand to each other."""

from collections.abc import Collection, Iterable, Mapping

from bot.triage.gazetteer import Gazetteer
from storage.records import Office
from storage.work import UnitOfWork

PROVINCE_CODE = "320000"
PROVINCE_NAME = "江苏省未保办"
PROVINCE_PREFIX = "省"


def offices_of(gazetteer: Gazetteer) -> Iterable[Office]:
    """Return an office for the province, each city and each county, the higher ones first."""
    yield Office(PROVINCE_CODE, "province", PROVINCE_NAME, PROVINCE_PREFIX, None)
    for city in gazetteer.cities:
        yield Office(city.code, "city", f"{city.name}未保中心", city.letter, PROVINCE_CODE)
    for city in gazetteer.cities:
        for county in gazetteer.counties_of(city.code):
            yield Office(
                county.code, "county", f"{county.name}未保中心", county.number_prefix, city.code
            )


def found_offices(work: UnitOfWork, gazetteer: Gazetteer) -> None:
    """Add the offices that are not there yet, so that every place has one that answers."""
    known = {office.code for office in work.staff.offices()}
    for office in offices_of(gazetteer):
        if office.code not in known:
            work.staff.found_office(office)


class Offices:
    """The offices as they were at start; they change only with the administrative map."""

    def __init__(self, offices: Iterable[Office], unplaced: str) -> None:
        self._by_code: Mapping[str, Office] = {office.code: office for office in offices}
        self._unplaced = unplaced
        self._prefixes = frozenset(one.number_prefix for one in self._by_code.values())

    @property
    def by_code(self) -> Mapping[str, Office]:
        """Return every office by its code."""
        return self._by_code

    @property
    def prefixes(self) -> Collection[str]:
        """Return how the numbers of all offices begin."""
        return self._prefixes

    def __getitem__(self, code: str) -> Office:
        return self._by_code[code]

    def find(self, code: str | None) -> Office | None:
        """Return the office with this code, if there is one."""
        return self._by_code.get(code or "")

    def for_county(self, county_code: str | None) -> Office:
        """Return the office of the county; of a place not known yet, the one that takes those."""
        return self.find(county_code) or self._by_code[self._unplaced]

    def city_above(self, code: str) -> Office | None:
        """Return the city's office over a county, or the office itself where it is a city's."""
        office = self.find(code)
        while office is not None and office.kind != "city":
            office = self.find(office.parent_code)
        return office

    def province(self) -> Office | None:
        """Return the province's office."""
        return next((o for o in self._by_code.values() if o.kind == "province"), None)

    def below(self, code: str) -> Iterable[Office]:
        """Return the offices directly below this one."""
        return [office for office in self._by_code.values() if office.parent_code == code]
