"""The verbs of service orders, from the need that is taken down to its end."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency.models import Agency
from mediation.holiday import current as holiday
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.journal import service as journal
from mediation.kit import identifiers
from mediation.kit.checks import Checks, prose_given, reason_given
from mediation.kit.machine import advance, allowed
from mediation.kit.names import person_name
from mediation.kit.problems import Forbidden, IllegalMove, Invalid, check_version
from mediation.kit.workdays import CannotCompute
from mediation.order import queries, rules
from mediation.order.events import (
    OrderClosed,
    OrderDispatched,
    OrderEscalated,
    OrderHandled,
    OrderRated,
    OrderRegistered,
    OrderRevealed,
    OrderTaken,
)
from mediation.order.models import (
    OrderChannel,
    OrderCounter,
    OrderLevel,
    OrderMark,
    OrderStep,
    OrderStepTaken,
    ServiceOrder,
)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A need as it is taken down. Without name and phone the applicant is anonymous."""

    channel: OrderChannel
    content: str
    requester_name: str | None = None
    phone: str | None = None


def number_of(serial: int) -> str:
    """The number of an order within its district and year.

    >>> number_of(77)
    'D-77'
    """
    return f"D-{serial}"


async def register(tx: Tx, typed: Typed) -> ServiceOrder:
    """Take a need down at the caller's agency, under the next number of its district. Raises Forbidden, Invalid."""
    actor = tx.actor
    here = Facts(city=actor.city_id, district=actor.district_id, agency=actor.agency_id)
    guard.require_somewhere(actor, Verb.ORDER_REGISTER)
    guard.require(actor, Verb.ORDER_REGISTER, here)
    agency = await tx.session.get(Agency, actor.agency_id)
    if agency is None or actor.city_id is None:
        raise Forbidden(Verb.ORDER_REGISTER)
    content, name, phone = _checked(typed)
    key, due_on = new_id(), await _due(tx, OrderStep.REQUESTED, None)
    order = ServiceOrder(
        id=key,
        city_id=actor.city_id,
        district_id=agency.district_id,
        agency_id=agency.id,
        year=tx.today.year,
        serial=await _next_serial(tx, agency.district_id),
        channel=typed.channel,
        requester_name=name,
        phone_cipher=tx.runtime.vault.seal(phone, context=f"service_order.phone:{key}") if phone else None,
        content=content,
        step=OrderStep.REQUESTED,
        registered_by=actor.id,
        registered_at=tx.now,
        due_on=due_on,
    )
    tx.session.add(order)
    await tx.session.flush()
    tx.session.add(_step(tx, order))
    tx.record(
        OrderRegistered(
            subject_id=order.id,
            district_id=order.district_id,
            number=number_of(order.serial),
            channel=order.channel,
            anonymous=not (name or phone),
        )
    )
    return order


def _checked(typed: Typed) -> tuple[str, str, str | None]:
    checks = Checks()
    content = checks.prose("content", typed.content, max_chars=rules.CONTENT_MAX, min_chars=2)
    name = checks.read("requesterName", person_name, typed.requester_name) or ""
    phone = checks.read("phone", identifiers.mobile, typed.phone)
    checks.settle()
    return content, name, phone


async def take(
    tx: Tx, order_id: UUID, *, version: int, opinion: str, level: OrderLevel, due_on: date | None
) -> ServiceOrder:
    """Take an order on, with an opinion: at once by the caller, or to be dispatched. Raises the six problems."""
    order = await _moving(tx, order_id, Verb.ORDER_TAKE, version)
    order.opinion = prose_given("opinion", opinion, max_chars=rules.CONTENT_MAX)
    order.level, order.taken_by = level, tx.actor.id
    if level is OrderLevel.AT_ONCE:
        order.handler_agency_id = order.agency_id
    await _enter(tx, order, rules.taken(level), Verb.ORDER_TAKE, owner=tx.actor.id, due_on=due_on)
    assert order.due_on is not None
    tx.record(OrderTaken(subject_id=order.id, district_id=order.district_id, level=level, due_on=order.due_on))
    return order


