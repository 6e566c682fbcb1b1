"""A small county for tests of the storage: two people of staff, a reporter, a case, a referral."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.records import Office, Person, Referral, Staff
from storage.work import UnitOfWork

CITY = Office("320700", "city", "连云港市", "连", None)
COUNTY = Office("320722", "county", "东海县", "连东海", "320700")
LADDER = "ladder-1"


@dataclass(frozen=True, slots=True)
class World:
    """What was laid down."""

    officer: Staff
    lead: Staff
    reporter: Person
    case_id: int
    report_id: int
    referral: Referral


def lay_world(work: UnitOfWork, now: datetime) -> World:
    work.staff.found_office(CITY)
    work.staff.found_office(COUNTY)
    officer = enrol(work, "9001", "officer", "周敏", now)
    lead = enrol(work, "9002", "lead", "吴刚", now)
    reporter = work.people.meet("7001", language="zh-CN", now=now)
    case_id = work.cases.open(number="连东海-0001", level=1, now=now)
    report_id = work.cases.add_report(
        case_id=case_id, person_id=reporter.id, number="连东海-0001", code="1-2-3-4", now=now
    )
    work.referrals.keep_ladder(LADDER, "[]", now)
    return World(officer, lead, reporter, case_id, report_id, dispatch(work, case_id, now))


def enrol(work: UnitOfWork, chat: str, role: str, name: str, now: datetime) -> Staff:
    person = work.people.meet(chat, language="zh-CN", now=now)
    return work.staff.enrol(
        person_id=person.id, office_code=COUNTY.code, role=role, name=name, now=now
    )


def dispatch(
    work: UnitOfWork, case_id: int, now: datetime, *, level: int = 1, minutes: int = 5
) -> Referral:
    return work.referrals.dispatch(
        case_id=case_id,
        office_code=COUNTY.code,
        level=level,
        ladder_version=LADDER,
        chase_version=LADDER,
        milestone_due_at=now + timedelta(minutes=minutes),
        next_deadline_at=now + timedelta(minutes=minutes),
        provisional=False,
        dispatched_at=now,
    )


def open_case(work: UnitOfWork, number: str, now: datetime, *, level: int = 1) -> int:
    return work.cases.open(number=number, level=level, now=now)
