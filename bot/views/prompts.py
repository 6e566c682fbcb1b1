"""Questions as they look: the text, and the keyboard below the chat."""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.flows.dialogue import Choice, Prompt, Ref
from bot.views.outgoing import Key
from bot.views.texts import LANGUAGES, Texts

LONGEST_LABEL = 64
_IGNORED = re.compile(r"[\W_]+")
WORDS_SHOWN = 1500


@dataclass(frozen=True, slots=True)
class Screen:
    """What is sent: HTML text, and rows of keys."""

    text: str
    keyboard: tuple[tuple[Key, ...], ...]


def render_prompt(prompt: Prompt, texts: Texts, language: str) -> Screen:
    """Return the question in the reader's language; people's words in it are escaped."""
    text = texts(prompt.key, language, **rendered(prompt.args, texts, language))
    if prompt.step is not None:
        this, of = prompt.step
        text = f"{texts('step', language, this=this, of=of)}\n{text}"
    keyboard = tuple(
        tuple(Key(label_of(choice, texts, language), choice.wants) for choice in row)
        for row in prompt.rows
        if row
    )
    return Screen(text, keyboard)


def rendered(
    args: Mapping[str, str | int | Ref], texts: Texts, language: str
) -> dict[str, str | int]:
    """Return the arguments with texts rendered and people's words cut and escaped."""
    return {name: _argument(value, texts, language) for name, value in args.items()}


def label_of(choice: Choice, texts: Texts, language: str) -> str:
    """Return what stands on the button."""
    return choice.literal or texts(choice.key, language, **dict(choice.args))


def match_choice(prompt: Prompt, texts: Texts, said: str) -> str | None:
    """Return the choice whose label was said, in any language, whatever the spacing; or None.

    A label of the question before is recognised too: its flow no longer offers it, and asks on.
    """
    heard = bare(said) if len(said) <= LONGEST_LABEL else ""
    if not heard:
        return None
    for choice in (*(choice for row in prompt.rows for choice in row), *prompt.former):
        if any(heard == _bare_label(label_of(choice, texts, one)) for one in LANGUAGES):
            return choice.id
    return None


def _argument(value: str | int | Ref, texts: Texts, language: str) -> str | int:
    if isinstance(value, Ref):
        return texts(value.key, language, **rendered(value.args, texts, language))
    if isinstance(value, int):
        return value
    cut = value if len(value) <= WORDS_SHOWN else f"{value[:WORDS_SHOWN]}…"
    return html.escape(cut, quote=False)


def bare(label: str) -> str:
    """Return what counts of a label: its letters and digits, whatever their case and width."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    return _IGNORED.sub("", folded)


# Labels only: what people say is not to stay in the process.
_bare_label = lru_cache(maxsize=4096)(bare)