async def dispatch(
    tx: Tx, order_id: UUID, *, version: int, agency_id: UUID, staff_id: UUID | None, due_on: date | None
) -> ServiceOrder:
    """Send an order to whoever is to see to it: an agency of the city, and one of its people where known.

    Raises the six problems; Invalid (agency: not_of_city; staff: not_there; dueOn).
    """
    order = await _moving(tx, order_id, Verb.ORDER_DISPATCH, version)
    if not await queries.is_of_city(tx, agency_id, order.city_id):
        raise Invalid.field("agency", "not_of_city", "须为本市单位。", "It must be an agency of the city.")
    if staff_id is not None and not await queries.works_at(tx, staff_id, agency_id):
        raise Invalid.field("staff", "not_there", "此人不在该单位。", "They do not work there.")
    order.handler_agency_id = agency_id
    await _enter(tx, order, OrderStep.HANDLING, Verb.ORDER_DISPATCH, owner=staff_id, due_on=due_on)
    assert order.due_on is not None
    tx.record(
        OrderDispatched(
            subject_id=order.id,
            district_id=order.district_id,
            number=number_of(order.serial),
            agency_id=agency_id,
            staff_id=staff_id,
            due_on=order.due_on,
        )
    )
    return order


async def escalate(tx: Tx, order_id: UUID, *, version: int, reason: str) -> ServiceOrder:
    """Send an order one level up, to be dispatched from there. Raises the six problems."""
    order = await _moving(tx, order_id, Verb.ORDER_ESCALATE, version)
    why = reason_given("reason", reason)
    level = rules.above(OrderLevel(order.level or ""))
    order.level = level
    await _enter(tx, order, OrderStep.DISPATCHING, Verb.ORDER_ESCALATE, owner=order.taken_by, due_on=None, note=why)
    order.handler_agency_id = None
    tx.record(OrderEscalated(subject_id=order.id, district_id=order.district_id, level=level, reason=why))
    return order


async def handle(tx: Tx, order_id: UUID, *, version: int, result: str) -> ServiceOrder:
    """Write down what came of it; the applicant is asked next. Raises the six problems."""
    order = await _moving(tx, order_id, Verb.ORDER_HANDLE, version)
    order.result = prose_given("result", result, max_chars=rules.CONTENT_MAX)
    late = max(0, (tx.today - order.due_on).days) if order.due_on else 0
    await _enter(tx, order, OrderStep.RATING, Verb.ORDER_HANDLE, owner=order.taken_by, due_on=None)
    tx.record(OrderHandled(subject_id=order.id, district_id=order.district_id, overdue_days=late))
    return order


async def rate(tx: Tx, order_id: UUID, *, version: int, mark: OrderMark, comment: str) -> ServiceOrder:
    """Write down what the applicant says of it. Whoever is not satisfied is called back, and the order is handled again.

    Raises the six problems.
    """
    order = await _moving(tx, order_id, Verb.ORDER_RATE, version)
    order.comment = prose_given("comment", comment, max_chars=rules.COMMENT_MAX, required=False)
    order.mark = mark
    again = rules.rated(mark) is OrderStep.HANDLING
    if again:
        await _enter(tx, order, OrderStep.HANDLING, Verb.ORDER_RATE, owner=order.owner_id, due_on=None, call_back=True)
    call_back_on = order.due_on if again else None
    tx.record(OrderRated(subject_id=order.id, district_id=order.district_id, mark=mark, call_back_on=call_back_on))
    return order


async def close(tx: Tx, order_id: UUID, *, version: int, reason: str) -> ServiceOrder:
    """Strike a rated order off the list; one that nobody could rate, with the reason. Raises the six problems."""
    order = await _moving(tx, order_id, Verb.ORDER_CLOSE, version)
    why = reason_given("reason", reason, required=False)
    rules.require_closable(OrderMark(order.mark) if order.mark else None, why)
    step = await queries.standing_step(tx, order.id)
    step.done_at, step.done_by, step.note = tx.now, tx.actor.id, why
    order.step = advance(rules.MOVES, OrderStep(order.step), Verb.ORDER_CLOSE)
    order.closed_at, order.due_on, order.owner_id, order.call_back = tx.now, None, None, False
    tx.record(OrderClosed(subject_id=order.id, district_id=order.district_id, mark=order.mark, reason=why))
    return order


