"""The verb case:register, through the API."""

import asyncio
import copy
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from mediation.agency.models import AgencyKind
from mediation.case.models import Case, CaseCounter
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.person.models import Organisation, Person

REGISTER = """mutation($input: RegisterCaseInput!) { registerCase(input: $input) { __typename
  ... on Case { id number kind state channel urgent summary receivedOn acceptedOn nextDueAt version
    counts { registered takingPart signed }
    claimTotals { wagesFen socialInsuranceFen totalFen }
    employer { id name creditCode contactPhone openCases }
    claimants(first: 10) { totalCount edges { node { name phone idNumber job takingPart
      claims { head group amountFen periodFrom periodTo } } } }
    otherParties { name relation }
    nextStep { who text } }
  ... on Invalid { fields { path code } }
  ... on Forbidden { verb message } } }"""

WANG = {
    "name": "王小明",
    "phone": "138 1234 1402",
    "idNumber": "310112199001011233",
    "job": "服务员",
    "claims": [
        {"head": "WAGE_ARREARS", "amountFen": 648_000, "periodFrom": "2026-09-01", "periodTo": "2026-10-31"},
        {"head": "SOCIAL_INSURANCE", "amountFen": 90_000},
    ],
}
INPUT = {
    "channel": "WALK_IN",
    "receivedOn": "2026-11-20",
    "employer": {
        "name": "某餐饮管理（上海）有限公司",
        "creditCode": "91310112MA1GBX6N75",
        "contactPhone": "021-6412 0001",
    },
    "claimants": [WANG],
    "otherParties": [{"relation": "SUB_LANDLORD", "person": {"name": "赵二"}}],
    "urgent": True,
    "summary": "两个月工资未发。",
}


def claimant(n: int) -> dict:
    return {"name": f"张{'一二三四五六七八九十'[n % 10]}", "claims": [{"head": "WAGE_ARREARS", "amountFen": 100_00}]}


@pytest.fixture
async def clerk(make):
    return await make.staff(Role.INTAKE_CLERK)


async def test_a_case_is_taken_down_whole_and_read_back_masked(api, make, clerk) -> None:
    token = await make.token(clerk)

    answer = await api.do(REGISTER, {"input": INPUT}, token=token)

    case_id, number = answer.pop("id"), answer.pop("number")
    employer_id = answer["employer"].pop("id")
    assert case_id
    assert employer_id
    assert number.endswith("〔2026〕1号")
    assert answer == {
        "__typename": "Case",
        "kind": "SINGLE",
        "state": "REGISTERED",
        "channel": "WALK_IN",
        "urgent": True,
        "summary": "两个月工资未发。",
        "receivedOn": "2026-11-20",
        "acceptedOn": None,
        "nextDueAt": "2026-11-25T16:00:00.000Z",
        "version": 1,
        "counts": {"registered": 1, "takingPart": 1, "signed": 0},
        "claimTotals": {"wagesFen": 648_000, "socialInsuranceFen": 90_000, "totalFen": 738_000},
        "employer": {
            "name": "某餐饮管理(上海)有限公司",
            "creditCode": "91310112MA1GBX6N75",
            "contactPhone": "*******0001",
            "openCases": 1,
        },
        "claimants": {
            "totalCount": 1,
            "edges": [
                {
                    "node": {
                        "name": "王小明",
                        "phone": "138****1402",
                        "idNumber": "3101**********1233",
                        "job": "服务员",
                        "takingPart": True,
                        "claims": [
                            {
                                "head": "WAGE_ARREARS",
                                "group": "WAGES",
                                "amountFen": 648_000,
                                "periodFrom": "2026-09-01",
                                "periodTo": "2026-10-31",
                            },
                            {
                                "head": "SOCIAL_INSURANCE",
                                "group": "SOCIAL_INSURANCE",
                                "amountFen": 90_000,
                                "periodFrom": None,
                                "periodTo": None,
                            },
                        ],
                    }
                }
            ],
        },
        "otherParties": [{"name": "赵二", "relation": "SUB_LANDLORD"}],
        "nextStep": {"who": "MEDIATOR", "text": "决定是否受理"},
    }


async def test_phone_and_id_number_are_not_in_the_database_in_the_clear(api, make, clerk, runtime) -> None:
    await api.do(REGISTER, {"input": INPUT}, token=await make.token(clerk))

    async with runtime.read() as connection:
        person = (await connection.execute(select(Person.__table__).where(col(Person.name) == "王小明"))).one()

    everything = b"|".join(value for value in person if isinstance(value, bytes))
    assert b"13812341402" not in everything
    assert b"310112199001011233" not in everything
    assert person.id_index == runtime.vault.blind_index("id_number", "310112199001011233")
    assert person.phone_index == runtime.vault.blind_index("phone", "13812341402")


