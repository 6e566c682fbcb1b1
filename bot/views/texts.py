"""Every text a person reads, by name and language, out of the locale files."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("zh-CN", "en")
DEFAULT_LANGUAGE = "zh-CN"
# Signs of the private use area, which no text of ours contains.
_OPEN, _CLOSE = "\ue000", "\ue001"
LONG = 200
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
    def _bundles(self) -> Mapping[str, FluentBundle]:
        return {language: self._load(language) for language in LANGUAGES}

    def _load(self, language: str) -> FluentBundle:
        bundle = FluentBundle([language], use_isolating=False)
        for path in sorted((self._root / language).glob("*.ftl")):
            bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
        return bundle

    def has(self, key: str, language: str = DEFAULT_LANGUAGE) -> bool:
        """Say whether there is such a text."""
        return bool(self._bundles[language].has_message(key))

    def __call__(self, key: str, language: str, /, **args: str | int) -> str:
        """Return the text `key` in `language` with its arguments filled in.

        Raises:
            KeyError: there is no such text, or an argument is missing: a defect, which the
                test over all texts finds before a person does.
        """
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


def _is_long(value: str | int) -> bool:
    return isinstance(value, str) and len(value) > LONG
