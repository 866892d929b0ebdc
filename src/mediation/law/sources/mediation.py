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
INVITED_MEDIATION: Final = Instrument(
    "最高人民法院关于人民法院特邀调解的规定", "SPC Provisions on Invited Mediation", date(2016, 7, 1)
)
ONLINE_MEDIATION: Final = Instrument("人民法院在线调解规则", "SPC Rules on Online Mediation", date(2022, 1, 1))
NEW_FORM_MEDIATION: Final = Instrument(
    "关于加强新就业形态劳动纠纷一站式调解工作的通知",
    "Notice on One-Stop Mediation for New Forms of Employment (人社厅发〔2024〕4号)",
    date(2024, 1, 31),
    Grade.C,
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
    "27", "双方当事人可以自调解协议生效之日起15日内共同向仲裁委员会提出仲裁审查申请"
)
ENTERPRISE_MEDIATION_29: Final = ENTERPRISE_MEDIATION.article(
    "29", "应当自受理调解申请之日起15日内结束。但是，双方当事人同意延期的可以延长。"
)

MEDIATION_AND_ARBITRATION_15: Final = MEDIATION_AND_ARBITRATION.article(
    "15", "达成调解协议后，一方当事人在协议约定期限内不履行调解协议的，另一方当事人可以依法申请仲裁。"
)
MEDIATION_AND_ARBITRATION_16: Final = MEDIATION_AND_ARBITRATION.article(
    "16",
    "因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金事项达成调解协议，用人单位在协议约定期限内不履行的，劳动者可以持调解协议书依法向人民法院申请支付令。人民法院应当依法发出支付令。",
)
MEDIATION_AND_ARBITRATION_27_1: Final = MEDIATION_AND_ARBITRATION.article(
    "27", "劳动争议申请仲裁的时效期间为一年。仲裁时效期间从当事人知道或者应当知道其权利被侵害之日起计算。"
)
MEDIATION_AND_ARBITRATION_27_2: Final = MEDIATION_AND_ARBITRATION.article(
    "27",
    "因当事人一方向对方当事人主张权利，或者向有关部门请求权利救济，或者对方当事人同意履行义务而中断。从中断时起，仲裁时效期间重新计算。",
)
MEDIATION_AND_ARBITRATION_27_3: Final = MEDIATION_AND_ARBITRATION.article(
    "27", "仲裁时效中止。从中止时效的原因消除之日起，仲裁时效期间继续计算。"
)
MEDIATION_AND_ARBITRATION_27_4: Final = MEDIATION_AND_ARBITRATION.article(
    "27",
    "劳动关系存续期间因拖欠劳动报酬发生争议的，劳动者申请仲裁不受本条第一款规定的仲裁时效期间的限制；但是，劳动关系终止的，应当自劳动关系终止之日起一年内提出。",
)
MEDIATION_AND_ARBITRATION_29: Final = MEDIATION_AND_ARBITRATION.article(
    "29",
    "劳动争议仲裁委员会收到仲裁申请之日起五日内，认为符合受理条件的，应当受理，并通知申请人……对劳动争议仲裁委员会不予受理或者逾期未作出决定的，申请人可以就该劳动争议事项向人民法院提起诉讼。",
)
MEDIATION_AND_ARBITRATION_30_COPY: Final = MEDIATION_AND_ARBITRATION.article(
    "30", "应当在五日内将仲裁申请书副本送达被申请人。"
)
MEDIATION_AND_ARBITRATION_30_ANSWER: Final = MEDIATION_AND_ARBITRATION.article(
    "30",
    "被申请人收到仲裁申请书副本后，应当在十日内向劳动争议仲裁委员会提交答辩书。……被申请人未提交答辩书的，不影响仲裁程序的进行。",
)
MEDIATION_AND_ARBITRATION_30_FORWARD: Final = MEDIATION_AND_ARBITRATION.article(
    "30", "劳动争议仲裁委员会收到答辩书后，应当在五日内将答辩书副本送达申请人。"
)
MEDIATION_AND_ARBITRATION_32: Final = MEDIATION_AND_ARBITRATION.article(
    "32", "应当在受理仲裁申请之日起五日内将仲裁庭的组成情况书面通知当事人。"
)
MEDIATION_AND_ARBITRATION_42: Final = MEDIATION_AND_ARBITRATION.article(
    "42", "调解书经双方当事人签收后，发生法律效力。"
)
MEDIATION_AND_ARBITRATION_43: Final = MEDIATION_AND_ARBITRATION.article(
    "43",
    "应当自劳动争议仲裁委员会受理仲裁申请之日起四十五日内结束。案情复杂需要延期的，经劳动争议仲裁委员会主任批准，可以延期并书面通知当事人，但是延长期限不得超过十五日。逾期未作出仲裁裁决的，当事人可以就该劳动争议事项向人民法院提起诉讼。",
)
MEDIATION_AND_ARBITRATION_44: Final = MEDIATION_AND_ARBITRATION.article(
    "44", "根据当事人的申请，可以裁决先予执行，移送人民法院执行。……劳动者申请先予执行的，可以不提供担保。"
)
MEDIATION_AND_ARBITRATION_47: Final = MEDIATION_AND_ARBITRATION.article(
    "47", "下列劳动争议，除本法另有规定的外，仲裁裁决为终局裁决，裁决书自作出之日起发生法律效力"
)
MEDIATION_AND_ARBITRATION_48: Final = MEDIATION_AND_ARBITRATION.article(
    "48", "劳动者对本法第四十七条规定的仲裁裁决不服的，可以自收到仲裁裁决书之日起十五日内向人民法院提起诉讼。"
)
MEDIATION_AND_ARBITRATION_49_SET_ASIDE: Final = MEDIATION_AND_ARBITRATION.article(
    "49", "可以自收到仲裁裁决书之日起三十日内向劳动争议仲裁委员会所在地的中级人民法院申请撤销裁决"
)
MEDIATION_AND_ARBITRATION_49_SUE: Final = MEDIATION_AND_ARBITRATION.article(
    "49", "仲裁裁决被人民法院裁定撤销的，当事人可以自收到裁定书之日起十五日内就该劳动争议事项向人民法院提起诉讼。"
)
MEDIATION_AND_ARBITRATION_50: Final = MEDIATION_AND_ARBITRATION.article(
    "50",
    "当事人对本法第四十七条规定以外的其他劳动争议案件的仲裁裁决不服的，可以自收到仲裁裁决书之日起十五日内向人民法院提起诉讼；期满不起诉的，裁决书发生法律效力。",
)
MEDIATION_AND_ARBITRATION_53: Final = MEDIATION_AND_ARBITRATION.article("53", "劳动争议仲裁不收费。")

