"""Whether English words tell of a child: what was learnt from Chinese understands none of them."""

import re

_CHILD = re.compile(
    r"\b(?:kids?|child(?:ren)?|bab(?:y|ies)|newborn|infant|toddler|boys?|girls?|students?|pupils?"
    r"|teen(?:ager)?s?|classmates?|(?:grand|step)?(?:sons?|daughters?|child(?:ren)?)|nephews?"
    r"|nieces?|(?:half-?|step)?(?:brothers?|sisters?)|year[- ]olds?)\b"
)
# Chinese speaks of a baby now and then as well.
_SENTENCE = re.compile(r"(?:[a-z']+,? ){3}")
_QUESTION = re.compile(
    r"(?:(?:hi|hello|hey)\b[ ,.!]*)?"
    r"(?:how|what|which|where|when|who|is there|are there|do|does|can|could|would)\b[^.!?;,]*\??"
)


def tells_of_a_child_in_english(folded: str) -> bool:
    """Say whether a folded text tells of a child in English and is more than one question."""
    said = folded.casefold().strip()
    if _SENTENCE.search(said) is None or _CHILD.search(said) is None:
        return False
    return _QUESTION.fullmatch(said) is None
