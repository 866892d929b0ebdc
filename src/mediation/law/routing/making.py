"""How a door is made of its conditions: the few forms that conditions take, the shares of what is owed, the last day.

Holds what all doors have in common. Refuses to hold what any one of them asks.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law.deadlines import ROWS, compute
from mediation.law.periods import day_of
from mediation.law.routing.door import (
    Condition,
    Door,
    DoorId,
    How,
    Need,
    NeedKind,
    Reason,
    Share,
    Standing,
    State,
    Until,
    Who,
    as_needs,
    reasons,
    since,
    standing_of,
)
from mediation.law.routing.effects import effects_of
from mediation.law.routing.facts import ART_10, Amount, CaseFacts, Group, Head
from mediation.law.sources import mediation
from mediation.law.sources.limitation import MEDIATION_AND_ARBITRATION_27_ONE_YEAR
from mediation.law.sources.source import Source

Coverage = Mapping[Head, How]
"""What a door does for each head."""


class Bound(StrEnum):
    """Whom a door serves: those whom the agreement binds, those whom it does not, or both."""

    ALSO = "also"
    NOT = "not"
    ONLY = "only"


STUDIO_QUESTION: Final = Text(
    "联合调解工作室是否属于该条所称的调解组织，取决于其设立依据，需由法律顾问确认。",
    "Whether a joint studio is a mediation body in the sense of this article depends on its legal basis: to be confirmed.",
)
INSURANCE_QUESTION: Final = Text(
    "社会保险费的补缴一般由征收机构处理，该途径能否一并处理，需由法律顾问确认。",
    "Arrears of contributions are as a rule for the collecting authority; whether this way can deal with them too: to be confirmed.",
)


def holds_if(
    value: bool | None, asks: Text, why: Text, source: Source, *, since_on: date | None = None, for_good: bool = False
) -> Condition:
    """A condition that somebody has to have recorded: yes holds, no fails, not recorded leaves it unknown."""
    if value is None:
        why = Text(f"尚未登记：{asks.zh}", f"Not recorded yet: {asks.en}")
    state = {True: State.HOLDS, False: State.FAILS, None: State.UNKNOWN}[value]
    return Condition(state=state, asks=asks, why=why, source=source, since_on=since_on, for_good=for_good)


def clear_of(obstacle: bool | None, asks: Text, why: Text, source: Source, *, for_good: bool = False) -> Condition:
    """A condition that holds unless somebody recorded the obstacle: exceptional things are not asked for in every case."""
    state = State.FAILS if obstacle else State.HOLDS
    return Condition(state=state, asks=asks, why=why, source=source, for_good=for_good)


def still_to_come(asks: Text, why: Text, source: Source, *, since_on: date | None = None) -> Condition:
    """A condition that does not hold yet and still can."""
    return Condition(state=State.LATER, asks=asks, why=why, source=source, since_on=since_on)


def used(on: date | None, source: Source, what: Text) -> tuple[Condition, ...]:
    """Nothing when nobody went through on any day; else that the door was used, which closes it."""
    if on is None:
        return ()
    asks = Text("尚未走过这一途径", "this way has not been taken")
    why = Text(f"已于{on}{what.zh}。", f"{what.en} on {on}.")
    return (Condition(state=State.FAILS, asks=asks, why=why, source=source),)


def in_effect(facts: CaseFacts) -> Condition:
    """An agreement that has taken effect."""
    asks = Text("调解协议书已经生效", "a mediation agreement in effect")
    source = mediation.MEDIATION_AND_ARBITRATION_14_EFFECT
    if facts.agreement is not None:
        return Condition(state=State.HOLDS, asks=asks, why=asks, source=source, since_on=facts.agreement.effective_on)
    if facts.ended_on is not None:
        why = Text("调解已结束，没有达成协议。", "Mediation ended without an agreement.")
        return Condition(state=State.FAILS, asks=asks, why=why, source=source)
    why = Text("还没有生效的调解协议书。", "There is no agreement in effect yet.")
    return Condition(state=State.LATER, asks=asks, why=why, source=source)


def by_a_body(facts: CaseFacts, source: Source) -> Condition:
    """A body that was set up by law; of which kind is recorded with the studio."""
    asks = Text("由依法设立的调解组织主持", "made before a mediation body set up by law")
    return holds_if(True if facts.body is not None else None, asks, asks, source)


def body_questions(facts: CaseFacts) -> tuple[Text, ...]:
    """Whether the studio is such a body: asked unless it is one of those the law names."""
    return () if facts.body in ART_10 else (STUDIO_QUESTION,)


def ends(rule: str, trigger_on: date, calendar: Calendar) -> Until:
    """The last day of a row of the table of deadlines, or why nobody can say yet."""
    row = ROWS[rule]
    try:
        due = compute(row, trigger_on, calendar)
    except CannotCompute as unknown:
        return Until(on=None, natural_on=unknown.natural_end, source=row.source, missing=unknown.missing)
    return Until(on=due.on, natural_on=due.natural_end, source=row.source)


def in_time(until: Until, today: date, asks: Text, why: Text, source: Source | None = None) -> Condition:
    """That the last day has not passed. Before the natural end that is certain whatever the year's calendar will say."""
    known = until.on or until.natural_on
    if known is not None and today <= known:
        value: bool | None = True
    else:
        value = False if until.on is not None else None
    if value is None:
        unsure = Text(
            f"期限是否届满，须待《{until.missing}》公布后才能计算。",
            f"Whether it has passed cannot be computed before the notice of the year is out: {until.missing}",
        )
        return Condition(state=State.UNKNOWN, asks=asks, why=unsure, source=source or until.source)
    return holds_if(value, asks, why, source or until.source, for_good=True)


