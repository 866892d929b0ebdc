"""Employment, pay, insurance, injury, inspection, and what trade unions may ask of employers."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Grade, Instrument

TRADE_UNION: Final = Instrument("工会法", "Trade Union Law (2021)", date(2022, 1, 1))
INSPECTION: Final = Instrument("劳动保障监察条例", "Regulation on Labour Security Inspection", date(2004, 12, 1))
INSPECTION_PROVISIONS: Final = Instrument(
    "关于实施《劳动保障监察条例》若干规定",
    "Provisions on Implementing the Regulation on Labour Security Inspection",
    date(2005, 2, 1),
    Grade.C,
)
LABOUR_CONTRACT: Final = Instrument("劳动合同法", "Labour Contract Law", date(2008, 1, 1))
CONTRACT_REGULATION: Final = Instrument(
    "劳动合同法实施条例", "Regulation on the Implementation of the Labour Contract Law", date(2008, 9, 18)
)
SOCIAL_INSURANCE: Final = Instrument("社会保险法", "Social Insurance Law", date(2011, 7, 1))
INJURY_INSURANCE: Final = Instrument(
    "工伤保险条例", "Regulation on Work-Related Injury Insurance (2010)", date(2011, 1, 1)
)
MIGRANT_WAGES: Final = Instrument(
    "保障农民工工资支付条例", "Regulation on Securing Wage Payment to Migrant Workers", date(2020, 5, 1)
)
WAGE_PAYMENT: Final = Instrument(
    "工资支付暂行规定", "Interim Provisions on Payment of Wages", date(1995, 1, 1), Grade.A
)
RECONSIDERATION: Final = Instrument(
    "行政复议法", "Administrative Reconsideration Law (2023)", date(2024, 1, 1), Grade.C
)
ADMINISTRATIVE_SUITS: Final = Instrument("行政诉讼法", "Administrative Procedure Law (2017)", date(2017, 7, 1), Grade.C)

TRADE_UNION_23: Final = TRADE_UNION.article(
    "23", "应当予以研究处理，并向工会作出答复；企业、事业单位、社会组织拒不改正的，工会可以提请当地人民政府依法作出处理"
)

INSPECTION_17: Final = INSPECTION.article(
    "17", "应当自立案之日起60个工作日内完成；对情况复杂的，经劳动保障行政部门负责人批准，可以延长30个工作日。"
)
INSPECTION_20: Final = INSPECTION.article(
    "20",
    "在2年内未被劳动保障行政部门发现，也未被举报、投诉的，劳动保障行政部门不再查处。……有连续或者继续状态的，自行为终了之日起计算。",
)
INSPECTION_21: Final = INSPECTION.article(
    "21",
    "对应当通过劳动争议处理程序解决的事项或者已经按照劳动争议处理程序申请调解、仲裁或者已经提起诉讼的事项，劳动保障行政部门应当告知投诉人依照劳动争议处理或者诉讼的程序办理。",
)
INSPECTION_26: Final = INSPECTION.article(
    "26", "逾期不支付的，责令用人单位按照应付金额50%以上1倍以下的标准计算，向劳动者加付赔偿金"
)

INSPECTION_PROVISIONS_18: Final = INSPECTION_PROVISIONS.article(
    "18", "劳动保障行政部门应当在接到投诉之日起5个工作日内依法受理，并于受理之日立案查处"
)

LABOUR_CONTRACT_10: Final = LABOUR_CONTRACT.article(
    "10", "已建立劳动关系，未同时订立书面劳动合同的，应当自用工之日起一个月内订立书面劳动合同。"
)
LABOUR_CONTRACT_14: Final = LABOUR_CONTRACT.article(
    "14", "用人单位自用工之日起满一年不与劳动者订立书面劳动合同的，视为用人单位与劳动者已订立无固定期限劳动合同。"
)
LABOUR_CONTRACT_30: Final = LABOUR_CONTRACT.article(
    "30", "用人单位拖欠或者未足额支付劳动报酬的，劳动者可以依法向当地人民法院申请支付令，人民法院应当依法发出支付令。"
)
LABOUR_CONTRACT_37: Final = LABOUR_CONTRACT.article("37", "劳动者提前三十日以书面形式通知用人单位，可以解除劳动合同。")
LABOUR_CONTRACT_37_PROBATION: Final = LABOUR_CONTRACT.article(
    "37", "劳动者在试用期内提前三日通知用人单位，可以解除劳动合同。"
)
LABOUR_CONTRACT_40: Final = LABOUR_CONTRACT.article(
    "40", "用人单位提前三十日以书面形式通知劳动者本人或者额外支付劳动者一个月工资后，可以解除劳动合同"
)
LABOUR_CONTRACT_41: Final = LABOUR_CONTRACT.article(
    "41",
    "用人单位提前三十日向工会或者全体职工说明情况，听取工会或者职工的意见后，裁减人员方案经向劳动行政部门报告，可以裁减人员",
)
LABOUR_CONTRACT_50_CERTIFICATE: Final = LABOUR_CONTRACT.article(
    "50", "用人单位应当在解除或者终止劳动合同时出具解除或者终止劳动合同的证明"
)
LABOUR_CONTRACT_50_TRANSFER: Final = LABOUR_CONTRACT.article(
    "50", "并在十五日内为劳动者办理档案和社会保险关系转移手续。"
)
LABOUR_CONTRACT_50_COMPENSATION: Final = LABOUR_CONTRACT.article(
    "50", "用人单位依照本法有关规定应当向劳动者支付经济补偿的，在办结工作交接时支付。"
)
LABOUR_CONTRACT_50_KEEP: Final = LABOUR_CONTRACT.article(
    "50", "用人单位对已经解除或者终止的劳动合同的文本，至少保存二年备查。"
)
LABOUR_CONTRACT_72: Final = LABOUR_CONTRACT.article("72", "非全日制用工劳动报酬结算支付周期最长不得超过十五日。")
LABOUR_CONTRACT_82: Final = LABOUR_CONTRACT.article(
    "82", "用人单位自用工之日起超过一个月不满一年未与劳动者订立书面劳动合同的，应当向劳动者每月支付二倍的工资。"
)
LABOUR_CONTRACT_85: Final = LABOUR_CONTRACT.article(
    "85", "逾期不支付的，责令用人单位按应付金额百分之五十以上百分之一百以下的标准向劳动者加付赔偿金"
)

CONTRACT_REGULATION_7_OPEN_ENDED: Final = CONTRACT_REGULATION.article(
    "7", "并视为自用工之日起满一年的当日已经与劳动者订立无固定期限劳动合同，应当立即与劳动者补订书面劳动合同。"
)

SOCIAL_INSURANCE_58: Final = SOCIAL_INSURANCE.article(
    "58", "用人单位应当自用工之日起三十日内为其职工向社会保险经办机构申请办理社会保险登记。"
)
SOCIAL_INSURANCE_86: Final = SOCIAL_INSURANCE.article(
    "86", "并自欠缴之日起，按日加收万分之五的滞纳金；逾期仍不缴纳的，由有关行政部门处欠缴数额一倍以上三倍以下的罚款。"
)

INJURY_INSURANCE_17_EMPLOYER: Final = INJURY_INSURANCE.article(
    "17",
    "所在单位应当自事故伤害发生之日或者被诊断、鉴定为职业病之日起30日内，向统筹地区社会保险行政部门提出工伤认定申请。遇有特殊情况，经报社会保险行政部门同意，申请时限可以适当延长。",
)
INJURY_INSURANCE_17_WORKER: Final = INJURY_INSURANCE.article(
    "17",
    "工伤职工或者其近亲属、工会组织在事故伤害发生之日或者被诊断、鉴定为职业病之日起1年内，可以直接向用人单位所在地统筹地区社会保险行政部门提出工伤认定申请。",
)
INJURY_INSURANCE_20: Final = INJURY_INSURANCE.article(
    "20", "社会保险行政部门应当自受理工伤认定申请之日起60日内作出工伤认定的决定"
)
INJURY_INSURANCE_20_CLEAR: Final = INJURY_INSURANCE.article(
    "20", "对受理的事实清楚、权利义务明确的工伤认定申请，应当在15日内作出工伤认定的决定。"
)
INJURY_INSURANCE_25: Final = INJURY_INSURANCE.article(
    "25", "应当自收到劳动能力鉴定申请之日起60日内作出劳动能力鉴定结论，必要时，作出劳动能力鉴定结论的期限可以延长30日。"
)
INJURY_INSURANCE_26: Final = INJURY_INSURANCE.article(
    "26", "可以在收到该鉴定结论之日起15日内向省、自治区、直辖市劳动能力鉴定委员会提出再次鉴定申请。"
)

MIGRANT_WAGES_15: Final = MIGRANT_WAGES.article(
    "15", "用人单位应当按照工资支付周期编制书面工资支付台账，并至少保存3年。"
)
MIGRANT_WAGES_27: Final = MIGRANT_WAGES.article("27", "施工总承包单位公示30日后，可以申请注销农民工工资专用账户")
MIGRANT_WAGES_28: Final = MIGRANT_WAGES.article("28", "应当建立用工管理台账，并保存至工程完工且工资全部结清后至少3年。")
MIGRANT_WAGES_30: Final = MIGRANT_WAGES.article(
    "30", "分包单位拖欠农民工工资的，由施工总承包单位先行清偿，再依法进行追偿。"
)
MIGRANT_WAGES_36: Final = MIGRANT_WAGES.article("36", "导致拖欠农民工工资的，由建设单位或者施工总承包单位清偿。")
MIGRANT_WAGES_51: Final = MIGRANT_WAGES.article(
    "51",
    "发现拖欠农民工工资的，可以要求用人单位改正，拒不改正的，可以请求人力资源社会保障行政部门和其他有关部门依法处理。",
)

WAGE_PAYMENT_6: Final = WAGE_PAYMENT.article(
    "6", "用人单位必须书面记录支付劳动者工资的数额、时间、领取者的姓名以及签字，并保存两年以上备查。"
)
WAGE_PAYMENT_7_MONTHLY: Final = WAGE_PAYMENT.article(
    "7",
    "工资必须在用人单位与劳动者约定的日期支付。如遇节假日或休息日，则应提前在最近的工作日支付。工资至少每月支付一次",
)
WAGE_PAYMENT_9: Final = WAGE_PAYMENT.article("9", "用人单位应在解除或终止劳动合同时一次付清劳动者工资。")
WAGE_PAYMENT_16: Final = WAGE_PAYMENT.article(
    "16",
    "但每月扣除的部分不得超过劳动者当月工资的20％。若扣除后的剩余工资部分低于当地月最低工资标准，则按最低工资标准支付。",
)

RECONSIDERATION_20: Final = RECONSIDERATION.article(
    "20", "可以自知道或者应当知道该行政行为之日起六十日内提出行政复议申请"
)

ADMINISTRATIVE_SUITS_46: Final = ADMINISTRATIVE_SUITS.article(
    "46", "应当自知道或者应当知道作出行政行为之日起六个月内提出"
)
