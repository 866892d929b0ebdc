"""Labour arbitration: the rules of the commissions, and what the Supreme People's Court says of awards and suits."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Grade, Instrument

ARBITRATION_RULES: Final = Instrument(
    "劳动人事争议仲裁办案规则",
    "Rules for Handling Labour and Personnel Dispute Arbitration (2017)",
    date(2017, 7, 1),
    Grade.A,
)
INTERPRETATION_ONE: Final = Instrument(
    "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）",
    "SPC Interpretation (I) on Labour Dispute Cases",
    date(2021, 1, 1),
)

ARBITRATION_RULES_74: Final = ARBITRATION_RULES.article(
    "74", "自调解协议生效之日起15日内，共同向有管辖权的仲裁委员会提出仲裁审查申请"
)
ARBITRATION_RULES_11: Final = ARBITRATION_RULES.article(
    "11", "仲裁委员会应当在回避申请提出的3日内，以口头或者书面形式作出决定。"
)
ARBITRATION_RULES_24_AWARD: Final = ARBITRATION_RULES.article("24", "仲裁裁决结案的案卷，保存期不少于10年")
ARBITRATION_RULES_24_OTHER: Final = ARBITRATION_RULES.article("24", "仲裁调解和其他方式结案的案卷，保存期不少于5年")
ARBITRATION_RULES_26: Final = ARBITRATION_RULES.article(
    "26", "申请仲裁的时效期间为1年。仲裁时效期间从当事人知道或者应当知道其权利被侵害之日起计算。"
)
ARBITRATION_RULES_27: Final = ARBITRATION_RULES.article(
    "27", "一方当事人通过协商、申请调解等方式向对方当事人主张权利的……从中断时起，仲裁时效期间重新计算。"
)
ARBITRATION_RULES_28: Final = ARBITRATION_RULES.article(
    "28",
    "因不可抗力，或者有无民事行为能力或者限制民事行为能力劳动者的法定代理人未确定等其他正当理由，当事人不能在规定的仲裁时效期间申请仲裁的，仲裁时效中止。",
)
ARBITRATION_RULES_29: Final = ARBITRATION_RULES.article(
    "29", "仲裁委员会应当当场或者在5日内一次性告知申请人需要补正的全部材料。"
)
ARBITRATION_RULES_30: Final = ARBITRATION_RULES.article("30", "在收到仲裁申请之日起5日内向申请人出具受理通知书")
ARBITRATION_RULES_31: Final = ARBITRATION_RULES.article(
    "31", "对仲裁委员会逾期未作出决定或者决定不予受理的，申请人可以就该争议事项向人民法院提起诉讼。"
)
ARBITRATION_RULES_35: Final = ARBITRATION_RULES.article(
    "35", "申请人可以自行撤回仲裁申请。申请人再次申请仲裁的，仲裁委员会应当受理。"
)
ARBITRATION_RULES_36: Final = ARBITRATION_RULES.article("36", "被申请人可以在答辩期间提出反申请")
ARBITRATION_RULES_39: Final = ARBITRATION_RULES.article(
    "39", "可以按撤回仲裁申请处理；申请人重新申请仲裁的，仲裁委员会不予受理。"
)
ARBITRATION_RULES_45: Final = ARBITRATION_RULES.article(
    "45", "应当自仲裁委员会受理仲裁申请之日起45日内结束。……但延长期限不得超过15日。"
)
ARBITRATION_RULES_46: Final = ARBITRATION_RULES.article(
    "46",
    "仲裁期限从决定追加之日起重新计算……仲裁委员会收到仲裁申请的时间从材料补正之日起重新计算……仲裁期限从受理增加、变更仲裁请求之日起重新计算……仲裁期限从受理反申请之日起重新计算……仲裁期限从接受移送之日起重新计算……中止审理期间、公告送达期间不计入仲裁期限内",
)
ARBITRATION_RULES_50: Final = ARBITRATION_RULES.article(
    "50", "裁决内容同时涉及终局裁决和非终局裁决的，应当分别制作裁决书，并告知当事人相应的救济权利。"
)
ARBITRATION_RULES_64_DECIDE: Final = ARBITRATION_RULES.article(
    "64", "仲裁委员会应当自收到当事人集体劳动人事争议仲裁申请之日起5日内作出受理或者不予受理的决定。"
)
ARBITRATION_RULES_64_NOTIFY: Final = ARBITRATION_RULES.article(
    "64", "应当自受理之日起5日内将仲裁庭组成人员、答辩期限、举证期限、开庭日期和地点等事项一次性通知当事人。"
)
ARBITRATION_RULES_69: Final = ARBITRATION_RULES.article(
    "69", "当事人同意先行调解的，应当暂缓受理；当事人不同意先行调解的，应当依法受理。"
)
ARBITRATION_RULES_70: Final = ARBITRATION_RULES.article(
    "70", "自当事人同意之日起10日内未达成调解协议的，应当开庭审理。"
)
ARBITRATION_RULES_75: Final = ARBITRATION_RULES.article(
    "75",
    "有下列情形之一的，仲裁委员会不予受理：……超出规定的仲裁审查申请期间的；……确认劳动关系的；……调解协议已经人民法院司法确认的。",
)
ARBITRATION_RULES_76: Final = ARBITRATION_RULES.article(
    "76",
    "应当自受理仲裁审查申请之日起5日内结束。因特殊情况需要延期的，经仲裁委员会主任或者其委托的仲裁院负责人批准，可以延长5日。",
)
ARBITRATION_RULES_80: Final = ARBITRATION_RULES.article(
    "80", "本规则规定的“3日”、“5日”、“10日”指工作日，“15日”、“45日”指自然日。"
)

INTERPRETATION_ONE_12: Final = INTERPRETATION_ONE.article(
    "12",
    "劳动争议仲裁机构逾期未作出受理决定或仲裁裁决，当事人直接提起诉讼的，人民法院应予受理，但申请仲裁的案件存在下列事由的除外",
)
INTERPRETATION_ONE_13: Final = INTERPRETATION_ONE.article(
    "13",
    "依据劳动合同法第三十条第二款规定申请支付令被人民法院裁定终结督促程序后……人民法院应当告知其先向劳动争议仲裁机构申请仲裁。……依据调解仲裁法第十六条规定申请支付令被人民法院裁定终结督促程序后，劳动者依据调解协议直接提起诉讼的，人民法院应予受理。",
)
INTERPRETATION_ONE_18: Final = INTERPRETATION_ONE.article(
    "18", "应告知用人单位可以自收到不予受理裁定书之日起三十日内向劳动争议仲裁机构所在地的中级人民法院申请撤销该仲裁裁决"
)
INTERPRETATION_ONE_19: Final = INTERPRETATION_ONE.article(
    "19", "如果仲裁裁决涉及数项，每项确定的数额均不超过当地月最低工资标准十二个月金额的，应当按照终局裁决处理。"
)
INTERPRETATION_ONE_20: Final = INTERPRETATION_ONE.article(
    "20",
    "同一仲裁裁决同时包含终局裁决事项和非终局裁决事项，当事人不服该仲裁裁决向人民法院提起诉讼的，应当按照非终局裁决处理。",
)
INTERPRETATION_ONE_21: Final = INTERPRETATION_ONE.article(
    "21",
    "被人民法院驳回起诉或者劳动者撤诉的，用人单位可以自收到裁定书之日起三十日内，向劳动争议仲裁机构所在地的中级人民法院申请撤销仲裁裁决。",
)
INTERPRETATION_ONE_24: Final = INTERPRETATION_ONE.article(
    "24", "应当告知当事人在收到裁定书之次日起三十日内，可以就该劳动争议事项向人民法院提起诉讼。"
)
INTERPRETATION_ONE_35: Final = INTERPRETATION_ONE.article(
    "35",
    "不违反法律、行政法规的强制性规定，且不存在欺诈、胁迫或者乘人之危情形的，应当认定有效。……前款协议存在重大误解或者显失公平情形，当事人请求撤销的，人民法院应予支持。",
)
INTERPRETATION_ONE_49: Final = INTERPRETATION_ONE.article(
    "49",
    "应当告知当事人在劳动争议仲裁机构的裁决书或者在人民法院的裁判文书生效后三个月内申请强制执行。逾期不申请的，人民法院应当裁定解除保全措施。",
)
INTERPRETATION_ONE_51: Final = INTERPRETATION_ONE.article(
    "51",
    "仅就劳动报酬争议达成调解协议，用人单位不履行调解协议确定的给付义务，劳动者直接提起诉讼的，人民法院可以按照普通民事纠纷受理。",
)
INTERPRETATION_ONE_52: Final = INTERPRETATION_ONE.article(
    "52", "仅就给付义务达成的调解协议，双方认为有必要的，可以共同向人民调解委员会所在地的基层人民法院申请司法确认。"
)
