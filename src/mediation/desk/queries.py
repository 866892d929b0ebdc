"""Every SELECT of the desk."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy import case as when
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.case.models import Case
from mediation.case.queries import COLUMNS, Rows, in_order
from mediation.desk.models import CaseSeen, Draft, SavedFilter
from mediation.gql.context import Reader
from mediation.infra.statements import among
from mediation.journal import words
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Actor, ActorKind, Role


async def news_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Any]:
    """Batch: of each case the caller sees `seen_at`, and `is_news` (null where its timeline is not for them)."""
    if reader.actor.kind is not ActorKind.STAFF or reader.actor.id is None:
        return [None] * len(keys)
    return in_order(await reader.fetch(_news, keys=keys), keys)


def _news(actor: Actor) -> Rows:
    """What is new is what the case's timeline would show the caller, was not done by them, and came after they looked."""
    entry = exists(1).where(
        col(JournalEntry.chain_id) == col(Case.id),
        col(JournalEntry.seq) > func.coalesce(col(CaseSeen.seq), 0),
        col(JournalEntry.actor_id).is_distinct_from(actor.id),
        col(JournalEntry.verb).not_in(words.quiet_verbs()),
        or_(col(JournalEntry.private_to).is_(None), _private(actor)),
    )
    may_see = guard.visible(actor, Verb.JOURNAL_VIEW, COLUMNS)
    is_news = when((may_see, entry.correlate(Case, CaseSeen)))
    return (
        select(col(Case.id), col(CaseSeen.seen_at), is_news.label("is_news"))
        .outerjoin(CaseSeen, and_(col(CaseSeen.case_id) == col(Case.id), col(CaseSeen.staff_id) == actor.id))
        .where(among(Case.id), guard.visible(actor, Verb.CASE_VIEW, COLUMNS))
    )


def _private(actor: Actor) -> ColumnElement[bool]:
    """Whose timeline tells of private sessions: mediators of the case's own studio, as `Case.timeline` has it."""
    if Role.MEDIATOR not in actor.roles or actor.agency_id is None:
        return false()
    return and_(col(Case.agency_id) == actor.agency_id, guard.visible(actor, Verb.CAUCUS_VIEW, COLUMNS))


DRAFT: Final = tuple(Draft.__table__.columns)  # type: ignore[attr-defined]  # SQLModel sets it
FILTER: Final = tuple(SavedFilter.__table__.columns)  # type: ignore[attr-defined]


def drafts(actor: Actor) -> Rows:
    """The caller's own drafts, without an order."""
    own = guard.visible(actor, Verb.DRAFT_VIEW, Facts(owner=col(Draft.staff_id)))
    return select(*DRAFT).where(own, col(Draft.staff_id) == actor.id)


async def drafts_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Any]:
    """Batch: the caller's own drafts, by id."""
    return in_order(await reader.rows(drafts(reader.actor).where(col(Draft.id).in_(keys))), keys)


def filters(actor: Actor) -> Rows:
    """The filters the caller keeps, and those shared with them; without an order, and deleted ones among their own."""
    facts = Facts(agency=col(SavedFilter.shared_with), owner=col(SavedFilter.staff_id))
    theirs = or_(col(SavedFilter.deleted_at).is_(None), col(SavedFilter.staff_id) == actor.id)
    return select(*FILTER).where(guard.visible(actor, Verb.FILTER_VIEW, facts), theirs)


async def filters_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Any]:
    """Batch: filters the caller keeps or may use, by id."""
    return in_order(await reader.rows(filters(reader.actor).where(col(SavedFilter.id).in_(keys))), keys)
