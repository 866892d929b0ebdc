"""What each figure means (口径), in both languages. The words are part of the figure: they go wherever it goes."""

from dataclasses import dataclass
from typing import Final

from mediation.kit.problems import Text
from mediation.statistics.rules import LedgerList


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's name, what it counts, the list behind it, and what of the list adds up to it."""

    name: Text
    text: Text
    behind: LedgerList
    adds: str
    """`count`: the rows of the list; otherwise the field of a ledger entry whose sum it is"""


CASES: Final = Definition(
    Text("案件", "Cases"),
    Text(
        "统计期内登记的案件，不论后来结果如何；按登记日计。",
        "Cases registered in the period, whatever became of them; by the day of registration.",
    ),
    LedgerList.CASES,
    "count",
)
REGISTERED: Final = Definition(
    Text("登记人数", "Workers registered"),
    Text(
        "上述案件中登记在册的劳动者；每人每案计一次，后来退出的也计。",
        "Workers taken down in these cases, once per case; those who left later count too.",
    ),
    LedgerList.CASES,
    "workers.registered",
)
TAKING_PART: Final = Definition(
    Text("参加人数", "Workers taking part"),
    Text(
        "上述案件中参加调解且未退出的劳动者；每人每案计一次。",
        "Workers of these cases who take part and have not left, once per case.",
    ),
    LedgerList.CASES,
    "workers.takingPart",
)
SIGNED: Final = Definition(
    Text("签署人数", "Workers who signed"),
    Text(
        "上述案件中签署了生效调解协议的劳动者；每人每案计一次。",
        "Workers of these cases who signed an agreement that took effect, once per case.",
    ),
    LedgerList.CASES,
    "workers.signed",
)
_RECEIPTS: Final = Text(
    "统计期内付给劳动者、经核实到账的款项，按付款日计；已冲销的不计，偿还垫付人的不计，劳动者自行反馈的不计。",
    "Money paid to workers in the period and verified as received, by the day of payment; without what was reversed, what "
    "repays an advance, and what workers only reported themselves.",
)
WAGES: Final = Definition(
    Text("挽回工资", "Wages recovered"),
    Text(f"{_RECEIPTS.zh}本项为工资及代替工资的款项。", f"{_RECEIPTS.en} Wages and what is owed in their place."),
    LedgerList.RECOVERED,
    "inPeriod.wagesFen",
)
SOCIAL_INSURANCE: Final = Definition(
    Text("挽回社会保险", "Social insurance recovered"),
    Text(f"{_RECEIPTS.zh}本项为社会保险。", f"{_RECEIPTS.en} Social insurance."),
    LedgerList.RECOVERED,
    "inPeriod.socialInsuranceFen",
)
ADVANCED_MONEY: Final = Definition(
    Text("其中第三方垫付", "Of that, advanced by third parties"),
    Text(
        "上述挽回金额中由第三方垫付的部分，已计入前两项。", "What third parties paid of these sums; contained in both."
    ),
    LedgerList.RECOVERED,
    "inPeriod.advancedFen",
)
_DUE: Final = Text(
    "统计期内到期且截至统计时刻已到期的付款承诺；每名劳动者每类款项每期为一笔。",
    "Promised payments that fell due in the period and before the moment of counting: one per worker, kind of money and "
    "instalment.",
)
DUE: Final = Definition(
    Text("到期承诺", "Promises due"),
    _DUE,
    LedgerList.DUE,
    "inPeriod.due",
)
ON_TIME: Final = Definition(
    Text("按期兑付", "Paid on time"),
    Text(
        f"{_DUE.zh}其中用人单位在约定日当日或之前自行付清的；以登记的付款日为准，第三方垫付的不算用人单位按期。",
        f"{_DUE.en} Of these, those that the company itself paid in full by the agreed day, by the recorded day of payment; "
        "what a third party advanced is not the company on time.",
    ),
    LedgerList.DUE,
    "inPeriod.onTime",
)
ON_TIME_RATE: Final = Definition(
    Text("按期兑付率", "On-time rate"),
    Text("按期兑付笔数÷到期承诺笔数。", "Promises paid on time ÷ promises due."),
    LedgerList.DUE,
    "inPeriod.onTime",
)
RECEIVED: Final = Definition(
    Text("劳动者已收到", "Received by workers"),
    Text(
        f"{_DUE.zh}其中已付清的，不论何人何时所付；第三方垫付计入本项。",
        f"{_DUE.en} Of these, those paid in full by whomever and whenever; advances of third parties count here.",
    ),
    LedgerList.DUE,
    "inPeriod.received",
)
ADVANCED: Final = Definition(
    Text("第三方垫付", "Advanced by third parties"),
    Text(
        f"{_DUE.zh}其中已付清、且全部或部分由第三方垫付的。",
        f"{_DUE.en} Of these, those paid in full, all or some of it by a third party.",
    ),
    LedgerList.DUE,
    "inPeriod.advanced",
)
DEFAULTED: Final = Definition(
    Text("违约", "Defaults"),
    Text(
        f"{_DUE.zh}其中曾被认定违约的，后来付清的也计。",
        f"{_DUE.en} Of these, those that were called a default, also when they were paid afterwards.",
    ),
    LedgerList.DUE,
    "inPeriod.defaulted",
)
SATISFACTION: Final = Definition(
    Text("满意度", "Satisfaction"),
    Text(
        "统计期内办结案件中收到进度链接的劳动者的评价：满意与基本满意之和÷评价数（n）；回收率为评价数÷收到链接的人数。"
        "评价少于5份的不显示。",
        "What workers said who had a status link in cases closed in the period: satisfied and fairly satisfied ÷ answers (n); "
        "the response rate is answers ÷ workers with a link. Fewer than 5 answers are not shown.",
    ),
    LedgerList.RATED,
    "satisfaction.answers",
)
BY_MONTH: Final = Text("按月案件与人数", "Cases and workers by month")
BY_STATE: Final = Text("兑付状态构成", "Promised payments by state")
BY_RESULT: Final = Text("途径与结果", "Ways and results")
RESULTS: Final = Text("结果", "Results")
WAYS: Final = Text("途径", "Ways")
PROMISES: Final = Text("承诺笔数", "Promised payments")
