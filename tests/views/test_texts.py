"""Every text in every language: the same names, the same arguments, within Telegram's limits."""

import re
from ast import Constant, JoinedStr, NodeVisitor
from ast import parse as parse_python
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

from bot.services.command_menu import (
    LEADING_COMMANDS,
    LOCAL_COMMANDS,
    RESIDENT_COMMANDS,
    STAFF_COMMANDS,
)
from bot.terms import Category, Level, Outcome
from bot.views.texts import LANGUAGES, LOCALES, Texts, _parsed, language_of
from tests.shipped import CONFIG, shipped_texts

MESSAGE, TOAST, LABEL = 4096, 200, 64
COMMAND, DESCRIPTION, SHORT_DESCRIPTION = 256, 512, 120
LONG, SHORT = "话<" * 700, "字" * 40
# What people write at length; every other argument is a name, a number or a moment.
AT_LENGTH = {"words", "text", "told", "lines", "done", "reason"}
LABELS = ("choice-", "button-")
# Rendered into other texts, into toasts or into menus, where no markup is understood.
PLAIN = (
    *LABELS,
    "toast-",
    "command-",
    "bot-",
    "status-line",
    "resident-state-",
    "when-",
    "category-",
    "level-",
    "contact-",
    "child-",
    "read-back-",
    "told-",
)
BOT = LOCALES.parent
# Beyond the province the country's numbers are told.
ELSEWHERE = {"outside-told", "dial-12345-by-area-code"}
# What is put between others tells nothing where it is but a sign.
PART = re.compile(r"[a-z]{2}")
TAG = re.compile(r"<(/?)([a-z]+)( expandable)?>")
ALLOWED = {"b", "i", "u", "s", "code", "pre", "blockquote"}
USED = re.compile(r'\b(?:Say|Prompt|Ref|Question)\(\s*(?:"[\w-]+",\s*)?"([a-z][a-zA-Z0-9-]+)"')
OFFERED = re.compile(r'\bChoice\(\s*f?"[^"]*",\s*"([a-z][\w-]+)"')


class _Arguments(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's.
        self.names.add(node.id.name)


class _References(Visitor):
    def __init__(self) -> None:
        self.found: list[str] = []
        self.called: set[str] = set()

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - Fluent's.
        self.found.append(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - Fluent's.
        self.called.add(node.id.name)


def files(language: str) -> list[Path]:
    return sorted((LOCALES / language).glob("*.ftl"))


def messages(path: Path) -> Iterator[tuple[str, set[str]]]:
    for entry in parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, ast.Message):
            arguments = _Arguments()
            arguments.visit(entry)
            yield entry.id.name, arguments.names


def arguments_of(language: str) -> Mapping[str, set[str]]:
    return {key: names for path in files(language) for key, names in messages(path)}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _elements(message: ast.Message) -> Iterator[ast.TextElement]:
    elements = message.value.elements if message.value else []
    return (one for one in elements if isinstance(one, ast.TextElement))


def limit_of(key: str) -> int:
    if key == "bot-description":
        return DESCRIPTION
    if key == "bot-short-description":
        return SHORT_DESCRIPTION
    if key.startswith("toast-"):
        return TOAST
    if key.startswith("command-"):
        return COMMAND
    return LABEL if key.startswith(LABELS) else MESSAGE


ARGUMENTS = {language: arguments_of(language) for language in LANGUAGES}
KEYS = sorted(ARGUMENTS["zh-CN"])


@pytest.fixture(scope="module")
def texts() -> Texts:
    return shipped_texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_understood_and_names_each_text_once(language: str) -> None:
    seen: set[str] = set()
    for path in files(language):
        entries = parse(path.read_text(encoding="utf-8")).body
        assert [one.content for one in entries if isinstance(one, ast.Junk)] == []
        names = [key for key, _ in messages(path)]
        assert len(names) == len(set(names)), path.name
        assert not seen & set(names), path.name
        seen |= set(names)


def test_all_languages_have_the_same_texts_with_the_same_arguments() -> None:
    first, *others = ARGUMENTS.values()
    for other in others:
        assert other == first


@pytest.mark.parametrize("key", KEYS)
def test_a_text_stays_within_its_limit_and_its_markup(key: str, texts: Texts) -> None:
    for language in LANGUAGES:
        names = ARGUMENTS[language].get(key, set())
        args = {name: LONG if name in AT_LENGTH else SHORT for name in names}
        if limit_of(key) < MESSAGE:
            args = dict.fromkeys(names, "字" * 20)
        rendered = texts(key, language, **args)
        assert rendered.strip()
        assert units(TAG.sub("", rendered)) <= limit_of(key), language
        check_markup(key, rendered)


def check_markup(key: str, rendered: str) -> None:
    is_open: list[str] = []
    for closing, name, _ in TAG.findall(rendered):
        assert not key.startswith(PLAIN), "this text stands where markup is not understood"
        assert name in ALLOWED
        if closing:
            assert is_open.pop() == name
        else:
            is_open.append(name)
    assert is_open == []


def test_every_text_that_a_dialogue_names_exists(texts: Texts) -> None:
    for path in (LOCALES.parent / "flows").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        for key in [*USED.findall(source), *OFFERED.findall(source)]:
            assert texts.has(key), f"{path.name}: {key}"


def test_every_word_of_the_hotline_has_a_name(texts: Texts) -> None:
    for language in LANGUAGES:
        for category in Category:
            assert texts.has(f"category-{category.value}", language)
        for level in Level:
            assert texts.has(f"level-{level.name}", language)
        for outcome in Outcome:
            assert texts.has(f"told-{outcome.value}", language)


def test_the_emergency_text_names_the_three_numbers(texts: Texts) -> None:
    for language in LANGUAGES:
        for key in ("emergency", "emergency-to-child", "ask-danger", "welcome"):
            assert all(number in texts(key, language) for number in ("110", "120", "119"))


def test_what_is_read_in_chinese_has_chinese_punctuation() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]")
    for path in files("zh-CN"):
        text = re.sub(r"\{[^}]*\}", "", path.read_text(encoding="utf-8"))
        assert half_width.findall(text) == [], path.name


