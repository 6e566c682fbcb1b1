"""Villages, sounds and folding: what is not sure is offered, never taken."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.agreement import MOST_CANDIDATES
from bot.triage.folding import fold
from bot.triage.gazetteer import Gazetteer
from bot.triage.local_names import LocalNames
from bot.triage.names import Names
from bot.triage.places import Places
from tests.triage.sentences import fits

CORPUS = Path(__file__).parents[2] / "training" / "corpus"


def test_a_village_alone_is_offered_with_township_and_county(places: Places) -> None:
    place = places.find("孩子在七里桥村")
    assert not place.sure
    offered = {(one.county, one.township, one.village) for one in place.candidates}
    assert ("东海县", "张湾乡", "七里桥村") in offered
    assert len(offered) == 3


def test_a_village_that_many_counties_have_is_not_offered(places: Places) -> None:
    place = places.find("王庄村有个孩子")
    assert place.candidates == ()
    assert not place.sure


def test_a_named_city_narrows_the_villages(places: Places) -> None:
    place = places.find("连云港的，孩子在七里桥村")
    assert not place.sure
    assert [one.county for one in place.candidates] == ["东海县"]


@pytest.mark.parametrize(
    ("text", "county"), [("梅村村有个孩子", "新吴区"), ("吴江村有个孩子", "吴江区")]
)
def test_a_village_called_as_a_county_or_township_is_never_sure(
    places: Places, text: str, county: str
) -> None:
    place = places.find(text)
    assert not place.sure
    assert county in {one.county for one in place.candidates}


def test_no_village_alone_is_ever_more_than_four_candidates_or_sure(
    gazetteer: Gazetteer, places: Places
) -> None:
    greater = Names(gazetteer, LocalNames())
    named = [one.name for one in gazetteer.villages[::40] if one.name.endswith("村")]
    alone = [name for name in named if not greater.find(fold(name))]
    assert len(alone) >= 30
    for name in alone:
        place = places.find(f"{name}有个孩子没人管")
        assert not place.sure, name
        assert len(place.candidates) <= MOST_CANDIDATES


def test_a_village_behind_its_county_gives_its_township_where_only_one_has_it(
    places: Places,
) -> None:
    best = places.find("东海县七里桥村有个孩子").best
    assert best is not None
    assert (best.county, best.township, best.village) == ("东海县", "张湾乡", "七里桥村")


def test_a_village_behind_its_county_gives_no_township_where_several_have_it(
    gazetteer: Gazetteer, places: Places
) -> None:
    towns: dict[tuple[str, str], set[str]] = {}
    for one in gazetteer.villages:
        if one.county_code and one.township_code and one.name.endswith("村"):
            towns.setdefault((one.county_code, one.name), set()).add(one.township_code)
    shared = [key for key, codes in towns.items() if len(codes) > 1]
    assert shared
    for code, name in shared[:20]:
        county = gazetteer.county(code)
        best = places.find(f"{county.name if county else ''}{name}有个孩子").best
        assert best is None or best.township is None, name


@given(st.text(max_size=200))
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("東海縣雙店鎮", "东海县双店镇"),
        ("\uff11\uff12岁\uff21\uff42", "12岁Ab"),
        ("沈𫭢", "沈伦"),
        ("湖㳇", "湖父"),
    ],
)
def test_traditional_full_width_and_rare_characters_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("树阳县有个孩子", "沭阳县"),
        ("霜店镇有个娃", "东海县"),
        ("donghai shuangdian", "东海县"),
        ("宜征月塘 小孙女一岁", "仪征市"),
        ("海按曲塘 初二大孙子", "海安市"),
        ("社阳 六年级", "射阳县"),
        ("冬台唐洋的 闺女", "东台市"),
        ("连云冈海洲的 女儿四年级", "海州区"),
        ("我在四红县城租的房子", "泗洪县"),
        ("社羊县黄沙港那边的，去了南通看病", "射阳县"),
        ("wo men zai xuyi xian zheng zhao", "盱眙县"),
        # What few can read or type: 沭 is taken for 沐, half of 栟 is read, 镇 has 上 behind it.
        ("家住沐阳，娃没户口", "沭阳县"),
        ("并茶的，女儿被人拍了", "如东县"),
        ("强港的 丫头噎住了", "东台市"),
        ("俺是雎宁的", "睢宁县"),
        ("盱台县的", "盱眙县"),
        ("秦潼镇上有家老的带两个小的", "姜堰区"),
        ("东还县的，孙子没人看", "东海县"),
        # The rank of old, a number within a name, and what follows a bare name at the head.
        ("海暗县城汽车站那里", "海安市"),
        ("四阳这边，两口子夜里摆摊", "泗阳县"),
        ("我住昆三这边，六年级", "昆山市"),
        ("盐读学富的,初一女生", "盐都区"),
        ("长熟打工的，小囡三岁", "常熟市"),
        ("我们干榆一个卫生院的", "赣榆区"),
        ("怡兴丁山的，我弟弟", "宜兴市"),
        # Letters at the head, before the Chinese, and at the end of many others.
        ("shuyang的 孙子没回来", "沭阳县"),
        ("xu yi 的。家里就我跟妹妹", "盱眙县"),
        ("jie shang you ge xiao hai mai hua da ban ye bu rang hui jia kunshan", "昆山市"),
    ],
)
def test_what_sounds_like_a_place_is_offered_and_never_sure(
    places: Places, text: str, county: str
) -> None:
    place = places.find(text)
    assert not place.sure
    assert county in {one.county for one in place.candidates}


@pytest.mark.parametrize(
    "text",
    [
        "两岁的娃咬人",
        "监护人三个号码全空",
        "她一个人住在镇上",
        "派出所通报本村一个孩子",
        "在县城的天桥底下",
        "所在自然村仅剩五户",
        "他们镇上没有学校",
        "小孩在家玩，问他在干嘛",
        "xiao hai bu chi fan",
    ],
)
def test_ordinary_words_sound_like_no_place(places: Places, text: str) -> None:
    assert places.find(text).candidates == ()


def test_sentences_without_a_place_get_none(gazetteer: Gazetteer, places: Places) -> None:
    names = Names(gazetteer, LocalNames())
    texts = [file.read_text("utf-8") for file in sorted(CORPUS.glob("*.tsv"))]
    said = [line.split("\t")[-1] for text in texts for line in text.splitlines()]
    # Who types in letters names places in letters, and that is no mistake.
    spelt = re.compile(r"[a-z' ]{12,}")
    ordinary = [one for one in said if not names.find(fold(one)) and not spelt.search(one)]
    assert len(ordinary) >= 300
    found = [words for words in ordinary if places.find(words).candidates]
    # One of 12,800 when this was written.
    assert len(found) <= 0.0005 * len(ordinary), found


def test_known_counties_only_order_the_candidates(places: Places) -> None:
    text = "刘集镇有个孩子"
    plain = places.find(text)
    last = plain.candidates[-1].county_code
    known = places.find(text, [last])
    assert known.candidates[0].county_code == last
    assert set(known.candidates) == set(plain.candidates)
    assert not known.sure


def test_a_known_county_never_changes_what_is_sure(places: Places) -> None:
    assert places.find("孩子在东海县", ["320723"]) == places.find("孩子在东海县")


def test_a_known_county_adds_no_candidate(places: Places) -> None:
    assert fits("-", places.find("孩子没人管", ["320722"]))
    assert places.find("孩子没人管", ["320722"]).candidates == ()
