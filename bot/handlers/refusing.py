"""Refusing a command to staff who may not give it, and saying who may."""

from collections.abc import Iterator

from bot.handlers.turn import Turn
from bot.services.access import Action
from bot.services.superiors import Superiors
from bot.terms import Role
from storage.records import Staff

SHOWN = 5


def refuse(turn: Turn, action: Action) -> None:
    """Say that they may not, and the names of those above them who may and can be reached."""
    able = list({one.id: one for one in _able(turn, action)}.values())[:SHOWN]
    if not able:
        turn.say("toast-not-allowed")
        return
    names = "、".join(
        turn.words(
            "may-do-this",
            name=one.name,
            office=turn.hotline.offices[one.office_code].name,
            role=turn.words(f"role-{one.role}"),
        )
        for one in able
    )
    turn.say("not-allowed-but", names=names)


def _able(turn: Turn, action: Action) -> Iterator[Staff]:
    superiors = Superiors(turn.hotline, turn.work, turn.now)
    # To contacts of other agencies nobody of the office is named.
    for place in (one for one in turn.places if Role(one.role) is not Role.AGENCY):
        for one in superiors.of(place.office_code, besides=[place.id]):
            offices = turn.permits.offices_for([one], action)
            if any(office.code == place.office_code for office in offices):
                yield one
