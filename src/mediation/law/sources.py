"""Where a rule comes from: instrument, article, since when, and the words themselves.

Holds the sources that `law/` computes by, each once. Refuses to hold rules (`deadlines.py`, `documents.py`) and whole
texts: the quote is the clause a lawyer would put a finger on.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """One clause of one instrument. `in_force_from` is the day the quoted wording took effect; `in_force_to` its last."""

    instrument_zh: str
    instrument_en: str
    article: str
    in_force_from: date
    quote: str
    in_force_to: date | None = None

    @property
    def zh(self) -> str:
        """The citation in Chinese: 《民法典》第203条."""
        return f"《{self.instrument_zh}》第{self.article}条"

    @property
    def en(self) -> str:
        """The citation in English: Civil Code, Art. 203."""
        return f"{self.instrument_en}, Art. {self.article}"

    def is_in_force(self, on: date) -> bool:
        """Whether the quoted wording is in force on the day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


_CIVIL_CODE: Final = ("民法典", "Civil Code")
_CIVIL_PROCEDURE: Final = ("民事诉讼法", "Civil Procedure Law (2023)")
_MEDIATION_AND_ARBITRATION: Final = ("劳动争议调解仲裁法", "Labour Dispute Mediation and Arbitration Law")
_PEOPLES_MEDIATION: Final = ("人民调解法", "People's Mediation Law")
_ENTERPRISE_MEDIATION: Final = (
    "企业劳动争议协商调解规定",
    "Provisions on Negotiation and Mediation of Enterprise Labour Disputes",
)

CIVIL_CODE_201: Final = Source(
    *_CIVIL_CODE, "201", date(2021, 1, 1), "按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。"
)
CIVIL_CODE_201_HOURS: Final = Source(
    *_CIVIL_CODE, "201", date(2021, 1, 1), "按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。"
)
CIVIL_CODE_202: Final = Source(
    *_CIVIL_CODE,
    "202",
    date(2021, 1, 1),
    "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。",
)
CIVIL_CODE_203: Final = Source(
    *_CIVIL_CODE, "203", date(2021, 1, 1), "期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。"
)
CIVIL_CODE_204: Final = Source(
    *_CIVIL_CODE, "204", date(2021, 1, 1), "期间的计算方法依照本法的规定，但是法律另有规定或者当事人另有约定的除外。"
)
CIVIL_PROCEDURE_56: Final = Source(
    *_CIVIL_PROCEDURE,
    "56",
    date(2024, 1, 1),
    "代表人的诉讼行为对其所代表的当事人发生效力，但代表人变更、放弃诉讼请求或者承认对方当事人的诉讼请求，进行和解，必须经被代表的当事人同意。",
)
CIVIL_PROCEDURE_85: Final = Source(
    *_CIVIL_PROCEDURE,
    "85",
    date(2024, 1, 1),
    "期间届满的最后一日是法定休假日的，以法定休假日后的第一日为期间届满的日期。",
)
CIVIL_PROCEDURE_205: Final = Source(
    *_CIVIL_PROCEDURE,
    "205",
    date(2024, 1, 1),
    "经依法设立的调解组织调解达成调解协议，申请司法确认的，由双方当事人自调解协议生效之日起三十日内，共同向下列人民法院提出",
)
CIVIL_PROCEDURE_INTERPRETATION_358: Final = Source(
    "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释",
    "SPC Interpretation on the Civil Procedure Law (2022)",
    "358",
    date(2022, 4, 10),
    "经审查，调解协议有下列情形之一的，人民法院应当裁定驳回申请：……(五)内容不明确的；",
)
MEDIATION_AND_ARBITRATION_14_EFFECT: Final = Source(
    *_MEDIATION_AND_ARBITRATION,
    "14",
    date(2008, 5, 1),
    "调解协议书由双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效，对双方当事人具有约束力，当事人应当履行。",
)
MEDIATION_AND_ARBITRATION_14_FIFTEEN_DAYS: Final = Source(
    *_MEDIATION_AND_ARBITRATION,
    "14",
    date(2008, 5, 1),
    "自劳动争议调解组织收到调解申请之日起十五日内未达成调解协议的，当事人可以依法申请仲裁。",
)
ENTERPRISE_MEDIATION_22: Final = Source(*_ENTERPRISE_MEDIATION, "22", date(2012, 1, 1), "应当在3个工作日内受理")
ENTERPRISE_MEDIATION_26: Final = Source(
    *_ENTERPRISE_MEDIATION,
    "26",
    date(2012, 1, 1),
    "应当写明双方当事人基本情况、调解请求事项、调解的结果和协议履行期限、履行方式等",
)
ENTERPRISE_MEDIATION_27: Final = Source(
    *_ENTERPRISE_MEDIATION,
    "27",
    date(2012, 1, 1),
    "自调解协议生效之日起15日内，共同向有管辖权的仲裁委员会提出仲裁审查申请",
)
ENTERPRISE_MEDIATION_29: Final = Source(
    *_ENTERPRISE_MEDIATION,
    "29",
    date(2012, 1, 1),
    "应当自受理调解申请之日起15日内结束。但是，双方当事人同意延期的可以延长。",
)
PEOPLES_MEDIATION_33: Final = Source(
    *_PEOPLES_MEDIATION,
    "33",
    date(2011, 1, 1),
    "双方当事人认为有必要的，可以自调解协议生效之日起三十日内共同向人民法院申请司法确认",
)
ARBITRATION_RULES_74: Final = Source(
    "劳动人事争议仲裁办案规则",
    "Rules for Handling Labour and Personnel Dispute Arbitration (2017)",
    "74",
    date(2017, 7, 1),
    "自调解协议生效之日起15日内，共同向有管辖权的仲裁委员会提出仲裁审查申请",
)
LEGAL_AID_43: Final = Source(
    "法律援助法",
    "Legal Aid Law",
    "43",
    date(2022, 1, 1),
    "决定给予法律援助的，应当自作出决定之日起三日内指派法律援助人员为受援人提供法律援助",
)
