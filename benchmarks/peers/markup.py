"""The keys of a question as python-telegram-bot takes them."""

from telegram import KeyboardButton, ReplyKeyboardMarkup

from benchmarks.peers.questions import SHARED_SPOT, Question


def markup_of(question: Question) -> ReplyKeyboardMarkup:
    """Return the keyboard below the chat."""
    rows = [[_key(label) for label in row] for row in question.keys]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)


def _key(label: str) -> KeyboardButton:
    return KeyboardButton(label, request_location=True if label == SHARED_SPOT else None)
