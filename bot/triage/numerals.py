"""Small numbers as people write them: 13, 十三, 三十, 两, 俩."""

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九十")}
_DIGITS |= {"两": 2, "俩": 2, "仨": 3}

ONE = "[一二两三四五六七八九]"
# A whole number up to 99; whoever uses it sees to it that no digit stands before.
NUMBER = rf"(?:\d{{1,2}}|十{ONE}?|{ONE}?十{ONE}|{ONE}十|{ONE})"
NO_DIGIT_BEFORE = r"(?<![\d.百零〇十一二两三四五六七八九])"


def number(words: str) -> int:
    """Return the value of a numeral up to 99, such as 13, 十三, 三十 or 三."""
    if words.isdecimal():
        return int(words)
    if "十" not in words:
        return _DIGITS[words]
    tens, _, ones = words.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
