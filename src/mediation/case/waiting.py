"""Whose turn it is, for many cases at once. Features above a case tell what they know through `register`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Exists, Label, exists, select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.case.models import Case, CaseTie
from mediation.case.queries import Rows, in_order
from mediation.case.turns import Hints, LawyerStanding
from mediation.gql.context import Reader
from mediation.infra.statements import among
from mediation.kit.actor import Actor


@dataclass(frozen=True)
class Provider:
    """What one feature knows. All are asked in one statement, so that whose turn it is costs one whoever tells."""

    columns: Callable[[Actor], Sequence[Label[Any]]]
    """scalar subqueries correlated to `Case`, by names of their own; nothing that belongs to a private session"""
    told: Callable[[Any], Mapping[str, Any]]
    """the fields of `turns.Hints` that a row with these columns tells"""


_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask `provider` too, from now on; once, however often it is registered."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


async def hints_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Hints | None]:
    """Batch: what is known above cases that were read under `case:view`, by id."""
    providers = tuple(_PROVIDERS)
    rows = await reader.fetch(_hints, providers, keys=keys)
    return [row and _told(row, providers) for row in in_order(rows, keys)]


def _hints(actor: Actor, providers: tuple[Provider, ...]) -> Rows:
    told = [column for provider in providers for column in provider.columns(actor)]
    return select(
        col(Case.id),
        _tied(Tie.ASSIGNED).where(col(CaseTie.holder_id).is_distinct_from(col(Case.mediator_id))).label("has_lawyer"),
        _tied(Tie.OFFERED).label("asks_lawyer"),
        *told,
    ).where(among(Case.id))


def _tied(kind: Tie) -> Exists:
    tie = exists(1).where(
        col(CaseTie.case_id) == col(Case.id), col(CaseTie.kind) == kind.value, col(CaseTie.ended_at).is_(None)
    )
    return tie.correlate(Case)


def _told(row: Any, providers: tuple[Provider, ...]) -> Hints:
    lawyer = LawyerStanding.ASKED if row.asks_lawyer else LawyerStanding.NONE
    if row.has_lawyer:
        lawyer = LawyerStanding.ASSIGNED
    known: dict[str, Any] = {"lawyer": lawyer}
    for provider in providers:
        known |= provider.told(row)
    return Hints(**known)
