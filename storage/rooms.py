"""Which class of data each column holds, table by table: written here once, for people to judge.

A column is sealed, a keyed fingerprint or a moment by its name; any other is named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """How much a value tells of somebody."""

    PERSONAL = "personal"
    LOOK_UP = "look-up"
    PSEUDONYM = "pseudonym"
    CASE = "case"
    STAFF = "staff"
    TECHNICAL = "technical"
    PUBLIC = "public"


MEANING: Mapping[Class, str] = {
    Class.PERSONAL: "words, names, numbers, chats, files of people; sealed, never in the clear",
    Class.LOOK_UP: "keyed fingerprint or signature; tells nothing without the key",
    Class.PSEUDONYM: "ties rows to one person without telling who that is",
    Class.CASE: "a fact of a matter, no finer than a township; what statistics are made of",
    Class.STAFF: "when somebody of the staff serves or acted; names stand sealed elsewhere",
    Class.TECHNICAL: "keeps the hotline going; tells nothing of anybody",
    Class.PUBLIC: "published anyway",
}


@dataclass(frozen=True, slots=True)
class Room:
    """What is true of a whole table.

    `readers` see what is sealed in it, `kept` is how long its rows stay, `erased` when its sealed
    fields are emptied. `columns` names the class of each column whose name does not tell it.
    """

    readers: str
    kept: str
    erased: str = ""
    moments: Class = Class.TECHNICAL
    columns: Mapping[str, Class] | None = None


def _named(kind: Class, words: str) -> dict[str, Class]:
    return dict.fromkeys(words.split(), kind)


OFFICE = "staff of the case's office and above; of restricted cases those named in the policy"
NOBODY = "the program"
_CASE_KEPT = "for ever, as the tombstone that statistics are made of"
_CASE_ERASED = "retention.closed_case_months after the case was closed, or on request"
_SHIFTS = _named(Class.STAFF, "staff_id tier")
_ROSTER = "for ever"

ROOMS: Mapping[str, Room] = {
    "offices": Room(
        "everybody",
        "for ever",
        columns=_named(Class.PUBLIC, "code kind name number_prefix parent_code")
        | _named(Class.TECHNICAL, "last_number"),
    ),
    "people": Room(
        "the program, to deliver messages; no member of staff",
        "for ever, without the chat once forgotten",
        "when no report, dialogue or office of theirs is left",
        moments=Class.PSEUDONYM,
        columns=_named(Class.PSEUDONYM, "id language")
        | _named(Class.TECHNICAL, "minute_count inquiry_count receipt_count"),
    ),
    "staff": Room(
        "colleagues of the office and above",
        "for ever: the record names who acted",
        moments=Class.STAFF,
        columns=_named(Class.STAFF, "id office_code role township_code village agency")
        | _named(Class.PSEUDONYM, "person_id"),
    ),
    "invites": Room(
        "whoever invites",
        "retention.invites_days after they expired or were used",
        moments=Class.STAFF,
        columns=_named(Class.STAFF, "id office_code role township_code village agency made_by")
        | _named(Class.PSEUDONYM, "used_by"),
    ),
    "shifts": Room(
        "colleagues",
        _ROSTER,
        moments=Class.STAFF,
        columns=_SHIFTS | _named(Class.STAFF, "id office_code"),
    ),
    "duty_rules": Room(
        "colleagues",
        _ROSTER,
        moments=Class.STAFF,
        columns=_named(Class.STAFF, "id office_code tier people hand_offs weekday starts_on"),
    ),
    "duty_days": Room(
        "colleagues",
        _ROSTER,
        moments=Class.STAFF,
        columns=_named(Class.STAFF, "id office_code tier day people holiday"),
    ),
    "duty_swaps": Room(
        "colleagues",
        _ROSTER,
        moments=Class.STAFF,
        columns=_named(Class.STAFF, "id office_code tier asker_id asked_id state"),
    ),
    "duty_overrides": Room(
        "colleagues",
        _ROSTER,
        moments=Class.STAFF,
        columns=_SHIFTS | _named(Class.STAFF, "id office_code swap_id"),
    ),
    "duty_absences": Room(
        "colleagues", _ROSTER, moments=Class.STAFF, columns=_named(Class.STAFF, "id staff_id")
    ),
    "handovers": Room(
        "colleagues",
        _ROSTER,
        moments=Class.STAFF,
        columns=_SHIFTS | _named(Class.STAFF, "id office_code state"),
    ),
    "roster_sheets": Room(
        "whoever sent the sheet, who lays the roster",
        "until it is taken in or left, a day at most; the file itself is never kept",
        "with its row",
        moments=Class.STAFF,
        columns=_named(Class.STAFF, "id state")
        | _named(Class.PSEUDONYM, "person_id")
        | _named(Class.TECHNICAL, "attempts"),
    ),
    "told_holes": Room(
        "colleagues",
        "until the hole is gone",
        moments=Class.STAFF,
        columns=_SHIFTS | _named(Class.STAFF, "id office_code"),
    ),
    "duty_marks": Room(NOBODY, "for ever", columns=_named(Class.TECHNICAL, "name")),
    "ladders": Room(NOBODY, "for ever", columns=_named(Class.TECHNICAL, "version content")),
    "inbox": Room(
        NOBODY,
        "retention.inbox_days after it was worked on",
        "as soon as it was worked on; of what could not be read, with its row",
        columns=_named(Class.TECHNICAL, "id update_id state rank attempts trouble lease_token"),
    ),
    "dialogues": Room(
        "the person in dialogue",
        "until it ends; retention.dialogues_days after the last word",
        moments=Class.PSEUDONYM,
        columns=_named(Class.PSEUDONYM, "person_id")
        | _named(Class.TECHNICAL, "flow version state due")
        | _named(Class.CASE, "level"),
    ),
    "parked_forms": Room(
        "the person who left the form",
        "until it is gone on with or thrown away; retention.parked_forms_days after it was left",
        "with its row",
        moments=Class.PSEUDONYM,
        columns=_named(Class.PSEUDONYM, "id person_id")
        | _named(Class.TECHNICAL, "flow subject state")
        | _named(Class.CASE, "case_id"),
    ),
    "cases": Room(
        OFFICE,
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(
            Class.CASE,
            "id number state level category county_code township_code restricted complete "
            "situations guardianship",
        ),
    ),
    "reports": Room(
        "the reporter's name and number: staff of the office, only where they were left; "
        "who reported: nobody",
        _CASE_KEPT + ", tied to nobody",
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id case_id number may_write_back rating")
        | _named(Class.PSEUDONYM, "person_id"),
    ),
    "entries": Room(
        OFFICE,
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id case_id report_id kind")
        | _named(Class.STAFF, "staff_id")
        | _named(Class.TECHNICAL, "message_id album_id"),
    ),
    "attachments": Room(
        OFFICE + "; a copy without what a camera or program wrote into it",
        _CASE_KEPT + "; the files in the folder go earlier, see `source_sealed`",
        "retention.attachments_months after the case was closed, at the latest with the case; "
        "the files are written over and removed",
        moments=Class.CASE,
        columns=_named(
            Class.CASE, "id case_id entry_id kind state media_type size is_shown has_files"
        )
        | _named(Class.TECHNICAL, "attempts trouble"),
    ),
    "referrals": Room(
        OFFICE + "; `told` also the reporter",
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(
            Class.CASE,
            "id case_id office_code state version level ladder_version chase_version rung round "
            "milestone provisional outcome about_offices quiet final",
        )
        | _named(Class.STAFF, "holder_id"),
    ),
    "declines": Room(
        OFFICE,
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id referral_id owner_code") | _named(Class.STAFF, "staff_id"),
    ),
    "corrections": Room(
        "whoever prepares the training, masked",
        _CASE_KEPT,
        "retention.corrections_months after it was made, once the case is closed, or with the case",
        moments=Class.CASE,
        columns=_named(Class.CASE, "id case_id what suggested corrected")
        | _named(Class.STAFF, "staff_id"),
    ),
    "pages": Room(
        NOBODY,
        _CASE_KEPT,
        moments=Class.STAFF,
        columns=_named(Class.CASE, "id referral_id kind rung round state")
        | _named(Class.STAFF, "staff_id"),
    ),
    "cards": Room(
        NOBODY,
        _CASE_KEPT,
        moments=Class.STAFF,
        columns=_named(Class.CASE, "id referral_id page_id")
        | _named(Class.STAFF, "staff_id person_id")
        | _named(Class.TECHNICAL, "message_id")
        | _named(Class.LOOK_UP, "drawn"),
    ),
    "outbox": Room(
        "the person it is written to",
        "retention.outbox_days after it was settled",
        "as soon as it was settled",
        columns=_named(
            Class.TECHNICAL,
            "id dedupe_key kind priority state attempts lease_token repeated plain message_id "
            "trouble",
        )
        | _named(Class.PSEUDONYM, "person_id")
        | _named(Class.CASE, "referral_id page_id card_id"),
    ),
    "events": Room(
        OFFICE,
        "for ever: the record of what was done",
        _CASE_ERASED + "; a commitment stays, by which the chain still holds",
        moments=Class.CASE,
        columns=_named(Class.CASE, "id case_id sequence referral_id kind")
        | _named(Class.STAFF, "staff_id")
        | _named(Class.LOOK_UP, "commitment previous_hash hash"),
    ),
    "visits": Room(
        OFFICE + "; whoever makes the visit, without a word of who reported",
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id referral_id state")
        | _named(Class.STAFF, "asked_by staff_id"),
    ),
    "helpers": Room(
        OFFICE,
        _CASE_KEPT,
        moments=Class.STAFF,
        columns=_named(Class.CASE, "id case_id") | _named(Class.STAFF, "staff_id added_by"),
    ),
    "joinings": Room(
        OFFICE,
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.STAFF,
        columns=_named(Class.CASE, "case_id into_id") | _named(Class.STAFF, "joined_by"),
    ),
    "joined_reports": Room(NOBODY, _CASE_KEPT, columns=_named(Class.CASE, "report_id from_id")),
    "joined_entries": Room(NOBODY, _CASE_KEPT, columns=_named(Class.CASE, "entry_id from_id")),
    "agency_calls": Room(
        OFFICE + "; the agency, on the slip or card that is made for it",
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id referral_id agency number state")
        | _named(Class.STAFF, "added_by"),
    ),
    "agency_talks": Room(
        OFFICE + "; the agency's own contacts, on the card of the call",
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.STAFF,
        columns=_named(Class.CASE, "id call_id referral_id refused")
        | _named(Class.STAFF, "signed_by settled_by"),
    ),
    "agency_cards": Room(
        NOBODY,
        _CASE_KEPT,
        moments=Class.STAFF,
        columns=_named(Class.CASE, "id call_id")
        | _named(Class.STAFF, "staff_id")
        | _named(Class.TECHNICAL, "message_id"),
    ),
    "approvals": Room(
        OFFICE,
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id referral_id state outcome round")
        | _named(Class.STAFF, "asked_by decided_by"),
    ),
    "letters": Room(
        "the reporter; staff of the office, as part of the case",
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id report_id entry_id kind state held_for")
        | _named(Class.PSEUDONYM, "person_id")
        | _named(Class.TECHNICAL, "mark message_id"),
    ),
    "report_phones": Room(
        "the program, to deliver messages; no member of staff",
        "until the case or the report is erased",
        moments=Class.PSEUDONYM,
        columns=_named(Class.CASE, "id report_id") | _named(Class.PSEUDONYM, "person_id"),
    ),
    "entry_phones": Room(
        "which phone: nobody; that it was another one: " + OFFICE,
        "until the case or the report is erased",
        columns=_named(Class.CASE, "entry_id phone") | _named(Class.PSEUDONYM, "person_id"),
    ),
    "former_words": Room(
        OFFICE,
        _CASE_KEPT,
        _CASE_ERASED,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id entry_id taken_back"),
    ),
    "contact_wishes": Room(
        "the program, to keep to them; the office is told when a letter will arrive",
        "until the chat is forgotten",
        moments=Class.PSEUDONYM,
        columns=_named(Class.PSEUDONYM, "person_id safe_from safe_until discreet"),
    ),
    "chat_lines": Room(
        NOBODY,
        "two days, as long as Telegram lets a message be deleted",
        moments=Class.PSEUDONYM,
        columns=_named(Class.TECHNICAL, "id message_id mark")
        | _named(Class.PSEUDONYM, "person_id"),
    ),
    "receipts": Room(
        "the reporter; whoever is shown the receipt checks its number with the office",
        "for ever, tied to nobody once the case was erased",
        moments=Class.CASE,
        columns=_named(Class.CASE, "id report_id role office_code"),
    ),
    "complaints": Room(
        "the office that the complaint went to; nobody who serves in an office complained of",
        _CASE_KEPT,
        columns=_named(Class.CASE, "case_id office_codes about_case_id"),
    ),
    "quiet_reporters": Room(
        "staff of the office",
        "for ever",
        moments=Class.STAFF,
        columns=_named(Class.STAFF, "id marked_by") | _named(Class.PSEUDONYM, "person_id"),
    ),
    "case_marks": Room(
        OFFICE,
        _CASE_KEPT,
        moments=Class.CASE,
        columns=_named(Class.CASE, "id case_id kind") | _named(Class.STAFF, "staff_id"),
    ),
    "signs": Room(NOBODY, "for ever", columns=_named(Class.TECHNICAL, "name")),
    "alarms": Room(NOBODY, "until the finding is over", columns=_named(Class.TECHNICAL, "finding")),
}
