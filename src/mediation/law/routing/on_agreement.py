"""The doors that a signed agreement opens: both joint ones, and the two payment orders with their different endings."""

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law.routing.door import Condition, Door, DoorId, Need, Reason, Until, Who
from mediation.law.routing.facts import Body, CaseFacts, Joint, Order
from mediation.law.routing.making import (
    EVERYTHING,
    FOUR_KINDS,
    NO_LIMIT,
    PAY,
    Bound,
    body_questions,
    by_a_body,
    clear_of,
    documents,
    ends,
    holds_if,
    in_effect,
    in_time,
    insured,
    make,
    share_out,
    something_due,
    used,
)
from mediation.law.sources import arbitration, labour, mediation, procedure
from mediation.law.sources import doors as law
from mediation.law.sources.source import Source


def judicial_confirmation(facts: CaseFacts, calendar: Calendar) -> Door:
    """Both sides ask the court to confirm the agreement. Source: 民事诉讼法 205-206; 人民调解法 33; 解释（一）52."""
    agreement, source = facts.agreement, procedure.CIVIL_PROCEDURE_205
    conditions = [in_effect(facts), by_a_body(facts, source), _not_bankrupt(facts)]
    until = used_on = None
    if agreement is not None:
        until = ends("G-3", agreement.effective_on, calendar)
        conditions += [
            _joint_in_time(until, facts, source),
            clear_of(
                agreement.review.granted_on is not None,
                Text("没有已生效的仲裁调解书", "no effective statement of the arbitration commission"),
                Text(
                    "仲裁委员会已制作调解书，可以直接申请执行。", "The commission's statement can be enforced as it is."
                ),
                law.RULES_77_STATEMENT,
            ),
            *_joint_outcome(
                agreement.confirmation, source, law.CIVIL_PROCEDURE_206_REFUSED, Text("共同申请司法确认", "applied for")
            ),
        ]
        used_on = agreement.confirmation.applied_on or agreement.confirmation.granted_on
    also = (arbitration.INTERPRETATION_ONE_52,) if facts.body is Body.PEOPLES_MEDIATION else ()
    return make(
        DoorId.JUDICIAL_CONFIRMATION,
        Text("共同申请司法确认", "Joint judicial confirmation"),
        conditions,
        shares=share_out(facts, EVERYTHING, bound=Bound.ONLY),
        who=(Who.BOTH,),
        sources=(source, mediation.PEOPLES_MEDIATION_33, procedure.CIVIL_PROCEDURE_206, *also),
        until=until,
        used_on=used_on,
        needs=documents(
            law.INTERPRETATION_354_PAPERS,
            ("司法确认共同申请书（双方）", "the joint application of both sides", True if used_on else None),
            ("调解协议书", "the agreement", agreement is not None),
            ("调解组织主持调解的证明", "proof that the body conducted the mediation", None),
            ("双方身份、住所、联系方式", "identity, address and contact of both sides", None),
        ),
        questions=(*body_questions(facts), *insured(facts)),
    )


def arbitration_review(facts: CaseFacts, calendar: Calendar) -> Door:
    """Both sides ask the commission to make a statement of the agreement. Source: 办案规则 74-78."""
    made, source = facts.agreement, arbitration.ARBITRATION_RULES_74
    conditions = [in_effect(facts), by_a_body(facts, source), _no_labour_relation(facts)]
    until = used_on = None
    warnings: tuple[Reason, ...] = ()
    if made is not None:
        until = ends("G-2", made.effective_on, calendar)
        conditions += [
            _not_confirmed(made.confirmation),
            _joint_in_time(until, facts, law.RULES_75_LATE),
            *_joint_outcome(made.review, source, law.RULES_78_REFUSED, Text("共同申请仲裁审查", "applied for")),
        ]
        used_on = made.review.applied_on or made.review.granted_on
        warnings = _may_be_confirmed(made.confirmation)
    return make(
        DoorId.ARBITRATION_REVIEW,
        Text("共同申请仲裁审查", "Joint arbitration review"),
        conditions,
        shares=share_out(facts, EVERYTHING, bound=Bound.ONLY),
        who=(Who.BOTH,),
        sources=(source, mediation.ENTERPRISE_MEDIATION_27, law.RULES_75_CONFIRMED, law.RULES_77_STATEMENT),
        until=until,
        used_on=used_on,
        warnings=warnings,
        needs=documents(
            law.RULES_74_PAPERS,
            ("仲裁审查申请书（双方）", "the joint application of both sides", True if used_on else None),
            ("调解协议书", "the agreement", made is not None),
            ("身份证明、资格证明", "proof of identity and standing", None),
            ("送达地址、电话", "addresses for service and phones", None),
        ),
        questions=(*body_questions(facts), *insured(facts)),
    )


