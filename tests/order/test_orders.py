"""Service orders over HTTP: the way of one from its order to its end, who sees what of it, and what is said of late ones."""

import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import AgencyKind
from mediation.gql.relay import gid
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role, system
from mediation.kit.machine import advance
from mediation.kit.problems import IllegalMove
from mediation.notice.models import Notice
from mediation.notice.service import post
from mediation.order import reminders
from mediation.order.models import OrderStep, ServiceOrder
from mediation.order.rules import MOVES

FIELDS = """id number anonymous requesterName phone level step callBack dueOn dueAt overdue version possible
  card { content opinion result mark }
  steps { step level dueOn doneAt note agency { id } owner { id } doneBy { id } }"""
PROBLEMS = """... on Invalid { fields { path code } } ... on IllegalMove { currentState }
  ... on Conflict { currentVersion } ... on Forbidden { message }"""
PHONE = "13912341402"


def _verb(name: str) -> str:
    kind = name[0].upper() + name[1:]
    shown = "... on RevealedOrder { phone }" if name == "revealOrder" else f"... on ServiceOrder {{ {FIELDS} }}"
    return f"mutation($input: {kind}Input!) {{ {name}(input: $input) {{ __typename {shown} {PROBLEMS} }} }}"


class Desk:
    """The clerk of an office, and another office of the district that handles."""

    def __init__(self, api, token, office, other, handler, runtime):
        self.api, self.token, self.office, self.other, self.handler = api, token, office, other, handler
        self.runtime = runtime

    async def do(self, verb, *, by=None, **given):
        return await self.api.do(_verb(verb), {"input": given}, token=by or self.token)

    async def order(self, content="春节回家代购火车票", **more):
        return await self.do("registerOrder", channel="WECHAT", content=content, **more)

    async def step(self, verb, order, *, by=None, **given):
        return await self.do(verb, by=by, id=order["id"], version=order["version"], **given)


@pytest.fixture
async def desk(make, api, runtime):
    office = await make.agency()
    other = await make.agency(kind=AgencyKind.JUSTICE)
    token = await make.token(await make.staff(Role.INTAKE_CLERK, agency=office))
    handler = await make.token(await make.staff(Role.CLERK, agency=other))
    return Desk(api, token, office, other, handler, runtime)


async def test_an_order_goes_from_its_card_through_five_steps_to_its_end(desk, make):
    worker = await make.staff(Role.CLERK, agency=desk.other)
    order = await desk.order(requesterName="王小明", phone=PHONE)
    seen = [order]
    seen.append(await desk.step("takeOrder", seen[-1], opinion="继续增加此类便民服务", level="STREET"))
    where = {"agency": gid("Agency", desk.other.id), "staff": gid("Staff", worker.id), "dueOn": "2026-11-27"}
    seen.append(await desk.step("dispatchOrder", seen[-1], **where))
    seen.append(await desk.step("handleOrder", seen[-1], by=desk.handler, result="设置便民服务点"))
    seen.append(await desk.step("rateOrder", seen[-1], mark="SATISFIED"))
    done = await desk.step("closeOrder", seen[-1])

    assert (order["number"], order["requesterName"], order["phone"]) == ("D-1", "王*明", "139****1402")
    assert order["possible"] == ["order:take"]
    steps = ["REQUESTED", "DISPATCHING", "HANDLING", "RATING", "RATING"]
    assert [(one["step"], one["version"]) for one in seen] == [(step, n) for n, step in enumerate(steps, start=1)]
    assert (seen[2]["dueOn"], seen[2]["dueAt"]) == ("2026-11-27", "2026-11-27T16:00:00.000Z")
    assert done["step"] == "CLOSED"
    assert done["card"] == {
        "content": "春节回家代购火车票",
        "opinion": "继续增加此类便民服务",
        "result": "设置便民服务点",
        "mark": "SATISFIED",
    }
    assert [one["step"] for one in done["steps"]] == ["REQUESTED", "DISPATCHING", "HANDLING", "RATING"]
    assert all(one["doneAt"] and one["dueOn"] and one["doneBy"] and one["agency"] for one in done["steps"])
    assert done["steps"][2]["owner"] == {"id": gid("Staff", worker.id)}
    assert (done["dueOn"], done["possible"]) == (None, [])


