"""Every text a person reads, by name and language, out of the locale files."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message, Resource, TextElement

LANGUAGES = ("zh-CN", "en")
DEFAULT_LANGUAGE = "zh-CN"
# Signs of the private use area, which no text of ours contains.
_OPEN, _CLOSE = "\ue000", "\ue001"
LONG = 200
KEPT = 4_000
"""Texts with figures alone, such as the number of a step; what people said is never kept."""
LOCALES = Path(__file__).parent.parent / "locales"
_TEXT = re.compile(r"^([A-Za-z][\w-]*) *=(.*(?:\n(?![A-Za-z#-]).*)*)", re.MULTILINE)
"""A text with its name: from the beginning of a line to the next text or remark."""
_NUMBER = re.compile(r"\{ -([a-z]+) \}")
"""Whom to call, as a term of Fluent; what these are is the installation's."""


def language_of(client_language: str | None) -> str:
    """Return the language to speak with a client that names its own (an IETF tag, or nothing).

    Chinese is the default: a phone set to another language than English is more likely held by
    someone who reads Chinese than by someone who reads English.
    """
    tag = (client_language or "").lower()
    return "en" if tag.startswith("en") else DEFAULT_LANGUAGE


class Texts:
    """Render the texts of all languages; made once at start and handed to whoever writes.

    Args:
        numbers: whom to call, by the names that the texts have for them.
        root: where the languages are.
    """

    def __init__(self, numbers: Mapping[str, str], root: Path = LOCALES) -> None:
        self._numbers = numbers
        self._root = root

    @cached_property
    def _sources(self) -> Mapping[str, Mapping[str, str]]:
        """Every text as it stands in its file, by language and name."""
        return {language: _cut(self._root / language) for language in LANGUAGES}

    @cached_property
    def _bundles(self) -> Mapping[str, FluentBundle]:
        return {language: FluentBundle([language], use_isolating=False) for language in LANGUAGES}

    @cached_property
    def _fixed(self) -> Mapping[str, dict[str, str | None]]:
        """The texts told so far; None of those that something is filled into."""
        return {language: {} for language in LANGUAGES}

    @cached_property
    def _counted(self) -> dict[tuple[object, ...], str]:
        """Texts into which only figures were filled, as they were rendered before."""
        return {}

    def fixed(self) -> Iterator[str]:
        """Give every text that nothing is filled into, in every language."""
        for language, sources in self._sources.items():
            for key in sources:
                text = self._fixed_text(key, language)
                if text is not None:
                    yield text

    def has(self, key: str, language: str = DEFAULT_LANGUAGE) -> bool:
        """Say whether there is such a text."""
        return key in self._sources[language]

    def __call__(self, key: str, language: str, /, **args: str | int) -> str:
        """Return the text `key` in `language` with its arguments filled in.

        Raises:
            KeyError: there is no such text, or an argument is missing: a defect, which the
                test over all texts finds before a person does.
        """
        fixed = self._fixed_text(key, language)
        if fixed is not None:
            return fixed
        if not all(isinstance(value, int) for value in args.values()):
            return self._rendered(key, language, args)
        asked = key, language, tuple(args.items())
        kept = self._counted.get(asked)
        if kept is None:
            if len(self._counted) >= KEPT:
                self._counted.clear()
            kept = self._counted[asked] = self._rendered(key, language, args)
        return kept

    def _source(self, key: str, language: str) -> str:
        return _NUMBER.sub(lambda found: self._numbers[found[1]], self._sources[language][key])

    def _fixed_text(self, key: str, language: str) -> str | None:
        known = self._fixed[language]
        if key not in known:
            known[key] = _fixed(self._source(key, language))
        return known[key]

    def _rendered(self, key: str, language: str, args: Mapping[str, str | int]) -> str:
        bundle = self._bundles[language]
        if not bundle.has_message(key):
            bundle.add_resource(_parsed(self._source(key, language)))
        message = bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        # The library refuses long arguments; people's words are long, so they are put in after it.
        long = {name: value for name, value in args.items() if _is_long(value)}
        marks = {name: f"{_OPEN}{place}{_CLOSE}" for place, name in enumerate(long)}
        rendered, errors = bundle.format_pattern(message.value, {**args, **marks})
        if errors:
            raise KeyError(f"{key}: {errors[0]}")
        text = str(rendered)
        for name, mark in marks.items():
            text = text.replace(mark, str(long[name]))
        return text


@cache
def _cut(folder: Path) -> Mapping[str, str]:
    """Cut the files of a language into texts, once, as they come with the program and stay.

    To parse them all takes a third of a second, and a run needs few of them.
    """
    files = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ftl")))
    return {found[1]: found[0] for file in files for found in _TEXT.finditer(file)}


@cache
def _parsed(source: str) -> Resource:
    return FluentResource(source)


def _fixed(source: str) -> str | None:
    """Return a text that nothing is filled into; None of any other."""
    if "{" in source:
        return None
    words = source.partition("=")[2]
    if "\n" not in words:
        return words.strip(" ")
    [message] = (one for one in _parsed(source).body if isinstance(one, Message))
    elements = message.value.elements if message.value else ()
    only = elements[0] if len(elements) == 1 else None
    return only.value if isinstance(only, TextElement) else None


def _is_long(value: str | int) -> bool:
    return isinstance(value, str) and len(value) > LONG
