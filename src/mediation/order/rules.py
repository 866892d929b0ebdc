"""Decisions about service orders over plain values: the state machine, levels, how long a step takes, what closes one.

Pure. Source of steps, card and levels: 重庆市江北区总工会“订单式”服务 (点单、派单、办单、评单); the days are the house's own.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from mediation.kit.machine import Move
from mediation.kit.problems import IllegalMove, Invalid, Text
from mediation.order.models import OrderLevel, OrderMark, OrderStep

MOVES: tuple[Move[OrderStep], ...] = (
    Move("order:take", OrderStep.REQUESTED, OrderStep.DISPATCHING),
    Move("order:take", OrderStep.REQUESTED, OrderStep.HANDLING),
    Move("order:dispatch", OrderStep.DISPATCHING, OrderStep.HANDLING),
    Move("order:dispatch", OrderStep.HANDLING, OrderStep.HANDLING),
    Move("order:escalate", OrderStep.DISPATCHING, OrderStep.DISPATCHING),
    Move("order:escalate", OrderStep.HANDLING, OrderStep.DISPATCHING),
    Move("order:handle", OrderStep.HANDLING, OrderStep.RATING),
    Move("order:rate", OrderStep.RATING, OrderStep.RATING),
    Move("order:rate", OrderStep.RATING, OrderStep.HANDLING),
    Move("order:close", OrderStep.RATING, OrderStep.CLOSED),
)

CONTENT_MAX: Final = 1_000
"""characters; the same for opinion and result"""
COMMENT_MAX: Final = 500
LONGEST_DAYS: Final = 366
"""how far ahead a step may be due"""

WORKDAYS: Final[Mapping[OrderStep, int]] = {
    OrderStep.REQUESTED: 1,
    OrderStep.DISPATCHING: 2,
    OrderStep.HANDLING: 5,
    OrderStep.RATING: 5,
}
"""working days of a step, unless the caller names a day"""
AT_ONCE_WORKDAYS: Final = 1
CALL_BACK_WORKDAYS: Final = 3

_ABOVE: Final = {OrderLevel.AT_ONCE: OrderLevel.STREET, OrderLevel.STREET: OrderLevel.DISTRICT}


def workdays(step: OrderStep, level: OrderLevel | None, *, call_back: bool = False) -> int:
    """How many working days `step` has."""
    if call_back:
        return CALL_BACK_WORKDAYS
    return AT_ONCE_WORKDAYS if (step, level) == (OrderStep.HANDLING, OrderLevel.AT_ONCE) else WORKDAYS[step]


def taken(level: OrderLevel) -> OrderStep:
    """Where an order goes that was taken at `level`: what can be answered at once is not dispatched."""
    return OrderStep.HANDLING if level is OrderLevel.AT_ONCE else OrderStep.DISPATCHING


def above(level: OrderLevel) -> OrderLevel:
    """The next level. Raises IllegalMove at the highest."""
    if level not in _ABOVE:
        text = Text(
            "已由区联合会协调，没有更高一级。", "The district already coordinates it: there is no higher level."
        )
        raise IllegalMove("order:escalate", level, text=text)
    return _ABOVE[level]


def rated(mark: OrderMark) -> OrderStep:
    """Where a rated order goes: whoever is not satisfied is called back."""
    return OrderStep.HANDLING if mark is OrderMark.DISSATISFIED else OrderStep.RATING


def require_closable(mark: OrderMark | None, reason: str) -> None:
    """Raises Invalid (reason) for an order that nobody has rated, without a word why."""
    if mark is None and not reason:
        zh, en = "尚未评价，须说明为什么销号。", "Nobody has rated it: say why it is closed."
        raise Invalid.field("reason", "empty", zh, en)


def require_day(path: str, day: date, *, today: date) -> date:
    """`day`, when a step can be due on it. Raises Invalid at `path`."""
    if day < today:
        raise Invalid.field(path, "in_past", "期限不能早于今天", "The day has passed.")
    if (day - today).days > LONGEST_DAYS:
        raise Invalid.field(path, "too_late", "期限不能超过一年", "The day is more than a year away.")
    return day
