"""The suits: as an ordinary civil case on the agreement or a wage note, and after arbitration."""

from datetime import date, timedelta

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law.routing.door import (
    Condition,
    Door,
    DoorId,
    How,
    Reason,
    Share,
    Standing,
    State,
    Until,
    Who,
    standing_of,
)
from mediation.law.routing.facts import ART_10, Body, CaseFacts, Head
from mediation.law.routing.making import (
    EVERYTHING,
    FOUR_KINDS,
    PAY,
    Bound,
    body_questions,
    documents,
    ends,
    holds_if,
    in_effect,
    in_time,
    insured,
    make,
    share_out,
    something_due,
    still_to_come,
    used,
)
from mediation.law.sources import arbitration, mediation, procedure
from mediation.law.sources import doors as law
from mediation.law.sources.source import Source

_DAY = timedelta(days=1)

Ground = tuple[list[Condition], tuple[Share, ...], date | None]
"""One way into the ordinary suit: what it asks, what it serves, and the day its three years run from."""


def civil_suit(facts: CaseFacts, calendar: Calendar) -> Door:
    """The court hears the dispute as an ordinary civil case. Source: 解释（一）13(3), 15, 51(2).

    There are three grounds; one is enough. What is shown is the ground that stands best.
    """
    grounds = (_on_pay_agreement(facts), _after_lapsed_order(facts), _on_wage_note(facts))
    conditions, shares, runs_from = min(grounds, key=lambda ground: _RANK[standing_of(ground[0])])
    if standing_of(conditions) is Standing.CLOSED:
        conditions = [one for ground in grounds for one in ground[0] if one.state is State.FAILS]
    until = ends("G-6", runs_from, calendar) if runs_from is not None else None
    is_open = standing_of(conditions) is Standing.OPEN
    warnings = _late(until, facts.today) if until is not None and is_open else ()
    if facts.sued_on is not None:
        conditions = [*conditions, *used(facts.sued_on, arbitration.INTERPRETATION_ONE_51, Text("起诉", "Sued"))]
    return make(
        DoorId.CIVIL_SUIT,
        Text("按普通民事纠纷起诉", "Suit as an ordinary civil case"),
        conditions,
        shares=shares,
        who=(Who.WORKER,),
        sources=(
            arbitration.INTERPRETATION_ONE_51,
            law.LABOUR_13_AGREEMENT,
            law.LABOUR_15_NOTE,
            procedure.CIVIL_CODE_188,
        ),
        until=until,
        used_on=facts.sued_on,
        warnings=warnings,
        needs=documents(
            arbitration.INTERPRETATION_ONE_51,
            ("起诉状", "the complaint", None),
            ("调解协议书或者工资欠条", "the agreement or the wage note", True if facts.agreement else None),
        ),
        questions=(*body_questions(facts), _THREE_YEARS),
    )


_RANK = {Standing.OPEN: 0, Standing.UNKNOWN: 1, Standing.LATER: 2, Standing.CLOSED: 3}
_THREE_YEARS = Text(
    "按三年普通诉讼时效计算是对解释（一）第51条的理解，需由法律顾问确认。",
    "That the general three years apply is a reading of Interpretation (1), Art. 51: to be confirmed.",
)


def _late(until: Until, today: date) -> tuple[Reason, ...]:
    last = until.on or until.natural_on
    if last is None or today <= last:
        return ()
    said = Text(
        "诉讼时效可能已经届满，对方可以提出抗辩。",
        "The period of limitation may have passed: the other side may say so.",
    )
    return (Reason(said, procedure.CIVIL_CODE_188),)


def _on_pay_agreement(facts: CaseFacts) -> Ground:
    shares = share_out(facts, PAY, bound=Bound.ONLY, after_default=True)
    source = arbitration.INTERPRETATION_ONE_51
    conditions = [
        in_effect(facts),
        holds_if(
            None if facts.body is None else facts.body in ART_10 or facts.body is Body.UNION_STUDIO,
            Text("由调解仲裁法第十条规定的调解组织主持", "made before a body of Art. 10"),
            Text("不是第十条规定的调解组织。", "It was not made before a body of Art. 10."),
            law.ART_10_BODIES,
        ),
    ]
    if facts.agreement is not None:
        conditions.append(
            holds_if(
                _pay_only(facts.agreement.heads),
                Text("协议仅就劳动报酬达成", "the agreement settles pay and nothing else"),
                Text(
                    "协议不只涉及劳动报酬（例如还有社会保险费），不按普通民事纠纷受理。",
                    "The agreement settles more than pay (such as social insurance): not an ordinary civil case.",
                ),
                source,
                for_good=True,
            )
        )
    conditions.append(something_due(facts, shares, source, bound=Bound.ONLY))
    return conditions, shares, facts.default_since


def _pay_only(heads: frozenset[Head]) -> bool | None:
    kinds = {PAY[head] for head in heads}
    if How.ELSEWHERE in kinds:
        return False
    return None if How.UNCLEAR in kinds else True


