"""What agreements tell the case they belong to: whether it may be closed, and whose turn it is. Bound in bindings.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case as when
from sqlalchemy import func, select, true
from sqlmodel import col

from mediation.agreement.models import Agreement, AgreementLine, Commitment, Payment, Signature
from mediation.case.models import Case
from mediation.case.rules import AgreementStanding, ClosingFacts, Money
from mediation.gql.context import Reader
from mediation.infra.uow import Tx
from mediation.kit.actor import Side


async def closing_facts(tx: Tx, case: Case) -> ClosingFacts:
    """What the books say of the promises to the workers of a locked case."""
    await tx.session.flush()
    agreed = await tx.session.scalar(
        select(func.count()).where(col(Agreement.case_id) == case.id, col(Agreement.state) == "effective")
    )
    promised = await tx.session.scalar(
        select(func.coalesce(func.sum(col(Commitment.amount_fen)), 0)).where(
            col(Commitment.case_id) == case.id, col(Commitment.kind) == "worker"
        )
    )
    paid = (
        await tx.session.execute(
            select(
                func.coalesce(func.sum(col(Payment.amount_fen)), 0).label("all"),
                func.coalesce(
                    func.sum(when((col(Payment.payer_kind) != "employer", col(Payment.amount_fen)), else_=0)), 0
                ).label("others"),
            )
            .join(Commitment, col(Commitment.id) == col(Payment.commitment_id))
            .where(col(Commitment.case_id) == case.id, col(Commitment.kind) == "worker")
        )
    ).one()
    defaulted = await tx.session.scalar(
        select(func.count()).where(
            col(Commitment.case_id) == case.id,
            col(Commitment.settled_at).is_(None),
            col(Commitment.defaulted_at).is_not(None),
        )
    )
    left = int(promised or 0) - int(paid.all)
    return ClosingFacts(
        agreed=bool(agreed),
        settled=left == 0,
        by_third_party=paid.others > 0,
        open_fen=max(left, 0),
        defaulted=bool(defaulted),
    )


async def bound(tx: Tx, agreement_ids: set[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    """The workers who signed each agreement in effect, and so have its promises."""
    rows = await tx.session.execute(
        select(col(Commitment.agreement_id), col(Commitment.party_id))
        .where(col(Commitment.agreement_id).in_(agreement_ids), col(Commitment.kind) == "worker")
        .distinct()
        .order_by(col(Commitment.agreement_id), col(Commitment.party_id))
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for row in rows.all():
        found[row.agreement_id] = (*found.get(row.agreement_id, ()), row.party_id)
    return found


async def hints(reader: Reader, keys: list[UUID]) -> Sequence[Mapping[str, Any]]:
    """Batch: the agreement each case is about to sign, who has not signed it, and how the money stands. One query."""
    signed, money = _signed(), _money(reader.now)
    workers = (
        select(func.count(func.distinct(col(AgreementLine.party_id))))
        .where(col(AgreementLine.agreement_id) == col(Agreement.id))
        .correlate(Agreement)
        .scalar_subquery()
    )
    rows = await reader.rows(
        select(
            col(Agreement.case_id),
            col(Agreement.state),
            workers.label("workers"),
            func.coalesce(signed.c.workers, 0).label("workers_signed"),
            func.coalesce(signed.c.workers_declined, 0).label("workers_declined"),
            func.coalesce(signed.c.employer_declined, 0).label("employer_declined"),
            func.coalesce(signed.c.employer, 0).label("employer_signed"),
            func.coalesce(signed.c.mediator, 0).label("mediator_signed"),
            func.coalesce(signed.c.studio, 0).label("sealed"),
            money.c.open,
            money.c.overdue,
        )
        .select_from(Agreement)
        .outerjoin(signed, true())
        .outerjoin(money, true())
        .where(col(Agreement.case_id).in_(keys), col(Agreement.state) != "abandoned")
    )
    found: dict[UUID, dict[str, Any]] = {key: {} for key in keys}
    for row in rows:
        known, more = found[row.case_id], _told(row)
        if "money" in known and "money" in more:
            more = {"money": max(known["money"], more["money"], key=_URGENCY.index)}
        known.update(more)
    return [found[key] for key in keys]


def _signed() -> Any:
    return (
        select(
            col(Signature.agreement_id),
            func.count().filter(col(Signature.signatory) == "worker").label("workers"),
            func.count()
            .filter(col(Signature.signatory) == "worker", col(Signature.declined))
            .label("workers_declined"),
            func.count().filter(col(Signature.signatory) == "employer").label("employer"),
            func.count()
            .filter(col(Signature.signatory) == "employer", col(Signature.declined))
            .label("employer_declined"),
            func.count().filter(col(Signature.signatory) == "mediator").label("mediator"),
            func.count().filter(col(Signature.signatory) == "studio").label("studio"),
        )
        .where(col(Signature.agreement_id) == col(Agreement.id), col(Signature.voided_at).is_(None))
        .where(col(Signature.revision) == col(Agreement.revision))
        .group_by(col(Signature.agreement_id))
        .correlate(Agreement)
        .lateral("signed")
    )


def _money(now: datetime) -> Any:
    return (
        select(
            func.count().filter(col(Commitment.settled_at).is_(None)).label("open"),
            func.count().filter(col(Commitment.settled_at).is_(None), col(Commitment.due_at) <= now).label("overdue"),
        )
        .where(col(Commitment.agreement_id) == col(Agreement.id), col(Commitment.kind) == "worker")
        .correlate(Agreement)
        .lateral("money")
    )


_URGENCY = (Money.SETTLED, Money.OPEN, Money.OVERDUE)


def _declined_by(row: Any) -> Side | None:
    if row.employer_declined:
        return Side.EMPLOYER
    return Side.WORKERS if row.workers_declined == row.workers else None


def _told(row: Any) -> dict[str, Any]:
    if row.state != "effective":
        return {
            "declined_by": _declined_by(row),
            "agreement": AgreementStanding(row.state),
            "workers_unsigned": max(row.workers - row.workers_signed, 0),
            "employer_unsigned": row.employer_signed == 0,
            "mediator_unsigned": row.mediator_signed == 0,
            "seal_missing": row.sealed == 0,
        }
    money = Money.SETTLED if not row.open else Money.OVERDUE if row.overdue else Money.OPEN
    return {"money": money}
