"""What is kept beside an idempotency key: sealed, for its caller, for a week, and for as long as they may see the result."""

import pytest
from sqlalchemy import text

from mediation.access.scopes import Tie
from mediation.gql.relay import gid
from mediation.infra import idempotency
from mediation.kit.actor import Role, system

DO = """mutation($case: ID!) { recordFinding(input: {case: $case, kind: BREACH, statement: "欠薪两个月", source: "visit",
  foundOn: "2026-11-20"}) { __typename ... on Finding { id statement } ... on NotFound { code } } }"""


@pytest.fixture
async def done(runtime, make, api):
    """A finding recorded under the key k1: the case, its mediator, a colleague, the mediator's token and the answer."""
    agency = await make.agency()
    case, mediator = await make.case(agency=agency), await make.staff(Role.MEDIATOR, agency=agency)
    colleague, token = await make.staff(Role.MEDIATOR, agency=agency), await make.token(mediator)
    answer = await api.do(DO, {"case": gid("Case", case.id)}, token=token, idempotency_key="k1")
    assert answer["__typename"] == "Finding"
    return case, mediator, colleague, token, answer


async def _again(api, case, token):
    return await api.do(DO, {"case": gid("Case", case.id)}, token=token, idempotency_key="k1")


async def _column(runtime, column: str):
    async with runtime.read() as connection:
        return (await connection.execute(text(f"SELECT {column} FROM idempotency_key"))).scalars().all()


async def test_an_answer_is_kept_sealed(runtime, api, done):
    case, _, _, token, answer = done

    (kept,) = await _column(runtime, "answer_cipher")

    assert "欠薪两个月".encode() not in kept
    assert await _again(api, case, token) == answer


async def test_what_the_caller_may_no_longer_see_is_not_answered_again(make, api, done):
    case, mediator, _, token, _ = done

    await make.tie(case, Tie.RECUSED, mediator.id)

    assert await _again(api, case, token) == {"__typename": "NotFound", "code": "NOT_FOUND"}


async def test_a_key_is_of_its_caller_only(make, api, done):
    case, _, colleague, _, answer = done

    theirs = await _again(api, case, await make.token(colleague))

    assert theirs["__typename"] == "Finding"
    assert theirs["id"] != answer["id"]


async def test_after_a_week_the_answer_goes_and_the_key_stays(runtime, api, clock, make, done):
    case, mediator, _, _, answer = done

    async def forget() -> int:
        async with runtime.uow(system(clock.now())) as tx:
            return await idempotency.forget_answers(tx, limit=10)

    clock.advance(days=7, seconds=-1)
    early = await forget()
    clock.advance(seconds=1)

    assert (early, await forget(), await forget()) == (0, 1, 0)
    assert await _column(runtime, "answer_cipher") == [None]
    assert await _again(api, case, await make.token(mediator)) == answer
    assert len(await _column(runtime, "key")) == 1
