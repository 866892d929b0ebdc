"""One row per paper, in the order in which a case comes to them.

A field without a clause of its own rests on the paper's first source: forms ask for more than statutes do, and what only
a form asks for is optional here.
"""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.papers.fields import PaperField
from mediation.law.papers.paper import Issuer, Paper, PaperFor, PaperGroup, PaperKind, Stage
from mediation.law.sources import (
    ENTERPRISE_MEDIATION_22,
    ENTERPRISE_MEDIATION_26,
    ENTERPRISE_MEDIATION_27,
    LEGAL_AID_43,
    MEDIATION_AND_ARBITRATION_14_EFFECT,
)
from mediation.law.sources import (
    papers as sources,
)
from mediation.law.sources.procedure import CIVIL_PROCEDURE_205
from mediation.law.sources.source import Source

_F = PaperField
_K = PaperKind
_EMPLOYER: Final = (_F.EMPLOYER_NAME, _F.EMPLOYER_ADDRESS, _F.EMPLOYER_PHONE)
_PERSON: Final = (_F.WORKER_NAME, _F.WORKER_SEX, _F.WORKER_BORN_ON, _F.WORKER_ID_NUMBER, _F.WORKER_PHONE)
_CASE: Final = (_F.CASE_NUMBER, _F.STUDIO)


def _paper(
    kind: PaperKind,
    zh: str,
    en: str,
    group: PaperGroup,
    issuer: Issuer,
    of: PaperFor,
    stage: Stage,
    sources: tuple[Source, ...],
    fields: tuple[PaperField, ...],
    optional: tuple[PaperField, ...] = (),
    own: dict[PaperField, Source] | None = None,
) -> Paper:
    return Paper(
        kind=kind,
        title=Text(zh, en),
        group=group,
        issuer=issuer,
        of=of,
        stage=stage,
        sources=sources,
        fields=fields,
        optional=optional,
        own=own or {},
    )


_M, _A, _S = PaperGroup.MEDIATION, PaperGroup.LEGAL_AID, PaperGroup.SUPERVISION
_BODY, _AID, _UNION = Issuer.MEDIATION_BODY, Issuer.LEGAL_AID_BODY, Issuer.UNION
_ONE, _EACH = PaperFor.CASE, PaperFor.WORKER

