"""The closed words of doors as GraphQL enums."""

from mediation.gql.enums import described
from mediation.law.routing import DoorId, EffectKind, FlagId, How, NeedKind, Standing, Who

described(
    DoorId,
    "A way that the law leaves.",
    {
        DoorId.ADVANCE_EXECUTION: "先予执行: part is paid before the award (劳动争议调解仲裁法 44).",
        DoorId.ARBITRATION: "劳动仲裁: arbitration (劳动争议调解仲裁法 5, 15).",
        DoorId.ARBITRATION_REVIEW: "仲裁审查: both sides ask the commission for a statement (办案规则 74).",
        DoorId.CIVIL_SUIT: "普通民事诉讼: a suit without arbitration first (解释（一）13, 15, 51).",
        DoorId.CRIMINAL_REFERRAL: "移送公安机关: refusing to pay remuneration (刑法 276之一).",
        DoorId.ENFORCEMENT: "强制执行: of a ruling, statement, order or award (民事诉讼法 206, 227, 250).",
        DoorId.JUDICIAL_CONFIRMATION: "司法确认: both sides ask the court to confirm (民事诉讼法 205).",
        DoorId.LABOUR_INSPECTION: "劳动保障监察: a complaint to the labour authority (劳动争议调解仲裁法 9).",
        DoorId.LEGAL_AID: "法律援助: a lawyer without cost (法律援助法 31, 44).",
        DoorId.PAYMENT_ORDER_ON_AGREEMENT: "支付令（调解协议）: on the agreement (劳动争议调解仲裁法 16).",
        DoorId.PAYMENT_ORDER_ON_ARREARS: "支付令（拖欠劳动报酬）: on plain arrears of pay (劳动合同法 30).",
        DoorId.SOCIAL_INSURANCE_COLLECTION: "社会保险费征收: the authority orders the arrears paid (社会保险法 63).",
        DoorId.SUIT_AFTER_ARBITRATION: "仲裁后起诉: after an award, a refusal or delay (劳动争议调解仲裁法 29, 43, 48, 50).",
    },
)
described(
    Standing,
    "Whether one may go through.",
    {
        Standing.CLOSED: "关闭: not possible; see `why`.",
        Standing.LATER: "尚未开放: something that can still happen has to happen first; see `why` and `sinceOn`.",
        Standing.OPEN: "开放: possible now.",
        Standing.UNKNOWN: "不明: nobody has recorded a fact on which it depends; see `why`.",
    },
    name="DoorStanding",
)
described(
    Who,
    "Who may go through.",
    {
        Who.BOTH: "双方: worker and employer together.",
        Who.LABOUR_AUTHORITY: "劳动保障行政部门: the labour authority.",
        Who.STUDIO: "工作室: the studio, or the union.",
        Who.WORKER: "劳动者: the worker.",
    },
    name="DoorWho",
)
described(
    How,
    "What a door does for a sum.",
    {
        How.ELSEWHERE: "不在范围: the law does not let this door serve it; another does.",
        How.NOT_YET: "尚未到期: it will, once the day of performance has passed.",
        How.SERVED: "属于范围: it serves it.",
        How.UNCLEAR: "待确认: depends on how the sum divides, or on what a lawyer has to confirm.",
    },
    name="DoorHow",
)
described(
    NeedKind,
    "Whether something has to be so, or to be brought.",
    {NeedKind.DOCUMENT: "材料: a document to bring.", NeedKind.FACT: "事实: something that has to be so."},
    name="DoorNeedKind",
)
described(
    EffectKind,
    "What going through one door does to another.",
    {
        EffectKind.BARS: "排除: that one is closed by it.",
        EffectKind.CHANGES_ENDING: "改变结局: where the way leads when it fails.",
        EffectKind.ENDS: "终结: what was begun there is ended.",
        EffectKind.OPENS: "开启: that one opens by it.",
        EffectKind.RESTARTS_LIMITATION: "时效中断: the limitation of that one starts anew.",
    },
    name="DoorEffectKind",
)
described(
    FlagId,
    "What to mind beyond the doors.",
    {
        FlagId.COLLECTIVE: "集体争议: ten or more with a common claim.",
        FlagId.CONSENT_MISSING: "缺少特别授权: a settlement needs the consent of those who gave no authority.",
        FlagId.INSPECTION_AND_ARBITRATION: "投诉与仲裁并行: the inspection refers back to arbitration.",
        FlagId.LIMITATION_URGENT: "时效不足七日: fewer than seven days of limitation are left.",
        FlagId.MEANS_TEST_EXEMPT: "免予核查: legal aid without a test of means.",
        FlagId.REPORT_EVASION: "应当报告: the employer hides, or moves its property.",
        FlagId.REPRESENTATIVES_MISSING: "代表人不足: three to five can be elected.",
    },
    name="DoorFlagId",
)
