"""A request from one agency to another and back, over the API, with real sessions."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import Agency, AgencyKind, City, District
from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from tests.counting import statements
from tests.referral.conftest import ACCEPT, CLOSE, DECLINE, OFFER, TAKE_BACK

LIST = """query($d: ReferralDirection!, $first: Int!, $after: String, $state: ReferralState) {
  referrals(direction: $d, first: $first, after: $after, state: $state) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { id state caseNumber employerName request legalBasis fromAgency { nameZh } toAgency { nameZh }
      offeredBy { name } answeredBy { name } case { number }
      access { canAccept canDecline canTakeBack canClose denied { field } } } } } }"""
NODE = "query($id: ID!) { node(id: $id) { __typename id ... on Referral { state request } } }"


async def _inbox(world, token, direction="INBOX", first=10, **more):
    values = {"d": direction, "first": first, **more}
    return (await world.api.data(LIST, values, token=token))["referrals"]


async def _sees_case(world, token) -> bool:
    return (await world.api.data(NODE, {"id": gid("Case", world.case.id)}, token=token))["node"] is not None


async def test_before_accepting_the_asked_agency_reads_the_request_the_number_and_the_employer_but_not_the_case(world):
    await world.offer()

    page = await _inbox(world, world.clerk)

    assert page["totalCount"] == 1
    node = page["edges"][0]["node"]
    assert node["request"] == "请协助核实该企业在贵院的执行案件。"
    assert (node["caseNumber"], node["employerName"]) == (world.case.number, "川味餐饮有限公司")
    assert (node["fromAgency"]["nameZh"], node["toAgency"]["nameZh"]) == (world.union.name_zh, world.court.name_zh)
    assert (node["offeredBy"], node["answeredBy"], node["case"]) == ({"name": "张敏"}, None, None)
    assert node["access"] == {
        "canAccept": True,
        "canDecline": True,
        "canTakeBack": False,
        "canClose": False,
        "denied": [{"field": "case"}],
    }
    assert not await _sees_case(world, world.clerk)
    assert await world.mail(world.court) == ["referral.offered"]


async def test_accepting_opens_the_case_and_closing_shuts_it_again(world):
    offered = await world.offer()

    accepted = await world.act(ACCEPT, offered, token=world.clerk)
    opened = await _sees_case(world, world.clerk)
    shown = (await _inbox(world, world.clerk))["edges"][0]["node"]
    closed = await world.act(CLOSE, accepted, token=world.clerk, result="已查询，暂无执行案件。")

    assert (accepted["state"], accepted["version"]) == ("ACCEPTED", 2)
    assert accepted["answeredAt"] == "2026-11-20T04:00:00.000Z"
    assert opened
    assert (shown["case"], shown["access"]["denied"]) == ({"number": world.case.number}, [])
    assert (closed["state"], closed["result"]) == ("CLOSED", "已查询，暂无执行案件。")
    assert not await _sees_case(world, world.clerk)
    assert await world.mail(world.union) == ["referral.accepted", "referral.closed"]
    assert (await _inbox(world, world.clerk))["edges"][0]["node"]["state"] == "CLOSED"


async def test_the_asking_agency_may_close_too_and_the_other_is_told(world):
    accepted = await world.act(ACCEPT, await world.offer(), token=world.clerk)

    closed = await world.act(CLOSE, accepted, token=world.mediator, result="双方已自行和解。")

    assert closed["state"] == "CLOSED"
    assert not await _sees_case(world, world.clerk)
    assert await world.mail(world.court) == ["referral.offered", "referral.closed"]


async def test_closing_one_of_two_accepted_referrals_leaves_the_case_open_to_the_agency(world):
    first = await world.act(ACCEPT, await world.offer(), token=world.clerk)
    second = await world.act(ACCEPT, await world.offer(request="请指派法官到场指导。"), token=world.clerk)

    await world.act(CLOSE, first, token=world.clerk, result="已查询。")
    between = await _sees_case(world, world.clerk)
    await world.act(CLOSE, second, token=world.clerk, result="已到场。")

    assert between
    assert not await _sees_case(world, world.clerk)


async def test_a_declined_referral_gives_its_reason_to_the_agency_that_asked(world):
    offered = await world.offer()

    declined = await world.act(DECLINE, offered, token=world.clerk, reason="不属于本院管辖。")
    seen = await _inbox(world, world.mediator, "OUTBOX")
    read = await world.api.data("query($id: ID!) { node(id: $id) { ... on Referral { reason } } }", {"id": offered["id"]},
                                token=world.mediator)  # fmt: skip

    assert declined["state"] == "DECLINED"
    assert seen["edges"][0]["node"]["state"] == "DECLINED"
    assert read["node"]["reason"] == "不属于本院管辖。"
    assert await world.mail(world.union) == ["referral.declined"]
    assert not await _sees_case(world, world.clerk)


async def test_a_referral_can_be_taken_back_until_it_is_answered(world):
    offered = await world.offer()

    taken = await world.act(TAKE_BACK, offered, token=world.mediator)
    late = await world.act(ACCEPT, taken, token=world.clerk)
    other = await world.act(ACCEPT, await world.offer(), token=world.clerk)
    too_late = await world.act(TAKE_BACK, other, token=world.mediator)

    assert taken["state"] == "TAKEN_BACK"
    assert late == {"__typename": "IllegalMove", "was": "taken_back", "possible": []}
    assert too_late == {"__typename": "IllegalMove", "was": "accepted", "possible": ["referral:close"]}
    assert (await world.mail(world.court))[:2] == ["referral.offered", "referral.taken_back"]


async def test_of_accepting_and_taking_back_at_once_one_happens(world):
    offered = await world.offer()

    answers = await asyncio.gather(
        world.act(ACCEPT, offered, token=world.clerk),
        world.act(TAKE_BACK, offered, token=world.mediator),
    )

    assert sorted(answer["__typename"] for answer in answers) == ["Conflict", "Referral"]


async def test_what_is_asked_answered_and_closed_stands_in_the_journal_without_a_word_of_it(world):
    accepted = await world.act(ACCEPT, await world.offer(), token=world.clerk)
    await world.act(CLOSE, accepted, token=world.clerk, result="已查询。")

    statement = select(col(JournalEntry.verb), col(JournalEntry.subject), col(JournalEntry.particulars))
    async with world.runtime.read() as connection:
        rows = (await connection.execute(statement.order_by(col(JournalEntry.seq)))).all()

    assert [row.verb for row in rows] == ["referral:offer", "referral:accept", "referral:close"]
    assert {row.subject for row in rows} == {"Referral"}
    between = {"from_agency_id": str(world.union.id), "to_agency_id": str(world.court.id)}
    assert rows[0].particulars == rows[1].particulars == between
    assert rows[2].particulars == {**between, "closed_by_agency_id": str(world.court.id)}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"request": " "}, [{"path": "request", "code": "empty"}]),
        ({"request": "请" * 2001}, [{"path": "request", "code": "too_long"}]),
        ({"legalBasis": ""}, [{"path": "legalBasis", "code": "empty"}]),
        ({"toAgency": "nonsense"}, [{"path": "toAgency", "code": "not_an_id"}]),
        ({"toAgency": gid("Agency", uuid4())}, [{"path": "toAgency", "code": "unknown"}]),
    ],
)
async def test_a_request_that_is_not_complete_is_refused_and_nothing_is_sent(world, change, fields):
    refused = await world.offer(**change)

    assert refused == {"__typename": "Invalid", "fields": fields}
    assert await world.written() == (0, 0, 0)


async def test_an_agency_of_another_city_and_the_own_one_cannot_be_asked(world):
    city = City(code="320500", name_zh="苏州市", name_en="Suzhou")
    district = District(city_id=city.id, code="320505", name_zh="虎丘区", name_en="Huqiu")
    far = Agency(district_id=district.id, kind=AgencyKind.COURT, name_zh="虎丘区人民法院", name_en="Huqiu Court")
    await world.make.save(city, district, far)

    elsewhere = await world.offer(to=far)
    own = await world.offer(to=world.union)

    assert elsewhere["fields"] == [{"path": "toAgency", "code": "unknown"}]
    assert own["fields"] == [{"path": "toAgency", "code": "same_agency"}]
    assert await world.written() == (0, 0, 0)


async def test_an_agency_of_another_district_of_the_city_can_be_asked(world):
    bureau = await world.make.agency(kind=AgencyKind.HUMAN_RESOURCES)
    supervisor = await world.make.token(await world.make.staff(Role.SUPERVISOR, agency=bureau))

    accepted = await world.act(ACCEPT, await world.offer(to=bureau), token=supervisor)

    assert accepted["state"] == "ACCEPTED"
    assert await _sees_case(world, supervisor)


async def test_in_a_case_that_has_ended_nothing_is_asked_or_accepted(world, clock):
    offered = await world.offer()
    world.case.state, world.case.outcome, world.case.closed_at = CaseState.CLOSED, "performed", clock.now()
    async with world.runtime.db.session() as session:
        await session.merge(world.case)
        await session.commit()

    asked = await world.offer()
    accepted = await world.act(ACCEPT, offered, token=world.clerk)
    page = await _inbox(world, world.clerk)
    declined = await world.act(DECLINE, offered, token=world.clerk, reason="案件已结束。")

    assert asked == {"__typename": "IllegalMove", "was": "closed", "possible": ["case:reopen", "case:break_glass"]}
    assert accepted == {"__typename": "IllegalMove", "was": "closed", "possible": []}
    assert page["edges"][0]["node"]["access"]["canAccept"] is False
    assert declined["state"] == "DECLINED"


async def test_a_stale_version_is_a_conflict(world):
    offered = await world.offer()
    await world.act(ACCEPT, offered, token=world.clerk)

    again = await world.act(CLOSE, offered, token=world.clerk, result="已办。")

    assert again == {"__typename": "Conflict", "currentVersion": 2}


async def test_who_has_no_part_in_a_referral_cannot_tell_it_from_one_that_does_not_exist(world):
    offered = await world.offer()
    neighbour = await world.make.agency(kind=AgencyKind.JUSTICE)
    absent = {"id": gid("Referral", uuid4()), "version": 1}
    before = await world.written()
    strangers = [
        await world.make.token(await world.make.staff(Role.CLERK, Role.SUPERVISOR, agency=neighbour)),
        await world.make.token(await world.make.staff(Role.MEDIATOR, Role.INTAKE_CLERK)),
        await world.make.token(
            await world.make.staff(Role.LAWYER, Role.ADMINISTRATOR, Role.AUDITOR, agency=world.union)
        ),
    ]

    for token in strangers:
        seen = await world.api.send(NODE, {"id": offered["id"]}, token=token)
        nothing = await world.api.send(NODE, {"id": absent["id"]}, token=token)
        assert seen.content == nothing.content
        for mutation, more in ((ACCEPT, {}), (DECLINE, {"reason": "否"}), (TAKE_BACK, {}), (CLOSE, {"result": "办"})):
            hidden = await world.act(mutation, offered, token=token, **more)
            assert hidden == await world.act(mutation, absent, token=token, **more) == {"__typename": "NotFound"}
        assert await world.offer(token=token) == {"__typename": "NotFound"}
    assert await world.act(ACCEPT, offered, token="") == {"__typename": "NotFound"}

    assert await world.written() == before


async def test_each_side_is_refused_the_verbs_of_the_other(world):
    offered = await world.offer()
    chief = await world.make.token(await world.make.staff(Role.SUPERVISOR, agency=world.union))
    before = await world.written()

    answers = [
        await world.act(ACCEPT, offered, token=world.mediator),
        await world.act(DECLINE, offered, token=world.mediator, reason="否"),
        await world.act(TAKE_BACK, offered, token=world.clerk),
        await world.act(ACCEPT, offered, token=chief),
        await world.offer(token=chief),
    ]

    assert [answer["verb"] for answer in answers] == [
        "referral:accept",
        "referral:decline",
        "referral:take_back",
        "referral:accept",
        "referral:offer",
    ]
    assert await world.written() == before


async def test_a_clerk_who_sees_the_case_by_a_referral_may_not_refer_it_on(world):
    await world.act(ACCEPT, await world.offer(), token=world.clerk)
    bureau = await world.make.agency(kind=AgencyKind.HUMAN_RESOURCES)

    refused = await world.offer(to=bureau, token=world.clerk)

    assert refused == {"__typename": "Forbidden", "verb": "referral:offer"}


async def test_another_agency_of_the_same_case_does_not_see_the_referral(world):
    bureau = await world.make.agency(kind=AgencyKind.HUMAN_RESOURCES)
    token = await world.make.token(await world.make.staff(Role.CLERK, agency=bureau))
    theirs = await world.act(ACCEPT, await world.offer(to=bureau), token=token)
    ours = await world.offer()

    page = await _inbox(world, token)
    hidden = await world.api.data(NODE, {"id": ours["id"]}, token=token)

    assert [edge["node"]["id"] for edge in page["edges"]] == [theirs["id"]]
    assert hidden == {"node": None}


async def test_who_is_recused_from_the_case_loses_its_referrals(world, make):
    offered = await world.offer()
    recused = await make.staff(Role.MEDIATOR, agency=world.union)
    token = await make.token(recused)
    before = await _inbox(world, token, "OUTBOX")
    await make.tie(world.case, Tie.RECUSED, recused.id)

    after = await _inbox(world, token, "OUTBOX")
    tried = await world.act(TAKE_BACK, offered, token=token)

    assert before["totalCount"] == 1
    assert after == {"totalCount": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}, "edges": []}
    assert tried == {"__typename": "NotFound"}


async def test_a_list_is_paged_newest_first_and_narrowed_by_state(world, clock):
    made = []
    for number in range(5):
        clock.advance(minutes=1)
        made.append(await world.offer(request=f"请求{number}"))
    await world.act(ACCEPT, made[1], token=world.clerk)

    first = await _inbox(world, world.clerk, first=2)
    second = await _inbox(world, world.clerk, first=2, after=first["pageInfo"]["endCursor"])
    open_ones = await _inbox(world, world.clerk, state="OFFERED")
    accepted = await _inbox(world, world.mediator, "OUTBOX", state="ACCEPTED")
    none = await _inbox(world, world.mediator, "INBOX")

    requests = [edge["node"]["request"] for edge in first["edges"] + second["edges"]]
    assert requests == ["请求4", "请求3", "请求2", "请求1"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (5, True)
    assert [edge["node"]["request"] for edge in open_ones["edges"]] == ["请求4", "请求3", "请求2", "请求0"]
    assert [edge["node"]["request"] for edge in accepted["edges"]] == ["请求1"]
    assert none["totalCount"] == 0


async def test_who_has_no_role_in_referrals_has_no_list(world, make):
    token = await make.token(await make.staff(Role.AUDITOR, agency=world.court))

    answer = await world.api.send(LIST, {"d": "INBOX", "first": 10}, token=token)

    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_repeated_key_offers_once(world):
    values = {
        "i": {
            "case": gid("Case", world.case.id),
            "toAgency": gid("Agency", world.court.id),
            "request": "请协助。",
            "legalBasis": "协议",
        }
    }

    first = await world.api.do(OFFER, values, token=world.mediator, idempotency_key="k1")
    again = await world.api.do(OFFER, values, token=world.mediator, idempotency_key="k1")

    assert again == first
    assert await world.written() == (1, 1, 1)


async def test_a_list_costs_the_same_number_of_queries_however_long_it_is(world):
    async def queries_of_a_list() -> int:
        with statements(world.runtime) as sent:
            await _inbox(world, world.clerk, first=100)
        return len(sent)

    await world.offer()
    with_one = await queries_of_a_list()
    for _ in range(6):
        await world.offer()
    with_seven = await queries_of_a_list()

    assert with_one == with_seven == 6


async def test_a_case_lists_its_referrals_to_those_who_may_see_them(world):
    case = "query($id: ID!) { case(id: $id) { referrals { state request } access { possible } } }"
    await world.act(ACCEPT, await world.offer(), token=world.clerk)
    bureau = await world.make.agency(kind=AgencyKind.HUMAN_RESOURCES)
    await world.offer(to=bureau, request="请核查社保。")

    ours = (await world.api.data(case, {"id": gid("Case", world.case.id)}, token=world.mediator))["case"]
    theirs = (await world.api.data(case, {"id": gid("Case", world.case.id)}, token=world.clerk))["case"]

    assert sorted(one["state"] for one in ours["referrals"]) == ["ACCEPTED", "OFFERED"]
    assert [one["request"] for one in theirs["referrals"]] == ["请协助核实该企业在贵院的执行案件。"]
    assert "referral:offer" in ours["access"]["possible"]
    assert "referral:offer" not in theirs["access"]["possible"]
