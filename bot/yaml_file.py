"""Reading a file of YAML, refused with the place, the value and the remedy of what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase, CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the file."""

    where: str
    value: str
    what: str

    def __str__(self) -> str:
        value = f" is {self.value}" if self.value else ""
        return f"{self.where}{value}: {self.what}"


class ConfigurationProblems(ConfigurationError):
    """Refuse a file for everything that is wrong in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def load_yaml(path: Path) -> object:
    """Read a YAML file with the places of everything in it.

    Raises:
        ConfigurationProblems: it cannot be read, or is not YAML.
    """
    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read ({type(error).__name__}); set WEIBAO_CONFIG to a readable file"
        raise ConfigurationProblems([Problem(path.name, "", what)]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = (error.problem or "not YAML").splitlines()[0]
        what = f"{problem}; mend the indentation or quotes there"
        raise ConfigurationProblems([Problem(f"{path.name}:{line}", "", what)]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        what = f"not readable as YAML ({type(error).__name__}); mend it"
        raise ConfigurationProblems([Problem(path.name, "", what)]) from None


def plain(node: object) -> object:
    """Return what was read, without its places."""
    if isinstance(node, CommentedMap):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [plain(value) for value in node]
    return node


_REMEDIES: Mapping[str, str] = {
    "extra_forbidden": "this word is not known here; remove it or mend its spelling",
    "missing": "this must be given; add it",
}


def problems(error: ValidationError, document: object, path: Path) -> Iterator[Problem]:
    """Give what is wrong with what was read, with its place, value and remedy."""
    for one in error.errors():
        place = [part for part in one["loc"] if part not in ("[key]", "rungs", "spans")]
        line = _line(document, place)
        dotted = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".")
        where = f"{path.name}:{line} {dotted}".rstrip()
        value = one["input"]
        shown = "" if isinstance(value, dict | list) or one["type"] == "missing" else repr(value)
        what = _REMEDIES.get(one["type"], one["msg"].removeprefix("Value error, "))
        yield Problem(where, shown, what)


def _line(document: object, place: Sequence[str | int]) -> int:
    """Return the line of the nearest thing that stands in the file."""
    node, line = document, 1
    for part in place:
        if not isinstance(node, CommentedBase):
            break
        try:
            line = (
                node.lc.key(part)[0] if isinstance(node, CommentedMap) else node.lc.item(part)[0]
            ) + 1
            node = node[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line
