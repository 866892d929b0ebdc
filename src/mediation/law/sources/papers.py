"""What the law says of papers: what an application states, what a notice tells, what has to be written down or signed."""

from datetime import date
from typing import Final

from mediation.law.sources.aid import LEGAL_AID
from mediation.law.sources.labour import TRADE_UNION
from mediation.law.sources.mediation import MEDIATION_AND_ARBITRATION, ONLINE_MEDIATION, PEOPLES_MEDIATION
from mediation.law.sources.procedure import CIVIL_PROCEDURE, CIVIL_PROCEDURE_INTERPRETATION, CONFIRMATION
from mediation.law.sources.source import Instrument

ZHEJIANG_SUPERVISION: Final = Instrument(
    "浙江省工会劳动法律监督条例",
    "Zhejiang Regulations on Trade-union Supervision of Labour Law",
    date(2016, 12, 1),
)

PAPERS_COLLECTIVE: Final = MEDIATION_AND_ARBITRATION.article(
    "7", "发生劳动争议的劳动者一方在十人以上，并有共同请求的，可以推举代表参加调解、仲裁或者诉讼活动。"
)
PAPERS_ORAL_APPLICATION: Final = MEDIATION_AND_ARBITRATION.article(
    "12", "口头申请的，调解组织应当当场记录申请人基本情况、申请调解的争议事项、理由和时间。"
)
PAPERS_EVIDENCE: Final = MEDIATION_AND_ARBITRATION.article(
    "6", "发生劳动争议，当事人对自己提出的主张，有责任提供证据。"
)
PAPERS_PAYMENT_ORDER: Final = MEDIATION_AND_ARBITRATION.article(
    "16",
    "因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金事项达成调解协议，用人单位在协议约定期限内不履行的，"
    "劳动者可以持调解协议书依法向人民法院申请支付令。",
)
PAPERS_ARBITRATION_PARTIES: Final = MEDIATION_AND_ARBITRATION.article(
    "28",
    "劳动者的姓名、性别、年龄、职业、工作单位和住所，用人单位的名称、住所和法定代表人或者主要负责人的姓名、职务；",
)
PAPERS_ARBITRATION_CLAIMS: Final = MEDIATION_AND_ARBITRATION.article("28", "仲裁请求和所根据的事实、理由；")
PAPERS_ARBITRATION_EVIDENCE: Final = MEDIATION_AND_ARBITRATION.article("28", "证据和证据来源、证人姓名和住所。")

PAPERS_CONSENT: Final = PEOPLES_MEDIATION.article("17", "当事人一方明确拒绝调解的，不得调解。")
PAPERS_RIGHTS: Final = PEOPLES_MEDIATION.article("23", "接受调解、拒绝调解或者要求终止调解；")
PAPERS_FAILURE: Final = PEOPLES_MEDIATION.article(
    "26",
    "调解不成的，应当终止调解，并依据有关法律、法规的规定，告知当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
)
PAPERS_RECORD: Final = PEOPLES_MEDIATION.article("27", "人民调解员应当记录调解情况。")
PAPERS_FILE: Final = PEOPLES_MEDIATION.article(
    "27", "应当建立调解工作档案，将调解登记、调解工作记录、调解协议书等材料立卷归档。"
)
PAPERS_ORAL_AGREEMENT: Final = PEOPLES_MEDIATION.article(
    "28", "当事人认为无需制作调解协议书的，可以采取口头协议方式，人民调解员应当记录协议内容。"
)
PAPERS_AGREEMENT_CONTENT: Final = PEOPLES_MEDIATION.article("29", "当事人达成调解协议的内容，履行的方式、期限。")
PAPERS_PERFORMANCE: Final = PEOPLES_MEDIATION.article("31", "当事人应当按照约定履行。")

PAPERS_POWER_OF_ATTORNEY: Final = CIVIL_PROCEDURE.article("62", "授权委托书必须记明委托事项和权限。")
PAPERS_ORDER_CONTENT: Final = CIVIL_PROCEDURE.article(
    "225", "申请书应当写明请求给付金钱或者有价证券的数量和所根据的事实、证据。"
)
PAPERS_ORDER_NO_OTHER_DEBT: Final = CIVIL_PROCEDURE.article("225", "债权人与债务人没有其他债务纠纷的；")
PAPERS_CONFIRMATION_PROOF: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "354",
    "应当向人民法院提交调解协议、调解组织主持调解的证明，以及与调解协议相关的财产权利证明等材料，"
    "并提供双方当事人的身份、住所、联系方式等基本信息。",
)
PAPERS_CONFIRMATION_APPLICATION: Final = CONFIRMATION.article("3", "并提供双方当事人的送达地址、电话号码等联系方式。")
PAPERS_CONFIRMATION_TRUTH: Final = CONFIRMATION.article(
    "6", "当事人应当向人民法院如实陈述申请确认的调解协议的有关情况，保证提交的证明材料真实、合法。"
)
PAPERS_SERVICE_ADDRESS: Final = ONLINE_MEDIATION.article("17", "填写《送达地址确认书》等相关材料。")
PAPERS_UNDISPUTED: Final = ONLINE_MEDIATION.article("22", "但无争议事实应当以书面形式确认。")

PAPERS_AID_MEANS: Final = LEGAL_AID.article("41", "因经济困难申请法律援助的，申请人应当如实说明经济困难状况。")
PAPERS_AID_PLEDGE: Final = LEGAL_AID.article("41", "可以通过信息共享查询，或者由申请人进行个人诚信承诺。")
PAPERS_AID_EXEMPT: Final = LEGAL_AID.article("42", "申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员；")
PAPERS_AID_CORRECTION: Final = LEGAL_AID.article(
    "43",
    "申请人提交的申请材料不齐全的，法律援助机构应当一次性告知申请人需要补充的材料或者要求申请人作出说明。",
)
PAPERS_AID_DECISION: Final = LEGAL_AID.article(
    "43", "法律援助机构应当自收到法律援助申请之日起七日内进行审查，作出是否给予法律援助的决定。"
)
PAPERS_AID_TERMINATION: Final = LEGAL_AID.article("48", "有下列情形之一的，法律援助机构应当作出终止法律援助的决定：")
PAPERS_AID_OBJECTION: Final = LEGAL_AID.article(
    "49",
    "申请人、受援人对法律援助机构不予法律援助、终止法律援助的决定有异议的，可以向设立该法律援助机构的司法行政部门提出。",
)
PAPERS_AID_REPORT: Final = LEGAL_AID.article(
    "50",
    "法律援助事项办理结束后，法律援助人员应当及时向法律援助机构报告，提交有关法律文书的副本或者复印件、办理情况报告等材料。",
)
PAPERS_AID_CHANGE: Final = LEGAL_AID.article("55", "并可以请求法律援助机构更换法律援助人员。")

PAPERS_UNION_DEMAND: Final = TRADE_UNION.article(
    "23", "工会应当代表职工与企业、事业单位、社会组织交涉，要求企业、事业单位、社会组织采取措施予以改正；"
)
PAPERS_UNION_ANSWER: Final = TRADE_UNION.article("23", "企业、事业单位、社会组织应当予以研究处理，并向工会作出答复；")
PAPERS_UNION_REFUSAL: Final = TRADE_UNION.article(
    "23", "企业、事业单位、社会组织拒不改正的，工会可以提请当地人民政府依法作出处理："
)
PAPERS_UNION_SIGNER: Final = ZHEJIANG_SUPERVISION.article(
    "21", "由工会主席或者副主席签署工会劳动法律监督意见书，送达用人单位。"
)
