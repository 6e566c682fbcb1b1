import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.delivery.plain import words_in
from bot.handlers.incoming import understand

PLAIN: dict[str, Any] = {
    "update_id": 7,
    "message": {
        "message_id": 3,
        "date": 1_800_000_000,
        "text": "/report",
        "chat": {"id": 5, "type": "private", "first_name": "王", "last_name": "奶奶"},
        "from": {
            "id": 5,
            "is_bot": False,
            "first_name": "王",
            "username": "wang",
            "language_code": "zh-hans",
            "is_premium": True,
        },
        "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
    },
}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats()
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def _paths(value: Any, *above: Any) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = []
    for key, one in inner:
        found.append((*above, key))
        if isinstance(one, dict | list):
            found += _paths(one, *above, key)
    return found


NAMES = ("photo", "type", "id", "text", "chat", "via_bot", "reply_to_message", "date", "user")


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """A plain update of which some parts are others, are missing or are more."""
    update = copy.deepcopy(PLAIN)
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from([*_paths(update), ("more",)]))
        within: Any = update
        for key in above:
            within = within[key]
        match draw(st.sampled_from(["other", "gone", "more"])):
            case "gone":
                within.pop(last, None) if isinstance(within, dict) else within.pop(last)
            case "more" if isinstance(within, dict):
                within[draw(st.sampled_from(NAMES))] = draw(JSON)
            case _:
                within[last] = draw(JSON)
    return update


@settings(deadline=None, max_examples=1500)
@given(changed())
def test_what_is_plain_means_what_the_library_makes_of_it(update: dict[str, Any]) -> None:
    words = words_in(update)
    assert words is None or understand(words) == understand(Update.de_json(update, None))


@pytest.mark.parametrize(
    "text",
    [
        "/report",
        "/start@weibao_bot c_7  x ",
        "/",
        "/ 12",
        "孩子被打了",
        "/REPORT 现在",
        " /report",
        "a/b",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en-GB", None])
def test_words_and_commands_are_plain(text: str, language: str | None) -> None:
    update = copy.deepcopy(PLAIN)
    update["message"]["text"] = text
    if language is None:
        del update["message"]["from"]["language_code"]
    else:
        update["message"]["from"]["language_code"] = language
    words = words_in(update)
    assert words is not None
    assert understand(words) == understand(Update.de_json(update, None))


@pytest.mark.parametrize("name", ["message_id", "date", "text", "chat", "from"])
def test_what_lacks_a_part_is_not(name: str) -> None:
    lacking = copy.deepcopy(PLAIN)
    del lacking["message"][name]
    assert words_in(lacking) is None


@pytest.mark.parametrize(
    "more",
    [
        {"photo": []},
        {"date": 1 << 62},
        {"from": None},
        {"entities": [{}]},
        {"text": 5},
        {"text": ""},
        {"chat": {"id": -5, "type": "group", "title": "村"}},
        {"chat": {"id": -5, "type": "group"}},
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}},
        {"reply_to_message": {}},
        {"via_bot": {}},
    ],
)
def test_what_is_unknown_or_strange_is_not(more: dict[str, Any]) -> None:
    assert words_in({**PLAIN, "message": {**PLAIN["message"], **more}}) is None
    assert words_in({**PLAIN, "callback_query": {}}) is None
