"""The sender: takes messages from the outbox, in order of need, and finishes what it takes.

A message is claimed for a time (its lease), sent, and settled by the token of that lease. What
surely did not leave is tried again; what perhaps left is sent again, marked as repeated; nothing
is given up because of the network. Duplicates are harmless, silence is not.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from telegram import Bot

from bot.clock import Clock
from bot.delivery.carrier import calls_of, carry, is_group
from bot.delivery.claiming import Claim, Claimer, Letter, Turns
from bot.delivery.desk import Desk, Nobody, Told
from bot.delivery.gathering import Gathering
from bot.delivery.ledger import Ledger
from bot.delivery.limits import Limits
from bot.delivery.making import Maker, NotMade
from bot.delivery.refusals import Refusal, Verdict, judge
from bot.delivery.standing import StandingClaim
from storage.database import Database, StorageUnavailable
from storage.repositories.outbox import TOPIC
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

AT_ONCE = 30
IN_HAND = 8 * AT_ONCE
TOGETHER = AT_ONCE // 2
TOGETHER_SECONDS = 0.01
PAUSE_SECONDS = 0.5
SETTLE_PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0)
BUDGET_OF_LEASE = 0.75

Settling = Callable[[UnitOfWork, Told], bool]


@dataclass(slots=True, eq=False)
class Sender:
    """Send what is in the outbox until stopped.

    Args:
        database: where the outbox is.
        bot: the bot in whose name messages are sent.
        clock: the time of leases and of further attempts.
        desk: who makes the messages and hears what became of them.
        limits: how fast messages may leave.
        lease: for how long a claim holds; three quarters of it are the time to send.
        uncertain_after: how long after a send of unknown outcome it is made again.
        repeated_mark: what stands above a message that the person perhaps has already.
        low_classes: the priorities of which each has its turn, whatever presses.
        wait: how to let real seconds pass.
        is_stopped: whether Telegram refused the token; nothing leaves until `resume`.
    """

    database: Database
    bot: Bot
    clock: Clock
    desk: Desk
    limits: Limits
    lease: timedelta
    uncertain_after: timedelta
    repeated_mark: str
    low_classes: Sequence[int] = ()
    wait: Callable[[float], Awaitable[object]] = asyncio.sleep
    is_stopped: bool = False
    _ledger: Ledger = field(init=False)
    _claimer: Claimer = field(init=False)
    _turns: Turns = field(init=False)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _in_hand: dict[int, Letter] = field(default_factory=dict)
    _pacing: int = 0
    _on_the_wire: int = 0
    _gathering: Gathering = field(init=False)
    _standing: StandingClaim = field(init=False)
    _maker: Maker = field(default_factory=Maker)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _loop: asyncio.Task[None] | None = None
    _is_leaving: bool = False
    _is_at_work: bool = False
    _is_cut_off: bool = False

    def __post_init__(self) -> None:
        """Share out the work between who claims and who settles."""
        self._ledger = Ledger(self.clock, self.uncertain_after)
        self._claimer = Claimer(self.clock, self.desk, self._ledger, self.lease, self.repeated_mark)
        self._turns = Turns(self.low_classes)
        self._gathering = Gathering(self.database, TOGETHER_SECONDS, TOGETHER)
        self._standing = StandingClaim(self.database, self._claim, self._brought)

    def start(self) -> None:
        """Begin to send, and wake at every commit that queued something."""
        self.database.listen(TOPIC, self.wake)
        self._loop = asyncio.create_task(self._run(), name="sender")
        self.wake()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._quiet.clear()
        self._woken.set()

    def resume(self) -> None:
        """Send again after Telegram knows the token again."""
        self.is_stopped = False
        self.wake()

    async def settled(self) -> None:
        """Wait until nothing is in hand and no row may leave now."""
        await self._quiet.wait()

    async def stop(self) -> None:
        """Take no more, and finish what is in hand."""
        self._is_leaving = True
        self.wake()
        if self._loop is not None:
            await self._loop
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _run(self) -> None:
        while not self._is_leaving:
            self._woken.clear()
            try:
                pause = await self._round()
            except StorageUnavailable:
                # It was said when the trouble began; every row stays where it is.
                await self.wait(PAUSE_SECONDS)
                pause = 0
            except Exception as error:  # noqa: BLE001 - A sender that ends is silence.
                log.error("sender-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.
                await self.wait(PAUSE_SECONDS)
                pause = 0
            if pause is None and not self._woken.is_set():
                self._rest()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause)
            await self._standing.take_down()

    async def _round(self) -> float | None:
        """Send what may leave; return how many seconds to wait, None until woken."""
        if self.is_stopped:
            return None
        await self._take_over()
        if self._places() <= 0:
            return None
        room = self._room()
        if not room:
            return self.limits.until_room()
        claim = await self.database.write(lambda work: self._claim(work, room))
        self._turns.pass_by(claim.places)
        for letter in claim.letters:
            self._send_off(letter)
        return None if claim.is_all else 0

    def _places(self) -> int:
        return min(AT_ONCE + self._pacing, IN_HAND) - len(self._in_hand)

    def _room(self) -> int:
        """Return how many messages may be claimed now."""
        return max(0, min(self._places(), self.limits.room()))

    def _claim(self, work: UnitOfWork, room: int) -> Claim:
        if self.is_stopped:
            return Claim(0)
        return self._claimer.claim(work, room, self._turns.among(room))

    def _rest(self) -> None:
        """Let whoever queues the next message claim it; nothing else is left that may leave."""
        room = self._room()
        if room and not self.is_stopped:
            self._standing.put_up(room)
        if not self._in_hand:
            self._quiet.set()

    def _brought(self, claim: Claim) -> None:
        """Send what the standing claim brought, and let it stand again."""
        self._turns.pass_by(claim.places)
        for letter in claim.letters:
            self._quiet.clear()
            self._send_off(letter)
        if claim.is_all and not self._woken.is_set():
            self._rest()
        else:
            self.wake()

    async def _take_over(self) -> None:
        """Free what an earlier process held when it was killed.

        One process at a time has a file to itself; elsewhere another may be at work, and what is
        held comes free when its lease runs out.
        """
        if not self._is_at_work and self.database.url.get_backend_name() == "sqlite":
            await self.database.write(lambda work: work.outbox.end_leases(self.clock.now()))
        self._is_at_work = True

    def _send_off(self, letter: Letter) -> None:
        on_its_way = self._in_hand.get(letter.row.id)
        if on_its_way is not None:
            # The clock leapt over the lease: the letter keeps going, under the new one. Or it was
            # put back and claimed anew by one commit, and is about to be out of hand.
            on_its_way.row, on_its_way.anew = letter.row, letter
            return
        self._in_hand[letter.row.id] = letter
        pace = self.limits.take(
            letter.row.person_id, count=calls_of(letter.message), is_group=is_group(letter.chat)
        )
        task = asyncio.create_task(self._send(letter, pace))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, letter: Letter, pace: float) -> None:
        is_claimed_for = False
        try:
            await self._pace(pace)
            self._on_the_wire += 1
            try:
                settling = await self._carried(letter)
            finally:
                self._on_the_wire -= 1
            is_claimed_for = await self._settle(letter, settling)
        except StorageUnavailable:
            log.warning("settle-given-up", outbox_id=letter.row.id)
        except Exception as error:  # noqa: BLE001 - The lease brings the letter back.
            log.error("send-failed", outbox_id=letter.row.id, error=type(error).__name__)  # noqa: TRY400 - No words of it.
        finally:
            del self._in_hand[letter.row.id]
            if letter.anew is not None and letter.settled not in (None, letter.row.lease_token):
                self._send_off(letter.anew)
            if not is_claimed_for:
                self.wake()
            elif self._standing.is_up() and not self._in_hand:
                self._quiet.set()

    async def _pace(self, seconds: float) -> None:
        if not seconds:
            return
        self._pacing += 1
        self.wake()
        try:
            await self.wait(seconds)
        finally:
            self._pacing -= 1

    async def _carried(self, letter: Letter) -> Settling:
        """Send the letter and return how to settle it."""
        budget = self.lease.total_seconds() * BUDGET_OF_LEASE
        standing: list[int] = []
        try:
            async with asyncio.timeout(budget):
                message = await self._maker.made(letter.message)
                number = await carry(
                    self.bot, letter.chat, message, plain=letter.row.plain, standing=standing
                )
        except NotMade as error:
            return self._not_made(letter, error)
        except Exception as error:  # noqa: BLE001 - Whatever it was, the message is kept.
            return self._refused(letter, judge(error))
        was_cut_off, self._is_cut_off = self._is_cut_off, False

        def arrived(work: UnitOfWork, desk: Told) -> bool:
            if was_cut_off:
                self._ledger.network_is_back(work)
            if letter.row.card_id is None:
                # So that whoever must be quick can have it deleted.
                work.lines.note(
                    letter.row.person_id,
                    standing,
                    self.clock.now(),
                    mark=letter.row.dedupe_key,
                )
            return self._ledger.arrived(work, desk, letter.row, letter.message, number)

        return arrived

    def _not_made(self, letter: Letter, error: NotMade) -> Settling:
        why = type(error.__cause__).__name__
        log.error("prepare-failed", outbox_id=letter.row.id, error=why)
        return lambda work, desk: self._ledger.unprepared(work, desk, letter.row)

    def _refused(self, letter: Letter, refusal: Refusal) -> Settling:
        if refusal.verdict in (Verdict.NEVER_LEFT, Verdict.PERHAPS_SENT):
            self._is_cut_off = True
        if refusal.verdict is Verdict.TOKEN and not self.is_stopped:
            self.is_stopped = True
            log.critical("token-refused")
        if refusal.verdict in (Verdict.REFUSED, Verdict.POINTLESS):
            log.error("message-refused", outbox_id=letter.row.id, trouble=refusal.trouble)
        return lambda work, desk: self._ledger.refused(
            work, desk, letter.row, letter.message, refusal
        )

    async def _settle(self, letter: Letter, settling: Settling) -> bool:
        """Settle, again while the database is away or the lease was renewed meanwhile.

        Say whether the place that came free was claimed for by that.
        """
        desk: Told = self.desk
        for pause in (*SETTLE_PAUSES, None):
            # The last try asks nothing of the services: their step may be what is refused.
            desk = Nobody() if pause is None else desk
            token = letter.row.lease_token
            is_claimed_for = self._standing.is_up()

            def settled(work: UnitOfWork) -> bool:
                if is_claimed_for:  # noqa: B023 - Awaited here.
                    work.topics.add(TOPIC)
                return settling(work, desk)  # noqa: B023 - The same.

            try:
                is_done = await self._gathering.write(settled, is_last=not self._on_the_wire)
                if is_done:
                    letter.settled = token
                if is_done or letter.row.lease_token == token:
                    return is_claimed_for
            except StorageUnavailable as error:
                if pause is None or self._is_leaving:
                    raise
                log.warning("settle-delayed", error=type(error).__name__)
                await self.wait(pause)
            except Exception as error:  # noqa: BLE001 - Sent is sent, whatever the services say.
                log.error("desk-failed", outbox_id=letter.row.id, error=type(error).__name__)  # noqa: TRY400 - No words of it.
                desk = Nobody()
        return False
