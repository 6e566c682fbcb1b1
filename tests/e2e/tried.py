"""How much the products of the authorisation and the hostile corpus try, as the tests count it."""

from collections import Counter
from collections.abc import Mapping

from bot.flows.casework import decline_form
from bot.flows.complaint import complaint_form
from bot.flows.report import ReportFlow
from bot.services.hotline import Flows
from bot.triage.gazetteer import Gazetteer
from tests.e2e import test_duty_permissions as duty
from tests.e2e.hostile import FILES, FORGED, NAMES, WORDS
from tests.e2e.test_authorisation import ACTIONS, BROKEN, EVERYBODY, LISTS_AND_INVITATIONS
from tests.e2e.test_every_input import COMMANDS_AND_NAMES
from tests.e2e.test_hostile_input import CHOKED_ON, WORST
from tests.e2e.test_ways_in import WAYS


def cells() -> Mapping[str, int]:
    """Return how many cells of person and way in are tried, by the kind of the way."""
    found: Counter[str] = Counter()
    found["buttons"] += 2 * len(EVERYBODY) * len(ACTIONS) + len(BROKEN)
    found["lists"] += 2 * len(LISTS_AND_INVITATIONS)
    found["commands"] += len(LISTS_AND_INVITATIONS)
    for act in duty.ACTS:
        kind = duty.KINDS.get(act, "commands" if act.startswith("/") else "buttons")
        found[kind] += len(duty.TABLE)
    for kind, _ in WAYS:
        found[kind] += len(EVERYBODY)
    return found


def hostile() -> Mapping[str, int]:
    """Return how often something hostile is put in, by where."""
    gazetteer = Gazetteer.load()
    flows = Flows(ReportFlow(gazetteer), complaint_form(gazetteer), decline_form(gazetteer))
    questions = sum(len(flow.states) for flow in flows.every)
    return {
        "strings of the corpus": len(WORDS),
        "reports, first and later words": 2 * len(WORDS) + len(CHOKED_ON),
        "questions of dialogues": questions * len(WORST) // 2,
        "commands, captions and names": COMMANDS_AND_NAMES,
        "answers to officers and corrections": 3 * len(WORST),
        "forged taps": 3 * len(FORGED),
        "files and their names": len(FILES) + len(NAMES) + 2,
    }
