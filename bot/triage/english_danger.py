"""Danger that is told in English: a few plain patterns, since all else is learnt from Chinese.

They are written to miss little: whoever is wrongly taken for somebody in danger is given the
numbers to call and an officer's look, and whoever is missed may lose a child.
"""

import re

_CHILD = (
    r"(?:kids?|child|children|bab(?:y|ies)|infant|toddler|boys?|girls?|sons?|daughters?|students?"
    r"|teen(?:ager)?s?|(?:grand|step)(?:son|daughter|child|kid)s?|brothers?|sisters?|nephew|niece"
    r"|cousin|pupils?|classmates?|friends?|me|him|her|them|us)"
)
_ANYBODY = rf"(?:{_CHILD}|m[ou]m|mummy|mommy|mother|wife|grandma)"
_SMALL = (
    r"(?:bab(?:y|ies)|newborn|infant|toddler|kids?|child(?:ren)?|little (?:boy|girl|one)s?"
    r"|(?:[0-7]|one|two|three|four|five|six|seven)[ -]years?)"
)
_SELF = r"(?:my|him|her|them|your)sel(?:f|ves)"
_WHOSE = (
    r"(?:(?:on|at|up|the|an?|my|his|her|their|our|your|that|this|little|small|own|poor|old|two"
    r"|three|some|several|another|other|younger|older|baby) )"
)
_HURTS = (
    r"(?:beat(?:s|ing|en)?|hit(?:s|ting)?|kick(?:s|ing|ed)?|punch(?:es|ing|ed)?|chok(?:es|ing|ed)"
    r"|strangl(?:es|ing|ed)|whip(?:s|ping|ped)|stab(?:s|bing|bed)|slap(?:s|ping|ped)"
    r"|burn(?:s|ing|ed|t)|tortur(?:es|ing|ed)|hurt(?:s|ing)|rap(?:es|ing|ed)|kill(?:s|ing)?"
    r"|attack(?:s|ing|ed)|drown(?:s|ing|ed))"
)
_SUFFERED = (
    r"(?:beaten|abused|strangled|stabbed|raped|tortured|molested|attacked|choked|whipped|kicked"
    r"|punched|slapped|tied up|starved|starving|hit by|run over|electrocuted|hurt|injured|burnt"
    r"|burned|scalded|crushed|shot|poisoned|drugged|grabbed|dragged)"
)
_THROWS = (
    r"(?:throw(?:s|ing|n)?|threw|slam(?:s|ming|med)?|shov(?:es|ing|ed)|push(?:es|ing|ed)?"
    r"|drag(?:s|ging|ged)?|smash(?:es|ing|ed)?|forc(?:es|ing|ed)|pull(?:s|ing|ed)?)"
)
_WHERETO = r"(?:against|into|onto|across|down|out of|(?:to|on) the (?:floor|ground))"
_INJURIES = (
    r"(?:bruis\w+|burns|welts?|cuts|scars|wounds?|(?:burn|belt|whip|bite|finger|choke) marks?)"
)
_BODY = r"(?:arms?|wrists?|back|legs?|face|body|neck|thighs?|hands?|chest|cheeks?|ribs|head)"
_BONES = r"(?:arms?|legs?|nose|ribs?|jaw|tooth|teeth|fingers?|wrists?|skull|collarbone)"
_FIXED = r"(?:the |a |her |his )?(?:bed|wall|post|tree|pole|chair|door|window|radiator|fence)"
_VEHICLE = r"(?:drivers?|cars?|trucks?|lorry|bus|van|taxi|scooter|motor(?:bike|cycle)|e-?bike)"
_FALLS = r"(?:f[ae]ll\w*|hang(?:s|ing)|dangl\w+|climb\w*|jump(?:ed|ing))"
_HEIGHT = (
    r"(?:balcon(?:y|ies)|windows?|roof|rooftop|ledge|bridge|railings?|building|stairs|cliff"
    r"|tower|scaffold\w*|\w+ floor)"
)
_CLOTHES = r"(?:clothes|pants|trousers|underwear|shirt|skirt|dress)"
_BIDS = (
    r"(?:forc\w+|mak(?:es|ing)|made|asks?|asked|asking|tells?|told|wants?|order\w*|blackmail\w*)"
)
_BARE = (
    r"(?:undress\w*|naked|nudes?|sex with|(?:with no|without) clothes"
    rf"|tak(?:e|ing) off (?:my|her|his|their) {_CLOTHES})"
)
_TRADES = r"(?:sells?|selling|sold|buys?|buying|bought|traffick\w+)"
_TRADED = r"(?:bab(?:y|ies)|newborn|infant|child(?:ren)?|girls?|boys?|daughter|son)"
_NOWHERE = (
    r"(?:the |an? )?(?:trash|garbage|rubbish|bin|dumpster|toilet|ditch|roadside|field|doorstep"
    r"|street|bridge|(?:cardboard )?box)"
)
_NOT = r"(?:not|\w+n't|never)"
_KNIFE = r"(?:an? |the |his |her )?(?:big )?(?:knife|gun|axe?|hammer|cleaver|machete)(?! to grind)"
_WATER = (
    r"(?:the |an? (?:open )?)?(?:river|water|well|pond|lake|canal|sea|pool|ditch|(?:man)?hole"
    r"|pit|septic tank)"
)
_WANTS = (
    r"(?:going|gonna|about|wants?|wanna|trying|tries|tried|threaten(?:s|ing|ed)?|ready)(?: to)?"
)
_JUMPS = r"jump(?! rope| for joy| around| up and| to | in )"
_ENDS = rf"(?:{_JUMPS}|kill {_SELF}|hang {_SELF}|die(?! laughing| of))"
_NO_WISH = r"(?:don't|do not|dont|doesn't|does not) want(?:s)? to (?:live|be alive)"
_AWAKE = r"(?:won't|wont|doesn't|does not|can't|will not) wake(?: up)?"
_POISON = (
    r"(?:drank|drunk|swallow(?:s|ed|ing)|took|taken|ate|eaten|drinking|eating) (?:\w+ ){0,5}"
    r"(?:pesticides?|poison|pills|bleach|detergent|insecticide|weed ?killer|tablets|batter\w+)"
)
_STILL = r"(?:moving(?! house| flat| to| out| away| in)|responding|reacting)"
_ALONE = (
    r"(?:(?:left|locked|home|all) (?:\w+ )?alone"
    r"|alone (?:outside|at home|(?:in|on) (?:the|an?) (?:\w+ )?(?:car|house|flat|room|street)))"
)
_SHUT_IN = r"(?:locked|stuck|trapped|left|abandoned) (?:in|inside|up|behind|under|by the)"
_AT_GAMES = r" (?:at|in) (?:chess|cards|a game|the game)"
# Each begins where a word does and is tried nowhere else, which keeps a look at a message cheap.
_PATTERNS = (
    rf"{_HURTS} {_WHOSE}{{0,3}}{_ANYBODY}\b(?<!beats me)(?! up\b|{_AT_GAMES})",
    rf"{_CHILD} (?:\w+ )?(?:is|are|was|were|gets?|got|been) (?:\w+ )?(?:being )?{_SUFFERED}\b",
    r"bleed(?:s|ing)\b|blood (?:all over|everywhere)|(?:covered in|lots? of|so much) blood\b",
    r"unconscious\b|(?:not|stopped|isn't) breathing\b|(?:can't|cant) breathe\b",
    rf"{_AWAKE}\b|passed out\b|overdos(?:e|ed|ing)\b|{_POISON}\b",
    rf"{_WANTS} {_ENDS}\b|(?:kill|hang|cutt?)(?:s|ing|ed)? {_SELF}\b|suicid(?:e|al)\b",
    rf"end (?:my|his|her|their) li(?:fe|ves)\b|{_NO_WISH}\b",
    rf"(?:fell|fallen|falling|jumped) (?:down )?(?:in|into) {_WATER}\b|drowning\b",
    r"(?:house|home|room|building|school) is on fire\b|trapped (?:in|inside|under)\b",
    rf"(?:has|holding|grabbed|got|waving) {_KNIFE}\b",
    rf"(?:chas(?:es|ing)|threaten\w*)\b.{{0,20}}\bwith {_KNIFE}\b",
    rf"{_CHILD} (?:is |are |has been |have been |went )?(?:missing|kidnapped|abducted)\b",
    rf"(?:kidnap(?:s|ped|ping)|abducted|snatched) {_WHOSE}?{_CHILD}\b",
    rf"(?:took|taken) {_WHOSE}{_CHILD} away\b(?! for| on)",
    rf"can't find (?:her|him|{_WHOSE}{_CHILD})\b",
    r"sexually (?:abus|assault|harass)\w+|molest(?:s|ed|ing)\b|raped\b",
    r"touch(?:es|ed|ing) (?:my|her|his) (?:private|breast|bottom|butt|genital)\w*",
    rf"{_SMALL}\b.{{0,40}}\b(?:{_ALONE}|{_SHUT_IN})\b",
    rf"(?:left|locked) {_WHOSE}?{_SMALL}\b.{{0,30}}\b(?:alone|in(?:side)?)\b",
    r"(?:come|hurry|send (?:somebody|someone|help)) (?:quick(?:ly)?|now|fast|please)\b",
    r"send (?:the )?(?:police|ambulance)\b|help (?:us|me),? (?:please|now|he|she)\b",
    r"please (?:somebody|someone) (?:come|help)\b|call (?:the |an )?(?:police|ambulance)\b",
    r"(?<!can )(?<!could )(?:somebody|someone) help (?:us|me|her|him)\b(?! with)",
    r"hear\w* (?:\w+ ){0,5}(?:scream|cry|begg|yell|shout)\w*",
    r"scream\w* (?:\w+ ){0,3}(?:help|stop)\b",
    # Violence that no single verb names: where somebody is thrown, and what is seen of it later.
    rf"{_THROWS} {_WHOSE}{{0,3}}(?:\w+ )?{_ANYBODY} {_WHERETO}\b",
    rf"{_INJURIES} (?:\w+ ){{0,4}}{_BODY}\b|cigarette burns\b|black eyes?\b",
    rf"(?:hands?|rope|belt|cord) (?:a?round|on) {_WHOSE}neck\b",
    rf"(?:cut(?:s|ting)?|slit|slash\w*) {_WHOSE}(?:wrists?|arms?)\b",
    rf"(?:pour|thr[eo]w|spill|splash)\w* (?:\w+ ){{0,3}}(?:on|over) {_WHOSE}{{0,3}}{_CHILD}\b",
    rf"(?:broke|broken|fractured) {_WHOSE}{_BONES}\b|(?:chained|tied|handcuffed) to {_FIXED}\b",
    rf"(?:tie[sd]?|tying|chain(?:s|ed|ing)) {_WHOSE}{{0,3}}{_CHILD} (?:up|to)\b",
    r"finish (?:me|her|him|us)(?: off)?(?=$|[,.!?;])",
    rf"lock(?:s|ed|ing) {_WHOSE}{{0,3}}{_CHILD} (?:up|in|inside|outside|out)\b(?! of my)",
    rf"(?:{_NOT}|refuses? to) (?:feed|give \w+ (?:any )?food)\b",
    rf"(?:{_NOT}|nothing) (?:to eat|eaten|been fed|any food) (?:\w+ ){{0,3}}(?:days?|week)\b",
    rf"starv(?:es|ing) {_WHOSE}{{0,3}}{_CHILD}\b|(?:forc|ma[kd])\w+ .{{0,30}}\bbeg\b",
    # Accidents, and bodies that do not answer.
    rf"{_FALLS} (?:\w+ )?(?:off|from|out of|over|down) (?:\w+ ){{0,3}}{_HEIGHT}\b",
    r"(?:standing|sitting|stands|sits) (?:up )?on (?:\w+ ){0,3}(?:edge|ledge|roof|railing)\b",
    rf"(?:{_NOT}|stopped) {_STILL}\b|unresponsive\b|faint(?:ed|ing)\b|collapsed\b",
    r"seizures?\b|convuls\w+|foam\w* at the mouth\b|(?:turn\w*|gone|went) blue\b",
    r"(?:barely|hardly|struggling to|trouble) breath\w*|through the ice\b",
    r"smoke (?:is )?(?:coming|pouring|everywhere)\b|(?:caught|catch|set) fire\b",
    r"in flames\b|gas leak\b|electric shock\b|explo(?:sion|ded)\b|chok(?:es|ing|ed) on\b",
    rf"{_VEHICLE} (?:\w+ ){{0,2}}(?:hit|ran over|knocked (?:down|over))\b",
    rf"{_ANYBODY} (?:\w+ )?on (?:the|an?) (?:edge|ledge|roof|rooftop|railing)\b(?! garden| bar)",
    r"no pulse\b|heat ?stroke\b|allergic reaction\b",
    # Who is gone, and who has nobody.
    rf"{_NOT} (?:come|came|been|gone|returned|got)(?: back)?(?: home)? (?:since|for|all)\b",
    rf"{_CHILD} (?:\w+ ){{0,2}}(?:disappeared|vanished|r[au]n away)\b|{_NOT} been seen\b",
    rf"giv(?:e|es|ing) (?:away {_WHOSE}{_TRADED}|{_WHOSE}{_TRADED} away)\b(?! \w+s\b)",
    rf"{_TRADES} (?:(?!for )\w+ ){{0,2}}{_TRADED}\b(?=$|[,.!?;]| (?:for|in|to|from|on|at|and)\b)",
    rf"{_SMALL}\b.{{0,40}}\b(?:abandoned|dumped|wander\w*|sleep\w* (?:rough|outside))\b",
    rf"{_SMALL}\b.{{0,40}}\bleft (?:outside|on|at the|by the|in an?)\b",
    rf"{_SMALL}\b.{{0,40}}\b(?:found|left|lying|thrown) (?:in|into|on|by|under) {_NOWHERE}\b",
    rf"(?:abandoned|dumped) (?:\w+ ){{0,3}}{_SMALL}\b|home by {_SELF}\b",
    r"(?:nobody|no one) (?:\w+ ){0,2}(?:looking after|watching|feeding|with) (?:them|him|her)\b",
    r"no (?:adults?|grown-?ups?) (?:\w+ ){0,2}(?:home|with|around)\b",
    # Sexual violence in the words of those who have none for it.
    rf"{_BIDS}\b.{{0,40}}\b{_BARE}\b|naked (?:photo|pic|video)\w*|nudes\b",
    r"(?:gets?|got|comes?|came|climb\w*|crawl\w*|sneak\w*) in(?:to)? (?:my|her|his|their) bed\b",
    rf"hands? (?:\w+ )?(?:under|up|inside|into|in|down) (?:[\w']+ ){{1,3}}{_CLOTHES}\b",
    r"(?:1[0-5]|pupil|student|girl|daughter|classmate)\b.{0,30}\bpregnant\b|rape\b",
    r"touch(?:es|ed|ing) (?:me|her|him) (?:\w+ )?(?:there|where|inappropriate\w*)\b",
    r"(?:grop|fondl)(?:es|ed|ing)\b|expos(?:es|ed|ing) himself\b",
    # Farewells.
    r"(?:text|messag|wrote|writ|letter|sent|post|note)\w*\b.{0,30}\b(?:goodbye|farewell)\b",
    r"goodbye (?:note|letter|text|message)\b|self-?harm\w*",
    r"(?:better off|wish(?:es)? (?:i|he|she) (?:was|were)) dead\b|to end (?:it|everything)\b",
    r"no (?:reason|point)(?: in)? (?:to live|living)\b",
)
_DANGER = re.compile(rf"\b(?=[a-z0-7])(?:{'|'.join(_PATTERNS)})")
_NOT_SO = re.compile(
    r"\b(?:not|n't|never|no longer|stopped|without|if|should|would|might|could|how to"
    r"|dream(?:t|ed)?|movie|film|novel|game|book|song|story|homework)(?: \w+){0,3} ?$"
    r"|n't(?: \w+){0,2} ?$|\bit(?:'s| is) $"
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
