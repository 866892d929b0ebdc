"""Words of the work list."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "WorkTab": {
        "AGENCY": Text("本单位", "Own agency"),
        "MINE": Text("我的", "Mine"),
        "OVERDUE": Text("逾期", "Overdue"),
        "TODAY": Text("今天", "Today"),
        "UNCLAIMED": Text("待认领", "Unclaimed"),
    },
}