async def test_every_wrong_field_is_named_at_once_and_nothing_is_saved(api, make, clerk, runtime) -> None:
    wrong = copy.deepcopy(INPUT)
    wrong["receivedOn"] = "2026-11-21"
    wrong["employer"] = {"name": "（）", "creditCode": "91310112MA1GBX6N7A", "contactPhone": "12"}
    wrong["claimants"] = [
        {"name": "王1", "phone": "138123414", "idNumber": "310112199001011238"},
        {
            "name": " ",
            "idNumber": "1.10101E+17",
            "claims": [
                {"head": "OVERTIME", "amountFen": -5},
                {"head": "OVERTIME", "amountFen": 0, "periodFrom": "2026-10-01", "periodTo": "2026-09-01"},
            ],
        },
    ]
    wrong["otherParties"] = [{"relation": "OTHER"}]
    wrong["summary"] = "字" * 2001

    first = await api.do(REGISTER, {"input": wrong}, token=await make.token(clerk))
    wrong["receivedOn"] = "2026-11-20"
    answer = await api.do(REGISTER, {"input": wrong}, token=await make.token(clerk))

    assert first["fields"] == [{"path": "receivedOn", "code": "in_future"}]
    assert {(field["path"], field["code"]) for field in answer["fields"]} == {
        ("employer.name", "not_a_name"),
        ("employer.creditCode", "wrong_check_digit"),
        ("employer.contactPhone", "wrong_length"),
        ("claimants.0.name", "not_a_name"),
        ("claimants.0.phone", "wrong_length"),
        ("claimants.0.idNumber", "wrong_check_digit"),
        ("claimants.1.name", "empty"),
        ("claimants.1.idNumber", "damaged_by_spreadsheet"),
        ("claimants.1.claims.0.amountFen", "negative"),
        ("claimants.1.claims.1.amountFen", "zero"),
        ("claimants.1.claims.1.head", "duplicate"),
        ("claimants.1.claims.1.periodTo", "before_start"),
        ("otherParties.0", "one_of"),
        ("summary", "too_long"),
    }
    async with runtime.read() as connection:
        for table in (Case, Person, Organisation, CaseCounter, JournalEntry):
            assert (await connection.execute(select(func.count()).select_from(table))).scalar() == 0


async def test_one_id_number_is_one_person_within_a_registration(api, make, clerk) -> None:
    twice = {**INPUT, "claimants": [WANG, {"name": "王晓明", "idNumber": "３１０１１２　19900101 1233"}]}

    answer = await api.do(REGISTER, {"input": twice}, token=await make.token(clerk))

    assert answer == {"__typename": "Invalid", "fields": [{"path": "claimants.1.idNumber", "code": "duplicate"}]}


async def test_a_nul_or_a_reversing_character_is_refused_and_an_emoji_in_the_summary_is_kept(api, make, clerk) -> None:
    token = await make.token(clerk)
    nul = {**INPUT, "claimants": [{"name": "王小明", "job": "厨\u0000师"}]}
    bad = {**INPUT, "claimants": [{"name": "王\u202e小明", "job": "\u202e"}]}

    unfit = await api.do(REGISTER, {"input": nul}, token=token)
    refused = await api.do(REGISTER, {"input": bad}, token=token)
    kept = await api.do(REGISTER, {"input": {**INPUT, "summary": "急😠\r\n第二行"}}, token=token)

    assert unfit["fields"] == [{"path": "claimants.0.job", "code": "nul"}]
    assert refused["fields"] == [
        {"path": "claimants.0.name", "code": "bidi_control"},
        {"path": "claimants.0.job", "code": "bidi_control"},
    ]
    assert kept["summary"] == "急😠\n第二行"


async def test_the_same_company_is_found_by_its_code_and_by_its_name_in_the_district(api, make, clerk, runtime) -> None:
    token = await make.token(clerk)
    by_name = {**INPUT, "employer": {"name": "某餐饮管理 (上海) 有限公司"}}
    by_code = {**INPUT, "employer": {"name": "某餐饮公司", "creditCode": "91310112MA1GBX6N75"}}
    other_code = {**INPUT, "employer": {"name": "某餐饮管理（上海）有限公司", "creditCode": "91310000132200821H"}}

    answers = [await api.do(REGISTER, {"input": i}, token=token) for i in (by_name, INPUT, by_code, other_code)]

    ids = [answer["employer"]["id"] for answer in answers]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert answers[2]["employer"]["creditCode"] == "91310112MA1GBX6N75"
    assert [answer["employer"]["openCases"] for answer in answers] == [1, 2, 3, 1]


async def test_an_employer_known_in_another_district_is_not_known_here(api, make, clerk) -> None:
    """Credit codes are public: whoever types one must not learn whom the other district talks to, nor change it."""
    await api.do(REGISTER, {"input": INPUT}, token=await make.token(clerk))
    elsewhere = await make.token(await make.staff(Role.INTAKE_CLERK))
    bare = {"name": "随便写的名字", "creditCode": INPUT["employer"]["creditCode"]}

    theirs = await api.do(REGISTER, {"input": {**INPUT, "employer": bare}}, token=elsewhere)
    again = await api.do(REGISTER, {"input": INPUT}, token=await make.token(clerk))

    assert (theirs["employer"]["name"], theirs["employer"]["contactPhone"]) == ("随便写的名字", None)
    assert again["employer"]["id"] != theirs["employer"]["id"]
    assert again["employer"]["openCases"] == 2


