"""The words that papers use for what the books keep as codes, amounts, days and moments. Pure."""

from datetime import date, datetime
from typing import Final

from mediation.kit import money
from mediation.kit.money import Fen
from mediation.law.periods import SHANGHAI

BLANK: Final = "________"
"""Where something is to be written by hand."""

HEADS: Final = {
    "compensation": "经济补偿",
    "damages": "赔偿金",
    "double_wage": "未订立书面劳动合同的二倍工资",
    "leave_pay": "未休年休假工资报酬",
    "other": "其他",
    "overtime": "加班工资",
    "social_insurance": "社会保险费",
    "wage_arrears": "拖欠的工资",
    "work_injury": "工伤待遇",
}
GROUPS: Final = {"wages": "工资等", "social_insurance": "社会保险费"}
CHANNELS: Final = {
    "app": "手机应用",
    "arbitration": "仲裁机构引导",
    "court": "人民法院委派、委托",
    "email": "电子邮件",
    "government": "政府部门指定",
    "hotline": "12351热线",
    "legal_aid": "法律援助机构转办",
    "mailbox": "信箱",
    "own_motion": "调解组织主动调解",
    "partner": "成员单位转办",
    "police": "公安机关移交",
    "walk_in": "窗口来访",
    "wechat": "微信",
}
CASE_KINDS: Final = {"collective": "集体争议", "single": "个人争议"}
OUTCOMES: Final = {
    "advanced": "第三方垫付后终结",
    "failed": "未达成协议",
    "performed": "协议履行完毕",
    "transferred": "移送",
    "withdrawn": "撤回申请",
}
CAPACITIES: Final = {"employer": "被申请人", "mediator": "调解员", "studio": "调解组织", "worker": "申请人"}
METHODS: Final = {
    "code": "线上凭链接和验证码签署",
    "in_person": "当面手写签名",
    "platform": "本人账号签署",
    "seal_page": "盖章页",
}
SEALS: Final = {
    "code": "线上用印登记",
    "in_person": "当面用印",
    "platform": "本组织账号登记用印",
    "seal_page": "盖章页",
}
AGREEMENT_STATES: Final = {"draft": "草稿", "effective": "已生效", "signing": "签署中"}


def amount(fen: int) -> str:
    """`6,480.00`"""
    return money.text(Fen(fen))


def amount_in_full(fen: int) -> str:
    """`6,480.00元（大写：人民币陆仟肆佰捌拾元整）`"""
    return f"{amount(fen)}元（大写：人民币{capital(fen)}）"


def capital(fen: int) -> str:
    """The amount in characters (大写)."""
    return money.uppercase(Fen(fen))


def day(on: date) -> str:
    """`2026年11月20日`"""
    return f"{on.year}年{on.month}月{on.day}日"


def day_of(at: datetime) -> str:
    """The day in China on which an instant falls."""
    return day(at.astimezone(SHANGHAI).date())


def moment(at: datetime) -> str:
    """`2026年11月20日 21:10:05`, in Chinese time."""
    local = at.astimezone(SHANGHAI)
    return f"{day(local.date())} {local:%H:%M:%S}"


def period(begin: date | None, end: date | None) -> str:
    """`2026年8月1日至2026年10月31日`; empty when neither is known."""
    if begin is None and end is None:
        return ""
    return f"{day(begin) if begin else ''}至{day(end) if end else '今'}"