async def test_who_is_not_satisfied_is_called_back_and_the_order_is_handled_again(desk):
    order = await desk.step("takeOrder", await desk.order(), opinion="马上办", level="AT_ONCE")
    rating = await desk.step("handleOrder", order, result="已代购")

    again = await desk.step("rateOrder", rating, mark="DISSATISFIED", comment="还要排队")
    early = await desk.step("closeOrder", again)
    unsaid = await desk.step("closeOrder", await desk.step("handleOrder", await _fresh(desk), result="已办"))
    better = await desk.step("rateOrder", await desk.step("handleOrder", again, result="另设窗口"), mark="FAIRLY")

    assert order["step"] == "HANDLING"
    assert (again["step"], again["callBack"], again["card"]["mark"]) == ("HANDLING", True, "DISSATISFIED")
    assert again["dueOn"] == "2026-11-25", "three working days after Friday"
    assert early["currentState"] == "handling"
    assert unsaid["fields"] == [{"path": "reason", "code": "empty"}]
    assert (better["step"], better["callBack"], better["card"]["result"]) == ("RATING", False, "另设窗口")
    assert [one["step"] for one in better["steps"]] == ["REQUESTED", "HANDLING", "RATING", "HANDLING", "RATING"]


async def _fresh(desk):
    return await desk.step("takeOrder", await desk.order(), opinion="马上办", level="AT_ONCE")


async def test_what_cannot_be_settled_goes_up_two_levels_and_no_further(desk):
    order = await _fresh(desk)
    street = await desk.step("escalateOrder", order, reason="不能当场答复")
    district = await desk.step("escalateOrder", street, reason="街道解决有难度")
    top = await desk.step("escalateOrder", district, reason="再上报")

    assert [(one["level"], one["step"]) for one in (street, district)] == [
        ("STREET", "DISPATCHING"),
        ("DISTRICT", "DISPATCHING"),
    ]
    assert top["currentState"] == "district"
    assert [one["note"] for one in district["steps"]] == ["", "不能当场答复", "街道解决有难度", ""]


@pytest.mark.parametrize("step", OrderStep)
def test_only_the_moves_of_the_table_are_possible(step):
    for verb in {move.verb for move in MOVES}:
        targets = [move.target for move in MOVES if (move.verb, move.source) == (verb, step)]
        for to in OrderStep:
            if to in targets:
                assert advance(MOVES, step, verb, to=to) is to
            else:
                with pytest.raises(IllegalMove):
                    advance(MOVES, step, verb, to=to)


async def test_an_anonymous_need_is_taken_down_and_wrong_fields_are_all_told(desk):
    nobody = await desk.order()
    wrong = await desk.do("registerOrder", channel="HOTLINE", content=" ", phone="123", requesterName="123")
    shown = await desk.do("revealOrder", id=nobody["id"], reason="回访申请人")
    past = await desk.step("takeOrder", nobody, opinion="受理", level="STREET", dueOn="2026-11-19")
    stale = await desk.do("takeOrder", id=nobody["id"], version=9, opinion="受理", level="STREET")

    assert (nobody["anonymous"], nobody["phone"], nobody["requesterName"]) == (True, None, "")
    assert {field["path"] for field in wrong["fields"]} == {"content", "phone", "requesterName"}
    assert shown["fields"] == [{"path": "id", "code": "not_known"}]
    assert past["fields"] == [{"path": "dueOn", "code": "in_past"}]
    assert stale == {"__typename": "Conflict", "currentVersion": 1}


async def test_a_phone_is_sealed_and_shown_whole_only_for_a_reason_that_is_kept(desk):
    order = await desk.order(phone=PHONE)

    shown = await desk.do("revealOrder", id=order["id"], reason="回访申请人")
    unseen = await desk.do("revealOrder", by=desk.handler, id=order["id"], reason="回访申请人")

    assert shown["phone"] == PHONE
    assert unseen["__typename"] == "NotFound"
    async with desk.runtime.read() as connection:
        sealed = (await connection.execute(select(col(ServiceOrder.phone_cipher)))).scalar()
        noted = (await connection.execute(select(AccessEntry.__table__).where(col(AccessEntry.allowed)))).all()
        said = (
            (await connection.execute(select(col(JournalEntry.verb)).order_by(col(JournalEntry.seq)))).scalars().all()
        )
    assert PHONE.encode() not in sealed
    assert [(one.verb, one.reason) for one in noted] == [("order:reveal", "回访申请人")]
    assert said == ["order:register", "order:reveal"]


