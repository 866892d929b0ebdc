"""Asking, taking, declining, running out of time: over the API, with real sessions."""

import asyncio
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col

from mediation.agency.models import AgencyKind
from mediation.case.models import Claim
from mediation.gql.relay import gid
from mediation.kit.actor import Role, system
from mediation.lawyer import assignments
from mediation.lawyer.models import Assignment, RotaDay

SUGGEST = "query($c: ID!) { lawyerSuggestions(case: $c) { lawyer name possible onDuty reasons } }"
OFFER = """mutation($c: ID!, $l: ID!) { offerAssignment(input: {case: $c, lawyer: $l}) { __typename
  ... on Assignment { id state version respondBy } ... on Invalid { fields { path code message } } ... on Conflict { message } } }"""
ANSWER = """mutation($a: ID!, $v: Int!) { acceptAssignment(input: {assignment: $a, version: $v}) { __typename
  ... on Assignment { state sameDay version } ... on IllegalMove { currentState possible } ... on Conflict { currentVersion } } }"""
MINE = "{ myAssignments(first: 10) { totalCount edges { node { id state partyNames access { canAccept canHandBack } } } } }"
NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


async def _world(make):
    district = await make.district()
    union = await make.agency(district=district)
    justice = await make.agency(kind=AgencyKind.JUSTICE, district=district)
    case = await make.case(agency=union)
    await make.claimant(case, name="王小明")
    mediator = await make.token(await make.staff(Role.MEDIATOR, agency=union))
    return district, union, justice, case, mediator


async def test_a_conflicted_lawyer_is_skipped_with_the_reason_and_cannot_be_asked(make, api, clock):
    district, union, justice, case, mediator = await _world(make)
    employer = (await make.organisation(agency=union, name="海鲜大酒楼有限公司")).id
    case = await make.case(agency=union, employer=await make.organisation(agency=union, name="川味餐饮有限公司"))
    del employer
    zhou, _ = await make.lawyer(agency=justice, name="周律师", acted_for="川味餐饮有限公司")
    chen, _ = await make.lawyer(agency=justice, name="陈律师")
    today = clock.now().date()
    await make.save(
        RotaDay(district_id=district.id, on_day=today, lawyer_id=zhou.id, position=1),
        RotaDay(district_id=district.id, on_day=today, lawyer_id=chen.id, position=2),
    )

    made = (await api.data(SUGGEST, {"c": gid("Case", case.id)}, token=mediator))["lawyerSuggestions"]
    refused = await api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", zhou.id)}, token=mediator)
    asked = await api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", chen.id)}, token=mediator)

    assert [(one["name"], one["possible"], one["onDuty"]) for one in made] == [
        ("陈律师", True, True),
        ("周律师", False, True),
    ]
    assert made[1]["reasons"][0] == "本人代理过 川味餐饮有限公司 2025-033"
    assert refused["fields"][0]["code"] == "conflict_of_interest"
    assert "川味餐饮有限公司" in refused["fields"][0]["message"]
    assert asked["state"] == "offered"
    assert asked["respondBy"] == "2026-11-20T05:00:00.000Z"


async def test_before_accepting_a_lawyer_sees_names_only_and_after_it_the_case(make, api):
    _, _, justice, case, mediator = await _world(make)
    lawyer, staff = await make.lawyer(agency=justice)
    token = await make.token(staff)
    asked = await api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", lawyer.id)}, token=mediator)

    before = await api.data(MINE, token=token)
    done = await api.do(ANSWER, {"a": asked["id"], "v": asked["version"]}, token=token)
    after = await api.data(MINE, token=token)

    (node,) = [edge["node"] for edge in before["myAssignments"]["edges"]]
    assert "王小明" in node["partyNames"]
    assert node["access"] == {"canAccept": True, "canHandBack": False}
    assert done == {"__typename": "Assignment", "state": "accepted", "sameDay": True, "version": 2}
    (node,) = [edge["node"] for edge in after["myAssignments"]["edges"]]
    assert "王小明" in node["partyNames"]
    assert node["access"] == {"canAccept": False, "canHandBack": True}


async def test_after_declining_a_lawyer_does_not_follow_who_joins_the_case(make, api):
    _, union, justice, case, mediator = await _world(make)
    lawyer, staff = await make.lawyer(agency=justice)
    token, supervisor = await make.token(staff), await make.token(await make.staff(Role.SUPERVISOR, agency=union))
    asked = await api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", lawyer.id)}, token=mediator)
    names = "query($id: ID!) { node(id: $id) { ... on Assignment { partyNames access { denied { field } } } } }"

    async def seen(token):
        return (await api.data(names, {"id": asked["id"]}, token=token))["node"]

    over_the_shoulder = await seen(supervisor)
    decline = 'mutation($a: ID!) { declineAssignment(input: {assignment: $a, version: 1, reason: "没有时间"}) { __typename } }'
    assert (await api.do(decline, {"a": asked["id"]}, token=token))["__typename"] == "Assignment"
    await make.claimant(case, name="李雷")

    nothing = {"partyNames": None, "access": {"denied": [{"field": "partyNames"}]}}
    assert await seen(token) == over_the_shoulder == nothing
    assert "李雷" in (await seen(mediator))["partyNames"]


