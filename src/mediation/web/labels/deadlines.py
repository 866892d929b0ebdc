"""Words of deadlines."""

from mediation.kit.problems import Text
from mediation.law.deadlines.triggers import MEANS

LABELS: dict[str, dict[str, Text]] = {
    "Standing": {
        "LAPSED": Text("未行使", "Not used in time"),
        "MET": Text("按时完成", "Done in time"),
        "MET_LATE": Text("逾期完成", "Done late"),
        "OPEN": Text("进行中", "Running"),
        "OPENED": Text("已届满，可以行使", "Passed: open now"),
        "OVERDUE": Text("已逾期", "Overdue"),
        "PASSED": Text("办理时间已过", "Time has passed"),
        "UNCOMPUTED": Text("尚不能计算", "Cannot be computed yet"),
        "VOID": Text("不再计算", "Runs no more"),
    },
    "DutyOf": {
        "AUTHORITY": Text("行政机关", "An authority"),
        "BOTH": Text("双方共同", "Both sides together"),
        "COMMISSION": Text("仲裁委员会", "Arbitration commission"),
        "COURT": Text("法院", "The court"),
        "EITHER": Text("任何一方", "Each side"),
        "EMPLOYER": Text("用人单位", "The employer"),
        "JUSTICE": Text("法律援助机构", "The legal aid body"),
        "LAWYER": Text("援助律师", "The aid lawyer"),
        "MEDIATOR": Text("调解员", "The mediator"),
        "OUTSIDER": Text("案外人", "An outsider"),
        "UNION": Text("工会", "The union"),
        "WORKERS": Text("劳动者", "The workers"),
    },
    "Extender": {
        "AUTHORITY_HEAD": Text("行政机关负责人", "Head of the authority"),
        "BODY_ITSELF": Text("机构自行决定", "The body itself"),
        "BOTH_PARTIES": Text("双方当事人", "Both parties"),
        "COMMISSION_HEAD": Text("仲裁委员会主任", "Head of the commission"),
        "COURT_PRESIDENT": Text("法院院长", "President of the court"),
        "HIGHER_COURT": Text("上级法院", "The higher court"),
    },
    "ConsentManner": {
        "IN_PERSON": Text("当面", "In person"),
        "MESSAGE": Text("短信、微信", "Message"),
        "ONLINE": Text("调解室内", "In the room"),
        "PHONE": Text("电话", "Phone"),
        "WRITTEN": Text("书面", "In writing"),
    },
    "Trigger": {trigger.name: text for trigger, text in MEANS.items()},
}
