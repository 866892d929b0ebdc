"""What agreements and promises tell the case they belong to: what it may be closed by, and whose turn it is.

Bound in bindings.py, because a case knows nothing of what lies above it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Exists, FromClause, Label, ScalarSelect, and_, exists, func, select, true
from sqlalchemy import case as when
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from mediation.agreement.models import Agreement, AgreementLine, Commitment, Payment, Signature
from mediation.case.models import Case
from mediation.case.rules import ClosingFacts
from mediation.case.turns import AgreementStanding, Money
from mediation.infra.clock import SHANGHAI
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor, Side

NEAR: Final = timedelta(hours=24)
"""Before a due moment: then the employer is reminded."""


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


def hints(actor: Actor) -> Sequence[Label[Any]]:
    """Columns beside `Case`: the agreement that waits for signatures, and how the promised money stands."""
    return _unsigned().label("unsigned"), _promises(actor).label("promises"), _in_effect_today(actor).label("effective")


def told(row: Any) -> Mapping[str, Any]:
    """The fields of `turns.Hints` that the columns of `hints` tell."""
    known: dict[str, Any] = {}
    if row.unsigned is not None:
        known |= _signing(row.unsigned)
    if row.promises["all"]:
        known["money"] = _money(row.promises)
    if row.effective:
        known["just_effective"] = True
    return known


def _money(promises: Mapping[str, int]) -> Money:
    if not promises["unpaid"]:
        return Money.SETTLED
    if promises["overdue"]:
        return Money.OVERDUE
    return Money.NEAR if promises["near"] else Money.OPEN


def _in_effect_today(actor: Actor) -> Exists:
    """Whether the agreement of a case took effect on the legal day of the reader."""
    return (
        exists(1)
        .where(
            col(Agreement.case_id) == col(Case.id),
            col(Agreement.state) == "effective",
            _legal_day(col(Agreement.effective_at)) == _legal_day(actor.at),
        )
        .correlate(Case)
    )


def _legal_day(instant: Any) -> Any:
    return func.date(func.timezone(SHANGHAI.key, instant))


def _signing(unsigned: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever declined has answered and is not waited for, but without the employer, or any worker, nothing takes effect."""
    declined = None
    if unsigned["employer_declined"]:
        declined = Side.EMPLOYER
    elif unsigned["workers_declined"] == unsigned["workers"]:
        declined = Side.WORKERS
    return {
        "agreement": AgreementStanding(unsigned["state"]),
        "declined_by": declined,
        "workers_unsigned": unsigned["workers"] - unsigned["workers_answered"],
        "employer_unsigned": unsigned["employer"] == 0,
        "mediator_unsigned": unsigned["mediator"] == 0,
        "seal_missing": unsigned["studio"] == 0,
    }


def _unsigned() -> ScalarSelect[Any]:
    """The one agreement of a case that is a draft or being signed, with the marks that stand under its revision."""
    workers = (
        select(func.count(col(AgreementLine.party_id).distinct()))
        .where(col(AgreementLine.agreement_id) == col(Agreement.id))
        .correlate(Agreement)
        .scalar_subquery()
    )
    marks = _marks()
    counts = dict(marks.c.items())
    return (
        select(_object({"state": col(Agreement.state), "workers": workers, **counts}))
        .select_from(Agreement)
        .join(marks, true())
        .where(col(Agreement.case_id) == col(Case.id), col(Agreement.state).in_(("draft", "signing")))
        .correlate(Case)
        .limit(1)
        .scalar_subquery()
    )


def _marks() -> FromClause:
    worker, employer = col(Signature.signatory) == "worker", col(Signature.signatory) == "employer"
    declined = col(Signature.declined).is_(True)
    counts = {
        "workers_answered": worker,
        "workers_declined": and_(worker, declined),
        "employer": employer,
        "employer_declined": and_(employer, declined),
        "mediator": col(Signature.signatory) == "mediator",
        "studio": col(Signature.signatory) == "studio",
    }
    return (
        select(*[func.count().filter(which).label(name) for name, which in counts.items()])
        .where(
            col(Signature.agreement_id) == col(Agreement.id),
            col(Signature.revision) == col(Agreement.revision),
            col(Signature.voided_at).is_(None),
        )
        .correlate(Agreement)
        .lateral("marks")
    )


def _promises(actor: Actor) -> ScalarSelect[Any]:
    """How many promises to workers there are in a case, how many are unpaid, and how many of those late or near."""
    unpaid = col(Commitment.settled_at).is_(None)
    late = and_(unpaid, col(Commitment.due_at) <= actor.at)
    near = and_(unpaid, col(Commitment.due_at) <= actor.at + NEAR)
    counts = {
        "all": func.count(),
        "unpaid": func.count().filter(unpaid),
        "overdue": func.count().filter(late),
        "near": func.count().filter(near),
    }
    return (
        select(_object(counts))
        .where(col(Commitment.case_id) == col(Case.id), col(Commitment.kind) == "worker")
        .correlate(Case)
        .scalar_subquery()
    )


def _object(pairs: Mapping[str, Any]) -> Any:
    return func.jsonb_build_object(*[part for pair in pairs.items() for part in pair], type_=JSONB)