def _no_labour_relation(facts: CaseFacts) -> Condition:
    return clear_of(
        facts.circumstances.establishes_labour_relation,
        Text("协议不是确认劳动关系的", "the agreement does not confirm a labour relation"),
        Text("确认劳动关系的协议，仲裁审查不予受理。", "An agreement that confirms a labour relation is not accepted."),
        law.RULES_75_RELATION,
        for_good=True,
    )


def _not_confirmed(confirmation: Joint) -> Condition:
    return clear_of(
        confirmation.granted_on is not None,
        Text("协议未经人民法院司法确认", "no court has confirmed the agreement"),
        Text("协议已经人民法院司法确认，不再受理仲裁审查。", "A court has confirmed it: review is not accepted."),
        law.RULES_75_CONFIRMED,
        for_good=True,
    )


def _may_be_confirmed(confirmation: Joint) -> tuple[Reason, ...]:
    if confirmation.applied_on is None or confirmation.granted_on or confirmation.refused_on:
        return ()
    said = Text("已申请司法确认；一经确认，不再受理。", "Confirmation was applied for; once granted, this closes.")
    return (Reason(said, law.RULES_75_CONFIRMED),)


def _joint_in_time(until: Until, facts: CaseFacts, source: Source) -> Condition:
    return in_time(
        until,
        facts.today,
        Text("在协议生效之日起的申请期限内", "within the period from the day of effect"),
        Text("共同申请的期限已经届满。", "The period for the joint application has passed."),
        source,
    )


def _not_bankrupt(facts: CaseFacts) -> Condition:
    return clear_of(
        facts.circumstances.employer_bankrupt,
        Text("用人单位未进入破产程序", "the employer is not in bankruptcy"),
        Text("涉及破产程序的，不予受理。", "With bankruptcy pending it is not accepted."),
        law.INTERPRETATION_355_BANKRUPT,
    )


def _joint_outcome(joint: Joint, source: Source, refusal: Source, what: Text) -> tuple[Condition, ...]:
    if joint.refused_on is not None:
        why = Text(f"已于{joint.refused_on}不予确认或者制作。", f"It was refused on {joint.refused_on}.")
        return (holds_if(False, Text("未被驳回", "not refused before"), why, refusal, for_good=True),)
    if joint.granted_on is not None:
        return used(joint.granted_on, source, Text("完成", "Granted"))
    return used(joint.applied_on, source, Text(what.zh, "Applied for"))


def payment_order_on_agreement(facts: CaseFacts, _: Calendar) -> Door:
    """The worker asks for a payment order on the agreement. Source: 调解仲裁法 16; 民事诉讼法 225-228; 解释（一）13(3)."""
    shares = share_out(facts, FOUR_KINDS, bound=Bound.ONLY, after_default=True)
    warnings = [NO_LIMIT]
    if facts.agreement is not None and facts.agreement.confirmation.granted_on is not None:
        said = Text("协议已经司法确认，可以直接申请执行。", "The agreement is confirmed: it can be enforced at once.")
        warnings.append(Reason(said, procedure.CIVIL_PROCEDURE_206))
    return make(
        DoorId.PAYMENT_ORDER_ON_AGREEMENT,
        Text("持调解协议申请支付令", "Payment order on the agreement"),
        [
            in_effect(facts),
            something_due(facts, shares, mediation.MEDIATION_AND_ARBITRATION_16, bound=Bound.ONLY),
            *_order_conditions(facts),
            *_order_outcome(facts.order_on_agreement, law.LABOUR_13_AGREEMENT),
        ],
        shares=shares,
        who=(Who.WORKER,),
        sources=(
            mediation.MEDIATION_AND_ARBITRATION_16,
            law.CIVIL_PROCEDURE_225_DEBTS,
            law.INTERPRETATION_427_DUE,
            law.LABOUR_13_AGREEMENT,
        ),
        used_on=facts.order_on_agreement.applied_on if facts.order_on_agreement else None,
        warnings=tuple(warnings),
        needs=_order_papers(agreement=facts.agreement is not None),
        questions=body_questions(facts),
    )


