"""Who belongs to a case and what is claimed and found in it: through the API."""

import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.case.models import Case, CaseState, Party
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.person.models import Person
from tests.case.membership import ADD, AMEND, FIND, LEAVE, REVISE, STATE, Table

ID_NUMBER = "310112199001011233"


@pytest.fixture
async def table(api, make, runtime) -> Table:
    return await Table(api, make, runtime).lay()


async def test_another_worker_joins_with_their_claims(table) -> None:
    li = {"name": "李四", "phone": "13912341403", "claims": [{"head": "OVERTIME", "amountFen": 120_000}]}

    added = await table.on_case(ADD, claimant=li)

    case = await table.read()
    assert added["name"] == "李四"
    assert added["phone"] == "139****1403"
    assert case["counts"] == {"registered": 2, "takingPart": 2}
    assert case["claimTotals"] == {"wagesFen": 768_000, "socialInsuranceFen": 90_000}
    assert case["version"] == 2
    assert await table.journal() == [("party:add", {"side": "claimant", "relation": None})]


async def test_a_third_party_joins_once(table) -> None:
    landlord = {"relation": "SUB_LANDLORD", "organisation": {"name": "某物业公司"}}

    first = await table.on_case(ADD, otherParty=landlord)
    again = await table.on_case(ADD, otherParty=landlord)
    employer = (await table.read())["employer"]["name"]
    same = await table.on_case(ADD, otherParty={"relation": "OTHER", "organisation": {"name": employer}})

    assert (first["name"], first["relation"]) == ("某物业公司", "SUB_LANDLORD")
    for refused in (again, same):
        assert refused["fields"] == [{"path": "otherParty.organisation", "code": "duplicate"}]
    assert (await table.read())["otherParties"] == [{"name": "某物业公司", "relation": "SUB_LANDLORD"}]


async def test_what_is_wrong_with_a_party_is_named_and_one_id_number_joins_once(table) -> None:
    nobody = await table.on_case(ADD)
    wrong = await table.on_case(ADD, claimant={"name": "李4", "claims": [{"head": "OTHER", "amountFen": 0}]})
    await table.on_case(ADD, claimant={"name": "李四", "idNumber": ID_NUMBER})
    twice = await table.on_case(ADD, claimant={"name": "李肆", "idNumber": ID_NUMBER})

    assert nobody["fields"] == [{"path": "claimant", "code": "one_of"}]
    assert {(f["path"], f["code"]) for f in wrong["fields"]} == {
        ("claimant.name", "not_a_name"),
        ("claimant.claims.0.amountFen", "zero"),
    }
    assert twice["fields"] == [{"path": "claimant.idNumber", "code": "duplicate"}]


async def test_two_who_add_on_the_same_version_do_not_overwrite_each_other(table) -> None:
    answers = await asyncio.gather(
        *[table.on_case(ADD, version=1, claimant={"name": name}) for name in ("李四", "赵六", "孙七")]
    )

    assert sorted(answer["__typename"] for answer in answers) == ["Conflict", "Conflict", "Party"]
    assert (await table.read())["counts"]["registered"] == 2


async def test_a_correction_changes_only_what_is_given_and_says_which(table, runtime) -> None:
    revised = await table.on_party(REVISE, name="王晓明", idNumber=ID_NUMBER, job="厨师")
    cleared = await table.on_party(REVISE, phone="")
    same = await table.on_party(REVISE, name="王晓明")

    assert (revised["name"], revised["phone"], revised["idNumber"], revised["job"]) == (
        "王晓明",
        "138****1402",
        "3101**********1233",
        "厨师",
    )
    assert cleared["phone"] is None
    assert same["__typename"] == "Party"
    assert await table.journal() == [
        ("party:revise", {"changed": ["name", "id_number", "job"]}),
        ("party:revise", {"changed": ["phone"]}),
    ]
    found = await table.api.data(
        'query { cases(first: 5, filter: {search: "晓明"}) { totalCount } }', token=table.token
    )
    assert found["cases"]["totalCount"] == 1
    async with runtime.read() as connection:
        person = (await connection.execute(select(Person.__table__))).one()
    assert (person.phone_cipher, person.phone_index) == (None, None)


