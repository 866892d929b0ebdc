"""Words of agreements."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "AgreementState": {
        "DRAFT": Text("草稿", "Draft"),
        "SIGNING": Text("签署中", "Being signed"),
        "EFFECTIVE": Text("已生效", "In effect"),
        "ABANDONED": Text("已作废", "Given up"),
    },
    "TermKind": {
        "WITHIN_DAYS": Text("按日", "In days"),
        "WITHIN_HOURS": Text("按小时", "In hours"),
        "ON_DATE": Text("指定日期", "On a day"),
        "INSTALMENTS": Text("分期", "In instalments"),
    },
    "Method": {
        "CODE": Text("本人手机（短信码）", "Own phone (SMS code)"),
        "ENTRY": Text("本人在调解室（未登记手机号）", "Own hand in the room (no number on file)"),
        "IN_PERSON": Text("当面手写", "By hand"),
        "PLATFORM": Text("平台签名", "On the platform"),
        "SEAL_PAGE": Text("盖章页", "Seal page"),
    },
    "Signatory": {
        "WORKER": Text("劳动者", "Worker"),
        "EMPLOYER": Text("用人单位", "Employer"),
        "MEDIATOR": Text("调解员", "Mediator"),
        "STUDIO": Text("组织印章", "Seal of the body"),
    },
}
