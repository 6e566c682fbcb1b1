"""The one place where everything is wired."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.admission import admitted
from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.delivery.fetching import Fetcher
from bot.delivery.forgetting import Forgetful
from bot.delivery.inbox import InboxBot, InboxRequest, Told
from bot.delivery.limits import Limits
from bot.delivery.ordering import PerChatProcessor, Rank
from bot.delivery.replay import Replay
from bot.delivery.sender import Sender
from bot.delivery.sheets import SheetFetcher
from bot.delivery.transport import AiohttpRequest
from bot.delivery.webhook_address import WebhookAddress
from bot.delivery.worker import Worker
from bot.flows.casework import decline_form
from bot.flows.complaint import complaint_form
from bot.flows.referral import ReferralMachine
from bot.flows.report import ReportFlow
from bot.handlers.failures import Failures
from bot.handlers.gateway import Gateway
from bot.handlers.menus import Menus
from bot.services.codes import CodeWords
from bot.services.desk import ServiceDesk
from bot.services.hotline import Flows, Hotline
from bot.services.keeping import Keeper
from bot.services.mail import Priority
from bot.services.offices import Offices, found_offices
from bot.services.proofs import Proofs
from bot.services.ticking import Ticking
from bot.serving import Bot
from bot.triage.asked import Reader
from bot.triage.awaited import AwaitedTriage
from bot.triage.gathered import Gathered
from bot.triage.gazetteer import Gazetteer
from bot.triage.local_names import FILE_NAME, LocalNames, checked_zones, read_names
from bot.triage.reader_apart import ReaderApart
from bot.views.labels import Labels
from bot.views.texts import LANGUAGES, Texts
from bot.watching.auditor import Auditor
from bot.watching.looking import Physician
from bot.watching.metrics import MeasuredDesk, Metrics
from bot.watching.observing import ObservedDatabase
from bot.watching.pulse import Pulse
from bot.watching.timekeeper import Timekeeper
from bot.working_time import WorkingTime, load_calendar
from storage.database import Database
from storage.evidence import SealedFiles

if TYPE_CHECKING:
    from bot.triage.glance import Glance
    from bot.triage.reader import Triage

log = structlog.get_logger(__name__)

TICK_SECONDS = 1
AUDIT_SECONDS = 60
ALIVE_SECONDS = 10
KEEPING_SECONDS = 300
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
_LABELS = 1024


@dataclass(frozen=True, slots=True)
class Telegram:
    """How Telegram is reached; without addresses it is Telegram's own service."""

    token: str = field(repr=False)
    base_url: str | None = None

    @property
    def file_url(self) -> str | None:
        """Return where files are fetched from, beside the methods."""
        if self.base_url is None:
            return None
        return f"{self.base_url.removesuffix('/bot')}/file/bot"

    @property
    def is_local(self) -> bool:
        """Say whether the server is on this machine, where no proxy is wanted."""
        return bool(
            self.base_url and ("//127.0.0.1" in self.base_url or "//localhost" in self.base_url)
        )


def build_triage(config: Config, folder: Path, gazetteer: Gazetteer) -> Reader:
    """Return what reads messages for a bot: a process of its own (decision 0044).

    What is wrong in the files is said at once; all the rest is loaded later, beside the start.

    Raises:
        ConfigurationError: see `local_names`.
    """
    return ReaderApart(config.default_levels(), local_names(config, folder, gazetteer))


def triage_here(config: Config, folder: Path, gazetteer: Gazetteer) -> AwaitedTriage:
    """Return what reads messages within this process, for tools and tests.

    Raises:
        ConfigurationError: see `local_names`.
    """
    local = local_names(config, folder, gazetteer)

    def load() -> "Triage":
        from bot.triage.loading import load

        return load(gazetteer, config.default_levels(), local)

    return AwaitedTriage(load)


