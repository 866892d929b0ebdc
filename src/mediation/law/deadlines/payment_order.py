"""The payment order: O-1 to O-8."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import arbitration, labour, mediation, procedure

ROWS: Final = (
    Row(
        id="O-1",
        title=Text("法院通知是否受理支付令申请", "The court says whether it accepts the application"),
        source=procedure.CIVIL_PROCEDURE_226,
        also=(procedure.CIVIL_PROCEDURE_INTERPRETATION_426, procedure.CIVIL_PROCEDURE_85),
        trigger=Trigger.PAYMENT_ORDER_APPLICATION_RECEIVED,
        length=5,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.COURT,
        internal=True,
        consequence=Text(
            "法律未写明逾期的后果；需要补正的，自收到补正材料之日起计算。",
            "The law names no consequence; if papers were corrected, it runs from their receipt.",
        ),
    ),
    Row(
        id="O-2",
        title=Text("法院发出支付令或者驳回", "The court issues the order or rejects the application"),
        source=procedure.CIVIL_PROCEDURE_227_ISSUE,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=Trigger.PAYMENT_ORDER_APPLICATION_ACCEPTED,
        length=15,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.COURT,
        internal=True,
        consequence=Text("法律未写明逾期的后果。", "The law names no consequence."),
    ),
    Row(
        id="O-3",
        title=Text("清偿债务或者提出书面异议", "Pay, or object in writing"),
        source=procedure.CIVIL_PROCEDURE_227_DEBTOR,
        also=(procedure.CIVIL_PROCEDURE_INTERPRETATION_431, procedure.CIVIL_PROCEDURE_85),
        trigger=Trigger.PAYMENT_ORDER_RECEIVED,
        length=15,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.DUTY,
        whose=Whose.DEBTOR,
        consequence=Text(
            "既不提出异议又不清偿的，债权人可以申请强制执行。",
            "Without payment and without an objection the creditor may apply for enforcement.",
        ),
    ),
    Row(
        id="O-4",
        title=Text("支付令须能送达债务人", "The order has to reach the debtor"),
        source=procedure.CIVIL_PROCEDURE_INTERPRETATION_430,
        also=(procedure.CIVIL_PROCEDURE_85,),
        trigger=Trigger.PAYMENT_ORDER_ISSUED,
        length=30,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.RULE,
        whose=Whose.COURT,
        consequence=Text(
            "无法送达的，裁定终结督促程序，支付令自行失效。",
            "If it cannot be served by then, the procedure ends and the order lapses.",
        ),
    ),
    Row(
        id="O-5",
        title=Text("口头、逾期或者仅称无力清偿的异议无效", "Oral, late or “cannot pay” objections have no effect"),
        source=procedure.CIVIL_PROCEDURE_INTERPRETATION_436,
        also=(procedure.CIVIL_PROCEDURE_INTERPRETATION_431,),
        trigger=Trigger.PAYMENT_ORDER_RECEIVED,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.DEBTOR,
        consequence=Text("支付令的效力不受影响。", "The order stands."),
    ),
    Row(
        id="O-6",
        title=Text("表明不同意转入诉讼", "Say that one does not want to sue"),
        source=procedure.CIVIL_PROCEDURE_INTERPRETATION_438,
        also=(
            procedure.CIVIL_PROCEDURE_INTERPRETATION_439,
            procedure.CIVIL_PROCEDURE_228,
            arbitration.INTERPRETATION_ONE_13,
            procedure.CIVIL_PROCEDURE_85,
        ),
        trigger=Trigger.PAYMENT_ORDER_PROCEDURE_ENDED,
        length=7,
        day_kind=DayKind.CALENDAR_DAY,
        nature=Nature.RIGHT,
        whose=Whose.CREDITOR,
        consequence=Text(
            "沉默视为起诉，起诉时间为提出支付令申请之日；依劳动合同法第30条申请的，须先申请仲裁。",
            "Silence counts as suing from the day of the application; under Labour Contract Law 30, arbitrate first.",
        ),
    ),
    Row(
        id="O-7",
        title=Text("支付令失效后的两条路", "Two ways on after a payment order lapsed"),
        source=arbitration.INTERPRETATION_ONE_13,
        also=(mediation.MEDIATION_AND_ARBITRATION_16, labour.LABOUR_CONTRACT_30),
        trigger=Trigger.PAYMENT_ORDER_PROCEDURE_ENDED,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.WORKER,
        consequence=Text(
            "凭调解协议申请的，可以依据协议直接起诉；凭欠薪申请的，须先申请仲裁。",
            "On a mediation agreement the worker may sue at once; on plain arrears, arbitration comes first.",
        ),
    ),
    Row(
        id="O-8",
        title=Text("申请支付令的条件", "What a payment order needs"),
        source=procedure.CIVIL_PROCEDURE_225,
        also=(procedure.CIVIL_PROCEDURE_INTERPRETATION_427,),
        trigger=Trigger.PERFORMANCE_DUE,
        length=None,
        day_kind=DayKind.NO_PERIOD,
        nature=Nature.RULE,
        whose=Whose.CREDITOR,
        consequence=Text(
            "双方没有其他债务纠纷，能够送达，款项到期且数额确定，无对待给付，债务人在境内且未下落不明，未申请诉前保全。",
            "No other debts between them, service possible, due and certain, nothing owed in return, debtor within reach.",
        ),
    ),
)
