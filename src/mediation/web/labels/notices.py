"""Words of notices."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "ChannelKind": {
        "CHAT": Text("工作群", "Chat"),
        "EMAIL": Text("邮件", "E-mail"),
        "INBOX": Text("站内", "Inbox"),
        "SMS": Text("短信", "Text message"),
    },
    "NoticeState": {
        "DELIVERED": Text("已送达", "Delivered"),
        "EXPIRED": Text("已过时", "Expired"),
        "HANDLED": Text("已人工处理", "Handled by hand"),
        "QUEUED": Text("待发送", "Waiting"),
        "SENDING": Text("发送中", "On its way"),
        "SENT": Text("已发出", "Sent"),
        "UNDELIVERABLE": Text("未送达", "Undeliverable"),
        "UNKNOWN": Text("不确定是否发出", "Not known whether it went out"),
    },
    "RecipientKind": {
        "AGENCY": Text("单位", "Agency"),
        "CLAIMANT": Text("劳动者", "Worker"),
        "EMPLOYER": Text("用人单位", "Employer"),
        "FACTOR": Text("验证手机", "Phone for codes"),
        "PARTICIPANT": Text("参会人", "Participant"),
        "STAFF": Text("工作人员", "Staff"),
    },
}
