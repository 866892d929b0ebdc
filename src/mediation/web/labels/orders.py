"""Words of service orders."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "OrderStep": {
        "REQUESTED": Text("点单", "Requested"),
        "DISPATCHING": Text("派单", "To dispatch"),
        "HANDLING": Text("办单", "Being handled"),
        "RATING": Text("评单", "To be rated"),
        "CLOSED": Text("已销号", "Closed out"),
    },
    "OrderLevel": {
        "AT_ONCE": Text("即接即办", "Handled on the spot"),
        "STREET": Text("街道→科室", "Street office"),
        "DISTRICT": Text("区联合会协调", "District joint meeting"),
    },
    "OrderChannel": {
        "WECHAT": Text("公众号", "WeChat"),
        "HOTLINE": Text("热线", "Hotline"),
        "MAILBOX": Text("信箱", "Letter box"),
        "EMAIL": Text("邮箱", "E-mail"),
        "VISIT": Text("来访", "Visit"),
    },
    "OrderMark": {
        "SATISFIED": Text("满意", "Satisfied"),
        "FAIRLY": Text("基本满意", "Fairly satisfied"),
        "DISSATISFIED": Text("不满意", "Not satisfied"),
    },
}
