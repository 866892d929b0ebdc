"""What every verb on an agreement begins and ends with: the locks in their one order, the facts, the call to look again.

Locks are taken case first, then agreement, then commitments by id: two verbs can wait for each other, never deadlock.
Refuses to hold decisions (`rules.py`) and reads for pages (`queries.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agreement import queries
from mediation.agreement.hands import Mark, Signatory
from mediation.agreement.models import Agreement, AgreementLine, Commitment, Payment, Signature
from mediation.agreement.rules import AgreementState, Line
from mediation.case import queries as cases
from mediation.case import rules as case_rules
from mediation.case.models import Case, CaseState, ClaimGroup, Party, PartySide
from mediation.infra.uow import Tx
from mediation.kit import machine
from mediation.kit.actor import ActorKind
from mediation.kit.problems import IllegalMove, NotFound
from mediation.room.models import Room

_OPEN = (AgreementState.DRAFT, AgreementState.SIGNING)


@dataclass(frozen=True)
class Held:
    """A locked agreement with its locked case."""

    agreement: Agreement
    case: Case
    facts: Facts

    @property
    def state(self) -> AgreementState:
        """Where the agreement stands."""
        return AgreementState(self.agreement.state)


async def lock_case(tx: Tx, case_id: UUID) -> tuple[Case, Facts]:
    """The case, locked, with the facts that decide over its agreements. Raises NotFound."""
    case, facts = await cases.lock(tx, case_id)
    return case, await queries.with_seats(tx, case, facts)


async def lock(tx: Tx, agreement_id: UUID, verb: Verb) -> Held:
    """The agreement and its case, locked, for an actor who may do `verb`. Raises NotFound, Forbidden.

    A draft does not exist for the parties in the room: they are shown the text when it is final. Raises IllegalMove
    when the case is past mediation, but for giving the agreement up.
    """
    found = await tx.session.execute(select(col(Agreement.case_id)).where(col(Agreement.id) == agreement_id))
    case_id = found.scalar_one_or_none()
    if case_id is None:
        raise NotFound
    case, facts = await lock_case(tx, case_id)
    statement = select(Agreement).where(col(Agreement.id) == agreement_id).with_for_update()
    agreement = (await tx.session.execute(statement)).scalar_one()
    if tx.actor.kind is ActorKind.PARTY and agreement.state == AgreementState.DRAFT:
        raise NotFound
    guard.require(tx.actor, verb, facts)
    state = CaseState(case.state)
    if state is not CaseState.MEDIATING and agreement.state in _OPEN and verb is not Verb.AGREEMENT_ABANDON:
        raise IllegalMove(verb, state, machine.allowed(case_rules.MOVES, state))
    return Held(agreement, case, facts)


async def lock_commitments(tx: Tx, case_id: UUID, ids: Sequence[UUID] | None) -> list[Commitment]:
    """Commitments of the case, locked in the order of their ids; `ids` None means every one to a worker that is open.

    Those of `ids` that do not exist in this case are left out.
    """
    statement = select(Commitment).where(col(Commitment.case_id) == case_id)
    if ids is None:
        statement = statement.where(col(Commitment.kind) == "worker", col(Commitment.settled_at).is_(None))
    else:
        statement = statement.where(col(Commitment.id).in_(ids))
    rows = await tx.session.execute(statement.order_by(col(Commitment.id)).with_for_update())
    return list(rows.scalars())


async def paid_on(tx: Tx, commitment_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What has been paid on each commitment, counter-entries taken off, in fen."""
    rows = await tx.session.execute(
        select(col(Payment.commitment_id), func.sum(col(Payment.amount_fen)))
        .where(col(Payment.commitment_id).in_(commitment_ids))
        .group_by(col(Payment.commitment_id))
    )
    paid = {commitment_id: int(total) for commitment_id, total in rows.all()}
    return {commitment_id: paid.get(commitment_id, 0) for commitment_id in commitment_ids}


async def lines_of(tx: Tx, agreement_id: UUID) -> tuple[Line, ...]:
    """The lines of an agreement in the order of the roster."""
    rows = await tx.session.execute(
        select(col(AgreementLine.party_id), col(AgreementLine.group_), col(AgreementLine.amount_fen))
        .join(Party, col(Party.id) == col(AgreementLine.party_id))
        .where(col(AgreementLine.agreement_id) == agreement_id)
        .order_by(col(Party.position), col(Party.id))
    )
    sums: dict[UUID, dict[str, int]] = {}
    for party_id, group, fen in rows.all():
        sums.setdefault(party_id, {})[group] = int(fen)
    return tuple(
        Line(party_id, by_group.get(ClaimGroup.WAGES, 0), by_group.get(ClaimGroup.SOCIAL_INSURANCE, 0))
        for party_id, by_group in sums.items()
    )


async def signatures_of(tx: Tx, agreement: Agreement) -> list[tuple[Signature, Mark]]:
    """The standing signatures, seals and refusals under the current revision."""
    rows = await tx.session.execute(
        select(Signature).where(
            col(Signature.agreement_id) == agreement.id,
            col(Signature.revision) == agreement.revision,
            col(Signature.voided_at).is_(None),
        )
    )
    return [
        (
            signature,
            Mark(
                signatory=Signatory(signature.signatory),
                party_id=signature.party_id,
                declined=signature.declined,
                represented=signature.represented_by is not None,
            ),
        )
        for signature in rows.scalars()
    ]


async def signed_before(tx: Tx, held: Held) -> int:
    """How many workers an earlier agreement of the case binds: those who signed, once this one is given up."""
    found = await tx.session.execute(
        select(func.count(col(Commitment.party_id).distinct())).where(
            col(Commitment.case_id) == held.case.id, col(Commitment.kind) == "worker"
        )
    )
    return int(found.scalar_one())


async def workers_taking_part(tx: Tx, case_id: UUID) -> list[UUID]:
    """The claimants who take part, in the order of the roster."""
    rows = await tx.session.execute(
        select(col(Party.id))
        .where(
            col(Party.case_id) == case_id,
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.taking_part).is_(True),
            col(Party.withdrawn_at).is_(None),
        )
        .order_by(col(Party.position), col(Party.id))
    )
    return list(rows.scalars())


async def stir(tx: Tx, case: Case, *, room: bool = True) -> None:
    """Tell the pages that show the case, its open room or the studio's work to look again."""
    tx.ping(f"case:{case.id}")
    tx.ping(f"work:{case.agency_id}")
    if room:
        found = await tx.session.execute(
            select(col(Room.id)).where(col(Room.case_id) == case.id, col(Room.closed_at).is_(None))
        )
        for room_id in found.scalars():
            tx.ping(f"room:{room_id}")


def group_sums(amounts: Sequence[tuple[str, int]]) -> Mapping[ClaimGroup, int]:
    """Totals per group of (group, fen) pairs."""
    return {group: sum(fen for name, fen in amounts if name == group) for group in ClaimGroup}
