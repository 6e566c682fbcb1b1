import pytest

from bot.triage.gazetteer import Gazetteer
from bot.triage.places import Places
from bot.triage.reader import Triage
from tests.triage.sentences import LEVELS


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="session")
def places(gazetteer: Gazetteer) -> Places:
    return Places(gazetteer)


@pytest.fixture(scope="session")
def triage(gazetteer: Gazetteer) -> Triage:
    return Triage(gazetteer, LEVELS)
