"""Fetching rosters that were sent as sheets: read at once, never written to the disk.

What is to be fetched is a row, so that nothing is forgotten when the process ends. Fetched and
read it is outside any transaction and beside the loop; only what was read is kept, sealed, until
whoever sent it has answered.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.clock import Clock
from bot.delivery.rounds import Rounds
from bot.duty.sheet_page import Page
from bot.duty.unpacking import MOST_BYTES, NotASheet
from bot.services.hotline import Hotline
from bot.services.proposals import Proposals
from bot.services.setting_back import FETCHED_WITHIN
from bot.services.sheets_kept import Sent
from storage.database import Database
from storage.repositories.sheets import TOPIC, RosterSheetRow
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

AT_ONCE = 2
BACKOFF = (1, 5, 15)
"""Minutes until the next try; after the last one its sender is asked to send it again."""
FETCH_SECONDS = 60
_TOKEN_WAIT = timedelta(minutes=5)


@dataclass(slots=True, eq=False)
class SheetFetcher:
    """Fetch and read the sheets that are expected, and forget those that nobody answered.

    Args:
        hotline: what the reading stands on.
        database: where the rows are.
        bot: the bot by which Telegram gives files.
        clock: the time of further tries.
    """

    hotline: Hotline
    database: Database
    bot: Bot
    clock: Clock
    rounds: Rounds = field(init=False)

    def __post_init__(self) -> None:
        """Fetch in rounds, and wake at every commit that expects a sheet."""
        self.rounds = Rounds("sheets", self.database, TOPIC, self._round)

    async def _round(self) -> bool:
        """Look at a few; say whether there may be more."""
        now = self.clock.now()
        due = await self.database.read(lambda work: work.sheets.next_due())
        if due is None or due > now:
            return False
        rows = await self.database.write(
            lambda work: work.sheets.claim(now=now, until=now + FETCHED_WITHIN, limit=AT_ONCE)
        )
        await asyncio.gather(*(self._look(row) for row in rows))
        return True

    async def _look(self, row: RosterSheetRow) -> None:
        if row.state != "waiting":
            await self.database.write(lambda work: self._proposals(work).lapse(row))
            return
        if row.attempts > len(BACKOFF) + 1:
            # It was begun and never finished: perhaps it is what ends the process.
            await self._refuse(row, "broken")
            return
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                content = await self._fetched(row)
            pages = await asyncio.to_thread(_read, content, self._today())
        except NotASheet as refused:
            await self._refuse(row, refused.why)
        except InvalidToken:
            await self._wait(row, self.clock.now() + _TOKEN_WAIT, counted=False)
        except BadRequest as error:
            # Telegram gives a bot no file above its limit, and forgets old ones.
            if "too big" in str(error).lower():
                await self._refuse(row, "size")
            else:
                await self._later(row, "gone")
        except (TelegramError, TimeoutError, OSError, ValueError) as error:
            # A path that makes no address is a `ValueError`.
            await self._later(row, type(error).__name__)
        else:
            await self._offer(row, pages)

    async def _fetched(self, row: RosterSheetRow) -> bytes:
        file = await self.bot.get_file(Sent.from_json(row.source or "{}").file_id)
        if (file.file_size or 0) > MOST_BYTES:
            raise NotASheet("size")
        return bytes(await file.download_as_bytearray())

    async def _offer(self, row: RosterSheetRow, pages: list[Page]) -> None:
        await self.database.write(lambda work: self._proposals(work).read(row, pages))

    async def _refuse(self, row: RosterSheetRow, why: str) -> None:
        log.info("sheet-refused", sheet_id=row.id, why=why)
        await self.database.write(lambda work: self._proposals(work).refuse(row, why))

    async def _later(self, row: RosterSheetRow, trouble: str) -> None:
        if row.attempts > len(BACKOFF):
            await self._refuse(row, "gone")
            return
        log.warning("sheet-not-fetched", sheet_id=row.id, error=trouble)
        at = self.clock.now() + timedelta(minutes=BACKOFF[row.attempts - 1])
        await self._wait(row, at, counted=True)

    async def _wait(self, row: RosterSheetRow, at: datetime, *, counted: bool) -> None:
        await self.database.write(
            lambda work: self._proposals(work).delay(row, at, counted=counted)
        )

    def _proposals(self, work: UnitOfWork) -> Proposals:
        return Proposals(self.hotline, work, self.clock.now())

    def _today(self) -> date:
        return self.clock.now().astimezone(self.hotline.zone).date()


def _read(content: bytes, today: date) -> list[Page]:
    from bot.duty.sheet import read_sheets

    return read_sheets(content, today)
