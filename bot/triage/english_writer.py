"""Whether a child writes of itself in English: what else is known of writers is in Chinese.

Who is taken for a child is spoken to as one and told to get away; whoever tells of the past, of a
child of their own, or what a child said to them, is none.
"""

import re
from collections.abc import Iterator

_NUMBER = (
    r"(?:[5-9]|1[0-7]|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven)teen)"
)
_AM = r"\bi(?:'?m| am)(?: only| just| now| almost| nearly| about| a| an)*"
_OLD = r"(?: ?-?(?:years?|yrs?)[ -](?:old|of age)\b| ?y/?o\b)"
_SCHOOL = r"(?:primary|elementary|middle|junior|high|secondary|nursery)"
_FORM = (
    r"(?:[1-9]|1[0-2])(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
)
_SAYS_ITS_AGE = (
    rf"{_AM} {_NUMBER}(?:{_OLD}| [fm]\b|(?=$|[,.!?;]| (?:and|but|so|because|now|please)\b))",
    rf"{_AM} (?:little |young )?(?:girl|boy|kid|child|teen(?:ager)?|schoolgirl|schoolboy)\b(?!'s)",
    (
        rf"{_AM}(?: student)? in (?:the )?(?:(?:grade|class|year) \d+|(?:{_FORM}) (?:grade|form))\b"
        r"(?!'s| of)"
    ),
    rf"{_AM}(?: student)? (?:in |at )?{_SCHOOL}(?: high)?(?: school)?\b(?! teacher)",
    rf"\bi (?:go to|attend) {_SCHOOL} school\b",
)
_KIN = (
    r"(?:(?:older |elder |big |little |younger |own )?(?:step|grand|foster )?-?(?:dad(?:dy)?"
    r"|m[uo]m(?:my|ma)?|mama|papa|pa|ma|father|mother|parents|granny|brother|sister)"
    r"|uncle|aunt(?:ie|y)?|cousin|teacher|coach|tutor|classmates?)"
    r"(?![- ]in[- ]law|'s)"
)
_WHO = rf"(?:(?:both )?my (?:m[uo]m|mother)'s (?:new )?boyfriend|(?:both )?(?:my )?{_KIN})"
_BETWEEN = r"(?:(?!my\b)[\w'/-]+ ){0,6}?"
_HURTS = (
    r"(?:hit(?:s|ting)?|beat(?:s|ing|en)?|kick(?:s|ed|ing)?|punch(?:es|ed|ing)?|slap(?:s|ped|ping)?"
    r"|burn(?:s|ed|t|ing)?|chok(?:es?|ed|ing)|strangl(?:es?|ed|ing)|whip(?:s|ped|ping)?"
    r"|hurt(?:s|ing)?|pinch(?:es|ed|ing)?|push(?:es|ed|ing)?|shov(?:es?|ed|ing)|bit(?:es?|ing)"
    r"|lock(?:s|ed|ing)?|touch(?:es|ed|ing)?|rap(?:es?|ed|ing)|molest\w*|starv(?:es?|ed|ing)"
    r"|grab(?:s|bed|bing)?|drag(?:s|ged|ging)?|bull(?:y|ies|ied|ying)|threaten\w*|kill"
    r"|thr(?:ows?|ew|owing)|(?:yell|shout|scream)\w* at|sell(?:s|ing)?|marry|forc(?:es?|ed|ing)"
    r"|abus(?:es?|ed|ing)|makes?|stab(?:s|bed|bing)?)"
)
_TO_ME = (
    rf"(?:{_HURTS}(?: (?!because|when|if|told)[\w']+){{0,3}}? (?:me|us)\b(?! happy| laugh| proud)"
    r"|left (?:me|us) (?:home |all )*(?:alone|at\b|by my|behind)"
    r"|(?:won't|doesn't|don't|never|not) (?:let|give|feed)(?:s|ting|ing)? (?:me|us)\b"
    r"|pull\w* my hair|(?:com|climb|get|sneak|crawl)\w*(?: up)? in(?:to)? my (?:bed|room)"
    r"|ask\w* me for (?:\w+ )?(?:nude|naked|photos|pics)"
    r"|touch\w* my (?:private|breast|bottom|butt|leg|body)\w*)"
)
_OTHERS = r"\b(?:boys|girls|kids|students|they)\b(?: (?:in my class|at (?:my )?school))?"
_AS_A_CHILD_SAYS = (
    (
        rf"(?:\bmy |\b(?<!my )(?<!our )(?<!his )(?<!her )(?<!their )(?<!the )(?<!a )){_WHO}"
        rf"(?:,? and (?:\w+ )?{_KIN}| and her boyfriend)? {_BETWEEN}{_TO_ME}"
    ),
    rf"{_OTHERS} {_BETWEEN}{_HURTS} me\b(?=.*\b(?:school|class))",
    rf"(?<=in my class ){_BETWEEN}{_HURTS} me\b",
    (
        r"\bi(?:'?m| am|'ve been| have been)(?: all| home| at home| left)* alone"
        r"(?! with (?:the|my) (?:bab|kid|child|son|daugh))"
        r"(?=.*\b(?:home|m[uo]m|dad|parents|scared|afraid|brother|sister)\b)"
    ),
    r"\bi(?:'?m| am)(?: at)? home alone\b(?! with)",
    r"\b(?:don't|do not|please don't) tell my (?:parents|m[uo]m|dad|mother|father)\b",
    r"\bran away (?:from home )?because (?:my )?(?:dad|m[uo]m|father|mother|parents)\b",
)
_STATED = re.compile("|".join(_SAYS_ITS_AGE))
_USUAL = re.compile("|".join(_AS_A_CHILD_SAYS))
_GROWN_UP = re.compile(
    r"\bwhen i was\b|\bas a (?:kid|child|boy|girl|mother|father|parent)\b|\byears ago\b"
    r"|\bgr[eo]w(?:ing)? up\b|\bused to\b|\bmy childhood\b|\braised me\b"
    r"|\b(?:my|our) (?:own |little |small |\w+-old |teenage |younger |older |\d+ year old )*"
    r"(?:husband|wife|ex|sons?|daughters?|kids?|child(?:ren)?|bab(?:y|ies)(?! (?:brother|sister))"
    r"|grand(?:son|daughter|child|kid)\w*|nephews?|nieces?|students?|pupils?)\b(?!'s name)"
    r"|\bi(?:'?m| am) (?:an? |the |his |her |their )?(?:1[89]|[2-9]\d|\w*teacher|nurse|doctor"
    r"|mother|m[uo]m|father|dad|parent|grand\w+|aunt|uncle|neighbou?r|social worker|pregnant)\b"
    r"|\bweeks pregnant\b|\bmonths pregnant\b"
)
_REPORTED = re.compile(
    r"\b(?:says?|said|tells?|told|writes?|wrote|texts?|texted|messaged|that)"
    r"(?: (?:to )?(?:me|us|him|her|(?:my|our|the) \w+))?[:,]? ?[\"'“‘]?$"
    r"|[:\"“‘][^\"”’]*$"
)
_LATIN = re.compile("[A-Za-z]{2}")
LOOK_BACK = 40


def words_of_a_child_in_english(folded: str) -> str | None:
    """Return the words by which a child writes of itself in a folded text; None where none do."""
    if _LATIN.search(folded) is None:
        return None
    said = folded.casefold().replace("’", "'").replace("cannot", "can't")
    stated = next(_of_the_writer(_STATED, said), None)
    if stated is not None:
        return stated
    if _GROWN_UP.search(said) is not None:
        return None
    return next(_of_the_writer(_USUAL, said), None)


def _of_the_writer(pattern: re.Pattern[str], said: str) -> Iterator[str]:
    for found in pattern.finditer(said):
        before = said[max(0, found.start() - LOOK_BACK) : found.start()]
        if _REPORTED.search(before) is None:
            yield found[0]
