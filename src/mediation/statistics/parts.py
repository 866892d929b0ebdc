"""What figures and ledger are made of, said once: receipts that count, what became of a promise, which cases are counted.

A figure and the list behind it use the same expressions, so that they cannot come apart.
"""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, DateTime, Text, Uuid, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Scope
from mediation.access.verbs import Verb
from mediation.agency.models import District
from mediation.agreement.models import Commitment, Payment
from mediation.agreement.queries import stands
from mediation.case.models import Case, CaseState
from mediation.case.queries import COLUMNS
from mediation.deadline.models import ProcedureEvent
from mediation.infra.statements import late
from mediation.kit.actor import Actor
from mediation.statistics.rules import SHOWN_BY, CaseResult, LedgerList, PromiseState
from mediation.status.models import Rating, StatusLink

_INSTANT: Final = DateTime(timezone=True)
BEGINS: Final = late("begins", _INSTANT)
ENDS: Final = late("ends", _INSTANT)
SINCE: Final = late("since", Date())
UNTIL: Final = late("until", Date())
"""The period twice: as instants, from the first and before the second, and as days, both included."""
BEGAN: Final = late("began", _INSTANT)
FIRST: Final = late("first", Date())
"""where the period before begins: what is counted of both is read in one pass, from here on"""

AT: Final = late("counted_at", _INSTANT)
"""the moment of counting"""


def _wanted_district() -> Any:
    return select(col(District.id)).where(col(District.code) == late("district", Text())).scalar_subquery()


def seen(actor: Actor, *, by_agency: bool, by_district: bool) -> ColumnElement[bool]:
    """The cases that `actor` counts, of the statement, which joins `Case`: under the guard, and of the filter."""
    clauses = [guard.visible(actor, Verb.LEDGER_VIEW, COLUMNS)]
    if by_agency:
        clauses.append(col(Case.agency_id) == late("agency", Uuid()))
    if by_district:
        clauses.append(col(Case.district_id) == _wanted_district())
    return and_(*clauses)


def nearby(actor: Actor, district_id: Any, *, by_district: bool) -> list[ColumnElement[bool]]:
    """Says of a row what follows from its case being `seen`, so that an index by district answers; nothing where it would not."""
    if by_district:
        return [district_id == _wanted_district()]
    scopes = set(guard.scopes(actor, Verb.LEDGER_VIEW))
    if actor.district_id is not None and scopes <= {Scope.AGENCY, Scope.DISTRICT}:
        return [district_id == actor.district_id]
    if actor.city_id is not None and scopes <= {Scope.AGENCY, Scope.DISTRICT, Scope.CITY}:
        return [district_id.in_(select(col(District.id)).where(col(District.city_id) == actor.city_id))]
    return []


def receipt(payment: Any, promise: Any, since: Any = SINCE) -> tuple[ColumnElement[bool], ...]:
    """Whether a payment on `promise` is money of the days from `since` on that a worker got and somebody verified."""
    return (
        col(promise.id) == col(payment.commitment_id),
        col(promise.kind) == "worker",
        col(payment.confirmed_at).is_not(None),
        col(payment.paid_on) >= since,
        col(payment.paid_on) <= UNTIL,
        stands(payment),
    )


def money(payment: Any, promise: Any) -> list[Any]:
    """The sums of receipts: wages, social insurance, and what third parties paid of both."""
    fen = col(payment.amount_fen)
    is_wages = col(promise.group_) == "wages"
    return [
        func.coalesce(func.sum(fen).filter(is_wages), 0).label("wages_fen"),
        func.coalesce(func.sum(fen).filter(~is_wages), 0).label("social_insurance_fen"),
        func.coalesce(func.sum(fen).filter(col(payment.advance_id).is_not(None)), 0).label("advanced_fen"),
    ]


def fates(begins: Any = BEGINS) -> Any:
    """The promises to workers whose moment lies behind `begins` and in the period: case_id, state, is_defaulted; without the
    guard.

    The last moment of a period belongs to it: what is due by 24:00 of its last day is due in it.
    """
    promise, payment = aliased(Commitment), aliased(Payment)
    paid = (
        select(
            func.max(col(payment.paid_on)).label("last_on"),
            func.bool_or(col(payment.advance_id).is_not(None)).label("by_third"),
        )
        .where(col(promise.settled_at).is_not(None), col(payment.commitment_id) == col(promise.id), stands(payment))
        .correlate(promise)
        .lateral("paid")
    )
    # 24:00 belongs to the day that ends with it.
    moment = func.timezone("Asia/Shanghai", col(promise.due_at) - timedelta(microseconds=1))
    state = case(
        (col(promise.due_at) > AT, PromiseState.NOT_DUE.value),
        (
            col(promise.settled_at).is_(None),
            case(
                (col(promise.defaulted_at).is_not(None), PromiseState.DEFAULTED.value),
                else_=PromiseState.OVERDUE.value,
            ),
        ),
        (func.coalesce(paid.c.by_third, False), PromiseState.ADVANCED.value),
        (paid.c.last_on <= cast(moment, Date()), PromiseState.ON_TIME.value),
        else_=PromiseState.LATE.value,
    )
    return (
        select(
            col(promise.case_id),
            col(promise.district_id),
            state.label("state"),
            col(promise.defaulted_at).is_not(None).label("is_defaulted"),
        )
        .outerjoin(paid, literal(True))
        .where(*_of_period(promise, begins))
    ), promise


