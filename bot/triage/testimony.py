"""What the places of one text say when they are heard together: by rank, with their readings."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.triage.distinct import Distinct
from bot.triage.gazetteer import County, Gazetteer, Township
from bot.triage.names import LONG_ENOUGH_ALONE, Kind, Mention
from bot.triage.role_words import TIME
from bot.triage.roles import Address, opens, signs

RANKED = (Kind.TOWNSHIP, Kind.TOWNSHIP_OF_ANOTHER_RANK)
ANY_TOWNSHIP = (*RANKED, Kind.TOWNSHIP_WITHOUT_RANK)

# Where a township stands without its county, the character before it must be one that ends a
# word; otherwise the name may be the tail of a longer one that the list does not have.
_WORD_ENDS = re.compile("[^一-鿿]|[在是到住们我有从的去叫县市区省边]")
_STANDS_IN = ("在", "住", "到")
_CLAUSE_ENDS = re.compile("$|[^一-鿿]")
_BUILDINGS = frozenset({"钟楼", "鼓楼"})
_OF_US = re.compile("(?:我们|俺们|咱们?|[我俺])$")
_OF_HOME = re.compile("[的哩滴嘞人](?=$|[^一-鿿])")
_LIVES_IN = ("住", "住在", "住到", "租在", "家在", "搬到")
_NAME_ENDS = re.compile("$|[^一-鿿]|了|这|那|街上|集上|下面|有|的")

# What only a township has: who says 高沟街上 or 高沟派出所 means no village.
_TOWNSHIP_SIGN = re.compile(
    "古镇|(?:老|新|西|东|南|北)?街(?:上|[东西南北后前中][头边面口首段])|(?:老|新)街|集上|镇上|街里|集镇|集市|派出所|中学|初中|高中|中心小学|中心幼儿园|卫生院"
    "|敬老院|民政|村委|妇联|便民|菜场|农贸市场|医院|车站|汽车站|镇政府|政府|法庭|司法所|供电所"
    "|街浪|[一-鿿]{0,4}(?:厂(?:区|宿舍|里|门口)|工业园|工业区)"
)
# A village has no police station and hardly ever a school for the older ones.
_SEAT_SIGN = re.compile(
    "派出所|(?:初级)?中学|[念读上]?(?:初中|高中|[初高][一二三])|卫生院|镇政府|法庭|司法所|供电所"
)
# Who names the school where they teach says where it is: 穿城幼儿园老师, 千秋小学的.
_SCHOOL_STAFF = re.compile("(?:中心)?(?:小学|幼儿园)的?(?:老师|班主任|校长|园长)")
# 安国小学，… says it as well, where the name is no spot that many places have.
_SCHOOL_ALONE = re.compile(
    "(?:中心)?(?:小学|幼儿园)(?:的?(?=$|[^一-鿿])|门口|门前|旁边|边上|对面|附近|后面|后头)"
)
_SCHOOL_YEAR = re.compile(
    "(?:中心)?小学[念读上]?的?(?:[一二三四五六]年级|[一二三四五六]（?[\\d一二三四五六])"
)
# Nobody begins 三口的，… or 砖墙的，… but who is from there; 钓鱼的，… is an angler.
_OF_IT = re.compile(
    "[的哩滴嘞](?=$|[^一-鿿]|[有]?一[个家所户](?:幼儿园|小学|学校|中学|村|厂|店|人家))"
)
_SPOTS = frozenset({"温泉", "浮桥", "合作", "四队", "房山", "近海"})
_TRADES_AND_SPOTS = _SPOTS | {"钓鱼", "下车", "公道", "棋盘"}
# 湾头这边 within a message is at a bend, as 砖墙这边 is at a wall.
_THINGS = _TRADES_AND_SPOTS | {"砖墙", "湾头", "分界", "三口", "前锋"}
# 公道这边，… speaks of a town, though 公道的 does not.
_HERE = re.compile("(?:这边|这块|这里|这儿|街上|镇上)")
_CLAUSE_BEGINS = re.compile(
    f"(?:^|[^一-鿿]|{TIME}|暑假|寒假|放假|开学|过年|开春|被|关于|求助|帮帮|联系|告诉|通知(?:一下)?|让|请|帮|给|告|归|属于|住址|搁|找过|去过|岁半?|年级|[初高大][一二三]"
    "|我是[^，,。；; ]{0,5}[婆公爷奶姑姨舅爸妈叔伯姐哥嫂]|(?:^|[^一-鿿])就|我一个|庄上|村上"
    "|地址|地点|位置|坐标|本人|我们|俺们|咱们|俺|我|咱|你们|家|在|住|到|来|是|从|往|替|来自|去|回|的"
    "|孩子|小孩|儿子|女儿|孙子|孙女|闺女|丫头|小子|娃|伢子?|小伙|学生|男孩|女孩|姑娘|嫁|反映(?:一下)?|有没有|(?:^|[^一-鿿])有|[你您]好|我?这儿?|属|(?:^|[^一-鿿]|我)人|我?(?:[表堂]?[哥姐弟妹]|外甥|侄[子女儿])|勒|路过|经过|发现|看见|听说|碰[到见]|遇[到见]|举报|建议|希望|投诉|看到|咨询|请问|想问|问下|问一下)$"
)


def _houses_family(before: str, after: str) -> bool:
    """Say whether a family lives there: 我家在安国, 在千秋家里; nobody lives at a thing."""
    if before.endswith(("家在", "家住", "住在")) and _CLAUSE_ENDS.match(after):
        return True
    return before.endswith("在") and after.startswith("家里")


@dataclass(frozen=True, slots=True)
class Testimony:
    """Read the addresses of one text that are heard together."""

    gazetteer: Gazetteer
    distinct: Distinct
    text: str
    heard: Sequence[Address]

    @property
    def mentions(self) -> Sequence[Mention]:
        """Return the names in the order of the text."""
        return tuple(chain.from_iterable(address.mentions for address in self.heard))

    def cities(self) -> set[str]:
        """Return the codes of the cities named."""
        return {code for one in self.mentions for code in one.codes(Kind.CITY)}

    def counties(self) -> Sequence[tuple[Mention, set[str]]]:
        """Return each name of a county with the counties it may mean within the named cities."""
        cities = self.cities()
        options: list[tuple[Mention, set[str]]] = []
        for address in self.heard:
            for mention in address.mentions:
                codes = set(mention.codes(Kind.COUNTY))
                is_county = codes and not mention.codes(Kind.CITY)
                if is_county and not self._is_township_of(address, mention):
                    inside = {code for code in codes if self.city_of(code) in cities}
                    options.append((mention, inside or codes))
        return options

    def ranked(self) -> Sequence[Sequence[Township]]:
        """Return for each township that stands with a rank the townships it may mean."""
        return [self.townships(one, *RANKED) for one in self.mentions if one.codes(*RANKED)]

    def spoken(self) -> Sequence[tuple[Mention, Sequence[Township]]]:
        """Return the townships that can be believed beside a county or a city.

        A name without its rank counts where it stands in one address with them, or is long; 和平
        somewhere else in the sentence is only a word.
        """
        return [
            (mention, self.townships(mention))
            for address in self.heard
            for mention in address.mentions
            if mention.codes(*RANKED)
            or len(mention.words) >= LONG_ENOUGH_ALONE
            or len(address.mentions) > 1
        ]

    def only_township(self) -> tuple[str, Township | None] | None:
        """Return the one township that the words can only mean, with its county's code.

        利国镇 and 利国街道 are of one county, as two towns may be that are named: there the
        township stays open.

        None where another place of the province, or of the city named, has the name as well, or
        where the name may be an ordinary word.
        """
        cities = self.cities()
        city = next(iter(cities)) if len(cities) == 1 else None
        found: set[Township] = set()
        named: set[str] = set()
        for mention in self.mentions:
            is_distinct = self._distinctness(mention, city)
            if is_distinct is None or mention.words in named:
                continue
            only = [one for one in self.townships(mention) if is_distinct(one, city)]
            if len({one.county_code for one in only}) != 1:
                return None
            found.update(only)
            named.add(mention.words)
        counties = {one.county_code for one in found}
        if len(counties) != 1:
            return None
        return counties.pop(), found.pop() if len(found) == 1 else None

    def is_plainly_named(self, mention: Mention) -> bool:
        """Say whether a name is plainly a township's and no ordinary word."""
        return self._distinctness(mention, None) is not None

    def _distinctness(self, mention: Mention, city: str | None) -> Callable[..., bool] | None:
        """Return what a name must be to be sure as a township; None where it may be a mere word."""
        before, after = self.text[: mention.start], self.text[mention.end :]
        if mention.is_crossed or not mention.codes(*ANY_TOWNSHIP):
            return None
        if city is not None and before.endswith(self._written_cities()):
            return self.distinct.as_place
        if not _CLAUSE_BEGINS.search(before):
            return None
        if _SEAT_SIGN.match(after):
            return self.distinct.as_seat
        is_head = opens(self.text, mention.start, mention.end)
        if mention.codes(*RANKED) or _TOWNSHIP_SIGN.match(after):
            return self.distinct.as_township_at_head if is_head else self.distinct.as_township
        towns = self.townships(mention)
        if self.distinct.is_word(mention.words):
            if _houses_family(before, after):
                return self.distinct.as_seat
            is_staff = _SCHOOL_STAFF.match(after)
            is_of_it = _OF_IT.match(after) and mention.words not in _TRADES_AND_SPOTS
            is_here = _HERE.match(after) and mention.words not in _SPOTS
            is_school = _SCHOOL_ALONE.match(after) and mention.words not in _SPOTS
            is_told = is_head and (is_staff or is_of_it or is_school)
            is_told = is_told or (is_here and (is_head or mention.words not in _THINGS))
            return self.distinct.as_seat if is_told or _SCHOOL_YEAR.match(after) else None
        if any(self.distinct.has_only_behind(one, self.text, mention.end) for one in towns):
            return self.distinct.as_only
        if any(self.distinct.has_behind(one, self.text, mention.end) for one in towns):
            return self.distinct.as_seat
        is_known = before.endswith(_STANDS_IN) and self.distinct.is_well_known(mention.words)
        is_alone = is_head or is_known or signs(self.text, mention.start, mention.end)
        return self.distinct.as_head if is_alone else self.distinct.as_place

    def _written_cities(self) -> tuple[str, ...]:
        words = (one.words for one in self.mentions if one.codes(Kind.CITY))
        return tuple(word + joint for word in words for joint in ("", " ", "的", "，", ","))

    def bare(self) -> Sequence[Township]:
        """Return the townships without rank that can only be places: long, or 在双店这边."""
        found = [one for one in self.mentions if self.is_plainly_a_place(one)]
        return [town for one in found for town in self.townships(one, Kind.TOWNSHIP_WITHOUT_RANK)]

    def elsewhere(self) -> Sequence[Mention]:
        """Return the places of other provinces, but not 洛阳 where it is 武进's township."""
        named = {code for _, codes in self.counties() for code in codes}
        return [
            one
            for one in self.mentions
            if one.codes(Kind.ELSEWHERE)
            and not any(town.county_code in named for town in self.townships(one))
        ]

    def townships(self, mention: Mention, *kinds: Kind) -> Sequence[Township]:
        """Return the townships that a name may mean."""
        found = (self.gazetteer.township(code) for code in mention.codes(*(kinds or ANY_TOWNSHIP)))
        return [one for one in found if one is not None]

    def is_official(self) -> bool:
        """Say whether every township named with a rank has that rank."""
        return all(one.codes(Kind.TOWNSHIP) for one in self.mentions if one.codes(*RANKED))

    def stands_free(self) -> bool:
        """Say whether no township can be the tail of a longer name."""
        starts = [one.start for one in self.mentions if one.codes(*RANKED)]
        return all(start == 0 or _WORD_ENDS.match(self.text[start - 1]) for start in starts)

    def namesakes(self, towns: Iterable[Township]) -> Sequence[County]:
        """Return the counties that are called as one of the townships is: 东海镇 is in 启东."""
        shorts = {town.short for town in towns}
        return [county for county in self.gazetteer.counties if county.short in shorts]

    def city_of(self, county_code: str) -> str:
        """Return the code of the county's city."""
        county = self.gazetteer.county(county_code)
        return county.city_code if county else ""

    def _is_township_of(self, address: Address, mention: Mention) -> bool:
        """Say whether 东海 in 启东东海 is the township: its county stands before it."""
        own = set(mention.codes(Kind.COUNTY))
        before = (one for one in address.mentions if one.start < mention.start)
        named = {code for one in before for code in one.codes(Kind.COUNTY)} - own
        return any(town.county_code in named for town in self.townships(mention))

    def is_plainly_a_place(self, mention: Mention) -> bool:
        """Say whether a township without rank is spoken of as where somebody is."""
        if len(mention.words) >= LONG_ENOUGH_ALONE or self._distinctness(mention, None):
            return True
        at = (mention.start, mention.end)
        is_alone = opens(self.text, *at) or signs(self.text, *at)
        return is_alone or self.stands_as_place(mention)

    def is_home(self, mention: Mention, county: County) -> bool:
        """Say whether a county that is called as a thing may be is said to be where they live."""
        if mention.words != county.short or not self.distinct.as_county(county):
            return False
        before, at = self.text[: mention.start], (mention.start, mention.end)
        if before.endswith(_LIVES_IN):
            return _NAME_ENDS.match(self.text, mention.end) is not None
        is_alone = opens(self.text, *at) or signs(self.text, *at)
        # 钟楼的 is somebody from there, 钟楼这边 and 钟楼有个孩子 may be at a bell tower.
        is_of_us = _OF_US.search(before) and _HERE.match(self.text, mention.end)
        is_told = mention.words not in _BUILDINGS or is_of_us
        return is_alone and bool(is_told or _OF_HOME.match(self.text, mention.end))

    def stays_in(self, address: Address) -> bool:
        """Say whether somebody is said to be in the place: 在, 住在 or 到 stands before it."""
        return self.text[: address.mentions[0].start].endswith(_STANDS_IN)

    def is_stayed_in(self, address: Address, mention: Mention) -> bool:
        """Say whether somebody is said to be there, and the name is no ordinary word."""
        return self.stays_in(address) and not self.distinct.is_word(mention.words)

    def stands_as_place(self, mention: Mention) -> bool:
        """Say whether nothing but a place can stand so, as in 在双店 at the end of a clause."""
        stands_in = self.text[: mention.start].endswith(_STANDS_IN)
        return stands_in and _NAME_ENDS.match(self.text, mention.end) is not None
