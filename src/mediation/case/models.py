"""Tables of cases. Everything that grows carries `district_id`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from mediation.infra.db import NEVER, Row, instant


class CaseKind(StrEnum):
    """Each for themselves, or several with a common claim: said so by the clerk, or ten and more of them."""

    COLLECTIVE = "collective"
    SINGLE = "single"


class CaseState(StrEnum):
    """Where a case stands in its life."""

    ACCEPTED = "accepted"
    CLOSED = "closed"
    DEFAULTED = "defaulted"
    MEDIATING = "mediating"
    PERFORMING = "performing"
    REFUSED = "refused"
    REGISTERED = "registered"


class Outcome(StrEnum):
    """How a case ended."""

    ADVANCED = "advanced"
    """a third party paid"""
    FAILED = "failed"
    PERFORMED = "performed"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How a case came in."""

    APP = "app"
    ARBITRATION = "arbitration"
    COURT = "court"
    EMAIL = "email"
    GOVERNMENT = "government"
    HOTLINE = "hotline"
    LEGAL_AID = "legal_aid"
    MAILBOX = "mailbox"
    OWN_MOTION = "own_motion"
    PARTNER = "partner"
    POLICE = "police"
    WALK_IN = "walk_in"
    WECHAT = "wechat"


class PartySide(StrEnum):
    """Role of a party in the case."""

    CLAIMANT = "claimant"
    RESPONDENT = "respondent"
    THIRD_PARTY = "third_party"


class Relation(StrEnum):
    """What a third party is to the dispute."""

    AFFILIATE = "affiliate"
    GENERAL_CONTRACTOR = "general_contractor"
    GUARANTOR = "guarantor"
    INVESTOR = "investor"
    LABOUR_DISPATCH = "labour_dispatch"
    LANDLORD = "landlord"
    OTHER = "other"
    SUBCONTRACTOR = "subcontractor"
    SUB_LANDLORD = "sub_landlord"
    """the tenant who let the premises on (二房东)"""


class FindingKind(StrEnum):
    """What a finding is about."""

    BREACH = "breach"
    BUSINESS_CONDITION = "business_condition"


class ClaimGroup(StrEnum):
    """Wages and social insurance are never one sum."""

    SOCIAL_INSURANCE = "social_insurance"
    WAGES = "wages"


class ClaimHead(StrEnum):
    """What is claimed. Each head belongs to one group: see case/rules.py GROUP_OF."""

    COMPENSATION = "compensation"
    """economic compensation, 劳动合同法 46-47"""
    DAMAGES = "damages"
    DOUBLE_WAGE = "double_wage"
    LEAVE_PAY = "leave_pay"
    OTHER = "other"
    OVERTIME = "overtime"
    SOCIAL_INSURANCE = "social_insurance"
    WAGE_ARREARS = "wage_arrears"
    WORK_INJURY = "work_injury"


def _queue(name: str, whose: str, *more: str) -> Index:
    """The open cases of one agency, district or mediator in the order of the work list: deadline, larger sum, id."""
    where = text(" AND ".join(("closed_at IS NULL", *more)))
    larger_first = text("(-(wages_claimed_fen + social_insurance_claimed_fen))")
    return Index(name, whose, "next_due_at", larger_first, "id", postgresql_where=where)


