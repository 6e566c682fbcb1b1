"""The unit of work: every repository on one connection, inside one transaction."""

from functools import cached_property
from typing import cast

from sqlalchemy import Connection

from storage.encryption import Vault
from storage.identifiers import IdFactory
from storage.prepared import SwiftConnection
from storage.repositories.agency_calls import AgencyCalls
from storage.repositories.agency_talks import AgencyTalks
from storage.repositories.approvals import Approvals
from storage.repositories.attachments import Attachments
from storage.repositories.audit import Audit
from storage.repositories.cases import Cases
from storage.repositories.complaints import Complaints
from storage.repositories.corrections import Corrections
from storage.repositories.dialogues import Dialogues
from storage.repositories.duties import Duties
from storage.repositories.figures import Figures
from storage.repositories.handovers import Handovers
from storage.repositories.helpers import Helpers
from storage.repositories.holdings import Holdings
from storage.repositories.inbox import Inbox
from storage.repositories.joinings import Joinings
from storage.repositories.keys import Keys
from storage.repositories.letters import Letters
from storage.repositories.moments import Moments
from storage.repositories.needed_keys import NeededKeys
from storage.repositories.outbox import Outbox
from storage.repositories.pages import Pages
from storage.repositories.parked import ParkedForms
from storage.repositories.people import People
from storage.repositories.phones import Phones
from storage.repositories.proof import Proof
from storage.repositories.quiet import Quiet
from storage.repositories.receipts import Receipts
from storage.repositories.referrals import Referrals
from storage.repositories.retention import Retention
from storage.repositories.roster import Roster
from storage.repositories.said import Said
from storage.repositories.sheets import Sheets
from storage.repositories.signs import Signs
from storage.repositories.staff import StaffList
from storage.repositories.swaps import Swaps
from storage.repositories.timeline import Timeline
from storage.repositories.visits import Visits
from storage.repositories.wishes import ChatLines, ContactWishes