async def reveal(tx: Tx, order_id: UUID, *, reason: str) -> tuple[ServiceOrder, str]:
    """The applicant's whole phone, to call them back. Written to the journal, and with the reason to the access log.

    Raises NotFound, Forbidden, Invalid (reason; id: not_known).
    """
    order, facts = await queries.lock(tx, order_id)
    guard.require(tx.actor, Verb.ORDER_REVEAL, facts)
    why = reason_given("reason", reason)
    if order.phone_cipher is None:
        raise Invalid.field("id", "not_known", "没有登记电话。", "No phone has been taken down.")
    tx.record(OrderRevealed(subject_id=order.id, district_id=order.district_id))
    journal.note(
        tx,
        verb=Verb.ORDER_REVEAL,
        subject=OrderRevealed.subject,
        subject_id=order.id,
        field="phone",
        reason=why,
        allowed=True,
    )
    return order, tx.runtime.vault.open(order.phone_cipher, context=f"service_order.phone:{order.id}")


async def _moving(tx: Tx, order_id: UUID, verb: Verb, version: int) -> ServiceOrder:
    order, facts = await queries.lock(tx, order_id)
    guard.require(tx.actor, verb, facts)
    check_version(version, order.version)
    step = OrderStep(order.step)
    if verb.value not in allowed(rules.MOVES, step):
        raise IllegalMove(verb, step, allowed(rules.MOVES, step))
    order.version += 1
    return order


async def _enter(
    tx: Tx,
    order: ServiceOrder,
    to: OrderStep,
    verb: Verb,
    *,
    owner: UUID | None,
    due_on: date | None,
    note: str = "",
    call_back: bool = False,
) -> None:
    """End the present step and begin the next one; `note` says why it ended where it was not simply done."""
    step = await queries.standing_step(tx, order.id)
    step.done_at, step.done_by, step.note = tx.now, tx.actor.id, note
    order.step = advance(rules.MOVES, OrderStep(order.step), verb, to=to)
    order.owner_id, order.call_back = owner, call_back
    if due_on is not None:
        order.due_on = rules.require_day("dueOn", due_on, today=tx.today)
    else:
        level = OrderLevel(order.level) if order.level else None
        order.due_on = await _due(tx, to, level, call_back=call_back)
    # A step that was done is kept before the next one stands beside it: one at a time is open.
    await tx.session.flush()
    tx.session.add(_step(tx, order))


def _step(tx: Tx, order: ServiceOrder) -> OrderStepTaken:
    handler = order.handler_agency_id if order.step == OrderStep.HANDLING else None
    return OrderStepTaken(
        order_id=order.id,
        district_id=order.district_id,
        step=order.step,
        level=order.level,
        agency_id=handler or order.agency_id,
        owner_id=order.owner_id,
        began_at=tx.now,
        due_on=order.due_on,
    )


async def _due(tx: Tx, step: OrderStep, level: OrderLevel | None, *, call_back: bool = False) -> date:
    """The last day of a step; in a year without a calendar, counted in plain days."""
    days = rules.workdays(step, level, call_back=call_back)
    try:
        return (await holiday.calendar(tx)).add_workdays(tx.today, days)
    except CannotCompute:
        return tx.today + timedelta(days=days)


async def _next_serial(tx: Tx, district_id: UUID) -> int:
    taken = await tx.session.execute(
        insert(OrderCounter)
        .values(id=new_id(), district_id=district_id, year=tx.today.year, last=1)
        .on_conflict_do_update(index_elements=["district_id", "year"], set_={"last": col(OrderCounter.last) + 1})
        .returning(col(OrderCounter.last))
    )
    return int(taken.scalar_one())