_MEDIATION: Final = (
    _paper(
        _K.MEDIATION_APPLICATION, "调解申请书", "Application for mediation", _M, Issuer.WORKERS, _ONE, Stage.ANY,
        (sources.PAPERS_ORAL_APPLICATION,),
        (_F.STUDIO, _F.WORKERS, _F.EMPLOYER_NAME, _F.CLAIMS, _F.FACTS),
        (_F.CASE_NUMBER, _F.EMPLOYER_ADDRESS, _F.EMPLOYER_PHONE, _F.EMPLOYER_CODE),
    ),
    _paper(
        _K.ACCEPTANCE_REGISTER, "受理登记表", "Register of acceptance", _M, _BODY, _ONE, Stage.ACCEPTED,
        (sources.PAPERS_FILE, ENTERPRISE_MEDIATION_22),
        (*_CASE, _F.CHANNEL, _F.RECEIVED_ON, _F.ACCEPTED_ON, _F.WORKERS, _F.EMPLOYER_NAME, _F.CLAIMS, _F.FACTS),
        (_F.REGISTRAR, _F.MEDIATOR),
    ),
    _paper(
        _K.ACCEPTANCE_NOTICE, "受理通知书", "Notice of acceptance", _M, _BODY, _ONE, Stage.ACCEPTED,
        (ENTERPRISE_MEDIATION_22,),
        (*_CASE, _F.WORKERS, _F.EMPLOYER_NAME, _F.RECEIVED_ON, _F.ACCEPTED_ON, _F.MEDIATOR),
    ),
    _paper(
        _K.REFUSAL_NOTICE, "不予受理通知书", "Notice of refusal", _M, _BODY, _ONE, Stage.REFUSED,
        (ENTERPRISE_MEDIATION_22,),
        (*_CASE, _F.WORKERS, _F.EMPLOYER_NAME, _F.RECEIVED_ON, _F.REASON),
    ),
    _paper(
        _K.RIGHTS_NOTICE, "调解权利义务告知书", "Notice of rights and duties", _M, _BODY, _ONE, Stage.ANY,
        (sources.PAPERS_RIGHTS, sources.PAPERS_CONSENT),
        (*_CASE,),
        (_F.LEGAL_BASIS,),
    ),
    _paper(
        _K.SERVICE_ADDRESS, "送达地址确认书", "Confirmation of the address for service", _M, Issuer.WORKER, _EACH,
        Stage.ANY,
        (sources.PAPERS_SERVICE_ADDRESS,),
        (_F.CASE_NUMBER, _F.WORKER_NAME, _F.WORKER_PHONE, _F.WORKER_ADDRESS),
        (_F.WORKER_ID_NUMBER,),
    ),
    _paper(
        _K.POWER_OF_ATTORNEY, "授权委托书", "Power of attorney", _M, Issuer.WORKER, _EACH, Stage.ANY,
        (sources.PAPERS_POWER_OF_ATTORNEY,),
        (_F.CASE_NUMBER, _F.WORKER_NAME, _F.WORKER_ID_NUMBER, _F.EMPLOYER_NAME, _F.AGENT, _F.AGENT_RELATION,
         _F.AGENT_POWERS),
        (_F.WORKER_PHONE, _F.WORKER_ADDRESS),
    ),
    _paper(
        _K.REPRESENTATIVES, "代表人推选书", "Election of representatives", _M, Issuer.WORKERS, _ONE, Stage.ANY,
        (sources.PAPERS_COLLECTIVE,),
        (_F.CASE_NUMBER, _F.WORKERS, _F.EMPLOYER_NAME, _F.CLAIMS, _F.REPRESENTATIVES),
    ),
    _paper(
        _K.EVIDENCE_LIST, "证据材料清单", "List of evidence", _M, Issuer.WORKERS, _ONE, Stage.ANY,
        (sources.PAPERS_EVIDENCE,),
        (_F.CASE_NUMBER, _F.EVIDENCE),
    ),
    _paper(
        _K.INVESTIGATION_RECORD, "调查记录", "Record of an investigation", _M, _BODY, _ONE, Stage.ACCEPTED,
        (sources.PAPERS_RECORD,),
        (*_CASE, _F.HELD_ON, _F.PLACE, _F.INVESTIGATORS, _F.PERSON_ASKED, _F.FINDINGS),
    ),
    _paper(
        _K.MEDIATION_RECORD, "调解笔录", "Record of a mediation session", _M, _BODY, _ONE, Stage.ACCEPTED,
        (sources.PAPERS_RECORD,),
        (*_CASE, _F.HELD_ON, _F.PLACE, _F.MEDIATOR, _F.RECORDER, _F.PARTICIPANTS, _F.STATEMENTS, _F.UNDISPUTED,
         _F.RESULT),
        own={_F.UNDISPUTED: sources.PAPERS_UNDISPUTED},
    ),
    _paper(
        _K.MEDIATION_AGREEMENT, "调解协议书", "Mediation agreement", _M, Issuer.BOTH_PARTIES, _ONE, Stage.AGREED,
        (ENTERPRISE_MEDIATION_26, MEDIATION_AND_ARBITRATION_14_EFFECT, sources.PAPERS_AGREEMENT_CONTENT),
        (*_CASE, _F.WORKERS, _F.EMPLOYER_NAME, _F.CLAIMS, _F.AGREEMENT, _F.TERM, _F.MANNER),
        (_F.MEDIATOR, _F.EMPLOYER_CODE),
    ),
    _paper(
        _K.AGREEMENT_COPY, "调解协议书（劳动者本人执存）", "Mediation agreement, the worker's own copy", _M,
        Issuer.BOTH_PARTIES, _EACH, Stage.AGREED,
        (ENTERPRISE_MEDIATION_26, MEDIATION_AND_ARBITRATION_14_EFFECT, sources.PAPERS_AGREEMENT_CONTENT),
        (*_CASE, _F.WORKER_NAME, _F.EMPLOYER_NAME, _F.AGREEMENT, _F.AGREED_AMOUNT, _F.TERM, _F.MANNER),
    ),
    _paper(
        _K.ORAL_AGREEMENT, "口头协议登记表", "Register of an oral agreement", _M, _BODY, _ONE, Stage.ACCEPTED,
        (sources.PAPERS_ORAL_AGREEMENT,),
        (*_CASE, _F.WORKERS, _F.EMPLOYER_NAME, _F.ORAL_CONTENT, _F.RESULT, _F.MEDIATOR),
    ),
    _paper(
        _K.FAILURE_NOTICE, "终止调解告知书", "Notice that mediation has ended", _M, _BODY, _ONE, Stage.FAILED,
        (sources.PAPERS_FAILURE,),
        (*_CASE, _F.WORKERS, _F.EMPLOYER_NAME, _F.ENDED_ON, _F.REASON, _F.MEDIATOR),
    ),
    _paper(
        _K.RETURN_VISIT, "回访记录", "Record of a return visit", _M, _BODY, _EACH, Stage.EFFECTIVE,
        (sources.PAPERS_PERFORMANCE,),
        (*_CASE, _F.WORKER_NAME, _F.EMPLOYER_NAME, _F.AGREED_AMOUNT, _F.VISITED_ON, _F.VISITOR, _F.SATISFACTION),
        (_F.DISPUTES, _F.RISKS, _F.MEASURES),
    ),
    _paper(
        _K.PAYMENT_RECEIPT, "履行凭证", "Receipt of payment", _M, Issuer.WORKER, _EACH, Stage.EFFECTIVE,
        (sources.PAPERS_PERFORMANCE,),
        (_F.CASE_NUMBER, _F.WORKER_NAME, _F.EMPLOYER_NAME, _F.AGREED_AMOUNT, _F.PAYMENTS),
    ),
    _paper(
        _K.FILE_COVER, "卷宗封面和目录", "Cover and contents of the file", _M, _BODY, _ONE, Stage.ACCEPTED,
        (sources.PAPERS_FILE,),
        (*_CASE, _F.WORKERS, _F.EMPLOYER_NAME, _F.ACCEPTED_ON, _F.MEDIATOR, _F.FILER, _F.FILED_ON, _F.RETENTION),
    ),
)  # fmt: skip