async def test_what_is_known_of_the_employer_is_corrected_through_its_party(table, runtime) -> None:
    async with runtime.read() as connection:
        respondent = (
            await connection.execute(select(col(Party.id)).where(col(Party.side) == "respondent"))
        ).scalar_one()
    given = {"creditCode": "91310112MA1GBX6N75", "contactName": "陈某", "contactPhone": "021-64120001"}

    done = await table.do(REVISE, id=gid("Party", respondent), **given)
    other = await table.do(REVISE, id=gid("Party", respondent), creditCode="91310000132200821H")
    leaves = await table.do(LEAVE, id=gid("Party", respondent), reason="不再经营")

    assert done["__typename"] == "Party"
    assert (await table.read())["employer"] | {"name": ""} == {
        "name": "",
        "creditCode": "91310112MA1GBX6N75",
        "contactName": "陈某",
        "contactPhone": "*******0001",
    }
    assert other["fields"] == [{"path": "creditCode", "code": "known"}]
    assert leaves == {"__typename": "IllegalMove", "verb": "party:withdraw", "currentState": "respondent"}


async def test_a_code_of_another_company_is_refused(table, make, runtime) -> None:
    await make.organisation(agency=table.studio, credit_code="91310000132200821H")
    async with runtime.read() as connection:
        respondent = (
            await connection.execute(select(col(Party.id)).where(col(Party.side) == "respondent"))
        ).scalar_one()

    answer = await table.do(REVISE, id=gid("Party", respondent), creditCode="91310000132200821H")

    assert answer["fields"] == [{"path": "creditCode", "code": "taken"}]


async def test_a_worker_who_leaves_stays_registered_and_claims_no_more(table, make) -> None:
    li = await make.claimant(table.case, name="李四", wages_fen=100, social_insurance_fen=0)

    left = await table.on_party(LEAVE, li, reason="已与单位和解")
    again = await table.on_party(LEAVE, li, reason="已与单位和解")
    revised = await table.on_party(REVISE, li, job="厨师")
    claimed = await table.do(STATE, party=gid("Party", li.id), head="OVERTIME", amountFen=5)

    assert (left["takingPart"], left["withdrawnReason"]) == (False, "已与单位和解")
    assert left["withdrawnAt"] == "2026-11-20T04:00:00.000Z"
    case = await table.read()
    assert case["counts"] == {"registered": 2, "takingPart": 1}
    assert case["claimTotals"] == {"wagesFen": 648_000, "socialInsuranceFen": 90_000}
    for refused in (again, revised, claimed):
        assert refused["currentState"] == "withdrawn"


async def test_who_does_not_take_part_is_not_counted_and_claims_nothing(table) -> None:
    out = await table.on_party(REVISE, takingPart=False)

    assert out["takingPart"] is False
    case = await table.read()
    assert case["counts"] == {"registered": 1, "takingPart": 0}
    assert case["claimTotals"] == {"wagesFen": 0, "socialInsuranceFen": 0}


async def test_claims_are_stated_once_per_head_and_amended_with_their_history(table) -> None:
    party = gid("Party", table.wang.id)
    period = {"periodFrom": "2026-09-01", "periodTo": "2026-10-31"}

    stated = await table.do(STATE, party=party, head="OVERTIME", amountFen=120_000, note="平时加班", **period)
    twice = await table.do(STATE, party=party, head="OVERTIME", amountFen=1)
    amended = await table.do(AMEND, id=stated["id"], amountFen=100_000)
    same = await table.do(AMEND, id=stated["id"], amountFen=100_000)
    given_up = await table.do(AMEND, id=stated["id"], amountFen=0)
    negative = await table.do(AMEND, id=stated["id"], amountFen=-1)
    huge = await table.do(AMEND, id=stated["id"], amountFen="999999999999999")

    stated_id = stated.pop("id")
    assert stated == {
        "__typename": "Claim",
        "head": "OVERTIME",
        "group": "WAGES",
        "amountFen": 120_000,
        "note": "平时加班",
        **period,
    }
    assert twice["fields"] == [{"path": "head", "code": "duplicate"}]
    assert (amended["id"], amended["amountFen"], given_up["amountFen"]) == (stated_id, 100_000, 0)
    assert same["amountFen"] == 100_000
    assert negative["fields"] == [{"path": "amountFen", "code": "negative"}]
    assert huge["fields"] == [{"path": "amountFen", "code": "too_large"}]
    assert [entry for entry, _ in await table.journal()] == ["claim:state", "claim:amend", "claim:amend"]
    assert (await table.journal())[1][1] == {
        "party_id": str(table.wang.id),
        "head": "overtime",
        "from_fen": 120_000,
        "to_fen": 100_000,
        "computed_as": None,
        "inputs": [],
    }
    assert (await table.read())["claimTotals"] == {"wagesFen": 648_000, "socialInsuranceFen": 90_000}


