"""What happens to cases, in the past tense. Ids, codes, amounts, dates and written reasons; never a name or a number of a person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseRegistered(Event):
    """A case came in."""

    verb = "case:register"
    subject = "Case"

    number: str
    kind: str
    channel: str
    urgent: bool
    received_on: date
    employer_id: UUID
    claimants: int
    wages_fen: int
    social_insurance_fen: int


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(Event):
    """The studio took the case on."""

    verb = "case:accept"
    subject = "Case"

    accepted_on: date


@dataclass(frozen=True, kw_only=True)
class CaseRefused(Event):
    """The studio did not take the case on."""

    verb = "case:refuse"
    subject = "Case"

    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseAllocated(Event):
    """A mediator is in charge."""

    verb = "case:allocate"
    subject = "Case"

    mediator_id: UUID
    previous_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseEdited(Event):
    """What was taken down was corrected in these fields."""

    verb = "case:edit"
    subject = "Case"

    changed: tuple[str, ...]
    received_on: date
    employer_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseMarkedCollective(Event):
    """So many workers have a common claim that the law's rules for collective disputes apply."""

    verb = "case:mark_collective"
    subject = "Case"

    claimants: int
    source: str


@dataclass(frozen=True, kw_only=True)
class EmployerWarningRaised(Event):
    """Several workers came forward against one employer within the window."""

    verb = "case:warn"
    subject = "Case"

    level: str
    employer_id: UUID
    agency_id: UUID
    claimants: int
    window_from: date


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    """The workers took the case back."""

    verb = "case:withdraw"
    subject = "Case"

    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseTransferred(Event):
    """The case was handed to another body."""

    verb = "case:transfer"
    subject = "Case"

    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """The case ended."""

    verb = "case:close"
    subject = "Case"

    outcome: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    """A closed or refused case was taken up again."""

    verb = "case:reopen"
    subject = "Case"

    reason: str
    state: str
    """in which it goes on"""
    previous_outcome: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRecused(Event):
    """A member of staff is off the case for a conflict of interest."""

    verb = "case:recuse"
    subject = "Case"

    staff_id: UUID
    reason: str
    was_in_charge: bool


@dataclass(frozen=True, kw_only=True)
class GlassBroken(Event):
    """Somebody looks into a case that is not theirs, for a written reason and a time."""

    verb = "case:break_glass"
    subject = "Case"

    staff_id: UUID
    reason: str
    until_at: datetime


@dataclass(frozen=True, kw_only=True)
class PartyAdded(Event):
    """Somebody joined the case."""

    verb = "party:add"
    subject = "Party"

    side: str
    relation: str | None = None


@dataclass(frozen=True, kw_only=True)
class PartyRevised(Event):
    """What is known of a party was corrected in these fields."""

    verb = "party:revise"
    subject = "Party"

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartyWithdrawn(Event):
    """Somebody left the case."""

    verb = "party:withdraw"
    subject = "Party"

    side: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RepresentativeElected(Event):
    """The claimants elected who speaks for them; earlier ones stand down."""

    verb = "party:elect"
    subject = "Case"

    party_ids: tuple[UUID, ...]
    special_authority_ids: tuple[UUID, ...]
    authority_from_ids: tuple[tuple[UUID, ...], ...]
    """for each of these, the claimants who gave it"""
    elected_on: date


@dataclass(frozen=True, kw_only=True)
class ClaimStated(Event):
    """A claimant claims something more."""

    verb = "claim:state"
    subject = "Claim"

    party_id: UUID
    head: str
    amount_fen: int
    computed_as: str | None = None
    """the head of the law, where it was computed"""
    inputs: tuple[str, ...] = ()
    """of the computation, name=value as written"""


@dataclass(frozen=True, kw_only=True)
class ClaimAmended(Event):
    """A claim changed; the journal keeps what it was."""

    verb = "claim:amend"
    subject = "Claim"

    party_id: UUID
    head: str
    from_fen: int
    to_fen: int
    computed_as: str | None = None
    """the head of the law, where it is computed now"""
    inputs: tuple[str, ...] = ()
    """of the computation, name=value as written"""


@dataclass(frozen=True, kw_only=True)
class FindingRecorded(Event):
    """Something was found out about the employer."""

    verb = "finding:record"
    subject = "Finding"

    kind: str
    source: str


@dataclass(frozen=True, kw_only=True)
class CircumstancesRecorded(Event):
    """Somebody looked into what decides which legal ways are open."""

    verb = "circumstances:record"
    subject = "Case"

    holds: tuple[str, ...]
    holds_not: tuple[str, ...]
    unknown: tuple[str, ...]
    """what was recorded before and is taken back"""


@dataclass(frozen=True, kw_only=True)
class RosterPreviewed(Event):
    """A roster was uploaded and read; nothing of it is a party yet."""

    verb = "roster:preview"
    subject = "RosterImport"

    rows: int
    importable: int


@dataclass(frozen=True, kw_only=True)
class RosterConfirmed(Event):
    """The rows of a roster became parties and claims."""

    verb = "roster:confirm"
    subject = "RosterImport"

    imported: int
    left_out: int
    wages_fen: int
    social_insurance_fen: int


@dataclass(frozen=True, kw_only=True)
class RosterRevised(Event):
    """A roster under review was corrected: which column is which, cells, or what becomes of those who repeat somebody."""

    verb = "roster:revise"
    subject = "RosterImport"

    columns: tuple[str, ...]
    """in their new order, when they changed"""
    cells: int
    decided: int
    sheet: int = 0
    """the place of the sheet that is meant, from 1, when it changed"""


@dataclass(frozen=True, kw_only=True)
class RosterUndone(Event):
    """Everybody whom a roster brought was taken back."""

    verb = "roster:undo"
    subject = "RosterImport"

    taken_back: int
    reason: str