def share_out(
    facts: CaseFacts, coverage: Coverage, *, bound: Bound = Bound.ALSO, after_default: bool = False
) -> tuple[Share, ...]:
    """What the door does for each sum; together they are everything owed.

    `after_default`: what is promised for a later day is served then. Contributions are due by statute, whatever was
    promised: a door that certainly serves them does so at once.
    """
    found: dict[tuple[Group, frozenset[Head], How], int] = {}
    for amount in facts.owed:
        how = _how(amount.heads, coverage)
        statutory = how is How.SERVED and amount.group is Group.SOCIAL_INSURANCE
        if how is How.ELSEWHERE or not _reaches(bound, amount, facts):
            how = How.ELSEWHERE
        elif (bound is Bound.ONLY and facts.agreement is None) or (
            after_default and not statutory and not amount.is_due(facts.now)
        ):
            how = How.NOT_YET
        key = (amount.group, amount.heads, how)
        found[key] = found.get(key, 0) + amount.fen
    return tuple(
        Share(group=group, heads=heads, fen=fen, how=how) for (group, heads, how), fen in sorted(found.items(), key=str)
    )


def _reaches(bound: Bound, amount: Amount, facts: CaseFacts) -> bool:
    match bound:
        case Bound.ALSO:
            return True
        case Bound.NOT:
            return not amount.bound
        case Bound.ONLY:
            return amount.bound or (facts.agreement is None and facts.ended_on is None)


def _how(heads: frozenset[Head], coverage: Coverage) -> How:
    kinds = {coverage[head] for head in heads}
    return kinds.pop() if len(kinds) == 1 else How.UNCLEAR


def something_due(facts: CaseFacts, shares: Sequence[Share], source: Source, *, bound: Bound = Bound.ALSO) -> Condition:
    """That there is something this door serves, and that it is due. `bound` as for the shares."""
    asks = Text("有已到期未付、属于该途径范围的款项", "something due and unpaid that this way covers")
    by = {how: sum(share.fen for share in shares if share.how is how) for how in How}
    if by[How.SERVED]:
        return Condition(
            state=State.HOLDS, asks=asks, why=asks, source=source, since_on=_due_since(facts, shares, bound)
        )
    if by[How.UNCLEAR]:
        why = Text(
            "所欠款项是否属于该途径的范围，取决于其构成。", "Whether what is owed is covered depends on what it is for."
        )
        return Condition(state=State.UNKNOWN, asks=asks, why=why, source=source)
    if by[How.NOT_YET]:
        why = Text("协议约定的履行期限还没有届满。", "The day of performance that was agreed has not passed.")
        return still_to_come(asks, why, source, since_on=facts.next_due)
    why = Text("没有属于该途径范围的欠款。", "Nothing is owed that this way covers.")
    return Condition(state=State.FAILS, asks=asks, why=why, source=source)


