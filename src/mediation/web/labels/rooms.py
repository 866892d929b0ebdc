"""Words of rooms."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "Side": {"EMPLOYER": Text("公司方", "Employer"), "WORKERS": Text("劳动者方", "Workers")},
    "SeatKind": {
        "AGENCY": Text("协作单位", "Agency"),
        "LAWYER": Text("援助律师", "Aid lawyer"),
        "MEDIATOR": Text("调解员", "Mediator"),
        "PARTY": Text("当事人", "Party"),
    },
    "Presence": {
        "AWAY": Text("离开", "Away"),
        "EXPECTED": Text("未到", "Not here yet"),
        "PRESENT": Text("在线", "Present"),
    },
    "Audience": {
        "EMPLOYER": Text("仅公司方和调解员", "Employer and mediators only"),
        "EVERYONE": Text("所有人", "Everyone"),
        "NOTE": Text("仅调解员（备注）", "Mediators only (note)"),
        "WORKERS": Text("仅劳动者方和调解员", "Workers and mediators only"),
    },
    "OfferStanding": {
        "ACCEPTED": Text("已接受", "Accepted"),
        "COUNTERED": Text("已还价", "Countered"),
        "OPEN": Text("等待回应", "Waiting for an answer"),
        "REJECTED": Text("已拒绝", "Rejected"),
        "WITHDRAWN": Text("已撤回", "Withdrawn"),
    },
    "OfferTermKind": {
        "INSTALMENTS": Text("分期", "In instalments"),
        "ON_DATE": Text("指定日期", "On a day"),
        "WITHIN_DAYS": Text("生效后若干日内", "Within days of taking effect"),
        "WITHIN_HOURS": Text("生效后若干小时内", "Within hours of taking effect"),
    },
    "RoomState": {"CLOSED": Text("已结束", "Closed"), "OPEN": Text("进行中", "In session")},
    "CaucusState": {"CLOSED": Text("已结束", "Closed"), "OPEN": Text("进行中", "In session")},
}
