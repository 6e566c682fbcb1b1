"""The command `weibao`."""

import asyncio
import base64
import contextlib
import errno
import json
import secrets
import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import structlog
import typer
from rich.console import Console
from rich.table import Table
from telegram.error import InvalidToken

from bot.app import build_bot, triage_here
from bot.cli_audit import app as audit_app
from bot.cli_check import check
from bot.cli_invite import invite
from bot.cli_keys import app as keys_app
from bot.cli_retention import erase, retention
from bot.cli_rota import app as rota_app
from bot.cli_staff import app as staff_app
from bot.collecting import collect_rarely, leave_out
from bot.config import load_config
from bot.copies import backup, copy, restore
from bot.errand import check_begun, say_database, settings_now, using, with_database
from bot.errors import HotlineError
from bot.logs import configure_logs
from bot.services.review import Candidate, candidates
from bot.triage.gazetteer import Gazetteer
from bot.triage.report import reading_as_json
from bot.watching.monitor import Monitor
from bot.watching.systemd import Supervisor
from bot.watching.watch import Watch
from storage import schema
from storage.database import Database, open_database
from storage.encryption import SECRET_BYTES, Vault
from storage.evidence import SealedFiles
from storage.files import AlreadyServed, Service

log = structlog.get_logger(__name__)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
database_app = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(database_app, name="db")
app.command()(check)
app.command()(invite)
app.command()(backup)
app.command()(restore)
app.command()(retention)
app.command()(erase)
database_app.command()(copy)
triage_app = typer.Typer(invoke_without_command=True)
app.add_typer(triage_app, name="triage")
app.add_typer(rota_app, name="rota")
app.add_typer(staff_app, name="staff")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")
console = Console()
errors = Console(stderr=True)
DEMO_FOLDER = Path(".demo")
DEMO_PORT = 8321
_NOT_LISTENING = {
    errno.EADDRINUSE: "is taken; stop what uses it, or choose another",
    errno.EACCES: "is not for this user; choose one above 1023",
}


def main() -> None:
    """Run the command; what is wrong is said in a sentence, not in a traceback."""
    try:
        app()
    except HotlineError as error:
        errors.print(f"weibao: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except InvalidToken:
        errors.print(
            "weibao: Telegram refused TELEGRAM_BOT_TOKEN; copy it anew from @BotFather",
            style="red",
            markup=False,
        )
        sys.exit(2)


@app.command()
def run(
    by_webhook: Annotated[  # noqa: FBT002 - A flag of the command line.
        bool,
        typer.Option("--webhook", help="Receive updates at WEIBAO_WEBHOOK_URL."),
    ] = False,
) -> None:
    """Serve Telegram until told to stop: by long polling, or by a webhook.

    Behind one address up to 16 processes serve together, on PostgreSQL (WEIBAO_PROCESSES).
    """
    collect_rarely()
    configure_logs()
    settings = settings_now()
    config = load_config(settings.config_path).shared_by(settings.processes)
    telegram = settings.telegram
    webhook = settings.webhook if by_webhook else None
    vault = Vault(*settings.need_secrets())

    async def serve() -> None:
        await check_begun(settings.database_url)
        await schema.upgrade(settings.database_url, vault=vault)
        database = open_database(
            settings.database_url, vault, busy_timeout=config.storage.busy_timeout
        )
        monitor = Monitor(config.watching.port)
        bot = await build_bot(
            config,
            settings.calendar_path,
            database,
            telegram,
            webhook=webhook,
            files=SealedFiles(settings.files_path(config), vault),
            not_reached=monitor.not_reached,
        )
        watch = Watch(bot, Supervisor(settings.notify_socket), monitor)
        try:
            await bot.start(watch.begin, watch.start)
            leave_out()
            await _told_to_stop()
        finally:
            await watch.stop()
            await bot.stop()

    say_database(errors, "database:", settings.database_url)
    with using(settings.database_url), _alone(settings.database_url):
        asyncio.run(serve())


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(help="The page's port on this machine.", min=0, max=65535)
    ] = DEMO_PORT,
    folder: Annotated[Path, typer.Option(help="Where its database stands.")] = DEMO_FOLDER,
) -> None:
    """Play the hotline on an embedded Telegram: both sides on one page."""
    from bot.demo import start_demonstration

    configure_logs()
    settings = settings_now()
    config = load_config(settings.config_path)

    async def play() -> None:
        try:
            demonstration = await start_demonstration(
                config, settings.calendar_path, folder, port=port
            )
        except OSError as error:
            why = _NOT_LISTENING.get(error.errno or 0)
            if why is None:
                raise
            raise HotlineError(f"port {port} {why}: make run PORT=8322") from None
        console.print(f"weibao demonstration: {demonstration.sandbox.page_url}", highlight=False)
        if demonstration.watch.port is not None:
            address = f"http://127.0.0.1:{demonstration.watch.port}/healthz"
            console.print(f"for monitors: {address} and /metrics", highlight=False)
        try:
            await _told_to_stop()
        finally:
            await demonstration.close()

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HotlineError(
            f"{folder} cannot be made ({type(error).__name__}); name another by --folder"
        ) from error
    url = f"sqlite:///{folder / 'demo.db'}"
    with using(url, may_be_new=True), _alone(url):
        asyncio.run(play())


