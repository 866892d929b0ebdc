"""The closed words of cases as GraphQL enums."""

from mediation.case.models import (
    CaseKind,
    CaseState,
    Channel,
    ClaimGroup,
    ClaimHead,
    FindingKind,
    Outcome,
    PartySide,
    Relation,
)
from mediation.case.rules import WarningLevel
from mediation.case.turns import NextActor, NextKind
from mediation.gql.enums import described

described(
    CaseKind,
    "Single or collective (劳动争议调解仲裁法 7).",
    {
        CaseKind.COLLECTIVE: "集体: several with a common claim; always so from ten workers on.",
        CaseKind.SINGLE: "个人: each for themselves.",
    },
)
described(
    CaseState,
    "Where a case stands in its life.",
    {
        CaseState.ACCEPTED: "已受理: accepted, the room is not open yet.",
        CaseState.CLOSED: "已结案: closed; see the outcome.",
        CaseState.DEFAULTED: "已违约: the employer did not pay as agreed.",
        CaseState.MEDIATING: "调解中: the room is open.",
        CaseState.PERFORMING: "履行中: the agreement has taken effect and is being paid.",
        CaseState.REFUSED: "不予受理: not accepted; see the reason.",
        CaseState.REGISTERED: "已登记: taken down, not accepted yet.",
    },
)
described(
    Outcome,
    "How a case ended.",
    {
        Outcome.ADVANCED: "垫付结案: a third party paid the workers.",
        Outcome.FAILED: "调解不成: no agreement, or an agreement that was not kept.",
        Outcome.PERFORMED: "履行完毕: the employer paid everything.",
        Outcome.TRANSFERRED: "移送: handed to another body.",
        Outcome.WITHDRAWN: "撤回: taken back by the workers.",
    },
)
described(
    Channel,
    "How a case came in.",
    {
        Channel.APP: "网上/App.",
        Channel.ARBITRATION: "仲裁引导: guided here by the arbitration commission.",
        Channel.COURT: "法院委派/委托: entrusted by the court.",
        Channel.EMAIL: "邮箱: e-mail.",
        Channel.GOVERNMENT: "政府部门指定: assigned by a government body.",
        Channel.HOTLINE: "电话/12351: hotline.",
        Channel.LEGAL_AID: "职工法律援助中心转办: from the legal aid centre.",
        Channel.MAILBOX: "信箱: letter box.",
        Channel.OWN_MOTION: "主动调解: the studio's own motion.",
        Channel.PARTNER: "成员单位: a member agency's system.",
        Channel.POLICE: "公安移交: transferred by the police.",
        Channel.WALK_IN: "窗口来访: somebody came in.",
        Channel.WECHAT: "微信公众号: WeChat.",
    },
)
described(
    PartySide,
    "Role of a party in the case.",
    {
        PartySide.CLAIMANT: "申请人: a worker.",
        PartySide.RESPONDENT: "被申请人: the employer.",
        PartySide.THIRD_PARTY: "第三人: somebody else whom the dispute concerns.",
    },
)
described(
    Relation,
    "What a third party is to the dispute.",
    {
        Relation.AFFILIATE: "关联公司: an affiliated company.",
        Relation.GENERAL_CONTRACTOR: "总包单位: the general contractor.",
        Relation.GUARANTOR: "担保人: somebody who vouches for the employer.",
        Relation.INVESTOR: "出资人/实际控制人: investor or controlling person.",
        Relation.LABOUR_DISPATCH: "劳务派遣单位: the dispatching company.",
        Relation.LANDLORD: "房东: owner of the premises.",
        Relation.OTHER: "其他: something else.",
        Relation.SUBCONTRACTOR: "分包单位: a subcontractor.",
        Relation.SUB_LANDLORD: "二房东: the tenant who let the premises on.",
    },
)
described(
    ClaimGroup,
    "Wages and social insurance are never one sum.",
    {
        ClaimGroup.SOCIAL_INSURANCE: "社会保险: contributions owed to the fund.",
        ClaimGroup.WAGES: "工资及其他: what is owed to the worker.",
    },
)
described(
    ClaimHead,
    "What is claimed.",
    {
        ClaimHead.COMPENSATION: "经济补偿: economic compensation (劳动合同法 46, 47).",
        ClaimHead.DAMAGES: "赔偿金: damages for unlawful dismissal (劳动合同法 87).",
        ClaimHead.DOUBLE_WAGE: "未签劳动合同二倍工资: double wage without a written contract (劳动合同法 82).",
        ClaimHead.LEAVE_PAY: "未休年休假工资: pay for leave not taken.",
        ClaimHead.OTHER: "其他: something else.",
        ClaimHead.OVERTIME: "加班费: overtime pay (劳动法 44).",
        ClaimHead.SOCIAL_INSURANCE: "社会保险: social insurance.",
        ClaimHead.WAGE_ARREARS: "拖欠工资: unpaid wages.",
        ClaimHead.WORK_INJURY: "工伤待遇: work injury benefits.",
    },
)
described(
    FindingKind,
    "What a finding is about.",
    {
        FindingKind.BREACH: "违法情形: a breach of labour law.",
        FindingKind.BUSINESS_CONDITION: "经营状况: how the business stands.",
    },
)
described(
    NextActor,
    "Whose turn it is.",
    {
        NextActor.AGENCY: "工作室: the studio.",
        NextActor.EMPLOYER: "用人单位: the employer.",
        NextActor.LAWYER: "援助律师: the aid lawyer.",
        NextActor.MEDIATOR: "调解员: the mediator.",
        NextActor.WORKERS: "劳动者: the workers.",
    },
)
described(
    NextKind,
    "What is to be done next.",
    {
        NextKind.ACCEPT: "受理: accept or refuse the case.",
        NextKind.ALLOCATE: "指定主办: name the mediator in charge.",
        NextKind.ANSWER_ASSIGNMENT: "答复指派: the lawyer answers.",
        NextKind.ANSWER_OFFER: "回应方案: a side answers the offer on the table.",
        NextKind.APPLY_CONFIRMATION: "司法确认: both sides sign the joint application, on the day of the agreement.",
        NextKind.ASSIGN_LAWYER: "指派律师: an urgent case without a lawyer.",
        NextKind.AWAIT_PAYMENT: "待付款: nothing is due yet.",
        NextKind.CLOSE: "结案: everything is paid.",
        NextKind.CONTACT_DEBTOR: "联系用人单位: money is overdue.",
        NextKind.DRAFT: "起草协议: an offer was accepted.",
        NextKind.FINALISE: "定稿: a draft is there.",
        NextKind.HANDLE_DEFAULT: "处理违约: legal ways, or somebody who advances.",
        NextKind.IMPORT_ROSTER: "导入名册: one worker only of a collective case.",
        NextKind.MEDIATE: "继续调解: no offer waits for an answer.",
        NextKind.OPEN_ROOM: "开调解室.",
        NextKind.REMIND_PAYMENT: "提醒付款: due within 24 hours.",
        NextKind.RESOLVE_REFUSAL: "一方不签: change it, go on, or close.",
        NextKind.SEAL: "盖章: the studio's seal is all that is missing.",
        NextKind.SIGN: "签署: signatures are missing.",
    },
)
described(
    WarningLevel,
    "How many workers came forward against one employer within 30 days.",
    {
        WarningLevel.COLLECTIVE: "Ten or more: a collective dispute by law (劳动争议调解仲裁法 7), be it one case or several.",
        WarningLevel.EARLY: "Three or more: it may become one.",
    },
)