class Case(Row, table=True):
    """A dispute before a studio."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "serial"),
        _queue("ix_cases_queue", "agency_id"),
        _queue("ix_cases_district_queue", "district_id"),
        _queue("ix_cases_mediator_queue", "mediator_id"),
        _queue("ix_cases_unclaimed", "agency_id", "mediator_id IS NULL"),
        Index("ix_cases_agency_recent", "agency_id", "registered_at", "id"),
        Index("ix_cases_district_recent", "district_id", "registered_at", "id"),
        Index("ix_cases_district_closed", "district_id", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
        Index("ix_cases_employer", "employer_id", "registered_at"),
        Index("ix_cases_bigrams", "bigrams", postgresql_using="gin"),
        Index("ix_cases_name_bigrams", "name_bigrams", postgresql_using="gin"),
        CheckConstraint(
            "state IN ('accepted','closed','defaulted','mediating','performing','refused','registered')", name="state"
        ),
        CheckConstraint("(state IN ('closed','refused')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="outcome"),
    )

    city_id: UUID = Field(foreign_key="city.id")
    district_id: UUID = Field(foreign_key="district.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    """the studio's agency"""
    number: str = Field(unique=True)
    year: int
    serial: int
    kind: str
    state: str
    outcome: str | None = None
    reason: str | None = None
    """of a refusal, withdrawal, transfer or failure"""
    channel: str
    urgent: bool = False
    summary: str = ""
    employer_id: UUID = Field(foreign_key="organisation.id")
    registered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    mediator_id: UUID | None = Field(default=None, foreign_key="staff.id")
    received_on: date
    registered_at: datetime = instant()
    accepted_on: date | None = None
    closed_at: datetime | None = instant(default=None, nullable=True)
    next_due_at: datetime = instant(default=NEVER)
    """the nearest open deadline, or NEVER; kept by the deadline feature in the verb's transaction"""
    registered_count: int = 0
    taking_part_count: int = 0
    signed_count: int = 0
    wages_claimed_fen: int = Field(default=0, sa_type=BigInteger)
    social_insurance_claimed_fen: int = Field(default=0, sa_type=BigInteger)
    bigrams: list[str] = Field(sa_type=ARRAY(String))
    """of number and employer's name, for search by whoever sees the case"""
    name_bigrams: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    """of the other parties' names, for search by whoever sees the parties"""
    version: int = 1


