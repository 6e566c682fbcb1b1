"""Slowing down whoever writes very much, with a kind word, without losing anything."""

from datetime import timedelta

from bot.handlers.turn import Turn

_MINUTE = timedelta(minutes=1)


def slow_down(turn: Turn) -> None:
    """Count the message; the first one over the limit of the minute is answered with a word."""
    person = turn.person
    minute_at, count = person.minute_at, person.minute_count
    if minute_at is None or turn.now - minute_at >= _MINUTE:
        minute_at, count = turn.now, 0
    turn.work.people.count_message(person, minute_at=minute_at, count=count + 1)
    if count == turn.hotline.config.dialogue.flood_per_minute:
        turn.say("flood")
