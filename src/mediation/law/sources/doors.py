"""The ways that lie open before and after a default: what `law/routing` decides by, where no other module names it."""

from datetime import date
from typing import Final

from mediation.law.sources.aid import LEGAL_AID
from mediation.law.sources.arbitration import ARBITRATION_RULES, INTERPRETATION_ONE
from mediation.law.sources.labour import INSPECTION, LABOUR_CONTRACT, MIGRANT_WAGES, SOCIAL_INSURANCE
from mediation.law.sources.limitation import LIMITATION_RULES
from mediation.law.sources.mediation import MEDIATION_AND_ARBITRATION, PEOPLES_MEDIATION
from mediation.law.sources.procedure import CIVIL_PROCEDURE, CIVIL_PROCEDURE_INTERPRETATION
from mediation.law.sources.source import Grade, Instrument

CRIMINAL_LAW: Final = Instrument("刑法", "Criminal Law", date(2011, 5, 1), Grade.C)
WITHHELD_PAY_CRIME: Final = Instrument(
    "最高人民法院关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释",
    "SPC Interpretation on the Crime of Refusing to Pay Remuneration",
    date(2013, 1, 23),
    Grade.C,
)

# who mediates, and what may be done instead
ART_5_CHOICE: Final = MEDIATION_AND_ARBITRATION.article(
    "5", "不愿调解、调解不成或者达成调解协议后不履行的，可以向劳动争议仲裁委员会申请仲裁"
)
ART_9_COMPLAINT: Final = MEDIATION_AND_ARBITRATION.article(
    "9",
    "用人单位违反国家规定，拖欠或者未足额支付劳动报酬，或者拖欠工伤医疗费、经济补偿或者赔偿金的，劳动者可以向劳动行政部门投诉",
)
ART_10_BODIES: Final = MEDIATION_AND_ARBITRATION.article("10", "发生劳动争议，当事人可以到下列调解组织申请调解")
ART_29_REFUSED: Final = MEDIATION_AND_ARBITRATION.article(
    "29",
    "对劳动争议仲裁委员会不予受理或者逾期未作出决定的，申请人可以就该劳动争议事项向人民法院提起诉讼。",
)
ART_43_LATE: Final = MEDIATION_AND_ARBITRATION.article(
    "43", "逾期未作出仲裁裁决的，当事人可以就该劳动争议事项向人民法院提起诉讼。"
)
ART_44_ADVANCE: Final = MEDIATION_AND_ARBITRATION.article(
    "44",
    "仲裁庭对追索劳动报酬、工伤医疗费、经济补偿或者赔偿金的案件，根据当事人的申请，可以裁决先予执行，移送人民法院执行。",
)
ART_44_LIFE: Final = MEDIATION_AND_ARBITRATION.article("44", "不先予执行将严重影响申请人的生活")
ART_44_CLEAR: Final = MEDIATION_AND_ARBITRATION.article("44", "当事人之间权利义务关系明确")
ART_51_ENFORCE: Final = MEDIATION_AND_ARBITRATION.article(
    "51",
    "当事人对发生法律效力的调解书、裁决书，应当依照规定的期限履行。一方当事人逾期不履行的，另一方当事人可以依照民事诉讼法的有关规定向人民法院申请执行。",
)
PEOPLES_25_REPORT: Final = PEOPLES_MEDIATION.article(
    "25", "对有可能引起治安案件、刑事案件的纠纷，应当及时向当地公安机关或者其他有关部门报告。"
)

