"""What is kept of a read is its text: who sees what is decided for each caller, and again under another policy."""

import pytest
from tests.counting import statements

from mediation.access.guard import Policy, guard
from mediation.access.scopes import Tie
from mediation.case import queries
from mediation.gql.context import Reader
from mediation.gql.plans import form_of, symbolic
from mediation.kit.actor import ANONYMOUS, Role


@pytest.fixture
async def studios(make):
    """Two studios with a mediator and a case each."""
    made = []
    for _ in range(2):
        agency = await make.agency()
        made.append((await make.actor(Role.MEDIATOR, agency=agency), await make.case(agency=agency)))
    return made


async def _seen(runtime, actor, cases) -> list[bool]:
    rows = await queries.cases_by_id(Reader(runtime, actor), [case.id for case in cases])
    return [row is not None for row in rows]


async def test_callers_of_one_form_share_the_text_and_see_their_own(runtime, studios):
    (first, one), (second, two) = studios

    with statements(runtime) as sent:
        seen = [await _seen(runtime, actor, [one, two]) for actor in (first, second)]

    assert seen == [[True, False], [False, True]]
    assert len(set(sent)) == 1


async def test_what_is_kept_holds_no_caller(runtime, studios):
    (first, one), _ = studios

    with statements(runtime) as sent:
        await _seen(runtime, first, [one])

    assert str(first.agency_id) not in sent[0]
    assert symbolic(form_of(first)).name == ""


async def test_a_recusal_counts_at_once(runtime, make, studios):
    (first, one), _ = studios
    before = await _seen(runtime, first, [one])

    await make.tie(one, Tie.RECUSED, first.id)

    assert (before, await _seen(runtime, first, [one])) == ([True], [False])


async def test_another_policy_is_another_statement(runtime, studios):
    (first, one), _ = studios
    before = await _seen(runtime, first, [one])
    policy = guard.policy
    model = runtime.settings.policies_dir / "access" / "model.conf"
    try:
        guard.use(Policy(model, [line for line in policy.lines if line[1] != "case:view"]))
        without = await _seen(runtime, first, [one])
    finally:
        guard.use(policy)

    assert (before, without, await _seen(runtime, first, [one])) == ([True], [False], [True])


async def test_whoever_has_no_attribute_is_of_another_form_than_whoever_has(make):
    mediator = await make.actor(Role.MEDIATOR)

    assert form_of(mediator).has[:4] == (True, True, True, True)
    assert form_of(ANONYMOUS).has == (False,) * 8
    assert symbolic(form_of(ANONYMOUS)).agency_id is None
