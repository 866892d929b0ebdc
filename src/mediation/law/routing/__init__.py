"""Which doors the law leaves in a case, before a default and after it: open or not, until when, and what each needs.

Holds one function over plain facts, and the rules of collective disputes and of aid that go with it. Refuses to hold
where the facts come from, periods (`law/deadlines`), and the choice: that is the workers' and their lawyer's.
"""

from dataclasses import dataclass

from mediation.kit.workdays import Calendar
from mediation.law.routing import authorities, on_agreement, proceedings, suits
from mediation.law.routing.collective import Flag, FlagId, flags
from mediation.law.routing.door import (
    Door,
    DoorId,
    Effect,
    EffectKind,
    How,
    Need,
    NeedKind,
    Reason,
    Share,
    Standing,
    Until,
    Who,
)
from mediation.law.routing.effects import EFFECTS
from mediation.law.routing.enforcement import enforcement
from mediation.law.routing.facts import CaseFacts
from mediation.law.routing.limitation import limitation

_DOORS = (
    on_agreement.judicial_confirmation,
    on_agreement.arbitration_review,
    on_agreement.payment_order_on_agreement,
    on_agreement.payment_order_on_arrears,
    proceedings.arbitration,
    proceedings.advance_execution,
    suits.civil_suit,
    suits.suit_after_arbitration,
    enforcement,
    authorities.labour_inspection,
    authorities.social_insurance_collection,
    authorities.criminal_referral,
    authorities.legal_aid,
)


@dataclass(frozen=True, slots=True)
class Routing:
    """Every door of a case, closed ones too, and what to mind."""

    doors: tuple[Door, ...]
    flags: tuple[Flag, ...]

    def __getitem__(self, door: DoorId) -> Door:
        return next(one for one in self.doors if one.id is door)


def route(facts: CaseFacts, calendar: Calendar) -> Routing:
    """Return every door of a case in the order in which they are shown, and the flags.

    A door whose last day lies in a year without a holiday notice says so: its `until` has no day, and its natural end.
    Several doors can be taken in parallel; what each does to the others stands in its `effects`.
    """
    doors = tuple(door(facts, calendar) for door in _DOORS)
    until, _ = limitation(facts, calendar)
    return Routing(doors, flags(facts, until))


__all__ = [
    "EFFECTS",
    "CaseFacts",
    "Door",
    "DoorId",
    "Effect",
    "EffectKind",
    "Flag",
    "FlagId",
    "How",
    "Need",
    "NeedKind",
    "Reason",
    "Routing",
    "Share",
    "Standing",
    "Until",
    "Who",
    "route",
]
