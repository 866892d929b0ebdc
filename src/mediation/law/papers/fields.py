"""The fields of the papers of a case: what each is called, and whether a person may fill it in where the case does not know.

Holds words only. Refuses to hold which paper needs which (`papers.py`) and where a value comes from (`document/`).
"""

from enum import StrEnum
from typing import Final

from mediation.kit.problems import Text


class PaperField(StrEnum):
    """One thing that a paper says."""

    ACCEPTED_ON = "accepted_on"
    AGENT = "agent"
    AGENT_POWERS = "agent_powers"
    AGENT_RELATION = "agent_relation"
    AGREED_AMOUNT = "agreed_amount"
    AGREEMENT = "agreement"
    AID_BODY = "aid_body"
    AID_FORM = "aid_form"
    AID_WORK = "aid_work"
    ARTICLES = "articles"
    ASSIGNED_ON = "assigned_on"
    AUTHORITY = "authority"
    BREACHES = "breaches"
    CASE_NUMBER = "case_number"
    CHANGE_REASON = "change_reason"
    CHANNEL = "channel"
    CLAIMS = "claims"
    COMMISSION = "commission"
    CORRECT_BY = "correct_by"
    CORRECTION = "correction"
    COURT = "court"
    DECIDED_ON = "decided_on"
    DECISION_REASON = "decision_reason"
    DISPUTES = "disputes"
    DUE_ON = "due_on"
    EFFECTIVE_ON = "effective_on"
    EMPLOYER_ADDRESS = "employer_address"
    EMPLOYER_CODE = "employer_code"
    EMPLOYER_HEAD = "employer_head"
    EMPLOYER_HEAD_POST = "employer_head_post"
    EMPLOYER_NAME = "employer_name"
    EMPLOYER_PHONE = "employer_phone"
    ENDED_ON = "ended_on"
    EVIDENCE = "evidence"
    EXEMPTION = "exemption"
    FACTS = "facts"
    FILED_ON = "filed_on"
    FILER = "filer"
    FINDINGS = "findings"
    FORMER_LETTER = "former_letter"
    HARDSHIP = "hardship"
    HELD_ON = "held_on"
    INVESTIGATORS = "investigators"
    LAWYER = "lawyer"
    LAWYER_FIRM = "lawyer_firm"
    LAWYER_LICENCE = "lawyer_licence"
    LEFT_AMOUNT = "left_amount"
    LEGAL_BASIS = "legal_basis"
    LETTER_NUMBER = "letter_number"
    MANNER = "manner"
    MEASURES = "measures"
    MEDIATOR = "mediator"
    MISSING_PAPERS = "missing_papers"
    NEW_LAWYER = "new_lawyer"
    NO_OTHER_DEBTS = "no_other_debts"
    ORAL_CONTENT = "oral_content"
    PARTICIPANTS = "participants"
    PAYMENTS = "payments"
    PERSON_ASKED = "person_asked"
    PLACE = "place"
    REASON = "reason"
    RECEIVED_ON = "received_on"
    RECORDER = "recorder"
    REGISTRAR = "registrar"
    REPLY_DUE_ON = "reply_due_on"
    REPRESENTATIVES = "representatives"
    RESULT = "result"
    RETENTION = "retention"
    RISKS = "risks"
    SATISFACTION = "satisfaction"
    SIGNER = "signer"
    STATEMENTS = "statements"
    STUDIO = "studio"
    TERM = "term"
    TERMINATION_GROUND = "termination_ground"
    UNDISPUTED = "undisputed"
    UNION = "union"
    VISITED_ON = "visited_on"
    VISITOR = "visitor"
    WITNESSES = "witnesses"
    WORKER_ADDRESS = "worker_address"
    WORKER_BORN_ON = "worker_born_on"
    WORKER_ETHNICITY = "worker_ethnicity"
    WORKER_ID_NUMBER = "worker_id_number"
    WORKER_JOB = "worker_job"
    WORKER_NAME = "worker_name"
    WORKER_PHONE = "worker_phone"
    WORKER_SEX = "worker_sex"
    WORKERS = "workers"


