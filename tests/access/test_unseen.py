"""A case that somebody may not see changes nothing for them: no count, cursor, order, search, ring, page or error text.

Everything a caller can read is read before and after another studio of the same district takes on a case against the
same employer, with the same names; the answers are equal to the byte.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from mediation.case.graphql import live as case_live
from mediation.gql.context import Context, Reader
from mediation.gql.relay import gid
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Reactions
from mediation.kit.actor import Role
from mediation.reactions import REACTIONS
from mediation.schema import build
from tests.access.attempt import GHOST, GHOST_NUMBER
from tests.access.cast import Caller
from tests.access.cells import actors
from tests.access.known import LINK_TOKEN, ROSTER, World
from tests.api import Api
from tests.make import Make

EMPLOYER = "云顶火锅餐饮有限公司"
WORKER = "欧阳小雪"

pytestmark = pytest.mark.timeout(300)

BLIND = (
    "administrator/home",
    "anonymous",
    "clerk/home",
    "clerk/referred",
    "clerk/seated",
    "employer@talking",
    "intake_clerk/home",
    "lawyer/assigned",
    "lawyer/home",
    "link_holder",
    "mediator/elsewhere",
    "mediator/glass",
    "mediator/home",
    "partner/referred",
    "supervisor/referred",
    "workers@talking",
)
"""Callers who may see nothing of another studio's case in this district. Auditors read what is tried, by this test too."""

_PAGE = "totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor node { id } }"
EVERYTHING = (
    f"cases(first: 50) {{ {_PAGE} }}",
    f'a: cases(first: 50, filter: {{ search: "云顶" }}) {{ {_PAGE} }}',
    f'b: cases(first: 50, filter: {{ search: "欧阳" }}) {{ {_PAGE} }}',
    f"myWork(first: 50) {{ {_PAGE} }}",
    f'deadlinesDue(before: "2028-01-01T00:00:00Z", first: 50) {{ {_PAGE} }}',
    f"commitments(first: 50) {{ {_PAGE} }}",
    f"rooms(first: 50) {{ {_PAGE} }}",
    f"inbox(first: 50) {{ {_PAGE} }}",
    f"undeliverableNotices(first: 50) {{ {_PAGE} }}",
    f"lawyers(first: 50) {{ {_PAGE} }}",
    f"referrals(direction: INBOX, first: 50) {{ {_PAGE} }}",
    f"journal(first: 50) {{ {_PAGE} }}",
    f"accessLog(first: 50) {{ {_PAGE} }}",
    (
        "case(id: %(case)s) { number nextDueAt version employer { openCases } access { possible }"
        " timeline(first: 50) { totalCount edges { cursor } } deadlines { id } findings { id } }"
    ),
    'case(number: "2026-1") { id number }',
    "notices(case: %(case)s, first: 50) { totalCount edges { cursor } }",
    "statusLinks(case: %(case)s, first: 9) { totalCount }",
    "lawyerSuggestions(case: %(case)s) { lawyer }",
)
"""Everything that can be read without knowing the id of what is not to be seen."""


@dataclass
class Unseen:
    """The other studio's case and what is in it, by id."""

    ids: dict[str, str]
    number: str


@pytest.fixture
def reactions() -> Reactions:
    """Here what is done stays done."""
    return REACTIONS


@pytest.fixture
def happens(in_world: Runtime, door: Api, world: World) -> Callable[[], Awaitable[Unseen]]:
    """Another studio of the district takes on a case and works on it."""

    async def elsewhere() -> Unseen:
        make = Make(in_world)
        district = type("District", (), {"id": world.keys["district"], "name_zh": "闵行区", "name_en": "Minhang"})
        studio = await make.agency(district=district)  # type: ignore[arg-type]
        token = await make.token(await make.staff(Role.MEDIATOR, agency=studio))

        async def do(name: str, want: str = "", **given: Any) -> dict[str, Any]:
            asked = f"mutation M($i: {name[0].upper()}{name[1:]}Input!) {{ {name}(input: $i) {{"
            asked += f" ... on Node {{ id }} {want} }} }}"
            return dict(await door.do(asked, {"i": given}, token=token))

        claims = [{"head": "WAGE_ARREARS", "amountFen": 880_000}]
        worker = {"name": WORKER, "phone": "13700137000", "claims": claims}
        want = "... on Case { number version respondent { id } claimants(first: 5) { edges { node { id } } } }"
        made = await do(
            "registerCase",
            want,
            channel="WALK_IN",
            receivedOn="2026-11-20",
            employer={"name": EMPLOYER},
            claimants=[worker],
            kind="COLLECTIVE",
        )
        case, version = made["id"], made["version"]
        await do("acceptCase", id=case, version=version)
        ids = {"Case": case, "Party": made["respondent"]["id"]}
        ids["Room"] = (await do("openRoom", case=case))["id"]
        ids["Message"] = (await do("speakInRoom", room=ids["Room"], body="开始。", clientKey="u1"))["id"]
        ids["Caucus"] = (await do("openCaucus", room=ids["Room"], side="WORKERS"))["id"]
        ids["Deadline"] = (await do("setDeadline", case=case, title="核实", dueOn="2026-11-24"))["id"]
        found = {"kind": "BREACH", "statement": "欠薪", "source": "来访", "foundOn": "2026-11-20"}
        ids["Finding"] = (await do("recordFinding", case=case, **found))["id"]
        page = "edges { node { id } }"
        links = f"query($c: ID!) {{ statusLinks(case: $c, first: 5) {{ {page} }} notices(case: $c, first: 5) {{ {page} }} }}"
        told = await door.data(links, {"c": case}, token=token)
        ids["StatusLink"] = told["statusLinks"]["edges"][0]["node"]["id"]
        ids["Notice"] = told["notices"]["edges"][0]["node"]["id"]
        return Unseen(ids, made["number"])

    return elsewhere


