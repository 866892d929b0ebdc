"""How periods run beyond the ordinary: hearings, pay-days, employment, counters and the post, service, signatures."""

from typing import Final

from mediation.law.sources.arbitration import ARBITRATION_RULES
from mediation.law.sources.labour import CONTRACT_REGULATION, MIGRANT_WAGES, WAGE_PAYMENT
from mediation.law.sources.mediation import MEDIATION_AND_ARBITRATION, ONLINE_MEDIATION
from mediation.law.sources.procedure import CIVIL_CODE, CIVIL_PROCEDURE

CIVIL_CODE_203_CUT_OFF: Final = CIVIL_CODE.article(
    "203", "期间的最后一日的截止时间为二十四时；有业务时间的，停止业务活动的时间为截止时间。"
)
CIVIL_PROCEDURE_85_POST: Final = CIVIL_PROCEDURE.article("85", "期间不包括在途时间，诉讼文书在期满前交邮的，不算过期。")
CIVIL_PROCEDURE_86: Final = CIVIL_PROCEDURE.article(
    "86",
    "当事人因不可抗拒的事由或者其他正当理由耽误期限的，在障碍消除后的十日内，可以申请顺延期限，是否准许，由人民法院决定。",
)
CIVIL_PROCEDURE_95: Final = CIVIL_PROCEDURE.article("95", "自发出公告之日起，经过三十日，即视为送达。")

MEDIATION_AND_ARBITRATION_35: Final = MEDIATION_AND_ARBITRATION.article(
    "35",
    "仲裁庭应当在开庭五日前，将开庭日期、地点书面通知双方当事人。当事人有正当理由的，可以在开庭三日前请求延期开庭。",
)
ARBITRATION_RULES_20_LEFT: Final = ARBITRATION_RULES.article("20", "自留置、张贴之日起经过3日即视为送达")

CONTRACT_REGULATION_6: Final = CONTRACT_REGULATION.article(
    "6",
    "前款规定的用人单位向劳动者每月支付两倍工资的起算时间为用工之日起满一个月的次日，截止时间为补订书面劳动合同的前一日。",
)
CONTRACT_REGULATION_7: Final = CONTRACT_REGULATION.article(
    "7",
    "用人单位自用工之日起满一年未与劳动者订立书面劳动合同的，自用工之日起满一个月的次日至满一年的前一日应当依照劳动合同法第八十二条的规定向劳动者每月支付两倍的工资",
)

MIGRANT_WAGES_14: Final = MIGRANT_WAGES.article(
    "14", "具体支付日期遇法定节假日或者休息日的，应当在法定节假日或者休息日前支付。"
)
ONLINE_MEDIATION_19: Final = ONLINE_MEDIATION.article("19", "调解协议自各方当事人均完成电子签章之时起发生法律效力")
WAGE_PAYMENT_7: Final = WAGE_PAYMENT.article("7", "如遇节假日或休息日，则应提前在最近的工作日支付。")