_F = PaperField
LABELS: Final[dict[PaperField, Text]] = {
    _F.ACCEPTED_ON: Text("受理日期", "Day of acceptance"),
    _F.AGENT: Text("受委托人", "Agent"),
    _F.AGENT_POWERS: Text("委托事项和权限", "Matters and powers"),
    _F.AGENT_RELATION: Text("受委托人与委托人的关系", "Agent's relation to the principal"),
    _F.AGREED_AMOUNT: Text("协议金额", "Agreed amount"),
    _F.AGREEMENT: Text("调解协议", "Mediation agreement"),
    _F.AID_BODY: Text("法律援助机构", "Legal-aid body"),
    _F.AID_FORM: Text("申请的援助形式", "Form of aid asked for"),
    _F.AID_WORK: Text("办理经过", "Work done"),
    _F.ARTICLES: Text("违反的法律规定", "Articles breached"),
    _F.ASSIGNED_ON: Text("接受指派日期", "Day the lawyer accepted"),
    _F.AUTHORITY: Text("收文部门", "Authority addressed"),
    _F.BREACHES: Text("查明的违法事实和依据", "Breaches found, with their sources"),
    _F.CASE_NUMBER: Text("案号", "Case number"),
    _F.CHANGE_REASON: Text("更换的理由", "Reason of the change"),
    _F.CHANNEL: Text("案件来源", "How the case came in"),
    _F.CLAIMS: Text("请求事项和金额", "Claims and amounts"),
    _F.COMMISSION: Text("劳动人事争议仲裁委员会", "Arbitration commission"),
    _F.CORRECT_BY: Text("补充期限", "Day by which they are needed"),
    _F.CORRECTION: Text("整改要求", "Required correction"),
    _F.COURT: Text("受理法院", "Court"),
    _F.DECIDED_ON: Text("决定日期", "Day of the decision"),
    _F.DECISION_REASON: Text("决定的理由", "Reasons of the decision"),
    _F.DISPUTES: Text("履行中的争议", "Disputes on performance"),
    _F.DUE_ON: Text("协议约定的最后付款日", "Last agreed day of payment"),
    _F.EFFECTIVE_ON: Text("协议生效日期", "Day the agreement took effect"),
    _F.EMPLOYER_ADDRESS: Text("用人单位住所", "Employer's address"),
    _F.EMPLOYER_CODE: Text("统一社会信用代码", "Employer's unified social credit code"),
    _F.EMPLOYER_HEAD: Text("法定代表人或者主要负责人", "Employer's legal representative or head"),
    _F.EMPLOYER_HEAD_POST: Text("法定代表人或者主要负责人职务", "Post of the legal representative or head"),
    _F.EMPLOYER_NAME: Text("用人单位名称", "Employer's name"),
    _F.EMPLOYER_PHONE: Text("用人单位电话", "Employer's phone"),
    _F.ENDED_ON: Text("终止日期", "Day the case ended"),
    _F.EVIDENCE: Text("证据和证据来源", "Evidence and its sources"),
    _F.EXEMPTION: Text("免予核查的情形和证明材料", "Ground of exemption and its proof"),
    _F.FACTS: Text("事实和理由", "Facts and reasons"),
    _F.FILED_ON: Text("立卷日期", "Day of filing"),
    _F.FILER: Text("立卷人", "Filer"),
    _F.FINDINGS: Text("查明的情况", "What was found"),
    _F.FORMER_LETTER: Text("此前的提示函、意见书及答复情况", "Earlier letters and their answers"),
    _F.HARDSHIP: Text("经济困难状况", "Economic hardship"),
    _F.HELD_ON: Text("时间", "When"),
    _F.INVESTIGATORS: Text("调查人（不少于二人）", "Investigators (two or more)"),
    _F.LAWYER: Text("援助律师", "Aid lawyer"),
    _F.LAWYER_FIRM: Text("律师事务所", "Law firm"),
    _F.LAWYER_LICENCE: Text("执业证号", "Licence"),
    _F.LEFT_AMOUNT: Text("尚未支付的劳动报酬", "Remuneration still unpaid"),
    _F.LEGAL_BASIS: Text("调解组织的设立依据", "What the mediation body is founded on"),
    _F.LETTER_NUMBER: Text("文号", "Number of the letter"),
    _F.MANNER: Text("履行方式", "Manner of performance"),
    _F.MEASURES: Text("处理措施", "Measures"),
    _F.MEDIATOR: Text("调解员", "Mediator in charge"),
    _F.MISSING_PAPERS: Text("需要补充的材料或者说明", "Papers or explanations still needed"),
    _F.NEW_LAWYER: Text("更换后的援助律师", "New aid lawyer"),
    _F.NO_OTHER_DEBTS: Text("双方没有其他债务纠纷的说明", "Statement that there is no other debt between the parties"),
    _F.ORAL_CONTENT: Text("口头协议内容", "Content of the oral agreement"),
    _F.PARTICIPANTS: Text("参加人", "Participants"),
    _F.PAYMENTS: Text("已付款项", "Payments made"),
    _F.PERSON_ASKED: Text("被调查人", "Person asked"),
    _F.PLACE: Text("地点", "Where"),
    _F.REASON: Text("理由", "Reason"),
    _F.RECEIVED_ON: Text("收到申请日期", "Day the application was received"),
    _F.RECORDER: Text("记录人", "Recorder"),
    _F.REGISTRAR: Text("登记人", "Who registered the case"),
    _F.REPLY_DUE_ON: Text("书面答复期限", "Day by which the reply is due"),
    _F.REPRESENTATIVES: Text("推选的代表人", "Elected representatives"),
    _F.RESULT: Text("结果", "Result"),
    _F.RETENTION: Text("保管期限", "Retention period"),
    _F.RISKS: Text("风险隐患", "Hidden risks"),
    _F.SATISFACTION: Text("满意情况", "Satisfaction"),
    _F.SIGNER: Text("签发人", "Who signs"),
    _F.STATEMENTS: Text("各方陈述", "Statements"),
    _F.STUDIO: Text("调解组织", "Mediation body"),
    _F.TERM: Text("履行期限", "Term of performance"),
    _F.TERMINATION_GROUND: Text("终止的法定情形", "Statutory ground of termination"),
    _F.UNDISPUTED: Text("无争议事实", "Undisputed facts"),
    _F.UNION: Text("发函工会", "Issuing union"),
    _F.VISITED_ON: Text("回访日期", "Day of the visit"),
    _F.VISITOR: Text("回访人", "Visitor"),
    _F.WITNESSES: Text("证人姓名和住所", "Witnesses and their addresses"),
    _F.WORKER_ADDRESS: Text("住址", "Worker's address"),
    _F.WORKER_BORN_ON: Text("出生日期", "Date of birth"),
    _F.WORKER_ETHNICITY: Text("民族", "Ethnicity"),
    _F.WORKER_ID_NUMBER: Text("公民身份号码", "Identity number"),
    _F.WORKER_JOB: Text("职业或者岗位", "Occupation or post"),
    _F.WORKER_NAME: Text("劳动者姓名", "Worker's name"),
    _F.WORKER_PHONE: Text("联系电话", "Phone"),
    _F.WORKER_SEX: Text("性别", "Sex"),
    _F.WORKERS: Text("申请人名单", "Roster of applicants"),
}

