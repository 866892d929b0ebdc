"""The verbs on a case, through the API: what each does, refuses, records and tells."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind, Staff
from mediation.case import closing
from mediation.case.models import Case, CaseState, CaseTie
from mediation.case.rules import ClosingFacts
from mediation.gql.relay import gid
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.notice.models import Notice

PROBLEMS = """... on Invalid { fields { path code } } ... on Forbidden { verb } ... on Conflict { currentVersion }
  ... on IllegalMove { verb currentState possible } ... on NotFound { code }"""
CASE = "... on Case { state outcome reason version acceptedOn closedAt mediator { name } }"


def verb(name: str, input_type: str, result: str = CASE) -> str:
    return f"mutation($input: {input_type}!) {{ {name}(input: $input) {{ __typename {result} {PROBLEMS} }} }}"


ACCEPT = verb("acceptCase", "AcceptCaseInput")
REFUSE = verb("refuseCase", "RefuseCaseInput")
ALLOCATE = verb("allocateCase", "AllocateCaseInput")
EDIT = verb("editCase", "EditCaseInput", "... on Case { version summary urgent channel kind employer { name } }")
WITHDRAW = verb("withdrawCase", "WithdrawCaseInput")
TRANSFER = verb("transferCase", "TransferCaseInput")
CLOSE = verb("closeCase", "CloseCaseInput")
REOPEN = verb("reopenCase", "ReopenCaseInput")
RECUSE = verb("recuseCase", "RecuseCaseInput", "... on Recusal { id caseNeedsMediator reason staff { name } }")
GLASS = verb("breakGlassCase", "BreakGlassCaseInput", "... on Case { number claimants(first: 5) { totalCount } }")


class Desk:
    """A studio with a case and its people."""

    def __init__(self, api, make, runtime) -> None:
        self.api, self.make, self.runtime = api, make, runtime

    async def open(self) -> "Desk":
        self.district = await self.make.district()
        self.studio = await self.make.agency(district=self.district)
        self.mediator = await self.make.staff(Role.MEDIATOR, agency=self.studio, name="张敏")
        self.token = await self.make.token(self.mediator)
        self.case = await self.make.case(agency=self.studio)
        self.id = gid("Case", self.case.id)
        return self

    async def do(self, mutation: str, *, token: str | None = None, **given):
        return await self.api.do(mutation, {"input": given}, token=token or self.token)

    async def on_case(self, mutation: str, *, token: str | None = None, **given):
        version = given.pop("version", None) or await self.version()
        return await self.do(mutation, token=token, id=self.id, version=version, **given)

    async def version(self) -> int:
        return (await self.row()).version

    async def row(self):
        async with self.runtime.read() as connection:
            return (await connection.execute(select(Case.__table__).where(col(Case.id) == self.case.id))).one()

    async def verbs(self) -> list[str]:
        async with self.runtime.read() as connection:
            rows = await connection.execute(
                select(col(JournalEntry.verb))
                .where(col(JournalEntry.case_id) == self.case.id)
                .order_by(col(JournalEntry.seq))
            )
            return list(rows.scalars())

    async def notices(self) -> list[tuple[str, object]]:
        async with self.runtime.read() as connection:
            rows = await connection.execute(
                select(col(Notice.template), col(Notice.recipient_id)).order_by(col(Notice.id))
            )
            return [(row.template, row.recipient_id) for row in rows]

    async def ties(self) -> set[tuple[str, object]]:
        async with self.runtime.read() as connection:
            rows = await connection.execute(
                select(col(CaseTie.kind), col(CaseTie.holder_id)).where(col(CaseTie.ended_at).is_(None))
            )
            return {(row.kind, row.holder_id) for row in rows}


@pytest.fixture
async def desk(api, make, runtime) -> Desk:
    return await Desk(api, make, runtime).open()


async def test_whoever_accepts_is_in_charge_from_that_day(desk) -> None:
    answer = await desk.on_case(ACCEPT)

    assert answer == {
        "__typename": "Case",
        "state": "ACCEPTED",
        "outcome": None,
        "reason": None,
        "version": 2,
        "acceptedOn": "2026-11-20",
        "closedAt": None,
        "mediator": {"name": "张敏"},
    }
    assert await desk.verbs() == ["case:accept", "case:allocate"]
    assert await desk.ties() == {("assigned", desk.mediator.id)}
    assert await desk.notices() == []


async def test_a_stale_version_is_told_the_current_one_and_changes_nothing(desk) -> None:
    await desk.on_case(ACCEPT)

    answer = await desk.on_case(CLOSE, version=1, outcome="FAILED", reason="双方分歧较大")

    assert answer == {"__typename": "Conflict", "currentVersion": 2}
    assert (await desk.row()).state == "accepted"


async def test_a_refusal_needs_a_reason_and_can_be_taken_back(desk, make) -> None:
    clerk = await make.token(await make.staff(Role.INTAKE_CLERK, agency=desk.studio))

    assert await desk.on_case(REFUSE, token=clerk, reason="不属于劳动争议") == {
        "__typename": "Forbidden",
        "verb": "case:refuse",
    }
    assert (await desk.on_case(REFUSE, reason=" "))["fields"] == [{"path": "reason", "code": "empty"}]
    refused = await desk.on_case(REFUSE, reason="不属于劳动争议")
    again = await desk.on_case(ACCEPT)
    reopened = await desk.on_case(REOPEN, reason="补充了劳动合同")

    assert (refused["state"], refused["reason"], refused["closedAt"]) == (
        "REFUSED",
        "不属于劳动争议",
        "2026-11-20T04:00:00.000Z",
    )
    assert again == {
        "__typename": "IllegalMove",
        "verb": "case:accept",
        "currentState": "refused",
        "possible": ["case:reopen"],
    }
    assert (reopened["state"], reopened["reason"], reopened["closedAt"]) == ("REGISTERED", None, None)
    assert await desk.verbs() == ["case:refuse", "case:reopen"]


async def test_the_charge_moves_with_its_tie_and_the_new_mediator_is_told(desk, make) -> None:
    await desk.on_case(ACCEPT)
    other = await make.staff(Role.MEDIATOR, agency=desk.studio, name="李科")

    answer = await desk.on_case(ALLOCATE, mediator=gid("Staff", other.id))

    assert answer["mediator"] == {"name": "李科"}
    assert await desk.ties() == {("assigned", other.id)}
    assert await desk.notices() == [("case.allocated", other.id)]


async def test_only_a_mediator_of_the_studio_can_be_in_charge(desk, make) -> None:
    clerk = await make.staff(Role.INTAKE_CLERK, agency=desk.studio)
    elsewhere = await make.staff(Role.MEDIATOR)
    recused = await make.staff(Role.MEDIATOR, agency=desk.studio)
    await make.tie(desk.case, Tie.RECUSED, recused.id)

    for staff, code in ((clerk, "not_a_mediator"), (elsewhere, "not_a_mediator"), (recused, "recused")):
        answer = await desk.on_case(ALLOCATE, mediator=gid("Staff", staff.id))
        assert answer["fields"] == [{"path": "mediator", "code": code}]
    assert await desk.verbs() == []


async def test_corrections_name_the_fields_and_one_without_change_is_no_change(desk, make) -> None:
    clerk = await make.token(await make.staff(Role.INTAKE_CLERK, agency=desk.studio))

    same = await desk.on_case(EDIT, token=clerk, urgent=False)
    changed = await desk.on_case(
        EDIT, token=clerk, urgent=True, summary="  两个月工资 ", employer={"name": "某装饰公司"}
    )
    wrong = await desk.on_case(EDIT, token=clerk, receivedOn="2026-11-21", employer={"name": ""})

    assert same["version"] == 1
    assert changed == {
        "__typename": "Case",
        "version": 2,
        "summary": "两个月工资",
        "urgent": True,
        "channel": "WALK_IN",
        "kind": "SINGLE",
        "employer": {"name": "某装饰公司"},
    }
    assert {(f["path"], f["code"]) for f in wrong["fields"]} == {
        ("receivedOn", "in_future"),
        ("employer.name", "empty"),
    }
    assert await desk.verbs() == ["case:edit"]
    found = await desk.api.data('query { cases(first: 5, filter: {search: "装饰"}) { totalCount } }', token=desk.token)
    assert found["cases"]["totalCount"] == 1


async def test_ten_workers_cannot_be_called_a_single_case(desk, make) -> None:
    for _ in range(10):
        await make.claimant(desk.case)

    assert (await desk.on_case(EDIT, kind="COLLECTIVE"))["kind"] == "COLLECTIVE"
    assert (await desk.on_case(EDIT, kind="SINGLE"))["fields"] == [{"path": "kind", "code": "collective_by_law"}]


async def test_withdrawing_and_transferring_close_the_case_with_their_reason(desk, make) -> None:
    withdrawn = await desk.on_case(WITHDRAW, reason="双方已自行和解")
    await desk.on_case(REOPEN, reason="单位未按和解付款")
    nowhere = await desk.on_case(TRANSFER, to=" ", reason="双方均在浦东")
    transferred = await desk.on_case(TRANSFER, to="区劳动人事争议仲裁委员会", reason="双方均不同意继续调解")

    assert (withdrawn["state"], withdrawn["outcome"], withdrawn["reason"]) == ("CLOSED", "WITHDRAWN", "双方已自行和解")
    assert nowhere["fields"] == [{"path": "to", "code": "empty"}]
    assert (transferred["outcome"], transferred["reason"]) == (
        "TRANSFERRED",
        "区劳动人事争议仲裁委员会：双方均不同意继续调解",
    )
    assert await desk.verbs() == ["case:withdraw", "case:reopen", "case:transfer"]


async def test_without_an_agreement_a_case_can_only_have_failed(desk) -> None:
    await desk.on_case(ACCEPT)

    performed = await desk.on_case(CLOSE, outcome="PERFORMED")
    silent = await desk.on_case(CLOSE, outcome="FAILED")
    failed = await desk.on_case(CLOSE, outcome="FAILED", reason="分歧较大")

    assert performed["fields"] == [{"path": "outcome", "code": "not_borne_out"}]
    assert silent["fields"] == [{"path": "reason", "code": "empty"}]
    assert (failed["state"], failed["outcome"], failed["reason"]) == ("CLOSED", "FAILED", "分歧较大")


async def test_a_case_closes_by_what_the_books_say(desk, make, monkeypatch) -> None:
    async def books(_tx, case) -> ClosingFacts:
        return ClosingFacts(agreed=True, settled=case.urgent, by_third_party=True, open_fen=5)

    monkeypatch.setattr(closing, "_PROVIDERS", [])
    closing.register(books)
    desk.case = await make.case(agency=desk.studio, state=CaseState.DEFAULTED)
    desk.id = gid("Case", desk.case.id)

    assert (await desk.on_case(CLOSE, outcome="ADVANCED"))["fields"] == [{"path": "outcome", "code": "not_borne_out"}]
    await desk.on_case(EDIT, urgent=True)
    assert (await desk.on_case(CLOSE, outcome="PERFORMED"))["fields"][0]["code"] == "not_borne_out"
    assert (await desk.on_case(CLOSE, outcome="ADVANCED"))["outcome"] == "ADVANCED"


def test_the_books_are_told_by_one_feature_only(monkeypatch) -> None:
    async def one(_tx, _case) -> ClosingFacts:
        return ClosingFacts(agreed=False)

    async def other(_tx, _case) -> ClosingFacts:
        return ClosingFacts(agreed=True)

    monkeypatch.setattr(closing, "_PROVIDERS", [])
    closing.register(one)
    closing.register(one)
    with pytest.raises(ValueError, match="one provider"):
        closing.register(other)


async def test_who_withdraws_for_a_conflict_loses_the_case_and_the_studio_is_told(desk, make) -> None:
    await desk.on_case(ACCEPT)
    supervisor = await make.staff(Role.SUPERVISOR, agency=desk.studio)
    colleague = await make.staff(Role.MEDIATOR, agency=desk.studio)

    answer = await desk.do(RECUSE, id=desk.id, reason="与公司负责人系亲属")
    again = await desk.do(RECUSE, id=desk.id, reason="与公司负责人系亲属")

    recusal_id = answer.pop("id")
    assert recusal_id
    assert answer == {
        "__typename": "Recusal",
        "caseNeedsMediator": True,
        "reason": "与公司负责人系亲属",
        "staff": {"name": "张敏"},
    }
    assert again == {"__typename": "NotFound", "code": "NOT_FOUND"}
    row = await desk.row()
    assert (row.mediator_id, row.version) == (None, 3)
    assert await desk.ties() == {("recused", desk.mediator.id)}
    told = {recipient for template, recipient in await desk.notices() if template == "case.without_mediator"}
    assert told == {supervisor.id, colleague.id}
    theirs = await make.token(colleague)
    step = await desk.api.data("query($id: ID!) { case(id: $id) { nextStep { who } } }", {"id": desk.id}, token=theirs)
    assert step == {"case": {"nextStep": {"who": "AGENCY"}}}


async def test_a_supervisor_may_withdraw_another_and_a_colleague_may_not(desk, make) -> None:
    colleague = await make.staff(Role.MEDIATOR, agency=desk.studio)
    supervisor = await make.token(await make.staff(Role.SUPERVISOR, agency=desk.studio))
    stranger = await make.staff(Role.MEDIATOR)
    other = gid("Staff", colleague.id)

    refused = await desk.do(RECUSE, id=desk.id, staff=other, reason="与公司负责人系亲属")
    unknown = await desk.do(RECUSE, token=supervisor, id=desk.id, staff=gid("Staff", stranger.id), reason="与公司有关")
    done = await desk.do(RECUSE, token=supervisor, id=desk.id, staff=other, reason="与公司负责人系亲属")

    assert refused == {"__typename": "Forbidden", "verb": "case:recuse"}
    assert unknown["fields"] == [{"path": "staff", "code": "not_here"}]
    assert done["__typename"] == "Recusal"
    assert await desk.ties() == {("recused", colleague.id)}


async def test_breaking_glass_needs_a_reason_ends_by_itself_and_tells_the_owner(desk, make, clock) -> None:
    await desk.on_case(ACCEPT)
    await make.claimant(desk.case)
    elsewhere = await make.agency(district=desk.district)
    other = await make.staff(Role.MEDIATOR, agency=elsewhere)
    theirs, number = await make.token(other), desk.case.number
    see = "query($id: ID!) { case(id: $id) { number } }"

    short = await desk.do(GLASS, token=theirs, number=number, reason="急", hours=25)
    before = await desk.api.data(see, {"id": desk.id}, token=theirs)
    done = await desk.do(
        GLASS, token=theirs, number=number, reason="劳动者来电称主办调解员无法联系，需立即答复", hours=2
    )
    during = await desk.api.data(see, {"id": desk.id}, token=theirs)
    clock.advance(hours=2)
    after = await desk.api.data(see, {"id": desk.id}, token=await make.token(other))

    assert {(f["path"], f["code"]) for f in short["fields"]} == {("reason", "too_short"), ("hours", "out_of_range")}
    assert before == after == {"case": None}
    assert done == {"__typename": "Case", "number": number, "claimants": {"totalCount": 1}}
    assert during == {"case": {"number": number}}
    assert await desk.notices() == [("case.glass_broken", desk.mediator.id)]
    assert await desk.verbs() == ["case:accept", "case:allocate", "case:break_glass"]
    async with desk.runtime.read() as connection:
        until = (
            await connection.execute(select(col(CaseTie.until_at)).where(col(CaseTie.kind) == "glass"))
        ).scalar_one()
    assert until == clock.now()


async def test_glass_is_not_broken_where_it_is_not_needed_not_allowed_or_not_there(desk, make) -> None:
    reason = "劳动者来电称主办调解员无法联系，需立即答复"
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    recused = await make.staff(Role.MEDIATOR, agency=desk.studio)
    await make.tie(desk.case, Tie.RECUSED, recused.id)

    async def tried(token: str, number: str = desk.case.number):
        return await desk.do(GLASS, token=token, number=number, reason=reason, hours=1)

    assert (await tried(desk.token))["fields"] == [{"path": "number", "code": "not_needed"}]
    assert (await tried(stranger))["__typename"] == "NotFound"
    assert (await tried(await make.token(recused)))["__typename"] == "NotFound"
    assert (await tried(desk.token, "无此案〔2026〕1号"))["__typename"] == "NotFound"
    assert await desk.notices() == []
    assert {kind for kind, _ in await desk.ties()} == {"recused"}


async def test_a_supervisor_without_the_parties_sees_them_under_broken_glass(desk, make) -> None:
    await make.claimant(desk.case)
    supervisor = await make.token(await make.staff(Role.SUPERVISOR, agency=desk.studio))

    done = await desk.do(
        GLASS, token=supervisor, number=desk.case.number, reason="信访件要求当日核实申请人是否均已登记在册", hours=1
    )

    assert done["claimants"] == {"totalCount": 1}


@pytest.mark.parametrize(
    ("mutation", "more"),
    [
        (ACCEPT, {}),
        (REFUSE, {"reason": "不属于劳动争议"}),
        (EDIT, {"urgent": True}),
        (WITHDRAW, {"reason": "双方已自行和解"}),
        (TRANSFER, {"to": "仲裁委", "reason": "双方不同意"}),
        (CLOSE, {"outcome": "FAILED", "reason": "分歧较大"}),
        (REOPEN, {"reason": "补充了材料"}),
    ],
)
async def test_what_may_not_be_seen_is_answered_like_what_does_not_exist(desk, make, mutation, more) -> None:
    stranger = await make.token(await make.staff(Role.MEDIATOR))

    hidden = await desk.on_case(mutation, token=stranger, version=1, **more)
    absent = await desk.do(mutation, token=stranger, id=gid("Case", desk.mediator.id), version=1, **more)
    other_type = await desk.do(mutation, token=stranger, id=gid("Staff", desk.mediator.id), version=1, **more)
    no_id = await desk.do(mutation, token=stranger, id="no id", version=1, **more)

    assert hidden == absent == other_type == {"__typename": "NotFound", "code": "NOT_FOUND"}
    assert no_id["fields"] == [{"path": "id", "code": "not_an_id"}]
    assert await desk.verbs() == []
    assert (await desk.row()).version == 1


async def test_an_agency_that_sees_the_case_may_not_change_it(desk, make) -> None:
    court = await make.agency(kind=AgencyKind.COURT, district=desk.district)
    clerk = await make.token(await make.staff(Role.CLERK, agency=court))
    await make.tie(desk.case, Tie.REFERRED, court.id)

    for mutation, given in (
        (ACCEPT, {}),
        (CLOSE, {"outcome": "FAILED", "reason": "分歧较大"}),
        (EDIT, {"urgent": True}),
    ):
        assert (await desk.on_case(mutation, token=clerk, **given))["__typename"] == "Forbidden"
    assert await desk.verbs() == []


async def test_a_disabled_colleague_is_told_nothing(desk, make, clock) -> None:
    gone = await make.staff(Role.MEDIATOR, agency=desk.studio)
    async with desk.runtime.db.session() as session:
        row = await session.get_one(Staff, gone.id)
        row.disabled_at = clock.now() - timedelta(days=1)
        await session.commit()
    await desk.on_case(ACCEPT)

    await desk.do(RECUSE, id=desk.id, reason="与公司负责人系亲属")

    async with desk.runtime.read() as connection:
        told = await connection.execute(
            select(func.count()).select_from(Notice).where(col(Notice.recipient_id) == gone.id)
        )
        assert told.scalar() == 0
