"""Places in English: taken where rank or city leave no doubt, offered where they do."""

import pytest

from bot.triage.gazetteer import Gazetteer
from bot.triage.places import Places

PLACES = Places(Gazetteer.load())


@pytest.mark.parametrize(
    ("words", "county", "township"),
    [
        ("Donghai county, Niushan street", "东海县", "牛山街道"),
        ("My dad hits me, I live in Donghai County", "东海县", None),
        ("Dong Hai county, Niu Shan street", "东海县", "牛山街道"),
        ("Lianyungang, Donghai", "东海县", None),
        ("a boy in Ganyu District is always alone", "赣榆区", None),
        ("Pei county", "沛县", None),
        ("Siyang county", "泗阳县", None),
        ("Sihong county", "泗洪县", None),
        ("Qidong city", "启东市", None),
        ("Huai'an district", "淮安区", None),
        ("Jiangdu district, Yangzhou", "江都区", None),
        ("Funing county, Jiangsu", "阜宁县", None),
        ("Shuyang county, Miaotou town", "沭阳县", "庙头镇"),
        # There is no such township in the county.
        ("Guanyun county, Niushan street", "灌云县", None),
    ],
)
def test_a_county_with_its_rank_or_its_city_is_taken(
    words: str, county: str, township: str | None
) -> None:
    best = PLACES.find(words).best
    assert best is not None
    assert (best.county, best.township) == (county, township)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        # Two of the province have the name.
        ("Gulou district", {"320106", "320302"}),
        # Others of the country have it.
        ("Feng county", {"320321"}),
        ("Funing county", {"320923"}),
        # The rank is another's.
        ("Qidong county", {"320681"}),
        ("Donghai", {"320722"}),
        ("a girl in Guanyun is beaten by her father", {"320723"}),
        # Somebody or something is there, but not the child.
        ("he is from Donghai county", {"320722"}),
        ("near Donghai county", {"320722"}),
        ("Donghai County People's Hospital has a girl with bruises", {"320722"}),
        ("My sister lives in Donghai County but the kid is in Shanghai", {"320722"}),
        ("a boy in Donghai county, Nanjing", {"320722"}),
        ("ta laojia donghai xian", {"320722"}),
        ("Donghai County or Guanyun County", {"320722", "320723"}),
    ],
)
def test_what_may_be_another_place_is_offered(words: str, codes: set[str]) -> None:
    place = PLACES.find(words)
    assert not place.sure
    assert codes <= {one.county_code for one in place.candidates}


@pytest.mark.parametrize(
    ("words", "city_code"),
    [
        ("Lianyungang", "320700"),
        ("a boy in Huai'an city has bruises", "320800"),
        ("his parents work in Suzhou", None),
        ("he is from Nanjing", None),
    ],
)
def test_a_city_alone_has_its_counties_asked_for(words: str, city_code: str | None) -> None:
    place = PLACES.find(words)
    assert place.candidates == ()
    assert place.city_code == city_code


def test_with_its_city_a_name_of_two_districts_is_the_one_in_it() -> None:
    for words, code in (("Gulou district, Nanjing", "320106"), ("Xuzhou Gulou", "320302")):
        best = PLACES.find(words).best
        assert best is not None
        assert best.county_code == code


@pytest.mark.parametrize(
    "words",
    ["Please help, a baby is alone", "the city is far", "he hits me in the street", "in town"],
)
def test_english_that_names_no_place_names_none(words: str) -> None:
    place = PLACES.find(words)
    assert (place.candidates, place.city_code) == ((), None)
