"""What a deadline costs: finding who is due and moving them on, beside a scheduler with a store.

Both sides do the bare thing, nobody is called: take a hundred of many that are due, move each to
its next moment, and commit. The peer is APScheduler 3 with its SQLAlchemy store on a file as
durable as ours; its jobs are those it would keep itself, written in one go, because adding them
one by one takes minutes.
"""

import asyncio
import pickle
import statistics
import tempfile
import time
from collections.abc import Sequence
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
AMONG = 1_000
LATER = timedelta(hours=9)
EVERY = timedelta(minutes=10)
_TAKING = Row(
    "reminders_taken",
    f"{DUE} due among {AMONG:,}: found, moved on and committed, ms",
    "APScheduler with its SQL store",
    Bar("≤", 0.05),
)


def _scan(size: Size) -> tuple[int, int]:
    return (size.of(1_000_000, 20_000), size.of(100_000, 2_000))


def rows(size: Size) -> Sequence[Row]:
    """Return both rows at this size."""
    many, fewer = _scan(size)
    words = f"finding {DUE} due among {many:,} open, ms"
    return _TAKING, Row("reminders_scan", words, f"among {fewer:,}", Bar("≤", 1.2))


async def ours_ms(rounds: int) -> list[float]:
    """Return what our side took, round by round."""
    async with laid() as ground:
        clock = SystemClock()
        ground.fill(AMONG, clock.now() + LATER, now=clock.now())
        database = open_database(ground.url, Vault(SECRET))
        spent = []
        for _ in range(rounds):
            now = clock.now()
            ground.fill(DUE, now, now=now)
            began = time.perf_counter()
            taken = await database.write(lambda work: _move_on(work, now))  # noqa: B023
            spent.append((time.perf_counter() - began) * 1000)
            assert taken == DUE  # noqa: S101 - Else something else was measured.
        await database.close()
        return spent


def _move_on(work: UnitOfWork, now: datetime) -> int:
    due = work.referrals.due_ids(now, DUE)
    for one in due:
        work.referrals.change(work.referrals.get(one), next_deadline_at=now + LATER)
    return len(due)


def peer_ms(rounds: int) -> list[float]:
    """Return what APScheduler's store took, round by round."""
    with tempfile.TemporaryDirectory(prefix="weibao-bench-") as folder:
        scheduler = BackgroundScheduler(timezone="UTC")
        store = SQLAlchemyJobStore(url=f"sqlite:///{Path(folder) / 'jobs.db'}")
        event.listen(store.engine, "connect", _durable)
        scheduler.add_jobstore(store)
        scheduler.start(paused=True)
        now = SystemClock().now()
        _keep(store, [_job(scheduler, now + LATER, f"later-{n}") for n in range(AMONG)])
        spent = []
        for turn in range(rounds):
            _keep(store, [_job(scheduler, now, f"due-{turn}-{n}") for n in range(DUE)])
            began = time.perf_counter()
            due = store.get_due_jobs(now)
            for job in due:
                job._modify(next_run_time=now + LATER)  # noqa: SLF001 - As its scheduler does.
                store.update_job(job)
            spent.append((time.perf_counter() - began) * 1000)
            assert len(due) == DUE  # noqa: S101 - As above.
        scheduler.shutdown(wait=False)
        return spent


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


async def scan_ms(count: int, rounds: int) -> list[float]:
    """Return how long it takes to find who is due among so many, the median of ten for a round."""
    async with laid() as ground:
        now = SystemClock().now()
        ground.fill(count, now + LATER, now=now)
        ground.fill(DUE, now, now=now)
        database = open_database(ground.url, Vault(SECRET))
        found = [await database.write(lambda work: _scanned(work, now)) for _ in range(rounds)]
        await database.close()
        return found


def _scanned(work: UnitOfWork, now: datetime) -> float:
    spent = []
    for _ in range(10):
        began = time.perf_counter()
        due = work.referrals.due_ids(now, DUE)
        spent.append((time.perf_counter() - began) * 1000)
        assert len(due) == DUE  # noqa: S101 - As above.
    return statistics.median(spent)


async def measured(size: Size) -> Measured:
    """Measure both rows."""
    rounds = size.of(7, 2)
    many, fewer = _scan(size)
    peer = await asyncio.to_thread(peer_ms, rounds)
    return {
        "reminders_taken": Pair(await ours_ms(rounds), peer),
        "reminders_scan": Pair(await scan_ms(many, rounds), await scan_ms(fewer, rounds)),
    }


FAMILY = Family("reminders", rows, measured)
