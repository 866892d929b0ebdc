"""The page at `/graphql`: it works where nothing but this server can be reached."""

import re

import httpx2
import pytest
from graphql import parse, validate

from mediation import schema
from mediation.app import create_app

BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
async def client(runtime):
    """A browser before an installation that shows the page."""
    app = create_app(runtime.settings.model_copy(update={"graphiql": True}), runtime=runtime)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as browser:
        yield browser


async def test_the_page_loads_nothing_and_may_talk_to_this_server_only(client):
    answer = await client.get("/graphql", headers=BROWSER)

    assert answer.status_code == 200
    assert re.findall(r"(?:src|href)=\"([^\"]*)\"", answer.text) == ["data:,", "?graphiql"]
    policy = answer.headers["content-security-policy"]
    assert re.sub(r"'sha256-[A-Za-z0-9+/]{43}='", "HASH", policy) == (
        "default-src 'none'; script-src HASH; style-src HASH; img-src data:; connect-src 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; object-src 'none'; form-action 'none'"
    )


async def test_the_query_on_the_page_is_one_the_api_answers(client):
    page = (await client.get("/graphql", headers=BROWSER)).text
    query = re.search(r"<textarea id=\"query\"[^>]*>(.*?)</textarea>", page, re.DOTALL).group(1)

    answer = await client.post("/graphql", json={"query": query})

    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["FORBIDDEN"]


async def test_whatever_the_page_asks_is_in_the_schema(client):
    page = (await client.get("/graphql", headers=BROWSER)).text
    asked = re.findall(r"`((?:mutation|\{ __schema)[^`]*)`", page)

    known = schema.build(introspection=True)._schema
    assert len(asked) == 4
    assert [validate(known, parse(one)) for one in asked] == [[]] * 4


async def test_graphiql_may_load_its_parts_from_its_one_address(client):
    answer = await client.get("/graphql?graphiql", headers=BROWSER)

    assert "https://unpkg.com/graphiql@" in answer.text
    assert "script-src 'unsafe-inline' https://unpkg.com;" in answer.headers["content-security-policy"]


async def test_without_the_setting_there_is_no_page(api):
    answer = await api.client.get("/graphql", headers=BROWSER)

    assert (answer.status_code, answer.headers["allow"], answer.text) == (405, "POST", "")