def _due_since(facts: CaseFacts, shares: Sequence[Share], bound: Bound) -> date | None:
    served = {share.heads for share in shares if share.how is How.SERVED}
    due = [
        amount.due_at
        for amount in facts.owed
        if amount.heads in served and amount.is_due(facts.now) and _reaches(bound, amount, facts)
    ]
    known = [at for at in due if at is not None]
    return day_of(min(known)) if known and len(known) == len(due) else None


def documents(source: Source, *wanted: tuple[str, str, bool | None]) -> tuple[Need, ...]:
    """What has to be brought: Chinese, English, and whether the system knows that it is there."""
    return tuple(
        Need(kind=NeedKind.DOCUMENT, text=Text(zh, en), source=source, present=present) for zh, en, present in wanted
    )


def make(
    door: DoorId,
    title: Text,
    conditions: Sequence[Condition],
    *,
    shares: tuple[Share, ...],
    who: tuple[Who, ...],
    sources: tuple[Source, ...],
    until: Until | None = None,
    used_on: date | None = None,
    warnings: tuple[Reason, ...] = (),
    needs: tuple[Need, ...] = (),
    questions: tuple[Text, ...] = (),
) -> Door:
    """The door that these conditions make."""
    standing = standing_of(conditions)
    return Door(
        id=door,
        title=title,
        standing=standing,
        since_on=since(conditions, standing),
        until=until,
        used_on=used_on,
        for_good=standing is Standing.CLOSED and any(one.for_good and one.state is State.FAILS for one in conditions),
        why=reasons(conditions, standing),
        warnings=warnings,
        needs=(*as_needs(conditions), *needs),
        shares=shares,
        who=who,
        sources=sources,
        effects=effects_of(door),
        open_questions=questions,
    )


def insured(facts: CaseFacts) -> tuple[Text, ...]:
    """The question about social insurance, where any is owed."""
    return (INSURANCE_QUESTION,) if facts.owed_fen(Group.SOCIAL_INSURANCE) else ()


_S, _E, _U = How.SERVED, How.ELSEWHERE, How.UNCLEAR

FOUR_KINDS: Final[Coverage] = {
    Head.WAGE_ARREARS: _S,
    Head.OVERTIME: _S,
    Head.LEAVE_PAY: _S,
    Head.DOUBLE_WAGE: _S,
    Head.COMPENSATION: _S,
    Head.DAMAGES: _S,
    Head.WORK_INJURY: _U,
    Head.OTHER: _U,
    Head.SOCIAL_INSURANCE: _E,
}
"""劳动报酬、工伤医疗费、经济补偿或者赔偿金. Of what is owed for an injury only the medical costs; the second wage counts as
赔偿金 (办案规则 50). Social insurance is not in the list."""

PAY: Final[Coverage] = {
    **dict.fromkeys(Head, _E),
    Head.WAGE_ARREARS: _S,
    Head.OVERTIME: _S,
    Head.LEAVE_PAY: _U,
    Head.OTHER: _U,
}
"""劳动报酬 alone."""

EVERYTHING: Final[Coverage] = {**dict.fromkeys(Head, _S), Head.SOCIAL_INSURANCE: _U}
"""Every head of a labour dispute; whether contributions too is the standing question."""

INSPECTED: Final[Coverage] = {**FOUR_KINDS, Head.SOCIAL_INSURANCE: _S}
"""What the labour authority looks after."""

INSURANCE: Final[Coverage] = {**dict.fromkeys(Head, _E), Head.SOCIAL_INSURANCE: _S}
"""Contributions alone."""

AIDED: Final[Coverage] = {
    **dict.fromkeys(Head, _U),
    Head.WAGE_ARREARS: _S,
    Head.OVERTIME: _S,
    Head.WORK_INJURY: _S,
}
"""What 法律援助法 31 names in so many words; the rest depends on the regions' wider lists."""

NO_LIMIT: Final = Reason(
    Text(
        "法律没有为这一途径另设期限；请注意仲裁时效。",
        "The law sets no period of its own for this way; mind the limitation of the claim.",
    ),
    MEDIATION_AND_ARBITRATION_27_ONE_YEAR,
)
