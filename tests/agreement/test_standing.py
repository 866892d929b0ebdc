"""A promise's standing follows from money and clock; a default needs a contact after the moment."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.agreement import standing
from mediation.agreement.standing import Late, Owing, Pay, PayerKind, StandingKind
from mediation.infra.clock import SHANGHAI
from mediation.kit.problems import Invalid

A, B = UUID(int=1), UUID(int=2)
MONDAY_24 = datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("paid", "now", "kind", "shortfall", "days"),
    [
        (0, MONDAY_24 - timedelta(microseconds=1), StandingKind.OPEN, 100, 0),
        (40, MONDAY_24 - timedelta(hours=1), StandingKind.PARTLY, 60, 0),
        (40, MONDAY_24, StandingKind.OVERDUE, 60, 1),
        (0, MONDAY_24 + timedelta(hours=30), StandingKind.OVERDUE, 100, 2),
        (100, MONDAY_24 + timedelta(days=9), StandingKind.SETTLED, 0, 0),
    ],
)
def test_standing_follows_from_money_and_clock(paid, now, kind, shortfall, days):
    found = standing.standing(owed_fen=100, paid_fen=paid, due_at=MONDAY_24, defaulted_at=None, now=now)

    assert (found.kind, found.shortfall_fen, found.days_late) == (kind, shortfall, days)


def test_a_default_is_overdue_with_a_persons_word_and_ends_when_it_is_paid():
    now = MONDAY_24 + timedelta(hours=12)

    open_one = standing.standing(owed_fen=100, paid_fen=0, due_at=MONDAY_24, defaulted_at=now, now=now)
    paid = standing.standing(owed_fen=100, paid_fen=100, due_at=MONDAY_24, defaulted_at=now, now=now)

    assert open_one.kind is StandingKind.DEFAULTED
    assert paid.kind is StandingKind.SETTLED


def test_hours_that_end_in_the_afternoon_are_overdue_on_the_day_itself():
    due = datetime(2026, 11, 23, 15, 0, tzinfo=SHANGHAI)

    found = standing.standing(owed_fen=100, paid_fen=0, due_at=due, defaulted_at=None, now=due + timedelta(hours=2))

    assert (found.kind, found.days_late) == (StandingKind.OVERDUE, 0)


def test_recourse_without_a_date_is_never_overdue():
    found = standing.standing(
        owed_fen=100, paid_fen=0, due_at=None, defaulted_at=None, now=MONDAY_24 + timedelta(days=900)
    )

    assert found.kind is StandingKind.OPEN


def test_every_wrong_item_of_a_payment_is_named():
    owing = {A: Owing(A, 100, 40)}
    pays = [Pay(A, 61), Pay(B, 1), Pay(A, 1)]

    with pytest.raises(Invalid) as refused:
        standing.check_pays(pays, owing)

    assert [(fault.path, fault.code) for fault in refused.value.fields] == [
        ("items.0.amountFen", "more_than_owed"),
        ("items.1.commitment", "not_found"),
        ("items.2.commitment", "repeated"),
    ]


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payment_is_more_than_nothing(amount):
    with pytest.raises(Invalid) as refused:
        standing.check_pays([Pay(A, amount)], {A: Owing(A, 100, 0)})

    assert refused.value.fields[0].code == "not_positive"


def test_an_empty_payment_is_refused():
    with pytest.raises(Invalid):
        standing.check_pays([], {})


@given(
    owing=st.lists(st.tuples(st.integers(1, 10**8), st.integers(0, 10**8)), min_size=1, max_size=40),
    part=st.integers(1, 100),
)
def test_a_sum_is_spread_to_the_fen_and_to_nobody_too_much(owing, part):
    owing = [Owing(UUID(int=n), owed, min(paid, owed)) for n, (owed, paid) in enumerate(owing)]
    left = sum(one.shortfall_fen for one in owing)
    total = left * part // 100
    if not total:
        return

    pays = standing.allot(total, owing)

    assert sum(pay.amount_fen for pay in pays) == total
    standing.check_pays(pays, {one.id: one for one in owing})


def test_more_than_is_owed_is_not_spread():
    with pytest.raises(Invalid):
        standing.allot(101, [Owing(A, 100, 0)])


def test_a_third_partys_money_is_an_advance_and_the_employers_is_not():
    for payer in PayerKind:
        own = payer is PayerKind.EMPLOYER
        with pytest.raises(Invalid):
            (standing.check_third_party if own else standing.check_own_money)(payer)
        (standing.check_own_money if own else standing.check_third_party)(payer)


def test_a_default_needs_an_overdue_promise_and_a_contact_since():
    late = [Late(A, MONDAY_24), Late(B, MONDAY_24 + timedelta(days=5))]

    assert standing.defaultable(late, MONDAY_24 + timedelta(hours=9)) == (A,)
    assert standing.defaultable(late, MONDAY_24 + timedelta(days=6)) == (A, B)
    for promises, contacted in (([], MONDAY_24), (late, None), (late, MONDAY_24 - timedelta(seconds=1))):
        with pytest.raises(Invalid):
            standing.defaultable(promises, contacted)