async def test_numbers_run_on_without_gaps_per_studio_and_year(api, make, clerk, clock) -> None:
    other_studio = await make.token(await make.staff(Role.MEDIATOR))
    wrong = {**INPUT, "claimants": []}

    async def number(given, token) -> str:
        answer = await api.do(REGISTER, {"input": given}, token=token)
        return answer.get("number", "refused").partition("〔")[2]

    token = await make.token(clerk)
    assert [await number(INPUT, token), await number(wrong, token), await number(INPUT, token)] == [
        "2026〕1号",
        "",
        "2026〕2号",
    ]
    assert await number(INPUT, other_studio) == "2026〕1号"
    clock.advance(days=42)
    assert await number(INPUT, await make.token(clerk)) == "2027〕1号"


async def test_twenty_clerks_at_once_get_twenty_numbers_in_a_row(api, make, clerk, runtime) -> None:
    token = await make.token(clerk)
    bad = {**INPUT, "claimants": [{"name": "张一", "phone": "1"}]}
    inputs = [{**INPUT, "claimants": [claimant(n)]} if n % 5 else bad for n in range(25)]

    answers = await asyncio.gather(*[api.do(REGISTER, {"input": one}, token=token) for one in inputs])

    assert sum(answer["__typename"] == "Invalid" for answer in answers) == 5
    async with runtime.read() as connection:
        serials = (await connection.execute(select(col(Case.serial)).order_by(col(Case.serial)))).scalars().all()
        companies = (await connection.execute(select(func.count()).select_from(Organisation))).scalar()
    assert serials == list(range(1, 21))
    assert companies == 1


async def test_a_rolled_back_registration_leaves_no_gap(runtime, make) -> None:
    from mediation.case import register
    from mediation.case.graphql.inputs import ClaimantInput, OrganisationInput, RegisterCaseInput
    from mediation.case.models import Channel

    actor = await make.actor(Role.MEDIATOR)
    given = RegisterCaseInput(
        channel=Channel.HOTLINE,
        received_on=runtime.clock.now().date(),
        employer=OrganisationInput(name="某装饰公司"),
        claimants=[ClaimantInput(name="李四")],
    ).plain()

    async def fail() -> None:
        async with runtime.uow(actor) as tx:
            await register.register(tx, given)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with runtime.uow(actor) as tx:
        case = await register.register(tx, given)

    assert case.serial == 1


async def test_a_repeat_under_the_same_key_is_the_same_case(api, make, clerk, runtime) -> None:
    token = await make.token(clerk)

    first = await api.do(REGISTER, {"input": INPUT}, token=token, idempotency_key="k1")
    again = await api.do(REGISTER, {"input": INPUT}, token=token, idempotency_key="k1")

    assert first == again
    async with runtime.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(Case))).scalar() == 1


@pytest.mark.parametrize("role", [Role.CLERK, Role.LAWYER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR])
async def test_who_may_not_register_is_refused_and_nothing_is_written(api, make, runtime, role) -> None:
    staff = await make.staff(role)

    answer = await api.do(REGISTER, {"input": INPUT}, token=await make.token(staff))

    assert answer["__typename"] == "Forbidden"
    assert answer["verb"] == "case:register"
    async with runtime.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(Organisation))).scalar() == 0


async def test_an_agency_without_a_studio_registers_nothing(api, make) -> None:
    court = await make.agency(kind=AgencyKind.COURT)
    mediator = await make.staff(Role.MEDIATOR, agency=court)

    answer = await api.do(REGISTER, {"input": INPUT}, token=await make.token(mediator))

    assert answer["__typename"] == "Forbidden"
    assert answer["message"] == "您所在单位没有调解工作室，不能登记案件。"


async def test_the_journal_tells_of_the_case_without_names(api, make, clerk, runtime) -> None:
    await api.do(REGISTER, {"input": INPUT}, token=await make.token(clerk))

    async with runtime.read() as connection:
        registered = select(JournalEntry.__table__).where(col(JournalEntry.verb) == "case:register")
        entry = (await connection.execute(registered)).one()

    assert (entry.verb, entry.subject, entry.actor_id) == ("case:register", "Case", clerk.id)
    assert entry.particulars["claimants"] == 1
    assert entry.particulars["wages_fen"] == 648_000
    assert "王" not in str(entry.particulars)


async def test_a_page_that_shows_the_studios_work_is_told(api, make, clerk, runtime) -> None:
    async with runtime.wire.waiting(f"work:{clerk.agency_id}") as rung:
        await api.do(REGISTER, {"input": INPUT}, token=await make.token(clerk))
        await asyncio.wait_for(rung.wait(), timeout=timedelta(seconds=5).total_seconds())
