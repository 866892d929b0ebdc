"""The Civil Code on periods, and civil procedure: the law, its interpretation, preservation and enforcement."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Instrument

CIVIL_CODE: Final = Instrument("民法典", "Civil Code", date(2021, 1, 1))
CIVIL_PROCEDURE: Final = Instrument("民事诉讼法", "Civil Procedure Law (2023)", date(2024, 1, 1))
CIVIL_PROCEDURE_INTERPRETATION: Final = Instrument(
    "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释",
    "SPC Interpretation on the Civil Procedure Law (2022)",
    date(2022, 4, 10),
)

CIVIL_CODE_201: Final = CIVIL_CODE.article("201", "按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。")
CIVIL_CODE_201_HOURS: Final = CIVIL_CODE.article("201", "按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。")
CIVIL_CODE_202: Final = CIVIL_CODE.article(
    "202", "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。"
)
CIVIL_CODE_203: Final = CIVIL_CODE.article(
    "203", "期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。"
)
CIVIL_CODE_204: Final = CIVIL_CODE.article(
    "204", "期间的计算方法依照本法的规定，但是法律另有规定或者当事人另有约定的除外。"
)

CIVIL_PROCEDURE_56: Final = CIVIL_PROCEDURE.article(
    "56",
    "代表人的诉讼行为对其所代表的当事人发生效力，但代表人变更、放弃诉讼请求或者承认对方当事人的诉讼请求，进行和解，必须经被代表的当事人同意。",
)
CIVIL_PROCEDURE_85: Final = CIVIL_PROCEDURE.article(
    "85", "期间届满的最后一日是法定休假日的，以法定休假日后的第一日为期间届满的日期。"
)
CIVIL_PROCEDURE_205: Final = CIVIL_PROCEDURE.article(
    "205",
    "经依法设立的调解组织调解达成调解协议，申请司法确认的，由双方当事人自调解协议生效之日起三十日内，共同向下列人民法院提出",
)

CIVIL_PROCEDURE_INTERPRETATION_358: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "358", "经审查，调解协议有下列情形之一的，人民法院应当裁定驳回申请：……(五)内容不明确的；"
)