async def test_the_office_it_went_to_sees_it_from_then_on_and_nobody_else_does(desk, make):
    order = await desk.step("takeOrder", await desk.order(), opinion="受理", level="STREET")
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    query = "query($id: ID!) { node(id: $id) { id } serviceOrders(first: 9) { totalCount } }"

    async def look(by):
        found = await desk.api.data(query, {"id": order["id"]}, token=by)
        return found["node"] is not None, found["serviceOrders"]["totalCount"]

    before = await look(desk.handler)
    sent = await desk.step("dispatchOrder", order, agency=gid("Agency", desk.other.id))
    after = [await look(by) for by in (desk.handler, desk.token, stranger)]
    not_theirs = await desk.step("rateOrder", sent, by=desk.handler, mark="SATISFIED")

    assert before == (False, 0)
    assert after == [(True, 1), (True, 1), (False, 0)]
    assert not_theirs["__typename"] == "Forbidden"


async def test_numbers_of_a_district_have_no_gaps_whoever_takes_them_at_once(desk, make, api):
    clerk = await make.token(await make.staff(Role.INTAKE_CLERK, agency=desk.office))
    elsewhere = await make.token(await make.staff(Role.INTAKE_CLERK))
    wrong = {"channel": "EMAIL", "content": "一" * 2_000}

    made = await asyncio.gather(
        *(desk.order(f"需求{n}") for n in range(4)), desk.do("registerOrder", by=clerk, **wrong)
    )
    other = await desk.do("registerOrder", by=elsewhere, channel="EMAIL", content="需求")

    assert sorted(one["number"] for one in made[:4]) == ["D-1", "D-2", "D-3", "D-4"]
    assert made[4]["__typename"] == "Invalid"
    assert other["number"] == "D-1"


async def test_lists_and_counts_are_narrowed_alike_by_step_level_month_owner_and_lateness(desk, clock, make):
    await desk.order()
    mine = await _fresh(desk)
    query = """query($f: OrderFilter) { serviceOrders(first: 9, filter: $f) { totalCount edges { node { id overdue } } }
      serviceOrderCounts(filter: $f) { step count } }"""

    async def found(by=None, **wanted):
        answer = await desk.api.data(query, {"f": wanted}, token=by or desk.token)
        counts = [one["count"] for one in answer["serviceOrderCounts"]]
        assert sum(counts) == answer["serviceOrders"]["totalCount"]
        return counts

    assert await found() == [1, 0, 1, 0, 0]
    assert await found(step=["HANDLING"]) == await found(level="AT_ONCE") == [0, 0, 1, 0, 0]
    assert await found(owner=mine["steps"][-1]["owner"]["id"]) == [0, 0, 1, 0, 0]
    assert (await found(month="2026-11"), await found(month="2026-12")) == ([1, 0, 1, 0, 0], [0] * 5)
    assert (await found(overdue=True), await found(overdue=False)) == ([0] * 5, [1, 0, 1, 0, 0])
    clock.advance(days=4)
    later = await make.token(await make.staff(Role.INTAKE_CLERK, agency=desk.office))
    assert await found(later, overdue=True) == [1, 0, 1, 0, 0]
    for month in ("2026-13", "11月", "9999-12"):
        wrong = await desk.api.send(query, {"f": {"month": month}}, token=later)
        assert wrong.json()["errors"][0]["extensions"]["code"] == "INVALID"


async def test_a_step_past_its_day_is_told_once_to_whose_it_is(desk, clock, runtime):
    await desk.order()
    mine = await _fresh(desk)

    async def tick():
        async with runtime.uow(system(clock.now())) as tx:
            drafts = await reminders.due(tx, limit=10)
            await post(tx, *drafts)
            return sorted((str(draft.recipient_kind), draft.template) for draft in drafts)

    early = await tick()
    clock.advance(days=4)
    first, second = await tick(), await tick()

    assert early == second == []
    assert first == [("agency", "order.overdue"), ("staff", "order.overdue")]
    async with runtime.read() as connection:
        told = (await connection.execute(select(Notice.__table__).where(col(Notice.template) == "order.overdue"))).all()
    assert {one.parameters["number"] for one in told} == {"D-1", mine["number"]}
