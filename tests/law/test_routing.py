"""The doors that the law leaves: a table that a lawyer can read, and what must hold whatever the facts."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.law.deadlines import ROWS, compute
from mediation.law.periods import SHANGHAI, end_of
from mediation.law.routing import EFFECTS, DoorId, EffectKind, FlagId, How, Standing, route
from mediation.law.routing.collective import how_many_representatives
from mediation.law.routing.door import Door
from mediation.law.routing.facts import (
    Agreement,
    Amount,
    Arbitration,
    Body,
    CaseFacts,
    Circumstances,
    Group,
    Head,
    Joint,
    Order,
    total,
)
from mediation.law.sources.source import Source
from tests.law.situations import CALENDAR, Situation, load

SITUATIONS = load()


def test_the_table_has_forty_situations_and_more_and_each_names_its_article() -> None:
    assert len(SITUATIONS) >= 40
    assert len({situation.name for situation in SITUATIONS}) == len(SITUATIONS)
    assert all(any(char.isdigit() for char in situation.article) for situation in SITUATIONS)
    assert {door for situation in SITUATIONS for door in situation.doors} == {str(door) for door in DoorId}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)
def test_the_doors_stand_as_the_table_says(situation: Situation) -> None:
    routing = route(situation.facts, CALENDAR)

    for name, expected in situation.doors.items():
        assert _seen(routing[DoorId(name)], expected) == expected, name
    if situation.flags or not situation.doors:
        assert [str(flag.id) for flag in routing.flags] == situation.flags


def _seen(door: Door, expected: dict[str, Any]) -> dict[str, Any]:
    """What the table asks about, as the door has it."""
    said = " ".join(reason.text.zh for reason in door.why)
    asked = {
        "is": lambda _: str(door.standing),
        "since": lambda _: door.since_on,
        "until": lambda _: door.until.on if door.until else None,
        "natural": lambda _: door.until.natural_on if door.until else None,
        "used": lambda _: door.used_on,
        "for_good": lambda _: door.for_good,
        "who": lambda _: "+".join(door.who),
        "questions": lambda _: len(door.open_questions),
        "why": lambda words: words if words in said else said,
        "warns": lambda words: next((words for one in door.warnings if words in one.text.zh), None),
        "needs": lambda words: next((words for one in door.needs if words in one.text.zh), None),
        "cites": lambda article: next((article for one in door.why if one.source.article == article), None),
        "wages": lambda _: door.fen(Group.WAGES) // 100,
        "insurance": lambda _: door.fen(Group.SOCIAL_INSURANCE) // 100,
        "wages_elsewhere": lambda _: door.fen(Group.WAGES, How.ELSEWHERE) // 100,
        "insurance_elsewhere": lambda _: door.fen(Group.SOCIAL_INSURANCE, How.ELSEWHERE) // 100,
    }
    return {key: asked[key](value) for key, value in expected.items()}


DAYS = st.dates(date(2026, 10, 1), date(2027, 2, 28))
MAYBE_DAY = st.none() | DAYS
MAYBE = st.sampled_from([None, True, False])


@st.composite
def amounts(draw: st.DrawFn) -> tuple[Amount, ...]:
    """Wages by several heads, sometimes unsplit, and social insurance; promised or claimed."""
    wages = st.frozensets(st.sampled_from(sorted(set(Head) - {Head.SOCIAL_INSURANCE})), min_size=1, max_size=3)
    heads = st.just(frozenset({Head.SOCIAL_INSURANCE})) | wages
    made = st.builds(
        lambda heads, fen, day: Amount(
            heads=heads, fen=fen, bound=day is not None, due_at=end_of(day) if day else None
        ),
        heads,
        st.integers(1, 30_000_000),
        MAYBE_DAY,
    )
    return tuple(draw(st.lists(made, max_size=4)))


def joints() -> st.SearchStrategy[Joint]:
    return st.builds(Joint, applied_on=MAYBE_DAY, granted_on=MAYBE_DAY, refused_on=MAYBE_DAY)


AGREEMENTS = st.builds(
    Agreement,
    effective_on=DAYS,
    heads=st.frozensets(st.sampled_from(Head), min_size=1, max_size=3),
    last_due_on=MAYBE_DAY,
    confirmation=joints(),
    review=joints(),
)
ORDERS = st.builds(
    Order, applied_on=DAYS, rejected_on=MAYBE_DAY, served_on=MAYBE_DAY, objected_on=MAYBE_DAY, ended_on=MAYBE_DAY
)
ARBITRATIONS = st.builds(
    Arbitration,
    applied_on=DAYS,
    accepted_on=MAYBE_DAY,
    refused_on=MAYBE_DAY,
    withdrawn_on=MAYBE_DAY,
    award_on=MAYBE_DAY,
    award_final=MAYBE,
    perform_by=MAYBE_DAY,
    sued_on=MAYBE_DAY,
)
CIRCUMSTANCES = st.builds(Circumstances, **{field.name: MAYBE for field in fields(Circumstances)})
FACTS = st.builds(
    CaseFacts,
    now=DAYS.map(lambda day: datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)),
    workers=st.integers(1, 40),
    owed=amounts(),
    ended_on=MAYBE_DAY,
    body=st.none() | st.sampled_from(Body),
    agreement=st.none() | AGREEMENTS,
    order_on_agreement=st.none() | ORDERS,
    order_on_arrears=st.none() | ORDERS,
    arbitration=st.none() | ARBITRATIONS,
    sued_on=MAYBE_DAY,
    complained_on=MAYBE_DAY,
    reported_on=MAYBE_DAY,
    collection_asked_on=MAYBE_DAY,
    aid_granted_on=MAYBE_DAY,
    breach_ended_on=MAYBE_DAY,
    employment_ended_on=MAYBE_DAY,
    known_on=MAYBE_DAY,
    representatives=st.integers(0, 5),
    unauthorised=st.integers(0, 5),
    most_to_one_worker_fen=st.integers(0, 3_000_000),
    months_in_arrears=st.none() | st.integers(0, 12),
    circumstances=CIRCUMSTANCES,
)
MANY = settings(max_examples=120, deadline=None)


@MANY
@given(FACTS)
def test_every_door_that_is_not_open_says_why_with_a_source_and_every_door_is_sourced(facts: CaseFacts) -> None:
    for door in route(facts, CALENDAR).doors:
        assert (door.standing is Standing.OPEN) == (not door.why), door.id
        for reason in (*door.why, *door.warnings):
            assert isinstance(reason.source, Source), door.id
            assert reason.text.zh.strip(), door.id
            assert reason.text.en.strip(), door.id
        assert door.sources, door.id
        assert door.who, door.id
        assert all(need.source.quote for need in door.needs)


@MANY
@given(FACTS)
def test_what_a_door_serves_and_does_not_is_together_what_is_owed(facts: CaseFacts) -> None:
    for door in route(facts, CALENDAR).doors:
        for group in Group:
            owed = total(amount for amount in facts.owed if amount.group is group)
            assert sum(door.fen(group, how) for how in How) == owed, door.id


@MANY
@given(FACTS)
def test_a_door_never_closes_before_it_opens(facts: CaseFacts) -> None:
    for door in route(facts, CALENDAR).doors:
        last = (door.until.on or door.until.natural_on) if door.until else None
        if door.standing is Standing.OPEN and last and door.since_on and door.id is not DoorId.ENFORCEMENT:
            assert last >= door.since_on, door.id
        if door.until and door.until.on and door.until.natural_on:
            assert door.until.on >= door.until.natural_on, door.id
            assert CALENDAR.is_workday(door.until.on)
        if door.until and door.until.on is None:
            assert door.until.missing, door.id


@MANY
@given(FACTS)
def test_social_insurance_is_never_collected_by_a_payment_order_nor_wages_by_the_collecting_authority(facts) -> None:
    routing = route(facts, CALENDAR)

    for order in (DoorId.PAYMENT_ORDER_ON_AGREEMENT, DoorId.PAYMENT_ORDER_ON_ARREARS):
        assert routing[order].fen(Group.SOCIAL_INSURANCE, How.ELSEWHERE) == facts.owed_fen(Group.SOCIAL_INSURANCE)
    collection = routing[DoorId.SOCIAL_INSURANCE_COLLECTION]
    assert collection.fen(Group.SOCIAL_INSURANCE) == facts.owed_fen(Group.SOCIAL_INSURANCE)
    assert collection.fen(Group.WAGES) == 0


@MANY
@given(FACTS.filter(lambda facts: facts.agreement is not None), DAYS)
def test_a_confirmed_agreement_is_never_reviewed(facts: CaseFacts, granted_on: date) -> None:
    assert facts.agreement is not None
    confirmed = replace(facts.agreement, confirmation=Joint(applied_on=granted_on, granted_on=granted_on))

    review = route(replace(facts, agreement=confirmed), CALENDAR)[DoorId.ARBITRATION_REVIEW]

    assert (review.standing, review.for_good) == (Standing.CLOSED, True)


@MANY
@given(FACTS.filter(lambda facts: facts.agreement is not None))
def test_the_joint_doors_end_on_the_days_of_their_rows(facts: CaseFacts) -> None:
    assert facts.agreement is not None
    routing = route(facts, CALENDAR)

    for door, row in ((DoorId.JUDICIAL_CONFIRMATION, "G-3"), (DoorId.ARBITRATION_REVIEW, "G-2")):
        until = routing[door].until
        assert until is not None
        if until.on is not None:
            assert until.on == compute(ROWS[row], facts.agreement.effective_on, CALENDAR).on
        assert until.source == ROWS[row].source


def _learn(facts: CaseFacts, learnt: Circumstances) -> CaseFacts:
    """The same facts, with what nobody had recorded filled in."""
    known = {
        field.name: getattr(facts.circumstances, field.name)
        if getattr(facts.circumstances, field.name) is not None
        else getattr(learnt, field.name)
        for field in fields(Circumstances)
    }
    return replace(facts, circumstances=Circumstances(**known))


@MANY
@given(FACTS, CIRCUMSTANCES)
def test_what_is_learnt_never_opens_a_door_that_a_known_fact_closes(facts: CaseFacts, learnt: Circumstances) -> None:
    before, after = route(facts, CALENDAR), route(_learn(facts, learnt), CALENDAR)

    for door in before.doors:
        if door.standing is Standing.CLOSED:
            assert after[door.id].standing is Standing.CLOSED, door.id


def _later(facts: CaseFacts, days: int, more: CaseFacts) -> CaseFacts:
    """The same case some days on: further things have happened, nothing that had happened is undone."""
    happened = {
        name: getattr(facts, name) or getattr(more, name)
        for name in ("order_on_agreement", "order_on_arrears", "arbitration", "sued_on", "complained_on", "reported_on")
    }
    return replace(_learn(facts, more.circumstances), now=facts.now + timedelta(days=days), **happened)


@MANY
@given(FACTS, st.integers(0, 30), FACTS)
def test_a_door_closed_for_good_stays_closed_whatever_happens_next(
    facts: CaseFacts, days: int, more: CaseFacts
) -> None:
    before, after = route(facts, CALENDAR), route(_later(facts, days, more), CALENDAR)

    for door in before.doors:
        if door.for_good:
            assert after[door.id].standing is Standing.CLOSED, door.id


def test_every_effect_is_of_one_door_on_another_with_its_article_and_each_only_once() -> None:
    assert len({(effect.of, effect.on, effect.kind) for effect in EFFECTS}) == len(EFFECTS)
    assert all(effect.of is not effect.on and effect.source.quote for effect in EFFECTS)
    endings = {effect.of: effect.on for effect in EFFECTS if effect.kind is EffectKind.CHANGES_ENDING}
    assert endings == {
        DoorId.PAYMENT_ORDER_ON_AGREEMENT: DoorId.CIVIL_SUIT,
        DoorId.PAYMENT_ORDER_ON_ARREARS: DoorId.ARBITRATION,
    }


def test_several_doors_are_open_side_by_side_after_the_default_of_the_restaurant() -> None:
    facts = next(one.facts for one in SITUATIONS if one.name.startswith("违约后：工资可以"))

    routing = route(facts, CALENDAR)

    assert [door.id for door in routing.doors if door.standing is Standing.OPEN] == [
        DoorId.JUDICIAL_CONFIRMATION,
        DoorId.ARBITRATION_REVIEW,
        DoorId.PAYMENT_ORDER_ON_AGREEMENT,
        DoorId.PAYMENT_ORDER_ON_ARREARS,
        DoorId.ARBITRATION,
        DoorId.LABOUR_INSPECTION,
        DoorId.SOCIAL_INSURANCE_COLLECTION,
        DoorId.LEGAL_AID,
    ]


def test_a_term_in_hours_is_in_default_from_its_very_hour() -> None:
    due_at = datetime(2026, 11, 21, 13, 10, tzinfo=UTC)
    facts = CaseFacts(
        now=due_at,
        workers=1,
        owed=(Amount(heads=frozenset({Head.WAGE_ARREARS}), fen=100, bound=True, due_at=due_at),),
        body=Body.TOWNSHIP,
        agreement=Agreement(effective_on=date(2026, 11, 20), heads=frozenset({Head.WAGE_ARREARS})),
    )

    assert route(facts, CALENDAR)[DoorId.ARBITRATION].standing is Standing.OPEN
    before = replace(facts, now=due_at - timedelta(minutes=1))
    assert route(before, CALENDAR)[DoorId.ARBITRATION].standing is Standing.LATER


@pytest.mark.parametrize(("workers", "expected"), [(1, (1, 1)), (4, (1, 4)), (9, (1, 5)), (10, (3, 5)), (400, (3, 5))])
def test_ten_and_more_elect_three_to_five(workers: int, expected: tuple[int, int]) -> None:
    assert how_many_representatives(workers) == expected


def test_wages_and_social_insurance_cannot_be_one_amount() -> None:
    with pytest.raises(ValueError, match="never one sum"):
        Amount(heads=frozenset({Head.WAGE_ARREARS, Head.SOCIAL_INSURANCE}), fen=1)
    with pytest.raises(ValueError, match="positive"):
        Amount(heads=frozenset({Head.WAGE_ARREARS}), fen=0)


def test_every_flag_is_raised_by_a_situation_of_the_table() -> None:
    raised = {flag for situation in SITUATIONS for flag in situation.flags}

    assert raised == {str(flag) for flag in FlagId}
