"""The events that start the periods of the law, each with the day it means, in both languages.

Holds no case: which journal facts are such an event is known to `deadline/`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mediation.kit.problems import Text


class Trigger(StrEnum):
    """The event whose day starts the period (or, for a row that counts back, ends it)."""

    # negotiation and mediation
    NEGOTIATION_ASKED = "negotiation_asked"
    APPLICATION_RECEIVED = "application_received"
    APPLICATION_IN_SCOPE_AND_BOTH_CONSENT = "application_in_scope_and_both_consent"
    APPLICATION_ACCEPTED = "application_accepted"
    COURT_FILE_SIGNED_FOR = "court_file_signed_for"
    PLATFORM_REQUEST_RECEIVED = "platform_request_received"
    PLATFORM_ACCEPTED = "platform_accepted"
    MEDIATOR_TO_BE_CHOSEN = "mediator_to_be_chosen"
    DELEGATION_CONSENTED = "delegation_consented"
    MEDIATION_SUGGESTED = "mediation_suggested"
    MEDIATION_ENDED = "mediation_ended"
    MEDIATION_REFUSED_BY_ONE = "mediation_refused_by_one"
    MEDIATION_HELD = "mediation_held"
    # a signed agreement
    AGREEMENT_SIGNED_AND_SEALED = "agreement_signed_and_sealed"
    AGREEMENT_EFFECTIVE = "agreement_effective"
    AS_AGREED = "as_agreed"
    PERFORMANCE_DUE = "performance_due"
    REVIEW_ACCEPTED = "review_accepted"
    CONFIRMATION_APPLICATION_RECEIVED = "confirmation_application_received"
    CONFIRMATION_ACCEPTED = "confirmation_accepted"
    CONFIRMATION_GRANTED = "confirmation_granted"
    CONFIRMATION_REFUSED = "confirmation_refused"
    REVIEW_REFUSED = "review_refused"
    OUTSIDER_KNEW = "outsider_knew"
    # payment order
    PAYMENT_ORDER_APPLICATION_RECEIVED = "payment_order_application_received"
    PAYMENT_ORDER_APPLICATION_ACCEPTED = "payment_order_application_accepted"
    PAYMENT_ORDER_RECEIVED = "payment_order_received"
    PAYMENT_ORDER_ISSUED = "payment_order_issued"
    PAYMENT_ORDER_REFUSED = "payment_order_refused"
    PAYMENT_ORDER_OBJECTED = "payment_order_objected"
    PAYMENT_ORDER_PROCEDURE_ENDED = "payment_order_procedure_ended"
    # arbitration
    INFRINGEMENT_KNOWN = "infringement_known"
    EMPLOYMENT_ENDED = "employment_ended"
    LIMITATION_INTERRUPTED = "limitation_interrupted"
    LIMITATION_OBSTACLE = "limitation_obstacle"
    ARBITRATION_APPLICATION_RECEIVED = "arbitration_application_received"
    ARBITRATION_ACCEPTED = "arbitration_accepted"
    ARBITRATION_REFUSED = "arbitration_refused"
    ARBITRATION_COPY_RECEIVED = "arbitration_copy_received"
    ANSWER_RECEIVED = "answer_received"
    HEARING = "hearing"
    CHALLENGE_MADE = "challenge_made"
    ARBITRATION_CHANGED = "arbitration_changed"
    ARBITRATION_PENDING = "arbitration_pending"
    ARBITRAL_STATEMENT_SIGNED = "arbitral_statement_signed"
    FINAL_AWARD_RECEIVED = "final_award_received"
    SET_ASIDE_RULING_RECEIVED = "set_aside_ruling_received"
    NON_FINAL_AWARD_RECEIVED = "non_final_award_received"
    COURT_REFUSED_OR_SUIT_ENDED = "court_refused_or_suit_ended"
    NON_ENFORCEMENT_RULING_RECEIVED = "non_enforcement_ruling_received"
    AWARD_MADE = "award_made"
    ARBITRATION_CLOSED = "arbitration_closed"
    APPLICANT_ABSENT_OR_WITHDREW = "applicant_absent_or_withdrew"
    # court and enforcement
    COMPLAINT_RECEIVED = "complaint_received"
    CASE_FILED = "case_filed"
    COMPLAINT_COPY_RECEIVED = "complaint_copy_received"
    JUDGMENT_SERVED = "judgment_served"
    RULING_SERVED = "ruling_served"
    PRESERVATION_APPLICATION_RECEIVED = "preservation_application_received"
    PRESERVATION_TAKEN = "preservation_taken"
    DOCUMENT_EFFECTIVE = "document_effective"
    LAST_PERFORMANCE_DUE = "last_performance_due"
    ENFORCEMENT_REQUEST_RECEIVED = "enforcement_request_received"
    # legal aid
    AID_APPLICATION_RECEIVED = "aid_application_received"
    AID_PAPERS_INCOMPLETE = "aid_papers_incomplete"
    AID_GRANTED = "aid_granted"
    AID_ASSIGNMENT_RECEIVED = "aid_assignment_received"
    LIMITATION_ENDS = "limitation_ends"
    AID_OBJECTION_RECEIVED = "aid_objection_received"
    AID_GROUND_TO_END = "aid_ground_to_end"
    AID_MATTER_FINISHED = "aid_matter_finished"
    AID_APPLIED_IN_DETENTION = "aid_applied_in_detention"
    # trade-union supervision
    REMINDER_LETTER_RECEIVED = "reminder_letter_received"
    OPINION_LETTER_RECEIVED = "opinion_letter_received"
    PROPOSAL_LETTER_RECEIVED = "proposal_letter_received"
    PROPOSAL_FILED = "proposal_filed"
    PROPOSAL_CLOSED = "proposal_closed"
    UNION_COMPLAINT_RECEIVED = "union_complaint_received"
    UNION_COMPLAINT_CLOSED = "union_complaint_closed"
    # inspection, insurance, injury, employment
    ACT_HAPPENED = "act_happened"
    INSPECTION_COMPLAINT_RECEIVED = "inspection_complaint_received"
    INSPECTION_FILED = "inspection_filed"
    PAYMENT_ORDERED = "payment_ordered"
    EMPLOYMENT_STARTED = "employment_started"
    CONTRIBUTIONS_DUE = "contributions_due"
    INJURY_HAPPENED = "injury_happened"
    INJURY_APPLICATION_ACCEPTED = "injury_application_accepted"
    APPRAISAL_APPLICATION_RECEIVED = "appraisal_application_received"
    APPRAISAL_RECEIVED = "appraisal_received"
    NOTICE_GIVEN = "notice_given"
    PAID = "paid"
    PAYDAY = "payday"
    PUBLICITY_STARTED = "publicity_started"
    ALL_WORKERS_PAID = "all_workers_paid"
    DECISION_KNOWN = "decision_known"


MEANS: Final[Mapping[Trigger, Text]] = MappingProxyType(
    {
        Trigger.NEGOTIATION_ASKED: Text("一方提出协商要求之日", "the day one side asks to negotiate"),
        Trigger.APPLICATION_RECEIVED: Text(
            "调解组织收到调解申请之日", "the day the mediation body receives the application"
        ),
        Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT: Text(
            "收到属于受理范围、双方同意调解的申请之日",
            "the day an application in scope, with both sides' consent, is received",
        ),
        Trigger.APPLICATION_ACCEPTED: Text("受理调解申请之日", "the day the application is accepted"),
        Trigger.COURT_FILE_SIGNED_FOR: Text(
            "调解组织或者调解员签收法院移交材料之日", "the day the body or mediator signs for the court's file"
        ),
        Trigger.PLATFORM_REQUEST_RECEIVED: Text(
            "收到委派、委托信息或者在线调解申请之日",
            "the day the court's request or the online application is received",
        ),
        Trigger.PLATFORM_ACCEPTED: Text(
            "在法院调解平台上确认接受之日", "the day the matter is confirmed on the courts' platform"
        ),
        Trigger.MEDIATOR_TO_BE_CHOSEN: Text("双方同意在线调解之日", "the day both sides agree to online mediation"),
        Trigger.DELEGATION_CONSENTED: Text(
            "当事人同意仲裁庭委托调解之日", "the day the parties consent to mediation at the tribunal's request"
        ),
        Trigger.MEDIATION_SUGGESTED: Text("仲裁委员会发出调解建议书之日", "the day the commission suggests mediation"),
        Trigger.MEDIATION_ENDED: Text(
            "调解不成，或者协议到期未履行之日", "the day mediation fails, or an agreement falls due unperformed"
        ),
        Trigger.MEDIATION_REFUSED_BY_ONE: Text("一方明确拒绝调解之日", "the day one side clearly refuses"),
        Trigger.MEDIATION_HELD: Text("进行调解之日", "the day of mediation"),
        Trigger.AGREEMENT_SIGNED_AND_SEALED: Text(
            "最后一个签名或者印章完成之日", "the day of the last signature or seal"
        ),
        Trigger.AGREEMENT_EFFECTIVE: Text("调解协议生效之日", "the day the agreement takes effect"),
        Trigger.AS_AGREED: Text("当事人约定的起算之日", "the day from which the parties agreed to count"),
        Trigger.PERFORMANCE_DUE: Text(
            "协议约定的履行期限届满之日", "the last day on which the agreement was to be performed"
        ),
        Trigger.REVIEW_ACCEPTED: Text("仲裁委员会受理审查申请之日", "the day the commission accepts the review"),
        Trigger.CONFIRMATION_APPLICATION_RECEIVED: Text(
            "法院收到司法确认申请之日", "the day the court receives the application for confirmation"
        ),
        Trigger.CONFIRMATION_ACCEPTED: Text(
            "法院受理司法确认申请之日", "the day the court accepts the application for confirmation"
        ),
        Trigger.OUTSIDER_KNEW: Text(
            "案外人知道或者应当知道权益受侵害之日", "the day the outsider knew or should have known"
        ),
        Trigger.PAYMENT_ORDER_APPLICATION_RECEIVED: Text(
            "法院收到支付令申请（或者补正材料）之日",
            "the day the court receives the application, or the corrected papers",
        ),
        Trigger.PAYMENT_ORDER_APPLICATION_ACCEPTED: Text(
            "法院受理支付令申请之日", "the day the court accepts the application"
        ),
        Trigger.PAYMENT_ORDER_RECEIVED: Text("债务人收到支付令之日", "the day the debtor receives the order"),
        Trigger.PAYMENT_ORDER_ISSUED: Text("法院发出支付令之日", "the day the court issues the order"),
        Trigger.PAYMENT_ORDER_PROCEDURE_ENDED: Text(
            "收到终结督促程序裁定之日", "the day the ruling that ends the procedure is received"
        ),
        Trigger.INFRINGEMENT_KNOWN: Text(
            "知道或者应当知道权利被侵害之日", "the day the party knew or should have known of the infringement"
        ),
        Trigger.EMPLOYMENT_ENDED: Text("劳动关系终止之日", "the day employment ends"),
        Trigger.LIMITATION_INTERRUPTED: Text("时效中断之日", "the day limitation is interrupted"),
        Trigger.LIMITATION_OBSTACLE: Text("障碍发生之日", "the day the obstacle arises"),
        Trigger.ARBITRATION_APPLICATION_RECEIVED: Text(
            "仲裁委员会收到仲裁申请之日", "the day the commission receives the application"
        ),
        Trigger.ARBITRATION_ACCEPTED: Text("仲裁委员会受理之日", "the day the commission accepts the case"),
        Trigger.ARBITRATION_COPY_RECEIVED: Text(
            "被申请人收到申请书副本之日", "the day the respondent receives the copy"
        ),
        Trigger.ANSWER_RECEIVED: Text("收到答辩书（状）之日", "the day the answer is received"),
        Trigger.HEARING: Text("开庭之日", "the day of the hearing"),
        Trigger.CHALLENGE_MADE: Text("提出回避申请之日", "the day of the challenge"),
        Trigger.ARBITRATION_CHANGED: Text(
            "追加、变更、反申请受理或者接受移送之日", "the day of joinder, changed claim, counter-claim or transfer"
        ),
        Trigger.ARBITRATION_PENDING: Text("仲裁进行期间", "while the arbitration is pending"),
        Trigger.ARBITRAL_STATEMENT_SIGNED: Text("双方签收仲裁调解书之日", "the day both have signed for the statement"),
        Trigger.FINAL_AWARD_RECEIVED: Text("收到终局裁决书之日", "the day the final award is received"),
        Trigger.SET_ASIDE_RULING_RECEIVED: Text(
            "收到撤销裁决的裁定书之日", "the day the ruling that sets the award aside is received"
        ),
        Trigger.NON_FINAL_AWARD_RECEIVED: Text("收到非终局裁决书之日", "the day the non-final award is received"),
        Trigger.COURT_REFUSED_OR_SUIT_ENDED: Text(
            "收到不予受理、驳回起诉或者准许撤诉裁定书之日",
            "the day the ruling of refusal, dismissal or withdrawal is received",
        ),
        Trigger.NON_ENFORCEMENT_RULING_RECEIVED: Text(
            "收到不予执行裁定书之日", "the day the ruling of non-enforcement is received"
        ),
        Trigger.AWARD_MADE: Text("作出裁决之日", "the day the award is made"),
        Trigger.ARBITRATION_CLOSED: Text("仲裁结案之日", "the day the arbitration case is closed"),
        Trigger.APPLICANT_ABSENT_OR_WITHDREW: Text(
            "申请人撤回或者无故缺席之日", "the day the applicant withdraws or is absent without reason"
        ),
        Trigger.COMPLAINT_RECEIVED: Text("法院收到起诉状之日", "the day the court receives the complaint"),
        Trigger.CASE_FILED: Text("法院立案之日", "the day the court files the case"),
        Trigger.COMPLAINT_COPY_RECEIVED: Text("被告收到起诉状副本之日", "the day the defendant receives the complaint"),
        Trigger.JUDGMENT_SERVED: Text("判决书送达之日", "the day the judgment is served"),
        Trigger.RULING_SERVED: Text("裁定书送达之日", "the day the ruling is served"),
        Trigger.PRESERVATION_APPLICATION_RECEIVED: Text(
            "法院接受保全申请之时", "the moment the court receives the application for preservation"
        ),
        Trigger.PRESERVATION_TAKEN: Text("法院采取保全措施之日", "the day the measure is taken"),
        Trigger.DOCUMENT_EFFECTIVE: Text("裁决书或者裁判文书生效之日", "the day the award or judgment takes effect"),
        Trigger.LAST_PERFORMANCE_DUE: Text(
            "文书规定履行期间的最后一日（分期的，最后一期；未规定的，生效之日）",
            "the last day for performance (instalments: the last; none stated: the day of effect)",
        ),
        Trigger.ENFORCEMENT_REQUEST_RECEIVED: Text(
            "法院收到申请执行书之日", "the day the court receives the request for enforcement"
        ),
        Trigger.AID_APPLICATION_RECEIVED: Text(
            "收到法律援助申请之日", "the day the application for legal aid is received"
        ),
        Trigger.AID_PAPERS_INCOMPLETE: Text("发现材料不齐全之日", "the day the papers are found incomplete"),
        Trigger.AID_GRANTED: Text("作出给予援助决定之日", "the day legal aid is granted"),
        Trigger.AID_ASSIGNMENT_RECEIVED: Text("安排或者收到指派之日", "the day the assignment is received"),
        Trigger.LIMITATION_ENDS: Text("时效或者法定期限的最后一日", "the last day of the limitation or period"),
        Trigger.AID_OBJECTION_RECEIVED: Text(
            "司法行政部门收到异议之日", "the day the justice authority receives the objection"
        ),
        Trigger.AID_GROUND_TO_END: Text("终止情形发生之日", "the day the ground arises"),
        Trigger.AID_MATTER_FINISHED: Text("援助事项办理结束之日", "the day the matter is finished"),
        Trigger.AID_APPLIED_IN_DETENTION: Text("被羁押人提出申请之时", "the moment somebody detained applies"),
        Trigger.REMINDER_LETTER_RECEIVED: Text("收到提示函之日", "the day the reminder letter is received"),
        Trigger.OPINION_LETTER_RECEIVED: Text("收到意见书（意见）之日", "the day the union's opinion is received"),
        Trigger.PROPOSAL_LETTER_RECEIVED: Text(
            "部门收到建议书（处理建议）之日", "the day the authority receives the union's proposal"
        ),
        Trigger.PROPOSAL_FILED: Text("部门对建议书立案之日", "the day the authority files the proposal"),
        Trigger.PROPOSAL_CLOSED: Text("部门结案之日", "the day the authority closes it"),
        Trigger.UNION_COMPLAINT_RECEIVED: Text("工会接到投诉之日", "the day the union receives the complaint"),
        Trigger.UNION_COMPLAINT_CLOSED: Text("工会结案之日", "the day the union closes the complaint"),
        Trigger.ACT_HAPPENED: Text(
            "违法行为发生（连续的，终了）之日", "the day of the breach (continuing: of its end)"
        ),
        Trigger.INSPECTION_COMPLAINT_RECEIVED: Text(
            "劳动保障部门接到投诉之日", "the day the labour authority receives the complaint"
        ),
        Trigger.INSPECTION_FILED: Text("劳动保障监察立案之日", "the day the inspection is opened"),
        Trigger.PAYMENT_ORDERED: Text("行政部门责令限期支付的届满之日", "the day set by the authority's order to pay"),
        Trigger.EMPLOYMENT_STARTED: Text("用工之日（工作第一天）", "the first day of work"),
        Trigger.CONTRIBUTIONS_DUE: Text("应缴社会保险费之日", "the day contributions were due"),
        Trigger.INJURY_HAPPENED: Text(
            "事故发生，或者职业病诊断、鉴定之日", "the day of the accident or of the diagnosis"
        ),
        Trigger.INJURY_APPLICATION_ACCEPTED: Text(
            "受理工伤认定申请之日", "the day the application on the injury is accepted"
        ),
        Trigger.APPRAISAL_APPLICATION_RECEIVED: Text(
            "收到鉴定申请之日", "the day the application for appraisal is received"
        ),
        Trigger.APPRAISAL_RECEIVED: Text("收到鉴定结论之日", "the day the conclusion is received"),
        Trigger.NOTICE_GIVEN: Text("书面通知（说明）之日", "the day written notice is given"),
        Trigger.PAID: Text("支付工资之日", "the day wages are paid"),
        Trigger.PAYDAY: Text("约定的工资支付日", "the agreed pay-day"),
        Trigger.PUBLICITY_STARTED: Text("公示开始之日", "the day publicity begins"),
        Trigger.ALL_WORKERS_PAID: Text(
            "工程完工且工资全部结清之日", "the day the works are done and everybody is paid"
        ),
        Trigger.DECISION_KNOWN: Text("知道或者应当知道行政行为之日", "the day the act was or should have been known"),
        Trigger.CONFIRMATION_GRANTED: Text(
            "收到确认调解协议有效的裁定之日", "the day the ruling that confirms is received"
        ),
        Trigger.CONFIRMATION_REFUSED: Text(
            "收到驳回司法确认申请的裁定之日", "the day the ruling that refuses it is received"
        ),
        Trigger.REVIEW_REFUSED: Text(
            "收到不予制作调解书的通知之日", "the day of the notice that no statement will be made"
        ),
        Trigger.PAYMENT_ORDER_REFUSED: Text(
            "收到不予受理或者驳回支付令申请的裁定之日", "the day the ruling that refuses the order is received"
        ),
        Trigger.PAYMENT_ORDER_OBJECTED: Text("债务人提出书面异议之日", "the day the debtor objects in writing"),
        Trigger.ARBITRATION_REFUSED: Text(
            "收到不予受理通知书之日", "the day the refusal of the commission is received"
        ),
    }
)
"""Which day each event is, in words: what is asked for when a period is computed by hand."""

OUTCOMES: Final = frozenset(
    {
        Trigger.ARBITRATION_REFUSED,
        Trigger.CONFIRMATION_GRANTED,
        Trigger.CONFIRMATION_REFUSED,
        Trigger.PAYMENT_ORDER_OBJECTED,
        Trigger.PAYMENT_ORDER_REFUSED,
        Trigger.REVIEW_REFUSED,
    }
)
"""What came of an application: it starts no period, and decides which ways are open (`law/routing`)."""
