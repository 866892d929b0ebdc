"""● What is new: since one said to have seen it, by others, and never anything that one may not see."""

import pytest

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role

NEWS = "query($id: ID!) { case(id: $id) { hasNews seenAt } }"
MARK = "mutation($i: MarkCaseSeenInput!) { markCaseSeen(input: $i) { __typename ... on Case { hasNews seenAt } } }"


@pytest.fixture
async def table(make):
    """A case in mediation with everybody who looks at it: tokens by name."""
    district = await make.district()
    studio = await make.agency(district=district)
    court = await make.agency(kind=AgencyKind.COURT, district=district)
    people = {
        "mediator": await make.staff(Role.MEDIATOR, agency=studio),
        "colleague": await make.staff(Role.MEDIATOR, agency=studio),
        "supervisor": await make.staff(Role.SUPERVISOR, agency=studio),
        "intake": await make.staff(Role.INTAKE_CLERK, agency=studio),
        "clerk": await make.staff(Role.CLERK, agency=court),
        "lawyer": await make.staff(Role.LAWYER, agency=court),
        "stranger": await make.staff(Role.MEDIATOR),
    }
    case = await make.case(agency=studio, state=CaseState.MEDIATING, mediator_id=people["mediator"].id)
    await make.tie(case, Tie.REFERRED, court.id)
    await make.tie(case, Tie.ASSIGNED, people["lawyer"].id)
    return case, {name: await make.token(staff) for name, staff in people.items()}, people


async def _news(api, table) -> dict[str, bool | None]:
    case, tokens, _ = table
    found = {}
    for name, token in tokens.items():
        seen = (await api.data(NEWS, {"id": gid("Case", case.id)}, token=token))["case"]
        found[name] = seen and seen["hasNews"]
    return found


async def _mark(api, table, *names) -> None:
    case, tokens, _ = table
    for name in names or [name for name in tokens if name != "stranger"]:
        answer = await api.do(MARK, {"i": {"id": gid("Case", case.id)}}, token=tokens[name])
        assert answer["__typename"] == "Case"
        assert answer["hasNews"] in (False, None)
        assert answer["seenAt"] is not None


async def _edit(api, table, who, version) -> None:
    case, tokens, _ = table
    edit = "mutation($i: EditCaseInput!) { editCase(input: $i) { __typename } }"
    given = {"id": gid("Case", case.id), "version": version, "summary": f"第{version}次修改"}
    assert await api.do(edit, {"i": given}, token=tokens[who]) == {"__typename": "Case"}


async def test_what_others_did_is_news_until_one_says_to_have_seen_it(api, table):
    nothing = {"mediator", "colleague", "supervisor", "clerk", "lawyer"}
    assert await _news(api, table) == {**dict.fromkeys(nothing, False), "intake": None, "stranger": None}

    await _edit(api, table, "mediator", 1)
    for _ in range(2):  # reading marks nothing
        first = await _news(api, table)
        assert first == {**dict.fromkeys(nothing, True), "mediator": False, "intake": None, "stranger": None}

    await _mark(api, table)
    assert not any((await _news(api, table)).values())
    await _edit(api, table, "colleague", 2)
    after = await _news(api, table)
    await _mark(api, table, "mediator")
    again = await _news(api, table)

    assert {name for name, new in after.items() if new} == {"mediator", "supervisor", "clerk", "lawyer"}
    assert {name for name, new in again.items() if new} == {"supervisor", "clerk", "lawyer"}


async def test_a_private_session_is_news_to_mediators_of_the_studio_and_to_nobody_else(api, make, table):
    case, tokens, people = table
    room = await make.room(case, opened_by=people["mediator"])
    await make.seat(room, kind="lawyer", side="workers", staff_id=people["lawyer"].id)
    await _mark(api, table)
    before = await _news(api, table)

    opened = await api.do(
        "mutation($i: OpenCaucusInput!) { openCaucus(input: $i) { __typename ... on Caucus { id } } }",
        {"i": {"room": gid("Room", room.id), "side": "WORKERS"}},
        token=tokens["mediator"],
    )
    said = await api.do(
        "mutation($i: SpeakInCaucusInput!) { speakInCaucus(input: $i) { __typename } }",
        {"i": {"caucus": opened["id"], "body": "可以让一步。", "clientKey": "k"}},
        token=tokens["mediator"],
    )

    assert said == {"__typename": "Message"}
    assert await _news(api, table) == {**before, "colleague": True}


async def test_a_mark_is_ones_own_and_only_of_what_one_sees(api, table, make):
    case, tokens, people = table
    await _edit(api, table, "mediator", 1)

    hidden = await api.do(MARK, {"i": {"id": gid("Case", case.id)}}, token=tokens["stranger"])
    nothing = await api.do(MARK, {"i": {"id": gid("Case", people["clerk"].id)}}, token=tokens["stranger"])
    await _mark(api, table, "clerk")
    await make.tie(case, Tie.RECUSED, people["colleague"].id)
    recused = await api.do(MARK, {"i": {"id": gid("Case", case.id)}}, token=tokens["colleague"])

    assert hidden == nothing == recused == {"__typename": "NotFound"}
    assert {name for name, new in (await _news(api, table)).items() if new} == {"supervisor", "lawyer"}
