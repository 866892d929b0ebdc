"""The closed words of agreements and money as GraphQL enums."""

from mediation.agreement.defaulting import ContactManner, ContactOutcome
from mediation.agreement.hands import Method, Signatory
from mediation.agreement.rules import AgreementState
from mediation.agreement.standing import CommitmentKind, PayerKind, StandingKind
from mediation.agreement.terms import TermKind
from mediation.agreement.views import BoardView
from mediation.gql.enums import described
from mediation.law.documents import Gap

described(
    AgreementState,
    "Where an agreement stands.",
    {
        AgreementState.ABANDONED: "已放弃: given up before it took effect.",
        AgreementState.DRAFT: "草稿: the text can be changed.",
        AgreementState.EFFECTIVE: "已生效: in effect; its promises are dated.",
        AgreementState.SIGNING: "签署中: the text is final and is being signed.",
    },
)
described(
    Signatory,
    "In which capacity somebody signs or seals.",
    {
        Signatory.EMPLOYER: "The employer (用人单位).",
        Signatory.MEDIATOR: "The mediator (调解员).",
        Signatory.STUDIO: "The seal of the mediation body (调解组织印章).",
        Signatory.WORKER: "A worker (劳动者), or a representative with special authority for them.",
    },
)
described(
    Method,
    "How a signature was given.",
    {
        Method.CODE: "By a party in the room, with a code sent to their own phone.",
        Method.ENTRY: "By a party who entered the room with link and code, and of whom no phone is registered.",
        Method.IN_PERSON: "By hand before the mediator.",
        Method.PLATFORM: "By a member of staff under their own account.",
        Method.SEAL_PAGE: "A stamped page.",
    },
)
described(
    TermKind,
    "How the time of performance is given.",
    {
        TermKind.INSTALMENTS: "On several days, each with a share of every amount.",
        TermKind.ON_DATE: "By 24:00 of a named day.",
        TermKind.WITHIN_DAYS: "Within calendar days after the day of effect (民法典 201, 203).",
        TermKind.WITHIN_HOURS: "Within hours of the moment of effect.",
    },
)
described(
    Gap,
    "What keeps an agreement from taking effect (劳动争议调解仲裁法 14; 企业劳动争议协商调解规定 26).",
    {
        Gap.BODY_SEAL: "The seal of the mediation body.",
        Gap.EMPLOYER_SIGNATURE: "The employer's signature or seal.",
        Gap.MEDIATOR_SIGNATURE: "The mediator's signature.",
        Gap.PERFORMANCE_MANNER: "How it is paid.",
        Gap.PERFORMANCE_TERM: "Until when it is paid.",
        Gap.WORKER: "A worker who is bound.",
        Gap.WORKER_AMOUNT: "An amount for a worker.",
        Gap.WORKER_SIGNATURE: "A worker's signature, or word that they do not sign.",
        Gap.WORKER_SPECIAL_AUTHORITY: "Special authority of whoever signed for a worker.",
    },
)
described(
    CommitmentKind,
    "To whom a commitment is owed.",
    {
        CommitmentKind.RECOURSE: "To the third party who advanced the money (追偿).",
        CommitmentKind.WORKER: "To a worker under the agreement.",
    },
)
described(
    StandingKind,
    "How a commitment stands: derived from payments and the clock.",
    {
        StandingKind.DEFAULTED: "已违约: overdue, and called a default by a person.",
        StandingKind.OPEN: "待付: nothing paid, the due moment lies ahead.",
        StandingKind.OVERDUE: "已逾期: the due moment has passed and something is unpaid.",
        StandingKind.PARTLY: "部分已付: something paid, the due moment lies ahead.",
        StandingKind.SETTLED: "已付清: paid in full, by whomever.",
    },
)
described(
    BoardView,
    "A view of the board of promised payments. Nothing stands in two of the first four.",
    {
        BoardView.DUE_TODAY: "今天到期: unpaid, and due today; its moment has not passed.",
        BoardView.WITHIN_SEVEN_DAYS: "7 天内: unpaid, and due within the seven days after today.",
        BoardView.OVERDUE: "逾期: its moment has passed, something is unpaid, and nobody has called it a default.",
        BoardView.DEFAULTED: "已违约: the same, and a person has called it a default.",
        BoardView.ADVANCED: "第三方垫付: a third party paid, and the company still owes it the money.",
        BoardView.PAID_THIS_MONTH: "已付清（本月）: recorded as paid in full since the first of this month.",
    },
)
described(
    PayerKind,
    "Who paid.",
    {
        PayerKind.EMERGENCY_FUND: "应急周转金: an emergency fund.",
        PayerKind.EMPLOYER: "用人单位: the employer.",
        PayerKind.GENERAL_CONTRACTOR: "总包、建设单位: the general contractor.",
        PayerKind.OTHER: "其他: another third party.",
        PayerKind.SUB_LANDLORD: "二房东、出租方: the sub-landlord.",
        PayerKind.UNION_FUND: "工会帮扶金: a union fund.",
    },
)
described(
    ContactManner,
    "How the debtor was reached, or tried.",
    {
        ContactManner.LETTER: "By letter.",
        ContactManner.MESSAGE: "By message.",
        ContactManner.PHONE: "By phone.",
        ContactManner.VISIT: "By a visit.",
    },
)
described(
    ContactOutcome,
    "What came of a contact with the debtor.",
    {
        ContactOutcome.ADMITS_CANNOT_PAY: "承认无力支付: admits that it cannot pay.",
        ContactOutcome.PARTLY_PAID: "部分付款: has paid a part.",
        ContactOutcome.PROMISES: "承诺付款: promises to pay.",
        ContactOutcome.REFUSES: "拒付: refuses.",
        ContactOutcome.UNREACHABLE: "失联: cannot be reached.",
    },
)
