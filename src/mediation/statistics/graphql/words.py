"""The closed words of the statistics as GraphQL enums, and as people read them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from mediation.gql.enums import described
from mediation.kit.problems import Text
from mediation.statistics.rules import CaseResult, LedgerList, PromiseState, Way


class ChartKind(StrEnum):
    """The three pictures of a period."""

    CASES_BY_MONTH = "cases_by_month"
    PROMISES_BY_STATE = "promises_by_state"
    WAYS_AND_RESULTS = "ways_and_results"


RESULTS: Final[Mapping[CaseResult, Text]] = {
    CaseResult.OPEN: Text("办理中", "Open"),
    CaseResult.PERFORMED: Text("已履行", "Performed"),
    CaseResult.ADVANCED: Text("第三方垫付", "Advanced by a third party"),
    CaseResult.FAILED: Text("调解不成", "Failed"),
    CaseResult.TRANSFERRED: Text("已转出", "Transferred"),
    CaseResult.WITHDRAWN: Text("已撤回", "Withdrawn"),
    CaseResult.REFUSED: Text("不予受理", "Refused"),
}
STATES: Final[Mapping[PromiseState, Text]] = {
    PromiseState.ON_TIME: Text("按期付清", "Paid on time"),
    PromiseState.LATE: Text("逾期付清", "Paid late"),
    PromiseState.ADVANCED: Text("第三方垫付", "Advanced by a third party"),
    PromiseState.OVERDUE: Text("逾期未付", "Overdue"),
    PromiseState.DEFAULTED: Text("违约未付", "In default"),
    PromiseState.NOT_DUE: Text("未到期", "Not due yet"),
}
WAYS: Final[Mapping[Way, Text]] = {
    Way.CONFIRMATION: Text("司法确认", "Judicial confirmation"),
    Way.REVIEW: Text("仲裁审查确认", "Review by the arbitration commission"),
    Way.PAYMENT_ORDER: Text("支付令", "Payment order"),
    Way.ARBITRATION: Text("劳动仲裁", "Arbitration"),
    Way.INSPECTION: Text("劳动保障监察", "Labour inspection"),
    Way.SUIT: Text("诉讼", "Suit"),
    Way.ENFORCEMENT: Text("强制执行", "Enforcement"),
}

described(
    ChartKind,
    "A picture of a period.",
    {
        ChartKind.CASES_BY_MONTH: "Cases and workers by month of registration.",
        ChartKind.PROMISES_BY_STATE: "Promised payments of the period by what became of them.",
        ChartKind.WAYS_AND_RESULTS: "Cases of the period by ways taken, and by result.",
    },
)
described(
    LedgerList,
    "Which cases stand in a ledger of a period.",
    {
        LedgerList.CASES: "Registered in the period.",
        LedgerList.DUE: "With a promised payment to a worker that fell due in the period and before now.",
        LedgerList.RATED: "Closed in the period: those in which workers could say how it was.",
        LedgerList.RECOVERED: "With money to a worker that was paid in the period and verified as received.",
    },
)
described(
    CaseResult,
    "What has become of a case.",
    {one: f"{text.zh}: {text.en.lower()}." for one, text in RESULTS.items()},
)
described(
    PromiseState,
    "What has become of a promised payment; exactly one holds.",
    {
        PromiseState.ADVANCED: "第三方垫付: the worker has it in full, all or some of it from a third party.",
        PromiseState.DEFAULTED: "违约未付: called a default, and not paid in full.",
        PromiseState.LATE: "逾期付清: paid in full by the company, after its day.",
        PromiseState.NOT_DUE: "未到期: its moment lies ahead.",
        PromiseState.ON_TIME: "按期付清: paid in full by the company itself, by its day.",
        PromiseState.OVERDUE: "逾期未付: its moment has passed, and it is not paid in full.",
    },
)
described(
    Way,
    "A way outside the studio that was taken in a case, by what was recorded of it.",
    {one: f"{text.zh}: {text.en.lower()}." for one, text in WAYS.items()},
)
