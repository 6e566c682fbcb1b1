"""The 转介单 of an agency, as the message that carries it."""

import json
from functools import partial

from bot.services.access import Action
from bot.services.permits import Permits
from bot.services.within import Within
from bot.terms import Level
from bot.views.outgoing import Outgoing
from bot.views.slip import Slip
from bot.views.texts import Texts
from storage.casework_records import AgencyCall
from storage.records import Case, Referral

KIND = "slip"


class Slips(Within):
    """Draw forms within one unit of work."""

    def message(self, wanted: str) -> Outgoing | None:
        """Return the form that a row of the outbox asks for.

        None where its reader may not read the case any more by the time it leaves.
        """
        asked = json.loads(wanted)
        call = self.work.agency_calls.get(int(asked["call"]))
        referral = self.work.referrals.get(call.referral_id)
        staff = self.work.staff.get(int(asked["staff"]))
        if Action.SEE not in Permits(self.hotline, self.work, self.now).actions(staff, referral):
            return None
        language = self.work.people.get(staff.person_id).language
        slip = self.slip(call, referral, language)
        caption = self.hotline.texts(
            "slip-caption", language, number=slip.number, agency=call.agency
        )
        return Outgoing(
            "document",
            text=caption,
            make=partial(_drawn, slip, self.hotline.texts, language),
            file_name=f"{call.number}.docx",
            protected=True,
        )

    def slip(self, call: AgencyCall, referral: Referral, language: str) -> Slip:
        """Return what the form says: the child's matter, and nothing of whoever reported it."""
        case = self.work.cases.get(referral.case_id)
        known = self.hotline.config.casework.contacts.get(referral.office_code, {})
        contact, texts, zone = known.get(call.agency), self.hotline.texts, self.hotline.zone
        facts = case.child_facts
        return Slip(
            number=call.number,
            level=texts(f"level-{Level(case.level).name}", language),
            received=f"{case.opened_at.astimezone(zone):%Y-%m-%d %H:%M}",
            child=facts.get("name", ""),
            age=facts.get("age", ""),
            sex=facts.get("sex", ""),
            place=self._place(case),
            kind=texts(f"category-{case.category}", language) if case.category else "",
            situations=case.situation_numbers,
            guardianship=case.guardianship,
            steps=self._steps(referral, language),
            purpose=call.purpose,
            sender=self.hotline.offices[referral.office_code].name,
            receiver=contact.name if contact else call.agency,
            contact=" ".join(part for part in (contact.contact, contact.phone) if part)
            if contact
            else "",
            sent=f"{call.added_at.astimezone(zone):%Y-%m-%d %H:%M}",
            due=f"{call.due_at.astimezone(zone):%Y-%m-%d %H:%M}",
        )

    def _steps(self, referral: Referral, language: str) -> str:
        moments = (
            ("state-accepted", referral.accepted_at),
            ("state-contacted", referral.contacted_at),
            ("state-visiting", referral.visited_at),
        )
        zone = self.hotline.zone
        return "；".join(
            f"{self.hotline.texts(key, language)} {at.astimezone(zone):%m-%d %H:%M}"
            for key, at in moments
            if at is not None
        )

    def _place(self, case: Case) -> str:
        gazetteer = self.hotline.gazetteer
        county = gazetteer.county(case.county_code or "")
        township = gazetteer.township(case.township_code or "")
        names = (county.name if county else "", township.name if township else "", case.village)
        return " ".join(name for name in names if name)


def _drawn(slip: Slip, texts: Texts, language: str) -> bytes:
    from bot.views.slip_page import render_slip

    return render_slip(slip, texts, language)


def wanted(call_id: int, staff_id: int) -> str:
    """Return what a row of the outbox keeps of a wanted form."""
    return json.dumps({"call": call_id, "staff": staff_id})
