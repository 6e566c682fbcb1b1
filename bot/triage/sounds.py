"""Places that are written as they sound: wrong characters with the right sound, and bare pinyin.

Input methods and speech recognition write 涑阳县 or 树阳县 for 沭阳县; some people type donghai.
Whatever is found here only sounds like a place: it is offered, never taken.
"""

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product

import ahocorasick
from rapidfuzz import fuzz, process

from bot.triage.gazetteer import City, County, Gazetteer, Township

# Single characters are all that is asked for here; the dictionary of phrases would take 40 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import lazy_pinyin

# What people of the province do not tell apart: zh and z, ch and c, sh and s, n and l, hu and f,
# and the ends -ng and -n.
_SAME = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("hu", "f"), ("l", "n"), ("ng", "n"))
# Nobody who means a name types one of these for another character of it: 住在镇上 is not 朱寨镇.
_NEVER_MISTYPED = frozenset(
    "的了是在我你他她它们这那有不也都说讲就还没去到从和跟里上下谁怎么什吗呢想个把被给让本报"
)
# How people read what they cannot read, or which character they take for it: 并茶 is 栟茶.
MISREAD = {
    "弶": "qiang liang",
    "溱": "qin zhen",
    "栟": "bing ping",
    "沭": "mu shu",
    "盱": "yu gan",
    "眙": "tai",
    "邳": "pei bu",
    "睢": "ju hui",
    "邗": "gan",
    "甪": "jiao lu",
    "浒": "xu hu",
    "朐": "ju gou",
    "埝": "nian dian",
    "氾": "fan si",
    "湫": "qiu jiu",
    "苴": "qie ju",
    "渎": "mai du",
    "堡": "bao pu",
    "圩": "wei xu yu",
    "溧": "li su",
    "浏": "liu wen",
    "赣": "gan gong",
    "都": "du",
    "六": "lu",
}
# 长 is read as in 长泾, whatever stands beside it.
_IN_NAMES = {"长": "chang"}
_SPELT_IN_NAMES = {"长": ("chang",), "都": ("du",), "六": ("lu", "liu")}
# Of these most people know how they are read, and names with them are spoken as written.
_WELL_READ = frozenset("赣圩堡渎溧浏埝苴都六")
# 三岁 is no 三遂; 四阳 and 昆三 may be places all the same.
_NUMERALS = re.compile("[一二两三四五六七八九十几](?![阳洪])[一-鿿]|[一二两五六七八九十几]$")
_RANKED = re.compile("[一-鿿]{1,5}?(?:街道|[县区市镇乡])(?!里)")
_BARE = re.compile(
    "(?:在|住|到|来自|是|^)(?P<name>[一-鿿]{2,3}?)(?:这边|那边|这块|这里|的|人|街上|城里|县城|(?![一-鿿]))"
    "|(?<=[^一-鿿])(?P<here>[一-鿿]{2}?)(?:这边|这块|这里|的(?![一-鿿]))"
    "|^(?:[我俺咱]们?)?(?!.{0,2}[是在家住])(?P<opening>[一-鿿]{2,3}?)"
    "(?:(?:汽车|火车|高铁)?站(?=[一-鿿])|县医院|[的哩滴]?(?![一-鿿])|打工的?(?![一-鿿])|有?一[个家所][一-鿿]|[一-鿿]{2}(?:的|这边|这块)(?![一-鿿]))"
    "|(?:住在?|来自|是)(?P<within>[一-鿿]{2})[一-鿿]{2}(?:的|这边|那边|这块|街上)(?![一-鿿])"
)
_CLAUSE = re.compile("(?:^|[^一-鿿])(?:[我俺咱]们?)?(?:家|是|在|住)*(?P<run>[一-鿿]{4,10})")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z' ]{2,}[A-Za-z]")
_SYLLABLES = re.compile("[a-z]+")
_TYPED_BEFORE = frozenset({"zai", "zhu", "shi"})
_TYPED_BEHIND = frozenset({"xian", "zhen", "zhenshang"})
# 小孩, which every other message in letters has, is not the township 小海.
_SPELT_WORDS = frozenset({"xiaohai"})
FEWEST_LETTERS = 6
FEWEST_TYPED = 4
LONGEST_RUN = 400
# What is longer than a name with a few words about it is like no name as a whole.
LONGEST_LIKE_A_NAME = 40
SHORTEST_NAME, LONGEST_NAME = 2, 6
# How like a whole run of letters must be to a name, of 100; one letter of eight may be wrong.
LIKE_ENOUGH = 88
MOST_PLACES = 200
CITY_DIGITS, COUNTY_DIGITS = 4, 6

