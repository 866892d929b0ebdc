"""Words of referrals."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "ReferralState": {
        "OFFERED": Text("待接收", "Waiting to be accepted"),
        "ACCEPTED": Text("办理中", "In hand"),
        "DECLINED": Text("已退回", "Returned"),
        "TAKEN_BACK": Text("已撤回", "Taken back"),
        "CLOSED": Text("已办结", "Done"),
    },
}