def payment_order_on_arrears(facts: CaseFacts, _: Calendar) -> Door:
    """The worker asks for a payment order on plain arrears of pay. Source: 劳动合同法 30(2); 解释（一）13(2)."""
    shares = share_out(facts, PAY, after_default=True)
    certain = True if facts.agreement is not None else facts.circumstances.amounts_undisputed
    return make(
        DoorId.PAYMENT_ORDER_ON_ARREARS,
        Text("就拖欠劳动报酬申请支付令", "Payment order on arrears of pay"),
        [
            something_due(facts, shares, labour.LABOUR_CONTRACT_30),
            holds_if(
                certain,
                Text("数额确定、双方没有争议", "a certain sum that is not disputed"),
                Text("数额有争议，不适用督促程序。", "The sum is disputed: this procedure is not for it."),
                law.INTERPRETATION_427_DUE,
            ),
            *_order_conditions(facts),
            *_order_outcome(facts.order_on_arrears, law.LABOUR_13_ARREARS),
        ],
        shares=shares,
        who=(Who.WORKER,),
        sources=(
            labour.LABOUR_CONTRACT_30,
            law.CIVIL_PROCEDURE_225_DEBTS,
            law.INTERPRETATION_427_DUE,
            law.LABOUR_13_ARREARS,
        ),
        used_on=facts.order_on_arrears.applied_on if facts.order_on_arrears else None,
        warnings=(NO_LIMIT,),
        needs=_order_papers(agreement=None),
    )


def _order_conditions(facts: CaseFacts) -> tuple[Condition, ...]:
    seen = facts.circumstances
    return (
        holds_if(
            None if seen.mutual_debts is None else not seen.mutual_debts,
            Text("双方没有其他债务纠纷", "no other debts between the two"),
            Text("双方有其他债务纠纷，不能申请支付令。", "There are other debts between them: no payment order."),
            law.CIVIL_PROCEDURE_225_DEBTS,
        ),
        holds_if(
            seen.order_can_be_served,
            Text("支付令能够送达用人单位", "the order can be served on the employer"),
            Text("支付令无法送达用人单位。", "The order cannot be served on the employer."),
            law.CIVIL_PROCEDURE_225_SERVED,
        ),
        clear_of(
            seen.employer_missing,
            Text("用人单位在我国境内且未下落不明", "the employer is in China and not missing"),
            Text("用人单位下落不明，不能申请支付令。", "The employer is missing: no payment order."),
            law.INTERPRETATION_427_MISSING,
        ),
        clear_of(
            seen.counter_performance,
            Text("劳动者没有对待给付义务", "the worker owes nothing in return"),
            Text("劳动者负有对待给付义务。", "The worker owes something in return."),
            law.INTERPRETATION_427_RETURN,
        ),
        clear_of(
            seen.preservation_sought,
            Text("未申请诉前保全", "no preservation before suit was sought"),
            Text("已申请诉前保全，不能申请支付令。", "Preservation before suit was sought: no payment order."),
            law.INTERPRETATION_427_PRESERVATION,
        ),
        clear_of(
            facts.sued_on is not None,
            Text("没有就同一债权起诉", "no suit on the same debt"),
            Text("已就同一债权起诉，督促程序终结。", "A suit on the same debt is pending: the procedure ends."),
            law.INTERPRETATION_430_SUED,
        ),
    )


def _order_outcome(order: Order | None, ending: Source) -> tuple[Condition, ...]:
    """Nothing when none was sought. A lapsed order is over for good; where the way goes on from there is `ending`."""
    if order is None:
        return ()
    never = Text("没有被驳回或者失效的支付令", "no order that was refused or lapsed")
    if order.ended_on is not None:
        why = Text(
            f"督促程序已于{order.ended_on}终结，支付令失效；{_NEXT[ending].zh}",
            f"The procedure ended on {order.ended_on} and the order lapsed; {_NEXT[ending].en}",
        )
        return (holds_if(False, never, why, ending, for_good=True),)
    if order.rejected_on is not None:
        why = Text(f"申请已于{order.rejected_on}被驳回。", f"The application was dismissed on {order.rejected_on}.")
        return (holds_if(False, never, why, law.CIVIL_PROCEDURE_227_DISMISSED),)
    return used(order.applied_on, law.CIVIL_PROCEDURE_225_APPLICATION, Text("申请支付令", "Applied for"))


_NEXT = {
    law.LABOUR_13_AGREEMENT: Text("可以依据调解协议直接起诉。", "a suit on the agreement is open."),
    law.LABOUR_13_ARREARS: Text("应当先申请劳动仲裁。", "the dispute has to go to arbitration first."),
}


def _order_papers(*, agreement: bool | None) -> tuple[Need, ...]:
    return documents(
        law.CIVIL_PROCEDURE_225_APPLICATION,
        ("支付令申请书（写明数量、事实、证据）", "the application: the sum, the facts, the evidence", None),
        *((("调解协议书", "the agreement", agreement),) if agreement is not None else ()),
        ("工资清单等证据", "evidence such as the list of wages", None),
        ("用人单位的送达地址", "the employer's address for service", None),
    )
