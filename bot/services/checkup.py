"""Looking at an installation before it serves: what is wrong, where, and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.hotline import Hotline
from bot.terms import Role, Tier
from storage.records import Office
from storage.work import UnitOfWork

AHEAD = timedelta(days=14)
_TIERS = (Tier.DUTY, Tier.BACKUP, Tier.LEAD)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; a serious one keeps reports from being answered."""

    where: str
    what: str
    is_serious: bool = False


def examine(work: UnitOfWork, hotline: Hotline, now: datetime) -> list[Finding]:
    """Return what is wrong with the offices, the roster and the calendar."""
    findings: list[Finding] = []
    unplaced = hotline.config.province.unplaced_office
    if hotline.offices.find(unplaced) is None:
        what = f"there is no office {unplaced}; write the code of a city, such as 320700"
        findings.append(Finding("config.yaml province.unplaced_office", what, is_serious=True))
    elif not work.staff.in_office(unplaced):
        name = hotline.offices[unplaced].name
        what = f"nobody serves in {name}, which takes reports without a place; `weibao invite`"
        findings.append(Finding("offices", what, is_serious=True))
    staffed = [office for office in hotline.offices.by_code.values() if _is_staffed(work, office)]
    if not staffed:
        what = (
            "nobody is enrolled anywhere; start `weibao run`, make links with `weibao invite`, and "
            "let each open theirs"
        )
        findings.append(Finding("staff", what, is_serious=True))
    for office in staffed:
        findings.extend(_roster(work, hotline, office, now))
    findings.extend(_files(hotline))
    this_year = now.astimezone(hotline.zone).year
    for year in (this_year, this_year + 1):
        if hotline.calendar.status(year) == "provisional":
            what = f"{year} has no official holidays; deadlines are 暂定 until they are entered"
            findings.append(Finding("calendar.yaml", what))
    return findings


def _files(hotline: Hotline) -> list[Finding]:
    trouble = hotline.files.trouble() if hotline.files is not None else None
    if hotline.files is None or trouble is None:
        return []
    what = (
        f"{hotline.files.folder} cannot be written ({trouble}), so that photos stay with Telegram; "
        "make the folder, or set WEIBAO_FILES to one that can"
    )
    return [Finding("attachments", what, is_serious=True)]


def _is_staffed(work: UnitOfWork, office: Office) -> bool:
    return any(one.agency is None for one in work.staff.in_office(office.code))


def _roster(work: UnitOfWork, hotline: Hotline, office: Office, now: datetime) -> list[Finding]:
    findings: list[Finding] = []
    where = f"{office.code} {office.name}"
    for tier in _TIERS:
        if office.kind != "county" and tier is not Tier.DUTY:
            continue
        until = work.roster.covered_until(office.code, tier)
        on_duty = work.roster.on_duty(office.code, tier, now)
        command = f"`weibao rota {office.code} {tier.value} NAME …`"
        if not on_duty:
            is_serious = tier is Tier.DUTY and office.kind == "county"
            what = f"nobody is on duty as {tier.value} now; lay shifts with {command}"
            findings.append(Finding(where, what, is_serious=is_serious))
        elif until is not None and until < now + AHEAD:
            day = until.astimezone(hotline.zone).date()
            what = f"{tier.value} shifts end {day}; go on with {command}"
            findings.append(Finding(where, what))
    unreachable = [staff for staff in work.staff.in_office(office.code) if not staff.is_reachable]
    for staff in unreachable:
        what = f"{staff.name} has blocked the bot; call, or take them off the roster"
        findings.append(Finding(where, what, is_serious=True))
    if office.kind == "county" and not work.staff.in_office(office.code, [Role.LEAD]):
        findings.append(Finding(where, "has no lead; `weibao invite` one"))
    return findings
