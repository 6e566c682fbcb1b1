"""What was said in a case, as its card shows it."""

from collections.abc import Sequence

from bot.services.attachments import attachment_from_json, remark_on
from bot.services.folder import Folder
from bot.views.said import EntryView
from storage.records import EntryRow
from storage.repositories.letters import Letter
from storage.work import UnitOfWork

# What is told of a question that went to several reporters: the best that became of it.
_BEST_FIRST = ("sent", "queued", "hours", "blocked", "stopped", "failed", "dropped")


def entry_views(work: UnitOfWork, folder: Folder) -> tuple[EntryView, ...]:
    """Return everything said in the case, with what it was before and what became of questions."""
    return tuple(_view(work, entry, folder) for entry in work.cases.said_in(folder.case.id))


def _view(work: UnitOfWork, entry: EntryRow, folder: Folder) -> EntryView:
    former = folder.former.get(entry.id, ())
    attachment = attachment_from_json(entry.attachment) if entry.attachment else None
    letter = _best(work.letters.of_entry(entry.id)) if entry.kind == "question" else None
    return EntryView(
        kind=entry.kind,
        words=entry.words or "",
        attachment=attachment.kind if attachment else None,
        is_elsewhere=entry.id in folder.moved.entries,
        remark=remark_on(folder.files.get(entry.id)),
        said_at=entry.said_at,
        is_edited=entry.edited_at is not None,
        by=folder.name_of(entry.staff_id) if entry.staff_id else None,
        former=tuple(one.words or "" for one in former),
        is_taken_back=any(one.taken_back for one in former),
        delivery=f"delivery-{_standing(letter)}" if letter else "",
        phone=folder.phones.get(entry.id, ""),
        until_at=letter.held_until_at if letter else None,
    )


def _best(letters: Sequence[Letter]) -> Letter | None:
    return min(letters, key=lambda one: _BEST_FIRST.index(_standing(one)), default=None)


def _standing(letter: Letter) -> str:
    return letter.held_for or letter.state
