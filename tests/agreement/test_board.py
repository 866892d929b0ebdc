"""The board: each view is as long as it says, its rows are whole promises, and the next reminder is the one that is said."""

import random
from datetime import datetime, timedelta

from tests.agreement.test_ladder import RUNGS, speaks
from tests.agreement.test_reminders import ask, at
from tests.counting import statements

from mediation.agreement.ladder import next_moment
from mediation.agreement.models import Advance, Commitment, Payment
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Role
from mediation.notice.models import Notice
from mediation.status.models import Receipt

VIEWS = ("DUE_TODAY", "WITHIN_SEVEN_DAYS", "OVERDUE", "DEFAULTED", "ADVANCED", "PAID_THIS_MONTH")
SIZES = "{ boardViews { view rows promises } }"
ROWS = """
query($v: BoardView!, $first: Int!, $after: String) {
  promisedPayments(view: $v, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node {
      agreement dueOn dueAt wagesFen socialInsuranceFen paidFen verifiedFen advancedFen leftFen standing
      workers workersWaiting workersVerified workersReportingReceived workersReportingNothing
      reminders { sent lastAt nextAt } case { number }
    } }
  }
}"""
SINGLE = (
    """query($v: BoardView!) { commitments(first: 100, filter: { view: $v }) { totalCount edges { node { id } } } }"""
)


async def _rows(api, token, view) -> list[dict]:
    rows, after = [], None
    while True:
        page = (await api.data(ROWS, {"v": view, "first": 2, "after": after}, token=token))["promisedPayments"]
        rows += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(rows)
            return rows


async def _promise(make, agency, employer, due_on, *, workers=2, paid=0, third=False, **more):
    """A case with one promise to each worker, of which the first `paid` have been paid."""
    case = await make.case(agency=agency, state="performing", employer=employer)
    people = [await make.claimant(case) for _ in range(workers)]
    agreement = await make.agreement(case, *people, state="effective")
    about, now = {"case_id": case.id, "district_id": case.district_id}, make.runtime.clock.now()
    slip = {"payer_kind": "sub_landlord" if third else "employer", "payer_name": "某", "proof": "回单"}
    advance = Advance(**about, **slip, paid_on=now.date(), amount_fen=500_000, recourse_agreed=True, booked_at=now)
    if third:
        debt = {"agreement_id": agreement.id, "debtor_id": case.employer_id, "advance_id": advance.id}
        await make.save(advance, Commitment(**about, **debt, kind="recourse", group_="wages", amount_fen=500_000))
    for at_place, person in enumerate(people):
        is_paid = at_place < paid
        settled = {"settled_at": now} if is_paid else {}
        row = await make.commitment(agreement, person, due_on=due_on, **settled, **more)
        if is_paid:
            await make.save(
                Payment(
                    **about,
                    **slip,
                    paid_on=now.date(),
                    commitment_id=row.id,
                    amount_fen=500_000,
                    recorded_at=now,
                    confirmed_at=now if at_place == 0 else None,
                    advance_id=advance.id if third else None,
                )
            )
    return case, people, agreement


async def test_every_view_is_as_long_as_it_says_and_its_rows_are_whole_promises(api, runtime, make, clock):
    agency, far = await make.agency(), await make.agency()
    employer = await make.organisation(agency=agency)
    today, day = clock.now().astimezone(SHANGHAI).date(), timedelta(days=1)
    _, people, agreement = await _promise(make, agency, employer, today, workers=3, paid=1)
    await _promise(make, agency, employer, today + 7 * day)
    await _promise(make, agency, employer, today + 8 * day)
    await _promise(make, agency, employer, today - day)
    await _promise(make, agency, employer, today - 2 * day, defaulted_at=clock.now())
    await _promise(make, agency, employer, today - 3 * day, paid=2, third=True)
    await _promise(make, agency, employer, today, workers=1, due_at=clock.now() - timedelta(hours=1))
    for person, received in ((people[0], True), (people[1], True), (people[1], False)):
        said = Receipt(
            case_id=agreement.case_id,
            district_id=agreement.district_id,
            party_id=person.id,
            received=received,
            reported_at=clock.now() + timedelta(minutes=received),
        )
        await make.save(said)
    tokens = {
        role: await make.token(await make.staff(role, agency=agency)) for role in (Role.MEDIATOR, Role.SUPERVISOR)
    }
    token = tokens[Role.MEDIATOR]

    sizes = (await api.data(SIZES, token=token))["boardViews"]
    rows = {view: await _rows(api, token, view) for view in VIEWS}

    assert [one["view"] for one in sizes] == list(VIEWS)
    assert [one["rows"] for one in sizes] == [len(rows[view]) for view in VIEWS] == [1, 1, 2, 1, 1, 2]
    for one in sizes:
        single = (await api.data(SINGLE, {"v": one["view"]}, token=token))["commitments"]
        assert single["totalCount"] == len(single["edges"]) == one["promises"], one
    (row,) = rows["DUE_TODAY"]
    assert row["agreement"] == gid("Agreement", agreement.id)
    assert (row["wagesFen"], row["socialInsuranceFen"], row["paidFen"], row["leftFen"]) == (
        1_500_000,
        0,
        500_000,
        1_000_000,
    )
    assert (row["workers"], row["workersWaiting"], row["workersVerified"], row["standing"]) == (3, 2, 1, "PARTLY")
    assert (row["workersReportingReceived"], row["workersReportingNothing"]) == (2, 0), "the last word counts"
    (third,) = rows["ADVANCED"]
    assert (third["standing"], third["advancedFen"], third["verifiedFen"]) == ("SETTLED", 1_000_000, 500_000)
    assert third["reminders"]["nextAt"] is None
    assert {one["standing"] for one in rows["OVERDUE"]} == {"OVERDUE"}
    assert rows["DEFAULTED"][0]["standing"] == "DEFAULTED"

    # Who does not read what workers report is told so; nobody elsewhere changes anything, or sees anything.
    seen = await _rows(api, tokens[Role.SUPERVISOR], "DUE_TODAY")
    assert seen[0]["workersReportingReceived"] is None
    assert seen[0]["reminders"] is not None
    with statements(runtime) as few:
        await _rows(api, token, "DUE_TODAY")
    await _promise(make, far, await make.organisation(agency=far), today)
    assert (await api.data(SIZES, token=token))["boardViews"] == sizes
    stranger = await make.token(await make.staff(Role.MEDIATOR, agency=far))
    assert len(await _rows(api, stranger, "DUE_TODAY")) == 1
    administrator = await make.token(await make.staff(Role.ADMINISTRATOR, agency=agency))
    for query, given in ((SIZES, {}), (ROWS, {"v": "OVERDUE", "first": 1})):
        body = (await api.send(query, given, token=administrator)).json()
        assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    await _promise(make, agency, employer, today)
    with statements(runtime) as more:
        await _rows(api, token, "DUE_TODAY")
    assert len(more) == len(few)