# arbitration commissions
RULES_5_PRIORITY: Final = ARBITRATION_RULES.article("5", "仲裁委员会应当优先立案，优先审理")
RULES_29_APPLICATION: Final = ARBITRATION_RULES.article(
    "29", "申请人申请仲裁应当提交书面仲裁申请，并按照被申请人人数提交副本。"
)
RULES_30_ACCEPT: Final = ARBITRATION_RULES.article("30", "仲裁委员会对符合下列条件的仲裁申请应当予以受理")
RULES_34_TWICE: Final = ARBITRATION_RULES.article(
    "34", "案件已在仲裁、诉讼过程中或者调解书、裁决书、判决书已经发生法律效力的"
)
RULES_34_REFUSED: Final = ARBITRATION_RULES.article("34", "仲裁委员会已经依法出具不予受理通知书的")
RULES_63_REPRESENTATIVES: Final = ARBITRATION_RULES.article(
    "63", "发生劳动者一方在10人以上并有共同请求的争议的，劳动者可以推举3至5名代表参加仲裁活动。"
)
RULES_63_CONSENT: Final = ARBITRATION_RULES.article(
    "63",
    "但代表人变更、放弃仲裁请求或者承认对方当事人的仲裁请求，进行和解，必须经被代表的当事人同意。",
)
RULES_74_PAPERS: Final = ARBITRATION_RULES.article(
    "74", "应当向仲裁委员会提交仲裁审查申请书、调解协议和身份证明、资格证明以及其他与调解协议相关的证明材料"
)
RULES_75_LATE: Final = ARBITRATION_RULES.article("75", "超出规定的仲裁审查申请期间的")
RULES_75_RELATION: Final = ARBITRATION_RULES.article("75", "确认劳动关系的")
RULES_75_CONFIRMED: Final = ARBITRATION_RULES.article("75", "调解协议已经人民法院司法确认的")
RULES_77_STATEMENT: Final = ARBITRATION_RULES.article("77", "调解书经双方当事人签收后，发生法律效力。")
RULES_78_REFUSED: Final = ARBITRATION_RULES.article("78", "仲裁委员会决定不予制作调解书的，应当书面通知当事人。")

# courts
CIVIL_PROCEDURE_109: Final = CIVIL_PROCEDURE.article("109", "追索劳动报酬的")
CIVIL_PROCEDURE_206_REFUSED: Final = CIVIL_PROCEDURE.article(
    "206",
    "不符合法律规定的，裁定驳回申请，当事人可以通过调解方式变更原调解协议或者达成新的调解协议，也可以向人民法院提起诉讼。",
)
CIVIL_PROCEDURE_225_DEBTS: Final = CIVIL_PROCEDURE.article("225", "债权人与债务人没有其他债务纠纷的")
CIVIL_PROCEDURE_225_SERVED: Final = CIVIL_PROCEDURE.article("225", "支付令能够送达债务人的")
CIVIL_PROCEDURE_227_ENFORCE: Final = CIVIL_PROCEDURE.article(
    "227", "债务人在前款规定的期间不提出异议又不履行支付令的，债权人可以向人民法院申请执行。"
)
CIVIL_PROCEDURE_227_DISMISSED: Final = CIVIL_PROCEDURE.article("227", "申请不成立的，裁定予以驳回。")
CIVIL_PROCEDURE_228: Final = CIVIL_PROCEDURE.article(
    "228", "人民法院收到债务人提出的书面异议后，经审查，异议成立的，应当裁定终结督促程序，支付令自行失效。"
)
CIVIL_PROCEDURE_225_APPLICATION: Final = CIVIL_PROCEDURE.article(
    "225", "申请书应当写明请求给付金钱或者有价证券的数量和所根据的事实、证据。"
)
INTERPRETATION_354_PAPERS: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "354", "应当向人民法院提交调解协议、调解组织主持调解的证明，以及与调解协议相关的财产权利证明等材料"
)
INTERPRETATION_355_BANKRUPT: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "355", "涉及适用其他特别程序、公示催告程序、破产程序审理的"
)
INTERPRETATION_427_DUE: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "427", "请求给付的金钱或者有价证券已到期且数额确定，并写明了请求所根据的事实、证据"
)
INTERPRETATION_427_RETURN: Final = CIVIL_PROCEDURE_INTERPRETATION.article("427", "债权人没有对待给付义务")
INTERPRETATION_427_MISSING: Final = CIVIL_PROCEDURE_INTERPRETATION.article("427", "债务人在我国境内且未下落不明")
INTERPRETATION_427_PRESERVATION: Final = CIVIL_PROCEDURE_INTERPRETATION.article("427", "债权人未向人民法院申请诉前保全")
INTERPRETATION_430_SUED: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "430", "人民法院受理支付令申请后，债权人就同一债权债务关系又提起诉讼的"
)
LIMITATION_13: Final = LIMITATION_RULES.article(
    "13",
    "权利人向公安机关、人民检察院、人民法院报案或者控告，请求保护其民事权利的，诉讼时效从其报案或者控告之日起中断。",
)
LABOUR_13_ARREARS: Final = INTERPRETATION_ONE.article(
    "13",
    "依据劳动合同法第三十条第二款规定申请支付令被人民法院裁定终结督促程序后，劳动者就劳动争议事项直接提起诉讼的，人民法院应当告知其先向劳动争议仲裁机构申请仲裁。",
)
LABOUR_13_AGREEMENT: Final = INTERPRETATION_ONE.article(
    "13",
    "依据调解仲裁法第十六条规定申请支付令被人民法院裁定终结督促程序后，劳动者依据调解协议直接提起诉讼的，人民法院应予受理。",
)
LABOUR_15_NOTE: Final = INTERPRETATION_ONE.article(
    "15",
    "劳动者以用人单位的工资欠条为证据直接提起诉讼，诉讼请求不涉及劳动关系其他争议的，视为拖欠劳动报酬争议，人民法院按照普通民事纠纷受理。",
)

