"""Lists of cases: what may be asked for, and the statements. The guard's `visible` clause decides; `reach` only speeds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, String, Uuid, and_, any_, cast, false, or_, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Scope, Tie
from mediation.access.verbs import Verb
from mediation.case.models import Case, CaseKind, CaseState, CaseTie
from mediation.case.queries import CASE, COLUMNS, Rows
from mediation.gql.context import Reader
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.names import TextError, bigrams, normalise
from mediation.kit.problems import Invalid

SEARCH_CHARS = 100
_HOLDING = {
    Scope.ASSIGNED: Tie.ASSIGNED,
    Scope.GLASS: Tie.GLASS,
    Scope.REFERRED: Tie.REFERRED,
    Scope.SEAT: Tie.SEAT,
}


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """What a list of cases is narrowed to. Everything given must hold; days are legal days, both included."""

    states: Sequence[CaseState] | None = None
    kind: CaseKind | None = None
    employer_id: UUID | None = None
    mediator_id: UUID | None = None
    mine: bool = False
    urgent: bool | None = None
    registered_from: date | None = None
    registered_to: date | None = None
    search: str = ""


async def listed(reader: Reader, wanted: CaseFilter) -> Rows:
    """The cases the caller may see, narrowed to `wanted`; without an order."""
    visible = guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)
    return select(*CASE).where(visible, await reach(reader), *_narrowed(reader, wanted))


async def reach(reader: Reader) -> ColumnElement[bool]:
    """A clause that the caller's cases fulfil and that an index can answer: one agency, one district, or known ids."""
    ids = await held(reader)
    return within_reach(reader.actor, cast(ids, ARRAY(Uuid)) if ids else None)


def within_reach(actor: Actor, held: Any, *, without: Sequence[Scope] = ()) -> ColumnElement[bool]:
    """The clause of `reach`; `held` are the ids that ties lead to, None when there are none.

    The ties of a caller are few, the cases of a studio many: asked together in one OR, the database would walk through
    all cases of the country. It never widens anything, for it stands beside `visible`.
    """
    scopes = [scope for scope in guard.scopes(actor, Verb.CASE_VIEW) if scope not in without]
    broad: list[ColumnElement[bool]] = []
    if Scope.ANY in scopes:
        return col(Case.id).is_not(None)
    if Scope.CITY in scopes and actor.city_id is not None:
        broad = [col(Case.city_id) == actor.city_id]
    elif Scope.DISTRICT in scopes and actor.district_id is not None:
        broad = [col(Case.district_id) == actor.district_id]
    elif Scope.AGENCY in scopes and actor.agency_id is not None:
        broad = [col(Case.agency_id) == actor.agency_id]
    if held is not None:
        broad.append(col(Case.id) == any_(held))
    return or_(*broad) if broad else false()


async def held(reader: Reader, without: Sequence[Scope] = ()) -> list[UUID]:
    """The cases to which the caller's own ties lead; not asked when no tie, or more than any tie, lets them see a case."""
    scopes = [scope for scope in guard.scopes(reader.actor, Verb.CASE_VIEW) if scope not in without]
    kinds = tuple(tie for scope, tie in _HOLDING.items() if scope in scopes)
    if not kinds or Scope.ANY in scopes:
        return []
    return [row.case_id for row in await reader.fetch(_ties_of, kinds)]


def _ties_of(actor: Actor, kinds: tuple[Tie, ...]) -> Rows:
    holders = [holder for holder in (actor.id, actor.agency_id) if holder is not None]
    return (
        select(col(CaseTie.case_id))
        .where(
            col(CaseTie.holder_id).in_(holders),
            col(CaseTie.kind).in_([kind.value for kind in kinds]),
            col(CaseTie.ended_at).is_(None),
            or_(col(CaseTie.until_at).is_(None), col(CaseTie.until_at) > actor.at),
        )
        .distinct()
    )


def _narrowed(reader: Reader, wanted: CaseFilter) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.states is not None:
        clauses.append(col(Case.state).in_([state.value for state in wanted.states]))
    if wanted.kind is not None:
        clauses.append(col(Case.kind) == wanted.kind.value)
    if wanted.employer_id is not None:
        clauses.append(col(Case.employer_id) == wanted.employer_id)
    if wanted.mediator_id is not None:
        clauses.append(col(Case.mediator_id) == wanted.mediator_id)
    if wanted.mine:
        clauses.append(in_charge(reader.actor))
    if wanted.urgent is not None:
        clauses.append(col(Case.urgent).is_(wanted.urgent))
    if wanted.registered_from is not None:
        clauses.append(col(Case.registered_at) >= midnight(wanted.registered_from))
    if wanted.registered_to is not None:
        clauses.append(col(Case.registered_at) < midnight(wanted.registered_to + timedelta(days=1)))
    return clauses + _search(reader, wanted.search)


def in_charge(actor: Actor) -> ColumnElement[bool]:
    """Whether the caller is the mediator in charge."""
    mine = actor.kind is ActorKind.STAFF and actor.id is not None
    return col(Case.mediator_id) == actor.id if mine else false()


def midnight(day: date) -> datetime:
    """The first moment of a legal day."""
    return datetime.combine(day, time.min, SHANGHAI)


def _search(reader: Reader, typed: str) -> list[ColumnElement[bool]]:
    return matching(reader.actor, [cast(tokens, ARRAY(String)) for tokens in tokens_of(typed)])


def tokens_of(typed: str) -> list[list[str]]:
    """What is looked for in the indexes, for each word that was typed. Raises Invalid (filter.search)."""
    if len(typed) > SEARCH_CHARS:
        raise Invalid.field("filter.search", "too_long", "搜索词过长", "The search is too long.")
    try:
        words = normalise(typed).split()
    except TextError as refusal:
        raise Invalid(refusal.at("filter.search")) from None
    return [_tokens(word) for word in words]


def matching(actor: Actor, words: Sequence[Any]) -> list[ColumnElement[bool]]:
    """Every word stands in the number, the employer's name or (for whoever may see the parties) a party's name.

    `words` are arrays of the tokens of each word, or parameters of such.
    """
    may_see_names = guard.visible(actor, Verb.PARTY_VIEW, COLUMNS)
    clauses: list[ColumnElement[bool]] = []
    for tokens in words:
        in_case = col(Case.bigrams).op("@>", is_comparison=True)(tokens)
        in_names = col(Case.name_bigrams).op("@>", is_comparison=True)(tokens)
        clauses.append(or_(in_case, and_(in_names, may_see_names)))
    return clauses


def _tokens(word: str) -> list[str]:
    # A word of punctuation alone is looked for as it stands, and found nowhere.
    found = bigrams(word) or [word]
    pairs = "".join(token for token in found if len(token) == 2)
    # A pair says more than its characters, whose own entries in the index are long.
    return [token for token in found if len(token) > 1 or token not in pairs]
