"""Loading what reads messages: everything at once, and only for whoever is to read."""

from collections.abc import Mapping

from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.letters import load_letters
from bot.triage.local_names import LocalNames
from bot.triage.reader import Triage
from bot.triage.trained import load_model


def load(
    gazetteer: Gazetteer, default_levels: Mapping[Category, Level], local: LocalNames
) -> Triage:
    """Return the reader of messages with everything that comes with the package."""
    return Triage(
        gazetteer, default_levels, model=load_model(), letters=load_letters(), local=local
    )
