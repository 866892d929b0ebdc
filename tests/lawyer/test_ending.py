"""What becomes of a request or an assignment when the case ends, is taken up again, or the lawyer withdraws."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import AgencyKind
from mediation.bindings import bind
from mediation.case.models import CaseState
from mediation.deadline.models import Deadline
from mediation.gql.relay import gid
from mediation.kit.actor import Role, system
from mediation.lawyer import follow
from mediation.lawyer.models import Lawyer, RotaDay
from mediation.notice.models import Notice

OFFER = """mutation($c: ID!, $l: ID!) { offerAssignment(input: {case: $c, lawyer: $l}) { __typename
  ... on Assignment { id version } ... on Invalid { fields { path code } } } }"""
OVERRIDE = """mutation($c: ID!, $l: ID!) { overrideAssignment(input: {case: $c, lawyer: $l,
  reason: "当事人书面同意由其承办，已向其说明全部情况并存档。"}) { __typename ... on Assignment { id }
  ... on Invalid { fields { path code } } } }"""
ACCEPT = """mutation($a: ID!, $v: Int!) { acceptAssignment(input: {assignment: $a, version: $v}) { __typename
  ... on Assignment { version } } }"""
REPLACE = """mutation($a: ID!, $v: Int!, $l: ID!, $r: String!) { replaceAssignment(input: {assignment: $a, version: $v,
  lawyer: $l, reason: $r}) { __typename ... on Assignment { state } ... on Invalid { fields { path code } } } }"""
DECLINE = """mutation($a: ID!, $r: String!) { declineAssignment(input: {assignment: $a, version: 1, reason: $r}) {
  __typename ... on Invalid { fields { path code } } } }"""
CLOSE = """mutation($c: ID!, $v: Int!) { closeCase(input: {id: $c, version: $v, outcome: FAILED, reason: "双方分歧较大。"}) {
  __typename ... on Case { version } } }"""
REOPEN = """mutation($c: ID!, $v: Int!) { reopenCase(input: {id: $c, version: $v, reason: "当事人要求继续调解。"}) {
  __typename ... on Case { version } } }"""
RECUSE = """mutation($c: ID!, $s: ID!) { recuseCase(input: {id: $c, staff: $s, reason: "与当事人有亲属关系。"}) { __typename } }"""
CASE = "query($c: ID!) { case(id: $c) { version lawyer { name } assignments { state sameDay endedAt } } }"
LOAD = "{ lawyers(first: 10) { edges { node { name openCases } } } }"
SUGGEST = "query($c: ID!) { lawyerSuggestions(case: $c) { name possible reasons } }"


class World:
    """A studio with an accepted case, and a panel."""

    def __init__(self, api, make, runtime) -> None:
        self.api, self.make, self.runtime = api, make, runtime

    async def arrive(self) -> None:
        bind()
        self.district = await self.make.district()
        self.union = await self.make.agency(district=self.district)
        self.justice = await self.make.agency(kind=AgencyKind.JUSTICE, district=self.district)
        self.mediator = await self.make.staff(Role.MEDIATOR, agency=self.union)
        self.token = await self.make.token(self.mediator)
        self.case = await self.make.case(agency=self.union, state=CaseState.ACCEPTED, mediator_id=self.mediator.id)
        await self.make.claimant(self.case)

    @property
    def case_id(self) -> str:
        return gid("Case", self.case.id)

    async def lawyer(self, name: str) -> tuple[Lawyer, str]:
        row, staff = await self.make.lawyer(agency=self.justice, name=name)
        return row, await self.make.token(staff)

    async def ask(self, lawyer: Lawyer) -> str:
        asked = await self.api.do(OFFER, {"c": self.case_id, "l": gid("Lawyer", lawyer.id)}, token=self.token)
        return asked["id"]

    async def assigned(self, name: str) -> tuple[Lawyer, str, str]:
        lawyer, token = await self.lawyer(name)
        assignment = await self.ask(lawyer)
        assert (await self.api.do(ACCEPT, {"a": assignment, "v": 1}, token=token))["__typename"] == "Assignment"
        return lawyer, token, assignment

    async def seen(self) -> dict:
        return (await self.api.data(CASE, {"c": self.case_id}, token=self.token))["case"]

    async def do(self, mutation: str) -> str:
        version = (await self.seen())["version"]
        answer = await self.api.do(mutation, {"c": self.case_id, "v": version}, token=self.token)
        return answer["__typename"]

    async def load(self) -> dict[str, int]:
        edges = (await self.api.data(LOAD, token=self.token))["lawyers"]["edges"]
        return {edge["node"]["name"]: edge["node"]["openCases"] for edge in edges}

    async def told(self, template: str) -> list[tuple]:
        async with self.runtime.db.session() as session:
            found = await session.execute(select(Notice).where(col(Notice.template) == template))
            return [(row.recipient_kind, row.recipient_id, row.parameters) for row in found.scalars()]


@pytest.fixture
async def world(api, make, runtime):
    made = World(api, make, runtime)
    await made.arrive()
    return made


async def test_when_a_case_ends_its_lawyer_is_free_told_and_still_counted_as_assigned_the_same_day(world, clock):
    lawyer, _, _ = await world.assigned("陈律师")
    before = await world.load()
    clock.advance(minutes=20)

    done = await world.do(CLOSE)

    ((kind, recipient, said),) = await world.told("lawyer.ended")
    assert (before, done, await world.load()) == ({"陈律师": 1}, "Case", {"陈律师": 0})
    assert (await world.seen())["assignments"] == [
        {"state": "ended", "sameDay": True, "endedAt": "2026-11-20T04:20:00.000Z"}
    ]
    assert (kind, recipient, said["why"]["zh"]) == ("staff", lawyer.staff_id, "案件已办结")


async def test_a_lawyer_still_reads_a_case_that_has_ended_to_report_on_it(world):
    _, token, _ = await world.assigned("陈律师")
    await world.do(CLOSE)

    read = await world.api.data("query($c: ID!) { case(id: $c) { state } }", {"c": world.case_id}, token=token)

    assert read == {"case": {"state": "CLOSED"}}


async def test_a_request_ends_with_the_case_and_the_clock_that_runs_out_asks_nobody_else(world, clock, runtime):
    first, _ = await world.lawyer("一律师")
    await world.lawyer("二律师")
    await world.ask(first)
    await world.do(CLOSE)
    clock.advance(minutes=61)

    async with runtime.uow(system(clock.now())) as tx:
        due = await follow.expire_due(tx, limit=10)

    token = await world.make.token(world.mediator)
    seen = (await world.api.data(CASE, {"c": world.case_id}, token=token))["case"]
    assert due == 0
    assert [(one["state"], one["sameDay"]) for one in seen["assignments"]] == [("ended", None)]


async def test_a_case_that_is_taken_up_again_has_its_lawyer_again(world):
    lawyer, _, _ = await world.assigned("陈律师")
    await world.do(CLOSE)

    done = await world.do(REOPEN)

    seen = await world.seen()
    assert (done, seen["lawyer"], [one["state"] for one in seen["assignments"]]) == (
        "Case",
        {"name": "陈律师"},
        ["accepted"],
    )
    assert await world.load() == {"陈律师": 1}
    assert [recipient for _, recipient, _ in await world.told("lawyer.resumed")] == [lawyer.staff_id]


async def test_a_lawyer_who_left_the_panel_meanwhile_does_not_have_it_again(world, runtime, clock):
    lawyer, token, _ = await world.assigned("陈律师")
    await world.do(CLOSE)
    async with runtime.uow(system(clock.now())) as tx:
        (await tx.session.get_one(Lawyer, lawyer.id)).left_on = tx.today

    await world.do(REOPEN)

    read = await world.api.data("query($c: ID!) { case(id: $c) { state } }", {"c": world.case_id}, token=token)
    assert ((await world.seen())["lawyer"], read) == (None, {"case": None})


async def test_a_lawyer_who_withdraws_is_replaced_and_never_asked_again_for_this_case(world, runtime):
    lawyer, token, _ = await world.assigned("陈律师")
    other, _ = await world.lawyer("孙律师")
    supervisor = await world.make.token(await world.make.staff(Role.SUPERVISOR, agency=world.union))

    done = await world.api.do(RECUSE, {"c": world.case_id, "s": gid("Staff", lawyer.staff_id)}, token=token)

    order = (await world.api.data(SUGGEST, {"c": world.case_id}, token=world.token))["lawyerSuggestions"]
    given = {"c": world.case_id, "l": gid("Lawyer", lawyer.id)}
    refused = [await world.api.do(OFFER, given, token=world.token)]
    refused.append(await world.api.do(OVERRIDE, given, token=supervisor))
    asked = await world.ask(other)
    ((kind, recipient, said),) = [one for one in await world.told("lawyer.answered") if "回避" in str(one)]
    assert done["__typename"] != "NotFound"
    assert [(one["name"], one["possible"]) for one in order] == [("孙律师", True), ("陈律师", False)]
    assert order[1]["reasons"][0] == "已回避本案"
    assert [one["fields"] for one in refused] == [[{"path": "lawyer", "code": "recused"}]] * 2
    assert asked
    assert (kind, recipient, said["lawyer"]) == ("staff", world.mediator.id, "陈律师")
    async with runtime.db.session() as session:
        found = await session.execute(select(Deadline).where(col(Deadline.rule) == "L-2"))
        assert found.scalar_one().met_at is None


async def test_a_lawyer_who_is_replaced_is_told(world):
    lawyer, _, assignment = await world.assigned("陈律师")
    other, _ = await world.lawyer("孙律师")

    given = {"a": assignment, "v": 2, "l": gid("Lawyer", other.id)}
    without = await world.api.do(REPLACE, {**given, "r": " "}, token=world.token)
    done = await world.api.do(REPLACE, {**given, "r": "律师长期出差。"}, token=world.token)

    ((_, recipient, said),) = await world.told("lawyer.ended")
    assert without["fields"] == [{"path": "reason", "code": "empty"}]
    assert (done["state"], recipient, said["why"]["zh"]) == ("offered", lawyer.staff_id, "已另请律师承办")


async def test_an_answer_that_needs_a_reason_names_the_field_when_it_is_none(world):
    lawyer, token = await world.lawyer("陈律师")
    assignment = await world.ask(lawyer)

    answers = [await world.api.do(DECLINE, {"a": assignment, "r": reason}, token=token) for reason in ("", "长" * 501)]

    assert [one["fields"] for one in answers] == [
        [{"path": "reason", "code": "empty"}],
        [{"path": "reason", "code": "too_long"}],
    ]


async def test_without_an_answer_nobody_off_duty_is_asked_while_there_is_a_rota(world, clock, runtime):
    first, _ = await world.lawyer("一律师")
    await world.lawyer("闲律师")
    day = clock.now().date()
    await world.make.save(RotaDay(district_id=world.district.id, on_day=day, lawyer_id=first.id, position=1))
    await world.ask(first)
    clock.advance(minutes=61)

    async with runtime.uow(system(clock.now())) as tx:
        await follow.expire_due(tx, limit=10)

    token = await world.make.token(world.mediator)
    seen = (await world.api.data(CASE, {"c": world.case_id}, token=token))["case"]
    assert [one["state"] for one in seen["assignments"]] == ["expired"]
    assert [recipient for _, recipient, _ in await world.told("lawyer.nobody_left")] == [world.union.id]
