"""Decisions about cases: no database, no clock."""

import itertools

import pytest

from mediation.access.verbs import Verb
from mediation.case.models import CaseState, Outcome
from mediation.case.rules import (
    MOVES,
    OPEN,
    STATES_FOR,
    ClosingFacts,
    WarningLevel,
    closing,
    possible,
    reopens_as,
    require_possible,
    warning_level,
)
from mediation.case.turns import (
    AgreementStanding,
    Hints,
    LawyerStanding,
    Money,
    NextActor,
    NextKind,
    Standing,
    waiting_for,
)
from mediation.kit.actor import Side
from mediation.kit.machine import advance
from mediation.kit.problems import IllegalMove
from mediation.law.routing.collective import how_many_representatives

S = CaseState
LEADS_TO = {
    ("case:accept", S.REGISTERED): S.ACCEPTED,
    ("case:refuse", S.REGISTERED): S.REFUSED,
    ("room:open", S.ACCEPTED): S.MEDIATING,
    ("room:open", S.MEDIATING): S.MEDIATING,
    ("agreement:take_effect", S.MEDIATING): S.PERFORMING,
    ("commitment:default", S.PERFORMING): S.DEFAULTED,
    ("commitment:default", S.DEFAULTED): S.DEFAULTED,
    **{("case:close", s): S.CLOSED for s in (S.ACCEPTED, S.MEDIATING, S.PERFORMING, S.DEFAULTED)},
    **{("case:withdraw", s): S.CLOSED for s in (S.REGISTERED, S.ACCEPTED, S.MEDIATING)},
    **{("case:transfer", s): S.CLOSED for s in (S.REGISTERED, S.ACCEPTED, S.MEDIATING, S.DEFAULTED)},
    ("case:reopen", S.REFUSED): S.REGISTERED,
    ("payment:reverse", S.ACCEPTED): S.PERFORMING,
}
"""Written out once more, so that a slip in the table is seen."""


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        pair
        for pair in itertools.product(sorted({move.verb for move in MOVES} | set(STATES_FOR)), CaseState)
        if pair != ("case:reopen", S.CLOSED)
    ],
)
def test_each_verb_in_each_state_leads_where_the_law_leads_or_is_refused(verb: str, state: CaseState) -> None:
    target = LEADS_TO.get((verb, state))

    if target is not None:
        assert advance(MOVES, state, verb) is target
    else:
        with pytest.raises(IllegalMove):
            advance(MOVES, state, verb)
    if target is not None or state in STATES_FOR.get(verb, ()):
        require_possible(verb, state)
    else:
        with pytest.raises(IllegalMove) as refused:
            require_possible(verb, state)
        assert refused.value.allowed == possible(state)
        assert verb not in refused.value.allowed


@pytest.mark.parametrize(
    ("state", "facts", "to"),
    [
        (S.REFUSED, ClosingFacts(agreed=False), S.REGISTERED),
        (S.CLOSED, ClosingFacts(agreed=False), S.ACCEPTED),
        (S.CLOSED, ClosingFacts(agreed=True, settled=True), S.ACCEPTED),
        (S.CLOSED, ClosingFacts(agreed=True, open_fen=1), S.PERFORMING),
        (S.CLOSED, ClosingFacts(agreed=True, open_fen=1, defaulted=True), S.DEFAULTED),
    ],
)
def test_a_reopened_case_goes_on_where_its_agreement_left_it(state: S, facts: ClosingFacts, to: S) -> None:
    assert reopens_as(state, facts) is to
    assert advance(MOVES, state, "case:reopen", to=to) is to


@pytest.mark.parametrize("to", [S.REGISTERED, S.MEDIATING, S.REFUSED])
def test_a_closed_case_is_reopened_into_nothing_else(to: S) -> None:
    with pytest.raises(IllegalMove):
        advance(MOVES, S.CLOSED, "case:reopen", to=to)


def test_every_word_of_the_table_is_a_verb() -> None:
    for verb in {move.verb for move in MOVES} | set(STATES_FOR):
        assert Verb(verb)


def test_a_case_that_ended_allows_only_what_takes_it_up_again_or_looks_into_it() -> None:
    for state in (S.CLOSED, S.REFUSED):
        assert possible(state) == ("case:reopen", "case:break_glass")


NOTHING = ClosingFacts(agreed=False)
OPEN_BOOKS = ClosingFacts(agreed=True, open_fen=648_000)
PAID = ClosingFacts(agreed=True, settled=True)
ADVANCED = ClosingFacts(agreed=True, settled=True, by_third_party=True)


@pytest.mark.parametrize(
    ("outcome", "state", "facts", "allowed"),
    [
        (Outcome.FAILED, S.ACCEPTED, NOTHING, True),
        (Outcome.FAILED, S.MEDIATING, NOTHING, True),
        (Outcome.PERFORMED, S.MEDIATING, NOTHING, False),
        (Outcome.ADVANCED, S.MEDIATING, NOTHING, False),
        (Outcome.PERFORMED, S.PERFORMING, OPEN_BOOKS, False),
        (Outcome.PERFORMED, S.PERFORMING, PAID, True),
        (Outcome.PERFORMED, S.DEFAULTED, PAID, True),
        (Outcome.PERFORMED, S.PERFORMING, ADVANCED, False),
        (Outcome.ADVANCED, S.DEFAULTED, ADVANCED, True),
        (Outcome.ADVANCED, S.PERFORMING, PAID, False),
        (Outcome.ADVANCED, S.DEFAULTED, OPEN_BOOKS, False),
        (Outcome.FAILED, S.PERFORMING, OPEN_BOOKS, False),
        (Outcome.FAILED, S.DEFAULTED, OPEN_BOOKS, True),
        (Outcome.FAILED, S.DEFAULTED, PAID, False),
        (Outcome.WITHDRAWN, S.MEDIATING, NOTHING, False),
        (Outcome.TRANSFERRED, S.MEDIATING, NOTHING, False),
    ],
)
def test_a_case_closes_as_the_books_bear_it_out(outcome, state, facts, allowed) -> None:
    assert (closing(outcome, state, facts) is None) is allowed