async def test_a_stranger_cannot_see_or_answer_a_request(make, api):
    _, _, justice, case, mediator = await _world(make)
    lawyer, _ = await make.lawyer(agency=justice)
    _, other = await make.lawyer(agency=justice, name="孙律师")
    stranger = await make.token(other)
    asked = await api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", lawyer.id)}, token=mediator)

    seen = await api.data(NODE, {"id": asked["id"]}, token=stranger)
    tried = await api.do(ANSWER, {"a": asked["id"], "v": 1}, token=stranger)

    assert seen == {"node": None}
    assert tried == {"__typename": "NotFound"}


async def test_no_answer_in_time_asks_the_next_and_the_late_one_is_told(make, api, clock, runtime):
    _, _, justice, case, mediator = await _world(make)
    first, staff = await make.lawyer(agency=justice, name="一律师")
    second, _ = await make.lawyer(agency=justice, name="二律师")
    token = await make.token(staff)
    asked = await api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", first.id)}, token=mediator)

    clock.advance(minutes=60)
    token = await make.token(staff)
    late = await api.do(ANSWER, {"a": asked["id"], "v": 1}, token=token)
    async with runtime.uow(system(clock.now())) as tx:
        due = await assignments.due_to_expire(tx, limit=10)
        following = await assignments.expire(tx, due[0])

    assert late == {"__typename": "IllegalMove", "currentState": "expired", "possible": []}
    assert following is not None
    assert following.lawyer_id == second.id


async def test_of_many_requests_at_once_for_one_case_one_is_made(make, api):
    _, _, justice, case, mediator = await _world(make)
    lawyers = [(await make.lawyer(agency=justice, name=f"律师{n}"))[0] for n in range(5)]

    answers = await asyncio.gather(
        *[api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", one.id)}, token=mediator) for one in lawyers]
    )

    assert sorted(answer["__typename"] for answer in answers) == ["Assignment"] + ["Conflict"] * 4


async def test_a_case_shows_its_lawyer_to_those_who_see_the_case(make, api):
    _, _, justice, case, mediator = await _world(make)
    lawyer, staff = await make.lawyer(agency=justice, name="陈律师")
    asked = await api.do(OFFER, {"c": gid("Case", case.id), "l": gid("Lawyer", lawyer.id)}, token=mediator)
    query = "query($id: ID!) { case(id: $id) { lawyer { name } assignments { state } } }"

    before = await api.data(query, {"id": gid("Case", case.id)}, token=mediator)
    await api.do(ANSWER, {"a": asked["id"], "v": 1}, token=await make.token(staff))
    after = await api.data(query, {"id": gid("Case", case.id)}, token=mediator)

    assert before["case"] == {"lawyer": None, "assignments": [{"state": "offered"}]}
    assert after["case"] == {"lawyer": {"name": "陈律师"}, "assignments": [{"state": "accepted"}]}


async def test_requests_run_out_in_the_order_of_their_cases_in_which_every_sweep_locks(make, clock, runtime):
    first = await make.case()
    second = await make.case()
    lawyer, _ = await make.lawyer(agency=await make.agency(kind=AgencyKind.JUSTICE))
    waiting = {"lawyer_id": lawyer.id, "state": "offered", "offered_at": clock.now(), "check": {}}
    for case, minutes in ((second, 10), (first, 20)):
        respond_by = clock.now() + timedelta(minutes=minutes)
        await make.save(Assignment(case_id=case.id, district_id=case.district_id, respond_by=respond_by, **waiting))

    clock.advance(minutes=60)
    async with runtime.uow(system(clock.now())) as tx:
        due = await assignments.due_to_expire(tx, limit=10)
        rows = [await tx.session.get_one(Assignment, one) for one in due]

    assert [row.case_id for row in rows] == [first.id, second.id]


async def test_of_two_lawyers_alike_the_one_whose_specialty_is_claimed_comes_first(make, api):
    _, union, justice, case, mediator = await _world(make)
    await make.lawyer(agency=justice, name="甲律师")
    injury, _ = await make.lawyer(agency=justice, name="乙律师")
    injury.specialties = ["work_injury"]
    await make.save(injury)
    injured = await make.claimant(await make.case(agency=union), name="李四", social_insurance_fen=0)
    async with make.runtime.db.session() as session:
        claims = update(Claim).where(col(Claim.party_id) == injured.id)
        await session.execute(claims.values(head="work_injury", group_="social_insurance"))
        await session.commit()

    orders = [
        (await api.data(SUGGEST, {"c": gid("Case", one)}, token=mediator))["lawyerSuggestions"]
        for one in (case.id, injured.case_id)
    ]

    assert [[one["name"] for one in order] for order in orders] == [["甲律师", "乙律师"], ["乙律师", "甲律师"]]
    assert "专长相符" in orders[1][0]["reasons"]
