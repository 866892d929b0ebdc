"""Words of the ledger."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "LedgerList": {
        "CASES": Text("登记的案件", "Registered"),
        "DUE": Text("到期的付款", "Due"),
        "RATED": Text("已结案、可评价", "Closed, to be rated"),
        "RECOVERED": Text("有到账的案件", "With money received"),
    },
    "CaseResult": {
        "ADVANCED": Text("第三方垫付", "Advanced"),
        "FAILED": Text("调解不成", "No agreement"),
        "OPEN": Text("办理中", "Open"),
        "PERFORMED": Text("已履行", "Performed"),
        "REFUSED": Text("不予受理", "Refused"),
        "TRANSFERRED": Text("已转出", "Transferred"),
        "WITHDRAWN": Text("已撤回", "Withdrawn"),
    },
    "Way": {
        "ARBITRATION": Text("劳动仲裁", "Arbitration"),
        "CONFIRMATION": Text("司法确认", "Judicial confirmation"),
        "ENFORCEMENT": Text("强制执行", "Enforcement"),
        "INSPECTION": Text("劳动监察", "Labour inspection"),
        "PAYMENT_ORDER": Text("支付令", "Payment order"),
        "REVIEW": Text("仲裁审查", "Arbitral review"),
        "SUIT": Text("诉讼", "Suit"),
    },
}
