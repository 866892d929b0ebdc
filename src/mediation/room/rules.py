"""Decisions about rooms over plain values: who hears what, what may follow what, the ladder of offers.

`reaches` is the audience rule. It is written once and used twice: over values in a verb, over columns in a list.
Refuses to hold: who may do what at all (policy), the sealed words themselves, and the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from mediation.kit.actor import Side
from mediation.kit.machine import Move
from mediation.kit.names import TextError, person_name
from mediation.kit.problems import FieldProblem, Forbidden, Invalid, Text

MAX_BODY = 5_000
"""characters of one message"""
MAX_CLIENT_KEY = 100
MAX_CONDITIONS = 2_000
MAX_MINUTES = 50_000
MAX_NOTE = 1_000
MAX_OFFERS = 50
"""of one side in one room"""
MAX_PARTICIPANTS = 60
CODE_TRIES = 5
LINK_LIFE = timedelta(hours=24)
PRESENT_FOR = timedelta(seconds=60)
"""after a sign of life; clients give one every 50 seconds"""
TOUCH_EVERY = timedelta(seconds=20)
"""a sign of life sooner than this after the last is not written down"""


class SeatKind(StrEnum):
    """As what somebody sits in a room."""

    AGENCY = "agency"
    LAWYER = "lawyer"
    MEDIATOR = "mediator"
    PARTY = "party"


class Audience(StrEnum):
    """Whom something is for. Mediators of the studio hear everything; `NOTE` is for them alone."""

    EMPLOYER = "employer"
    EVERYONE = "everyone"
    NOTE = "note"
    WORKERS = "workers"


def reaches(audience: Any, side: Any) -> Any:
    """Whether what is for `audience` reaches a seat on `side` (None: no side).

    Given strings it is a bool, given columns it is SQL: `NOTE` is nobody's side, and an empty side equals nothing.
    """
    return (audience == side) | (audience == Audience.EVERYONE.value)


def may_address(kind: SeatKind, side: Side | None, audience: Audience) -> bool:
    """Whether a seat may speak to `audience`: mediators to all, a side to everyone or to itself, others to everyone."""
    if kind is SeatKind.MEDIATOR or audience is Audience.EVERYONE:
        return True
    return side is not None and audience.value == side.value


def private_to(audience: Audience) -> str | None:
    """`Event.private_to` for something said to `audience`: None, a side, or the mediators."""
    match audience:
        case Audience.EVERYONE:
            return None
        case Audience.NOTE:
            return "mediators"
        case Audience.WORKERS | Audience.EMPLOYER:
            return audience.value


class RoomState(StrEnum):
    """Open until it is closed; never opened again."""

    CLOSED = "closed"
    OPEN = "open"


def room_state(closed_at: datetime | None) -> RoomState:
    """Open or closed."""
    return RoomState.OPEN if closed_at is None else RoomState.CLOSED


MOVES: tuple[Move[RoomState], ...] = (
    *(
        Move(verb, RoomState.OPEN, RoomState.OPEN)
        for verb in (
            "room:invite",
            "room:enter",
            "room:remove",
            "room:speak",
            "room:record",
            "caucus:open",
            "offer:make",
            "offer:accept",
            "offer:reject",
            "offer:withdraw",
            "offer:release",
        )
    ),
    Move("room:close", RoomState.OPEN, RoomState.CLOSED),
)


class CaucusState(StrEnum):
    """A private session is open until it is closed; another can follow."""

    CLOSED = "closed"
    OPEN = "open"


def caucus_state(closed_at: datetime | None) -> CaucusState:
    """Open or closed."""
    return CaucusState.OPEN if closed_at is None else CaucusState.CLOSED


CAUCUS_MOVES: tuple[Move[CaucusState], ...] = (
    Move("caucus:speak", CaucusState.OPEN, CaucusState.OPEN),
    Move("caucus:close", CaucusState.OPEN, CaucusState.CLOSED),
)


class OfferStanding(StrEnum):
    """What became of an offer."""

    ACCEPTED = "accepted"
    COUNTERED = "countered"
    OPEN = "open"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OFFER_MOVES: tuple[Move[OfferStanding], ...] = (
    Move("offer:accept", OfferStanding.OPEN, OfferStanding.ACCEPTED),
    Move("offer:make", OfferStanding.OPEN, OfferStanding.COUNTERED),
    Move("offer:reject", OfferStanding.OPEN, OfferStanding.REJECTED),
    Move("offer:release", OfferStanding.OPEN, OfferStanding.OPEN),
    Move("offer:withdraw", OfferStanding.OPEN, OfferStanding.WITHDRAWN),
)

OF_OTHERS = frozenset({"offer:accept", "offer:make", "offer:reject"})
"""what is done to an offer of the other side; `offer:make` is the counter-offer"""


def check_answerer(verb: str, offer_side: str, side: Side | None) -> None:
    """Raises Forbidden unless `side` may do `verb` to an offer of `offer_side`: nobody accepts their own."""
    if side is None:
        raise Forbidden(verb, Text("须由一方当事人提出。", "Only a side can do this."))
    if verb in OF_OTHERS and side.value == offer_side:
        raise Forbidden(verb, Text("不能处理己方提出的方案。", "This is an offer of your own side."))
    if verb not in OF_OTHERS and side.value != offer_side:
        raise Forbidden(verb, Text("只能撤回己方提出的方案。", "This is an offer of the other side."))


class OfferTermKind(StrEnum):
    """When an offer is to be performed."""

    INSTALMENTS = "instalments"
    ON_DATE = "on_date"
    WITHIN_DAYS = "within_days"
    WITHIN_HOURS = "within_hours"


@dataclass(frozen=True)
class Term:
    """When the money is due. Only the figures of its kind are given; agreement/rules.py turns them into due moments."""

    kind: OfferTermKind
    days: int | None = None
    hours: int | None = None
    on: date | None = None
    """the day; of instalments the day of the last one"""
    count: int | None = None
    """instalments, 2 to 60"""


_FIGURES: dict[OfferTermKind, frozenset[str]] = {
    OfferTermKind.INSTALMENTS: frozenset({"on", "count"}),
    OfferTermKind.ON_DATE: frozenset({"on"}),
    OfferTermKind.WITHIN_DAYS: frozenset({"days"}),
    OfferTermKind.WITHIN_HOURS: frozenset({"hours"}),
}


def check_term(term: Term, *, today: date) -> None:
    """Raises Invalid (term.days, term.hours, term.on, term.count) unless exactly the figures of the kind are there and sane."""
    ranges = {"days": (1, 366), "hours": (1, 8_784), "count": (2, 60)}
    problems = []
    for name in ("days", "hours", "on", "count"):
        value, path = getattr(term, name), f"term.{name}"
        if (value is not None) != (name in _FIGURES[term.kind]):
            wrong = "required" if value is None else "not_wanted"
            problems.append(FieldProblem(path, wrong, Text("与期限种类不符。", "Does not fit this kind of term.")))
        elif isinstance(value, date):
            if not today <= value <= today + timedelta(days=730):
                problems.append(
                    FieldProblem(path, "out_of_range", Text("日期须在今天起两年内。", "Within two years from today."))
                )
        elif value is not None and not ranges[name][0] <= value <= ranges[name][1]:
            low, high = ranges[name]
            problems.append(FieldProblem(path, "out_of_range", Text(f"须为 {low} 至 {high}。", f"{low} to {high}.")))
    if problems:
        raise Invalid(*problems)


def check_amounts(wages_fen: int, social_insurance_fen: int) -> None:
    """Raises Invalid (wagesFen, socialInsuranceFen): neither below zero, together above it, each at most 10^13 fen."""
    problems = [
        FieldProblem(path, "out_of_range", Text("金额超出范围。", "The amount is out of range."))
        for path, fen in (("wagesFen", wages_fen), ("socialInsuranceFen", social_insurance_fen))
        if not 0 <= fen <= 10**13
    ]
    if not problems and wages_fen + social_insurance_fen == 0:
        problems = [FieldProblem("wagesFen", "zero", Text("金额不能为零。", "An offer is more than nothing."))]
    if problems:
        raise Invalid(*problems)


@dataclass(frozen=True)
class Step:
    """An offer as one viewer sees it, in the order in which it came before them."""

    offer_id: UUID
    side: Side
    total_fen: int
    standing: OfferStanding


@dataclass(frozen=True)
class Rung:
    """What the ladder says of a step: its round, the gap it left to the other side, and how far its own side moved."""

    round: int
    gap_fen: int | None
    """the other side's latest standing figure against this one; None while the other side has none"""
    moved_fen: int | None
    """this figure less its own side's figure before; None for the first"""


