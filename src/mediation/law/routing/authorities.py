"""The doors of the authorities: labour inspection, collection of social insurance, the police, and legal aid."""

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar
from mediation.law.routing import collective
from mediation.law.routing.door import Condition, Door, DoorId, Need, Reason, State, Who
from mediation.law.routing.facts import CaseFacts
from mediation.law.routing.limitation import is_urgent, limitation
from mediation.law.routing.making import (
    AIDED,
    INSPECTED,
    INSURANCE,
    PAY,
    clear_of,
    documents,
    ends,
    holds_if,
    in_time,
    make,
    share_out,
    something_due,
    still_to_come,
    used,
)
from mediation.law.sources import aid, labour
from mediation.law.sources import doors as law


def labour_inspection(facts: CaseFacts, calendar: Calendar) -> Door:
    """A complaint to the labour authority. Source: 调解仲裁法 9; 劳动保障监察条例 11, 20, 21; 劳动合同法 85."""
    shares = share_out(facts, INSPECTED, after_default=True)
    until = ends("S-2", facts.breach_ended_on, calendar) if facts.breach_ended_on is not None else None
    conditions = [
        something_due(facts, shares, law.ART_9_COMPLAINT),
        _not_before_others(facts),
        *used(facts.complained_on, law.ART_9_COMPLAINT, Text("投诉", "Complained")),
    ]
    if until is not None:
        conditions.append(
            in_time(
                until,
                facts.today,
                Text("违法行为终了未满二年", "less than two years since the act ended"),
                Text(
                    "违法行为终了已满二年，不再查处。",
                    "Two years have passed since the act ended: it is not looked into.",
                ),
            )
        )
    return make(
        DoorId.LABOUR_INSPECTION,
        Text("向劳动保障监察投诉", "Complaint to the labour inspection"),
        conditions,
        shares=shares,
        who=(Who.WORKER, Who.STUDIO),
        sources=(
            law.ART_9_COMPLAINT,
            law.INSPECTION_11_PAY,
            law.INSPECTION_11_INSURANCE,
            labour.INSPECTION_21,
            law.LABOUR_CONTRACT_85,
        ),
        until=until,
        used_on=facts.complained_on,
        needs=documents(law.ART_9_COMPLAINT, ("投诉材料", "the complaint and its papers", None)),
        questions=(_IN_MEDIATION,),
    )


def _not_before_others(facts: CaseFacts) -> Condition:
    begun = facts.arbitration is not None and facts.arbitration.withdrawn_on is None
    return clear_of(
        begun or facts.sued_on is not None,
        Text("同一事项没有申请仲裁或者起诉", "the same matter is not in arbitration or before a court"),
        Text(
            "同一事项已申请仲裁或者起诉，监察部门告知依照该程序办理。",
            "The same matter is in arbitration or before a court: the inspection refers back to it.",
        ),
        labour.INSPECTION_21,
    )


_IN_MEDIATION = Text(
    "监察条例第21条也提到已申请调解的事项；调解中或者达成协议后能否投诉，需由法律顾问确认。",
    "Art. 21 of the regulation names mediation too: whether one may complain while or after mediating is to be confirmed.",
)


def social_insurance_collection(facts: CaseFacts, _: Calendar) -> Door:
    """The collecting authority orders the arrears of contributions paid. Source: 社会保险法 63, 82, 83, 86."""
    shares = share_out(facts, INSURANCE)
    return make(
        DoorId.SOCIAL_INSURANCE_COLLECTION,
        Text("社会保险费征收机构责令补缴", "Collection of social insurance"),
        [
            something_due(facts, shares, law.SOCIAL_INSURANCE_63),
            *used(facts.collection_asked_on, law.SOCIAL_INSURANCE_63, Text("提出", "Asked for")),
        ],
        shares=shares,
        who=(Who.WORKER, Who.STUDIO),
        sources=(law.SOCIAL_INSURANCE_63, law.SOCIAL_INSURANCE_82, law.SOCIAL_INSURANCE_83),
        used_on=facts.collection_asked_on,
        needs=documents(
            law.SOCIAL_INSURANCE_82, ("缴费记录和劳动关系证明", "the record of contributions and proof of work", None)
        ),
        questions=(_WHICH_AUTHORITY,),
    )


_WHICH_AUTHORITY = Text(
    "由人社部门还是税务部门受理、历史欠费是否受二年限制，各地不同，需由法律顾问确认。",
    "Whether the labour or the tax authority takes it, and whether old arrears are cut off after two years, differs: to be confirmed.",
)


