"""Clauses on the labour contract: its ending, its absence, probation, training, non-compete."""

from typing import Final

from mediation.law.sources.labour import CONTRACT_REGULATION as _REGULATIONS
from mediation.law.sources.labour import LABOUR_CONTRACT as _CONTRACT

CONTRACT_19: Final = _CONTRACT.article(
    "19",
    "劳动合同期限三个月以上不满一年的，试用期不得超过一个月；劳动合同期限一年以上不满三年的，试用期不得超过二个月；三年以上固定期限和无固定期限的劳动合同，试用期不得超过六个月。",
)
CONTRACT_22: Final = _CONTRACT.article(
    "22", "用人单位要求劳动者支付的违约金不得超过服务期尚未履行部分所应分摊的培训费用。"
)
CONTRACT_23: Final = _CONTRACT.article("23", "约定在解除或者终止劳动合同后，在竞业限制期限内按月给予劳动者经济补偿。")
CONTRACT_24: Final = _CONTRACT.article("24", "竞业限制期限，不得超过二年。")
CONTRACT_40: Final = _CONTRACT.article(
    "40", "用人单位提前三十日以书面形式通知劳动者本人或者额外支付劳动者一个月工资后，可以解除劳动合同"
)
CONTRACT_47_YEARS: Final = _CONTRACT.article(
    "47",
    "每满一年支付一个月工资的标准向劳动者支付。六个月以上不满一年的，按一年计算；不满六个月的，向劳动者支付半个月工资的经济补偿。",
)
CONTRACT_47_CAP: Final = _CONTRACT.article(
    "47", "向其支付经济补偿的标准按职工月平均工资三倍的数额支付，向其支付经济补偿的年限最高不超过十二年。"
)
CONTRACT_82: Final = _CONTRACT.article(
    "82", "用人单位自用工之日起超过一个月不满一年未与劳动者订立书面劳动合同的，应当向劳动者每月支付二倍的工资。"
)
CONTRACT_83: Final = _CONTRACT.article(
    "83", "由用人单位以劳动者试用期满月工资为标准，按已经履行的超过法定试用期的期间向劳动者支付赔偿金。"
)
CONTRACT_85: Final = _CONTRACT.article(
    "85", "逾期不支付的，责令用人单位按应付金额百分之五十以上百分之一百以下的标准向劳动者加付赔偿金"
)
CONTRACT_85_GAP: Final = _CONTRACT.article("85", "劳动报酬低于当地最低工资标准的，应当支付其差额部分；")
CONTRACT_87: Final = _CONTRACT.article("87", "应当依照本法第四十七条规定的经济补偿标准的二倍向劳动者支付赔偿金。")
CONTRACT_97: Final = _CONTRACT.article(
    "97",
    "经济补偿年限自本法施行之日起计算；本法施行前按照当时有关规定，用人单位应当向劳动者支付经济补偿的，按照当时有关规定执行。",
)
REGULATIONS_6: Final = _REGULATIONS.article(
    "6", "用人单位向劳动者每月支付两倍工资的起算时间为用工之日起满一个月的次日，截止时间为补订书面劳动合同的前一日。"
)
REGULATIONS_7: Final = _REGULATIONS.article(
    "7",
    "自用工之日起满一个月的次日至满一年的前一日应当依照劳动合同法第八十二条的规定向劳动者每月支付两倍的工资，并视为自用工之日起满一年的当日已经与劳动者订立无固定期限劳动合同",
)
REGULATIONS_10: Final = _REGULATIONS.article("10", "劳动者在原用人单位的工作年限合并计算为新用人单位的工作年限。")
REGULATIONS_16: Final = _REGULATIONS.article(
    "16",
    "包括用人单位为了对劳动者进行专业技术培训而支付的有凭证的培训费用、培训期间的差旅费用以及因培训产生的用于该劳动者的其他直接费用。",
)
REGULATIONS_20: Final = _REGULATIONS.article("20", "其额外支付的工资应当按照该劳动者上一个月的工资标准确定。")
REGULATIONS_25: Final = _REGULATIONS.article(
    "25", "支付了赔偿金的，不再支付经济补偿。赔偿金的计算年限自用工之日起计算。"
)
REGULATIONS_27: Final = _REGULATIONS.article(
    "27", "按照劳动者应得工资计算，包括计时工资或者计件工资以及奖金、津贴和补贴等货币性收入。"
)
REGULATIONS_27_FLOOR: Final = _REGULATIONS.article(
    "27",
    "前12个月的平均工资低于当地最低工资标准的，按照当地最低工资标准计算。劳动者工作不满12个月的，按照实际工作的月数计算平均工资。",
)
