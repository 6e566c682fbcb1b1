"""The proof that somebody reported, as words."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What stands on a receipt: a title, facts by their names, and sentences below them."""

    title: str
    facts: Sequence[tuple[str, str]]
    sentences: Sequence[str]


def in_words(receipt: ReceiptView) -> str:
    """Return the receipt as HTML; nothing on it was typed by a person."""
    facts = [f"{name}：{value}" for name, value in receipt.facts]
    return "\n".join([f"<b>{receipt.title}</b>", "", *facts, "", *receipt.sentences])