_OUTWARD: Final = (
    _paper(
        _K.ARBITRATION_REVIEW, "仲裁审查申请书", "Joint application for arbitral review", PaperGroup.ARBITRATION,
        Issuer.BOTH_PARTIES, _ONE, Stage.EFFECTIVE,
        (ENTERPRISE_MEDIATION_27,),
        (_F.CASE_NUMBER, _F.WORKERS, *_EMPLOYER, _F.EMPLOYER_HEAD, _F.EFFECTIVE_ON, _F.COMMISSION),
        (_F.EMPLOYER_CODE,),
    ),
    _paper(
        _K.CONFIRMATION_APPLICATION, "司法确认申请书", "Joint application for judicial confirmation",
        PaperGroup.JUDICIAL_CONFIRMATION, Issuer.BOTH_PARTIES, _ONE, Stage.AGREED,
        (sources.PAPERS_CONFIRMATION_APPLICATION, CIVIL_PROCEDURE_205, sources.PAPERS_CONFIRMATION_TRUTH),
        (_F.CASE_NUMBER, _F.STUDIO, _F.WORKERS, *_EMPLOYER, _F.EMPLOYER_HEAD, _F.COURT),
        (_F.EMPLOYER_CODE, _F.EFFECTIVE_ON),
    ),
    _paper(
        _K.CONDUCT_CERTIFICATE, "调解组织主持调解证明", "Certificate that the body conducted the mediation",
        PaperGroup.JUDICIAL_CONFIRMATION, _BODY, _ONE, Stage.AGREED,
        (sources.PAPERS_CONFIRMATION_PROOF,),
        (*_CASE, _F.LEGAL_BASIS, _F.MEDIATOR, _F.ACCEPTED_ON, _F.WORKERS, _F.EMPLOYER_NAME),
        (_F.EFFECTIVE_ON,),
    ),
    _paper(
        _K.PAYMENT_ORDER, "支付令申请书", "Application for a payment order", PaperGroup.PAYMENT_ORDER, Issuer.WORKER,
        _EACH, Stage.DEFAULTED,
        (sources.PAPERS_ORDER_CONTENT, sources.PAPERS_PAYMENT_ORDER),
        (_F.CASE_NUMBER, *_PERSON, _F.WORKER_ADDRESS, *_EMPLOYER, _F.EMPLOYER_HEAD, _F.EFFECTIVE_ON, _F.DUE_ON,
         _F.LEFT_AMOUNT, _F.NO_OTHER_DEBTS, _F.COURT),
        (_F.EMPLOYER_CODE, _F.EMPLOYER_HEAD_POST),
        {_F.NO_OTHER_DEBTS: sources.PAPERS_ORDER_NO_OTHER_DEBT, _F.LEFT_AMOUNT: sources.PAPERS_PAYMENT_ORDER},
    ),
    _paper(
        _K.ARBITRATION_APPLICATION, "劳动人事争议仲裁申请书", "Application for arbitration", PaperGroup.ARBITRATION,
        Issuer.WORKER, _EACH, Stage.ANY,
        (sources.PAPERS_ARBITRATION_PARTIES,),
        (*_PERSON, _F.WORKER_JOB, _F.WORKER_ADDRESS, *_EMPLOYER, _F.EMPLOYER_HEAD, _F.EMPLOYER_HEAD_POST, _F.CLAIMS,
         _F.FACTS, _F.EVIDENCE, _F.COMMISSION),
        (_F.EMPLOYER_CODE, _F.WITNESSES),
        {
            _F.CLAIMS: sources.PAPERS_ARBITRATION_CLAIMS,
            _F.FACTS: sources.PAPERS_ARBITRATION_CLAIMS,
            _F.EVIDENCE: sources.PAPERS_ARBITRATION_EVIDENCE,
            _F.WITNESSES: sources.PAPERS_ARBITRATION_EVIDENCE,
        },
    ),
)  # fmt: skip