def _blind(world: World) -> list[Caller]:
    return [world.callers[name] for name in BLIND]


async def _everything(door: Api, world: World, caller: Caller) -> list[bytes]:
    case = f'"{world.ids["accepted"]}"'
    fields = [field % {"case": case} if "%(" in field else field for field in EVERYTHING]
    # One at a time: a refusal takes the rest of its answer with it.
    answers = [(await door.send(f"query {{ {field} }}", token=caller.token)).content for field in fields]
    answers.append((await door.client.get(f"/s/{LINK_TOKEN}")).content)
    return answers


async def test_nobody_who_may_not_see_it_can_tell_that_it_is_there(door, world, happens):
    blind = _blind(world)
    before = {caller.name: await _everything(door, world, caller) for caller in blind}

    unseen = await happens()

    told = [
        (name, field)
        for caller in blind
        for name, was in [(caller.name, before[caller.name])]
        for field, then, now in zip(
            (*EVERYTHING, "status page"), was, await _everything(door, world, caller), strict=True
        )
        if then != now
    ]
    assert told == []
    overseer = world.callers["supervisor/home"]
    assert unseen.number in str(
        (await door.send(f'{{ case(number: "{unseen.number}") {{ number }} }}', token=overseer.token)).json()
    )
    assert (len(blind), len(EVERYTHING)) == (16, 18)


async def test_asking_for_it_by_id_or_number_answers_as_for_what_never_was(door, world, happens):
    unseen = await happens()
    by_id = (
        "case(id: %s) { id }",
        "notices(case: %s, first: 5) { totalCount }",
        "statusLinks(case: %s, first: 5) { totalCount }",
    )
    by_id += (
        "receiptReports(case: %s, first: 5) { totalCount }",
        "assignments(case: %s) { id }",
        "lawyerSuggestions(case: %s) { lawyer }",
    )
    asked = [(field, unseen.ids["Case"], gid("Case", GHOST)) for field in by_id]
    asked += [("node(id: %s) { id }", key, gid(name, GHOST)) for name, key in unseen.ids.items()]
    asked += [("room(id: %s) { id }", unseen.ids["Room"], gid("Room", GHOST))]
    asked += [("case(number: %s) { id }", unseen.number, GHOST_NUMBER)]

    told = []
    for caller in _blind(world):
        for field, real, ghost in asked:
            for_real = await door.send("query { " + field % f'"{real}"' + " }", token=caller.token)
            for_ghost = await door.send("query { " + field % f'"{ghost}"' + " }", token=caller.token)
            if (for_real.status_code, for_real.content) != (for_ghost.status_code, for_ghost.content):
                told.append((caller.name, field, for_real.text))

    assert told == []
    assert len(asked) == 17


async def test_the_roster_door_does_not_tell_of_it_either(door, world, happens):
    unseen = await happens()

    async def upload(caller: Caller, case: str) -> tuple[int, bytes]:
        headers = {"content-type": "text/csv"} | ({"authorization": f"Bearer {caller.token}"} if caller.token else {})
        answer = await door.client.post(f"/cases/{case}/import", content=ROSTER.encode(), headers=headers)
        return answer.status_code, answer.content

    for caller in _blind(world):
        real = await upload(caller, unseen.ids["Case"])
        assert real == await upload(caller, gid("Case", GHOST)), caller.name
        assert real[0] == (401 if caller.role in ("anonymous", "link_holder") else 404), caller.name


async def test_nobody_listens_to_it_or_is_rung_by_it(in_world, door, world, happens):
    unseen = await happens()
    people = await actors(in_world, world)
    key = unseen.ids["Case"]

    for caller in _blind(world):
        actor = people[caller.name][1]
        context = Context(in_world, actor)
        refused = []
        for ask, real, ghost in (
            ("caseChanged", key, gid("Case", GHOST)),
            ("roomChanged", unseen.ids["Room"], gid("Room", GHOST)),
        ):
            for value in (real, ghost):
                query = f'subscription {{ {ask}(id: "{value}") {{ sequence }} }}'
                refused.append(await _first(query, context))
        assert refused[0] == refused[1] == refused[2].replace("roomChanged", "caseChanged"), caller.name
        assert refused[2] == refused[3], caller.name
        topics = await case_live._work(Reader(in_world, actor)) or ()
        assert not {f"work:{agency}" for agency in await _agencies_of(in_world, key)} & set(topics)


async def _first(query: str, context: Context) -> str:
    """What a subscription says first: a refusal."""
    answers = await build(introspection=True).subscribe(query, context_value=context)
    if hasattr(answers, "errors"):
        return str([error.formatted for error in answers.errors or []])
    async for answer in answers:
        assert answer.errors, "somebody listens to what they may not see"
        return str([{**error.formatted, "locations": None} for error in answer.errors])
    raise AssertionError("it ended without a word")


async def _agencies_of(runtime: Runtime, case: str) -> list[Any]:
    from sqlalchemy import select
    from sqlmodel import col

    from mediation.case.models import Case
    from mediation.kit.ids import decode_global_id

    async with runtime.read() as connection:
        found = await connection.execute(select(col(Case.agency_id)).where(col(Case.id) == decode_global_id(case)[1]))
        return list(found.scalars())