def _after_lapsed_order(facts: CaseFacts) -> Ground:
    shares = share_out(facts, FOUR_KINDS, bound=Bound.ONLY, after_default=True)
    asks = Text("依据协议申请的支付令已经失效", "the payment order on the agreement has lapsed")
    order = facts.order_on_agreement
    lapsed = order.ended_on if order else None
    if lapsed is not None:
        ended = Condition(state=State.HOLDS, asks=asks, why=asks, source=law.LABOUR_13_AGREEMENT, since_on=lapsed)
    else:
        why = Text(
            "支付令失效后才可以依据协议直接起诉。", "A suit on the agreement opens once the payment order has lapsed."
        )
        ended = still_to_come(asks, why, law.LABOUR_13_AGREEMENT)
    return (
        [in_effect(facts), ended, something_due(facts, shares, law.LABOUR_13_AGREEMENT, bound=Bound.ONLY)],
        shares,
        lapsed,
    )


def _on_wage_note(facts: CaseFacts) -> Ground:
    shares = share_out(facts, PAY, after_default=True)
    note = holds_if(
        facts.circumstances.wage_note,
        Text("有用人单位的工资欠条，且不涉及其他争议", "a note of the wages owed, and nothing else in dispute"),
        Text("没有用人单位的工资欠条。", "There is no note of the wages owed."),
        law.LABOUR_15_NOTE,
    )
    return [note, something_due(facts, shares, law.LABOUR_15_NOTE)], shares, None


def suit_after_arbitration(facts: CaseFacts, calendar: Calendar) -> Door:
    """The suit against what arbitration did, or did not do in time. Source: 调解仲裁法 29, 43, 48, 50."""
    until, condition = _after_arbitration(facts, calendar)
    conditions = [condition]
    if until is not None:
        why = Text("起诉的期限已经届满。", "The period for the suit has passed.")
        conditions.append(in_time(until, facts.today, Text("在起诉期限内", "within the days for the suit"), why))
    made = facts.arbitration
    if made is not None and made.sued_on is not None:
        conditions += used(made.sued_on, mediation.MEDIATION_AND_ARBITRATION_50, Text("起诉", "Sued"))
    return make(
        DoorId.SUIT_AFTER_ARBITRATION,
        Text("仲裁后起诉", "Suit after arbitration"),
        conditions,
        shares=share_out(facts, EVERYTHING, after_default=True),
        who=(Who.WORKER,),
        sources=(
            law.ART_29_REFUSED,
            law.ART_43_LATE,
            mediation.MEDIATION_AND_ARBITRATION_48,
            mediation.MEDIATION_AND_ARBITRATION_50,
        ),
        until=until,
        used_on=made.sued_on if made else None,
        needs=documents(
            mediation.MEDIATION_AND_ARBITRATION_50,
            ("起诉状、裁决书或者不予受理通知书", "the complaint, the award or the refusal", None),
        ),
        questions=insured(facts),
    )


def _after_arbitration(facts: CaseFacts, calendar: Calendar) -> tuple[Until | None, Condition]:
    asks = Text("仲裁已有结果或者逾期", "arbitration has ended, or is late")
    made = facts.arbitration
    if made is None or made.withdrawn_on is not None:
        why = Text("须先申请仲裁。", "Arbitration has to be applied for first.")
        return None, still_to_come(asks, why, law.ART_29_REFUSED)
    if made.award_on is not None:
        final = made.award_final is True
        until = ends("A-18" if final else "A-21", made.award_on, calendar)
        source = mediation.MEDIATION_AND_ARBITRATION_48 if final else mediation.MEDIATION_AND_ARBITRATION_50
        return until, _has(asks, source, made.award_on)
    if made.refused_on is not None:
        return None, _has(asks, law.ART_29_REFUSED, made.refused_on)
    rule, from_on, source = (
        ("A-13", made.accepted_on, law.ART_43_LATE)
        if made.accepted_on
        else ("A-6", made.applied_on, law.ART_29_REFUSED)
    )
    late = ends(rule, from_on, calendar)
    return None, _once_passed(late, facts.today, asks, source)


def _has(asks: Text, source: Source, since_on: date) -> Condition:
    return Condition(state=State.HOLDS, asks=asks, why=asks, source=source, since_on=since_on)


def _once_passed(until: Until, today: date, asks: Text, source: Source) -> Condition:
    """A condition that begins to hold on the day after the last day of a period."""
    if until.on is not None and today > until.on:
        return _has(asks, source, until.on + _DAY)
    ahead = until.on or until.natural_on
    if ahead is not None and today <= ahead:
        why = Text("期限还没有届满。", "The period has not passed.")
        return still_to_come(asks, why, source, since_on=until.on + _DAY if until.on else None)
    why = Text(
        f"须待《{until.missing}》公布后才能计算。", f"Cannot be computed before the notice is out: {until.missing}"
    )
    return Condition(state=State.UNKNOWN, asks=asks, why=why, source=source)