PEOPLES_MEDIATION_4: Final = PEOPLES_MEDIATION.article("4", "人民调解委员会调解民间纠纷，不收取任何费用。")
PEOPLES_MEDIATION_17: Final = PEOPLES_MEDIATION.article("17", "当事人一方明确拒绝调解的，不得调解。")
PEOPLES_MEDIATION_26: Final = PEOPLES_MEDIATION.article(
    "26",
    "调解不成的，应当终止调解，并依据有关法律、法规的规定，告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
)
PEOPLES_MEDIATION_31: Final = PEOPLES_MEDIATION.article(
    "31", "人民调解委员会应当对调解协议的履行情况进行监督，督促当事人履行约定的义务。"
)

ENTERPRISE_MEDIATION_10: Final = ENTERPRISE_MEDIATION.article(
    "10", "一方当事人提出协商要求后，另一方当事人应当积极做出口头或者书面回应。5日内不做出回应的，视为不愿协商。"
)
ENTERPRISE_MEDIATION_28: Final = ENTERPRISE_MEDIATION.article(
    "28", "一方当事人在约定的期限内不履行调解协议的，另一方当事人可以依法申请仲裁。"
)
ENTERPRISE_MEDIATION_30: Final = ENTERPRISE_MEDIATION.article(
    "30", "调解委员会应当做好记录，由双方当事人签名或者盖章，并书面告知当事人可以向仲裁委员会申请仲裁。"
)
ENTERPRISE_MEDIATION_31: Final = ENTERPRISE_MEDIATION.article(
    "31", "属于仲裁时效中断，从中断时起，仲裁时效期间重新计算……达成调解协议后，一方当事人在约定期限内不履行调解协议的。"
)

INVITED_MEDIATION_21: Final = INVITED_MEDIATION.article("21", "当事人坚持诉讼的，人民法院应当依法登记立案。")
INVITED_MEDIATION_21_TRIAL: Final = INVITED_MEDIATION.article("21", "委托调解未达成调解协议的，转入审判程序审理。")
INVITED_MEDIATION_27_BEFORE: Final = INVITED_MEDIATION.article(
    "27", "人民法院委派调解的案件，调解期限为30日。但是双方当事人同意延长调解期限的，不受此限。"
)
INVITED_MEDIATION_27_ORDINARY: Final = INVITED_MEDIATION.article(
    "27", "人民法院委托调解的案件，适用普通程序的调解期限为15日……但是双方当事人同意延长调解期限的，不受此限。"
)
INVITED_MEDIATION_27_SUMMARY: Final = INVITED_MEDIATION.article(
    "27", "适用简易程序的调解期限为７日。但是双方当事人同意延长调解期限的，不受此限。"
)

ONLINE_MEDIATION_10_CHOOSE: Final = ONLINE_MEDIATION.article(
    "10", "无法在同意在线调解后两个工作日内共同选择调解组织或者调解员的，由人民法院指定调解组织或者调解员。"
)
ONLINE_MEDIATION_10_APPOINT: Final = ONLINE_MEDIATION.article(
    "10", "人民法院应当在收到当事人在线调解申请后三个工作日内指定调解组织或者调解员。"
)
ONLINE_MEDIATION_12: Final = ONLINE_MEDIATION.article(
    "12",
    "应当在收到人民法院委派委托调解信息或者当事人在线调解申请后三个工作日内，确认接受人民法院委派委托或者当事人调解申请。",
)
ONLINE_MEDIATION_15: Final = ONLINE_MEDIATION.article(
    "15", "调解员可以在接受人民法院委派调解之日起三个工作日内协助人民法院通知对方当事人，询问是否同意调解。"
)
ONLINE_MEDIATION_24_BEFORE: Final = ONLINE_MEDIATION.article(
    "24", "立案前在线调解期限为三十日。各方当事人同意延长的，不受此限。"
)
ONLINE_MEDIATION_24_ORDINARY: Final = ONLINE_MEDIATION.article(
    "24", "立案后在线调解，适用普通程序的调解期限为十五日……各方当事人同意延长的，不受此限。"
)
ONLINE_MEDIATION_24_SUMMARY: Final = ONLINE_MEDIATION.article(
    "24", "适用简易程序的调解期限为七日，各方当事人同意延长的，不受此限。"
)

NEW_FORM_MEDIATION_NOTICE: Final = NEW_FORM_MEDIATION.article(
    "", "调解应当自受理之日起15日内结束，双方当事人同意的可以延长，最长不超过15日。"
)