def test_what_is_still_to_be_paid_is_said_in_yuan() -> None:
    why_not = closing(Outcome.PERFORMED, S.PERFORMING, OPEN_BOOKS)

    assert why_not is not None
    assert why_not.zh == "还有6,480.00元没有付清。"


@pytest.mark.parametrize(
    ("claimants", "level"),
    [(0, None), (2, None), (3, WarningLevel.EARLY), (9, WarningLevel.EARLY), (10, WarningLevel.COLLECTIVE)],
)
def test_three_workers_are_an_early_warning_and_ten_a_collective_one(claimants, level) -> None:
    assert warning_level(claimants) is level


@pytest.mark.parametrize(
    ("claimants", "bounds"), [(0, (1, 1)), (1, (1, 1)), (4, (1, 4)), (9, (1, 5)), (10, (3, 5)), (36, (3, 5))]
)
def test_ten_workers_elect_three_to_five_and_fewer_at_most_five(claimants, bounds) -> None:
    assert how_many_representatives(claimants) == bounds


def _next(
    state: CaseState, *, urgent: bool = False, has_mediator: bool = True, **hints
) -> tuple[NextActor, str] | None:
    step = waiting_for(Standing(state=state, urgent=urgent, has_mediator=has_mediator), Hints(**hints))
    return step and (step.who, step.text.zh)


def test_who_must_act_next_follows_the_life_of_a_case() -> None:
    agency, employer, lawyer, mediator, workers = (
        NextActor.AGENCY,
        NextActor.EMPLOYER,
        NextActor.LAWYER,
        NextActor.MEDIATOR,
        NextActor.WORKERS,
    )
    signing = AgreementStanding.SIGNING

    assert _next(S.REGISTERED, has_mediator=False) == (mediator, "决定是否受理")
    assert _next(S.ACCEPTED, has_mediator=False) == (agency, "指定主办调解员")
    assert _next(S.ACCEPTED, urgent=True) == (agency, "案情紧急：指派援助律师")
    assert _next(S.ACCEPTED, urgent=True, lawyer=LawyerStanding.ASKED) == (lawyer, "答复是否接受指派")
    assert _next(S.ACCEPTED, urgent=True, lawyer=LawyerStanding.ASSIGNED) == (mediator, "开调解室")
    assert _next(S.MEDIATING) == (mediator, "继续调解")
    assert _next(S.MEDIATING, offer_awaits=Side.EMPLOYER) == (employer, "回应劳动者一方的方案")
    assert _next(S.MEDIATING, offer_awaits=Side.WORKERS) == (workers, "回应用人单位的方案")
    assert _next(S.MEDIATING, offer_accepted=True) == (mediator, "起草调解协议")
    assert _next(S.MEDIATING, agreement=AgreementStanding.DRAFT) == (mediator, "核对并定稿调解协议")
    assert _next(S.MEDIATING, agreement=signing, workers_unsigned=2) == (workers, "签署协议：还差2名劳动者")
    assert _next(S.MEDIATING, agreement=signing, employer_unsigned=True) == (employer, "签署协议：还差用人单位")
    assert _next(S.MEDIATING, agreement=signing, mediator_unsigned=True) == (mediator, "签署协议：还差调解员")
    assert _next(S.MEDIATING, agreement=signing) == (agency, "签署协议：还差工作室盖章")
    refused = {"agreement": signing, "workers_unsigned": 1, "declined_by": Side.EMPLOYER}
    assert _next(S.MEDIATING, **refused) == (mediator, "用人单位不签署协议：修改协议、继续调解或者结案")
    assert _next(S.PERFORMING) == (employer, "按约付款")
    assert _next(S.PERFORMING, just_effective=True) == (mediator, "当场签署司法确认共同申请")
    assert _next(S.PERFORMING, just_effective=True, confirmation_asked=True) == (employer, "按约付款")
    assert _next(S.PERFORMING, money=Money.NEAR) == (mediator, "提醒付款并核对到账")
    assert _next(S.PERFORMING, money=Money.OVERDUE) == (mediator, "已逾期：联系用人单位并登记结果")
    assert _next(S.PERFORMING, money=Money.SETTLED) == (mediator, "款项已结清：结案")
    assert _next(S.DEFAULTED, money=Money.OVERDUE) == (mediator, "处理违约：选择法定途径或落实垫付")
    assert _next(S.DEFAULTED, money=Money.SETTLED) == (mediator, "款项已结清：结案")
    assert _next(S.CLOSED) is _next(S.REFUSED) is None


def test_an_open_case_never_waits_for_nobody() -> None:
    for state, urgent, has_mediator, lawyer, agreement, money in itertools.product(
        OPEN, (True, False), (True, False), LawyerStanding, (None, *AgreementStanding), Money
    ):
        assert _next(state, urgent=urgent, has_mediator=has_mediator, lawyer=lawyer, agreement=agreement, money=money)


def test_a_collective_case_of_one_worker_waits_for_its_roster_once_it_is_accepted() -> None:
    step = waiting_for(
        Standing(state=S.ACCEPTED, urgent=True, has_mediator=True, roster_missing=True),
        Hints(lawyer=LawyerStanding.ASKED),
    )

    assert step is not None
    assert (step.kind, step.why.zh) == (NextKind.IMPORT_ROSTER, "集体案件只登记了一名劳动者。")
