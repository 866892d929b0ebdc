"""When a case ends its parties are told how, and what is open to them."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.bindings import bind
from mediation.case import ending
from mediation.case.models import Case, CaseState, Outcome
from mediation.kit.actor import Role
from mediation.notice.models import Notice


@pytest.fixture
async def studio(runtime, make):
    """A case of two workers who take part and one who has left, with the mediator in charge."""
    bind()
    agency = await make.agency()
    mediator = await make.actor(Role.MEDIATOR, agency=agency)

    async def begin(state):
        case = await make.case(agency=agency, state=state, mediator_id=mediator.id)
        workers = [await make.claimant(case, phone=f"1380013800{n}") for n in range(3)]
        workers[2].withdrawn_at = runtime.clock.now()
        await make.save(workers[2])
        return case, workers

    async def do(case, what, **given):
        async with runtime.uow(mediator) as tx:
            await what(tx, case.id, version=case.version, **given)
        async with runtime.db.session() as session:
            found = await session.execute(select(Notice).where(col(Notice.channel) == "sms").order_by(col(Notice.id)))
            return [(row.template, row.recipient_kind, row.recipient_id, row.parameters) for row in found.scalars()]

    return begin, do


@pytest.mark.parametrize(
    ("state", "what", "given", "wording", "said"),
    [
        (CaseState.REGISTERED, ending.refuse, {"reason": "不属于劳动争议。"}, "case.refused", "不属于劳动争议。"),
        (CaseState.MEDIATING, ending.withdraw, {"reason": "自行和解。"}, "case.withdrawn", None),
        (
            CaseState.MEDIATING,
            ending.transfer,
            {"to": "闵行区仲裁委", "reason": "当事人要求。"},
            "case.transferred",
            "闵行区仲裁委",
        ),
    ],
)
async def test_every_worker_who_takes_part_is_told_how_the_case_ended(studio, state, what, given, wording, said):
    begin, do = studio
    case, workers = await begin(state)

    told = await do(case, what, **given)

    assert [(one[0], one[1], one[2]) for one in told] == [
        (wording, "claimant", workers[0].id),
        (wording, "claimant", workers[1].id),
    ]
    assert {one[3].get("said") for one in told} == {said}


async def test_the_workers_are_told_when_their_case_is_taken_up_again(studio, runtime):
    begin, do = studio
    case, workers = await begin(CaseState.MEDIATING)
    await do(case, ending.close, outcome=Outcome.FAILED, reason="双方分歧较大。")
    async with runtime.db.session() as session:
        case = await session.get_one(Case, case.id)

    told = await do(case, ending.reopen, reason="双方愿意再谈。")

    assert [(one[0], one[2]) for one in told[3:]] == [
        ("case.reopened", workers[0].id),
        ("case.reopened", workers[1].id),
    ]


async def test_of_a_failure_both_sides_are_told_that_arbitration_is_open(studio):
    begin, do = studio
    case, workers = await begin(CaseState.MEDIATING)

    told = await do(case, ending.close, outcome=Outcome.FAILED, reason="双方分歧较大。")

    assert [(one[0], one[2]) for one in told] == [
        ("case.failed", workers[0].id),
        ("case.failed", workers[1].id),
        ("case.failed_employer", case.employer_id),
    ]
    assert {"reason", "said"}.isdisjoint(told[0][3])
