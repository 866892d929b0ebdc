"""Arbitration, and advance execution while it or a suit is pending."""

from datetime import date

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law.routing.door import Condition, Door, DoorId, State, Who
from mediation.law.routing.facts import Arbitration, CaseFacts
from mediation.law.routing.limitation import limitation
from mediation.law.routing.making import (
    EVERYTHING,
    FOUR_KINDS,
    Bound,
    documents,
    holds_if,
    insured,
    make,
    share_out,
    something_due,
    still_to_come,
    used,
)
from mediation.law.sources import doors as law
from mediation.law.sources import mediation, procedure
from mediation.law.sources.limitation import MEDIATION_AND_ARBITRATION_27_ONE_YEAR, MEDIATION_AND_ARBITRATION_27_WAGES


def arbitration(facts: CaseFacts, calendar: Calendar) -> Door:
    """A party applies for arbitration. Source: 调解仲裁法 5, 15, 27; 办案规则 30-35."""
    titled = facts.agreement is not None and _title_of_agreement(facts) is not None
    shares = share_out(facts, EVERYTHING, bound=Bound.NOT if titled else Bound.ALSO, after_default=True)
    source = mediation.MEDIATION_AND_ARBITRATION_15 if facts.agreement is not None else law.ART_5_CHOICE
    until, warnings = limitation(facts, calendar)
    return make(
        DoorId.ARBITRATION,
        Text("申请劳动仲裁", "Labour arbitration"),
        [
            *_titled(facts, titled=titled),
            *([] if titled and not _unbound(facts) else [something_due(facts, shares, source)]),
            *_arbitration_outcome(facts.arbitration),
        ],
        shares=shares,
        who=(Who.WORKER,),
        sources=(
            source,
            law.RULES_30_ACCEPT,
            MEDIATION_AND_ARBITRATION_27_ONE_YEAR,
            MEDIATION_AND_ARBITRATION_27_WAGES,
        ),
        until=until,
        used_on=facts.arbitration.applied_on if facts.arbitration and not facts.arbitration.withdrawn_on else None,
        warnings=warnings,
        needs=documents(
            law.RULES_29_APPLICATION,
            ("仲裁申请书及副本", "the application and copies for each respondent", None),
            ("证据及来源", "the evidence and where it is from", None),
        ),
        questions=(*insured(facts), *(_CONFIRMED_QUESTION if titled else ())),
    )


_CONFIRMED_QUESTION = (
    Text(
        "协议经司法确认后能否就同一请求再申请仲裁，条文未明，需由法律顾问确认。",
        "Whether the same claim can be arbitrated after a court has confirmed the agreement, no article says: to be confirmed.",
    ),
)


def _unbound(facts: CaseFacts) -> bool:
    return any(not amount.bound for amount in facts.owed)


def _titled(facts: CaseFacts, *, titled: bool) -> tuple[Condition, ...]:
    if not titled or _unbound(facts):
        return ()
    assert facts.agreement is not None
    reviewed = facts.agreement.review.granted_on is not None
    return (
        holds_if(
            False,
            Text("同一请求没有已生效的文书", "no effective document on the same claim"),
            Text("已有可以执行的文书，应当申请执行。", "There is a document that can be enforced: enforce it."),
            law.RULES_34_TWICE if reviewed else procedure.CIVIL_PROCEDURE_206,
            for_good=reviewed,
        ),
    )


def _arbitration_outcome(made: Arbitration | None) -> tuple[Condition, ...]:
    if made is None or made.withdrawn_on is not None:
        return ()
    asks = Text("同一请求没有仲裁过", "the same claim was not arbitrated before")
    if made.award_on is not None:
        why = Text(f"已于{made.award_on}收到裁决书。", f"The award was received on {made.award_on}.")
        return (holds_if(False, asks, why, law.RULES_34_TWICE, for_good=True),)
    if made.refused_on is not None:
        why = Text(f"已于{made.refused_on}不予受理，可以起诉。", f"Refused on {made.refused_on}: there is a suit.")
        return (holds_if(False, asks, why, law.RULES_34_REFUSED, for_good=True),)
    return used(made.applied_on, law.RULES_34_TWICE, Text("申请仲裁，正在处理", "In arbitration: applied for"))


def advance_execution(facts: CaseFacts, _: Calendar) -> Door:
    """The tribunal orders part of the money paid before the award. Source: 调解仲裁法 44; 民事诉讼法 109-110."""
    shares = share_out(facts, FOUR_KINDS, after_default=True)
    return make(
        DoorId.ADVANCE_EXECUTION,
        Text("申请先予执行", "Advance execution"),
        [
            _pending(facts),
            something_due(facts, shares, law.ART_44_ADVANCE),
            holds_if(
                True if facts.agreement is not None else facts.circumstances.amounts_undisputed,
                Text("双方权利义务关系明确", "the rights of both are clear"),
                Text("权利义务关系不明确。", "The rights of both are not clear."),
                law.ART_44_CLEAR,
            ),
            holds_if(
                facts.circumstances.livelihood_affected,
                Text("不先予执行将严重影响劳动者生活", "without it the worker's life is seriously affected"),
                Text("未严重影响劳动者生活。", "The worker's life is not seriously affected."),
                law.ART_44_LIFE,
            ),
        ],
        shares=shares,
        who=(Who.WORKER,),
        sources=(law.ART_44_ADVANCE, law.ART_44_LIFE, law.CIVIL_PROCEDURE_109),
        needs=documents(
            law.ART_44_ADVANCE, ("先予执行申请书（可以不提供担保）", "the application; no security needed", None)
        ),
    )


def _pending(facts: CaseFacts) -> Condition:
    """That a tribunal or a court has the dispute before it."""
    asks, made = Text("仲裁或者诉讼正在进行", "arbitration or a suit is pending"), facts.arbitration
    begun = made is not None and made.withdrawn_on is None and made.refused_on is None
    if facts.sued_on is not None:
        return Condition(state=State.HOLDS, asks=asks, why=asks, source=law.CIVIL_PROCEDURE_109, since_on=facts.sued_on)
    if begun and made is not None and made.award_on is not None:
        why = Text("已经裁决。", "There is an award.")
        return Condition(state=State.FAILS, asks=asks, why=why, source=law.ART_44_ADVANCE)
    if begun and made is not None:
        since_on = made.accepted_on or made.applied_on
        return Condition(state=State.HOLDS, asks=asks, why=asks, source=law.ART_44_ADVANCE, since_on=since_on)
    return still_to_come(
        asks, Text("须先申请仲裁或者起诉。", "Arbitration or a suit has to be begun first."), law.ART_44_ADVANCE
    )


def _title_of_agreement(facts: CaseFacts) -> date | None:
    assert facts.agreement is not None
    return facts.agreement.confirmation.granted_on or facts.agreement.review.granted_on