_LEGAL_AID: Final = (
    _paper(
        _K.AID_APPLICATION, "法律援助申请表", "Application for legal aid", _A, Issuer.WORKER, _EACH, Stage.ANY,
        (sources.PAPERS_AID_MEANS,),
        (*_PERSON, _F.WORKER_ADDRESS, _F.EMPLOYER_NAME, _F.CLAIMS, _F.FACTS, _F.AID_FORM, _F.AID_BODY),
        (_F.WORKER_ETHNICITY, _F.WORKER_JOB, _F.HARDSHIP, _F.EXEMPTION),
    ),
    _paper(
        _K.AID_PLEDGE, "经济困难状况说明和个人诚信承诺书", "Statement of hardship and pledge of honesty", _A,
        Issuer.WORKER, _EACH, Stage.ANY,
        (sources.PAPERS_AID_PLEDGE, sources.PAPERS_AID_MEANS, sources.PAPERS_AID_EXEMPT),
        (_F.WORKER_NAME, _F.WORKER_ID_NUMBER, _F.WORKER_PHONE, _F.WORKER_ADDRESS, _F.HARDSHIP, _F.AID_BODY),
        (_F.EXEMPTION,),
        {_F.HARDSHIP: sources.PAPERS_AID_MEANS, _F.EXEMPTION: sources.PAPERS_AID_EXEMPT},
    ),
    _paper(
        _K.AID_CORRECTION, "一次性补正告知书", "Notice of everything still needed", _A, _AID, _EACH, Stage.ANY,
        (sources.PAPERS_AID_CORRECTION,),
        (_F.WORKER_NAME, _F.RECEIVED_ON, _F.MISSING_PAPERS, _F.CORRECT_BY, _F.AID_BODY),
    ),
    _paper(
        _K.AID_GRANT, "给予法律援助决定书", "Decision to grant legal aid", _A, _AID, _EACH, Stage.ANY,
        (sources.PAPERS_AID_DECISION, LEGAL_AID_43),
        (_F.WORKER_NAME, _F.EMPLOYER_NAME, _F.CLAIMS, _F.RECEIVED_ON, _F.DECIDED_ON, _F.DECISION_REASON, _F.AID_BODY),
    ),
    _paper(
        _K.AID_REFUSAL, "不予法律援助决定书", "Decision to refuse legal aid", _A, _AID, _EACH, Stage.ANY,
        (sources.PAPERS_AID_DECISION, sources.PAPERS_AID_OBJECTION),
        (_F.WORKER_NAME, _F.EMPLOYER_NAME, _F.RECEIVED_ON, _F.DECIDED_ON, _F.DECISION_REASON, _F.AID_BODY),
    ),
    _paper(
        _K.AID_ASSIGNMENT, "指派通知书", "Notice of assignment", _A, _AID, _EACH, Stage.LAWYER,
        (LEGAL_AID_43,),
        (_F.CASE_NUMBER, _F.WORKER_NAME, _F.EMPLOYER_NAME, _F.CLAIMS, _F.LAWYER, _F.LAWYER_FIRM, _F.ASSIGNED_ON,
         _F.DECIDED_ON, _F.AID_BODY),
    ),
    _paper(
        _K.AID_AGREEMENT, "法律援助委托协议", "Agreement of representation", _A, Issuer.LAWYER, _EACH, Stage.LAWYER,
        (sources.PAPERS_POWER_OF_ATTORNEY,),
        (_F.WORKER_NAME, _F.WORKER_ID_NUMBER, _F.WORKER_PHONE, _F.LAWYER, _F.LAWYER_FIRM, _F.LAWYER_LICENCE,
         _F.EMPLOYER_NAME, _F.AGENT_POWERS),
    ),
    _paper(
        _K.AID_CHANGE, "更换法律援助人员通知书", "Notice of a change of lawyer", _A, _AID, _EACH, Stage.LAWYER,
        (sources.PAPERS_AID_CHANGE,),
        (_F.WORKER_NAME, _F.EMPLOYER_NAME, _F.LAWYER, _F.NEW_LAWYER, _F.CHANGE_REASON, _F.DECIDED_ON, _F.AID_BODY),
    ),
    _paper(
        _K.AID_TERMINATION, "终止法律援助决定书", "Decision to end legal aid", _A, _AID, _EACH, Stage.ANY,
        (sources.PAPERS_AID_TERMINATION, sources.PAPERS_AID_OBJECTION),
        (_F.WORKER_NAME, _F.EMPLOYER_NAME, _F.TERMINATION_GROUND, _F.DECISION_REASON, _F.DECIDED_ON, _F.AID_BODY),
    ),
    _paper(
        _K.AID_REPORT, "法律援助结案报告", "Final report of the aid lawyer", _A, Issuer.LAWYER, _ONE, Stage.LAWYER,
        (sources.PAPERS_AID_REPORT,),
        (_F.CASE_NUMBER, _F.WORKERS, _F.EMPLOYER_NAME, _F.LAWYER, _F.LAWYER_FIRM, _F.ASSIGNED_ON, _F.FACTS,
         _F.AID_WORK, _F.RESULT),
        (_F.ENDED_ON,),
    ),
)  # fmt: skip

