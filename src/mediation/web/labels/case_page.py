"""Words of the pages of one case."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "ActorKind": {
        "ANONYMOUS": Text("未登录", "Nobody known"),
        "LINK": Text("劳动者（进度链接）", "Worker (status link)"),
        "PARTY": Text("当事人", "Party"),
        "STAFF": Text("工作人员", "Staff"),
        "SYSTEM": Text("系统", "System"),
    },
    "NextActor": {
        "AGENCY": Text("工作室", "the studio"),
        "EMPLOYER": Text("用人单位", "the employer"),
        "LAWYER": Text("援助律师", "the aid lawyer"),
        "MEDIATOR": Text("调解员", "the mediator"),
        "WORKERS": Text("劳动者", "the workers"),
    },
    "Channel": {
        "WALK_IN": Text("窗口来访", "Walk-in"),
        "HOTLINE": Text("12351 热线", "12351 hotline"),
        "WECHAT": Text("微信公众号", "WeChat"),
        "APP": Text("网上", "Online"),
        "MAILBOX": Text("信箱", "Letter box"),
        "EMAIL": Text("邮箱", "E-mail"),
        "LEGAL_AID": Text("职工法律援助中心转办", "Legal aid centre"),
        "PARTNER": Text("成员单位", "Member agency"),
        "COURT": Text("法院委派委托", "Entrusted by the court"),
        "ARBITRATION": Text("仲裁引导", "Arbitration commission"),
        "GOVERNMENT": Text("政府部门指定", "Government body"),
        "POLICE": Text("公安移交", "Police"),
        "OWN_MOTION": Text("主动调解", "Own motion"),
    },
    "PartySide": {
        "CLAIMANT": Text("劳动者（申请人）", "Worker (applicant)"),
        "RESPONDENT": Text("用人单位（被申请人）", "Employer (respondent)"),
        "THIRD_PARTY": Text("第三人", "Third party"),
    },
    "Relation": {
        "AFFILIATE": Text("关联企业", "Affiliate"),
        "GENERAL_CONTRACTOR": Text("总包、建设单位", "General contractor"),
        "GUARANTOR": Text("担保人", "Guarantor"),
        "INVESTOR": Text("出资人", "Investor"),
        "LABOUR_DISPATCH": Text("劳务派遣单位", "Labour dispatch"),
        "LANDLORD": Text("出租方", "Landlord"),
        "OTHER": Text("其他", "Other"),
        "SUBCONTRACTOR": Text("分包单位", "Subcontractor"),
        "SUB_LANDLORD": Text("二房东", "Sub-landlord"),
    },
    "ClaimHead": {
        "WAGE_ARREARS": Text("拖欠工资", "Wage arrears"),
        "SOCIAL_INSURANCE": Text("社会保险费", "Social insurance"),
        "OVERTIME": Text("加班费", "Overtime"),
        "DOUBLE_WAGE": Text("二倍工资", "Double wage"),
        "LEAVE_PAY": Text("年休假工资", "Leave pay"),
        "COMPENSATION": Text("经济补偿", "Severance"),
        "DAMAGES": Text("赔偿金", "Damages"),
        "WORK_INJURY": Text("工伤待遇", "Work injury"),
        "OTHER": Text("其他", "Other"),
    },
    "ClaimGroup": {
        "WAGES": Text("工资", "Wages"),
        "SOCIAL_INSURANCE": Text("社保", "Social insurance"),
    },
    "PersonField": {"ID_NUMBER": Text("身份证号", "ID number"), "PHONE": Text("手机号", "Phone number")},
    "FindingKind": {
        "BREACH": Text("违法情形", "Breach of labour law"),
        "BUSINESS_CONDITION": Text("经营状况", "State of the business"),
    },
}
