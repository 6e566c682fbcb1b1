"""How long a dialogue may stand still, and what then becomes of it."""

from datetime import timedelta

from bot.flows.dialogue import Dialogue
from bot.flows.draft import Draft, level_of
from bot.services.hotline import Hotline

REMIND, PAGE, FINISH, DEFAULT, EXPIRE = "remind", "page", "finish", "default", "expire"


def due_of(hotline: Hotline, dialogue: Dialogue) -> tuple[int | None, str | None, timedelta]:
    """Return the level, what becomes of the dialogue if its person goes quiet, and when."""
    policy = hotline.config.dialogue
    if dialogue.flow == hotline.flows.addition.name:
        return None, DEFAULT, policy.additions_default_after
    if dialogue.flow in ("visit", "answer-call"):
        return None, EXPIRE, policy.visits_expire_after
    if dialogue.flow != hotline.flows.report.name:
        return None, EXPIRE, policy.forms_expire_after
    draft = Draft.from_memory(dialogue.memory)
    level = level_of(draft, hotline.default_levels)
    if draft.case_id is not None:
        return int(level), FINISH, policy.reminder_after
    if level.urgent and (draft.entries or draft.danger):
        return int(level), PAGE, policy.urgent_after
    return int(level), REMIND, policy.reminder_after
