"""Several workers against one employer: the studio is warned, once, and ten are collective by law."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import StaffRole
from mediation.case.models import Case, EmployerWarning, Finding
from mediation.gql.relay import row_id
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.notice.models import Notice
from mediation.person.rules import Traces, distinct

REGISTER = """mutation($input: RegisterCaseInput!) { registerCase(input: $input) { __typename
  ... on Case { id kind version } ... on Invalid { fields { path code } } } }"""
ADD = (
    """mutation($input: AddPartyInput!) { addParty(input: $input) { __typename ... on Party { id name position } } }"""
)
NAMES = [f"{a}{b}" for a in "赵钱孙李周吴郑王冯陈" for b in "一二三四五"]


class Counter:
    """A studio at noon."""

    def __init__(self, api, make, runtime) -> None:
        self.api, self.make, self.runtime = api, make, runtime

    async def open(self) -> "Counter":
        self.district = await self.make.district()
        self.studio = await self.make.agency(district=self.district)
        self.mediator = await self.make.staff(Role.MEDIATOR, agency=self.studio)
        self.supervisor = await self.make.staff(Role.SUPERVISOR, agency=self.studio)
        self.clerk = await self.make.staff(Role.INTAKE_CLERK, agency=self.studio)
        self.token = await self.make.token(self.clerk)
        self.names = iter(NAMES)
        return self

    async def come_in(self, workers: int, *, employer: str = "某餐饮公司", token: str | None = None) -> dict:
        claimants = [{"name": next(self.names)} for _ in range(workers)]
        given = {
            "channel": "WALK_IN",
            "receivedOn": "2026-11-20",
            "employer": {"name": employer},
            "claimants": claimants,
        }
        return await self.api.do(REGISTER, {"input": given}, token=token or self.token)

    async def warnings(self) -> list[tuple[str, int]]:
        async with self.runtime.read() as connection:
            rows = await connection.execute(
                select(col(EmployerWarning.level), col(EmployerWarning.claimants)).order_by(col(EmployerWarning.id))
            )
            return [(row.level, row.claimants) for row in rows]

    async def employer(self, case: str) -> UUID:
        async with self.runtime.db.session() as session:
            return (await session.get_one(Case, row_id("Case", case, "id"))).employer_id

    async def told(self) -> set[tuple[str, object]]:
        async with self.runtime.read() as connection:
            rows = await connection.execute(select(col(Notice.template), col(Notice.recipient_id)))
            return {(row.template, row.recipient_id) for row in rows if row.template.startswith("case.")}

    async def journal(self) -> list[str]:
        async with self.runtime.read() as connection:
            return list(
                (await connection.execute(select(col(JournalEntry.verb)).order_by(col(JournalEntry.id)))).scalars()
            )


@pytest.fixture
async def counter(api, make, runtime) -> Counter:
    return await Counter(api, make, runtime).open()


async def test_the_third_worker_warns_the_studios_mediators_and_supervisors_once(counter) -> None:
    await counter.come_in(2)
    quiet = await counter.warnings()
    await counter.come_in(1, employer="某装饰公司")
    await counter.come_in(1)
    await counter.come_in(4)

    assert quiet == []
    assert await counter.warnings() == [("early", 3)]
    assert await counter.told() == {
        ("case.warning_early", counter.mediator.id),
        ("case.warning_early", counter.supervisor.id),
    }
    assert (await counter.journal()).count("case:warn") == 1


WARNED = """query($id: ID!) { case(id: $id) { employer {
  warning { level claimants windowFrom raisedAt } findings { statement } } } }"""


async def test_whoever_opens_a_case_of_the_employer_sees_the_warning_and_what_is_known(counter, clock) -> None:
    first = await counter.come_in(1)
    none = await counter.api.data(WARNED, {"id": first["id"]}, token=counter.token)
    last = await counter.come_in(2)
    other = await counter.come_in(1, employer="别的公司")
    await counter.make.save(
        Finding(
            case_id=row_id("Case", last["id"], "id"),
            district_id=counter.district.id,
            organisation_id=await counter.employer(last["id"]),
            kind="breach",
            statement="三个月未发工资。",
            source="工资台账",
            found_on=clock.now().date(),
        )
    )
    mediator = await counter.make.token(counter.mediator)
    seen = [
        (await counter.api.data(WARNED, {"id": one["id"]}, token=mediator))["case"]["employer"]
        for one in (first, last, other)
    ]
    clock.advance(days=30, seconds=1)
    later = await counter.api.data(WARNED, {"id": last["id"]}, token=await counter.make.token(counter.clerk))

    warning = {
        "level": "EARLY",
        "claimants": 3,
        "windowFrom": "2026-10-22",
        "raisedAt": "2026-11-20T04:00:00.000Z",
    }
    assert none["case"]["employer"] == {"warning": None, "findings": []}
    assert seen[0] == seen[1] == {"warning": warning, "findings": [{"statement": "三个月未发工资。"}]}
    assert seen[2] == {"warning": None, "findings": []}
    assert later["case"]["employer"] == {"warning": None, "findings": []}


async def test_the_warning_says_how_many_and_no_name(counter, runtime) -> None:
    await counter.come_in(3)

    async with runtime.read() as connection:
        notice = (
            await connection.execute(select(Notice.__table__).where(col(Notice.recipient_id) == counter.mediator.id))
        ).one()
    assert notice.parameters["claimants"] == 3
    assert notice.parameters["days"] == 30
    assert set(notice.parameters) == {"case_number", "claimants", "days"}


async def test_workers_of_the_whole_district_are_counted_together_and_not_beyond_it(counter, make) -> None:
    neighbour = await make.agency(district=counter.district)
    there = await make.token(await make.staff(Role.MEDIATOR, agency=neighbour))
    far = await make.token(await make.staff(Role.MEDIATOR))

    await counter.come_in(2)
    await counter.come_in(2, token=far)
    assert await counter.warnings() == []
    await counter.come_in(1, token=there)
    assert await counter.warnings() == [("early", 3)]


async def test_the_window_is_thirty_legal_days_and_a_new_crowd_warns_again(counter, clock, make) -> None:
    await counter.come_in(2)
    clock.advance(days=30)
    token = await make.token(counter.clerk)
    await counter.come_in(1, token=token)
    assert await counter.warnings() == []
    clock.advance(days=29)
    token = await make.token(counter.clerk)
    await counter.come_in(2, token=token)
    assert await counter.warnings() == [("early", 3)]
    clock.advance(days=30)
    await counter.come_in(3, token=await make.token(counter.clerk))
    assert await counter.warnings() == [("early", 3), ("early", 3)]


async def test_one_person_who_comes_twice_is_one(counter) -> None:
    for _ in range(3):
        given = {
            "channel": "HOTLINE",
            "receivedOn": "2026-11-20",
            "employer": {"name": "某餐饮公司"},
            "claimants": [{"name": "王小明", "idNumber": "310112199001011233"}],
        }
        await counter.api.do(REGISTER, {"input": given}, token=counter.token)

    assert await counter.warnings() == []


def test_people_are_told_apart_by_id_number_then_phone_then_name() -> None:
    a, b, phone = b"a" * 32, b"b" * 32, b"p" * 32

    assert distinct([Traces(a, phone, "王小明"), Traces(b, phone, "王小红")]) == 2
    assert distinct([Traces(a, phone, "王小明"), Traces(None, phone, "王晓明")]) == 1
    assert distinct([Traces(None, phone, "王小明"), Traces(None, phone, "小明")]) == 1
    assert distinct([Traces(None, None, "王小明"), Traces(None, None, "王小明")]) == 1
    assert distinct([Traces(None, None, "王小明"), Traces(a, None, "王小明")]) == 2
    assert distinct([]) == 0


async def test_ten_workers_make_a_case_collective_and_warn_so(counter, runtime) -> None:
    answer = await counter.come_in(10)

    assert (answer["kind"], answer["version"]) == ("COLLECTIVE", 2)
    assert await counter.warnings() == [("collective", 10)]
    assert ("case.warning_collective", counter.mediator.id) in await counter.told()
    async with runtime.read() as connection:
        entry = (
            await connection.execute(
                select(JournalEntry.__table__).where(col(JournalEntry.verb) == "case:mark_collective")
            )
        ).one()
    assert entry.particulars == {"claimants": 10, "source": "劳动争议调解仲裁法 7"}
    await counter.come_in(3)
    assert await counter.warnings() == [("collective", 10)]


async def test_ten_workers_in_several_cases_warn_but_make_no_single_case_collective(counter, runtime) -> None:
    for _ in range(10):
        await counter.come_in(1)

    assert await counter.warnings() == [("early", 3), ("collective", 10)]
    async with runtime.read() as connection:
        kinds = set((await connection.execute(select(col(Case.kind)))).scalars())
    assert kinds == {"single"}


async def test_the_tenth_worker_added_makes_the_case_collective(counter, runtime) -> None:
    case = await counter.come_in(9)
    version = 1

    added = await counter.api.do(
        ADD, {"input": {"case": case["id"], "version": version, "claimant": {"name": "何九"}}}, token=counter.token
    )

    assert (added["name"], added["position"]) == ("何九", 10)
    async with runtime.read() as connection:
        row = (await connection.execute(select(Case.__table__))).one()
    assert (row.kind, row.registered_count, row.version) == ("collective", 10, 3)
    assert await counter.warnings() == [("early", 9), ("collective", 10)]


async def test_a_third_party_added_is_no_worker(counter) -> None:
    case = await counter.come_in(2)
    other = {"relation": "SUB_LANDLORD", "person": {"name": "赵二"}}

    await counter.api.do(ADD, {"input": {"case": case["id"], "version": 1, "otherParty": other}}, token=counter.token)

    assert await counter.warnings() == []


async def test_two_clerks_at_once_do_not_miss_the_third_worker(counter) -> None:
    await asyncio.gather(*[counter.come_in(1) for _ in range(8)])

    assert await counter.warnings() == [("early", 3)]


async def test_who_is_recused_or_of_another_role_is_not_told(counter, make, runtime) -> None:
    case = await counter.come_in(2)
    recused = await make.staff(Role.MEDIATOR, agency=counter.studio)
    await make.save(StaffRole(staff_id=counter.clerk.id, role=Role.LAWYER))
    async with runtime.read() as connection:
        row = (await connection.execute(select(Case.__table__))).one()
    await make.tie(Case(**{key: getattr(row, key) for key in ("id", "district_id")}), Tie.RECUSED, recused.id)

    await counter.api.do(
        ADD, {"input": {"case": case["id"], "version": 1, "claimant": {"name": "何九"}}}, token=counter.token
    )

    assert {recipient for _, recipient in await counter.told()} == {counter.mediator.id, counter.supervisor.id}


async def test_a_corrected_employer_is_watched_too(counter) -> None:
    await counter.come_in(2)
    other = await counter.come_in(1, employer="某餐馆")
    edit = """mutation($input: EditCaseInput!) { editCase(input: $input) { __typename } }"""

    await counter.api.do(
        edit,
        {"input": {"id": other["id"], "version": 1, "employer": {"name": "某餐饮公司"}}},
        token=await counter.make.token(counter.mediator),
    )

    assert await counter.warnings() == [("early", 3)]


async def test_whose_case_was_refused_is_not_counted(counter, make) -> None:
    refuse = "mutation($input: RefuseCaseInput!) { refuseCase(input: $input) { __typename } }"
    first = await counter.come_in(1)
    await counter.api.do(
        refuse,
        {"input": {"id": first["id"], "version": 1, "reason": "不属于劳动争议"}},
        token=await make.token(counter.mediator),
    )

    await counter.come_in(2)

    assert await counter.warnings() == []
