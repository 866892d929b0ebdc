"""Lines sum to the fen, the gate of the law names what is missing, promises are exactly what was agreed."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.agreement import rules
from mediation.agreement.hands import Mark, Signatory
from mediation.agreement.rules import Clause, Line, Sums
from mediation.agreement.terms import DuePart, WithinDays
from mediation.kit.problems import Invalid
from mediation.law.documents import Gap

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
MONDAY = DuePart(1, 1, date(2026, 11, 23), datetime(2026, 11, 23, 16, tzinfo=UTC))
LINES = (Line(A, 500_000, 100_000), Line(B, 600_000, 0))
ALL = (
    Mark(Signatory.WORKER, A, declined=False),
    Mark(Signatory.WORKER, B, declined=False),
    Mark(Signatory.EMPLOYER, None, declined=False),
    Mark(Signatory.MEDIATOR, None, declined=False),
    Mark(Signatory.STUDIO, None, declined=False),
)

fen = st.integers(0, 10**9)


@given(wages=fen, insurance=fen, claims=st.lists(st.tuples(fen, fen), min_size=1, max_size=60))
def test_proposed_lines_sum_to_the_offer_to_the_fen(wages, insurance, claims):
    by_worker = {UUID(int=n): Sums(*claim) for n, claim in enumerate(claims)}

    lines = rules.propose_lines(Sums(wages, insurance), by_worker)

    assert [line.party_id for line in lines] == list(by_worker)
    assert sum(line.wages_fen for line in lines) == wages
    assert sum(line.social_insurance_fen for line in lines) == insurance
    assert rules.check_lines(lines, offered=Sums(wages, insurance), workers=list(by_worker)) == lines


def test_lines_are_proposed_in_proportion_to_the_claims():
    lines = rules.propose_lines(Sums(1_000, 100), {A: Sums(1, 0), B: Sums(1, 1), C: Sums(4, 3)})

    assert lines == (Line(A, 167, 0), Line(B, 167, 25), Line(C, 666, 75))


def test_what_nobody_claimed_but_was_offered_is_split_evenly():
    lines = rules.propose_lines(Sums(600, 100), {A: Sums(1, 0), B: Sums(1, 0), C: Sums(1, 0)})

    assert [line.social_insurance_fen for line in lines] == [34, 33, 33]


def test_without_workers_there_is_nothing_to_propose():
    with pytest.raises(Invalid) as refused:
        rules.propose_lines(Sums(600, 100), {})

    assert refused.value.fields[0].code == "no_workers"


def test_every_fault_of_the_lines_is_named_at_once():
    lines = [Line(A, 500, 0), Line(A, 1, 0), Line(C, -3, 0)]

    with pytest.raises(Invalid) as refused:
        rules.check_lines(lines, offered=Sums(500, 10), workers=[A, B])

    assert [(fault.path, fault.code) for fault in refused.value.fields] == [
        ("lines.1", "repeated"),
        ("lines.2", "unknown_worker"),
        ("lines.2", "negative"),
        ("lines", "worker_missing"),
        ("lines", "wages_do_not_sum"),
        ("lines", "social_insurance_does_not_sum"),
    ]


def test_lines_are_kept_in_the_order_of_the_roster():
    assert [
        line.party_id for line in rules.check_lines(LINES[::-1], offered=Sums(1_100_000, 100_000), workers=[A, B])
    ] == [
        A,
        B,
    ]


def test_with_every_signature_and_the_seal_nothing_is_missing():
    assert rules.missing(LINES, ALL, manner="银行转账") == ()


@pytest.mark.parametrize(
    ("without", "gap"),
    [
        (0, Gap.WORKER_SIGNATURE),
        (2, Gap.EMPLOYER_SIGNATURE),
        (3, Gap.MEDIATOR_SIGNATURE),
        (4, Gap.BODY_SEAL),
    ],
)
def test_each_absent_signature_is_what_is_missing(without, gap):
    marks = [mark for at, mark in enumerate(ALL) if at != without]

    assert [found.gap for found in rules.missing(LINES, marks, manner="银行转账")] == [gap]


def test_without_a_manner_of_payment_it_does_not_take_effect():
    assert [found.gap for found in rules.missing(LINES, ALL, manner=" ")] == [Gap.PERFORMANCE_MANNER]


def test_a_worker_with_no_amount_keeps_it_from_taking_effect():
    lines = (*LINES, Line(C, 0, 0))
    marks = (*ALL, Mark(Signatory.WORKER, C, declined=False))

    assert [(found.gap, found.subject) for found in rules.missing(lines, marks, manner="x")] == [
        (Gap.WORKER_AMOUNT, str(C))
    ]


def test_who_declined_or_left_is_not_waited_for():
    declined = [Mark(Signatory.WORKER, B, declined=True) if mark.party_id == B else mark for mark in ALL]
    silent = [mark for mark in ALL if mark.party_id != B]

    assert rules.missing(LINES, declined, manner="x") == ()
    assert rules.missing(LINES, silent, manner="x", withdrawn=frozenset({B})) == ()


def test_somebody_must_be_bound():
    marks = [Mark(Signatory.WORKER, mark.party_id, declined=True) if mark.party_id else mark for mark in ALL]

    assert [found.gap for found in rules.missing(LINES, marks, manner="x")] == [Gap.WORKER]


def test_an_employer_who_declined_has_not_signed():
    marks = [Mark(Signatory.EMPLOYER, None, declined=True) if m.signatory is Signatory.EMPLOYER else m for m in ALL]

    assert [found.gap for found in rules.missing(LINES, marks, manner="x")] == [Gap.EMPLOYER_SIGNATURE]


def test_a_representative_with_special_authority_binds_whom_they_sign_for():
    marks = [
        Mark(Signatory.WORKER, B, declined=False, represented=True) if mark.party_id == B else mark for mark in ALL
    ]

    assert rules.missing(LINES, marks, manner="x") == ()


def test_a_text_is_checked_before_anybody_signs_it():
    with pytest.raises(Invalid) as refused:
        rules.check_text((*LINES, Line(C, 0, 0)), manner="")

    assert {(fault.path, fault.code) for fault in refused.value.fields} == {
        ("lines", "worker_amount"),
        ("manner", "performance_manner"),
    }


def test_any_change_of_what_is_agreed_changes_the_hash():
    def hashed(**changes):
        content = {
            "agreement_id": A,
            "revision": 1,
            "lines": LINES,
            "term": WithinDays(3),
            "manner": "银行转账",
            "clauses": (Clause("逾期", "按日加付"),),
        }
        return rules.text_hash(**{**content, **changes})

    variants = [
        hashed(),
        hashed(revision=2),
        hashed(lines=(Line(A, 500_001, 100_000), LINES[1])),
        hashed(lines=LINES[:1]),
        hashed(term=WithinDays(4)),
        hashed(manner="现金"),
        hashed(clauses=()),
        hashed(clauses=(Clause("逾期", "不加付"),)),
        hashed(agreement_id=B),
    ]

    assert len(set(variants)) == len(variants)
    assert hashed(lines=LINES[::-1]) == hashed()


def test_promises_are_made_to_those_who_signed_only():
    made = rules.promises(LINES, frozenset({A}), [MONDAY])

    assert [(one.party_id, one.group, one.amount_fen) for one in made] == [
        (A, "wages", 500_000),
        (A, "social_insurance", 100_000),
    ]


@given(
    wages=st.lists(fen, min_size=1, max_size=40),
    shares=st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
)
def test_promises_over_instalments_sum_to_the_lines_to_the_fen(wages, shares):
    lines = [Line(UUID(int=n), amount, amount // 3) for n, amount in enumerate(wages)]
    dues = [DuePart(n, share, None, MONDAY.at) for n, share in enumerate(shares, start=1)]

    made = rules.promises(lines, frozenset(line.party_id for line in lines), dues)

    assert all(one.amount_fen > 0 for one in made)
    for line in lines:
        own = [one for one in made if one.party_id == line.party_id]
        assert sum(one.amount_fen for one in own if one.group == "wages") == line.wages_fen
        assert sum(one.amount_fen for one in own if one.group == "social_insurance") == line.social_insurance_fen
