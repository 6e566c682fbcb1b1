"""Figures for a monitor, in Prometheus' format. Labels are levels, kinds and offices' codes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.clock import Clock
from bot.delivery.desk import Desk
from bot.services.auditing import gap_hours
from bot.services.mail import Priority
from bot.terms import Level
from bot.views.outgoing import Outgoing
from bot.watching.auditor import Auditor
from storage.database import Database
from storage.records import OutboxRow
from storage.work import UnitOfWork

_WIRE = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900)
_ACCEPT = tuple(60 * minutes for minutes in (1, 2, 3, 5, 10, 20, 30, 60, 120, 240, 480, 1440, 4320))
_LONG = tuple(3600 * hours for hours in (0.25, 0.5, 1, 2, 4, 8, 24, 48, 72, 120, 168, 336))


@dataclass(frozen=True, slots=True)
class Meters:
    """Every figure there is, in a registry of its own."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    wire: Histogram = field(init=False)
    accepted: Histogram = field(init=False)
    contacted: Histogram = field(init=False)
    closed: Histogram = field(init=False)
    first_rung: Counter = field(init=False)
    outbox: Gauge = field(init=False)
    inbox: Gauge = field(init=False)
    uncertain: Gauge = field(init=False)
    unreachable: Gauge = field(init=False)
    gaps: Gauge = field(init=False)
    findings: Gauge = field(init=False)

    def __post_init__(self) -> None:
        """Make the figures."""
        registry, level = self.registry, ("level",)

        def put(name: str, meter: object) -> None:
            object.__setattr__(self, name, meter)

        def span(name: str, words: str, buckets: Sequence[float]) -> Histogram:
            return Histogram(f"weibao_{name}", words, level, registry=registry, buckets=buckets)

        def gauge(name: str, words: str, *labels: str) -> Gauge:
            return Gauge(f"weibao_{name}", words, labels, registry=registry)

        put("wire", span("deadline_to_wire_seconds", "From the deadline to the call sent.", _WIRE))
        put("accepted", span("accept_seconds", "From dispatch to acceptance.", _ACCEPT))
        put("contacted", span("contact_seconds", "From dispatch to first contact.", _LONG))
        put("closed", span("close_seconds", "From dispatch to the end.", _LONG))
        put(
            "first_rung",
            Counter(
                "weibao_accepted",
                "Referrals accepted, and whether the first rung was enough.",
                ("level", "first_rung"),
                registry=registry,
            ),
        )
        put("outbox", gauge("outbox_messages", "Messages not settled.", "priority"))
        put("inbox", gauge("inbox_updates", "Updates not worked on."))
        put("uncertain", gauge("uncertain_messages", "Messages that were perhaps sent."))
        put("unreachable", gauge("unreachable_staff", "Staff whom no message reaches."))
        put("gaps", gauge("gap_hours", "Hours of the next 14 days without duty.", "office"))
        put("findings", gauge("findings", "What the auditor found wrong.", "kind"))


@dataclass(slots=True)
class Metrics:
    """Gather the figures when they are asked for.

    Spans are counted from the tables, from the start of the process on: what was accepted since
    the last time is added to what was.
    """

    database: Database
    clock: Clock
    auditor: Auditor
    meters: Meters = field(default_factory=Meters)
    _counted_to: datetime | None = None

    def begin(self) -> None:
        """Count from now on."""
        self._counted_to = self.clock.now()

    async def text(self) -> bytes:
        """Return all figures as Prometheus reads them.

        Raises:
            StorageUnavailable: the database does not tell.
        """
        now = self.clock.now()
        since = min(self._counted_to or now, now)
        await self.database.read(lambda work: self._gather(work, since, now))
        self._counted_to = now
        return generate_latest(self.meters.registry)

    def _gather(self, work: UnitOfWork, since: datetime, now: datetime) -> None:
        meters, figures = self.meters, work.figures
        depth = figures.outbox_depth()
        for priority in Priority:
            name = priority.name.lower().replace("_", "-")
            meters.outbox.labels(name).set(depth.get(priority, 0))
        meters.inbox.set(figures.inbox_depth())
        meters.uncertain.set(figures.uncertain())
        meters.unreachable.set(figures.unreachable_staff())
        for code, hours in gap_hours(work, now).items():
            meters.gaps.labels(code).set(hours)
        meters.findings.clear()
        for kind, count in self.auditor.counts.items():
            meters.findings.labels(kind).set(count)
        self._count_spans(work, since, now)

    def _count_spans(self, work: UnitOfWork, since: datetime, now: datetime) -> None:
        spans = {
            "accepted": self.meters.accepted,
            "contacted": self.meters.contacted,
            "closed": self.meters.closed,
        }
        for milestone, histogram in spans.items():
            for one in work.figures.reached(milestone, since, now):
                level = Level(one.level).name
                histogram.labels(level).observe(one.span.total_seconds())
                if milestone == "accepted":
                    is_first = work.figures.highest_rung(one.referral_id) == 0
                    self.meters.first_rung.labels(level, "yes" if is_first else "no").inc()


@dataclass(frozen=True, slots=True)
class MeasuredDesk:
    """Pass on what the sender asks and tells, and measure how long calls took to leave."""

    desk: Desk
    meters: Meters

    def prepare(self, work: UnitOfWork, row: OutboxRow, now: datetime) -> Outgoing | None:
        """Return what is to be sent now."""
        return self.desk.prepare(work, row, now)

    def sent(
        self, work: UnitOfWork, row: OutboxRow, message: Outgoing, message_id: int, now: datetime
    ) -> None:
        """Hear that the message arrived."""
        self.desk.sent(work, row, message, message_id, now)
        if row.page_id is None or row.referral_id is None:
            return
        # A call may leave from the deadline on that made it; a later try has moved that moment.
        due_at = min(row.not_before_at, row.made_at)
        level = Level(work.referrals.get(row.referral_id).level).name
        self.meters.wire.labels(level).observe(max(0.0, (now - due_at).total_seconds()))

    def failed(
        self, work: UnitOfWork, row: OutboxRow, trouble: str, now: datetime, *, unreachable: bool
    ) -> None:
        """Hear that the message will never arrive."""
        self.desk.failed(work, row, trouble, now, unreachable=unreachable)

    def delayed(self, work: UnitOfWork, row: OutboxRow, until: datetime, now: datetime) -> None:
        """Hear that Telegram takes nothing for this chat before `until`."""
        self.desk.delayed(work, row, until, now)
