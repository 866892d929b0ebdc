"""Clauses on the payment of wages: standards, overtime, minimum wage, conversion to days and hours."""

from datetime import date
from typing import Final

from mediation.law.sources.labour import MIGRANT_WAGES as _MIGRANT
from mediation.law.sources.labour import WAGE_PAYMENT as _PAY
from mediation.law.sources.source import Grade, Instrument, Source

_LABOUR: Final = Instrument("劳动法", "Labour Law", date(1995, 1, 1))
_MINIMUM: Final = Instrument("最低工资规定", "Provisions on Minimum Wages", date(2004, 3, 1), Grade.A)
_CONVERSION_2025: Final = Instrument(
    "人力资源社会保障部关于职工全年月平均工作时间和工资折算问题的通知",
    "MOHRSS Notice on Average Monthly Working Time and the Conversion of Wages (2025)",
    date(2025, 1, 1),
    Grade.A,
)
_CONVERSION_2008: Final = (
    "关于职工全年月平均工作时间和工资折算问题的通知",
    "Notice on Average Monthly Working Time and the Conversion of Wages (2008)",
)

CONVERSION_2025: Final = _CONVERSION_2025.article("2", "月计薪天数：（365天-104天）÷12月＝21.75天")
CONVERSION_2008: Final = Source(
    *_CONVERSION_2008, "2", date(2008, 1, 3), "月计薪天数＝（365天-104天）÷12月＝21.75天", date(2024, 12, 31)
)
LABOUR_41: Final = _LABOUR.article(
    "41", "在保障劳动者身体健康的条件下延长工作时间每日不得超过三小时，但是每月不得超过三十六小时。"
)
LABOUR_44: Final = _LABOUR.article("44", "安排劳动者延长工作时间的，支付不低于工资的百分之一百五十的工资报酬；")
LABOUR_44_REST: Final = _LABOUR.article(
    "44", "休息日安排劳动者工作又不能安排补休的，支付不低于工资的百分之二百的工资报酬；"
)
LABOUR_44_HOLIDAY: Final = _LABOUR.article("44", "法定休假日安排劳动者工作的，支付不低于工资的百分之三百的工资报酬。")
LABOUR_48: Final = _LABOUR.article("48", "用人单位支付劳动者的工资不得低于当地最低工资标准。")
LABOUR_50: Final = _LABOUR.article("50", "工资应当以货币形式按月支付给劳动者本人。不得克扣或者无故拖欠劳动者的工资。")
PAY_9: Final = _PAY.article("9", "用人单位应在解除或终止劳动合同时一次付清劳动者工资。")
PAY_12: Final = _PAY.article(
    "12", "非因劳动者原因造成单位停工、停产在一个工资支付周期内的，用人单位应按劳动合同规定的标准支付劳动者工资。"
)
PAY_13: Final = _PAY.article("13", "按照不低于劳动合同规定的劳动者本人小时工资标准的150％支付劳动者工资；")
PAY_13_COMPREHENSIVE: Final = _PAY.article(
    "13", "其综合计算工作时间超过法定标准工作时间的部分，应视为延长工作时间，并应按本规定支付劳动者延长工作时间的工资。"
)
PAY_13_FLEXIBLE: Final = _PAY.article("13", "实行不定时工时制度的劳动者，不执行上述规定。")
MINIMUM_WAGE_12: Final = _MINIMUM.article(
    "12", "用人单位应支付给劳动者的工资在剔除下列各项以后，不得低于当地最低工资标准"
)
MIGRANT_30: Final = _MIGRANT.article("30", "分包单位拖欠农民工工资的，由施工总承包单位先行清偿，再依法进行追偿。")
MIGRANT_50: Final = _MIGRANT.article(
    "50", "用人单位应当提供依法由其保存的劳动合同、职工名册、工资支付台账和清单等材料；不提供的，依法承担不利后果。"
)