# pay, inspection, insurance, crime
LABOUR_CONTRACT_85: Final = LABOUR_CONTRACT.article("85", "由劳动行政部门责令限期支付劳动报酬、加班费或者经济补偿")
INSPECTION_11_INSURANCE: Final = INSPECTION.article("11", "用人单位参加各项社会保险和缴纳社会保险费的情况")
INSPECTION_11_PAY: Final = INSPECTION.article("11", "用人单位支付劳动者工资和执行最低工资标准的情况")
SOCIAL_INSURANCE_63: Final = SOCIAL_INSURANCE.article(
    "63", "用人单位未按时足额缴纳社会保险费的，由社会保险费征收机构责令其限期缴纳或者补足。"
)
SOCIAL_INSURANCE_82: Final = SOCIAL_INSURANCE.article(
    "82", "任何组织或者个人有权对违反社会保险法律、法规的行为进行举报、投诉。"
)
SOCIAL_INSURANCE_83: Final = SOCIAL_INSURANCE.article(
    "83",
    "个人与所在用人单位发生社会保险争议的，可以依法申请调解、仲裁，提起诉讼。用人单位侵害个人社会保险权益的，个人也可以要求社会保险行政部门或者社会保险费征收机构依法处理。",
)
CRIMINAL_276_1: Final = CRIMINAL_LAW.article(
    "276之一",
    "以转移财产、逃匿等方法逃避支付劳动者的劳动报酬或者有能力支付而不支付劳动者的劳动报酬，数额较大，经政府有关部门责令支付仍不支付的",
)
CRIME_3_SUMS: Final = WITHHELD_PAY_CRIME.article(
    "3",
    "拒不支付一名劳动者三个月以上的劳动报酬且数额在五千元至二万元以上的……拒不支付十名以上劳动者的劳动报酬且数额累计在三万元至十万元以上的",
)
MIGRANT_41: Final = MIGRANT_WAGES.article(
    "41",
    "人力资源社会保障行政部门发现拖欠农民工工资的违法行为涉嫌构成拒不支付劳动报酬罪的，应当按照有关规定及时移送公安机关审查并作出决定。",
)

# legal aid
AID_31_SCOPE: Final = LEGAL_AID.article("31", "请求确认劳动关系或者支付劳动报酬")
AID_44_SEVEN: Final = LEGAL_AID.article("44", "距法定时效或者期限届满不足七日，需要及时提起诉讼或者申请仲裁、行政复议")