def local_names(config: Config, folder: Path, gazetteer: Gazetteer) -> LocalNames:
    """Return what only the place itself knows; `places.csv` is looked for in this folder.

    Raises:
        ConfigurationError: a zone lies in a county that does not exist, or a row of `places.csv`
            cannot be used.
    """
    return LocalNames(
        zones=checked_zones(config.counties_of_zones(), gazetteer),
        names=read_names(folder / FILE_NAME, gazetteer),
    )


def _haste(config: Config, texts: Texts) -> Callable[[str], Rank]:
    """Return what says how soon words are to be read; it is made when words first have to wait."""
    labels = Labels(texts)

    @cache
    def glance() -> "Glance":
        from bot.triage.glance import Glance

        return Glance(config.default_levels())

    def look(text: str) -> Rank:
        return Rank[glance().haste(text).name]

    # What people say is not to stay in the process; keys are looked at once.
    of_label = lru_cache(maxsize=_LABELS)(look)
    return lambda text: (of_label if labels.may_hold(text) else look)(text)


async def build_hotline(
    config: Config,
    calendar_path: Path,
    database: Database,
    *,
    texts: Texts | None = None,
    bot_name: str = "",
    files: SealedFiles | None = None,
) -> Hotline:
    """Return the configured hotline on a migrated database; offices are added where missing.

    Without a folder of `files` what people send stays with Telegram alone.
    """
    gazetteer = Gazetteer.load()
    zone = ZoneInfo(config.timezone)

    await database.write(lambda work: found_offices(work, gazetteer))
    founded = await database.read(lambda work: work.staff.offices())
    offices = Offices(founded, config.province.unplaced_office)
    texts, codes = texts or Texts(config.numbers()), CodeWords()
    return Hotline(
        config=config,
        texts=texts,
        gazetteer=gazetteer,
        offices=offices,
        calendar=WorkingTime(load_calendar(calendar_path), zone, config.working_hours.spans),
        codes=codes,
        proofs=Proofs(codes, offices, texts),
        flows=Flows(ReportFlow(gazetteer), complaint_form(gazetteer), decline_form(gazetteer)),
        machine=ReferralMachine(),
        triage=Gathered(build_triage(config, calendar_path.parent, gazetteer)),
        zone=zone,
        default_levels=config.default_levels(),
        bot_name=bot_name,
        files=files,
    )


