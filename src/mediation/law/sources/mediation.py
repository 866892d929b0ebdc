"""Labour mediation: the law of mediation and arbitration, people's mediation, and the rules of mediation in enterprises."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Grade, Instrument

MEDIATION_AND_ARBITRATION: Final = Instrument(
    "劳动争议调解仲裁法", "Labour Dispute Mediation and Arbitration Law", date(2008, 5, 1)
)
PEOPLES_MEDIATION: Final = Instrument("人民调解法", "People's Mediation Law", date(2011, 1, 1))
ENTERPRISE_MEDIATION: Final = Instrument(
    "企业劳动争议协商调解规定",
    "Provisions on Negotiation and Mediation of Enterprise Labour Disputes",
    date(2012, 1, 1),
    Grade.A,
)

MEDIATION_AND_ARBITRATION_14_EFFECT: Final = MEDIATION_AND_ARBITRATION.article(
    "14",
    "调解协议书由双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效，对双方当事人具有约束力，当事人应当履行。",
)
MEDIATION_AND_ARBITRATION_14_FIFTEEN_DAYS: Final = MEDIATION_AND_ARBITRATION.article(
    "14", "自劳动争议调解组织收到调解申请之日起十五日内未达成调解协议的，当事人可以依法申请仲裁。"
)

PEOPLES_MEDIATION_33: Final = PEOPLES_MEDIATION.article(
    "33", "双方当事人认为有必要的，可以自调解协议生效之日起三十日内共同向人民法院申请司法确认"
)

ENTERPRISE_MEDIATION_22: Final = ENTERPRISE_MEDIATION.article("22", "应当在3个工作日内受理")
ENTERPRISE_MEDIATION_26: Final = ENTERPRISE_MEDIATION.article(
    "26", "应当写明双方当事人基本情况、调解请求事项、调解的结果和协议履行期限、履行方式等"
)
ENTERPRISE_MEDIATION_27: Final = ENTERPRISE_MEDIATION.article(
    "27", "自调解协议生效之日起15日内，共同向有管辖权的仲裁委员会提出仲裁审查申请"
)
ENTERPRISE_MEDIATION_29: Final = ENTERPRISE_MEDIATION.article(
    "29", "应当自受理调解申请之日起15日内结束。但是，双方当事人同意延期的可以延长。"
)