async def test_after_the_agreement_parties_and_claims_stand(api, make, runtime) -> None:
    table = await Table(api, make, runtime).lay(CaseState.PERFORMING)
    claim = (await table.read())["claimants"]["edges"][0]["node"]["claims"][0]["id"]

    for answer in (
        await table.on_case(ADD, claimant={"name": "李四"}),
        await table.on_party(LEAVE, reason="已与单位和解"),
        await table.do(STATE, party=gid("Party", table.wang.id), head="OVERTIME", amountFen=5),
        await table.do(AMEND, id=claim, amountFen=5),
        await table.on_party(REVISE, takingPart=False),
    ):
        assert (answer["__typename"], answer["currentState"]) == ("IllegalMove", "performing")
    assert (await table.on_party(REVISE, phone="13912341403"))["phone"] == "139****1403"
    assert await table.journal() == [("party:revise", {"changed": ["phone"]})]


async def test_findings_about_the_employer_stand_in_the_case(table) -> None:
    given = {"kind": "BREACH", "statement": "未缴纳2026年9月起的社会保险", "source": "社保中心核查"}

    found = await table.on_case(FIND, version=None, foundOn="2026-11-20", **given)
    wrong = await table.on_case(FIND, version=None, **(given | {"statement": "", "source": " "}), foundOn="2026-11-21")

    assert found == {
        "__typename": "Finding",
        **given,
        "foundOn": "2026-11-20",
        "recordedBy": {"name": "张敏"},
    }
    assert {(f["path"], f["code"]) for f in wrong["fields"]} == {
        ("statement", "empty"),
        ("source", "empty"),
        ("foundOn", "in_future"),
    }
    assert (await table.read())["findings"] == [{"statement": given["statement"]}]


async def test_an_intake_clerk_takes_down_but_does_not_send_away(table, make) -> None:
    clerk = await make.token(table.clerk)

    added = await table.on_case(ADD, token=clerk, claimant={"name": "李四"})
    sent_away = await table.on_party(LEAVE, token=clerk, reason="已与单位和解")
    found = await table.on_case(
        FIND, token=clerk, version=None, kind="BREACH", statement="未签合同", source="劳动者陈述", foundOn="2026-11-20"
    )

    assert added["name"] == "李四"
    assert sent_away == {"__typename": "Forbidden", "verb": "party:withdraw"}
    assert found == {"__typename": "Forbidden", "verb": "finding:record"}


async def test_parties_of_an_invisible_case_are_not_there(table, make, runtime) -> None:
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    claim = (await table.read())["claimants"]["edges"][0]["node"]["claims"][0]["id"]

    answers = [
        await table.on_case(ADD, token=stranger, claimant={"name": "李四"}),
        await table.on_party(REVISE, token=stranger, name="李四"),
        await table.on_party(LEAVE, token=stranger, reason="已与单位和解"),
        await table.do(STATE, token=stranger, party=gid("Party", table.wang.id), head="OTHER", amountFen=5),
        await table.do(AMEND, token=stranger, id=claim, amountFen=5),
        await table.do(AMEND, token=stranger, id=gid("Claim", table.wang.id), amountFen=5),
        await table.on_case(
            FIND, token=stranger, version=None, kind="BREACH", statement="未签", source="陈述", foundOn="2026-11-20"
        ),
    ]

    assert answers == [{"__typename": "NotFound", "code": "NOT_FOUND"}] * 7
    assert await table.journal() == []
    for node in (gid("Party", table.wang.id), claim):
        query = "query($id: ID!) { node(id: $id) { id } }"
        assert await table.api.data(query, {"id": node}, token=stranger) == {"node": None}
        assert await table.api.data(query, {"id": node}, token=table.token) == {"node": {"id": node}}
    async with runtime.read() as connection:
        assert (await connection.execute(select(col(Case.version)))).scalar_one() == 1