def ladder(steps: Sequence[Step]) -> list[Rung]:
    """One rung per step. Rounds count the steps given, so that what a viewer does not see leaves no hole.

    A withdrawn offer keeps its round but is no figure to measure against; an accepted one is the figure of both sides.
    """
    latest: dict[Side, int] = {}
    rungs: list[Rung] = []
    for number, step in enumerate(steps, start=1):
        other = Side.EMPLOYER if step.side is Side.WORKERS else Side.WORKERS
        before, theirs = latest.get(step.side), latest.get(other)
        gap = None if theirs is None else _gap(step.side, step.total_fen, theirs)
        rungs.append(Rung(number, gap, None if before is None else step.total_fen - before))
        if step.standing is OfferStanding.ACCEPTED:
            latest = dict.fromkeys(Side, step.total_fen)
        elif step.standing is not OfferStanding.WITHDRAWN:
            latest[step.side] = step.total_fen
    return rungs


def _gap(side: Side, ours: int, theirs: int) -> int:
    return ours - theirs if side is Side.WORKERS else theirs - ours


class Presence(StrEnum):
    """Whether somebody is in the joint session."""

    AWAY = "away"
    EXPECTED = "expected"
    PRESENT = "present"


def presence(entered_at: datetime | None, seen_at: datetime | None, now: datetime) -> Presence:
    """Present while the last sign of life in the joint session is younger than a minute."""
    if entered_at is None:
        return Presence.EXPECTED
    return Presence.PRESENT if seen_at is not None and now - seen_at < PRESENT_FOR else Presence.AWAY


def side_of_party(side: str) -> Side | None:
    """On which side of the table a party of the case sits; a third party sits on none."""
    return {"claimant": Side.WORKERS, "respondent": Side.EMPLOYER}.get(side)


def check_name(path: str, value: str) -> str:
    """`value` as a personal name. Raises Invalid(path)."""
    try:
        return person_name(value)
    except TextError as refusal:
        raise Invalid(refusal.at(path)) from None
