"""The Civil Code on periods, and civil procedure: the law, its interpretation, preservation and enforcement."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Instrument

CIVIL_CODE: Final = Instrument("民法典", "Civil Code", date(2021, 1, 1))
CIVIL_PROCEDURE: Final = Instrument("民事诉讼法", "Civil Procedure Law (2023)", date(2024, 1, 1))
CIVIL_PROCEDURE_INTERPRETATION: Final = Instrument(
    "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释",
    "SPC Interpretation on the Civil Procedure Law (2022)",
    date(2022, 4, 10),
)

CIVIL_CODE_201: Final = CIVIL_CODE.article("201", "按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。")
CIVIL_CODE_201_HOURS: Final = CIVIL_CODE.article("201", "按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。")
CIVIL_CODE_202: Final = CIVIL_CODE.article(
    "202", "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。"
)
CIVIL_CODE_203: Final = CIVIL_CODE.article(
    "203", "期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。"
)
CIVIL_CODE_204: Final = CIVIL_CODE.article(
    "204", "期间的计算方法依照本法的规定，但是法律另有规定或者当事人另有约定的除外。"
)

CIVIL_PROCEDURE_56: Final = CIVIL_PROCEDURE.article(
    "56",
    "代表人的诉讼行为对其所代表的当事人发生效力，但代表人变更、放弃诉讼请求或者承认对方当事人的诉讼请求，进行和解，必须经被代表的当事人同意。",
)
CIVIL_PROCEDURE_85: Final = CIVIL_PROCEDURE.article(
    "85", "期间届满的最后一日是法定休假日的，以法定休假日后的第一日为期间届满的日期。"
)
CIVIL_PROCEDURE_205: Final = CIVIL_PROCEDURE.article(
    "205",
    "经依法设立的调解组织调解达成调解协议，申请司法确认的，由双方当事人自调解协议生效之日起三十日内，共同向下列人民法院提出",
)

CIVIL_PROCEDURE_INTERPRETATION_358: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "358", "经审查，调解协议有下列情形之一的，人民法院应当裁定驳回申请：……(五)内容不明确的；"
)
CIVIL_CODE_188: Final = CIVIL_CODE.article("188", "向人民法院请求保护民事权利的诉讼时效期间为三年。")

CIVIL_PROCEDURE_103: Final = CIVIL_PROCEDURE.article(
    "103", "人民法院接受申请后，对情况紧急的，必须在四十八小时内作出裁定；裁定采取保全措施的，应当立即开始执行。"
)
CIVIL_PROCEDURE_104: Final = CIVIL_PROCEDURE.article(
    "104", "申请人在人民法院采取保全措施后三十日内不依法提起诉讼或者申请仲裁的，人民法院应当解除保全。"
)
CIVIL_PROCEDURE_126: Final = CIVIL_PROCEDURE.article(
    "126", "符合起诉条件的，应当在七日内立案，并通知当事人；不符合起诉条件的，应当在七日内作出裁定书，不予受理"
)
CIVIL_PROCEDURE_128_COPY: Final = CIVIL_PROCEDURE.article("128", "人民法院应当在立案之日起五日内将起诉状副本发送被告")
CIVIL_PROCEDURE_128_ANSWER: Final = CIVIL_PROCEDURE.article(
    "128", "被告应当在收到之日起十五日内提出答辩状……被告不提出答辩状的，不影响人民法院审理。"
)
CIVIL_PROCEDURE_128_FORWARD: Final = CIVIL_PROCEDURE.article(
    "128", "人民法院应当在收到答辩状之日起五日内将答辩状副本发送原告。"
)
CIVIL_PROCEDURE_152: Final = CIVIL_PROCEDURE.article(
    "152",
    "人民法院适用普通程序审理的案件，应当在立案之日起六个月内审结。有特殊情况需要延长的，经本院院长批准，可以延长六个月；还需要延长的，报请上级人民法院批准。",
)
CIVIL_PROCEDURE_164: Final = CIVIL_PROCEDURE.article(
    "164",
    "人民法院适用简易程序审理案件，应当在立案之日起三个月内审结。有特殊情况需要延长的，经本院院长批准，可以延长一个月。",
)
CIVIL_PROCEDURE_168: Final = CIVIL_PROCEDURE.article(
    "168",
    "人民法院适用小额诉讼的程序审理案件，应当在立案之日起两个月内审结。有特殊情况需要延长的，经本院院长批准，可以延长一个月。",
)
CIVIL_PROCEDURE_171_JUDGMENT: Final = CIVIL_PROCEDURE.article(
    "171", "有权在判决书送达之日起十五日内向上一级人民法院提起上诉。"
)
CIVIL_PROCEDURE_171_RULING: Final = CIVIL_PROCEDURE.article(
    "171", "有权在裁定书送达之日起十日内向上一级人民法院提起上诉。"
)
CIVIL_PROCEDURE_187: Final = CIVIL_PROCEDURE.article(
    "187", "人民法院适用特别程序审理的案件，应当在立案之日起三十日内或者公告期满后三十日内审结。"
)
CIVIL_PROCEDURE_206: Final = CIVIL_PROCEDURE.article(
    "206", "裁定调解协议有效，一方当事人拒绝履行或者未全部履行的，对方当事人可以向人民法院申请执行"
)
CIVIL_PROCEDURE_225: Final = CIVIL_PROCEDURE.article(
    "225", "债权人请求债务人给付金钱、有价证券，符合下列条件的，可以向有管辖权的基层人民法院申请支付令"
)
CIVIL_PROCEDURE_226: Final = CIVIL_PROCEDURE.article(
    "226", "债权人提出申请后，人民法院应当在五日内通知债权人是否受理。"
)
CIVIL_PROCEDURE_227_ISSUE: Final = CIVIL_PROCEDURE.article(
    "227", "应当在受理之日起十五日内向债务人发出支付令；申请不成立的，裁定予以驳回。"
)
CIVIL_PROCEDURE_227_DEBTOR: Final = CIVIL_PROCEDURE.article(
    "227",
    "债务人应当自收到支付令之日起十五日内清偿债务，或者向人民法院提出书面异议。……债务人在前款规定的期间不提出异议又不履行支付令的，债权人可以向人民法院申请执行。",
)
CIVIL_PROCEDURE_228: Final = CIVIL_PROCEDURE.article(
    "228", "支付令失效的，转入诉讼程序，但申请支付令的一方当事人不同意提起诉讼的除外。"
)
CIVIL_PROCEDURE_237: Final = CIVIL_PROCEDURE.article(
    "237", "人民法院自收到申请执行书之日起超过六个月未执行的，申请执行人可以向上一级人民法院申请执行。"
)
CIVIL_PROCEDURE_250: Final = CIVIL_PROCEDURE.article(
    "250",
    "申请执行的期间为二年。……前款规定的期间，从法律文书规定履行期间的最后一日起计算；法律文书规定分期履行的，从最后一期履行期限届满之日起计算；法律文书未规定履行期间的，从法律文书生效之日起计算。",
)

CIVIL_PROCEDURE_INTERPRETATION_426: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "426", "人民法院应当自收到补正材料之日起五日内通知债权人是否受理。"
)
CIVIL_PROCEDURE_INTERPRETATION_427: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "427",
    "请求给付的金钱或者有价证券已到期且数额确定……债权人没有对待给付义务……债务人在我国境内且未下落不明……债权人未向人民法院申请诉前保全。",
)
CIVIL_PROCEDURE_INTERPRETATION_430: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "430", "人民法院发出支付令之日起三十日内无法送达债务人的"
)
CIVIL_PROCEDURE_INTERPRETATION_431: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "431", "债务人超过法定期间提出异议的，视为未提出异议。"
)
CIVIL_PROCEDURE_INTERPRETATION_436: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "436",
    "债务人对债务本身没有异议，只是提出缺乏清偿能力、延缓债务清偿期限、变更债务清偿方式等异议的，不影响支付令的效力。……债务人的口头异议无效。",
)
CIVIL_PROCEDURE_INTERPRETATION_438: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "438", "应当自收到终结督促程序裁定之日起七日内向受理申请的人民法院提出。"
)
CIVIL_PROCEDURE_INTERPRETATION_439: Final = CIVIL_PROCEDURE_INTERPRETATION.article(
    "439",
    "未向受理申请的人民法院表明不同意提起诉讼的，视为向受理申请的人民法院起诉。……债权人提出支付令申请的时间，即为向人民法院起诉的时间。",
)

CONFIRMATION: Final = Instrument(
    "最高人民法院关于人民调解协议司法确认程序的若干规定",
    "SPC Provisions on Judicial Confirmation of People's Mediation Agreements",
    date(2011, 3, 30),
)
CONFIRMATION_4: Final = CONFIRMATION.article("4", "人民法院收到当事人司法确认申请，应当在三日内决定是否受理。")
CONFIRMATION_5: Final = CONFIRMATION.article(
    "5",
    "人民法院应当自受理司法确认申请之日起十五日内作出是否确认的决定。因特殊情况需要延长的，经本院院长批准，可以延长十日。",
)
CONFIRMATION_10: Final = CONFIRMATION.article(
    "10", "可以自知道或者应当知道权益被侵害之日起一年内，向作出确认决定的人民法院申请撤销确认决定。"
)
CONFIRMATION_11: Final = CONFIRMATION.article("11", "人民法院办理人民调解协议司法确认案件，不收取费用。")
