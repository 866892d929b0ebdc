"""One expression per scope. Given a row's values it is a bool; given columns it is SQL. It knows no table.

An empty attribute never matches: not of the actor (checked here, in Python), not of the row (SQL's NULL, and `_same`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, false, true

from mediation.kit.actor import Actor, ActorKind

Answer = bool | ColumnElement[bool]


class Scope(StrEnum):
    """How far a permission reaches."""

    AGENCY = "agency"
    ANY = "any"
    ASSIGNED = "assigned"
    CITY = "city"
    DISTRICT = "district"
    GLASS = "glass"
    """under break-glass: a written reason, at most 24 hours"""
    OWN = "own"
    REFERRED = "referred"
    SEAT = "seat"


class Tie(StrEnum):
    """A personal or agency tie to a case, kept by the features that make it."""

    ASSIGNED = "assigned"
    """holder: a staff id (mediator in charge, accepted lawyer)"""
    GLASS = "glass"
    """holder: a staff id, until an instant"""
    OFFERED = "offered"
    """holder: the staff id of a lawyer asked to take the case; names only, for the conflict check"""
    RECUSED = "recused"
    """holder: a staff id; beats every allow"""
    REFERRED = "referred"
    """holder: an agency id"""
    SEAT = "seat"
    """holder: a staff id, an agency id or a room participant's id"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What authorization may know of an object, as values or as columns.

    `tied(kind, holders, at)` answers whether any of `holders` has that tie at the instant `at`.
    """

    city: Any = None
    district: Any = None
    agency: Any = None
    owner: Any = None
    case: Any = None
    """of values only: the case the object belongs to, so that a refusal can be logged with it"""
    tied: Callable[[Tie, tuple[UUID, ...], datetime], Any] = lambda _kind, _holders, _at: False


@dataclass(frozen=True, slots=True)
class TieValue:
    """One tie of a loaded case."""

    kind: Tie
    holder_id: UUID
    until_at: datetime | None = None


def tied_values(ties: frozenset[TieValue]) -> Callable[[Tie, tuple[UUID, ...], datetime], bool]:
    """The `tied` of Facts over loaded ties."""

    def tied(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> bool:
        return any(
            tie.kind == kind and tie.holder_id in holders and (tie.until_at is None or tie.until_at > at)
            for tie in ties
        )

    return tied


def _same(theirs: Any, ours: UUID | None) -> Answer:
    if ours is None or theirs is None:
        return False
    return cast("Answer", theirs == ours)


def _held(facts: Facts, actor: Actor, kind: Tie, *holders: UUID | None) -> Answer:
    present = tuple(holder for holder in holders if holder is not None)
    return cast("Answer", facts.tied(kind, present, actor.at)) if present else False


def _staff(actor: Actor) -> UUID | None:
    return actor.id if actor.kind is ActorKind.STAFF else None


def within(scope: Scope, actor: Actor, facts: Facts) -> Answer:
    """Whether `actor` reaches an object with `facts` under `scope`."""
    match scope:
        case Scope.ANY:
            return True
        case Scope.CITY:
            return _same(facts.city, actor.city_id)
        case Scope.DISTRICT:
            return _same(facts.district, actor.district_id)
        case Scope.AGENCY:
            return _same(facts.agency, actor.agency_id)
        case Scope.ASSIGNED:
            return _held(facts, actor, Tie.ASSIGNED, _staff(actor))
        case Scope.REFERRED:
            return _held(facts, actor, Tie.REFERRED, actor.agency_id)
        case Scope.SEAT:
            return _held(facts, actor, Tie.SEAT, actor.id, actor.agency_id if _staff(actor) is not None else None)
        case Scope.GLASS:
            return _held(facts, actor, Tie.GLASS, _staff(actor))
        case Scope.OWN:
            return _same(facts.owner, actor.id)


def recused(actor: Actor, facts: Facts) -> Answer:
    """Whether `actor` has withdrawn from the case, or was withdrawn from it."""
    return _held(facts, actor, Tie.RECUSED, _staff(actor))


def as_sql(answer: Answer) -> ColumnElement[bool]:
    """An answer as SQL."""
    if isinstance(answer, bool):
        return true() if answer else false()
    return answer