def criminal_referral(facts: CaseFacts, _: Calendar) -> Door:
    """Refusing to pay remuneration as a crime. Source: 刑法 276之一; 法释〔2013〕3号 3; 农民工条例 41."""
    shares = share_out(facts, PAY, after_default=True)
    seen = facts.circumstances
    return make(
        DoorId.CRIMINAL_REFERRAL,
        Text("涉嫌拒不支付劳动报酬罪，移送公安机关", "Referral to the police: refusing to pay remuneration"),
        [
            something_due(facts, shares, law.CRIMINAL_276_1),
            holds_if(
                _evades(seen.employer_fled, seen.employer_able_to_pay),
                Text(
                    "转移财产、逃匿，或者有能力支付而不支付", "it hides, moves property away, or could pay and does not"
                ),
                Text("没有逃避支付，也没有支付能力。", "It neither evades payment nor is able to pay."),
                law.CRIMINAL_276_1,
            ),
            _large(facts),
            _ordered(facts),
            *used(facts.reported_on, law.MIGRANT_41, Text("移送或者报案", "Referred or reported")),
        ],
        shares=shares,
        who=(Who.LABOUR_AUTHORITY, Who.STUDIO, Who.WORKER),
        sources=(law.CRIMINAL_276_1, law.CRIME_3_SUMS, law.MIGRANT_41, law.PEOPLES_25_REPORT),
        used_on=facts.reported_on,
        needs=documents(law.MIGRANT_41, ("责令支付文书及送达证明", "the order to pay and proof of its service", None)),
        questions=(_THRESHOLDS,),
    )


_THRESHOLDS = Text(
    "数额较大的具体标准由各高级人民法院在司法解释的幅度内确定，需由法律顾问提供本地标准。",
    "Each High Court sets what is a large sum within the range of the interpretation: the local figure has to be obtained.",
)


def _evades(fled: bool | None, able: bool | None) -> bool | None:
    if fled or able:
        return True
    return None if fled is None or able is None else False


def _large(facts: CaseFacts) -> Condition:
    asks = Text("数额较大", "a large sum")
    why = Text("数额没有达到司法解释规定的幅度。", "The sum is below the range of the interpretation.")
    return holds_if(collective.is_large(facts), asks, why, law.CRIME_3_SUMS)


def _ordered(facts: CaseFacts) -> Condition:
    asks = Text("政府有关部门责令支付仍不支付", "an authority ordered payment and it was not made")
    if facts.circumstances.authority_ordered_payment:
        return Condition(state=State.HOLDS, asks=asks, why=asks, source=law.CRIMINAL_276_1)
    why = Text(
        "须先由劳动保障监察责令支付，逾期仍不支付。",
        "The labour authority has to order payment first, and it has to pass unpaid.",
    )
    return still_to_come(asks, why, law.CRIMINAL_276_1)


def legal_aid(facts: CaseFacts, calendar: Calendar) -> Door:
    """Legal aid, at once where fewer than seven days of limitation are left. Source: 法律援助法 31, 41-44."""
    shares = share_out(facts, AIDED)
    until, _ = limitation(facts, calendar)
    warnings: tuple[Reason, ...] = ()
    if is_urgent(until, facts.today):
        said = Text(
            "距时效届满不足七日：先行援助，随后补材料。",
            "Fewer than seven days are left: aid comes first, papers later.",
        )
        warnings = (Reason(said, law.AID_44_SEVEN),)
    return make(
        DoorId.LEGAL_AID,
        Text("申请法律援助", "Legal aid"),
        [
            something_due(facts, shares, law.AID_31_SCOPE),
            *used(facts.aid_granted_on, aid.LEGAL_AID_43, Text("给予援助", "Granted")),
        ],
        shares=shares,
        who=(Who.WORKER,),
        sources=(law.AID_31_SCOPE, aid.LEGAL_AID_43, aid.LEGAL_AID_42, law.AID_44_SEVEN),
        until=None,
        used_on=facts.aid_granted_on,
        warnings=warnings,
        needs=_aid_papers(facts),
    )


def _aid_papers(facts: CaseFacts) -> tuple[Need, ...]:
    application = documents(aid.LEGAL_AID_43, ("法律援助申请表", "the application", None))
    if collective.is_exempt_from_means_test(facts):
        proof = ("进城务工人员身份材料（免予核查经济困难）", "proof of being a migrant worker; no means test", None)
        return (*application, *documents(aid.LEGAL_AID_42, proof))
    means = ("经济困难状况说明或者个人诚信承诺", "a statement of means, or a promise of truth", None)
    return (*application, *documents(aid.LEGAL_AID_41, means))
