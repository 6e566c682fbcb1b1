"""Danger that is told in English: a few plain patterns, since all else is learnt from Chinese.

They are written to miss little: whoever is wrongly taken for somebody in danger is given the
numbers to call and an officer's look, and whoever is missed may lose a child.
"""

import re

_CHILD = (
    r"(?:kids?|child|children|bab(?:y|ies)|infant|toddler|boys?|girls?|sons?|daughters?|students?"
    r"|teen(?:ager)?s?|(?:grand|step)(?:son|daughter|child|kid)s?|brothers?|sisters?|nephew|niece"
    r"|cousin|pupils?|me|him|her|them|us)"
)
_ANYBODY = rf"(?:{_CHILD}|m[ou]m|mummy|mommy|mother|wife|grandma)"
_SMALL = (
    r"(?:bab(?:y|ies)|infant|toddler|kids?|child(?:ren)?|little (?:boy|girl|one)s?"
    r"|(?:[0-7]|one|two|three|four|five|six|seven)[ -]years?)"
)
_SELF = r"(?:my|him|her|them|your)sel(?:f|ves)"
_WHOSE = r"(?:(?:on|at|up|the|a|my|his|her|their|our|your|that|this|little|small|own|poor|old) )"
_HURTS = (
    r"(?:beat(?:s|ing|en)?|hit(?:s|ting)?|kick(?:s|ing|ed)?|punch(?:es|ing|ed)?|chok(?:es|ing|ed)"
    r"|strangl(?:es|ing|ed)|whip(?:s|ping|ped)|stab(?:s|bing|bed)|slap(?:s|ping|ped)"
    r"|burn(?:s|ing|ed|t)|tortur(?:es|ing|ed)|hurt(?:s|ing)|rap(?:es|ing|ed)|kill(?:s|ing)?"
    r"|attack(?:s|ing|ed)|drown(?:s|ing|ed))"
)
_SUFFERED = r"(?:beaten|abused|strangled|stabbed|raped|tortured|molested|attacked|choked|whipped)"
_KNIFE = r"(?:an? |the |his |her )?(?:big )?(?:knife|gun|axe?|hammer|cleaver|machete)(?! to grind)"
_WATER = r"(?:the |a )?(?:river|water|well|pond|lake|canal|sea|pool|ditch)"
_WANTS = (
    r"(?:going|gonna|about|wants?|wanna|trying|tries|tried|threaten(?:s|ing|ed)?|ready)(?: to)?"
)
_JUMPS = r"jump(?! rope| for joy| around| up and| to | in )"
_ENDS = rf"(?:{_JUMPS}|kill {_SELF}|hang {_SELF}|die(?! laughing| of))"
_NO_WISH = r"(?:don't|do not|dont|doesn't|does not) want(?:s)? to (?:live|be alive)"
_AWAKE = r"(?:won't|wont|doesn't|does not|can't|will not) wake(?: up)?"
_POISON = r"(?:drank|swallowed|took|drinking) (?:\w+ ){0,5}(?:pesticide|poison|pills)"
_ALONE = r"(?:(?:left|locked|home|all) (?:\w+ )?alone|alone (?:at home|in (?:the|a) (?:car|house)))"
_SHUT_IN = r"(?:locked|stuck|trapped|left|abandoned) (?:in|inside|up|behind|under|by the)"
_AT_GAMES = r" (?:at|in) (?:chess|cards|a game|the game)"
_PATTERNS = (
    rf"\b{_HURTS} {_WHOSE}{{0,3}}{_ANYBODY}\b(?<!beats me)(?! up\b|{_AT_GAMES})",
    rf"\b{_CHILD} (?:\w+ )?(?:is|are|was|were|gets?|got|been) (?:\w+ )?(?:being )?{_SUFFERED}\b",
    r"\bbleed(?:s|ing)\b|\bblood (?:all over|everywhere)|\b(?:covered in|lots? of|so much) blood\b",
    r"\bunconscious\b|\b(?:not|stopped|isn't) breathing\b|\b(?:can't|cant) breathe\b",
    rf"\b{_AWAKE}\b|\bpassed out\b|\boverdos(?:e|ed|ing)\b|\b{_POISON}\b",
    rf"\b{_WANTS} {_ENDS}\b|\b(?:kill|hang|cutt?)(?:s|ing|ed)? {_SELF}\b|\bsuicid(?:e|al)\b",
    rf"\bend (?:my|his|her|their) li(?:fe|ves)\b|\b{_NO_WISH}\b",
    rf"\b(?:fell|fallen|falling|jumped) (?:down )?(?:in|into) {_WATER}\b|\bdrowning\b",
    r"\b(?:house|home|room|building|school) is on fire\b|\btrapped (?:in|inside|under)\b",
    rf"\b(?:has|holding|grabbed|got|waving) {_KNIFE}\b",
    rf"\b(?:chas(?:es|ing)|threaten\w*)\b.{{0,20}}\bwith {_KNIFE}\b",
    rf"\b{_CHILD} (?:is |are |has been |have been |went )?(?:missing|kidnapped|abducted)\b",
    rf"\b(?:kidnap(?:s|ped|ping)|abducted|snatched) {_WHOSE}?{_CHILD}\b",
    rf"\b(?:took|taken) {_WHOSE}{_CHILD} away\b|\bcan't find (?:her|him|{_WHOSE}{_CHILD})\b",
    r"\bsexually (?:abus|assault|harass)\w+|\bmolest(?:s|ed|ing)\b|\braped\b",
    r"\btouch(?:es|ed|ing) (?:my|her|his) (?:private|breast|bottom|butt|genital)\w*",
    rf"\b{_SMALL}\b.{{0,40}}\b(?:{_ALONE}|{_SHUT_IN})\b",
    rf"\b(?:left|locked) {_WHOSE}?{_SMALL}\b.{{0,30}}\b(?:alone|in(?:side)?)\b",
    r"\b(?:come|hurry|send (?:somebody|someone|help)) (?:quick(?:ly)?|now|fast|please)\b",
    r"\bsend (?:the )?(?:police|ambulance)\b|\bhelp (?:us|me),? (?:please|now|he|she)\b",
)
_DANGER = re.compile("|".join(f"(?:{one})" for one in _PATTERNS))
_NOT_SO = re.compile(
    r"\b(?:not|n't|never|no longer|stopped|without|if|should|would|might|could|how to"
    r"|dream(?:t|ed)?|movie|film|novel|game|book|song|story|homework)(?: \w+){0,3} ?$"
    r"|n't(?: \w+){0,2} ?$"
)
_LATIN = re.compile("[a-z]{4}|[a-z] [a-z]")
LOOK_BACK = 32


def danger_in_english(folded: str) -> str | None:
    """Return the words that mean danger now, in a folded text; None where there are none.

    What is denied or only supposed, and what is in a film or a dream, does not count.
    """
    said = folded.casefold()
    if _LATIN.search(said) is None:
        return None
    said = said.replace("’", "'").replace("cannot", "can't")
    for found in _DANGER.finditer(said):
        sentence = re.split(r"[.!?;,]", said[max(0, found.start() - LOOK_BACK) : found.start()])[-1]
        if _NOT_SO.search(sentence) is None:
            return found.group()
    return None