Named = tuple[str, str]


class Sounds:
    """Find names of counties and townships by their sound.

    Args:
        gazetteer: the places of the province.
        words: ordinary words that sound like a county, such as 监护 (建湖).
    """

    def __init__(self, gazetteer: Gazetteer, words: Collection[str] = ()) -> None:
        self._words = frozenset(words)
        self._ranked: dict[str, list[Named]] = defaultdict(list)
        self._bare: dict[str, list[Named]] = defaultdict(list)
        self._parts: dict[str, list[Named]] = defaultdict(list)
        letters: dict[str, list[str]] = defaultdict(list)
        named: Sequence[County | Township] = (*gazetteer.counties, *gazetteer.townships)
        for place in named:
            for sound in _read_as(place.name):
                self._ranked[sound].append((place.name, place.code))
            for sound in _read_as(place.short):
                letters[sound.replace(" ", "")].append(place.code)
        for place in named:
            # Of townships only those that hardly anybody can type are looked for bare.
            is_hard = not (MISREAD.keys() - _WELL_READ).isdisjoint(place.short)
            if isinstance(place, County) or is_hard:
                for sound in _read_as(place.short):
                    self._bare[sound].append((place.short, place.code))
        every: Sequence[City | County | Township] = (*gazetteer.cities, *named)
        for part in every:
            code = part.code[:CITY_DIGITS] if isinstance(part, City) else part.code
            for name in {part.name, part.short}:
                for sound in _read_as(name):
                    self._parts[sound].append((name, code))
        self._letters = {
            name: codes for name, codes in letters.items() if len(name) > SHORTEST_NAME
        }
        self._automaton = ahocorasick.Automaton()
        for name in self._letters:
            if len(name) >= FEWEST_LETTERS:
                self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    def like(self, text: str) -> Sequence[str]:
        """Return the codes of the counties and townships that the text sounds like."""
        found = [*self.addresses(text), *self._by_characters(text), *self._by_letters(text)]
        return tuple(dict.fromkeys(found))

    def addresses(self, text: str) -> Sequence[str]:
        """Return what clauses sound like that begin with two names: 宜征月塘, 连云冈海洲."""
        found: dict[str, None] = {}
        for match, _ in zip(_CLAUSE.finditer(text), range(MOST_PLACES), strict=False):
            found |= dict.fromkeys(self._below(match["run"], ""))
        return tuple(found)

    def begins_longer(self, text: str, name: str) -> bool:
        """Say whether the name that a text begins with is part of another's longer one: 连云冈.

        启东十年 sounds as 启东市 does, and that is the same place.
        """
        own = {code for full, code in self._parts.get(_sound(name), ()) if full == name}
        for length in range(len(name) + 1, LONGEST_NAME):
            words = text[:length]
            longer = self._parts.get(_sound(words), ()) if len(words) == length else ()
            others = (full for full, code in longer if code not in own)
            if any(full.startswith(name) and _may_be(words, full) for full in others):
                return True
        return False

    def _below(self, run: str, above: str) -> Iterator[str]:
        """Yield the finest places within another that the run of names sounds like."""
        for length in range(SHORTEST_NAME, min(len(run), LONGEST_NAME) + 1):
            words = run[:length]
            for name, code in self._parts.get(_sound(words), ()):
                is_below = code.startswith(above) and len(code) > len(above)
                if not is_below:
                    continue
                finer = list(self._below(run[length:], code)) if len(code) <= COUNTY_DIGITS else []
                # 六和程桥 is 六合, as 程桥 lies in it; 和 alone would hardly be typed for it.
                if not finer and not _may_be(words, name):
                    continue
                yield from finer
                if above and not finer:
                    yield code

    def _by_characters(self, text: str) -> Iterator[str]:
        for match, _ in zip(_RANKED.finditer(text), range(MOST_PLACES), strict=False):
            words = match.group()
            for length in range(min(len(words), LONGEST_NAME), SHORTEST_NAME, -1):
                found = _meant(words[-length:], self._ranked) or self._of_former_rank(
                    words[-length:]
                )
                if found:
                    yield from found
                    break
        for match, _ in zip(_BARE.finditer(text), range(MOST_PLACES), strict=False):
            words = match["name"] or match["here"] or match["opening"] or match["within"]
            if words not in self._words and not _NUMERALS.search(words):
                yield from _meant(words, self._bare)

    def _of_former_rank(self, words: str) -> Sequence[str]:
        """Return the counties that sound so without their rank: 海暗县 is what 海安 was."""
        return _meant(words[:-1], self._bare) if words.endswith(("县", "市", "区")) else ()

    def _by_letters(self, text: str) -> Iterator[str]:
        for match, _ in zip(_LETTERS.finditer(text), range(MOST_PLACES), strict=False):
            typed = match.group().lower().replace("'", "")
            yield from self._by_syllables(_SYLLABLES.findall(typed))
            run = _folded(typed.replace(" ", ""))[:LONGEST_RUN]
            if len(run) < FEWEST_LETTERS:
                whole = self._letters.get(run, ())
                yield from (code for code in whole if len(code) == COUNTY_DIGITS)
                continue
            exact = [name for _, name in self._automaton.iter(run) if name not in _SPELT_WORDS]
            names = sorted(exact, key=len, reverse=True) or self._nearly(run)
            yield from _within_counties([code for name in names for code in self._letters[name]])

    def _by_syllables(self, typed: Sequence[str]) -> Iterator[str]:
        """Yield the places that stand whole between typed words: … zai xuyi xian …."""
        for at, word in enumerate(typed[:MOST_PLACES]):
            behind = [typed[at + 1 : at + 1 + count] for count in (1, 2)]
            before = [typed[max(0, at - count) : at] for count in (1, 2, 3)]
            near = behind if word in _TYPED_BEFORE else before if word in _TYPED_BEHIND else []
            for name in map("".join, near):
                codes = self._letters.get(_folded(name), ()) if len(name) >= FEWEST_TYPED else ()
                yield from (one for one in codes if word != "xian" or len(one) == COUNTY_DIGITS)

    def _nearly(self, run: str) -> Iterable[str]:
        if len(run) > LONGEST_LIKE_A_NAME:
            return ()
        found = process.extractOne(run, self._letters, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        return () if found is None else (str(found[0]),)


def _within_counties(codes: Sequence[str]) -> Sequence[str]:
    """Return the codes, and where a county is among them only what lies in one: kunshan huaqiao."""
    counties = {code for code in codes if len(code) == COUNTY_DIGITS}
    within = [code for code in codes if code[:COUNTY_DIGITS] in counties]
    return sorted(within, key=len, reverse=True) or codes


def _meant(words: str, places: dict[str, list[Named]]) -> Sequence[str]:
    return [code for name, code in places.get(_sound(words), ()) if _may_be(words, name)]


def _may_be(words: str, name: str) -> bool:
    """Say whether the words may be a name mistyped; the sounds are alike already."""
    wrong = [one for one, other in zip(words, name, strict=True) if one != other]
    # 东还县 has only one wrong character between right ones, whatever that is.
    is_framed = len(wrong) == 1 < len(words) - 1 and words[0] == name[0]
    return is_framed or _NEVER_MISTYPED.isdisjoint(wrong)


def spelt(name: str) -> Iterator[str]:
    """Yield how a name is spelt in letters, without tones: 六合 is luhe, and liuhe to many."""
    yield from map("".join, product(*map(_letters_of, name)))


def _sound(words: str) -> str:
    return " ".join(map(_syllable, words))


def _read_as(name: str) -> Iterator[str]:
    """Yield the sounds that a name has for those who know it, and for those who do not."""
    readings = [{_syllable(one), *map(_folded, MISREAD.get(one, "").split())} for one in name]
    for syllables in product(*map(sorted, readings)):
        yield " ".join(syllables)


@lru_cache(maxsize=8192)
def _letters_of(character: str) -> Sequence[str]:
    return _SPELT_IN_NAMES.get(character) or tuple(lazy_pinyin(character))


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    return _folded(_IN_NAMES.get(character) or lazy_pinyin(character)[0])


def _folded(letters: str) -> str:
    for one, other in _SAME:
        letters = letters.replace(one, other)
    return letters
