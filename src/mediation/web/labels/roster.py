"""Words of rosters."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "RosterColumn": {
        "NAME": Text("姓名", "Name"),
        "PHONE": Text("手机", "Phone"),
        "ID_NUMBER": Text("身份证", "ID number"),
        "JOB": Text("岗位", "Job"),
        "PERIOD": Text("起止月份", "Months"),
        "WAGES": Text("工资（元）", "Wages (CNY)"),
        "SOCIAL_INSURANCE": Text("社保（元）", "Social insurance (CNY)"),
        "NOTE": Text("备注", "Remark"),
    },
}
