"""Batch reads of what belongs to a case: parties, claims, representatives, findings, employers, recusals.

Each asks the guard itself: a row is there only for whoever may see it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import DateTime, Integer, Row, Uuid, exists, func, literal_column, or_, select, true, tuple_
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Tie
from mediation.access.verbs import Verb
from mediation.case.models import (
    Case,
    CaseTie,
    Claim,
    ClaimComputation,
    EmployerWarning,
    Finding,
    Party,
    PartySide,
    Representative,
)
from mediation.case.queries import COLUMNS, Rows, grouped, in_order
from mediation.case.rules import WARNING_DAYS
from mediation.gql.context import Reader
from mediation.infra.statements import among, late
from mediation.kit.actor import Actor
from mediation.person.models import Organisation, Person

PARTY = (
    col(Party.id),
    col(Party.case_id),
    col(Party.side),
    col(Party.relation),
    col(Party.position),
    col(Party.job),
    col(Party.taking_part),
    col(Party.withdrawn_at),
    col(Party.withdrawn_reason),
    col(Party.joined_at),
    col(Party.organisation_id),
    col(Party.person_id),
    col(Person.phone_cipher),
    col(Person.id_cipher),
    func.coalesce(col(Person.name), col(Organisation.name)).label("name"),
)
"""The columns of a party that are shown; the statement comes from `_parties`."""


def _parties() -> Rows:
    return (
        select(*PARTY)
        .select_from(Party)
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Party.organisation_id))
    )


async def claimants_of_cases(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[int, UUID] | None
) -> Sequence[Sequence[Row[Any]]]:
    """Batch: up to `first` claimants of each case behind position and id `after`, in the order of the roster."""
    place = {"after_position": after[0], "after_id": after[1]} if after else {}
    rows = await reader.fetch(_parties_of_cases, PartySide.CLAIMANT, first, after is not None, keys=keys, **place)
    return grouped(rows, keys, "case_id")


async def others_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: third parties of cases."""
    rows = await reader.fetch(_parties_of_cases, PartySide.THIRD_PARTY, 100, False, keys=keys)
    return grouped(rows, keys, "case_id")


async def respondents_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the employer's place among the parties of cases, as a list of one."""
    return grouped(await reader.fetch(_parties_of_cases, PartySide.RESPONDENT, 1, False, keys=keys), keys, "case_id")


def _parties_of_cases(actor: Actor, side: PartySide, first: int, beyond: bool) -> Rows:
    """One statement for all cases: the limit is per case, and the rows of a case stand beside each other in the index."""
    place = col(Party.position), col(Party.id)
    of_case = _parties().where(
        col(Party.side) == side.value, col(Party.case_id) == col(Case.id), col(Party.taken_back_at).is_(None)
    )
    if beyond:
        of_case = of_case.where(tuple_(*place) > tuple_(late("after_position", Integer()), late("after_id", Uuid())))
    of_case = of_case.order_by(*place).limit(literal_column(str(first)))
    each = of_case.correlate(Case).lateral("each")
    return (
        select(each)
        .select_from(Case)
        .join(each, true())
        .where(among(Case.id), guard.visible(actor, Verb.PARTY_VIEW, COLUMNS))
        .order_by(each.c.position, each.c.id)
    )


async def parties_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: the shown columns of parties the caller may see, by id."""
    return in_order(await reader.fetch(_parties_by_id, keys=keys), keys)


def _parties_by_id(actor: Actor) -> Rows:
    return (
        _parties()
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(among(Party.id), guard.visible(actor, Verb.PARTY_VIEW, COLUMNS))
    )


async def claims_of_parties(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the claims of parties, where the caller may see claims."""
    return grouped(await reader.fetch(_claims, "party", keys=keys), keys, "party_id")


async def claims_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: claims the caller may see, by id."""
    return in_order(await reader.fetch(_claims, "claim", keys=keys), keys)


def _claims(actor: Actor, by: Literal["party", "claim"]) -> Rows:
    return (
        select(
            col(Claim.id),
            col(Claim.party_id),
            col(Claim.head),
            col(Claim.group_),
            col(Claim.amount_fen),
            col(Claim.period_from),
            col(Claim.period_to),
            col(Claim.note),
        )
        .join(Case, col(Case.id) == col(Claim.case_id))
        .where(among(Claim.party_id if by == "party" else Claim.id), guard.visible(actor, Verb.CLAIM_VIEW, COLUMNS))
        .order_by(col(Claim.group_).desc(), col(Claim.head))
    )


async def computations_of_claims(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: what claims were computed from, where the caller may see claims; None for one whose amount was typed."""
    return in_order(await reader.fetch(_computations, keys=keys), keys)


def _computations(actor: Actor) -> Rows:
    return (
        select(
            col(ClaimComputation.claim_id).label("id"),
            col(ClaimComputation.inputs),
            col(ClaimComputation.region),
            col(ClaimComputation.counted_on),
            col(ClaimComputation.computed_at),
            col(ClaimComputation.answer),
        )
        .join(Case, col(Case.id) == col(ClaimComputation.case_id))
        .where(among(ClaimComputation.claim_id), guard.visible(actor, Verb.CLAIM_VIEW, COLUMNS))
    )