def test_an_unknown_text_or_a_missing_argument_is_a_defect(texts: Texts) -> None:
    with pytest.raises(LookupError):
        texts("there-is-no-such-text", "zh-CN")
    with pytest.raises(KeyError):
        texts("reopened", "zh-CN")


@pytest.mark.parametrize(
    ("tag", "language"), [("zh-hans", "zh-CN"), ("en-GB", "en"), ("de", "zh-CN"), (None, "zh-CN")]
)
def test_a_client_is_spoken_to_in_its_language_or_in_chinese(
    tag: str | None, language: str
) -> None:
    assert language_of(tag) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_cut_out_of_its_file_as_the_library_reads_it(language: str) -> None:
    cut = shipped_texts()._sources[language]
    read = {
        entry.id.name: entry
        for path in files(language)
        for entry in parse(path.read_text(encoding="utf-8")).body
        if isinstance(entry, ast.Message)
    }
    assert cut.keys() == read.keys()
    for key, source in cut.items():
        [alone] = parse(source).body
        assert alone.equals(read[key], ignored_fields=["span", "comment"]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_stands_alone_but_for_whom_to_call(language: str) -> None:
    referring = _References()
    for path in files(language):
        referring.visit(parse(path.read_text(encoding="utf-8")))
    assert referring.found == []
    assert referring.called == CONFIG.numbers().keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_to_call_here_stands_in_the_configuration_alone(language: str) -> None:
    for path in files(language):
        for entry in parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Message) and entry.id.name not in ELSEWHERE:
                text = "".join(one.value for one in _elements(entry))
                assert [one for one in CONFIG.numbers().values() if one in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_arguments_is_told_as_the_library_renders_it(language: str) -> None:
    texts = shipped_texts()
    bundle = FluentBundle([language], use_isolating=False)
    for path in files(language):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    terms = (f"-{name} = {number}" for name, number in CONFIG.numbers().items())
    bundle.add_resource(FluentResource("\n".join(terms)))
    fixed = {key: texts._fixed_text(key, language) for key in texts._sources[language]}
    assert len([one for one in fixed.values() if one is not None]) > 500
    for key, text in fixed.items():
        value = bundle.get_message(key).value
        assert value is not None
        if text is not None:
            assert bundle.format_pattern(value, {}) == (text, [])


def test_only_the_texts_that_are_told_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = FluentResource

    def noted(source: str) -> ast.Resource:
        parsed.append(source)
        return real(source)

    monkeypatch.setattr("bot.views.texts.FluentResource", noted)
    texts = shipped_texts()
    assert texts("bot-short-description", "en")
    assert parsed == []
    _parsed.cache_clear()
    texts("step", "en", this=1, of=2)
    [source] = parsed
    assert source.startswith("step =")


def test_only_texts_with_figures_alone_are_kept_and_each_figure_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.views.texts.KEPT", 3)
    texts = shipped_texts()
    for _ in range(2):
        for number in (1, 2, 3, 4):
            assert texts("step", "zh-CN", this=number, of=6) == f"第 {number}/6 步"
            assert len(texts._counted) <= 3
        assert texts("step", "zh-CN", of=5, this=1) == "第 1/5 步"
    kept = list(texts._counted)
    assert "某某" in texts("person-unreachable", "zh-CN", name="某某")
    assert list(texts._counted) == kept


class _Named(NodeVisitor):
    """Collect the words of a module and, as patterns, those into which something is put."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.patterns: set[str] = set()

    def visit_Constant(self, node: Constant) -> None:
        if isinstance(node.value, str):
            self.words.add(node.value)

    def visit_JoinedStr(self, node: JoinedStr) -> None:
        parts = [
            re.escape(str(one.value)) if isinstance(one, Constant) else "[a-zA-Z0-9_-]+"
            for one in node.values
        ]
        if any(PART.search(part) for part in parts):
            self.patterns.add("".join(parts))
        self.generic_visit(node)


def test_every_text_is_told_somewhere() -> None:
    named, references = _Named(), _References()
    for path in BOT.rglob("*.py"):
        named.visit(parse_python(path.read_text(encoding="utf-8")))
    for path in files("zh-CN"):
        references.visit(parse(path.read_text(encoding="utf-8")))
    told = named.words.union(references.found)
    made = re.compile("|".join(sorted(named.patterns)))
    never = [key for key in arguments_of("zh-CN") if key not in told and not made.fullmatch(key)]
    assert never == []


def test_every_command_that_is_explained_stands_in_a_menu() -> None:
    every = {*RESIDENT_COMMANDS, *STAFF_COMMANDS, *LOCAL_COMMANDS, *LEADING_COMMANDS}
    explained = {key for key in arguments_of("zh-CN") if key.startswith("command-")}
    assert explained == {f"command-{name}" for name in every}
