"""What a caller reads of evidence: pages, batches and the bytes of one, every one under the guard and within their reach.

What was brought in a private session is under the guard of that session (`caucus:view` for its side); everything else under
that of the case. What waits is its sender's alone.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true, tuple_
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agreement.queries import COLUMNS
from mediation.case.models import Case, Party
from mediation.case.queries import Rows
from mediation.evidence import rules
from mediation.evidence.models import Evidence, EvidenceLink, EvidenceWithdrawal
from mediation.evidence.rules import Audience
from mediation.gql.context import Reader
from mediation.kit.actor import Actor
from mediation.person.models import Person
from mediation.room import queries as rooms
from mediation.room.models import Caucus, Room

SHOWN = tuple(
    column
    for column in Evidence.__table__.columns  # type: ignore[attr-defined]  # SQLModel sets it
    if column.name != "content_cipher"
)
"""The columns that are shown; the file itself is opened for whoever asks for the bytes."""

TARGETS = {
    "Party": col(EvidenceLink.party_id),
    "Claim": col(EvidenceLink.claim_id),
    "Payment": col(EvidenceLink.payment_id),
    "Advance": col(EvidenceLink.advance_id),
    "Signature": col(EvidenceLink.signature_id),
}
"""What evidence can be about, by the type of its global id."""


def shown(actor: Actor) -> Rows:
    """The evidence that `actor` sees, with whether they may read it."""
    may_read = and_(sees(actor, Verb.EVIDENCE_CONTENT_VIEW), col(EvidenceWithdrawal.id).is_(None))
    return (
        select(
            *SHOWN,
            col(Person.name).label("worker_name"),
            col(EvidenceWithdrawal.reason).label("withdrawal_reason"),
            col(EvidenceWithdrawal.id).label("withdrawal_id"),
            col(EvidenceWithdrawal.withdrawn_by),
            col(EvidenceWithdrawal.withdrawn_at),
            may_read.label("may_read"),
            sees(actor, Verb.EVIDENCE_ACCEPT).label("may_accept"),
            sees(actor, Verb.EVIDENCE_ATTACH).label("may_attach"),
            sees(actor, Verb.EVIDENCE_DISCARD).label("may_discard"),
            sees(actor, Verb.EVIDENCE_WITHDRAW).label("may_withdraw"),
        )
        .select_from(Evidence)
        .join(Case, col(Case.id) == col(Evidence.case_id))
        .outerjoin(Caucus, col(Caucus.id) == col(Evidence.caucus_id))
        .outerjoin(Room, col(Room.id) == col(Caucus.room_id))
        .outerjoin(Party, col(Party.id) == col(Evidence.party_id))
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .outerjoin(EvidenceWithdrawal, col(EvidenceWithdrawal.evidence_id) == col(Evidence.id))
        .where(sees(actor, Verb.EVIDENCE_VIEW), within_reach(actor), _is_out(actor))
    )


def sees(actor: Actor, verb: Verb) -> ColumnElement[bool]:
    """The guard's answer for `verb`: of the case, or of the private session in which it was brought."""
    private = col(Evidence.caucus_id).is_not(None)
    heard = guard.visible(actor, Verb.CAUCUS_VIEW, rooms.columns(col(Evidence.audience)))
    done = true() if verb in LOOKS else guard.visible(actor, verb, rooms.columns(col(Evidence.audience)))
    return or_(and_(~private, guard.visible(actor, verb, COLUMNS)), and_(private, heard, done))


LOOKS = frozenset({Verb.EVIDENCE_VIEW, Verb.EVIDENCE_CONTENT_VIEW})


def within_reach(actor: Actor) -> ColumnElement[bool]:
    """`rules.reach` over columns: the same answer as `Reach.covers` over values."""
    reach = rules.reach(actor)
    among = col(Evidence.audience).in_([audience.value for audience in sorted(reach.audiences)])
    if not reach.only_own:
        return among
    theirs: ColumnElement[bool] = col(Evidence.party_id).is_(None)
    if reach.own is not None:
        theirs = or_(theirs, col(Evidence.party_id) == reach.own)
    return and_(among, or_(col(Evidence.audience) != Audience.WORKERS.value, theirs))


def _is_out(actor: Actor) -> ColumnElement[bool]:
    """Accepted, or the caller's own and still kept."""
    accepted = col(Evidence.accepted_at).is_not(None)
    if actor.id is None:
        return accepted
    waits = and_(col(Evidence.uploaded_by) == actor.id, col(Evidence.uploaded_at) > actor.at - rules.KEPT_FOR)
    return or_(accepted, waits)


