"""Enforcement: of which document, of which sums, and until when."""

from dataclasses import dataclass
from datetime import date, timedelta

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law.routing.door import Condition, Door, DoorId, How, State, Who
from mediation.law.routing.facts import CaseFacts, Head, Order
from mediation.law.routing.making import (
    EVERYTHING,
    FOUR_KINDS,
    PAY,
    Bound,
    Coverage,
    documents,
    ends,
    in_time,
    insured,
    make,
    share_out,
    something_due,
    still_to_come,
)
from mediation.law.sources import doors as law
from mediation.law.sources import mediation, procedure
from mediation.law.sources.source import Source

_DAY = timedelta(days=1)
_ASKS = Text("有已生效、可以执行的文书", "an effective document that can be enforced")


@dataclass(frozen=True, slots=True)
class Title:
    """A document: whether it can be enforced, from when, the last day it gives for performance, and what it covers."""

    condition: Condition
    coverage: Coverage
    bound: Bound
    perform_by: date | None = None


def enforcement(facts: CaseFacts, calendar: Calendar) -> Door:
    """A court enforces what has become binding. Source: 民事诉讼法 206, 227, 250; 调解仲裁法 51.

    The two years run from the last day for performance; where the document names none, from its effect.
    """
    title = _best(facts, calendar)
    shares = share_out(facts, title.coverage, bound=title.bound, after_default=True)
    conditions, until = [title.condition], None
    if title.condition.state is State.HOLDS and title.condition.since_on is not None:
        conditions.append(something_due(facts, shares, title.condition.source, bound=title.bound))
        until = ends("E-1", title.perform_by or title.condition.since_on, calendar)
        asks = Text("在申请执行的二年之内", "within the two years for enforcement")
        why = Text("申请执行的期间已经届满。", "The two years for enforcement have passed.")
        conditions.append(in_time(until, facts.today, asks, why))
    return make(
        DoorId.ENFORCEMENT,
        Text("申请强制执行", "Enforcement"),
        conditions,
        shares=shares,
        who=(Who.WORKER,),
        sources=(
            procedure.CIVIL_PROCEDURE_206,
            law.CIVIL_PROCEDURE_227_ENFORCE,
            law.ART_51_ENFORCE,
            procedure.CIVIL_PROCEDURE_250,
        ),
        until=until,
        needs=documents(
            procedure.CIVIL_PROCEDURE_250,
            ("申请执行书", "the application", None),
            ("生效的裁定书、调解书、支付令或者裁决书", "the effective ruling, statement, order or award", None),
        ),
        questions=insured(facts),
    )


def _best(facts: CaseFacts, calendar: Calendar) -> Title:
    """The document that stands best: one that can be enforced, else one still to come."""
    rank = {State.HOLDS: 0, State.UNKNOWN: 1, State.LATER: 2, State.FAILS: 3}
    why = Text(
        "还没有可以执行的文书：须先经司法确认、仲裁审查、支付令或者裁决。",
        "There is nothing to enforce yet: confirmation, review, a payment order or an award comes first.",
    )
    none_yet = Title(still_to_come(_ASKS, why, procedure.CIVIL_PROCEDURE_206), EVERYTHING, Bound.ONLY)
    titles = [*_of_agreement(facts), *_of_orders(facts, calendar), *_of_award(facts, calendar), none_yet]
    return min(titles, key=lambda title: rank[title.condition.state])


def _title(source: Source, on: date) -> Condition:
    return Condition(state=State.HOLDS, asks=_ASKS, why=_ASKS, source=source, since_on=on)


def _of_agreement(facts: CaseFacts) -> list[Title]:
    made = facts.agreement
    if made is None:
        return []
    granted = ((made.confirmation, procedure.CIVIL_PROCEDURE_206), (made.review, law.ART_51_ENFORCE))
    return [
        Title(_title(source, joint.granted_on), EVERYTHING, Bound.ONLY, made.last_due_on)
        for joint, source in granted
        if joint.granted_on is not None
    ]


def _of_orders(facts: CaseFacts, calendar: Calendar) -> list[Title]:
    both = ((facts.order_on_agreement, FOUR_KINDS, Bound.ONLY), (facts.order_on_arrears, PAY, Bound.ALSO))
    found = []
    for order, coverage, bound in both:
        if order is not None and order.ended_on is None and order.rejected_on is None:
            found.append(Title(_unopposed(order, facts.today, calendar), coverage, bound))
    return found


def _unopposed(order: Order, today: date, calendar: Calendar) -> Condition:
    """Fifteen days after the employer received it, without an objection in writing."""
    source = law.CIVIL_PROCEDURE_227_ENFORCE
    if order.objected_on is not None:
        why = Text(
            "用人单位已书面异议，等待法院审查。", "The employer objected in writing: the court has to look at it."
        )
        return still_to_come(_ASKS, why, law.CIVIL_PROCEDURE_228)
    why = Text(
        "支付令送达后十五日内不异议又不履行的，才可以执行。",
        "The order can be enforced when 15 days from its receipt pass without objection or payment.",
    )
    if order.served_on is None:
        return still_to_come(_ASKS, why, source)
    last = ends("O-3", order.served_on, calendar)
    if last.on is not None and today > last.on:
        return _title(source, last.on + _DAY)
    if last.on is None and (last.natural_on is None or today > last.natural_on):
        unsure = Text(
            f"须待《{last.missing}》公布后才能计算。", f"Cannot be computed before the notice is out: {last.missing}"
        )
        return Condition(state=State.UNKNOWN, asks=_ASKS, why=unsure, source=source)
    return still_to_come(_ASKS, why, source, since_on=last.on + _DAY if last.on else None)


def _of_award(facts: CaseFacts, calendar: Calendar) -> list[Title]:
    made = facts.arbitration
    if made is None or made.award_on is None:
        return []
    return [Title(_award(facts, calendar), _AWARDED, Bound.ALSO, made.perform_by)]


_AWARDED: Coverage = {head: How.SERVED if head is not Head.SOCIAL_INSURANCE else How.UNCLEAR for head in Head}


def _award(facts: CaseFacts, calendar: Calendar) -> Condition:
    made = facts.arbitration
    assert made is not None
    assert made.award_on is not None
    if made.award_final:
        return _title(mediation.MEDIATION_AND_ARBITRATION_47, made.award_on)
    why = Text("裁决书还没有发生法律效力。", "The award has not become effective.")
    if made.sued_on is not None:
        sued = Text("已起诉，裁决书不发生法律效力。", "A party sued: the award does not become effective.")
        return Condition(state=State.FAILS, asks=_ASKS, why=sued, source=mediation.MEDIATION_AND_ARBITRATION_50)
    if made.award_final is None:
        unsure = Text("尚未登记裁决是否为终局裁决。", "Not recorded yet whether the award is final.")
        return Condition(state=State.UNKNOWN, asks=_ASKS, why=unsure, source=mediation.MEDIATION_AND_ARBITRATION_47)
    last = ends("A-21", made.award_on, calendar)
    if last.on is not None and facts.today > last.on:
        return _title(mediation.MEDIATION_AND_ARBITRATION_50, last.on + _DAY)
    return still_to_come(
        _ASKS, why, mediation.MEDIATION_AND_ARBITRATION_50, since_on=last.on + _DAY if last.on else None
    )
