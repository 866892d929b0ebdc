"""Where one can go: the main places in their order, each seen by whoever may do something there."""

from dataclasses import dataclass
from typing import Final

from mediation.kit.problems import Text


@dataclass(frozen=True)
class Place:
    """One entry of the bar. It is shown to whoever has one of `verbs` in any scope."""

    path: str
    name: Text
    verbs: frozenset[str]
    icon: str


PLACES: Final = (
    Place("/work", Text("待办", "My work"), frozenset({"case:view"}), "list-todo"),
    Place("/cases", Text("案件", "Cases"), frozenset({"case:view"}), "folder-open"),
    Place("/rooms", Text("今日调解", "Rooms"), frozenset({"room:view"}), "messages-square"),
    Place("/commitments", Text("兑付看板", "Payments"), frozenset({"commitment:view"}), "hand-coins"),
    Place("/referrals", Text("转办", "Referrals"), frozenset({"referral:view"}), "arrow-left-right"),
    Place("/orders", Text("服务订单", "Orders"), frozenset({"order:view"}), "clipboard-list"),
    Place("/lawyers", Text("援助律师", "Lawyers"), frozenset({"lawyer:view"}), "scale"),
    Place("/stats", Text("台账统计", "Statistics"), frozenset({"ledger:view"}), "chart-column"),
    Place("/settings", Text("设置", "Settings"), frozenset(), "settings"),
)

_FIRST: Final = (
    ("ADMINISTRATOR", "/settings"),
    ("SUPERVISOR", "/stats"),
    ("MEDIATOR", "/work"),
    ("LAWYER", "/work"),
    ("INTAKE_CLERK", "/work"),
    ("CLERK", "/referrals"),
)


def seen_with(verbs: frozenset[str]) -> list[Place]:
    """The places that somebody with `verbs` sees; settings are everybody's."""
    return [place for place in PLACES if not place.verbs or place.verbs & verbs]


def first_place(roles: list[str]) -> str:
    """Where somebody with these roles begins the day."""
    for role, path in _FIRST:
        if role in roles and len(roles) == 1:
            return path
    return "/work" if {"MEDIATOR", "LAWYER", "INTAKE_CLERK"} & set(roles) else _first_of(roles)


def _first_of(roles: list[str]) -> str:
    return next((path for role, path in _FIRST if role in roles), "/settings")
