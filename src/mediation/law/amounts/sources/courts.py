"""Clauses on arbitration and the interpretations of the Supreme People's Court."""

from datetime import date
from typing import Final

from mediation.law.sources.arbitration import INTERPRETATION_ONE as _FIRST
from mediation.law.sources.mediation import MEDIATION_AND_ARBITRATION as _ARBITRATION
from mediation.law.sources.source import Grade, Instrument

_SECOND: Final = Instrument(
    "最高人民法院关于审理劳动争议案件适用法律问题的解释（二）",
    "SPC Interpretation (II) on Labour Dispute Cases",
    date(2025, 9, 1),
    Grade.A,
)

ARBITRATION_27: Final = _ARBITRATION.article(
    "27", "劳动争议申请仲裁的时效期间为一年。仲裁时效期间从当事人知道或者应当知道其权利被侵害之日起计算。"
)
ARBITRATION_27_PAY: Final = _ARBITRATION.article(
    "27",
    "劳动者申请仲裁不受本条第一款规定的仲裁时效期间的限制；但是，劳动关系终止的，应当自劳动关系终止之日起一年内提出。",
)
FIRST_1_INSURANCE: Final = _FIRST.article(
    "1",
    "劳动者以用人单位未为其办理社会保险手续，且社会保险经办机构不能补办导致其无法享受社会保险待遇为由，要求用人单位赔偿损失发生的纠纷；",
)
FIRST_36: Final = _FIRST.article(
    "36", "要求用人单位按照劳动者在劳动合同解除或者终止前十二个月平均工资的30%按月支付经济补偿的，人民法院应予支持。"
)
FIRST_36_FLOOR: Final = _FIRST.article(
    "36", "前款规定的月平均工资的30%低于劳动合同履行地最低工资标准的，按照劳动合同履行地最低工资标准支付。"
)
FIRST_37: Final = _FIRST.article("37", "或者劳动者履行了竞业限制义务后要求用人单位支付经济补偿的，人民法院应予支持。")
FIRST_38: Final = _FIRST.article(
    "38", "因用人单位的原因导致三个月未支付经济补偿，劳动者请求解除竞业限制约定的，人民法院应予支持。"
)
FIRST_39: Final = _FIRST.article(
    "39", "在解除竞业限制协议时，劳动者请求用人单位额外支付劳动者三个月的竞业限制经济补偿的，人民法院应予支持。"
)
FIRST_42: Final = _FIRST.article(
    "42",
    "劳动者主张加班费的，应当就加班事实的存在承担举证责任。但劳动者有证据证明用人单位掌握加班事实存在的证据，用人单位不提供的，由用人单位承担不利后果。",
)
FIRST_44: Final = _FIRST.article(
    "44",
    "因用人单位作出的开除、除名、辞退、解除劳动合同、减少劳动报酬、计算劳动者工作年限等决定而发生的劳动争议，用人单位负举证责任。",
)
SECOND_1: Final = _SECOND.article(
    "1",
    "请求确认承包人为承担用工主体责任单位，承担支付劳动报酬、认定工伤后的工伤保险待遇等责任的，人民法院依法予以支持。",
)
SECOND_6: Final = _SECOND.article("6", "应当支付劳动者的二倍工资按月计算；不满一个月的，按该月实际工作日计算。")
SECOND_7: Final = _SECOND.article("7", "因劳动者本人故意或者重大过失未订立的；")
SECOND_9: Final = _SECOND.article(
    "9", "请求用人单位支付视为已与劳动者订立无固定期限劳动合同期间二倍工资的，人民法院不予支持。"
)
SECOND_18: Final = _SECOND.article("18", "用人单位应当按照劳动者提供正常劳动时的工资标准向劳动者支付上述期间的工资。")
SECOND_18_FAULT: Final = _SECOND.article(
    "18", "用人单位、劳动者对于劳动合同解除、终止都有过错的，应当各自承担相应的责任。"
)
SECOND_19: Final = _SECOND.article(
    "19", "用人单位与劳动者约定或者劳动者向用人单位承诺无需缴纳社会保险费的，人民法院应当认定该约定或者承诺无效。"
)
SECOND_20: Final = _SECOND.article(
    "20", "当事人在仲裁期间因自身原因未提出仲裁时效抗辩，在一审或者二审诉讼期间提出仲裁时效抗辩的，人民法院不予支持。"
)
