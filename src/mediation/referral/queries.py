"""Every SELECT on referrals. To authorization a referral is its case as the two agencies stand to it.

`agency` is the agency that asks, the tie REFERRED is of the agency that is asked (whether or not it accepted), and every
other tie, recusal above all, is the case's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, SQLColumnExpression, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, District
from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.case.queries import Rows
from mediation.gql.context import Reader
from mediation.infra.db import AnySelect
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor
from mediation.kit.problems import NotFound, Text
from mediation.person.models import Organisation
from mediation.referral.models import Referral, ReferralState


def _tied_sql(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> Any:
    if kind is Tie.REFERRED:
        return col(Referral.to_agency_id).in_(holders)
    return cases.COLUMNS.tied(kind, holders, at)


COLUMNS: Final = Facts(
    city=col(Case.city_id), district=col(Case.district_id), agency=col(Referral.from_agency_id), tied=_tied_sql
)
"""Facts of a referral as columns. The statement joins Referral with Case."""

_SHOWN: Final[tuple[SQLColumnExpression[Any], ...]] = (
    col(Referral.id),
    col(Referral.case_id),
    col(Referral.from_agency_id),
    col(Referral.to_agency_id),
    col(Referral.request),
    col(Referral.legal_basis),
    col(Referral.state),
    col(Referral.offered_by),
    col(Referral.offered_at),
    col(Referral.answered_by),
    col(Referral.answered_at),
    col(Referral.closed_by),
    col(Referral.closed_at),
    col(Referral.reason),
    col(Referral.result),
    col(Referral.version),
    col(Case.city_id),
    col(Case.district_id),
    col(Case.number).label("case_number"),
    col(Case.state).label("case_state"),
    col(Organisation.name).label("employer_name"),
)
"""Of the case and its employer only what the asked agency may know before it accepts: the number and the name."""


def facts_of(referral: Referral, case: Facts) -> Facts:
    """Facts of a loaded referral; `case` are the facts of its case."""

    def tied(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> Any:
        return referral.to_agency_id in holders if kind is Tie.REFERRED else case.tied(kind, holders, at)

    return Facts(city=case.city, district=case.district, agency=referral.from_agency_id, tied=tied)


def facts_of_shown(row: Any) -> Facts:
    """Facts of a row that was read under `referral:view`, so that nobody in it is recused."""

    def tied(kind: Tie, holders: tuple[UUID, ...], _at: datetime) -> bool:
        return kind is Tie.REFERRED and row.to_agency_id in holders

    return Facts(city=row.city_id, district=row.district_id, agency=row.from_agency_id, tied=tied)


async def lock(tx: Tx, referral_id: UUID) -> tuple[Referral, Case, Facts]:
    """The referral and then its case, locked, with the facts of the referral. Raises NotFound.

    The case is locked too, because two referrals of one case to one agency share one tie.
    """
    referral = await tx.session.get(Referral, referral_id, with_for_update=True)
    if referral is None:
        raise NotFound
    case, facts = await cases.lock(tx, referral.case_id)
    return referral, case, facts_of(referral, facts)


async def has_another_accepted(tx: Tx, referral: Referral) -> bool:
    """Whether the asked agency has accepted another referral of the same case that is not closed."""
    found = await tx.session.execute(
        select(col(Referral.id))
        .where(
            col(Referral.case_id) == referral.case_id,
            col(Referral.to_agency_id) == referral.to_agency_id,
            col(Referral.state) == ReferralState.ACCEPTED,
            col(Referral.id) != referral.id,
        )
        .limit(1)
    )
    return found.first() is not None


async def is_of_city(tx: Tx, agency_id: UUID, city_id: UUID) -> bool:
    """Whether there is such an agency in the city."""
    found = await tx.session.execute(
        select(col(Agency.id))
        .join(District, col(District.id) == col(Agency.district_id))
        .where(col(Agency.id) == agency_id, col(District.city_id) == city_id)
    )
    return found.first() is not None


@dataclass(frozen=True)
class Between:
    """A referral as both agencies know it, accepted or not."""

    case_number: str
    from_agency: Text
    to_agency: Text


async def between(tx: Tx, referral_id: UUID) -> Between:
    """The case's number and the names of the two agencies."""
    sender, receiver = aliased(Agency), aliased(Agency)
    found: Any = await tx.session.execute(
        select(
            col(Case.number),
            col(sender.name_zh),
            col(sender.name_en),
            col(receiver.name_zh).label("to_zh"),
            col(receiver.name_en).label("to_en"),
        )
        .select_from(Referral)
        .join(Case, col(Case.id) == col(Referral.case_id))
        .join(sender, col(sender.id) == col(Referral.from_agency_id))
        .join(receiver, col(receiver.id) == col(Referral.to_agency_id))
        .where(col(Referral.id) == referral_id)
    )
    row = found.one()
    return Between(row.number, Text(row.name_zh, row.name_en), Text(row.to_zh, row.to_en))


def shown(actor: Actor) -> Rows:
    """The referrals that `actor` may see."""
    return (
        select(*_SHOWN)
        .join(Case, col(Case.id) == col(Referral.case_id))
        .join(Organisation, col(Organisation.id) == col(Case.employer_id))
        .where(guard.visible(actor, Verb.REFERRAL_VIEW, COLUMNS))
    )


async def referrals_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: referrals the caller may see, by id."""
    rows = await reader.rows(shown(reader.actor).where(col(Referral.id).in_(keys)))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def referrals_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[list[Row[Any]]]:
    """Batch: the referrals of each case that the caller may see, newest first."""
    statement = shown(reader.actor).where(col(Referral.case_id).in_(keys))
    rows = await reader.rows(statement.order_by(col(Referral.offered_at).desc(), col(Referral.id).desc()))
    found: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        found[row.case_id].append(row)
    return [found[key] for key in keys]


def owned_by(keys: Sequence[UUID]) -> AnySelect:
    """How many accepted referrals are still open, by who accepted them, as `holder_id` and `open`."""
    return (
        select(col(Referral.answered_by).label("holder_id"), func.count().label("open"))
        .where(col(Referral.answered_by).in_(keys), col(Referral.state) == "accepted")
        .group_by(col(Referral.answered_by))
    )