def _of_period(promise: Any, begins: Any = BEGINS) -> tuple[ColumnElement[bool], ...]:
    return col(promise.kind) == "worker", col(promise.due_at) > begins, col(promise.due_at) <= ENDS


def result(of: Any) -> ColumnElement[str]:
    """What has become of the case `of`."""
    return case(
        (col(of.state) == CaseState.REFUSED.value, CaseResult.REFUSED.value),
        else_=func.coalesce(col(of.outcome), CaseResult.OPEN.value),
    )


_BY_WAY: Final = [
    (col(ProcedureEvent.trigger).in_([trigger.value for trigger in triggers]), way.value)
    for way, triggers in SHOWN_BY.items()
]


WAY: Final = case(*_BY_WAY)
"""the way that an event of a procedure is taken for; only where `is_way()`"""


def is_way() -> tuple[ColumnElement[bool], ...]:
    """Whether an event of a procedure is a way taken, and was not taken back."""
    mistake = aliased(ProcedureEvent)
    taken_back = exists(select(1).where(col(mistake.takes_back_id) == col(ProcedureEvent.id)))
    return or_(*[test for test, _ in _BY_WAY]), col(ProcedureEvent.takes_back_id).is_(None), ~taken_back


def ways(of: Any = None) -> Any:
    """The ways taken in cases, or in the case `of`: case_id and way, one row each, by events that were not taken back."""
    found = select(col(ProcedureEvent.case_id), WAY.label("way")).where(*is_way()).distinct()
    return found if of is None else found.where(col(ProcedureEvent.case_id) == col(of.id)).correlate(of)


def answers(of: Any) -> Any:
    """Who could say how it was in the case `of`, and who did: case_id, party_id and mark, one row per worker."""
    return links().where(col(StatusLink.case_id) == col(of.id)).correlate(of)


def links() -> Any:
    """Who could say how it was, and who did: case_id, party_id and mark, one row per worker.

    A worker could say it who was given a status link; several links are of one worker.
    """
    return (
        select(col(StatusLink.case_id), col(StatusLink.party_id), col(Rating.mark))
        .outerjoin(Rating, col(Rating.party_id) == col(StatusLink.party_id))
        .distinct()
    )


def registered(begins: Any = BEGINS) -> tuple[ColumnElement[bool], ...]:
    """Whether the case was registered in the period, or in what lies between `begins` and its end."""
    return col(Case.registered_at) >= begins, col(Case.registered_at) < ENDS


def closed(begins: Any = BEGINS) -> tuple[ColumnElement[bool], ...]:
    """Whether the case was closed in the period, or in what lies between `begins` and its end."""
    return col(Case.closed_at) >= begins, col(Case.closed_at) < ENDS


def listed(actor: Actor, of: LedgerList, *, by_district: bool) -> tuple[ColumnElement[bool], ...]:
    """Whether the case stands in a list of the period."""
    match of:
        case LedgerList.CASES:
            return registered()
        case LedgerList.RATED:
            return *closed(), *nearby(actor, col(Case.district_id), by_district=by_district)
        case LedgerList.DUE:
            return (_fell_due(actor, by_district=by_district),)
        case LedgerList.RECOVERED:
            payment, promise = aliased(Payment), aliased(Commitment)
            paid = select(col(payment.case_id)).join(promise, col(promise.id) == col(payment.commitment_id))
            near = nearby(actor, col(payment.district_id), by_district=by_district)
            return (col(Case.id).in_(paid.where(*receipt(payment, promise), *near)),)


def _fell_due(actor: Actor, *, by_district: bool) -> ColumnElement[bool]:
    """Whether the case has a promise of the period in any state but not due: what was paid on it need not be known."""
    promise = aliased(Commitment)
    found = select(col(promise.case_id)).where(*_of_period(promise), col(promise.due_at) <= AT)
    return col(Case.id).in_(found.where(*nearby(actor, col(promise.district_id), by_district=by_district)))


def due(actor: Actor, states: tuple[PromiseState, ...], *, by_district: bool) -> ColumnElement[bool]:
    """Whether the case has a promise of the period in one of these states."""
    statement, promise = fates()
    found = statement.where(*nearby(actor, col(promise.district_id), by_district=by_district)).subquery("fate")
    wanted = select(found.c.case_id).where(found.c.state.in_([state.value for state in states]))
    return col(Case.id).in_(wanted)