_SUPERVISION: Final = (
    _paper(
        _K.SUPERVISION_REMINDER, "工会劳动法律监督提示函", "Supervision letter: reminder", _S, _UNION, _ONE, Stage.ANY,
        (sources.PAPERS_UNION_DEMAND, sources.PAPERS_UNION_ANSWER),
        (_F.LETTER_NUMBER, _F.UNION, _F.EMPLOYER_NAME, _F.BREACHES, _F.ARTICLES, _F.CORRECTION, _F.REPLY_DUE_ON),
        (_F.SIGNER,),
        {_F.REPLY_DUE_ON: sources.PAPERS_UNION_ANSWER},
    ),
    _paper(
        _K.SUPERVISION_OPINION, "工会劳动法律监督意见书", "Supervision letter: opinion", _S, _UNION, _ONE, Stage.ANY,
        (sources.PAPERS_UNION_DEMAND, sources.PAPERS_UNION_ANSWER),
        (_F.LETTER_NUMBER, _F.UNION, _F.EMPLOYER_NAME, _F.BREACHES, _F.ARTICLES, _F.CORRECTION, _F.REPLY_DUE_ON,
         _F.SIGNER),
        (_F.FORMER_LETTER,),
        {_F.REPLY_DUE_ON: sources.PAPERS_UNION_ANSWER, _F.SIGNER: sources.PAPERS_UNION_SIGNER},
    ),
    _paper(
        _K.SUPERVISION_ADVICE, "工会劳动法律监督建议书", "Supervision letter: request to the authority", _S, _UNION,
        _ONE, Stage.ANY,
        (sources.PAPERS_UNION_REFUSAL,),
        (_F.LETTER_NUMBER, _F.UNION, _F.AUTHORITY, _F.EMPLOYER_NAME, _F.BREACHES, _F.ARTICLES, _F.CORRECTION,
         _F.FORMER_LETTER, _F.SIGNER),
        own={_F.SIGNER: sources.PAPERS_UNION_SIGNER},
    ),
)  # fmt: skip

PAPERS: Final[dict[PaperKind, Paper]] = {
    paper.kind: paper for paper in (*_MEDIATION, *_OUTWARD, *_LEGAL_AID, *_SUPERVISION)
}
"""Every paper by its kind, in the order in which a case comes to them."""