GIVEN: Final = frozenset(
    {
        _F.AGENT,
        _F.AGENT_POWERS,
        _F.AGENT_RELATION,
        _F.AID_BODY,
        _F.AID_FORM,
        _F.AID_WORK,
        _F.ARTICLES,
        _F.AUTHORITY,
        _F.BREACHES,
        _F.CHANGE_REASON,
        _F.COMMISSION,
        _F.CORRECT_BY,
        _F.CORRECTION,
        _F.COURT,
        _F.DECIDED_ON,
        _F.DECISION_REASON,
        _F.DISPUTES,
        _F.EMPLOYER_ADDRESS,
        _F.EMPLOYER_CODE,
        _F.EMPLOYER_HEAD,
        _F.EMPLOYER_HEAD_POST,
        _F.EMPLOYER_PHONE,
        _F.EVIDENCE,
        _F.EXEMPTION,
        _F.FACTS,
        _F.FILED_ON,
        _F.FILER,
        _F.FINDINGS,
        _F.FORMER_LETTER,
        _F.HARDSHIP,
        _F.HELD_ON,
        _F.INVESTIGATORS,
        _F.LEGAL_BASIS,
        _F.LETTER_NUMBER,
        _F.MEASURES,
        _F.MISSING_PAPERS,
        _F.NEW_LAWYER,
        _F.NO_OTHER_DEBTS,
        _F.ORAL_CONTENT,
        _F.PARTICIPANTS,
        _F.PERSON_ASKED,
        _F.PLACE,
        _F.RECORDER,
        _F.REPLY_DUE_ON,
        _F.RESULT,
        _F.RETENTION,
        _F.RISKS,
        _F.SATISFACTION,
        _F.SIGNER,
        _F.STATEMENTS,
        _F.TERMINATION_GROUND,
        _F.UNDISPUTED,
        _F.VISITED_ON,
        _F.VISITOR,
        _F.WITNESSES,
        _F.WORKER_ADDRESS,
        _F.WORKER_BORN_ON,
        _F.WORKER_ETHNICITY,
        _F.WORKER_JOB,
        _F.WORKER_SEX,
    }
)
"""May be filled in by whoever generates the paper, where the case does not know it; the others must be in the case."""
