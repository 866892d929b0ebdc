"""What leaves `/graphql`: money beyond 32 bits, instants and days, bugs without a word about them, a schema that is closed."""

import httpx2
import pytest
import strawberry
from starlette.applications import Starlette
from starlette.routing import Route

from mediation.app import create_app
from mediation.gql.endpoint import Endpoint, Schema, Words
from mediation.gql.relay import gid
from mediation.gql.scalars import schema_config
from mediation.http import shell
from mediation.kit.actor import Actor, ActorKind, Role

BILLION = 5_000_000_000
"""fifty million yuan in fen: an Int ends at 21"""
AMEND = """mutation($i: AmendClaimInput!) { amendClaim(input: $i) { __typename ... on Claim { amountFen }
  ... on Invalid { fields { path code } } } }"""
READ = """query($id: ID!) { case(id: $id) { version claimTotals { wagesFen totalFen }
  claimants(first: 1) { edges { node { claims { id amountFen } } } } } }"""


@pytest.fixture
async def scene(make):
    """A case with a claim of fifty million yuan, and its mediator's token."""
    agency = await make.agency()
    case = await make.case(agency=agency)
    await make.claimant(case, wages_fen=BILLION, social_insurance_fen=0)
    return case, await make.token(await make.staff(Role.MEDIATOR, agency=agency))


async def test_money_beyond_32_bits_comes_and_goes_as_a_number_and_comes_as_digits(api, scene):
    case, token = scene
    read = (await api.data(READ, {"id": gid("Case", case.id)}, token=token))["case"]
    claim = read["claimants"]["edges"][0]["node"]["claims"][0]
    answers = []
    for n, amount in enumerate((BILLION + 1, str(BILLION + 2))):
        values = {"id": claim["id"], "version": read["version"] + n, "amountFen": amount}
        answers.append(await api.do(AMEND, {"i": values}, token=token))

    assert read["claimTotals"] == {"wagesFen": BILLION, "totalFen": BILLION}
    assert claim["amountFen"] == BILLION
    assert answers == [{"__typename": "Claim", "amountFen": BILLION + n} for n in (1, 2)]


@pytest.mark.parametrize("amount", [1.5, "1.5", "1e3", "", " 5", "５", True, None, 10**15 + 1, "9" * 400, [1], {}])
async def test_what_is_no_amount_is_refused_before_anything_runs(api, scene, amount):
    case, token = scene
    read = (await api.data(READ, {"id": gid("Case", case.id)}, token=token))["case"]
    claim = read["claimants"]["edges"][0]["node"]["claims"][0]

    answer = await api.send(
        AMEND, {"i": {"id": claim["id"], "version": read["version"], "amountFen": amount}}, token=token
    )

    if amount is None:  # left as it is
        assert "errors" not in answer.json()
    else:
        assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["VARIABLES_INVALID"]
    again = (await api.data(READ, {"id": gid("Case", case.id)}, token=token))["case"]
    assert again["claimTotals"]["wagesFen"] == BILLION


@pytest.mark.parametrize("before", ["2026-11-20", "2026-11-20T12:00:00", "yesterday", 5, ""])
async def test_an_instant_has_a_time_zone(api, scene, before):
    query = "query($b: Instant!) { deadlinesDue(before: $b, first: 1) { totalCount } }"

    answer = await api.send(query, {"b": before}, token=scene[1])

    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["VARIABLES_INVALID"]


@strawberry.type
class Query:
    """One bug."""

    @strawberry.field
    async def broken(self) -> int:
        """Says what it should not."""
        raise RuntimeError("postgresql://mediation:secret@db/mediation")


async def test_a_bug_is_an_id_and_nothing_else(runtime, capsys):
    async def nobody(*_) -> Actor:
        return Actor(kind=ActorKind.ANONYMOUS, locale="en", at=runtime.clock.now())

    endpoint = Endpoint(
        Schema(query=Query, config=schema_config(), extensions=[Words]), runtime, nobody, graphiql=False
    )
    app = Starlette(routes=[Route("/graphql", endpoint.post, methods=["POST"])], middleware=shell())
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.post("/graphql", json={"query": "{ broken }"})

    (error,) = answer.json()["errors"]
    assert error["message"] == "Unexpected error."
    assert error["extensions"] == {"code": "INTERNAL", "requestId": answer.headers["x-request-id"]}
    assert "secret" not in answer.text


async def test_the_schema_is_shown_only_where_the_settings_say_so(runtime):
    runtime.settings = runtime.settings.model_copy(update={"introspection": False, "graphiql": False})
    transport = httpx2.ASGITransport(app=create_app(runtime=runtime))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:

        async def said(query: str) -> list[str]:
            answer = await client.post("/graphql", json={"query": query})
            assert "Did you mean" not in answer.text
            return [error["extensions"]["code"] for error in answer.json()["errors"]]

        shown = [
            await said("{ __schema { types { name } } }"),
            await said('{ a: __type(name: "Case") { name } }'),
            await said("{ caze(id: 1) { id } }"),
        ]
        page = await client.get("/graphql", headers={"accept": "text/html"})
        named = await client.post("/graphql", json={"query": "{ __typename }"})

    assert shown == [["INTROSPECTION_DISABLED"], ["INTROSPECTION_DISABLED"], ["DOCUMENT_INVALID"]]
    assert page.status_code == 405
    assert named.json() == {"data": {"__typename": "Query"}}
