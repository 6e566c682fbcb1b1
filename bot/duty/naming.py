"""Who is meant by a name on a sheet, and whose name was perhaps meant."""

from collections.abc import Iterable, Sequence

# One sign of two the same is enough to ask; a name that sounds the same is likelier.
_ENOUGH, _SOUNDS_ALIKE = 45, 90


def bare(name: str) -> str:
    """Return the name without the spaces with which short names are set wide."""
    return "".join(name.split())


def likeliest(name: str, people: Iterable[str]) -> str | None:
    """Return the name that was perhaps meant; None where none is near."""
    scored = [(_nearness(bare(name), bare(one)), one) for one in people]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= _ENOUGH else None


def _nearness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    if _sound(one) == _sound(other):
        return max(_SOUNDS_ALIKE, fuzz.ratio(one, other))
    return fuzz.ratio(one, other)


def _sound(name: str) -> Sequence[str]:
    from pypinyin import lazy_pinyin

    # Spoken the same in much of the province, so written the same as well.
    folded = (sound.replace("zh", "z").replace("ch", "c") for sound in lazy_pinyin(name))
    return [sound.replace("sh", "s").removesuffix("g") for sound in folded]
