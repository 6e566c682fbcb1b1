"""Every text a person reads, by name and language, out of the locale files."""

from collections.abc import Iterator, Mapping, Sequence
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


def language_of(client_language: str | None) -> str:
    """Return the language to speak with a client that names its own (an IETF tag, or nothing).

    Chinese is the default: a phone set to another language than English is more likely held by
    someone who reads Chinese than by someone who reads English.
    """
    tag = (client_language or "").lower()
    return "en" if tag.startswith("en") else DEFAULT_LANGUAGE


class Texts:
    """Render the texts of all languages; made once at start and handed to whoever writes."""

    def __init__(self, root: Path = LOCALES) -> None:
        self._root = root

    @cached_property
    def _resources(self) -> Mapping[str, Sequence[Resource]]:
        return {language: _loaded(self._root / language) for language in LANGUAGES}

    @cached_property
    def _bundles(self) -> Mapping[str, FluentBundle]:
        bundles = {
            language: FluentBundle([language], use_isolating=False) for language in LANGUAGES
        }
        for language, bundle in bundles.items():
            for resource in self._resources[language]:
                bundle.add_resource(resource)
        return bundles

    @cached_property
    def _fixed(self) -> Mapping[str, Mapping[str, str]]:
        """The texts that nothing is filled into, by language and name."""
        return {
            language: {
                entry.id.name: text
                for resource in self._resources[language]
                for entry in resource.body
                if isinstance(entry, Message) and (text := _fixed(entry)) is not None
            }
            for language in LANGUAGES
        }

    @cached_property
    def _counted(self) -> dict[tuple[object, ...], str]:
        """Texts into which only figures were filled, as they were rendered before."""
        return {}

    def fixed(self) -> Iterator[str]:
        """Give every text that nothing is filled into, in every language."""
        for texts in self._fixed.values():
            yield from texts.values()

    def has(self, key: str, language: str = DEFAULT_LANGUAGE) -> bool:
        """Say whether there is such a text."""
        return bool(self._bundles[language].has_message(key))

    def __call__(self, key: str, language: str, /, **args: str | int) -> str:
        """Return the text `key` in `language` with its arguments filled in.

        Raises:
            KeyError: there is no such text, or an argument is missing: a defect, which the
                test over all texts finds before a person does.
        """
        fixed = self._fixed[language].get(key)
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

    def _rendered(self, key: str, language: str, args: Mapping[str, str | int]) -> str:
        bundle = self._bundles[language]
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
def _loaded(folder: Path) -> Sequence[Resource]:
    """Read the files of a language, once: they come with the program and stay as they are."""
    files = sorted(folder.glob("*.ftl"))
    return [FluentResource(path.read_text(encoding="utf-8")) for path in files]


def _fixed(message: Message) -> str | None:
    elements = message.value.elements if message.value else ()
    only = elements[0] if len(elements) == 1 else None
    return only.value if isinstance(only, TextElement) else None


def _is_long(value: str | int) -> bool:
    return isinstance(value, str) and len(value) > LONG
