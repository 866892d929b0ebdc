"""Words of cases."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "CaseKind": {"SINGLE": Text("个案", "Single case"), "COLLECTIVE": Text("集体案件", "Collective case")},
    "CaseState": {
        "REGISTERED": Text("已登记", "Registered"),
        "ACCEPTED": Text("已受理", "Accepted"),
        "REFUSED": Text("不予受理", "Refused"),
        "MEDIATING": Text("调解中", "In mediation"),
        "PERFORMING": Text("履行中", "Being performed"),
        "DEFAULTED": Text("已违约", "Defaulted"),
        "CLOSED": Text("已结案", "Closed"),
    },
    "Outcome": {
        "PERFORMED": Text("已付清", "Paid in full"),
        "ADVANCED": Text("第三方已垫付", "Advanced by a third party"),
        "FAILED": Text("调解不成", "No agreement"),
        "WITHDRAWN": Text("申请人撤回", "Withdrawn"),
        "TRANSFERRED": Text("已移送", "Transferred"),
    },
    "Role": {
        "ADMINISTRATOR": Text("管理员", "Administrator"),
        "AUDITOR": Text("审计员", "Auditor"),
        "CLERK": Text("协作单位经办人", "Agency clerk"),
        "INTAKE_CLERK": Text("登记员", "Intake clerk"),
        "LAWYER": Text("援助律师", "Aid lawyer"),
        "LINK_HOLDER": Text("劳动者（链接）", "Worker (link)"),
        "MEDIATOR": Text("调解员", "Mediator"),
        "PARTNER": Text("协作系统", "Partner system"),
        "ROOM_PARTY": Text("当事人", "Party"),
        "STAFF": Text("工作人员", "Staff"),
        "SUPERVISOR": Text("主管", "Supervisor"),
        "SYSTEM": Text("系统", "System"),
    },
    "AgencyKind": {
        "UNION": Text("工会", "Union"),
        "COURT": Text("法院", "Court"),
        "HUMAN_RESOURCES": Text("人社", "HR bureau"),
        "JUSTICE": Text("司法", "Justice bureau"),
    },
}
