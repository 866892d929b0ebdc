"""Decisions about notices over plain values: quiet hours, when to try again, when to give up, and the words for why.

Refuses to hold: prose of messages (that is in `templates/`), addresses, and anything that waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from mediation.kit.problems import Text
from mediation.law.periods import SHANGHAI

QUIET_FROM: Final = time(21)
QUIET_TO: Final = time(8)

OUTSIDERS: Final = frozenset({"claimant", "employer", "participant"})
"""recipient kinds of people outside the agencies, who are not disturbed at night"""

BACK_OFF: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
"""after the first, second, ... failed try; when it is used up, a person must phone"""

MAX_SMS: Final = 500
"""characters of a text message, all parts together"""

REASONS: Final[dict[str, Text]] = {
    "interrupted": Text(
        "发送中断，无法查询是否已送出，请人工核实。", "Interrupted; whether it went out cannot be asked. Please check."
    ),
    "no_address": Text(
        "没有登记可用的号码或地址，请人工联系。", "No number or address on file. Please contact in person."
    ),
    "no_channel": Text("本系统未配置该发送渠道。", "This channel is not configured."),
    "recalled": Text("事项已办结，不再发送。", "No longer needed: the matter was settled before it went out."),
    "receipt_failed": Text("运营商回执：未送达。", "The provider reports that it was not delivered."),
    "recipient_gone": Text(
        "收件人已停用、已退出或已回避，不再发送。", "The recipient has left, was disabled or recused."
    ),
    "refused": Text("服务商拒收（号码或内容）。", "The provider refused it."),
    "too_late": Text("已过发送时限，不再发送。", "Too late to be worth sending."),
    "unreachable": Text("服务商多次无法连通。", "The provider could not be reached."),
}
"""why a notice did not go out, by the code kept in the row"""


def is_quiet(at: datetime) -> bool:
    """Whether `at` (aware) falls between 21:00 and 08:00 in Asia/Shanghai."""
    wall = at.astimezone(SHANGHAI).time()
    return wall >= QUIET_FROM or wall < QUIET_TO


def not_at_night(at: datetime) -> datetime:
    """`at` itself by day; the next 08:00 in Asia/Shanghai for a moment at night. Aware in, aware out."""
    if not is_quiet(at):
        return at
    wall = at.astimezone(SHANGHAI)
    day = wall.date() if wall.time() < QUIET_TO else wall.date() + timedelta(days=1)
    return datetime.combine(day, QUIET_TO, SHANGHAI)


def sends_at(at: datetime, *, recipient_kind: str, channel: str, urgent: bool) -> datetime:
    """The first moment from `at` on at which the notice may go out: people outside the agencies sleep, inboxes do not."""
    if urgent or channel == "inbox" or recipient_kind not in OUTSIDERS:
        return at
    return not_at_night(at)


def quiet_until(at: datetime, hours: tuple[int, int] | None) -> datetime | None:
    """When quiet hours of somebody's own, from and to in Shanghai, end that `at` (aware) falls into; None outside them.

    >>> from datetime import UTC
    >>> quiet_until(datetime(2026, 11, 20, 15, 30, tzinfo=UTC), (22, 7)).isoformat()
    '2026-11-21T07:00:00+08:00'
    """
    if hours is None:
        return None
    wall, (start, end) = at.astimezone(SHANGHAI), hours
    over_midnight = start > end
    inside = (wall.hour >= start or wall.hour < end) if over_midnight else start <= wall.hour < end
    if not inside:
        return None
    day = wall.date() + timedelta(days=1) if over_midnight and wall.hour >= start else wall.date()
    return datetime.combine(day, time(end), SHANGHAI)


def next_try(now: datetime, attempts: int) -> datetime | None:
    """When to try again after `attempts` (1 or more) failed tries; None when the tries are used up."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts a channel needs: candidates in order of preference."""

    body: tuple[str, ...]
    subject: bool = False


PARTS: Final[dict[str, Parts]] = {
    "chat": Parts(("chat", "inbox")),
    "email": Parts(("email", "inbox"), subject=True),
    "inbox": Parts(("inbox",), subject=True),
    "sms": Parts(("sms",)),
}
"""per channel, which text of a template is its body, and whether it has a subject"""


def body_part(channel: str, present: Iterable[str]) -> str | None:
    """The text that `channel` sends, of those `present` in a template; None when there is none for it."""
    there = frozenset(present)
    return next((part for part in PARTS[channel].body if part in there), None)
