"""What going through one door does to another, each with its article."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.routing.door import DoorId, Effect, EffectKind
from mediation.law.sources import doors as law
from mediation.law.sources import labour, procedure
from mediation.law.sources.limitation import ARBITRATION_RULES_27_RELIEF

_D, _K = DoorId, EffectKind

EFFECTS: Final = (
    Effect(
        _D.JUDICIAL_CONFIRMATION,
        _D.ARBITRATION_REVIEW,
        _K.BARS,
        Text(
            "经人民法院司法确认后，不再受理仲裁审查。", "Once a court has confirmed it, arbitration review is refused."
        ),
        law.RULES_75_CONFIRMED,
    ),
    Effect(
        _D.JUDICIAL_CONFIRMATION,
        _D.ENFORCEMENT,
        _K.OPENS,
        Text("裁定有效而不履行的，可以申请执行。", "If it is found valid and not performed, it can be enforced."),
        procedure.CIVIL_PROCEDURE_206,
    ),
    Effect(
        _D.ARBITRATION_REVIEW,
        _D.ENFORCEMENT,
        _K.OPENS,
        Text("调解书生效后不履行的，可以申请执行。", "The commission's statement can be enforced."),
        law.ART_51_ENFORCE,
    ),
    Effect(
        _D.ARBITRATION_REVIEW,
        _D.ARBITRATION,
        _K.BARS,
        Text(
            "调解书生效后，同一请求不再受理仲裁。", "Once the statement is effective the same claim is not heard again."
        ),
        law.RULES_34_TWICE,
    ),
    Effect(
        _D.PAYMENT_ORDER_ON_AGREEMENT,
        _D.CIVIL_SUIT,
        _K.CHANGES_ENDING,
        Text(
            "支付令失效后，可以依据调解协议直接起诉，不必先仲裁。",
            "If the order lapses the worker may sue on the agreement at once, without arbitration.",
        ),
        law.LABOUR_13_AGREEMENT,
    ),
    Effect(
        _D.PAYMENT_ORDER_ON_AGREEMENT,
        _D.ARBITRATION,
        _K.RESTARTS_LIMITATION,
        Text("申请支付令使仲裁时效中断。", "Applying for the order interrupts limitation."),
        ARBITRATION_RULES_27_RELIEF,
    ),
    Effect(
        _D.PAYMENT_ORDER_ON_AGREEMENT,
        _D.ENFORCEMENT,
        _K.OPENS,
        Text("十五日内不异议又不履行的，可以申请执行。", "Without objection or payment in 15 days it can be enforced."),
        law.CIVIL_PROCEDURE_227_ENFORCE,
    ),
    Effect(
        _D.PAYMENT_ORDER_ON_ARREARS,
        _D.ARBITRATION,
        _K.CHANGES_ENDING,
        Text(
            "支付令失效后，须先申请劳动仲裁，不能直接起诉。",
            "If the order lapses the dispute must first go to arbitration: a direct suit is turned away.",
        ),
        law.LABOUR_13_ARREARS,
    ),
    Effect(
        _D.PAYMENT_ORDER_ON_ARREARS,
        _D.ARBITRATION,
        _K.RESTARTS_LIMITATION,
        Text("申请支付令使仲裁时效中断。", "Applying for the order interrupts limitation."),
        ARBITRATION_RULES_27_RELIEF,
    ),
    Effect(
        _D.PAYMENT_ORDER_ON_ARREARS,
        _D.ENFORCEMENT,
        _K.OPENS,
        Text("十五日内不异议又不履行的，可以申请执行。", "Without objection or payment in 15 days it can be enforced."),
        law.CIVIL_PROCEDURE_227_ENFORCE,
    ),
    Effect(
        _D.ARBITRATION,
        _D.LABOUR_INSPECTION,
        _K.BARS,
        Text(
            "已申请仲裁的事项，监察部门告知依照仲裁程序办理。",
            "What is in arbitration the inspection refers back to arbitration.",
        ),
        labour.INSPECTION_21,
    ),
    Effect(
        _D.ARBITRATION,
        _D.ADVANCE_EXECUTION,
        _K.OPENS,
        Text("仲裁中可以申请先予执行。", "Within arbitration advance execution can be applied for."),
        law.ART_44_ADVANCE,
    ),
    Effect(
        _D.ARBITRATION,
        _D.SUIT_AFTER_ARBITRATION,
        _K.OPENS,
        Text("不予受理、逾期或者不服裁决的，可以起诉。", "If refused, undecided or lost, there is a suit."),
        law.ART_29_REFUSED,
    ),
    Effect(
        _D.ARBITRATION,
        _D.ENFORCEMENT,
        _K.OPENS,
        Text("裁决书生效后不履行的，可以申请执行。", "An effective award can be enforced."),
        law.ART_51_ENFORCE,
    ),
    Effect(
        _D.CIVIL_SUIT,
        _D.PAYMENT_ORDER_ON_AGREEMENT,
        _K.ENDS,
        Text("就同一债权起诉的，终结督促程序。", "Suing on the same debt ends the payment-order procedure."),
        law.INTERPRETATION_430_SUED,
    ),
    Effect(
        _D.CIVIL_SUIT,
        _D.PAYMENT_ORDER_ON_ARREARS,
        _K.ENDS,
        Text("就同一债权起诉的，终结督促程序。", "Suing on the same debt ends the payment-order procedure."),
        law.INTERPRETATION_430_SUED,
    ),
    Effect(
        _D.CIVIL_SUIT,
        _D.LABOUR_INSPECTION,
        _K.BARS,
        Text(
            "已起诉的事项，监察部门告知依照诉讼程序办理。", "What is before a court the inspection refers back to it."
        ),
        labour.INSPECTION_21,
    ),
    Effect(
        _D.LABOUR_INSPECTION,
        _D.ARBITRATION,
        _K.RESTARTS_LIMITATION,
        Text("向有关部门投诉使仲裁时效中断。", "Complaining to an authority interrupts limitation."),
        ARBITRATION_RULES_27_RELIEF,
    ),
    Effect(
        _D.LABOUR_INSPECTION,
        _D.CRIMINAL_REFERRAL,
        _K.OPENS,
        Text(
            "责令支付仍不支付，是移送公安的条件。",
            "Not paying what was ordered is what a referral to the police needs.",
        ),
        law.CRIMINAL_276_1,
    ),
    Effect(
        _D.CRIMINAL_REFERRAL,
        _D.CIVIL_SUIT,
        _K.RESTARTS_LIMITATION,
        Text("报案或者控告使诉讼时效中断。", "Reporting to the police interrupts limitation."),
        law.LIMITATION_13,
    ),
    Effect(
        _D.LEGAL_AID,
        _D.ARBITRATION,
        _K.OPENS,
        Text(
            "时效不足七日的，可以先行援助并申请仲裁。",
            "With less than seven days left aid comes first and files at once.",
        ),
        law.AID_44_SEVEN,
    ),
)


def effects_of(door: DoorId) -> tuple[Effect, ...]:
    """What going through `door` does to the others."""
    return tuple(effect for effect in EFFECTS if effect.of is door)
