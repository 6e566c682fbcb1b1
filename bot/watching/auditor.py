"""The auditor's round: look, log what is new, and have it told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from bot.clock import Clock
from bot.services.alarms import Alarms
from bot.services.auditing import Finding, audit
from bot.services.hotline import Hotline
from storage.database import Database, StorageUnavailable

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Auditor:
    """Look through the tables every minute; it never raises, so that the next round comes.

    Attributes:
        findings: what the last round found, as far as it could look.
    """

    hotline: Hotline
    database: Database
    clock: Clock
    findings: Sequence[Finding] = ()
    _known: set[str] = field(default_factory=set)

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many findings of each kind there are."""
        return Counter(finding.kind for finding in self.findings)

    async def look(self) -> None:
        """Make one round."""
        try:
            await self._look()
        except StorageUnavailable:
            return  # Whoever watches the database says so.
        except Exception as error:  # noqa: BLE001 - The next round comes.
            log.error("audit-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.

    async def _look(self) -> None:
        now, policy = self.clock.now(), self.hotline.config.watching
        found = await self.database.read(lambda work: audit(work, now, policy.late_after))
        self.findings = found
        keys = {finding.key for finding in found}
        # First the log: it must hear also of what keeps the database from being written.
        new = [finding for finding in found if finding.key not in self._known]
        over = self._known - keys
        self._known = keys
        self._log(new)
        for key in sorted(over):
            log.info("finding-over", finding=key)
        told = await self.database.write(lambda work: Alarms(self.hotline, work, now).tell(found))
        self._log([finding for finding in told if finding not in new])

    def _log(self, findings: Sequence[Finding]) -> None:
        for finding in findings:
            log.error("finding", kind=finding.kind, about=finding.subject, ids=finding.ids)
