"""The doors of a case over GraphQL: the article's evening and the days after, and who may see them."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind, Staff
from mediation.case.models import CaseState
from mediation.deadline.models import ProcedureEvent
from mediation.door import queries
from mediation.gql.context import Reader
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role, Side
from tests.agreement.test_api import act, token_of
from tests.counting import statements

DOORS = """wagesOwedFen socialInsuranceOwedFen flags { which source { citation } }
  circumstances { which holds basis recordedAt }
  doors { which title standing sinceOn usedOn forGood who until { on naturalOn missing source { citation } }
    why { text source { citation article } } warnings { text } needs { kind text present } missing { text }
    shares { group heads amountFen how } effects { on kind } sources { citation quote } openQuestions }"""
DEFAULTED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)


async def doors_of(api: Any, token: str, case: Any, **headers: str) -> Any:
    """The doors of a case as the caller reads them, by name; None when not for them."""
    query = f"query($id: ID!) {{ case(id: $id) {{ openDoors {{ {DOORS} }} }} }}"
    found = await api.data(query, {"id": gid("Case", case.id)}, token=token, **headers)
    doors = found["case"] and found["case"]["openDoors"]
    return doors and {**doors, "doors": {door["which"]: door for door in doors["doors"]}}


async def know(api: Any, token: str, case: Any, *, version: int, **found: bool | None) -> Any:
    """Record circumstances."""
    given = [{"which": name.upper(), "holds": holds, "basis": "电话核实"} for name, holds in found.items()]
    wanted = {"case": gid("Case", case.id), "version": version, "circumstances": given}
    return await api.do(act("recordCircumstances", "Case", "id version"), {"i": wanted}, token=token)


async def version_of(table: Any) -> int:
    """The version of the case now."""
    return (await table.now(table.case)).version


def sums(door: Any) -> dict[tuple[str, str], int]:
    """What a door does for each group, in fen."""
    found: dict[tuple[str, str], int] = {}
    for share in door["shares"]:
        key = (share["group"], share["how"])
        found[key] = found.get(key, 0) + share["amountFen"]
    return found


async def test_at_signing_the_studio_sees_the_joint_doors_with_their_days_and_articles(set_table, api, make):
    table = await set_table()
    token = await token_of(table, make)
    await table.effective()

    seen = await doors_of(api, token, table.case)

    confirmation, review = seen["doors"]["JUDICIAL_CONFIRMATION"], seen["doors"]["ARBITRATION_REVIEW"]
    assert (confirmation["standing"], confirmation["sinceOn"], confirmation["who"]) == ("OPEN", "2026-11-20", ["BOTH"])
    assert confirmation["until"] == {
        "on": "2026-12-21",
        "naturalOn": "2026-12-20",
        "missing": None,
        "source": {"citation": "《民事诉讼法》第205条"},
    }
    assert (review["standing"], review["until"]["on"], review["until"]["naturalOn"]) == (
        "OPEN",
        "2026-12-07",
        "2026-12-05",
    )
    assert review["until"]["source"] == {"citation": "《劳动人事争议仲裁办案规则》第74条"}
    assert seen["doors"]["PAYMENT_ORDER_ON_AGREEMENT"]["standing"] == "LATER"
    assert seen["doors"]["PAYMENT_ORDER_ON_AGREEMENT"]["sinceOn"] == "2026-11-24"
    assert (seen["wagesOwedFen"], seen["socialInsuranceOwedFen"]) == (19_840_000, 1_800_000)
    assert all(question for question in confirmation["openQuestions"])


async def test_after_the_default_wages_and_social_insurance_go_different_ways(set_table, api, make, clock):
    table = await set_table()
    await table.effective()
    clock.set(DEFAULTED_AT)
    token = await token_of(table, make)

    unknown = (await doors_of(api, token, table.case))["doors"]["PAYMENT_ORDER_ON_AGREEMENT"]
    known = await know(
        api, token, table.case, version=await version_of(table), mutual_debts=False, order_can_be_served=True
    )
    seen = (await doors_of(api, token, table.case))["doors"]

    assert unknown["standing"] == "UNKNOWN"
    assert [reason["source"]["citation"] for reason in unknown["why"]] == ["《民事诉讼法》第225条"] * 2
    assert known["__typename"] == "Case"
    order, collection = seen["PAYMENT_ORDER_ON_AGREEMENT"], seen["SOCIAL_INSURANCE_COLLECTION"]
    assert (order["standing"], order["sinceOn"], order["who"]) == ("OPEN", "2026-11-24", ["WORKER"])
    assert sums(order) == {("WAGES", "SERVED"): 19_840_000, ("SOCIAL_INSURANCE", "ELSEWHERE"): 1_800_000}
    assert sums(collection) == {("SOCIAL_INSURANCE", "SERVED"): 1_800_000, ("WAGES", "ELSEWHERE"): 19_840_000}
    arbitration = seen["ARBITRATION"]
    assert (arbitration["standing"], arbitration["until"]["on"]) == ("OPEN", None)
    assert arbitration["until"]["naturalOn"] == "2027-11-24"
    assert "2027" in arbitration["until"]["missing"]
    assert seen["JUDICIAL_CONFIRMATION"]["standing"] == "OPEN"
    for door in seen.values():
        assert sum(share["amountFen"] for share in door["shares"]) == 21_640_000
        assert (door["standing"] == "OPEN") == (not door["why"])


async def test_whoever_did_not_sign_keeps_their_claims_and_their_own_doors(set_table, api, make):
    table = await set_table(workers=3)
    await table.effective(absent=1)
    token = await token_of(table, make)

    seen = await doors_of(api, token, table.case)

    absent_wages, absent_insurance = 500_000 + 37 * 2, 50_000 + 11 * 2
    assert sums(seen["doors"]["ARBITRATION"])["WAGES", "SERVED"] == absent_wages
    assert sums(seen["doors"]["JUDICIAL_CONFIRMATION"])["WAGES", "ELSEWHERE"] == absent_wages
    assert sums(seen["doors"]["JUDICIAL_CONFIRMATION"])["SOCIAL_INSURANCE", "ELSEWHERE"] == absent_insurance


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_what_is_said_is_said_in_the_readers_language(set_table, api, make, locale):
    table = await set_table()
    staff = (await table.rows(Staff, col(Staff.id) == table.mediator.id))[0]
    async with table.runtime.db.session() as session:
        (await session.get_one(Staff, staff.id)).locale = locale
        await session.commit()

    seen = await doors_of(api, await make.token(staff), table.case)

    title = seen["doors"]["ENFORCEMENT"]["title"]
    assert title == ("Enforcement" if locale == "en" else "申请强制执行")


async def test_the_root_field_answers_as_the_field_of_the_case_does(set_table, api, make):
    table = await set_table()
    token = await token_of(table, make)
    key = gid("Case", table.case.id)

    data = await api.data(
        "query($id: ID!) { openDoors(case: $id) { doors { which standing } } "
        "case(id: $id) { openDoors { doors { which standing } } } }",
        {"id": key},
        token=token,
    )

    assert data["openDoors"] == data["case"]["openDoors"]
    assert len(data["openDoors"]["doors"]) == 13


async def test_events_outside_move_the_doors(set_table, api, make, clock):
    """Confirmed by the court: no review any more, and enforcement instead; the two years run from the day of payment."""
    table = await set_table()
    await table.effective()
    clock.set(DEFAULTED_AT)
    token = await token_of(table, make)
    for trigger, on in (
        ("confirmation_application_received", "2026-11-20"),
        ("confirmation_granted", "2026-11-23"),
        ("inspection_complaint_received", "2026-11-24"),
    ):
        await make.save(
            ProcedureEvent(
                case_id=table.case.id,
                district_id=table.case.district_id,
                trigger=trigger,
                happened_on=datetime.fromisoformat(on).date(),
                recorded_at=clock.now(),
            )
        )

    seen = (await doors_of(api, token, table.case))["doors"]

    assert (seen["ARBITRATION_REVIEW"]["standing"], seen["ARBITRATION_REVIEW"]["forGood"]) == ("CLOSED", True)
    assert (seen["JUDICIAL_CONFIRMATION"]["standing"], seen["JUDICIAL_CONFIRMATION"]["usedOn"]) == (
        "CLOSED",
        "2026-11-20",
    )
    assert (seen["ENFORCEMENT"]["standing"], seen["ENFORCEMENT"]["until"]["naturalOn"]) == ("OPEN", "2028-11-23")
    assert seen["LABOUR_INSPECTION"]["usedOn"] == "2026-11-24"


async def test_what_was_taken_back_never_happened(set_table, api, make, clock):
    table = await set_table()
    await table.effective()
    token = await token_of(table, make)
    wrong = ProcedureEvent(
        case_id=table.case.id,
        district_id=table.case.district_id,
        trigger="confirmation_granted",
        happened_on=clock.now().date(),
        recorded_at=clock.now(),
    )
    await make.save(wrong)
    closed = (await doors_of(api, token, table.case))["doors"]["ARBITRATION_REVIEW"]["standing"]
    await make.save(
        ProcedureEvent(
            case_id=table.case.id,
            district_id=table.case.district_id,
            trigger="confirmation_granted",
            happened_on=wrong.happened_on,
            recorded_at=clock.now(),
            takes_back_id=wrong.id,
            reason="误记",
        )
    )

    again = (await doors_of(api, token, table.case))["doors"]["ARBITRATION_REVIEW"]["standing"]

    assert (closed, again) == ("CLOSED", "OPEN")


async def test_many_cases_cost_as_many_statements_as_one(runtime, api, make):
    agency = await make.agency()
    staff = await make.staff(Role.MEDIATOR, agency=agency)
    token = await make.token(staff)
    query = "{ cases(first: 20) { edges { node { openDoors { doors { which standing shares { amountFen } } } } } } }"

    async def cost() -> int:
        with statements(runtime) as sent:
            await api.data(query, token=token)
        return len(sent)

    for _ in range(2):
        case = await make.case(agency=agency, state=CaseState.MEDIATING)
        await make.claimant(case)
    few = await cost()
    for _ in range(4):
        case = await make.case(agency=agency, state=CaseState.MEDIATING)
        await make.agreement(case, await make.claimant(case), await make.claimant(case), state="effective")
    many = await cost()

    assert few == many


async def test_parties_and_strangers_see_no_doors(set_table, api, make):
    table = await set_table()
    await table.effective()
    court = await make.agency(kind=AgencyKind.COURT)
    seated = await make.agency(kind=AgencyKind.JUSTICE)
    await make.tie(table.case, Tie.SEAT, seated.id)
    stranger = await make.token(await make.staff(Role.CLERK, agency=court))
    clerk = await make.token(await make.staff(Role.CLERK, agency=seated))
    intake = await make.token(await make.staff(Role.INTAKE_CLERK, agency=table.agency))
    root = "query($id: ID!) { openDoors(case: $id) { wagesOwedFen } }"
    key = {"id": gid("Case", table.case.id)}
    worker = await make.party_actor(table.case, Side.WORKERS, party=table.workers[0])

    assert (await api.data(root, key, token=stranger))["openDoors"] is None
    assert (await api.data(root, key, token=intake))["openDoors"] is None
    assert (await api.data(root, key, token=clerk))["openDoors"] == {"wagesOwedFen": 19_840_000}
    assert await doors_of(api, intake, table.case) is None
    assert await queries.books_of_cases(Reader(table.runtime, worker), [table.case.id]) == [None]
    assert (await api.data(root, {"id": gid("Party", table.workers[0].id)}, token=clerk))["openDoors"] is None
    nonsense = await api.send(root, {"id": "nonsense"}, token=clerk)
    assert nonsense.json()["errors"][0]["extensions"]["code"] == "INVALID"


async def test_a_recused_mediator_sees_none(set_table, api, make):
    table = await set_table()
    await make.tie(table.case, Tie.RECUSED, table.mediator.id)
    token = await token_of(table, make)

    found = await api.data(
        "query($id: ID!) { openDoors(case: $id) { wagesOwedFen } }", {"id": gid("Case", table.case.id)}, token=token
    )

    assert found["openDoors"] is None


async def test_circumstances_are_versioned_journaled_and_taken_back(set_table, api, make):
    table = await set_table()
    token = await token_of(table, make)
    at = await version_of(table)

    first = await know(api, token, table.case, version=at, employer_fled=True, mutual_debts=False)
    stale = await know(api, token, table.case, version=at, employer_fled=False)
    same = await know(api, token, table.case, version=first["version"], employer_fled=True)
    back = await know(api, token, table.case, version=same["version"], employer_fled=None)
    seen = await doors_of(api, token, table.case)
    entries = await table.rows(JournalEntry, col(JournalEntry.verb) == "circumstances:record")

    assert stale["__typename"] == "Conflict"
    assert (same["version"], back["version"]) == (at + 1, at + 2), "what is known already changes nothing"
    assert [(one["which"], one["holds"], one["basis"]) for one in seen["circumstances"]] == [
        ("MUTUAL_DEBTS", False, "电话核实")
    ]
    assert [entry.particulars for entry in entries] == [
        {"holds": ["employer_fled"], "holds_not": ["mutual_debts"], "unknown": []},
        {"holds": [], "holds_not": [], "unknown": ["employer_fled"]},
    ]


async def test_wrong_circumstances_name_their_place(set_table, api, make):
    table = await set_table()
    token = await token_of(table, make)
    at = await version_of(table)

    async def refused(circumstances: list[dict[str, Any]]) -> list[tuple[str, str]]:
        given = {"case": gid("Case", table.case.id), "version": at, "circumstances": circumstances}
        answer = await api.do(act("recordCircumstances", "Case", "id"), {"i": given}, token=token)
        return [(fault["path"], fault["code"]) for fault in answer["fields"]]

    one = {"which": "WAGE_NOTE", "holds": True}
    assert await refused([]) == [("circumstances", "empty")]
    assert await refused([one, {**one, "holds": False}]) == [("circumstances.1.which", "repeated")]
    ((path, _),) = await refused([{**one, "basis": "长" * 201}])
    assert path == "circumstances.0.basis"


async def test_nothing_is_recorded_of_a_closed_case(make, api):
    agency = await make.agency()
    token = await make.token(await make.staff(Role.MEDIATOR, agency=agency))
    case = await make.case(
        agency=agency, state=CaseState.CLOSED, outcome="failed", closed_at=make.runtime.clock.now(), reason="调解不成"
    )

    answer = await know(api, token, case, version=1, wage_note=True)
    seen = await doors_of(api, token, case)

    assert answer["__typename"] == "IllegalMove"
    assert seen["doors"]["JUDICIAL_CONFIRMATION"]["standing"] == "CLOSED"
    async with make.runtime.db.session() as session:
        assert (await session.execute(select(JournalEntry.id))).first() is None
