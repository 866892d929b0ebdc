"""Clauses on leave, work injury and social insurance."""

from datetime import date
from typing import Final

from mediation.law.sources.labour import INJURY_INSURANCE as _INJURY
from mediation.law.sources.labour import SOCIAL_INSURANCE as _INSURANCE
from mediation.law.sources.source import Instrument

_LEAVE: Final = Instrument("职工带薪年休假条例", "Regulations on Paid Annual Leave of Employees", date(2008, 1, 1))
_LEAVE_MEASURES: Final = Instrument(
    "企业职工带薪年休假实施办法", "Measures on Paid Annual Leave of Enterprise Employees", date(2008, 9, 18)
)

LEAVE_3: Final = _LEAVE.article(
    "3", "职工累计工作已满1年不满10年的，年休假5天；已满10年不满20年的，年休假10天；已满20年的，年休假15天。"
)
LEAVE_5: Final = _LEAVE.article(
    "5", "对职工应休未休的年休假天数，单位应当按照该职工日工资收入的300%支付年休假工资报酬。"
)
LEAVE_MEASURES_5: Final = _LEAVE_MEASURES.article(
    "5", "按照在本单位剩余日历天数折算确定，折算后不足1整天的部分不享受年休假。"
)
LEAVE_MEASURES_10: Final = _LEAVE_MEASURES.article(
    "10", "按照其日工资收入的300%支付未休年休假工资报酬，其中包含用人单位支付职工正常工作期间的工资收入。"
)
LEAVE_MEASURES_10_WAIVED: Final = _LEAVE_MEASURES.article(
    "10", "职工因本人原因且书面提出不休年休假的，用人单位可以只支付其正常工作期间的工资收入。"
)
LEAVE_MEASURES_11: Final = _LEAVE_MEASURES.article("11", "前12个月剔除加班工资后的月平均工资。")
LEAVE_MEASURES_12: Final = _LEAVE_MEASURES.article("12", "折算后不足1整天的部分不支付未休年休假工资报酬。")
INJURY_33: Final = _INJURY.article(
    "33",
    "停工留薪期一般不超过12个月。伤情严重或者情况特殊，经设区的市级劳动能力鉴定委员会确认，可以适当延长，但延长不得超过12个月。",
)
INJURY_35: Final = _INJURY.article(
    "35",
    "一级伤残为27个月的本人工资，二级伤残为25个月的本人工资，三级伤残为23个月的本人工资，四级伤残为21个月的本人工资；",
)
INJURY_35_ALLOWANCE: Final = _INJURY.article(
    "35",
    "一级伤残为本人工资的90%，二级伤残为本人工资的85%，三级伤残为本人工资的80%，四级伤残为本人工资的75%。伤残津贴实际金额低于当地最低工资标准的，由工伤保险基金补足差额；",
)
INJURY_36: Final = _INJURY.article("36", "五级伤残为18个月的本人工资，六级伤残为16个月的本人工资；")
INJURY_36_ALLOWANCE: Final = _INJURY.article("36", "五级伤残为本人工资的70%，六级伤残为本人工资的60%")
INJURY_36_GRANTS: Final = _INJURY.article(
    "36", "一次性工伤医疗补助金和一次性伤残就业补助金的具体标准由省、自治区、直辖市人民政府规定。"
)
INJURY_37: Final = _INJURY.article(
    "37",
    "七级伤残为13个月的本人工资，八级伤残为11个月的本人工资，九级伤残为9个月的本人工资，十级伤残为7个月的本人工资；",
)
INJURY_37_GRANTS: Final = _INJURY.article(
    "37", "一次性工伤医疗补助金和一次性伤残就业补助金的具体标准由省、自治区、直辖市人民政府规定。"
)
INJURY_39_FUNERAL: Final = _INJURY.article("39", "丧葬补助金为6个月的统筹地区上年度职工月平均工资；")
INJURY_39_DEPENDANTS: Final = _INJURY.article(
    "39",
    "配偶每月40%，其他亲属每人每月30%，孤寡老人或者孤儿每人每月在上述标准的基础上增加10%。核定的各供养亲属的抚恤金之和不应高于因工死亡职工生前的工资。",
)
INJURY_39_DEATH: Final = _INJURY.article("39", "一次性工亡补助金标准为上一年度全国城镇居民人均可支配收入的20倍。")
INJURY_62: Final = _INJURY.article(
    "62",
    "应当参加工伤保险而未参加工伤保险的用人单位职工发生工伤的，由该用人单位按照本条例规定的工伤保险待遇项目和标准支付费用。",
)
INJURY_64: Final = _INJURY.article(
    "64",
    "本人工资高于统筹地区职工平均工资300%的，按照统筹地区职工平均工资的300%计算；本人工资低于统筹地区职工平均工资60%的，按照统筹地区职工平均工资的60%计算。",
)
INSURANCE_63: Final = _INSURANCE.article(
    "63", "用人单位未按时足额缴纳社会保险费的，由社会保险费征收机构责令其限期缴纳或者补足。"
)
INSURANCE_82: Final = _INSURANCE.article("82", "任何组织或者个人有权对违反社会保险法律、法规的行为进行举报、投诉。")
