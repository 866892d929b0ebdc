"""Deadlines through the API: of a case, due soon, under permission; set and met by the studio."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from tests.counting import statements
from tests.deadline.test_follow import happen

OF_CASE = """query($id: ID!) { node(id: $id) { ... on Case { nextDueAt canSetDeadline deadlines { id rule kind title citation
  quote consequence openQuestion dutyOf isRight startsOn dueOn dueAt standing whyNot access { canMeet } } } } }"""
DUE = """query($before: Instant!, $n: Int!, $after: String, $from: Instant) {
  deadlinesDue(before: $before, first: $n, after: $after, notBefore: $from) {
  totalCount pageInfo { hasNextPage endCursor } edges { node { id rule standing case { number } } } } }"""
SET = """mutation($case: ID!, $title: String!, $on: Date!) { setDeadline(input: {case: $case, title: $title, dueOn: $on,
  note: "备注"}) { __typename ... on Deadline { id rule kind title dueAt citation standing note case { nextDueAt } }
  ... on Invalid { fields { path code } } ... on IllegalMove { was: currentState } } }"""
MEET = """mutation($id: ID!) { meetDeadline(input: {id: $id, note: "已提交申请"}) { __typename
  ... on Deadline { metAt standing note access { canMeet } } ... on IllegalMove { was: currentState } } }"""
FAR = "2030-01-01T00:00:00Z"


@pytest.fixture
async def studio(make):
    """A studio with a mediator."""
    agency = await make.agency()
    return SimpleNamespace(agency=agency, mediator=await make.staff(Role.MEDIATOR, agency=agency))


@pytest.fixture
def started(runtime, make, studio):
    """A case whose first clocks run."""

    async def begin(**more):
        case = await make.case(agency=studio.agency, mediator_id=studio.mediator.id, **more)
        await happen(runtime, case, "case:register")
        return case

    return begin


async def test_a_case_shows_each_clock_with_its_article_and_what_follows(api, make, studio, started):
    case = await started()

    shown = await api.data(OF_CASE, {"id": gid("Case", case.id)}, token=await make.token(studio.mediator))

    first, second = shown["node"]["deadlines"]
    assert (first["rule"], second["rule"]) == ("M-2", "M-3")
    assert shown["node"]["nextDueAt"] == first["dueAt"] == "2026-11-25T16:00:00.000Z"
    assert shown["node"]["canSetDeadline"] is True
    assert first["citation"].startswith("《企业劳动争议协商调解规定》第22条")
    assert "3个工作日内受理" in first["quote"]
    assert (first["standing"], first["dutyOf"], first["isRight"]) == ("OPEN", "MEDIATOR", False)
    assert (second["dutyOf"], second["isRight"], second["dueOn"]) == ("EITHER", True, "2026-12-07")
    assert second["consequence"].startswith("期满未达成调解协议的")
    assert first["access"] == {"canMeet": False}


async def test_the_same_clock_is_overdue_or_open_by_the_hour_of_the_question(api, make, studio, started, clock):
    case = await started()
    clock.set(datetime(2026, 12, 8, 0, 0, tzinfo=SHANGHAI))
    token = await make.token(studio.mediator)

    shown = await api.data(OF_CASE, {"id": gid("Case", case.id)}, token=token)

    assert [one["standing"] for one in shown["node"]["deadlines"]] == ["OVERDUE", "OPENED"]


async def test_what_is_due_comes_nearest_first_in_pages(api, make, studio, started):
    for _ in range(3):
        await started()
    token = await make.token(studio.mediator)

    first = (await api.data(DUE, {"before": FAR, "n": 4}, token=token))["deadlinesDue"]
    rest = (await api.data(DUE, {"before": FAR, "n": 4, "after": first["pageInfo"]["endCursor"]}, token=token))[
        "deadlinesDue"
    ]
    later = (await api.data(DUE, {"before": FAR, "n": 9, "from": "2026-12-01T00:00:00Z"}, token=token))["deadlinesDue"]
    soon = (await api.data(DUE, {"before": "2026-12-01T00:00:00Z", "n": 10}, token=token))["deadlinesDue"]

    rules = [edge["node"]["rule"] for edge in first["edges"] + rest["edges"]]
    assert first["totalCount"] == 6
    assert rules == ["M-2"] * 3 + ["M-3"] * 3
    assert soon["totalCount"] == 3
    assert [edge["node"]["rule"] for edge in later["edges"]] == ["M-3"] * 3
    assert first["edges"][0]["node"]["case"]["number"].startswith("测〔2026〕")


async def test_who_sees_a_case_sees_its_deadlines_and_nobody_else(api, make, studio, started):
    case = await started()
    other, court = await make.agency(), await make.agency(kind=AgencyKind.COURT)
    people = {
        "supervisor": await make.staff(Role.SUPERVISOR, agency=studio.agency),
        "intake": await make.staff(Role.INTAKE_CLERK, agency=studio.agency),
        "recused": await make.staff(Role.MEDIATOR, agency=studio.agency),
        "elsewhere": await make.staff(Role.MEDIATOR, agency=other),
        "lawyer": await make.staff(Role.LAWYER, agency=other),
        "referred": await make.staff(Role.CLERK, agency=court),
        "auditor": await make.staff(Role.AUDITOR, agency=studio.agency),
        "administrator": await make.staff(Role.ADMINISTRATOR, agency=studio.agency),
    }
    await make.tie(case, Tie.RECUSED, people["recused"].id)
    await make.tie(case, Tie.ASSIGNED, people["lawyer"].id)
    await make.tie(case, Tie.REFERRED, court.id)

    counts = {
        name: (await api.data(DUE, {"before": FAR, "n": 10}, token=await make.token(who)))["deadlinesDue"]["totalCount"]
        for name, who in people.items()
    }

    assert counts == {
        "supervisor": 2,
        "intake": 2,
        "recused": 0,
        "elsewhere": 0,
        "lawyer": 2,
        "referred": 2,
        "auditor": 0,
        "administrator": 0,
    }


async def test_the_studio_sets_itself_a_deadline_and_meets_it(api, make, studio, started, runtime, clock):
    case = await started()
    token, key = await make.token(studio.mediator), gid("Case", case.id)

    made = await api.do(SET, {"case": key, "title": "核查公司账户", "on": "2026-11-21"}, token=token)
    clock.set(datetime(2026, 11, 21, 10, 0, tzinfo=SHANGHAI))
    token = await make.token(studio.mediator)
    met = await api.do(MEET, {"id": made["id"]}, token=token)
    again = await api.do(MEET, {"id": made["id"]}, token=token)
    after = await api.data(OF_CASE, {"id": key}, token=token)

    async with runtime.db.session() as session:
        verbs = (await session.execute(select(col(JournalEntry.verb)).order_by(col(JournalEntry.seq)))).scalars().all()
    assert (made["rule"], made["kind"], made["title"], made["citation"]) == (
        "INTERNAL",
        "internal",
        "核查公司账户",
        None,
    )
    assert made["dueAt"] == made["case"]["nextDueAt"] == "2026-11-21T16:00:00.000Z"
    assert met == {
        "__typename": "Deadline",
        "metAt": "2026-11-21T02:00:00.000Z",
        "standing": "MET",
        "note": "已提交申请",
        "access": {"canMeet": False},
    }
    assert again == {"__typename": "IllegalMove", "was": "met"}
    assert after["node"]["nextDueAt"] == "2026-11-25T16:00:00.000Z"
    assert verbs == ["case:register", "deadline:set", "deadline:meet"]


async def test_what_a_verb_of_the_case_meets_is_not_met_by_hand(api, make, studio, started):
    case = await started()
    token = await make.token(studio.mediator)
    shown = await api.data(OF_CASE, {"id": gid("Case", case.id)}, token=token)

    answer = await api.do(MEET, {"id": shown["node"]["deadlines"][0]["id"]}, token=token)

    assert answer == {"__typename": "IllegalMove", "was": "open"}


@pytest.mark.parametrize(
    ("title", "on", "problem"),
    [
        ("", "2026-11-21", {"path": "title", "code": "empty"}),
        ("  ", "2026-11-21", {"path": "title", "code": "empty"}),
        ("长" * 101, "2026-11-21", {"path": "title", "code": "too_long"}),
        ("核\x00查", "2026-11-21", {"path": "title", "code": "nul"}),
        ("核查", "2026-11-19", {"path": "dueOn", "code": "out_of_range"}),
        ("核查", "2199-12-31", {"path": "dueOn", "code": "out_of_range"}),
    ],
)
async def test_bad_input_is_named_and_nothing_is_kept(api, make, studio, started, title, on, problem):
    case = await started()
    token = await make.token(studio.mediator)

    answer = await api.do(SET, {"case": gid("Case", case.id), "title": title, "on": on}, token=token)

    assert answer == {"__typename": "Invalid", "fields": [problem]}
    shown = await api.data(OF_CASE, {"id": gid("Case", case.id)}, token=token)
    assert len(shown["node"]["deadlines"]) == 2


async def test_a_stranger_finds_no_case_and_a_lawyer_may_only_look(api, make, studio, started):
    case = await started()
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    lawyer = await make.staff(Role.LAWYER)
    await make.tie(case, Tie.ASSIGNED, lawyer.id)
    wanted = {"case": gid("Case", case.id), "title": "核查", "on": "2026-11-21"}

    assert (await api.do(SET, wanted, token=stranger))["__typename"] == "NotFound"
    assert (await api.do(SET, wanted, token=await make.token(lawyer)))["__typename"] == "Forbidden"


async def test_a_closed_case_takes_no_deadline(api, make, studio, clock):
    case = await make.case(agency=studio.agency, state="closed", outcome="failed", closed_at=clock.now())
    wanted = {"case": gid("Case", case.id), "title": "核查", "on": "2026-11-21"}

    answer = await api.do(SET, wanted, token=await make.token(studio.mediator))

    assert answer == {"__typename": "IllegalMove", "was": "closed"}


async def test_the_number_of_queries_does_not_grow_with_the_list(api, make, studio, started, runtime):
    token, counts = await make.token(studio.mediator), []
    for n in (1, 9):
        for _ in range(n):
            await started()
        with statements(runtime) as sent:
            await api.data(DUE, {"before": FAR, "n": 50}, token=token)
        counts.append(len(sent))

    assert counts[0] == counts[1]