@app.command()
def key() -> None:
    """Print a new secret for WEIBAO_SECRET_KEY."""
    typer.echo(base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode())


@triage_app.callback()
def triage(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,  # noqa: FBT002 - A flag of the command line.
) -> None:
    """Read messages, one a line, from the standard input, and say what is understood."""
    if context.invoked_subcommand is not None:
        return
    settings = settings_now()
    config = load_config(settings.config_path)
    reader = triage_here(config, settings.config_path.parent, Gazetteer.load()).reader()
    for line in sys.stdin:
        reading = reading_as_json(reader.read(line.rstrip("\n")))
        if as_json:
            typer.echo(json.dumps(reading, ensure_ascii=False))
            continue
        table = Table(show_header=False)
        for name, value in reading.items():
            table.add_row(name, json.dumps(value, ensure_ascii=False))
        console.print(table)


@triage_app.command()
def review(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only what was corrected from this day on."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,  # noqa: FBT002 - A flag of the command line.
) -> None:
    """List what officers corrected, as candidates for the next training, newest first.

    Numbers and known names are masked, which is a first help only: a person must read each line
    and write it anew before anything of it enters the corpus. Nothing is changed.
    """
    settings = settings_now()
    zone = ZoneInfo(load_config(settings.config_path).timezone)
    start = since.replace(tzinfo=zone) if since else None

    async def find(database: Database) -> Sequence[Candidate]:
        return await database.read(lambda work: candidates(work, start))

    found = with_database(settings, find)
    for one in found:
        typer.echo(json.dumps(one.as_json, ensure_ascii=False) if as_json else one.row)
    errors.print(
        f"{len(found)} candidates. Masking is a first help only: a person must read each one and "
        "write it anew, without names, numbers and places that tell who it was, before it enters "
        "training/corpus.",
        highlight=False,
    )


@database_app.command("upgrade")
def upgrade() -> None:
    """Make the database of a new hotline, or bring one to the shape that this version needs."""
    settings = settings_now()
    vault = Vault(*settings.secrets) if settings.secrets else None

    async def bring() -> str:
        is_new = await schema.revision(settings.database_url) is None
        await schema.upgrade(settings.database_url, vault=vault)
        return "a new, empty database:" if is_new else "the database is up to date:"

    with using(settings.database_url, may_be_new=True), _alone(settings.database_url):
        try:
            what = asyncio.run(bring())
        except schema.KeysNeeded:
            raise HotlineError(
                "this version seals what stood open before; set WEIBAO_SECRET_KEY and run it again"
            ) from None
    say_database(console, what, settings.database_url)


@contextlib.contextmanager
def _alone(url: str) -> Iterator[None]:
    """Be the only process that serves this file, or changes its shape."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(Service(url))
        except AlreadyServed:
            raise HotlineError(
                "another process already serves this database; stop that one first. Tools such "
                "as `weibao check` or `weibao rota` may run beside it; for several processes "
                "set WEIBAO_DATABASE_URL to postgresql://…"
            ) from None
        except OSError as error:
            raise HotlineError(
                f"the folder of the database cannot be written ({type(error).__name__}); "
                "look at WEIBAO_DATABASE_URL"
            ) from None
        yield


async def _told_to_stop() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    log.info("serving")
    await stopped.wait()
