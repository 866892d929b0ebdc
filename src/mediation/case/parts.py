"""Batch reads of what belongs to a case: parties, claims, representatives, findings, employers, recusals.

Each asks the guard itself: a row is there only for whoever may see it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, or_, select, true, tuple_
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Tie
from mediation.access.verbs import Verb
from mediation.case.models import Case, CaseTie, Claim, Finding, Party, PartySide, Representative
from mediation.case.queries import COLUMNS, Rows, grouped, in_order
from mediation.gql.context import Reader
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
    of_case = (
        _parties()
        .where(col(Party.side) == PartySide.CLAIMANT.value)
        .order_by(col(Party.position), col(Party.id))
        .limit(first)
    )
    if after is not None:
        of_case = of_case.where(tuple_(col(Party.position), col(Party.id)) > tuple_(*after))
    return await _of_each_case(reader, keys, of_case)


async def others_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: third parties of cases."""
    of_case = (
        _parties()
        .where(col(Party.side) == PartySide.THIRD_PARTY.value)
        .order_by(col(Party.position), col(Party.id))
        .limit(100)
    )
    return await _of_each_case(reader, keys, of_case)


async def respondents_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the employer's place among the parties of cases, as a list of one."""
    return await _of_each_case(reader, keys, _parties().where(col(Party.side) == PartySide.RESPONDENT.value).limit(1))


async def _of_each_case(reader: Reader, keys: list[UUID], of_case: Rows) -> Sequence[Sequence[Row[Any]]]:
    """One statement for all: the limit is per case, and the rows of a case stand beside each other in the index."""
    each = of_case.where(col(Party.case_id) == col(Case.id)).correlate(Case).lateral("each")
    visible = guard.visible(reader.actor, Verb.PARTY_VIEW, COLUMNS)
    rows = await reader.rows(
        select(each)
        .select_from(Case)
        .join(each, true())
        .where(col(Case.id).in_(keys), visible)
        .order_by(each.c.position, each.c.id)
    )
    return grouped(rows, keys, "case_id")


async def parties_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: the shown columns of parties the caller may see, by id."""
    rows = await reader.rows(
        _parties()
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(col(Party.id).in_(keys), guard.visible(reader.actor, Verb.PARTY_VIEW, COLUMNS))
    )
    return in_order(rows, keys)


async def claims_of_parties(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the claims of parties, where the caller may see claims."""
    rows = await reader.rows(
        _claims()
        .where(col(Claim.party_id).in_(keys), guard.visible(reader.actor, Verb.CLAIM_VIEW, COLUMNS))
        .order_by(col(Claim.group_).desc(), col(Claim.head))
    )
    return grouped(rows, keys, "party_id")


async def claims_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: claims the caller may see, by id."""
    visible = guard.visible(reader.actor, Verb.CLAIM_VIEW, COLUMNS)
    return in_order(await reader.rows(_claims().where(col(Claim.id).in_(keys), visible)), keys)


def _claims() -> Rows:
    return select(
        col(Claim.id),
        col(Claim.party_id),
        col(Claim.head),
        col(Claim.group_),
        col(Claim.amount_fen),
        col(Claim.period_from),
        col(Claim.period_to),
        col(Claim.note),
    ).join(Case, col(Case.id) == col(Claim.case_id))


async def representatives_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the elected representatives of cases, in the order of the roster."""
    rows = await reader.rows(
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
        .where(col(Representative.case_id).in_(keys), guard.visible(reader.actor, Verb.PARTY_VIEW, COLUMNS))
        .order_by(col(Party.position), col(Party.id))
    )
    return grouped(rows, keys, "case_id")


async def findings_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the findings recorded in cases, newest first."""
    rows = await reader.rows(_findings(reader).where(col(Finding.case_id).in_(keys)))
    return grouped(rows, keys, "case_id")


async def findings_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: findings the caller may see, by id."""
    return in_order(await reader.rows(_findings(reader).where(col(Finding.id).in_(keys))), keys)


def _findings(reader: Reader) -> Rows:
    return (
        select(
            col(Finding.id),
            col(Finding.case_id),
            col(Finding.kind),
            col(Finding.statement),
            col(Finding.source),
            col(Finding.found_on),
            col(Finding.recorded_by),
        )
        .join(Case, col(Case.id) == col(Finding.case_id))
        .where(guard.visible(reader.actor, Verb.FINDING_VIEW, COLUMNS))
        .order_by(col(Finding.found_on).desc(), col(Finding.id).desc())
    )


async def employers_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: employers in whose cases the caller may look, by id; the contact's phone sealed."""
    seen = exists(
        select(1).where(
            col(Case.employer_id) == col(Organisation.id), guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)
        )
    )
    rows = await reader.rows(
        select(
            col(Organisation.id),
            col(Organisation.name),
            col(Organisation.credit_code),
            col(Organisation.contact_name),
            col(Organisation.contact_phone_cipher),
            col(Organisation.address),
        ).where(col(Organisation.id).in_(keys), seen)
    )
    return in_order(rows, keys)


async def open_cases_of_employers(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many open cases the caller may see against each employer."""
    rows = await reader.rows(
        select(col(Case.employer_id), func.count().label("open"))
        .where(
            col(Case.employer_id).in_(keys),
            col(Case.closed_at).is_(None),
            guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS),
        )
        .group_by(col(Case.employer_id))
    )
    found = {row.employer_id: int(row.open) for row in rows}
    return [found.get(key, 0) for key in keys]


async def recusals_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: recusals, for whoever sees the case and for the person who no longer does."""
    rows = await reader.rows(
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
            col(CaseTie.id).in_(keys),
            col(CaseTie.kind) == Tie.RECUSED.value,
            or_(col(CaseTie.holder_id) == reader.actor.id, guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)),
        )
    )
    return in_order(rows, keys)