class CaseTie(Row, table=True):
    """A personal or agency tie to a case; what access/scopes.py asks about. Ended ties keep their row."""

    __tablename__ = "case_tie"
    __table_args__ = (
        Index(
            "uq_case_tie_open", "case_id", "kind", "holder_id", unique=True, postgresql_where=text("ended_at IS NULL")
        ),
        Index("ix_case_tie_holder", "holder_id", "kind", "case_id", postgresql_where=text("ended_at IS NULL")),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    kind: str
    holder_id: UUID
    since_at: datetime = instant()
    until_at: datetime | None = instant(default=None, nullable=True)
    ended_at: datetime | None = instant(default=None, nullable=True)
    reason: str | None = None


class CaseCounter(Row, table=True):
    """The last serial of a studio's year; locked while a number is given, so that numbers have no gaps."""

    __tablename__ = "case_counter"
    __table_args__ = (UniqueConstraint("agency_id", "year"),)

    agency_id: UUID
    year: int
    last: int


class Party(Row, table=True):
    """A claimant, respondent or third party of a case."""

    __table_args__ = (
        Index("ix_party_case", "case_id", "side", "position"),
        Index("ix_party_person", "person_id"),
        Index("ix_party_organisation", "organisation_id"),
        Index("ix_party_import", "import_id", postgresql_where=text("import_id IS NOT NULL")),
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_kind"),
        CheckConstraint("side IN ('claimant','respondent','third_party')", name="side"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    side: str
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    relation: str | None = None
    """of a third party: sub_landlord, general_contractor, ..."""
    position: int = 0
    """order in the roster"""
    job: str = ""
    taking_part: bool = True
    withdrawn_at: datetime | None = instant(default=None, nullable=True)
    withdrawn_reason: str | None = None
    joined_at: datetime = instant()
    import_id: UUID | None = Field(default=None, foreign_key="roster_import.id")
    """the roster that brought the claimant"""
    taken_back_at: datetime | None = instant(default=None, nullable=True)
    """when that roster was undone: as if never taken down; `withdrawn_at` is set too"""


class Representative(Row, table=True):
    """A worker elected by the claimants (劳动争议调解仲裁法 7).

    Settling for somebody needs that person's own consent (民事诉讼法 56, 62): `authority_from` says who gave it.
    """

    __table_args__ = (UniqueConstraint("case_id", "party_id"),)

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    district_id: UUID
    party_id: UUID = Field(foreign_key="party.id")
    special_authority: bool = False
    """whether anybody gave it"""
    authority_from: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    """the claimants, by party id, for whom the representative may settle"""
    elected_on: date
    document: str = ""
    """reference of the election form"""


class Claim(Row, table=True):
    """One head claimed by one claimant, in fen. Amendments replace the amount; the journal keeps the history."""

    __table_args__ = (
        Index("ix_claim_case", "case_id", "party_id"),
        Index("ix_claim_party", "party_id"),
        UniqueConstraint("party_id", "head"),
        CheckConstraint("amount_fen >= 0", name="amount"),
        CheckConstraint("group_ IN ('wages','social_insurance')", name="group"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    party_id: UUID = Field(foreign_key="party.id")
    head: str
    group_: str
    amount_fen: int = Field(sa_type=BigInteger)
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""


class ClaimComputation(Row, table=True):
    """What the amount of a claim was computed from, and how; replaced with it. A claim whose amount was typed has none."""

    __tablename__ = "claim_computation"
    __table_args__ = (Index("ix_claim_computation_case", "case_id"),)

    claim_id: UUID = Field(foreign_key="claim.id", unique=True)
    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    head: str
    """of law/amounts"""
    inputs: dict[str, str] = Field(sa_type=JSONB)
    """by name, as written"""
    region: str | None = None
    counted_on: date
    """the day whose law and figures count"""
    answer: dict[str, Any] = Field(sa_type=JSONB)
    """amount, steps, sources, notes as they were then: law/amounts/written.py"""
    computed_at: datetime = instant()


class Finding(Row, table=True):
    """What was found out about the employer: business condition or a breach."""

    __table_args__ = (Index("ix_finding_case", "case_id"), Index("ix_finding_organisation", "organisation_id"))

    case_id: UUID = Field(foreign_key="cases.id")
    district_id: UUID
    organisation_id: UUID = Field(foreign_key="organisation.id")
    kind: str
    """business_condition | breach"""
    statement: str
    source: str
    found_on: date
    recorded_by: UUID | None = Field(default=None, foreign_key="staff.id")


class CaseCircumstances(Row, table=True):
    """What somebody looked into that decides which legal ways are open: yes or no, each with where it is known from."""

    __tablename__ = "case_circumstances"

    case_id: UUID = Field(foreign_key="cases.id", unique=True)
    district_id: UUID
    known: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """name of the circumstance -> {"holds": bool, "basis": str, "at": instant}; what is not known is not there"""


class RosterImport(Row, table=True):
    """An uploaded roster under review. The rows are sealed; nothing of them is a party before the roster is confirmed."""

    __tablename__ = "roster_import"
    __table_args__ = (Index("ix_roster_import_kept", "uploaded_at", postgresql_where=text("rows_cipher IS NOT NULL")),)

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    district_id: UUID
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    file_name: str
    uploaded_at: datetime = instant()
    confirmed_at: datetime | None = instant(default=None, nullable=True)
    undone_at: datetime | None = instant(default=None, nullable=True)
    version: int = 1
    """goes up with every correction of the review"""
    rows_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    """emptied when confirmed or expired"""
    source_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    """the cells as they came, with the corrections made since; emptied with the rows"""
    report: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """counts and problem codes per row; no personal data"""


class EmployerWarning(Row, table=True):
    """Several claimants against one employer within 30 days."""

    __tablename__ = "employer_warning"
    __table_args__ = (UniqueConstraint("organisation_id", "district_id", "level", "window_from"),)

    organisation_id: UUID = Field(foreign_key="organisation.id")
    district_id: UUID
    agency_id: UUID
    case_id: UUID
    level: str
    """early (3 or more claimants) | collective (10 or more, 劳动争议调解仲裁法 7)"""
    claimants: int
    window_from: date
    raised_at: datetime = instant()
