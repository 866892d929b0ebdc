"""A filter of the work list as a sentence: 逾期、集体、我的. Pure."""

from typing import Any, Final

from mediation.case.models import CaseKind, CaseState, Channel, ClaimGroup
from mediation.case.worklist import WorkFilter, WorkTab
from mediation.kit.problems import Text

_TABS: Final = {
    WorkTab.AGENCY: Text("本单位", "own agency"),
    WorkTab.MINE: Text("我的", "mine"),
    WorkTab.OVERDUE: Text("逾期", "overdue"),
    WorkTab.TODAY: Text("今天到期", "due today"),
    WorkTab.UNCLAIMED: Text("待认领", "unclaimed"),
}
_KINDS: Final = {CaseKind.COLLECTIVE: Text("集体", "collective"), CaseKind.SINGLE: Text("个人", "single")}
_STATES: Final = {
    CaseState.ACCEPTED: Text("已受理", "accepted"),
    CaseState.CLOSED: Text("已结案", "closed"),
    CaseState.DEFAULTED: Text("已违约", "defaulted"),
    CaseState.MEDIATING: Text("调解中", "in mediation"),
    CaseState.PERFORMING: Text("履行中", "being performed"),
    CaseState.REFUSED: Text("不予受理", "refused"),
    CaseState.REGISTERED: Text("已登记", "registered"),
}
_CHANNELS: Final = {
    Channel.APP: Text("网上", "online"),
    Channel.ARBITRATION: Text("仲裁引导", "from arbitration"),
    Channel.COURT: Text("法院委派", "from the court"),
    Channel.EMAIL: Text("邮箱", "by e-mail"),
    Channel.GOVERNMENT: Text("政府部门指定", "from a government body"),
    Channel.HOTLINE: Text("热线", "by hotline"),
    Channel.LEGAL_AID: Text("法律援助转办", "from legal aid"),
    Channel.MAILBOX: Text("信箱", "by letter box"),
    Channel.OWN_MOTION: Text("主动调解", "of our own motion"),
    Channel.PARTNER: Text("成员单位", "from a member agency"),
    Channel.POLICE: Text("公安移交", "from the police"),
    Channel.WALK_IN: Text("窗口来访", "walked in"),
    Channel.WECHAT: Text("微信", "by WeChat"),
}
_HEADS: Final = {
    ClaimGroup.SOCIAL_INSURANCE: Text("社保", "social insurance"),
    ClaimGroup.WAGES: Text("工资", "wages"),
}


def sentence(wanted: WorkFilter) -> Text:
    """What a filter finds, in the two languages: when, what, and last whose."""
    parts = [_TABS[tab] for tab in (WorkTab.OVERDUE, WorkTab.TODAY) if tab in wanted.tabs]
    if wanted.within_days is not None:
        days = wanted.within_days
        parts.append(
            Text(f"{days} 天内到期", f"due within {days} days") if days else Text("今天前到期", "due by today")
        )
    parts += _one_of(wanted.states, _STATES)
    parts += [_KINDS[wanted.kind]] if wanted.kind is not None else []
    if wanted.urgent is not None:
        parts.append(Text("紧急", "urgent") if wanted.urgent else Text("不紧急", "not urgent"))
    parts += _one_of(wanted.channels, _CHANNELS) + _one_of(wanted.heads, _HEADS)
    if wanted.search:
        parts.append(Text(f"含“{wanted.search}”", f"with “{wanted.search}”"))
    parts += [_TABS[tab] for tab in (WorkTab.UNCLAIMED, WorkTab.MINE, WorkTab.AGENCY) if tab in wanted.tabs]
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _one_of(chosen: frozenset[Any], words: dict[Any, Text]) -> list[Text]:
    said = [words[one] for one in sorted(chosen)]
    return [Text("或".join(one.zh for one in said), " or ".join(one.en for one in said))] if said else []
