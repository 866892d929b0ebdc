"""Every SELECT that papers are made from. Each reads whole cases, under no permission of its own: the callers have passed the guard."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.agency.models import Agency, Staff
from mediation.agreement.models import Agreement, AgreementLine, Commitment, Payment, Signature
from mediation.case.models import Case, Claim, Finding, Party, PartySide, Representative
from mediation.document.models import Document
from mediation.journal.models import JournalHead
from mediation.lawyer.models import Assignment, Lawyer
from mediation.person.models import Organisation, Person


def cases(case_ids: Sequence[UUID]) -> Any:
    mediator, registrar = aliased(Staff), aliased(Staff)
    return (
        select(
            Case.__table__.columns,  # type: ignore[attr-defined]  # SQLModel sets it
            func.coalesce(col(Agency.studio_name_zh), col(Agency.name_zh)).label("studio"),
            col(Agency.name_zh).label("union"),
            col(Agency.phone),
            func.coalesce(col(Agency.legal_basis), "").label("legal_basis"),
            func.coalesce(col(mediator.name), "").label("mediator"),
            func.coalesce(col(registrar.name), "").label("registrar"),
            col(Organisation.name).label("employer"),
            col(Organisation.credit_code),
            col(Organisation.address),
            col(Organisation.contact_phone_cipher),
            col(JournalHead.seq).label("journal_seq"),
        )
        .select_from(Case)
        .join(Agency, col(Agency.id) == col(Case.agency_id))
        .join(Organisation, col(Organisation.id) == col(Case.employer_id))
        .outerjoin(mediator, col(mediator.id) == col(Case.mediator_id))
        .outerjoin(registrar, col(registrar.id) == col(Case.registered_by))
        .outerjoin(JournalHead, col(JournalHead.id) == col(Case.id))
        .where(col(Case.id).in_(case_ids))
    )


def people(case_ids: Sequence[UUID]) -> Any:
    return (
        select(
            col(Party.case_id),
            col(Party.id),
            col(Party.job),
            col(Party.taking_part),
            col(Party.withdrawn_at),
            col(Person.id).label("person_id"),
            col(Person.name),
            col(Person.phone_cipher),
            col(Person.id_cipher),
        )
        .join(Person, col(Person.id) == col(Party.person_id))
        .where(
            col(Party.case_id).in_(case_ids),
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.taken_back_at).is_(None),
        )
        .order_by(col(Party.position), col(Party.id))
    )


def claims(case_ids: Sequence[UUID]) -> Any:
    return (
        select(
            col(Claim.case_id),
            col(Claim.party_id),
            col(Claim.head),
            col(Claim.group_),
            col(Claim.amount_fen),
            col(Claim.period_from),
            col(Claim.period_to),
        )
        .where(col(Claim.case_id).in_(case_ids), col(Claim.amount_fen) > 0)
        .order_by(col(Claim.group_).desc(), col(Claim.head), col(Claim.id))
    )


def representatives(case_ids: Sequence[UUID]) -> Any:
    return (
        select(
            col(Representative.case_id),
            col(Representative.party_id),
            col(Representative.elected_on),
            col(Representative.authority_from),
        )
        .join(Party, col(Party.id) == col(Representative.party_id))
        .where(col(Representative.case_id).in_(case_ids))
        .order_by(col(Party.position), col(Party.id))
    )


def findings(case_ids: Sequence[UUID]) -> Any:
    return (
        select(
            col(Finding.case_id),
            col(Finding.kind),
            col(Finding.statement),
            col(Finding.source),
            col(Finding.found_on),
        )
        .where(col(Finding.case_id).in_(case_ids))
        .order_by(col(Finding.found_on), col(Finding.id))
    )


def agreements(case_ids: Sequence[UUID]) -> Any:
    """The agreement that counts in each case: the latest that was not given up."""
    later = aliased(Agreement)
    superseded = exists(
        select(1).where(
            col(later.case_id) == col(Agreement.case_id),
            col(later.state) != "abandoned",
            tuple_(col(later.drafted_at), col(later.id)) > tuple_(col(Agreement.drafted_at), col(Agreement.id)),
        )
    )
    return select(Agreement.__table__.columns).where(  # type: ignore[attr-defined]  # SQLModel sets it
        col(Agreement.case_id).in_(case_ids), col(Agreement.state) != "abandoned", ~superseded
    )


def lines(case_ids: Sequence[UUID]) -> Any:
    return (
        select(
            col(Agreement.case_id),
            col(AgreementLine.agreement_id),
            col(AgreementLine.party_id),
            col(AgreementLine.group_),
            col(AgreementLine.amount_fen),
        )
        .join(Agreement, col(Agreement.id) == col(AgreementLine.agreement_id))
        .join(Party, col(Party.id) == col(AgreementLine.party_id))
        .where(col(Agreement.case_id).in_(case_ids), col(Agreement.state) != "abandoned")
        .order_by(col(Party.position), col(Party.id), col(AgreementLine.group_).desc())
    )


def marks(case_ids: Sequence[UUID]) -> Any:
    return (
        select(
            col(Agreement.case_id),
            col(Signature.agreement_id),
            col(Signature.revision),
            col(Signature.signatory),
            col(Signature.party_id),
            col(Signature.declined),
            col(Signature.method),
            col(Signature.signed_at),
            col(Signature.represented_by),
            func.coalesce(col(Staff.name), "").label("recorder"),
        )
        .join(Agreement, col(Agreement.id) == col(Signature.agreement_id))
        .outerjoin(Staff, col(Staff.id) == col(Signature.recorded_by))
        .where(
            col(Agreement.case_id).in_(case_ids),
            col(Agreement.state) != "abandoned",
            col(Signature.voided_at).is_(None),
        )
        .order_by(col(Signature.signed_at), col(Signature.id))
    )


def promises(case_ids: Sequence[UUID]) -> Any:
    paid = (
        select(func.coalesce(func.sum(col(Payment.amount_fen)), 0))
        .where(col(Payment.commitment_id) == col(Commitment.id))
        .correlate(Commitment)
        .scalar_subquery()
    )
    return (
        select(
            col(Commitment.case_id),
            col(Commitment.party_id),
            col(Commitment.group_),
            col(Commitment.amount_fen),
            paid.label("paid_fen"),
            col(Commitment.due_on),
            col(Commitment.due_at),
        )
        .where(col(Commitment.case_id).in_(case_ids), col(Commitment.kind) == "worker")
        .order_by(col(Commitment.due_at), col(Commitment.id))
    )


def payments(case_ids: Sequence[UUID]) -> Any:
    counter = aliased(Payment)
    return (
        select(
            col(Payment.case_id),
            col(Commitment.party_id),
            col(Commitment.group_),
            col(Payment.amount_fen),
            col(Payment.paid_on),
            col(Payment.payer_name),
            col(Payment.proof),
        )
        .join(Commitment, and_(col(Commitment.id) == col(Payment.commitment_id), col(Commitment.kind) == "worker"))
        .where(
            col(Payment.case_id).in_(case_ids),
            col(Payment.reverses_id).is_(None),
            ~exists(select(1).where(col(counter.reverses_id) == col(Payment.id))),
        )
        .order_by(col(Payment.paid_on), col(Payment.recorded_at), col(Payment.id))
    )


def lawyers(case_ids: Sequence[UUID]) -> Any:
    """Of each case the lawyers who have accepted it, the last one first."""
    return (
        select(
            col(Assignment.case_id),
            col(Staff.name),
            col(Organisation.name),
            col(Lawyer.licence),
            col(Assignment.answered_at),
        )
        .select_from(Assignment)
        .join(Lawyer, col(Lawyer.id) == col(Assignment.lawyer_id))
        .join(Staff, col(Staff.id) == col(Lawyer.staff_id))
        .join(Organisation, col(Organisation.id) == col(Lawyer.firm_id))
        .where(col(Assignment.case_id).in_(case_ids), col(Assignment.state).in_(["accepted", "ended"]))
        .order_by(col(Assignment.offered_at).desc(), col(Assignment.id))
    )


async def courts(session: Any, district_ids: set[UUID]) -> dict[UUID, str]:
    """The court of each district that has exactly one."""
    found = await session.execute(
        select(col(Agency.district_id), func.min(col(Agency.name_zh)))
        .where(col(Agency.district_id).in_(district_ids), col(Agency.kind) == "court")
        .group_by(col(Agency.district_id))
        .having(func.count() == 1)
    )
    return {row[0]: str(row[1]) for row in found.all()}


def filed(case_ids: Sequence[UUID]) -> Any:
    return (
        select(
            col(Document.case_id),
            col(Document.kind),
            func.max(col(Document.number)),
            func.max(col(Document.generated_at)),
        )
        .where(
            col(Document.case_id).in_(case_ids),
            col(Document.is_draft).is_(False),
            col(Document.kind) != "file_cover",
        )
        .group_by(col(Document.case_id), col(Document.kind))
        .order_by(func.min(col(Document.generated_at)))
    )


def newest(case_id: UUID, kind: str, party_id: UUID | None) -> Any:
    """The last version of a paper: id, number and what was filled in by hand, sealed."""
    return (
        select(col(Document.id), col(Document.number), col(Document.details_cipher))
        .where(
            col(Document.case_id) == case_id,
            col(Document.kind) == kind,
            col(Document.party_id).is_not_distinct_from(party_id),
        )
        .order_by(col(Document.number).desc())
        .limit(1)
    )
