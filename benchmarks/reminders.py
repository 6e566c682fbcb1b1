"""What a deadline costs: finding who is due and moving them on, beside a scheduler with a store.

Both sides do the bare thing, nobody is called: take a hundred of many that are due, move each to
its next moment, and commit. The peer is APScheduler 3 with its SQLAlchemy store on a file as
durable as ours; its jobs are those it would keep itself, written in one go, because adding them
one by one takes minutes. Both are prepared first and then measured turn about.
"""

import asyncio
import itertools
import pickle
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import event, insert

from benchmarks.filled import laid
from benchmarks.ours import SECRET
from benchmarks.rows import Bar, Family, Measured, Pair, Row, Size
from bot.clock import SystemClock
from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork

DUE = 100
LATER = timedelta(hours=9)
EVERY = timedelta(minutes=10)


def _scan(size: Size) -> tuple[int, int]:
    return (size.of(1_000_000, 20_000), size.of(100_000, 2_000))


def rows(size: Size) -> Sequence[Row]:
    """Return both rows at this size."""
    many, fewer = _scan(size)
    return (
        Row(
            "reminders_taken",
            f"{DUE} due among {fewer:,}: found, moved on and committed, ms",
            "APScheduler with its SQL store",
            Bar("≤", 0.05),
        ),
        Row(
            "reminders_scan",
            f"finding {DUE} due among {many:,} open, ms",
            f"among {fewer:,}",
            Bar("≤", 1.2),
        ),
    )


@asynccontextmanager
async def ours(among: int) -> AsyncIterator[Callable[[], Awaitable[float]]]:
    """Prepare our side; give what takes one hundred, and returns the milliseconds that it took."""
    async with laid() as ground:
        clock = SystemClock()
        ground.fill(among, clock.now() + LATER, now=clock.now())
        database = open_database(ground.url, Vault(SECRET))

        async def take() -> float:
            now = clock.now()
            ground.fill(DUE, now, now=now)
            began = time.perf_counter()
            taken = await database.write(lambda work: _move_on(work, now))
            spent = (time.perf_counter() - began) * 1000
            left = await database.read(lambda work: work.referrals.due_ids(now, DUE))
            _must_be(taken == DUE and not left, "ours did not move a hundred on")
            return spent

        yield take
        await database.close()


def _move_on(work: UnitOfWork, now: datetime) -> int:
    due = work.referrals.due_ids(now, DUE)
    for one in due:
        work.referrals.change(work.referrals.get(one), next_deadline_at=now + LATER)
    return len(due)


@contextmanager
def peer(among: int) -> Iterator[Callable[[], float]]:
    """Prepare APScheduler's store; give what takes one hundred, as above."""
    with tempfile.TemporaryDirectory(prefix="weibao-bench-") as folder:
        file = Path(folder) / "jobs.db"
        scheduler = BackgroundScheduler(timezone="UTC")
        store = SQLAlchemyJobStore(url=f"sqlite:///{file}")
        event.listen(store.engine, "connect", _durable)
        scheduler.add_jobstore(store)
        scheduler.start(paused=True)
        began_at, turns = SystemClock().now(), itertools.count()
        _keep(store, [_job(scheduler, began_at + LATER, f"later-{n}") for n in range(among)])

        def take() -> float:
            now, turn = SystemClock().now(), next(turns)
            _keep(store, [_job(scheduler, now, f"due-{turn}-{n}") for n in range(DUE)])
            began = time.perf_counter()
            due = store.get_due_jobs(now)
            for job in due:
                job._modify(next_run_time=now + LATER)  # noqa: SLF001 - As its scheduler does.
                store.update_job(job)
            spent = (time.perf_counter() - began) * 1000
            _must_be(len(due) == DUE, "the scheduler did not find a hundred")
            _must_be(_kept_for_later(file, now) == among + (turn + 1) * DUE, "it stored no jobs")
            return spent

        yield take
        scheduler.shutdown(wait=False)


def _kept_for_later(file: Path, now: datetime) -> int:
    """Count the jobs that another process would find in the file, to be run after now."""
    with sqlite3.connect(file) as connection:
        query = "SELECT count(*) FROM apscheduler_jobs WHERE next_run_time > ?"
        found: int = connection.execute(query, (now.timestamp(),)).fetchone()[0]
    connection.close()
    return found


def _must_be(is_so: object, else_words: str) -> None:
    """Stop where something else would be measured than is said."""
    if not is_so:
        raise RuntimeError(else_words)


async def taken_ms(among: int, rounds: int) -> Pair:
    """Let both take a hundred among so many, turn about; return the milliseconds of each."""
    pair = Pair()
    async with ours(among) as mine:
        with peer(among) as theirs:
            for _ in range(rounds):
                pair.ours.append(await mine())
                pair.peer.append(await asyncio.to_thread(theirs))
    return pair


def nothing() -> None:
    """Do nothing: the job of the peer."""


def _durable(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _job(scheduler: BackgroundScheduler, at: datetime, name: str) -> Job:
    job = Job(
        scheduler,
        id=name,
        func="benchmarks.reminders:nothing",
        trigger=IntervalTrigger(seconds=int(EVERY.total_seconds()), timezone="UTC"),
        executor="default",
        args=(),
        kwargs={},
        name=name,
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
        next_run_time=at,
    )
    job._jobstore_alias = "default"  # noqa: SLF001 - As its scheduler does.
    return job


def _keep(store: SQLAlchemyJobStore, jobs: Sequence[Job]) -> None:

    kept = [
        {
            "id": job.id,
            "next_run_time": job.next_run_time.timestamp(),
            "job_state": pickle.dumps(job.__getstate__(), store.pickle_protocol),
        }
        for job in jobs
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(store.jobs_t), kept)


@asynccontextmanager
async def among(count: int) -> AsyncIterator[Callable[[], Awaitable[float]]]:
    """Prepare a file with so many open; give what finds the hundred that are due, ten times.

    It returns the median of the milliseconds.
    """
    async with laid() as ground:
        now = SystemClock().now()
        ground.fill(count, now + LATER, now=now)
        ground.fill(DUE, now, now=now)
        database = open_database(ground.url, Vault(SECRET))
        yield lambda: database.write(lambda work: _scanned(work, now))
        await database.close()


async def scan_ms(many: int, fewer: int, rounds: int) -> Pair:
    """Look for who is due among many and among fewer, turn about."""
    pair = Pair()
    async with among(many) as of_many, among(fewer) as of_fewer:
        for _ in range(rounds):
            pair.ours.append(await of_many())
            pair.peer.append(await of_fewer())
    return pair


def _scanned(work: UnitOfWork, now: datetime) -> float:
    spent = []
    for _ in range(10):
        began = time.perf_counter()
        due = work.referrals.due_ids(now, DUE)
        spent.append((time.perf_counter() - began) * 1000)
        _must_be(len(due) == DUE, "a hundred were not found")
    return statistics.median(spent)


async def measured(size: Size) -> Measured:
    """Measure both rows."""
    rounds = size.of(7, 2)
    many, fewer = _scan(size)
    return {
        "reminders_taken": await taken_ms(fewer, rounds),
        "reminders_scan": await scan_ms(many, fewer, rounds),
    }


FAMILY = Family("reminders", rows, measured)