async def test_reminders_that_went_out_are_counted_and_the_next_one_is_the_one_that_is_said(api, set_table):
    table = await set_table(workers=2)
    await table.effective()
    reader = await table.make.staff(Role.MEDIATOR, agency=table.agency)

    async def told() -> dict:
        token = await table.make.token(reader)  # two days pass, and nobody stays signed in that long
        (row,) = await _rows(api, token, "WITHIN_SEVEN_DAYS") or await _rows(api, token, "DUE_TODAY") or [None]
        return row["reminders"]

    first = await told()
    assert (first["sent"], first["lastAt"], first["nextAt"]) == (0, None, "2026-11-22T12:00:00.000Z")

    (draft,) = await ask(table, at(22, 20))
    (posted,) = [one for one in await table.rows(Notice) if one.dedupe_key.startswith(draft.dedupe_key)]
    assert (await told())["sent"] == 0, "said, and not gone out yet"
    posted.state, posted.sent_at = "sent", at(22, 20, 1)
    await _change(table, posted)

    again = await told()
    assert (again["sent"], again["lastAt"]) == (1, "2026-11-22T12:01:00.000Z")
    assert again["nextAt"] == "2026-11-23T01:00:00.000Z"


async def _change(table, row) -> None:
    async with table.runtime.db.session() as session:
        await session.merge(row)
        await session.commit()


def test_the_next_moment_is_the_first_at_which_a_rung_begins_to_speak():
    dice = random.Random(5)
    for _ in range(300):
        due = at(20, 0) + timedelta(hours=dice.randrange(24 * 6), minutes=dice.choice([0, 0, 30]))
        now = at(19, 0) + timedelta(minutes=15 * dice.randrange(4 * 24 * 9))

        found = next_moment(tuple(RUNGS.values()), due, now, effective_at=None)

        assert found is not None
        assert found > now
        before = found - timedelta(seconds=1)
        begins = [name for name in RUNGS if speaks(name, found, due) and not speaks(name, before, due)]
        is_daily = speaks("daily", found, due) and found.astimezone(SHANGHAI).hour == 9
        assert begins or is_daily, (due, now, found)
        assert not _begins_between(now, found, due), (due, now, found)


def test_what_was_promised_after_the_evening_is_announced_at_its_own_hour():
    due, signed, rungs = at(25, 3), at(23, 21), tuple(RUNGS.values())

    assert next_moment(rungs, due, at(23, 19), effective_at=None) == at(23, 20)
    assert next_moment(rungs, due, at(23, 22), effective_at=signed) == at(24, 3)
    assert next_moment(rungs, due, at(23, 22), effective_at=at(24, 22)) == due, "less than a day was promised"


def _begins_between(now: datetime, found: datetime, due: datetime) -> bool:
    """Whether a rung that speaks once begins between both, tried every quarter of an hour."""
    step, moment = timedelta(minutes=15), now
    while (moment := moment + step) < found:
        wall = moment.astimezone(SHANGHAI)
        for name in RUNGS.keys() - {"daily"}:
            # What begins in the night was said in the evening before it.
            said_before = name == "day_before" and not 8 < wall.hour < 21
            if not said_before and speaks(name, moment, due) and not speaks(name, moment - step, due):
                return True
    return False