async def evidence_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: evidence by id."""
    found = {row.id: row for row in await reader.rows(shown(reader.actor).where(col(Evidence.id).in_(keys)))}
    return [found.get(key) for key in keys]


async def evidence_of_cases(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[Any, UUID] | None
) -> Sequence[list[Row[Any]]]:
    """Batch: up to `first` + 1 pieces of evidence of each case behind moment and id `after`, newest first."""
    place = col(Evidence.uploaded_at), col(Evidence.id)
    ranked = shown(reader.actor).where(col(Evidence.case_id).in_(keys))
    if after is not None:
        ranked = ranked.where(tuple_(*place) < tuple_(*after))
    rank = func.row_number().over(partition_by=col(Evidence.case_id), order_by=(place[0].desc(), place[1].desc()))
    page = ranked.add_columns(rank.label("rank")).subquery()
    statement = select(page).where(page.c.rank <= first + 1).order_by(page.c.uploaded_at.desc(), page.c.id.desc())
    return _grouped(await reader.rows(statement), keys, "case_id")


async def evidence_counts_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many pieces of evidence of each case the caller sees."""
    seen = shown(reader.actor).where(col(Evidence.case_id).in_(keys)).subquery()
    rows = await reader.rows(select(seen.c.case_id, func.count().label("n")).group_by(seen.c.case_id))
    found = {row.case_id: int(row.n) for row in rows}
    return [found.get(key, 0) for key in keys]


async def evidence_about(reader: Reader, keys: list[tuple[str, UUID]]) -> Sequence[list[Row[Any]]]:
    """Batch over (type, id): the evidence about each that the caller sees, oldest first. Election forms by who was elected."""
    groups: dict[tuple[str, UUID], list[Row[Any]]] = {key: [] for key in keys}
    for type_name in dict.fromkeys(name for name, _ in keys):
        target = TARGETS[type_name]
        statement = (
            shown(reader.actor)
            .add_columns(target.label("target_id"))
            .join(EvidenceLink, col(EvidenceLink.evidence_id) == col(Evidence.id))
            .where(target.in_([key for name, key in keys if name == type_name]))
            .order_by(col(Evidence.uploaded_at), col(Evidence.id))
        )
        for row in await reader.rows(statement):
            groups[type_name, row.target_id].append(row)
    return [groups[key] for key in keys]


async def links_of(reader: Reader, keys: list[UUID]) -> Sequence[list[tuple[str, UUID]]]:
    """Batch: what each piece of evidence the caller sees is about, as type and id."""
    seen = shown(reader.actor).where(col(Evidence.id).in_(keys)).with_only_columns(col(Evidence.id))
    statement: Rows = select(col(EvidenceLink.evidence_id), *[target.label(name) for name, target in TARGETS.items()])
    rows = await reader.rows(
        statement.where(col(EvidenceLink.evidence_id).in_(seen)).order_by(
            col(EvidenceLink.linked_at), col(EvidenceLink.id)
        )
    )
    groups: dict[UUID, list[tuple[str, UUID]]] = {key: [] for key in keys}
    for row in rows:
        named = [(name, getattr(row, name)) for name in TARGETS]
        groups[row.evidence_id] += [(name, key) for name, key in named if key is not None]
    return [groups[key] for key in keys]


async def content_of(reader: Reader, evidence_id: UUID) -> tuple[Row[Any], bytes] | None:
    """The piece of evidence and its bytes, for whoever may read it; None for everybody else, and when it was withdrawn."""
    wanted = (
        shown(reader.actor)
        .add_columns(col(Evidence.content_cipher))
        .where(
            col(Evidence.id) == evidence_id,
            sees(reader.actor, Verb.EVIDENCE_CONTENT_VIEW),
            col(EvidenceWithdrawal.id).is_(None),
        )
    )
    row = await reader.first(wanted)
    if row is None:
        return None
    return row, reader.vault.open_bytes(row.content_cipher, context=f"evidence.content:{row.id}")


async def is_private(reader: Reader, evidence_id: UUID | None) -> bool:
    """Whether it was brought in a private session: only for keeping a refusal where only they look who may know."""
    private = select(col(Evidence.id)).where(col(Evidence.id) == evidence_id, col(Evidence.caucus_id).is_not(None))
    return await reader.first(private) is not None


def _grouped(rows: Sequence[Row[Any]], keys: Sequence[UUID], by: str) -> list[list[Row[Any]]]:
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        groups[getattr(row, by)].append(row)
    return [groups[key] for key in keys]
