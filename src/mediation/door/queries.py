"""The facts of cases that their doors are decided by: six statements however many cases, each under `door:view`."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency.models import Agency
from mediation.agreement.models import Agreement, Commitment
from mediation.agreement.queries import LEFT_FEN
from mediation.case.models import Case, CaseCircumstances, Claim, Party, PartySide, Representative
from mediation.case.queries import COLUMNS, Rows, grouped
from mediation.deadline.models import Deadline, ProcedureEvent
from mediation.door import facts
from mediation.gql.context import Reader
from mediation.infra.statements import among
from mediation.kit.actor import Actor
from mediation.kit.ids import CaseNumber, case_number
from mediation.law.routing.facts import CaseFacts
from mediation.lawyer.models import Assignment


@dataclass(frozen=True, slots=True)
class Books:
    """What the doors of a case are decided by, and what of it somebody recorded: by name, as the row has it."""

    facts: CaseFacts
    recorded: Mapping[str, Any]


async def books_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Books | None]:
    """Batch: what the doors of cases are decided by; None where the caller may not see them."""
    books = await asyncio.gather(
        *(reader.fetch(build, keys=keys) for build in (_cases, _claimants, _promises, _representatives, _met, _events))
    )
    heads = {row.id: row for row in books[0]}
    claimants, promises, representatives, met, events = (grouped(rows, keys, "case_id") for rows in books[1:])
    found = list[Books | None]()
    for at, key in enumerate(keys):
        if key not in heads:
            found.append(None)
            continue
        gathered = facts.gather(
            heads[key],
            claimants=claimants[at],
            promises=promises[at],
            representatives=representatives[at],
            met=met[at],
            events=events[at],
            now=reader.now,
        )
        found.append(Books(gathered, heads[key].known or {}))
    return found


async def cases_of_number(reader: Reader, number: CaseNumber) -> Sequence[Row[Any]]:
    """The cases with this number (id, number) whose doors the caller may see; without its prefix it may be several."""
    wanted = [col(Case.year) == number.year, col(Case.serial) == number.n]
    if number.prefix:
        wanted = [col(Case.number) == case_number(*number)]
    return await reader.rows(select(col(Case.id), col(Case.number)).where(*wanted, _seen(reader.actor)).limit(2))


def _seen(actor: Actor) -> Any:
    return guard.visible(actor, Verb.DOOR_VIEW, COLUMNS)


def _cases(actor: Actor) -> Rows:
    aided = (
        select(func.min(col(Assignment.answered_at)))
        .where(col(Assignment.case_id) == col(Case.id), col(Assignment.state) == "accepted")
        .correlate(Case)
        .scalar_subquery()
    )
    effective = (
        select(func.max(col(Agreement.effective_at)))
        .where(col(Agreement.case_id) == col(Case.id), col(Agreement.state) == "effective")
        .correlate(Case)
        .scalar_subquery()
    )
    return (
        select(
            col(Case.id),
            col(Case.received_on),
            col(Case.closed_at),
            col(Case.taking_part_count),
            col(Agency.legal_basis),
            col(CaseCircumstances.known),
            aided.label("aided_at"),
            effective.label("effective_at"),
        )
        .join(Agency, col(Agency.id) == col(Case.agency_id))
        .outerjoin(CaseCircumstances, col(CaseCircumstances.case_id) == col(Case.id))
        .where(among(Case.id), _seen(actor))
    )


def _claimants(actor: Actor) -> Rows:
    """Every claimant who takes part, with each claim and whether an agreement binds them."""
    bound = exists(
        select(1).where(col(Commitment.party_id) == col(Party.id), col(Commitment.kind) == "worker").correlate(Party)
    )
    return (
        select(
            col(Party.case_id),
            col(Party.id).label("party_id"),
            bound.label("bound"),
            col(Claim.head),
            col(Claim.amount_fen),
            col(Claim.period_from),
            col(Claim.period_to),
        )
        .join(Case, col(Case.id) == col(Party.case_id))
        .outerjoin(Claim, and_(col(Claim.party_id) == col(Party.id), col(Claim.amount_fen) > 0))
        .where(
            among(Party.case_id),
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.taking_part).is_(True),
            col(Party.withdrawn_at).is_(None),
            _seen(actor),
        )
    )


def _promises(actor: Actor) -> Rows:
    """What is promised to each worker for each moment, and what of it is left."""
    return (
        select(
            col(Commitment.case_id),
            col(Commitment.party_id),
            col(Commitment.group_),
            col(Commitment.due_at),
            func.sum(LEFT_FEN).label("left_fen"),
        )
        .join(Case, col(Case.id) == col(Commitment.case_id))
        .where(among(Commitment.case_id), col(Commitment.kind) == "worker", _seen(actor))
        .group_by(col(Commitment.case_id), col(Commitment.party_id), col(Commitment.group_), col(Commitment.due_at))
    )


def _representatives(actor: Actor) -> Rows:
    return (
        select(col(Representative.case_id), col(Representative.party_id), col(Representative.authority_from))
        .join(Case, col(Case.id) == col(Representative.case_id))
        .where(among(Representative.case_id), _seen(actor))
    )


def _met(actor: Actor) -> Rows:
    """The joint applications that were marked as made."""
    return (
        select(col(Deadline.case_id), col(Deadline.rule), func.max(col(Deadline.met_at)).label("met_at"))
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .where(
            among(Deadline.case_id),
            col(Deadline.rule).in_(("G-2", "G-3")),
            col(Deadline.met_at).is_not(None),
            _seen(actor),
        )
        .group_by(col(Deadline.case_id), col(Deadline.rule))
    )


def _events(actor: Actor) -> Rows:
    """What happened outside the house, without what was taken back, in the order of its days."""
    correction = aliased(ProcedureEvent)
    taken_back = exists(
        select(1).where(col(correction.takes_back_id) == col(ProcedureEvent.id)).correlate(ProcedureEvent)
    )
    return (
        select(
            col(ProcedureEvent.case_id),
            col(ProcedureEvent.trigger),
            col(ProcedureEvent.happened_on),
            col(ProcedureEvent.until_on),
        )
        .join(Case, col(Case.id) == col(ProcedureEvent.case_id))
        .where(among(ProcedureEvent.case_id), col(ProcedureEvent.takes_back_id).is_(None), ~taken_back, _seen(actor))
        .order_by(col(ProcedureEvent.happened_on), col(ProcedureEvent.id))
    )
