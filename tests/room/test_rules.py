"""Decisions about rooms, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from mediation.kit.actor import Side
from mediation.kit.problems import Forbidden, Invalid
from mediation.room.rules import (
    Audience,
    OfferStanding,
    OfferTermKind,
    Presence,
    Rung,
    SeatKind,
    Step,
    Term,
    check_amounts,
    check_answerer,
    check_term,
    ladder,
    may_address,
    presence,
    reaches,
)

FRIDAY = date(2026, 11, 20)


def paths(problem: Invalid) -> list[tuple[str, str]]:
    return [(field.path, field.code) for field in problem.fields]


@pytest.mark.parametrize(
    ("audience", "side", "heard"),
    [
        ("everyone", None, True),
        ("everyone", "workers", True),
        ("workers", "workers", True),
        ("workers", "employer", False),
        ("workers", None, False),
        ("employer", "employer", True),
        ("note", "workers", False),
        ("note", None, False),
    ],
)
def test_what_is_for_an_audience_reaches_only_its_seats(audience: str, side: str | None, heard: bool) -> None:
    assert reaches(audience, side) is heard


@pytest.mark.parametrize(
    ("kind", "side", "audiences"),
    [
        (SeatKind.MEDIATOR, None, set(Audience)),
        (SeatKind.AGENCY, None, {Audience.EVERYONE}),
        (SeatKind.LAWYER, Side.WORKERS, {Audience.EVERYONE, Audience.WORKERS}),
        (SeatKind.PARTY, Side.EMPLOYER, {Audience.EVERYONE, Audience.EMPLOYER}),
        (SeatKind.PARTY, None, {Audience.EVERYONE}),
    ],
)
def test_a_side_speaks_to_everyone_or_to_itself(kind: SeatKind, side: Side | None, audiences: set[Audience]) -> None:
    assert {audience for audience in Audience if may_address(kind, side, audience)} == audiences


def step(n: int, side: Side, total_fen: int, standing: OfferStanding = OfferStanding.OPEN) -> Step:
    return Step(UUID(int=n), side, total_fen, standing)


def test_the_ladder_counts_rounds_and_measures_the_gap_of_each_step() -> None:
    steps = [
        step(1, Side.WORKERS, 21_640_000, OfferStanding.COUNTERED),
        step(2, Side.EMPLOYER, 15_000_000, OfferStanding.REJECTED),
        step(3, Side.WORKERS, 20_500_000, OfferStanding.COUNTERED),
        step(4, Side.EMPLOYER, 19_840_000, OfferStanding.ACCEPTED),
    ]

    assert ladder(steps) == [
        Rung(1, None, None),
        Rung(2, 6_640_000, None),
        Rung(3, 5_500_000, -1_140_000),
        Rung(4, 660_000, 4_840_000),
    ]


def test_a_withdrawn_offer_is_no_figure_to_measure_against() -> None:
    steps = [step(1, Side.WORKERS, 900, OfferStanding.WITHDRAWN), step(2, Side.EMPLOYER, 500)]

    assert ladder(steps) == [Rung(1, None, None), Rung(2, None, None)]


@pytest.mark.parametrize("verb", ["offer:accept", "offer:reject", "offer:make"])
def test_nobody_answers_an_offer_of_their_own_side(verb: str) -> None:
    check_answerer(verb, "workers", Side.EMPLOYER)
    with pytest.raises(Forbidden):
        check_answerer(verb, "workers", Side.WORKERS)


def test_only_its_own_side_withdraws_an_offer_and_nobody_without_a_side_does_anything() -> None:
    check_answerer("offer:withdraw", "workers", Side.WORKERS)
    with pytest.raises(Forbidden):
        check_answerer("offer:withdraw", "workers", Side.EMPLOYER)
    with pytest.raises(Forbidden):
        check_answerer("offer:accept", "workers", None)


@pytest.mark.parametrize(
    "term",
    [
        Term(OfferTermKind.WITHIN_DAYS, days=3),
        Term(OfferTermKind.WITHIN_HOURS, hours=48),
        Term(OfferTermKind.ON_DATE, on=date(2026, 11, 20)),
        Term(OfferTermKind.INSTALMENTS, on=date(2027, 3, 31), count=4),
    ],
)
def test_a_term_has_exactly_the_figures_of_its_kind(term: Term) -> None:
    check_term(term, today=FRIDAY)


@pytest.mark.parametrize(
    ("term", "wrong"),
    [
        (Term(OfferTermKind.WITHIN_DAYS), [("term.days", "required")]),
        (Term(OfferTermKind.WITHIN_DAYS, days=3, hours=1), [("term.hours", "not_wanted")]),
        (Term(OfferTermKind.WITHIN_DAYS, days=0), [("term.days", "out_of_range")]),
        (Term(OfferTermKind.ON_DATE, on=date(2026, 11, 19)), [("term.on", "out_of_range")]),
        (
            Term(OfferTermKind.INSTALMENTS, on=date(2027, 1, 1), count=1),
            [("term.count", "out_of_range")],
        ),
    ],
)
def test_a_term_with_other_figures_is_refused_field_by_field(term: Term, wrong: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as refused:
        check_term(term, today=FRIDAY)

    assert paths(refused.value) == wrong


def test_an_offer_is_more_than_nothing_and_less_than_everything() -> None:
    check_amounts(0, 1)
    for wages_fen, social_fen, wrong in (
        (0, 0, [("wagesFen", "zero")]),
        (-1, 10**14, [("wagesFen", "out_of_range"), ("socialInsuranceFen", "out_of_range")]),
    ):
        with pytest.raises(Invalid) as refused:
            check_amounts(wages_fen, social_fen)
        assert paths(refused.value) == wrong


def test_presence_lasts_a_minute_after_the_last_sign_of_life() -> None:
    noon = datetime(2026, 11, 20, 4, tzinfo=UTC)

    assert presence(noon, noon, noon + timedelta(seconds=59)) is Presence.PRESENT
    assert presence(noon, noon, noon + timedelta(seconds=60)) is Presence.AWAY
    assert presence(noon, None, noon) is Presence.AWAY
    assert presence(None, noon, noon) is Presence.EXPECTED
