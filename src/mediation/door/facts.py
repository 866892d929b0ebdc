"""The facts of one case as `law/routing` wants them, from the rows of the books. Pure.

Refuses to guess: what no row says stays unknown, and a sum that nobody divided stays one sum for several heads.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from mediation.law.answers import INTERRUPTIONS
from mediation.law.deadlines import Trigger
from mediation.law.limitation import Interruption, Restart, Suspension
from mediation.law.periods import day_of
from mediation.law.routing.facts import (
    Agreement,
    Amount,
    Arbitration,
    Body,
    CaseFacts,
    Circumstance,
    Circumstances,
    Head,
    Joint,
    Order,
)

_INSURANCE: Final = frozenset({Head.SOCIAL_INSURANCE})
_PAY: Final = frozenset({Head.WAGE_ARREARS, Head.OVERTIME})
_T = Trigger


def gather(
    case: Any,
    *,
    claimants: Sequence[Any],
    promises: Sequence[Any],
    representatives: Sequence[Any],
    met: Sequence[Any],
    events: Sequence[Any],
    now: datetime,
) -> CaseFacts:
    """The facts of a case at `now`, from the rows of door.queries."""
    happened = Happened(events)
    circumstances = _circumstances(case.known or {}, happened)
    agreed_heads = _agreed_heads(claimants, promises)
    order, arrears = _order(happened, circumstances, has_agreement=case.effective_at is not None)
    authorised = {party for one in representatives for party in (one.party_id, *one.authority_from)}
    return CaseFacts(
        now=now,
        workers=case.taking_part_count,
        owed=(*_promised(promises, agreed_heads), *_claimed(claimants)),
        received_on=case.received_on,
        ended_on=day_of(case.closed_at) if case.closed_at is not None and case.effective_at is None else None,
        body=Body.UNION_STUDIO if case.legal_basis else None,
        agreement=_agreement(case, promises, agreed_heads, met, happened),
        order_on_agreement=order,
        order_on_arrears=arrears,
        arbitration=_arbitration(happened),
        sued_on=_sued(happened),
        complained_on=happened.first(_T.INSPECTION_COMPLAINT_RECEIVED),
        aid_granted_on=happened.first(_T.AID_GRANTED) or (day_of(case.aided_at) if case.aided_at else None),
        breach_ended_on=happened.last(_T.ACT_HAPPENED),
        employment_ended_on=happened.last(_T.EMPLOYMENT_ENDED),
        known_on=happened.first(_T.INFRINGEMENT_KNOWN),
        interruptions=_interruptions(case.received_on, happened),
        suspensions=_suspensions(events),
        representatives=len(representatives),
        unauthorised=len({row.party_id for row in claimants} - authorised) if representatives else 0,
        most_to_one_worker_fen=_most(claimants, promises),
        months_in_arrears=_months(claimants),
        circumstances=circumstances,
    )


class Happened:
    """What happened outside the house, by event, in the order of its days."""

    def __init__(self, events: Sequence[Any]) -> None:
        self._days: dict[str, list[date]] = {}
        for row in events:
            self._days.setdefault(row.trigger, []).append(row.happened_on)

    def all(self, trigger: Trigger) -> list[date]:
        """Every day on which it happened."""
        return self._days.get(trigger.value, [])

    def first(self, trigger: Trigger) -> date | None:
        """The first day on which it happened."""
        return min(self.all(trigger), default=None)

    def last(self, trigger: Trigger, *, since: date | None = None) -> date | None:
        """The last day on which it happened, not before `since`."""
        return max((on for on in self.all(trigger) if since is None or on >= since), default=None)


def _interruptions(received_on: date, happened: Happened) -> tuple[Interruption, ...]:
    """The application for mediation, and what else made the year start anew."""
    others = [Interruption(kind, on) for trigger, kind in INTERRUPTIONS.items() for on in happened.all(trigger)]
    return Interruption(Restart.MEDIATION_REQUESTED, received_on), *others


def _suspensions(events: Sequence[Any]) -> tuple[Suspension, ...]:
    """What kept the workers from applying, each from its day to the day on which it was removed."""
    return tuple(Suspension(row.happened_on, row.until_on) for row in events if row.trigger == _T.LIMITATION_OBSTACLE)


def _circumstances(known: Mapping[str, Any], happened: Happened) -> Circumstances:
    recorded = {one.value: known[one.value]["holds"] for one in Circumstance if one.value in known}
    if happened.all(_T.PAYMENT_ORDERED):
        recorded["authority_ordered_payment"] = True
    if happened.all(_T.EMPLOYMENT_ENDED):
        recorded["employment_continues"] = False
    return Circumstances(**recorded)


def _agreed_heads(claimants: Sequence[Any], promises: Sequence[Any]) -> frozenset[Head]:
    """What an agreement settles: of those it binds every head they claim, in the groups that it names."""
    groups = {row.group_ for row in promises}
    heads = {Head(row.head) for row in claimants if row.bound and row.head}
    wages = (heads - _INSURANCE or {Head.OTHER}) if "wages" in groups else set()
    return frozenset(wages | (_INSURANCE if "social_insurance" in groups else set()))


def _promised(promises: Sequence[Any], heads: frozenset[Head]) -> list[Amount]:
    left: dict[tuple[str, datetime | None], int] = {}
    for row in promises:
        left[row.group_, row.due_at] = left.get((row.group_, row.due_at), 0) + max(int(row.left_fen), 0)
    return [
        Amount(
            heads=_INSURANCE if group == "social_insurance" else heads - _INSURANCE, fen=fen, bound=True, due_at=due_at
        )
        for (group, due_at), fen in sorted(left.items(), key=str)
        if fen
    ]


def _claimed(claimants: Sequence[Any]) -> list[Amount]:
    """What those claim whom no agreement binds, by head."""
    sums: dict[Head, int] = {}
    for row in claimants:
        if row.head and not row.bound:
            sums[Head(row.head)] = sums.get(Head(row.head), 0) + row.amount_fen
    return [Amount(heads=frozenset({head}), fen=fen) for head, fen in sorted(sums.items())]


def _agreement(
    case: Any, promises: Sequence[Any], heads: frozenset[Head], met: Sequence[Any], happened: Happened
) -> Agreement | None:
    if case.effective_at is None:
        return None
    made = {row.rule: day_of(row.met_at) for row in met}
    dues = [row.due_at for row in promises if row.due_at is not None]
    return Agreement(
        effective_on=day_of(case.effective_at),
        heads=heads or frozenset({Head.OTHER}),
        # 24:00 belongs to the day that ends with it.
        last_due_on=day_of(max(dues) - timedelta(microseconds=1)) if dues else None,
        confirmation=Joint(
            applied_on=happened.first(_T.CONFIRMATION_APPLICATION_RECEIVED) or made.get("G-3"),
            granted_on=happened.first(_T.CONFIRMATION_GRANTED),
            refused_on=happened.first(_T.CONFIRMATION_REFUSED),
        ),
        review=Joint(
            applied_on=happened.first(_T.REVIEW_ACCEPTED) or made.get("G-2"),
            granted_on=_reviewed(happened),
            refused_on=happened.first(_T.REVIEW_REFUSED),
        ),
    )


def _reviewed(happened: Happened) -> date | None:
    """A statement of the commission on a review; one within arbitration is another thing."""
    asked = happened.first(_T.REVIEW_ACCEPTED)
    return happened.last(_T.ARBITRAL_STATEMENT_SIGNED, since=asked) if asked else None


def _order(happened: Happened, seen: Circumstances, *, has_agreement: bool) -> tuple[Order | None, Order | None]:
    """The payment order, by the door it was sought through: on the agreement, unless somebody recorded otherwise."""
    applied = happened.last(_T.PAYMENT_ORDER_APPLICATION_RECEIVED)
    if applied is None:
        return None, None
    order = Order(
        applied_on=applied,
        rejected_on=happened.last(_T.PAYMENT_ORDER_REFUSED, since=applied),
        served_on=happened.last(_T.PAYMENT_ORDER_RECEIVED, since=applied),
        objected_on=happened.last(_T.PAYMENT_ORDER_OBJECTED, since=applied),
        ended_on=happened.last(_T.PAYMENT_ORDER_PROCEDURE_ENDED, since=applied),
    )
    on_arrears = seen.order_on_arrears if seen.order_on_arrears is not None else not has_agreement
    return (None, order) if on_arrears else (order, None)


def _arbitration(happened: Happened) -> Arbitration | None:
    applied = happened.last(_T.ARBITRATION_APPLICATION_RECEIVED)
    if applied is None:
        return None
    final = happened.last(_T.FINAL_AWARD_RECEIVED, since=applied)
    other = happened.last(_T.NON_FINAL_AWARD_RECEIVED, since=applied)
    award = final or other
    return Arbitration(
        applied_on=applied,
        accepted_on=happened.last(_T.ARBITRATION_ACCEPTED, since=applied),
        refused_on=happened.last(_T.ARBITRATION_REFUSED, since=applied),
        withdrawn_on=happened.last(_T.APPLICANT_ABSENT_OR_WITHDREW, since=applied),
        award_on=award,
        award_final=None if award is None else final is not None,
        perform_by=happened.last(_T.LAST_PERFORMANCE_DUE, since=award) if award else None,
        sued_on=happened.last(_T.COMPLAINT_RECEIVED, since=award) if award else None,
    )


def _sued(happened: Happened) -> date | None:
    """An ordinary suit: one brought before any award."""
    award = happened.first(_T.FINAL_AWARD_RECEIVED) or happened.first(_T.NON_FINAL_AWARD_RECEIVED)
    suits = happened.all(_T.COMPLAINT_RECEIVED)
    return max((on for on in suits if award is None or on < award), default=None)


def _most(claimants: Sequence[Any], promises: Sequence[Any]) -> int:
    """The largest sum of pay that is still owed to one worker."""
    sums: dict[Any, int] = {}
    for row in promises:
        if row.group_ == "wages":
            sums[row.party_id] = sums.get(row.party_id, 0) + max(int(row.left_fen), 0)
    for row in claimants:
        if row.head and not row.bound and Head(row.head) in _PAY:
            sums[row.party_id] = sums.get(row.party_id, 0) + row.amount_fen
    return max(sums.values(), default=0)


def _months(claimants: Sequence[Any]) -> int | None:
    """For how many months of pay the worker longest unpaid claims; None where no claim names its time."""
    spans = [
        (row.period_to.year - row.period_from.year) * 12 + row.period_to.month - row.period_from.month + 1
        for row in claimants
        if row.head and Head(row.head) in _PAY and row.period_from and row.period_to
    ]
    return max(spans, default=None)