async def representatives_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the elected representatives of cases, in the order of the roster."""
    return grouped(await reader.fetch(_representatives, keys=keys), keys, "case_id")


def _representatives(actor: Actor) -> Rows:
    return (
        select(
            col(Representative.id),
            col(Representative.case_id),
            col(Representative.party_id),
            col(Representative.special_authority),
            col(Representative.authority_from),
            col(Representative.elected_on),
            col(Representative.document),
        )
        .join(Case, col(Case.id) == col(Representative.case_id))
        .join(Party, col(Party.id) == col(Representative.party_id))
        .where(among(Representative.case_id), guard.visible(actor, Verb.PARTY_VIEW, COLUMNS))
        .order_by(col(Party.position), col(Party.id))
    )


async def findings_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the findings recorded in cases, newest first."""
    return grouped(await reader.fetch(_findings, "case", keys=keys), keys, "case_id")


async def findings_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: findings the caller may see, by id."""
    return in_order(await reader.fetch(_findings, "finding", keys=keys), keys)


_FINDINGS_BY: dict[str, Any] = {"case": Finding.case_id, "employer": Finding.organisation_id, "finding": Finding.id}


def _findings(actor: Actor, by: Literal["case", "employer", "finding"]) -> Rows:
    return (
        select(
            col(Finding.id),
            col(Finding.case_id),
            col(Finding.kind),
            col(Finding.statement),
            col(Finding.source),
            col(Finding.found_on),
            col(Finding.recorded_by),
            col(Finding.organisation_id),
        )
        .join(Case, col(Case.id) == col(Finding.case_id))
        .where(among(_FINDINGS_BY[by]), guard.visible(actor, Verb.FINDING_VIEW, COLUMNS))
        .order_by(col(Finding.found_on).desc(), col(Finding.id).desc())
    )


async def employers_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: employers in whose cases the caller may look, by id; the contact's phone sealed."""
    return in_order(await reader.fetch(_employers, keys=keys), keys)


def _employers(actor: Actor) -> Rows:
    seen = exists(
        select(1).where(col(Case.employer_id) == col(Organisation.id), guard.visible(actor, Verb.CASE_VIEW, COLUMNS))
    )
    return select(
        col(Organisation.id),
        col(Organisation.name),
        col(Organisation.credit_code),
        col(Organisation.contact_name),
        col(Organisation.contact_phone_cipher),
        col(Organisation.address),
    ).where(among(Organisation.id), seen)


async def open_cases_of_employers(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many open cases the caller may see against each employer."""
    found = {row.employer_id: row.open for row in await reader.fetch(_open_cases, keys=keys)}
    return [found.get(key, 0) for key in keys]


def _open_cases(actor: Actor) -> Rows:
    return (
        select(col(Case.employer_id), func.count().label("open"))
        .where(among(Case.employer_id), col(Case.closed_at).is_(None), guard.visible(actor, Verb.CASE_VIEW, COLUMNS))
        .group_by(col(Case.employer_id))
    )


async def findings_of_employers(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: what the caller may know was found out about employers, in whichever case, newest first."""
    return grouped(await reader.fetch(_findings, "employer", keys=keys), keys, "organisation_id")


async def warnings_of_employers(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: the last warning about each employer within the window, of a case that the caller may see."""
    since_at = reader.now - timedelta(days=WARNING_DAYS)
    last = {row.id: row for row in await reader.fetch(_warnings, keys=keys, since_at=since_at)}
    return [last.get(key) for key in keys]


def _warnings(actor: Actor) -> Rows:
    return (
        select(
            col(EmployerWarning.organisation_id).label("id"),
            col(EmployerWarning.level),
            col(EmployerWarning.claimants),
            col(EmployerWarning.window_from),
            col(EmployerWarning.raised_at),
        )
        .join(Case, col(Case.id) == col(EmployerWarning.case_id))
        .where(
            among(EmployerWarning.organisation_id),
            col(EmployerWarning.raised_at) >= late("since_at", DateTime(timezone=True)),
            guard.visible(actor, Verb.CASE_VIEW, COLUMNS),
        )
        .order_by(col(EmployerWarning.raised_at), col(EmployerWarning.claimants))
    )


async def recusals_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: recusals, for whoever sees the case and for the person who no longer does."""
    return in_order(await reader.fetch(_recusals, keys=keys), keys)


def _recusals(actor: Actor) -> Rows:
    return (
        select(
            col(CaseTie.id),
            col(CaseTie.case_id),
            col(CaseTie.holder_id),
            col(CaseTie.since_at),
            col(CaseTie.reason),
            col(Case.mediator_id),
        )
        .join(Case, col(Case.id) == col(CaseTie.case_id))
        .where(
            among(CaseTie.id),
            col(CaseTie.kind) == Tie.RECUSED.value,
            or_(col(CaseTie.holder_id) == actor.id, guard.visible(actor, Verb.CASE_VIEW, COLUMNS)),
        )
    )
