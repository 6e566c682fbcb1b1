"""Fetching files that people sent: after their words are on disk, and never in anybody's way.

What is to be fetched is a row; a failure is tried again later, longer each time, for two days. The
file is written before the row says that it is kept, so that a row never names what is not there.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.clock import Clock
from bot.delivery.rounds import Rounds
from bot.errors import NotKept
from bot.services.attachments import remark_on
from bot.services.evidence import Evidence
from bot.services.examined import Examined
from bot.services.hotline import Hotline
from bot.services.paging import Paging
from bot.services.setting_back import FETCHED_WITHIN
from storage.database import Database
from storage.evidence import SealedFiles
from storage.repositories.attachments import TOPIC, AttachmentRow
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

AT_ONCE = 2
BACKOFF = (1, 5, 15, 60, 180, 360, 720, 1440)
"""Minutes until the next try; after the last one the file is given up."""
FETCH_SECONDS = 120
DISK_WAIT = timedelta(minutes=5)
_MEGABYTE = 1 << 20


class CannotBeWritten(Exception):
    """Say that the folder of files does not take one."""


@dataclass(slots=True, eq=False)
class Fetcher:
    """Fetch what is expected and remove what was erased, until stopped.

    Args:
        hotline: which files are kept, and the folder.
        database: where the rows are.
        bot: the bot by which Telegram gives files.
        files: the folder.
        clock: the time of further tries.
    """

    hotline: Hotline
    database: Database
    bot: Bot
    files: SealedFiles
    clock: Clock
    rounds: Rounds = field(init=False)

    def __post_init__(self) -> None:
        """Fetch in rounds, and wake at every commit that expects or erases a file."""
        self.rounds = Rounds("fetcher", self.database, TOPIC, self._round)

    async def _round(self) -> bool:
        """Fetch a few; say whether there may be more."""
        await remove_erased(self.database, self.files)
        now = self.clock.now()
        if not await self.database.read(lambda work: _is_due(work.attachments.next_due(), now)):
            return False
        rows = await self.database.write(
            lambda work: work.attachments.claim(now=now, until=now + FETCHED_WITHIN, limit=AT_ONCE)
        )
        await asyncio.gather(*(self._fetch(row) for row in rows))
        return bool(rows)

    async def _fetch(self, row: AttachmentRow) -> None:
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                content = await self._fetched(row)
            found = await self._kept(row, content)
        except NotKept as refused:
            await self._give_up(row, "refused", refused.why)
        except CannotBeWritten as error:
            # The folder's trouble is no reason to give up what somebody sent.
            log.error("files-not-written", error=type(error.__cause__).__name__)  # noqa: TRY400
            await self._wait(row, "disk", DISK_WAIT)
        except InvalidToken:
            await self._wait(row, "token", DISK_WAIT)
        except BadRequest as error:
            # Telegram gives a bot no file above its limit, and forgets old ones.
            if "too big" in str(error).lower():
                await self._give_up(row, "refused", "size")
            else:
                await self._later(row, "gone")
        except (TelegramError, TimeoutError, OSError, ValueError) as error:
            # A path that makes no address is a `ValueError`; the other files must not wait for it.
            await self._later(row, type(error).__name__)
        else:
            await self._settle(row, content, found)

    async def _fetched(self, row: AttachmentRow) -> bytes:
        policy = self.hotline.config.attachments
        file = await self.bot.get_file(row.source or "")
        if (file.file_size or 0) > policy.megabytes * _MEGABYTE:
            raise NotKept("size")
        return bytes(await file.download_as_bytearray())

    async def _kept(self, row: AttachmentRow, content: bytes) -> Examined:
        """Look into the file and write it, beside the loop: to draw a picture takes its time."""
        policy = self.hotline.config.attachments
        most = policy.megabytes * _MEGABYTE

        def keep() -> Examined:
            from bot.services.examining import examine

            found = examine(content, policy.types, most)
            try:
                if found.shown is not None:
                    self.files.keep(row.id, "shown", found.shown)
                self.files.keep(row.id, "original", content)
            except OSError as error:
                raise CannotBeWritten from error
            return found

        return await asyncio.to_thread(keep)

    async def _wait(self, row: AttachmentRow, trouble: str, span: timedelta) -> None:
        at = self.clock.now() + span
        await self.database.write(
            lambda work: work.attachments.try_again(row, trouble, at=at, counted=False)
        )

    async def _settle(self, row: AttachmentRow, content: bytes, found: Examined) -> None:
        def settle(work: UnitOfWork) -> bool:
            now = _as_it_is(work, row)
            is_kept = Evidence(self.hotline, work, self.clock.now()).kept(now, content, found)
            self._tell(work, now)
            return is_kept

        if not await self.database.write(settle):
            await asyncio.to_thread(self.files.remove, row.id)

    async def _later(self, row: AttachmentRow, trouble: str) -> None:
        if row.attempts > len(BACKOFF):
            await self._give_up(row, "failed", "gone")
            return
        log.warning("file-not-fetched", attachment_id=row.id, error=trouble)
        at = self.clock.now() + timedelta(minutes=BACKOFF[row.attempts - 1])

        def wait(work: UnitOfWork) -> None:
            work.attachments.try_again(row, trouble, at=at)
            Evidence(self.hotline, work, self.clock.now()).delayed(_as_it_is(work, row))

        await self.database.write(wait)

    async def _give_up(self, row: AttachmentRow, state: str, why: str) -> None:
        log.warning("file-not-kept", attachment_id=row.id, why=why)

        def settle(work: UnitOfWork) -> None:
            now = _as_it_is(work, row)
            Evidence(self.hotline, work, self.clock.now()).not_kept(now, state, why)
            self._tell(work, now)

        await self.database.write(settle)

    def _tell(self, work: UnitOfWork, row: AttachmentRow) -> None:
        """Have the cards drawn anew where they say something of the file now."""
        if remark_on(work.attachments.get(row.id)):
            current = work.referrals.current_of(row.case_id)
            Paging(self.hotline, work, self.clock.now()).redraw(current)


def _as_it_is(work: UnitOfWork, row: AttachmentRow) -> AttachmentRow:
    """Return the row in the case that it belongs to: it may have been joined to another since."""
    found = work.attachments.get(row.id)
    return row if found is None else replace(row, case_id=found.case_id)


async def remove_erased(database: Database, files: SealedFiles) -> int:
    """Write over and remove the files that were let go of; return how many."""
    count = 0
    while found := await database.read(lambda work: work.attachments.to_remove()):
        for attachment_id in found:
            await asyncio.to_thread(files.remove, attachment_id)
            await database.write(lambda work: work.attachments.removed(attachment_id))  # noqa: B023
            count += 1
    return count


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