async def build_bot(
    config: Config,
    calendar_path: Path,
    database: Database,
    telegram: Telegram,
    clock: Clock | None = None,
    *,
    tick_seconds: float | None = TICK_SECONDS,
    webhook: WebhookAddress | None = None,
    files: SealedFiles | None = None,
    not_reached: Callable[[str], Awaitable[object]] | None = None,
) -> Bot:
    """Wire the whole bot on an open, migrated database.

    Args:
        config: the policies.
        calendar_path: the file of holidays and make-up days.
        database: an open database; the bot closes it when it stops.
        telegram: how Telegram is reached.
        clock: the time; the machine's own unless given.
        tick_seconds: how often deadlines are looked at; None leaves that to the caller.
        files: the folder in which what people send is kept; without it, with Telegram alone.
        webhook: where Telegram delivers updates; without it they are fetched.
        not_reached: called with the reason, each time that Telegram was not reached.

    Raises:
        ConfigurationError: the keys do not open what is in the database.
    """
    clock = clock or SystemClock()
    # A file is served by one process at a time.
    is_alone = database.url.get_backend_name() == "sqlite"
    await admitted(database, clock.now(), is_alone=is_alone)
    texts = Texts(config.numbers())
    haste = _haste(config, texts)
    processor = PerChatProcessor(haste=haste)
    pulse = Pulse()
    observed = ObservedDatabase(database)
    database = observed
    application = _application(telegram, database, clock, processor, pulse)
    await _until_reached(application, not_reached)
    hotline = await build_hotline(
        config,
        calendar_path,
        database,
        texts=texts,
        bot_name=application.bot.username,
        files=files,
    )
    auditor = Auditor(hotline, database, clock)
    metrics = Metrics(database, clock, auditor)
    desk = MeasuredDesk(ServiceDesk(hotline), metrics.meters)
    policy = config.sender
    sender = Sender(
        database,
        application.bot,
        clock,
        desk,
        Limits(
            policy.per_second,
            policy.per_chat_per_second,
            policy.burst_per_chat,
            per_group_per_minute=policy.per_group_per_minute,
        ),
        lease=policy.lease,
        uncertain_after=policy.uncertain_after,
        repeated_mark=hotline.texts("repeated", LANGUAGES[0]),
        low_classes=[one for one in Priority if one is not Priority.EMERGENCY_PAGE],
    )
    failures = Failures(hotline, database, clock)
    replay = Replay(database, application, processor, on_failure=failures.failed)
    menus = Menus(application.bot, hotline.texts, database)
    gateway = Gateway(hotline, database, clock, application.bot, menus)
    application.bot.foretell(gateway.expect)
    ticking = Ticking(hotline, database, clock)

    async def receive(update: Told, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await gateway.receive(update)

    async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if context.error is not None:
            await failures.failed(update, context.error)

    application.add_handler(TypeHandler(object, receive))
    application.add_error_handler(failed)
    scheduler = AsyncIOScheduler(timezone="UTC")
    bot = Bot(
        application,
        hotline,
        observed,
        sender,
        replay,
        ticking,
        processor,
        scheduler,
        clock,
        menus,
        pulse,
        auditor,
        Physician(
            pulse,
            observed,
            clock,
            auditor,
            config.watching,
            is_token_refused=lambda: sender.is_stopped,
            reader_ails=lambda: hotline.triage.reader.ails,
        ),
        metrics,
        Timekeeper(hotline, database, clock),
        Keeper(hotline, database, clock),
        SheetFetcher(hotline, database, application.bot, clock),
    )
    bot.timekeeper.on_set = bot.wake_all
    if files is not None:
        bot.fetcher = Fetcher(hotline, database, application.bot, files, clock)
    if webhook is not None:
        from bot.delivery.webhook import Webhook

        worker = Worker(
            database,
            application.bot,
            clock,
            gateway.receive,
            failures.failed,
            config.inbox.lease,
            pulse=pulse,
        )
        bot.webhook = Webhook(webhook, database, clock, application.bot, worker, haste)
    if tick_seconds is not None:
        _every(scheduler, tick_seconds, bot.tick)
        _every(scheduler, AUDIT_SECONDS, bot.auditor.look)
        _every(scheduler, ALIVE_SECONDS, bot.give_sign)
        _every(scheduler, KEEPING_SECONDS, bot.keeper.look)
    return bot


def _every(
    scheduler: AsyncIOScheduler, seconds: float, work: Callable[[], Awaitable[None]]
) -> None:
    scheduler.add_job(
        work,
        "interval",
        seconds=seconds,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )


def _application(
    telegram: Telegram,
    database: Database,
    clock: Clock,
    processor: PerChatProcessor,
    pulse: Pulse,
) -> "Application[Any, Any, Any, Any, Any, Any]":
    # The library then speaks of spans as timedelta, which is what its next version always does.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    trust_env = not telegram.is_local
    inbox = InboxRequest(
        database, clock, trust_env=trust_env, pulse=pulse, on_fetched=processor.fetched
    )
    addresses = {"base_url": telegram.base_url, "base_file_url": telegram.file_url}
    bot = InboxBot(
        telegram.token,
        inbox,
        request=AiohttpRequest(trust_env=trust_env),
        **{name: url for name, url in addresses.items() if url is not None},
    )
    builder = ApplicationBuilder().application_class(Forgetful).bot(bot)
    return builder.concurrent_updates(processor).build()


async def _until_reached(
    application: "Application[Any, Any, Any, Any, Any, Any]",
    not_reached: Callable[[str], Awaitable[object]] | None,
) -> None:
    """Try until Telegram answers; only a refused token ends the attempt."""
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("telegram-not-reached", error=type(error).__name__)
            if not_reached is not None:
                await not_reached(type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)
        else:
            return
