"""What the books say of a case, as the law wants it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from mediation.door.facts import gather
from mediation.law.deadlines import Trigger
from mediation.law.limitation import Interruption, Restart, Suspension
from mediation.law.routing.facts import Amount, CaseFacts, Circumstance, Circumstances, Head

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 16, tzinfo=UTC)
EFFECTIVE = datetime(2026, 11, 20, 13, 10, tzinfo=UTC)
DAY = date(2026, 11, 25)


def row(**values: Any) -> Any:
    """A row with columns by name."""
    return SimpleNamespace(**values)


def claim(party: str, head: str | None, fen: int = 0, *, bound: bool = False, months: int = 0) -> Any:
    """A claimant, with a claim or without."""
    since, to = (date(2026, 11 - months, 1), date(2026, 10, 31)) if months else (None, None)
    return row(party_id=party, bound=bound, head=head, amount_fen=fen, period_from=since, period_to=to)


def promise(party: str, group: str, left: int, due_at: datetime | None = DUE) -> Any:
    """What is left of a promise."""
    return row(party_id=party, group_=group, due_at=due_at, left_fen=left)


def event(trigger: Trigger, on: date = DAY, *, until: date | None = None) -> Any:
    """Something that happened outside."""
    return row(trigger=trigger.value, happened_on=on, until_on=until)


def facts(case: dict[str, Any] | None = None, **rows: Any) -> CaseFacts:
    """The facts of a case with boring defaults."""
    plain = {
        "received_on": date(2026, 11, 20),
        "closed_at": None,
        "taking_part_count": 2,
        "legal_basis": "上海市工会条例 25",
        "known": None,
        "aided_at": None,
        "effective_at": None,
    }
    books: dict[str, Any] = {"claimants": [], "promises": [], "representatives": [], "met": [], "events": []}
    return gather(row(**{**plain, **(case or {})}), **{**books, **rows}, now=NOW)


def test_every_circumstance_is_a_field_and_every_field_a_circumstance() -> None:
    assert {one.value for one in Circumstance} == set(Circumstances.__dataclass_fields__)


def test_claims_are_owed_by_head_until_an_agreement_binds() -> None:
    found = facts(
        claimants=[claim("a", "wage_arrears", 100), claim("b", "wage_arrears", 50), claim("b", "overtime", 7)]
    )

    assert found.owed == (
        Amount(heads=frozenset({Head.OVERTIME}), fen=7),
        Amount(heads=frozenset({Head.WAGE_ARREARS}), fen=150),
    )
    assert found.agreement is None


def test_what_is_promised_is_one_sum_for_all_heads_that_were_claimed() -> None:
    """An agreement states wages as one sum: how it divides over pay and compensation nobody wrote down."""
    found = facts(
        {"effective_at": EFFECTIVE},
        claimants=[claim("a", "wage_arrears", 100, bound=True), claim("a", "compensation", 9, bound=True)],
        promises=[promise("a", "wages", 90), promise("b", "wages", 10), promise("a", "social_insurance", 5)],
    )

    assert set(found.owed) == {
        Amount(heads=frozenset({Head.WAGE_ARREARS, Head.COMPENSATION}), fen=100, bound=True, due_at=DUE),
        Amount(heads=frozenset({Head.SOCIAL_INSURANCE}), fen=5, bound=True, due_at=DUE),
    }
    assert found.agreement is not None
    assert found.agreement.last_due_on == date(2026, 11, 23)
    assert found.agreement.heads == {Head.WAGE_ARREARS, Head.COMPENSATION, Head.SOCIAL_INSURANCE}
    assert found.default_since == date(2026, 11, 24)


def test_what_is_paid_is_not_owed_and_too_much_is_nobodys_credit() -> None:
    found = facts({"effective_at": EFFECTIVE}, promises=[promise("a", "wages", 0), promise("b", "wages", -3)])

    assert found.owed == ()
    assert found.agreement is not None


def test_a_case_that_ended_without_agreement_has_ended_and_one_with_has_not() -> None:
    assert facts({"closed_at": NOW}).ended_on == date(2026, 11, 24)
    assert facts({"closed_at": NOW, "effective_at": EFFECTIVE}).ended_on is None


def test_a_joint_application_is_known_from_the_clock_that_was_marked_as_met() -> None:
    found = facts({"effective_at": EFFECTIVE}, met=[row(rule="G-3", met_at=EFFECTIVE), row(rule="G-2", met_at=NOW)])

    assert found.agreement is not None
    assert found.agreement.confirmation.applied_on == date(2026, 11, 20)
    assert found.agreement.review.applied_on == date(2026, 11, 24)


def test_the_payment_order_was_sought_on_the_agreement_unless_somebody_recorded_otherwise() -> None:
    sought = [event(Trigger.PAYMENT_ORDER_APPLICATION_RECEIVED), event(Trigger.PAYMENT_ORDER_PROCEDURE_ENDED)]
    on_arrears = {"order_on_arrears": {"holds": True}}

    with_agreement = facts({"effective_at": EFFECTIVE}, events=sought)
    recorded = facts({"effective_at": EFFECTIVE, "known": on_arrears}, events=sought)
    without = facts(events=sought)

    assert (with_agreement.order_on_agreement is not None, with_agreement.order_on_arrears) == (True, None)
    assert (recorded.order_on_agreement, recorded.order_on_arrears is not None) == (None, True)
    assert without.order_on_arrears is not None
    assert without.order_on_arrears.ended_on == DAY


def test_a_second_application_for_arbitration_is_not_touched_by_what_became_of_the_first() -> None:
    found = facts(
        events=[
            event(Trigger.ARBITRATION_APPLICATION_RECEIVED, date(2026, 10, 1)),
            event(Trigger.APPLICANT_ABSENT_OR_WITHDREW, date(2026, 10, 9)),
            event(Trigger.ARBITRATION_APPLICATION_RECEIVED, date(2026, 11, 2)),
        ]
    )

    assert found.arbitration is not None
    assert (found.arbitration.applied_on, found.arbitration.withdrawn_on) == (date(2026, 11, 2), None)


def test_an_award_says_whether_it_is_final_and_a_suit_after_it_is_no_ordinary_suit() -> None:
    events = [
        event(Trigger.ARBITRATION_APPLICATION_RECEIVED, date(2026, 10, 1)),
        event(Trigger.NON_FINAL_AWARD_RECEIVED, date(2026, 11, 2)),
        event(Trigger.COMPLAINT_RECEIVED, date(2026, 11, 10)),
    ]

    found = facts(events=events)

    assert found.arbitration is not None
    assert (found.arbitration.award_final, found.arbitration.sued_on) == (False, date(2026, 11, 10))
    assert found.sued_on is None
    assert facts(events=events[2:]).sued_on == date(2026, 11, 10)


def test_what_happened_outside_says_what_nobody_need_record() -> None:
    found = facts(
        events=[
            event(Trigger.PAYMENT_ORDERED),
            event(Trigger.EMPLOYMENT_ENDED),
            event(Trigger.INSPECTION_COMPLAINT_RECEIVED),
        ]
    )

    assert found.circumstances.authority_ordered_payment is True
    assert found.circumstances.employment_continues is False
    assert found.employment_ended_on == DAY
    assert Interruption(Restart.COMPLAINT, DAY) in found.interruptions
    assert Interruption(Restart.MEDIATION_REQUESTED, date(2026, 11, 20)) in found.interruptions


def test_who_gave_no_special_authority_is_counted_once_representatives_are_there() -> None:
    people = [claim("a", "wage_arrears", 1), claim("b", "wage_arrears", 1), claim("c", None)]

    elected = facts(claimants=people, representatives=[row(party_id="a", authority_from=["b"])])

    assert (elected.representatives, elected.unauthorised) == (1, 1)
    assert facts(claimants=people).unauthorised == 0


def test_the_largest_sum_of_one_worker_and_the_months_unpaid_are_found() -> None:
    found = facts(
        {"effective_at": EFFECTIVE},
        claimants=[
            claim("a", "wage_arrears", 900, bound=True, months=3),
            claim("b", "wage_arrears", 40, months=1),
            claim("b", "compensation", 5000),
        ],
        promises=[promise("a", "wages", 30, DUE), promise("a", "wages", 20, NOW), promise("a", "social_insurance", 99)],
    )

    assert (found.most_to_one_worker_fen, found.months_in_arrears) == (50, 3)


def test_the_year_is_counted_by_every_event_that_the_deadline_is_counted_by() -> None:
    found = facts(
        events=[
            event(Trigger.UNION_COMPLAINT_RECEIVED, date(2026, 9, 1)),
            event(Trigger.MEDIATION_REFUSED_BY_ONE, date(2026, 9, 2)),
            event(Trigger.LIMITATION_OBSTACLE, date(2026, 9, 3), until=date(2026, 9, 8)),
        ]
    )

    assert Interruption(Restart.COMPLAINT, date(2026, 9, 1)) in found.interruptions
    assert Interruption(Restart.MEDIATION_REFUSED, date(2026, 9, 2)) in found.interruptions
    assert found.suspensions == (Suspension(date(2026, 9, 3), date(2026, 9, 8)),)