class UnitOfWork:
    """What a step may use; `topics` names what listeners are told of after the commit."""

    def __init__(
        self,
        connection: Connection,
        vault: Vault,
        ids: IdFactory,
        swift: SwiftConnection | None = None,
    ) -> None:
        self.connection = connection
        # Whatever it finds is asked for as of SQLAlchemy's results.
        self._asked = connection if swift is None else cast("Connection", swift)
        self.vault = vault
        self.ids = ids
        self.topics: set[str] = set()

    @cached_property
    def people(self) -> People:
        """Everybody with a chat."""
        return People(self._asked, self.vault, self.ids)

    @cached_property
    def staff(self) -> StaffList:
        """Offices, members of staff and invitations."""
        return StaffList(self._asked, self.vault, self.ids)

    @cached_property
    def roster(self) -> Roster:
        """Who is on duty when."""
        return Roster(self._asked, self.vault, self.ids)

    @cached_property
    def duties(self) -> Duties:
        """What shifts are laid by."""
        return Duties(self._asked, self.vault, self.ids)

    @cached_property
    def swaps(self) -> Swaps:
        """Who asked whom to take a shift."""
        return Swaps(self._asked, self.vault, self.ids)

    @cached_property
    def sheets(self) -> Sheets:
        """Rosters that were sent as sheets, until they are answered."""
        return Sheets(self.topics, self._asked, self.vault, self.ids)

    @cached_property
    def handovers(self) -> Handovers:
        """Shift changes, signed or not."""
        return Handovers(self._asked, self.vault, self.ids)

    @cached_property
    def inbox(self) -> Inbox:
        """What Telegram handed over."""
        return Inbox(self._asked, self.vault, self.ids)

    @cached_property
    def dialogues(self) -> Dialogues:
        """Where people stand in their dialogues."""
        return Dialogues(self._asked, self.vault, self.ids)

    @cached_property
    def phones(self) -> Phones:
        """From which phones reporters talk on."""
        return Phones(self._asked, self.vault, self.ids)

    @cached_property
    def parked(self) -> ParkedForms:
        """Forms that people left before their end."""
        return ParkedForms(self._asked, self.vault, self.ids)

    @cached_property
    def cases(self) -> Cases:
        """Cases, the reports that make them, and what was said in them."""
        return Cases(self._asked, self.vault, self.ids)

    @cached_property
    def holdings(self) -> Holdings:
        """Which kinds of things a case holds at all."""
        return Holdings(self._asked, self.vault, self.ids)

    @cached_property
    def corrections(self) -> Corrections:
        """What people made of the bot's suggestions."""
        return Corrections(self._asked, self.vault, self.ids)

    @cached_property
    def referrals(self) -> Referrals:
        """Hand-overs of cases to offices, and their deadlines."""
        return Referrals(self._asked, self.vault, self.ids)

    @cached_property
    def pages(self) -> Pages:
        """Calls to people, and the cards on their phones."""
        return Pages(self._asked, self.vault, self.ids)

    @cached_property
    def outbox(self) -> Outbox:
        """What is to be sent; a committed row wakes the sender."""
        return Outbox(self._asked, self.vault, self.ids, self.topics)

    @cached_property
    def said(self) -> Said:
        """Who said what in which message, and what it was before."""
        return Said(self._asked, self.vault, self.ids)

    @cached_property
    def letters(self) -> Letters:
        """What the office writes to reporters."""
        return Letters(self._asked, self.vault, self.ids)

    @cached_property
    def complaints(self) -> Complaints:
        """Whom cases complain of."""
        return Complaints(self._asked, self.vault, self.ids)

    @cached_property
    def quiet(self) -> Quiet:
        """Whose words can wait, and what was marked."""
        return Quiet(self._asked, self.vault, self.ids)

    @cached_property
    def receipts(self) -> Receipts:
        """Who has a proof of having reported."""
        return Receipts(self._asked, self.vault, self.ids)

    @cached_property
    def wishes(self) -> ContactWishes:
        """When and how openly reporters want to hear from the office."""
        return ContactWishes(self._asked, self.vault, self.ids)

    @cached_property
    def lines(self) -> ChatLines:
        """Which messages stand in people's chats."""
        return ChatLines(self._asked, self.vault, self.ids)

    @cached_property
    def timeline(self) -> Timeline:
        """What happened in a case, append-only."""
        return Timeline(self._asked, self.vault, self.ids)

    @cached_property
    def visits(self) -> Visits:
        """Visits to families, asked for and made."""
        return Visits(self._asked, self.vault, self.ids)

    @cached_property
    def helpers(self) -> Helpers:
        """Who else is in a case besides its holder."""
        return Helpers(self._asked, self.vault, self.ids)

    @cached_property
    def joinings(self) -> Joinings:
        """Cases that were joined with an earlier one, and that might be."""
        return Joinings(self._asked, self.vault, self.ids)

    @cached_property
    def agency_calls(self) -> AgencyCalls:
        """Agencies that were asked to help."""
        return AgencyCalls(self._asked, self.vault, self.ids)

    @cached_property
    def agency_talks(self) -> AgencyTalks:
        """What is said with agencies' contacts, and on whose phones."""
        return AgencyTalks(self._asked, self.vault, self.ids)

    @cached_property
    def approvals(self) -> Approvals:
        """What waits for a lead's word."""
        return Approvals(self._asked, self.vault, self.ids)

    @cached_property
    def audit(self) -> Audit:
        """What stands in the tables and should not."""
        return Audit(self._asked, self.vault, self.ids)

    @cached_property
    def moments(self) -> Moments:
        """Whether anything is due, whatever it is."""
        return Moments(self._asked, self.vault, self.ids)

    @cached_property
    def signs(self) -> Signs:
        """When the bot last gave a sign of life, and of what it last told people."""
        return Signs(self._asked, self.vault, self.ids)

    @cached_property
    def figures(self) -> Figures:
        """How much there is, and how long it took."""
        return Figures(self._asked, self.vault, self.ids)

    @cached_property
    def proof(self) -> Proof:
        """Whether everything that happened still stands as it was written."""
        return Proof(self._asked, self.vault, self.ids)

    @cached_property
    def keys(self) -> Keys:
        """By which keys everything is sealed and signed."""
        return Keys(self._asked, self.vault, self.ids)

    @cached_property
    def needed_keys(self) -> NeededKeys:
        """Which keys are needed, and who seals by which."""
        return NeededKeys(self._asked, self.vault, self.ids)

    @cached_property
    def retention(self) -> Retention:
        """What has been kept long enough."""
        return Retention(self.topics, self._asked, self.vault, self.ids)

    @cached_property
    def attachments(self) -> Attachments:
        """The files that came with people's words; a committed row wakes who fetches."""
        return Attachments(self.topics, self._asked, self.vault, self.ids)
