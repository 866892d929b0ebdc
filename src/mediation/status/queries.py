"""Every SELECT on status links. A worker's page is one statement."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, case, cast, func, literal, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from mediation.agency.models import Agency, Staff
from mediation.agreement.models import Agreement, Commitment, Payment
from mediation.case.models import Case, Claim, ClaimGroup, Party
from mediation.deadline.models import OPEN, Deadline
from mediation.infra.runtime import Runtime
from mediation.infra.statements import kept, late
from mediation.person.models import Person
from mediation.status.models import Rating, Receipt, StatusLink
from mediation.status.rules import Money, StatusFacts


@dataclass(frozen=True, slots=True)
class Opened:
    """One link with what its page needs."""

    link_id: UUID
    case_id: UUID
    district_id: UUID
    party_id: UUID
    revoked_at: datetime | None
    closed_at: datetime | None
    worker_name: str
    phone_cipher: bytes | None
    person_id: UUID
    studio_zh: str
    studio_en: str
    studio_phone: str
    mediator: str | None
    rating: str | None
    rated_at: datetime | None
    reported: bool | None
    reported_at: datetime | None
    facts: StatusFacts

    @property
    def studio(self) -> "Studio":
        """Whom to call."""
        return Studio(self.studio_zh, self.studio_en, self.studio_phone)


def _sum(amounts: Any) -> Any:
    """A whole number: PostgreSQL adds up bigints to a numeric, which is slow to read."""
    return cast(func.coalesce(func.sum(amounts), 0), BigInteger)


def _claimed(group: ClaimGroup) -> Any:
    return (
        select(_sum(col(Claim.amount_fen)))
        .where(col(Claim.party_id) == col(Party.id), col(Claim.group_) == group.value)
        .scalar_subquery()
    )


_PAID_OF = (
    select(_sum(col(Payment.amount_fen)))
    .where(col(Payment.commitment_id) == col(Commitment.id))
    .correlate(Commitment)
    .scalar_subquery()
)

_THIRD_OF = (
    select(_sum(col(Payment.amount_fen)))
    .where(col(Payment.commitment_id) == col(Commitment.id), col(Payment.payer_kind) != "employer")
    .correlate(Commitment)
    .scalar_subquery()
)


def _own_commitments() -> Any:
    is_wages = col(Commitment.group_) == ClaimGroup.WAGES.value
    return (
        select(
            func.count().label("own"),
            func.count(col(Commitment.settled_at)).label("settled"),
            _sum(case((is_wages, col(Commitment.amount_fen)), else_=0)).label("wages_agreed"),
            _sum(case((is_wages, 0), else_=col(Commitment.amount_fen))).label("insurance_agreed"),
            _sum(case((is_wages, _PAID_OF), else_=0)).label("wages_paid"),
            _sum(case((is_wages, 0), else_=_PAID_OF)).label("insurance_paid"),
            _sum(_THIRD_OF).label("third"),
            func.coalesce(
                func.min(case((col(Commitment.settled_at).is_(None), col(Commitment.due_at)))),
                func.max(col(Commitment.due_at)),
            ).label("due_at"),
        )
        .where(col(Commitment.party_id) == col(Party.id))
        .correlate(Party)
        .lateral("own")
    )


def _open_deadline(rule: str) -> Any:
    return (
        select(func.min(col(Deadline.due_at)))
        .where(col(Deadline.case_id) == col(Case.id), col(Deadline.rule) == rule, text(OPEN))
        .correlate(Case)
        .scalar_subquery()
    )


def _last_agreement() -> Any:
    return (
        select(col(Agreement.state), col(Agreement.effective_at))
        .where(col(Agreement.case_id) == col(Case.id), col(Agreement.state) != "abandoned")
        .correlate(Case)
        .order_by(col(Agreement.drafted_at).desc())
        .limit(1)
        .lateral("agreement")
    )


def _last_report() -> Any:
    return (
        select(col(Receipt.received), col(Receipt.reported_at))
        .where(col(Receipt.party_id) == col(Party.id))
        .order_by(col(Receipt.reported_at).desc())
        .correlate(Party)
        .limit(1)
        .lateral("report")
    )


_SHOWN: Final[tuple[Any, ...]] = (
    col(StatusLink.id).label("link_id"),
    col(StatusLink.party_id),
    col(StatusLink.revoked_at),
    col(Case.id).label("case_id"),
    col(Case.district_id),
    col(Case.state).label("case_state"),
    col(Case.outcome),
    col(Case.closed_at),
    col(Case.registered_at),
    col(Person.id).label("person_id"),
    col(Person.name).label("worker_name"),
    col(Person.phone_cipher),
    func.coalesce(col(Agency.studio_name_zh), col(Agency.name_zh)).label("studio_zh"),
    func.coalesce(col(Agency.studio_name_en), col(Agency.name_en)).label("studio_en"),
    col(Agency.phone).label("studio_phone"),
    col(Staff.name).label("mediator"),
    col(Rating.mark).label("rating"),
    col(Rating.first_given_at).label("rated_at"),
)


def _page() -> Any:
    own = _own_commitments()
    agreement, report = _last_agreement(), _last_report()
    return (
        select(
            *_SHOWN,
            report.c.received.label("reported"),
            report.c.reported_at,
            col(Party.withdrawn_at),
            _open_deadline("M-2").label("answer_by"),
            _open_deadline("M-4").label("mediate_by"),
            agreement.c.state.label("agreement_state"),
            agreement.c.effective_at,
            own.c.own,
            own.c.settled,
            own.c.wages_agreed,
            own.c.insurance_agreed,
            own.c.wages_paid,
            own.c.insurance_paid,
            own.c.third,
            own.c.due_at,
            _claimed(ClaimGroup.WAGES).label("wages_claimed"),
            _claimed(ClaimGroup.SOCIAL_INSURANCE).label("insurance_claimed"),
        )
        .join(Case, col(Case.id) == col(StatusLink.case_id))
        .join(Party, col(Party.id) == col(StatusLink.party_id))
        .join(Person, col(Person.id) == col(Party.person_id))
        .join(Agency, col(Agency.id) == col(Case.agency_id))
        .outerjoin(Staff, col(Staff.id) == col(Case.mediator_id))
        .outerjoin(Rating, col(Rating.party_id) == col(Party.id))
        .outerjoin(agreement, literal(True))
        .outerjoin(own, literal(True))
        .outerjoin(report, literal(True))
    )


def _page_of_token() -> Any:
    return _page().where(col(StatusLink.token_hash) == late("token_hash", LargeBinary()))


_AS_READ = attrgetter(*(name for name in Opened.__slots__ if name != "facts"))
"""the columns that an `Opened` takes as they are, in its order"""


async def open_link(runtime: Runtime, token_hash: bytes) -> Opened | None:
    """The link with this token hash and its worker's own matter, revoked or not; None when there is none."""
    rows = await runtime.fetch(kept(_page_of_token), {"token_hash": token_hash})
    if not rows:
        return None
    row = rows[0]
    facts = StatusFacts(
        case_state=row.case_state,
        outcome=row.outcome,
        closed_at=row.closed_at,
        registered_at=row.registered_at,
        agreement_state=row.agreement_state,
        effective_at=row.effective_at,
        due_at=row.due_at,
        answer_by=row.answer_by,
        mediate_by=row.mediate_by,
        withdrawn=row.withdrawn_at is not None,
        has_own_commitments=row.own > 0,
        all_paid=row.own > 0 and row.own == row.settled,
        by_third_party=row.third > 0,
        wages=Money(row.wages_claimed, row.wages_agreed, row.wages_paid),
        social_insurance=Money(row.insurance_claimed, row.insurance_agreed, row.insurance_paid),
    )
    return Opened(*(*_AS_READ(row), facts))


@dataclass(frozen=True, slots=True)
class Studio:
    """A studio as workers know it: its name and its public line."""

    name_zh: str
    name_en: str
    phone: str

    @property
    def tel(self) -> str:
        """The number as a telephone dials it."""
        return self.phone.replace(" ", "")


async def studios(connection: AsyncConnection) -> tuple[Studio, ...]:
    """The studios of this installation with a public line, by name; at most 30, for a page has to end somewhere."""
    rows = await connection.execute(
        select(col(Agency.studio_name_zh), col(Agency.studio_name_en), col(Agency.phone))
        .where(col(Agency.studio_name_zh).is_not(None), col(Agency.phone) != "")
        .order_by(col(Agency.studio_name_zh), col(Agency.id))
        .limit(30)
    )
    return tuple(Studio(row.studio_name_zh, row.studio_name_en or "", row.phone) for row in rows)
