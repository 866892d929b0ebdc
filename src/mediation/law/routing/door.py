"""What a door is: whether it is open, since when and until when, what it asks for, what it serves and what it does to others.

Holds the shape and the one way in which conditions make a standing. Refuses to hold the doors themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mediation.kit.problems import Text
from mediation.law.routing.facts import Group, Head
from mediation.law.sources import Source


class DoorId(StrEnum):
    """The ways that the law leaves, in the order in which they are shown."""

    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    ARBITRATION_REVIEW = "arbitration_review"
    PAYMENT_ORDER_ON_AGREEMENT = "payment_order_on_agreement"
    PAYMENT_ORDER_ON_ARREARS = "payment_order_on_arrears"
    ARBITRATION = "arbitration"
    ADVANCE_EXECUTION = "advance_execution"
    CIVIL_SUIT = "civil_suit"
    SUIT_AFTER_ARBITRATION = "suit_after_arbitration"
    ENFORCEMENT = "enforcement"
    LABOUR_INSPECTION = "labour_inspection"
    SOCIAL_INSURANCE_COLLECTION = "social_insurance_collection"
    CRIMINAL_REFERRAL = "criminal_referral"
    LEGAL_AID = "legal_aid"


class Standing(StrEnum):
    """Whether one may go through."""

    CLOSED = "closed"
    LATER = "later"
    """not yet: something that can still happen has to happen first"""
    OPEN = "open"
    UNKNOWN = "unknown"
    """nobody has recorded a fact on which it depends"""


class Who(StrEnum):
    """Who may go through."""

    BOTH = "both"
    """worker and employer together"""
    LABOUR_AUTHORITY = "labour_authority"
    STUDIO = "studio"
    WORKER = "worker"


class State(StrEnum):
    """How one condition stands. The order says which decides: one that fails closes, whatever the others say."""

    FAILS = "fails"
    LATER = "later"
    UNKNOWN = "unknown"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing the law asks before the door opens.

    `asks` says what; `why` what follows when it does not hold, in words that stand for themselves. `since_on` is the
    day from which it holds, or will. `for_good`: nothing that can still happen makes it hold.
    """

    state: State
    asks: Text
    why: Text
    source: Source
    since_on: date | None = None
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a door is not open, or what to beware of, with the article."""

    text: Text
    source: Source


class NeedKind(StrEnum):
    """Whether something has to be so, or to be brought."""

    DOCUMENT = "document"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing needed to go through. `present` is None where the system does not know."""

    kind: NeedKind
    text: Text
    source: Source
    present: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """The last day. `on` is None while it cannot be computed: `natural_on` is then the end before rest days, if any, and
    `missing` the notice without which nobody can say. `source` is the rule that sets the period."""

    on: date | None
    natural_on: date | None
    source: Source
    missing: str | None = None


class How(StrEnum):
    """What a door does for a sum."""

    ELSEWHERE = "elsewhere"
    """the law does not let this door serve it; another does"""
    NOT_YET = "not_yet"
    """it will, once the day of performance has passed"""
    SERVED = "served"
    UNCLEAR = "unclear"
    """depends on how the sum divides, or on what a lawyer still has to confirm"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of what is owed and what the door does for it. The shares of a door add up to everything owed."""

    group: Group
    heads: frozenset[Head]
    fen: int
    how: How


class EffectKind(StrEnum):
    """What going through one door does to another."""

    BARS = "bars"
    CHANGES_ENDING = "changes_ending"
    ENDS = "ends"
    """what was begun there is ended"""
    OPENS = "opens"
    RESTARTS_LIMITATION = "restarts_limitation"


@dataclass(frozen=True, slots=True)
class Effect:
    """What going through `of` does to `on`."""

    of: DoorId
    on: DoorId
    kind: EffectKind
    text: Text
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One way, with everything a lawyer wants to know before taking it.

    `since_on` is the day from which it is open, or will be. `used_on` the day somebody went through. `for_good`: no later
    event opens it again on these facts. `warnings` are what to beware of though it is open. `open_questions` are what a
    lawyer of the client still has to confirm.
    """

    id: DoorId
    title: Text
    standing: Standing
    since_on: date | None
    until: Until | None
    used_on: date | None
    for_good: bool
    why: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    needs: tuple[Need, ...]
    shares: tuple[Share, ...]
    who: tuple[Who, ...]
    sources: tuple[Source, ...]
    effects: tuple[Effect, ...]
    open_questions: tuple[Text, ...]

    @property
    def missing(self) -> tuple[Need, ...]:
        """What it needs and what is not there, or not known to be."""
        return tuple(need for need in self.needs if need.present is not True)

    def fen(self, group: Group, how: How = How.SERVED) -> int:
        """How much of a group the door serves so."""
        return sum(share.fen for share in self.shares if share.group is group and share.how is how)


def standing_of(conditions: Sequence[Condition]) -> Standing:
    """What the conditions together make: one that fails closes, one still to come postpones, one unknown leaves it open
    whether, and only when all hold the door is open.

    What is learnt later never opens a door that a known fact closes.
    """
    states = {condition.state for condition in conditions}
    if State.FAILS in states:
        return Standing.CLOSED
    if State.LATER in states:
        return Standing.LATER
    return Standing.UNKNOWN if State.UNKNOWN in states else Standing.OPEN


_DECIDES = {Standing.CLOSED: State.FAILS, Standing.LATER: State.LATER, Standing.UNKNOWN: State.UNKNOWN}


def reasons(conditions: Sequence[Condition], standing: Standing) -> tuple[Reason, ...]:
    """Why it is not open: of every condition that decides it."""
    deciding = _DECIDES.get(standing)
    return tuple(Reason(one.why, one.source) for one in conditions if one.state is deciding)


def since(conditions: Sequence[Condition], standing: Standing) -> date | None:
    """The day from which it is open, or will be: the last of those from which its conditions hold."""
    if standing is Standing.CLOSED:
        return None
    if standing is Standing.LATER and any(one.state is State.LATER and one.since_on is None for one in conditions):
        return None
    return max((one.since_on for one in conditions if one.since_on is not None), default=None)


_PRESENT = {State.HOLDS: True, State.UNKNOWN: None, State.FAILS: False, State.LATER: False}


def as_needs(conditions: Sequence[Condition]) -> tuple[Need, ...]:
    """The conditions as facts needed."""
    return tuple(
        Need(kind=NeedKind.FACT, text=one.asks, source=one.source, present=_PRESENT[one.state]) for one in conditions
    )
