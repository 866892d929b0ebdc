"""The work list: its tabs, filters and orders, what its figures count, and what a row costs."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, text, update
from sqlmodel import col

from mediation.access.guard import Policy, guard
from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.case import worklist
from mediation.case.models import Case, CaseKind, CaseState
from mediation.deadline.models import Deadline
from mediation.gql.plans import form_of, symbolic, values_of
from mediation.gql.relay import gid
from mediation.infra.statements import kept
from mediation.kit.actor import Role
from tests.counting import statements

LIST = """query($first: Int!, $after: String, $mine: Boolean! = false, $filter: WorkFilter, $sort: WorkSort! = DEADLINE,
  $descending: Boolean! = false) { myWork(first: $first, after: $after, mine: $mine, filter: $filter, sort: $sort,
  descending: $descending) { totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } }"""
COUNTS = "query($filter: WorkFilter) { myWorkCounts(filter: $filter) { tab count more } }"


@pytest.fixture
async def studio(make):
    return await make.agency()


@pytest.fixture
async def mediator(make, studio):
    return await make.staff(Role.MEDIATOR, agency=studio)


@pytest.fixture
async def token(make, mediator):
    return await make.token(mediator)


async def _found(api, token, names, **asked) -> list[str]:
    page = (await api.data(LIST, {"first": 50, **asked}, token=token))["myWork"]
    ids = [edge["node"]["id"] for edge in page["edges"]]
    assert page["totalCount"] == len(ids)
    return [names[one] for one in ids]


async def _counted(api, token, **filter_) -> dict[str, int]:
    found = (await api.data(COUNTS, {"filter": filter_ or None}, token=token))["myWorkCounts"]
    assert not any(one["more"] for one in found)
    return {one["tab"]: one["count"] for one in found}


def _figures(*counts: int) -> dict[str, int]:
    return dict(zip(("MINE", "UNCLAIMED", "AGENCY", "OVERDUE", "TODAY"), counts, strict=True))


@pytest.fixture
async def cases(make, studio, mediator, clock):
    """Cases of the studio by name; noon of the 20th is now."""
    now = clock.now()
    colleague = await make.staff(Role.MEDIATOR, agency=studio)
    own, midnight = {"agency": studio, "mediator_id": mediator.id}, now + timedelta(hours=12)
    made = {
        "late": await make.case(**own, next_due_at=now, kind=CaseKind.COLLECTIVE, channel="wechat"),
        "today": await make.case(agency=studio, next_due_at=midnight, urgent=True),
        "soon": await make.case(**own, next_due_at=midnight + timedelta(days=3), state=CaseState.MEDIATING),
        "later": await make.case(
            agency=studio, next_due_at=midnight + timedelta(days=3, seconds=1), mediator_id=colleague.id
        ),
        "never": await make.case(
            agency=studio, employer=await make.organisation(agency=studio, name="顺风装饰有限公司")
        ),
    }
    await make.claimant(made["late"], wages_fen=700, social_insurance_fen=0)
    await make.claimant(made["soon"], wages_fen=0, social_insurance_fen=900, name="阿卜杜拉")
    await make.case(agency=studio, state=CaseState.REFUSED, closed_at=now, next_due_at=now)
    await make.case(next_due_at=now)
    return made


@pytest.fixture
def names(cases) -> dict[str, str]:
    return {gid("Case", case.id): name for name, case in cases.items()}


async def test_each_tab_and_each_filter_finds_its_cases_and_every_figure_agrees(api, token, names):
    every = ["late", "today", "soon", "later", "never"]
    expected = {
        (): every,
        (("tabs", ("MINE",)),): ["late", "soon"],
        (("tabs", ("UNCLAIMED",)),): ["today", "never"],
        (("tabs", ("AGENCY",)),): every,
        (("tabs", ("OVERDUE",)),): ["late"],
        (("tabs", ("TODAY",)),): ["today"],
        (("tabs", ("OVERDUE", "MINE")), ("kind", "COLLECTIVE")): ["late"],
        (("tabs", ("OVERDUE", "UNCLAIMED")),): [],
        (("withinDays", 0),): ["late", "today"],
        (("withinDays", 3),): ["late", "today", "soon"],
        (("withinDays", 4),): ["late", "today", "soon", "later"],
        (("kind", "SINGLE"), ("withinDays", 0)): ["today"],
        (("channel", ("WECHAT", "POLICE")),): ["late"],
        (("state", ("MEDIATING", "PERFORMING")),): ["soon"],
        (("heads", ("WAGES",)),): ["late"],
        (("heads", ("SOCIAL_INSURANCE",)),): ["soon"],
        (("heads", ("SOCIAL_INSURANCE", "WAGES")),): ["late", "soon"],
        (("urgent", True),): ["today"],
        (("search", "顺风"),): ["never"],
        (("search", "卜杜 阿卜"),): ["soon"],
        (("search", "顺风 阿卜"),): [],
        (("tabs", ()), ("channel", ()), ("state", ()), ("heads", ())): every,
    }

    for filter_, wanted in expected.items():
        assert await _found(api, token, names, filter=dict(filter_)) == wanted, filter_
    assert await _found(api, token, names, mine=True) == ["late", "soon"]
    assert await _found(api, token, names, mine=True, filter={"withinDays": 0}) == ["late"]
    assert await _counted(api, token) == _figures(2, 2, 5, 1, 1)
    narrowed = await _counted(api, token, withinDays=0, search="测")
    assert narrowed == _figures(1, 1, 2, 1, 1)


async def test_who_comes_from_elsewhere_has_tabs_of_what_they_see(api, make, studio, cases, names, mediator):
    court = await make.agency(kind=AgencyKind.COURT)
    clerk, lawyer = await make.staff(Role.CLERK, agency=court), await make.staff(Role.LAWYER, agency=court)
    district = await make.agency(kind=AgencyKind.JUSTICE, district=None)
    supervisor = await make.staff(Role.SUPERVISOR, agency=studio)
    await make.tie(cases["late"], Tie.REFERRED, court.id)
    await make.tie(cases["soon"], Tie.ASSIGNED, lawyer.id)
    await make.tie(cases["late"], Tie.RECUSED, mediator.id)
    tokens = {who.id: await make.token(who) for who in (clerk, lawyer, supervisor, mediator)}

    assert await _counted(api, tokens[clerk.id]) == _figures(0, 0, 1, 1, 0)
    assert await _counted(api, tokens[lawyer.id]) == _figures(1, 0, 1, 0, 0)
    assert await _found(api, tokens[lawyer.id], names, mine=True) == ["soon"]
    assert (await _counted(api, tokens[supervisor.id]))["AGENCY"] == 5
    assert await _counted(api, tokens[mediator.id]) == _figures(1, 2, 4, 0, 1)
    administrator = await make.token(await make.staff(Role.ADMINISTRATOR, agency=district))
    for query in (LIST, COUNTS):
        refused = (await api.send(query, {"first": 1}, token=administrator)).json()
        assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_every_order_goes_through_all_pages_without_a_gap_or_a_repeat(api, make, studio, token, clock, runtime):
    made = []
    for n in range(12):  # several of one deadline, several of one sum
        case = await make.case(agency=studio, next_due_at=clock.now() + timedelta(days=n % 3), year=2025 + n % 2)
        made.append(await _with_sum(runtime, case, 100 * (n % 4)))
    by = {
        "DEADLINE": lambda case: (case.next_due_at, -case.wages_claimed_fen, case.id),
        "AMOUNT": lambda case: (-case.wages_claimed_fen, case.next_due_at, case.id),
        "NUMBER": lambda case: (case.year, case.serial, case.id),
    }

    for (sort, key), descending in product(by.items(), (False, True)):
        wanted = [gid("Case", case.id) for case in sorted(made, key=key, reverse=descending)]
        found, after = [], None
        while True:
            asked = {"first": 5, "after": after, "sort": sort, "descending": descending}
            page = (await api.data(LIST, asked, token=token))["myWork"]
            found += [edge["node"]["id"] for edge in page["edges"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert found == wanted, (sort, descending)


async def _with_sum(runtime, case: Case, fen: int) -> Case:
    async with runtime.db.engine.begin() as connection:
        await connection.execute(update(Case).where(col(Case.id) == case.id).values(wages_claimed_fen=fen))
    case.wages_claimed_fen = fen
    return case


async def test_what_makes_no_sense_is_refused_in_words(api, make, studio, token):
    await make.case(agency=studio)
    page = (await api.data(LIST, {"first": 1}, token=token))["myWork"]["pageInfo"]
    for asked, said in (
        ({"filter": {"withinDays": -1}}, "天数"),
        ({"filter": {"withinDays": 366}}, "天数"),
        ({"filter": {"search": "字" * 101}}, "搜索词"),
        ({"after": "x"}, "分页"),
        ({"after": page["endCursor"], "sort": "NUMBER"}, "分页"),
    ):
        error = (await api.send(LIST, {"first": 1, **asked}, token=token)).json()["errors"][0]
        assert error["extensions"]["code"] == "INVALID"
        assert said in error["message"], asked


async def test_an_order_tells_nothing_of_sums_to_whoever_may_not_see_them(api, make, cases, token, names, runtime):
    policy = guard.policy
    model = runtime.settings.policies_dir / "access" / "model.conf"
    try:
        guard.use(Policy(model, [line for line in policy.lines if line[1] != "claim:view"]))
        by_deadline = (await api.data(LIST, {"first": 1}, token=token))["myWork"]
        refused = (await api.send(LIST, {"first": 1, "sort": "AMOUNT"}, token=token)).json()
        heads = await _found(api, token, names, filter={"heads": ["WAGES"]})
    finally:
        guard.use(policy)

    assert refused["errors"][0]["extensions"]["code"] == "INVALID"
    assert heads == []
    with_amounts = (await api.data(LIST, {"first": 1}, token=token))["myWork"]
    assert len(by_deadline["pageInfo"]["endCursor"]) < len(with_amounts["pageInfo"]["endCursor"])


async def test_a_tab_counts_so_far_and_no_further(api, make, studio, token, runtime):
    case = await make.case(agency=studio)
    columns = [column.name for column in Case.__table__.columns]
    own = {"id": "gen_random_uuid()", "number": "'他〔2026〕' || n || '号'", "serial": "n + 100000"}
    copied = ", ".join(own.get(name, f"source.{name}") for name in columns)
    async with runtime.db.engine.begin() as connection:
        await connection.execute(
            text(
                f"INSERT INTO cases ({', '.join(columns)}) SELECT {copied} FROM cases AS source, "
                f"generate_series(1, {worklist.COUNTED}) AS n WHERE source.id = :id"
            ),
            {"id": case.id},
        )

    with statements(runtime) as sent:
        found = (await api.data(COUNTS, token=token))["myWorkCounts"]

    assert len(sent) == 2  # the session, the figures
    said = {one["tab"]: (one["count"], one["more"]) for one in found}
    assert said["AGENCY"] == said["UNCLAIMED"] == (999, True)
    assert said["MINE"] == (0, False)


async def test_every_tab_comes_in_its_order_from_an_index(make, studio, runtime):
    actor = await make.actor(Role.MEDIATOR, agency=studio)
    async with runtime.db.engine.begin() as connection:
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        for tab in (None, *worklist.WorkTab):
            shape = worklist.Shape(tabs=frozenset({tab} if tab else ()))
            ordered = worklist.listing(actor, worklist.WorkSort.DEADLINE, descending=False)
            found = kept(_paged, ordered, form_of(actor), shape)
            values = found.arguments({**values_of(actor), "today_ends": actor.at})
            rows = await connection.exec_driver_sql(f"EXPLAIN {found.text}", tuple(values))
            plan = "\n".join(row[0] for row in rows)
            assert "Index Scan using ix_cases_" in plan, plan
            assert "Sort" not in plan, plan


def _paged(ordered, form, shape):
    return ordered.page(symbolic(form), 25, False, shape)


ROWS = """query($first: Int!) { myWork(first: $first) { edges { node { id number kind hasNews seenAt
  nextDeadline { rule kind title dueAt standing citation access { canMeet } } counts { registered takingPart signed }
  claimTotals { wagesFen socialInsuranceFen totalFen } nextStep { who text } mediator { name } employer { name } } } } }"""


def _deadline(case: Case, rule: str, kind: str, **more) -> Deadline:
    return Deadline(
        case_id=case.id,
        district_id=case.district_id,
        rule=rule,
        subject_id=case.id,
        kind=kind,
        title_zh=f"{rule}的事",
        title_en=rule,
        citation="",
        duty_of="mediator",
        **{"starts_on": case.received_on, "due_at": case.next_due_at, "due_on": case.received_on, **more},
    )


async def test_a_row_says_which_deadline_is_next_and_costs_the_same_for_few_and_many(
    api, make, studio, token, runtime, clock
):
    async def fill(n: int) -> Case:
        for _ in range(n):
            case = await make.case(agency=studio, next_due_at=clock.now() - timedelta(hours=1))
            await make.claimant(case)
            await make.save(
                _deadline(case, "M-4", "statutory", is_right=True),
                _deadline(case, "INTERNAL", "internal"),
                _deadline(case, "AGREED", "agreed"),
                _deadline(case, "M-2", "statutory", met_at=clock.now(), met_on=case.received_on),
                _deadline(case, "G-3", "statutory", shown_only=True),
                _deadline(case, "M-5", "statutory", due_at=clock.now() + timedelta(days=9)),
            )
        return case

    async def cost() -> int:
        with statements(runtime) as sent:
            await api.data(ROWS, {"first": 50}, token=token)
        return len(sent)

    last = await fill(2)
    bare = await make.case(agency=studio)
    few = await cost()
    await fill(4)

    # session, page, next deadlines, hints, news, employers; nobody is in charge
    assert (few, await cost()) == (6, 6)
    rows = {
        edge["node"]["id"]: edge["node"]
        for edge in (await api.data(ROWS, {"first": 50}, token=token))["myWork"]["edges"]
    }
    assert rows[gid("Case", last.id)]["nextDeadline"] == {
        "rule": "AGREED",
        "kind": "agreed",
        "title": "AGREED的事",
        "dueAt": "2026-11-20T03:00:00.000Z",
        "standing": "OVERDUE",
        "citation": "《民法典》第201条",
        "access": {"canMeet": False},
    }
    assert rows[gid("Case", bare.id)]["nextDeadline"] is None


async def test_who_can_be_put_in_charge_is_told_to_whoever_may_do_it(api, make, studio, mediator, token, clock):
    query = "query($c: ID!) { allocationCandidates(case: $c) { colleague { name } openCases inCharge } }"
    case = await make.case(agency=studio, mediator_id=mediator.id)
    busy, idle = [await make.staff(Role.MEDIATOR, agency=studio, name=name) for name in ("李忙", "李闲")]
    out, gone = [await make.staff(Role.MEDIATOR, agency=studio, name=name) for name in ("回避", "离职")]
    gone.disabled_at = clock.now()
    await make.save(gone)
    for _ in range(2):
        await make.case(agency=studio, mediator_id=busy.id)
    await make.case(agency=studio, mediator_id=idle.id, state=CaseState.REFUSED, closed_at=clock.now())
    await make.tie(case, Tie.RECUSED, out.id)
    supervisor, intake = [await make.staff(role, agency=studio) for role in (Role.SUPERVISOR, Role.INTAKE_CLERK)]
    given = {"c": gid("Case", case.id)}

    found = (await api.data(query, given, token=token))["allocationCandidates"]
    assert [(one["colleague"]["name"], one["openCases"], one["inCharge"]) for one in found] == [
        ("李闲", 0, False),
        ("张敏", 1, True),
        ("李忙", 2, False),
    ]
    assert (await api.data(query, given, token=await make.token(supervisor)))["allocationCandidates"] == found
    for other in (intake, out, await make.staff(Role.MEDIATOR)):
        refused = (await api.send(query, given, token=await make.token(other))).json()
        assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_an_unclaimed_case_is_claimed_once_and_leaves_the_tab(api, make, studio, mediator, token, runtime):
    case = await make.case(agency=studio, state=CaseState.ACCEPTED)
    other = await make.staff(Role.MEDIATOR, agency=studio, name="李调解")
    claim = (
        "mutation($i: AllocateCaseInput!) { allocateCase(input: $i) { __typename ... on Case { mediator { name } } } }"
    )
    given = {"id": gid("Case", case.id), "version": 1}

    mine = await api.do(claim, {"i": {**given, "mediator": gid("Staff", mediator.id)}}, token=token)
    theirs = await api.do(claim, {"i": {**given, "mediator": gid("Staff", other.id)}}, token=await make.token(other))
    given["version"] = 2
    handed = await api.do(claim, {"i": {**given, "mediator": gid("Staff", other.id)}}, token=token)

    assert mine == {"__typename": "Case", "mediator": {"name": "张敏"}}
    assert theirs == {"__typename": "Conflict"}
    assert handed["mediator"] == {"name": "李调解"}
    assert (await _counted(api, token))["UNCLAIMED"] == 0
    async with runtime.read() as connection:
        holder = select(col(Case.mediator_id)).where(col(Case.id) == case.id)
        assert (await connection.execute(holder)).scalar_one() == other.id
