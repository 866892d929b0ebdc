"""Words of promises, payments and what follows when nothing comes."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "BoardView": {
        "DUE_TODAY": Text("今天到期", "Due today"),
        "OVERDUE": Text("逾期", "Overdue"),
        "DEFAULTED": Text("已违约", "Defaulted"),
        "ADVANCED": Text("第三方垫付", "Advanced"),
        "WITHIN_SEVEN_DAYS": Text("7 天内", "Within 7 days"),
        "PAID_THIS_MONTH": Text("已付清（本月）", "Paid this month"),
    },
    "StandingKind": {
        "OPEN": Text("待付", "Open"),
        "PARTLY": Text("部分已付", "Partly paid"),
        "OVERDUE": Text("已逾期", "Overdue"),
        "DEFAULTED": Text("已违约", "Defaulted"),
        "SETTLED": Text("已付清", "Paid"),
    },
    "PayerKind": {
        "EMPLOYER": Text("公司", "Employer"),
        "SUB_LANDLORD": Text("二房东·出租方", "Sub-landlord, landlord"),
        "GENERAL_CONTRACTOR": Text("总包·建设单位", "General contractor"),
        "EMERGENCY_FUND": Text("应急周转金", "Emergency fund"),
        "UNION_FUND": Text("工会帮扶金", "Union fund"),
        "OTHER": Text("其他", "Other"),
    },
    "ContactManner": {
        "PHONE": Text("电话", "Phone"),
        "VISIT": Text("上门", "Visit"),
        "MESSAGE": Text("短信、微信", "Message"),
        "LETTER": Text("书面", "Letter"),
    },
    "ContactOutcome": {
        "ADMITS_CANNOT_PAY": Text("承认无力支付", "Admits it cannot pay"),
        "REFUSES": Text("拒付", "Refuses"),
        "UNREACHABLE": Text("失联", "Cannot be reached"),
        "PARTLY_PAID": Text("部分付款", "Has paid a part"),
        "PROMISES": Text("承诺付款", "Promises to pay"),
    },
    "DoorStanding": {
        "OPEN": Text("可以走", "Open"),
        "LATER": Text("尚不能走", "Not yet"),
        "CLOSED": Text("走不通", "Closed"),
        "UNKNOWN": Text("须先核实", "Not known"),
    },
    "DoorWho": {
        "WORKER": Text("劳动者", "Worker"),
        "BOTH": Text("双方共同", "Both together"),
        "STUDIO": Text("工作室", "Studio"),
        "LABOUR_AUTHORITY": Text("人社部门", "Labour authority"),
    },
}
