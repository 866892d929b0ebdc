"""Every SELECT on the journal and the access log, for people who may read them. The chain is read in verify.py.

Who did it and where is joined from tables of features above this one by their columns alone: names, no code.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Row,
    String,
    Uuid,
    and_,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    table,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie
from mediation.access.verbs import Verb
from mediation.gql.context import Reader
from mediation.infra.db import AnySelect
from mediation.journal import words
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Actor

_STAFF: Final = table("staff", column("id", Uuid), column("name", String))
_AGENCY: Final = table("agency", column("id", Uuid), column("name_zh", String), column("name_en", String))
_DISTRICT: Final = table("district", column("id", Uuid), column("city_id", Uuid))
_TIE: Final = table(
    "case_tie",
    column("case_id", Uuid),
    column("kind", String),
    column("holder_id", Uuid),
    column("ended_at", DateTime(timezone=True)),
    column("until_at", DateTime(timezone=True)),
)


@dataclass(frozen=True)
class Wanted:
    """What to look for in the journal or the access log; None is anything."""

    since: datetime | None = None
    until: datetime | None = None
    verb: str | None = None
    actor_id: UUID | None = None
    name: str | None = None
    """a part of the name of a member of staff"""
    case_id: UUID | None = None
    subject_id: UUID | None = None
    allowed: bool | None = None


def _facts(case_id: Any) -> Facts:
    def tied(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> Any:
        return exists(
            select(1).where(
                _TIE.c.case_id == case_id,
                _TIE.c.kind == kind.value,
                _TIE.c.holder_id.in_(holders),
                _TIE.c.ended_at.is_(None),
                or_(_TIE.c.until_at.is_(None), _TIE.c.until_at > at),
            )
        )

    return Facts(city=_DISTRICT.c.city_id, tied=tied)


_ENTRY: Final[AnySelect] = (
    select(
        col(JournalEntry.id),
        col(JournalEntry.at),
        col(JournalEntry.verb),
        col(JournalEntry.actor_kind),
        col(JournalEntry.case_id),
        col(JournalEntry.subject),
        col(JournalEntry.subject_id),
        col(JournalEntry.private_to),
        col(JournalEntry.particulars),
        _STAFF.c.name.label("actor_name"),
        _AGENCY.c.name_zh.label("agency_zh"),
        _AGENCY.c.name_en.label("agency_en"),
    )
    .select_from(JournalEntry)
    .outerjoin(_STAFF, _STAFF.c.id == col(JournalEntry.actor_id))
    .outerjoin(_AGENCY, _AGENCY.c.id == col(JournalEntry.agency_id))
)

_ACCESS: Final[AnySelect] = (
    select(
        *AccessEntry.__table__.columns,  # type: ignore[attr-defined]  # SQLModel sets it
        _STAFF.c.name.label("actor_name"),
        _AGENCY.c.name_zh.label("agency_zh"),
        _AGENCY.c.name_en.label("agency_en"),
    )
    .select_from(AccessEntry)
    .outerjoin(_STAFF, _STAFF.c.id == col(AccessEntry.actor_id))
    .outerjoin(_AGENCY, _AGENCY.c.id == col(AccessEntry.agency_id))
    .join(_DISTRICT, _DISTRICT.c.id == col(AccessEntry.district_id))
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline of a case for one reader; `private` says whether they may know of private sessions."""

    case_id: UUID
    private: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of timelines is wanted; empty is the whole."""

    features: tuple[str, ...] = ()
    """what stands before the colon of a verb"""
    agency_id: UUID | None = None
    """of whoever did it"""

    @property
    def clauses(self) -> list[ColumnElement[bool]]:
        """Conditions on JournalEntry; the quiet verbs are in no part."""
        found: list[ColumnElement[bool]] = [col(JournalEntry.verb).not_in(words.quiet_verbs())]
        if self.features:
            found.append(func.split_part(col(JournalEntry.verb), ":", 1).in_(self.features))
        if self.agency_id is not None:
            found.append(col(JournalEntry.agency_id) == self.agency_id)
        return found


async def timelines(
    reader: Reader, keys: list[Timeline], *, part: Part, first: int, after: tuple[datetime, UUID] | None
) -> list[list[Row[Any]]]:
    """Batch: up to `first` entries of a part of each timeline before instant and id `after`, newest first."""
    wanted = (
        func.unnest(
            cast([key.case_id for key in keys], ARRAY(Uuid)), cast([key.private for key in keys], ARRAY(Boolean))
        )
        .table_valued(column("case_key", Uuid), column("private", Boolean), name="wanted")
        .render_derived()
    )
    entry = _ENTRY.where(
        col(JournalEntry.case_id) == wanted.c.case_key,
        or_(wanted.c.private, col(JournalEntry.private_to).is_(None)),
        *part.clauses,
    )
    if after is not None:
        entry = entry.where(tuple_(col(JournalEntry.at), col(JournalEntry.id)) < tuple_(*after))
    newest = entry.order_by(col(JournalEntry.at).desc(), col(JournalEntry.id).desc()).limit(first).lateral("entry")
    rows = await reader.rows(
        select(newest, wanted.c.private)
        .select_from(wanted)
        .join(newest, true())
        .order_by(newest.c.at.desc(), newest.c.id.desc())
    )
    found: dict[Timeline, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        found[Timeline(row.case_id, row.private)].append(row)
    return [found[key] for key in keys]


async def timeline_sizes(reader: Reader, keys: list[Timeline], *, part: Part) -> list[int]:
    """Batch: how many entries a part of each timeline has for its reader."""
    rows = await reader.rows(
        select(
            col(JournalEntry.case_id),
            func.count().label("all_of_them"),
            func.count().filter(col(JournalEntry.private_to).is_(None)).label("open_ones"),
        )
        .where(
            col(JournalEntry.case_id).in_([key.case_id for key in keys]),
            *part.clauses,
        )
        .group_by(col(JournalEntry.case_id))
    )
    found = {row.case_id: row for row in rows}
    return [
        0 if row is None else row.all_of_them if key.private else row.open_ones
        for key, row in ((key, found.get(key.case_id)) for key in keys)
    ]


def journal(actor: Actor, wanted: Wanted) -> AnySelect:
    """The entries of the caller's city. What is private to somebody is never among them."""
    return _ENTRY.join(_DISTRICT, _DISTRICT.c.id == col(JournalEntry.district_id)).where(
        col(JournalEntry.private_to).is_(None),
        guard.visible(actor, Verb.JOURNAL_VIEW, _facts(col(JournalEntry.case_id))),
        *_matching(JournalEntry, wanted),
    )


def access_log(actor: Actor, wanted: Wanted) -> AnySelect:
    """The access log of the caller's city. What tells of something private is never among it."""
    matching = [col(AccessEntry.private).is_(False), *_matching(AccessEntry, wanted)]
    if wanted.allowed is not None:
        matching.append(col(AccessEntry.allowed).is_(wanted.allowed))
    return _ACCESS.where(
        guard.visible(actor, Verb.ACCESS_LOG_VIEW, _facts(col(AccessEntry.case_id))), and_(True, *matching)
    )


def _matching(entry: type[JournalEntry] | type[AccessEntry], wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(col(entry.at) >= wanted.since)
    if wanted.until is not None:
        found.append(col(entry.at) < wanted.until)
    equal = (
        (entry.verb, wanted.verb),
        (entry.actor_id, wanted.actor_id),
        (entry.case_id, wanted.case_id),
        (entry.subject_id, wanted.subject_id),
    )
    found += [col(column_) == value for column_, value in equal if value is not None]
    if wanted.name is not None:
        named = select(_STAFF.c.id).where(_STAFF.c.name.contains(wanted.name, autoescape=True))
        found.append(col(entry.actor_id).in_(named))
    return found
