"""Legal aid."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Grade, Instrument

LEGAL_AID: Final = Instrument("法律援助法", "Legal Aid Law", date(2022, 1, 1))
AID_PROCEDURE: Final = Instrument(
    "办理法律援助案件程序规定", "Provisions on the Procedure of Legal Aid Cases (2023)", date(2023, 9, 1), Grade.C
)
UNION_AID: Final = Instrument(
    "工会法律援助办法", "Measures on Trade-Union Legal Aid (2008)", date(2008, 8, 11), Grade.C
)

LEGAL_AID_43: Final = LEGAL_AID.article(
    "43", "决定给予法律援助的，应当自作出决定之日起三日内指派法律援助人员为受援人提供法律援助"
)
LEGAL_AID_31: Final = LEGAL_AID.article(
    "31",
    "请求给予社会保险待遇或者社会救助；……请求确认劳动关系或者支付劳动报酬；……请求工伤事故、交通事故、食品药品安全事故、医疗事故人身损害赔偿；",
)
LEGAL_AID_38: Final = LEGAL_AID.article(
    "38", "对非诉讼事项的法律援助，由申请人向争议处理机关所在地或者事由发生地的法律援助机构提出申请。"
)
LEGAL_AID_39: Final = LEGAL_AID.article("39", "应当在二十四小时内将申请转交法律援助机构。")
LEGAL_AID_41: Final = LEGAL_AID.article(
    "41", "法律援助机构核查申请人的经济困难状况，可以通过信息共享查询，或者由申请人进行个人诚信承诺。"
)
LEGAL_AID_42: Final = LEGAL_AID.article(
    "42", "免予核查经济困难状况：……申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员；"
)
LEGAL_AID_43_DECIDE: Final = LEGAL_AID.article(
    "43", "法律援助机构应当自收到法律援助申请之日起七日内进行审查，作出是否给予法律援助的决定。"
)
LEGAL_AID_43_COMPLETE: Final = LEGAL_AID.article(
    "43",
    "应当一次性告知申请人需要补充的材料或者要求申请人作出说明。申请人未按要求补充材料或者作出说明的，视为撤回申请。",
)
LEGAL_AID_44: Final = LEGAL_AID.article(
    "44",
    "可以决定先行提供法律援助：……距法定时效或者期限届满不足七日，需要及时提起诉讼或者申请仲裁、行政复议；……受援人应当及时补办有关手续，补充有关材料。",
)
LEGAL_AID_48: Final = LEGAL_AID.article("48", "有下列情形之一的，法律援助机构应当作出终止法律援助的决定")
LEGAL_AID_49: Final = LEGAL_AID.article(
    "49", "司法行政部门应当自收到异议之日起五日内进行审查，作出维持法律援助机构决定或者责令法律援助机构改正的决定。"
)
LEGAL_AID_50: Final = LEGAL_AID.article(
    "50",
    "法律援助事项办理结束后，法律援助人员应当及时向法律援助机构报告，提交有关法律文书的副本或者复印件、办理情况报告等材料。",
)
LEGAL_AID_68: Final = LEGAL_AID.article("68", "开展法律援助工作，参照适用本法的相关规定。")
AID_PROCEDURE_27: Final = AID_PROCEDURE.article(
    "27", "自安排或者收到指派之日起五日内与受援人……签订委托协议和授权委托书"
)
UNION_AID_SUPPLEMENT: Final = UNION_AID.article("", "工会法律援助是政府法律援助的必要补充")
