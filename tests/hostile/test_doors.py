"""Dead sessions, links of nobody, and requests in the wrong shape, at the product's own doors."""

import pytest
from sqlalchemy import select

from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.status import service
from mediation.status.models import StatusLink
from tests.hostile.doors import document, mutations
from tests.hostile.world import PHONE, Call, World

ME = "{ me { staff { name } } }"
OWN_DOOR = frozenset({"signIn", "sendSignInCode", "completeSignIn", "enterRoom"})
"""what somebody who is nobody yet may do"""


async def _dead_tokens(w: World) -> dict[str, str]:
    signed_out = await w.make.token(w.people["mediator"])
    await w.api.do(document("signOut"), {"input": {}}, token=signed_out)
    victim = await w.make.staff("mediator", agency=w.union)
    disabled = await w.make.token(victim)
    await w.do("administrator", "disableStaff", staff=gid("Staff", victim.id), version=1)
    return {
        "signed out": signed_out,
        "disabled": disabled,
        "garbage": "ms_" + "A" * 32,
        "of a room that is not": "mr_" + "A" * 32,
        "long": "ms_" + "A" * 60_000,
        "not a token": "' OR 1=1 --",
    }


async def test_a_dead_session_does_nothing_anywhere(w: World, clock):
    tokens = await _dead_tokens(w)
    for name, token in tokens.items():
        assert (await w.api.data("{ me { name } }", token=token))["me"] is None, name
    for mutation in mutations():
        if mutation in OWN_DOOR:
            continue
        call = await w.call(mutation)
        before = await w.books()
        for name, token in tokens.items():
            answer = await w.send(Call(mutation, token, call.given))
            assert answer["__typename"] in ("NotFound", "Forbidden"), (mutation, name, answer)
        assert await w.books() == before, mutation


async def test_a_session_that_has_expired_does_nothing(w: World, clock):
    call = await w.call("recordFinding")
    before = await w.books()
    clock.advance(minutes=31)

    answer = await w.send(call)
    upload = await w.api.client.post(
        f"/cases/{call.given['case']}/import", content="姓名\n王明", headers={"authorization": f"Bearer {call.token}"}
    )

    assert answer["__typename"] in ("NotFound", "Forbidden")
    assert (upload.status_code, upload.json()["error"]["code"]) == (401, "UNAUTHENTICATED")
    assert await w.books() == before


NO_TOKENS = [
    "0" * 32,
    "z" * 32,
    "i" * 32,
    "a",
    "0" * 31,
    "0" * 33,
    "A" * 32,
    "字" * 32,
    "%00" * 32,
    "0" * 32 + "%20",
    "..%2f",
]


async def test_every_link_of_nobody_answers_the_same_404(w: World, clock):
    pages = []
    for token in NO_TOKENS:
        clock.advance(minutes=2)  # or the guesses themselves are slowed down
        pages.append(await w.api.client.get(f"/s/{token}"))

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert len({tuple(sorted((k, v) for k, v in page.headers.items() if k != "x-request-id")) for page in pages}) == 1
    assert "12351" in pages[0].text


async def test_a_link_that_is_gone_says_so_without_a_name_and_does_nothing(w: World, clock):
    case = await w.case()
    party = await w.worker(case)
    link = await w.do("mediator", "issueLink", party=gid("Party", party.id))
    async with w.make.runtime.db.session() as session:
        row = (await session.execute(select(StatusLink))).scalar_one()
    token = service.token_of(w.make.runtime, row)
    proved = await w.api.client.post(f"/s/{token}/prove", data={"digits": PHONE[-4:]})
    await w.do("mediator", "revokeLink", link=link["id"], reason="换了手机号")
    before = await w.books()

    answers = [await w.api.client.get(f"/s/{token}")]
    for act, data in (("prove", {"digits": "1402"}), ("received", {"answer": "yes"}), ("rating", {"mark": "fairly"})):
        answers.append(await w.api.client.post(f"/s/{token}/{act}", data=data))

    assert proved.status_code == 303
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.content for answer in answers}) == 1
    assert "王" not in answers[0].text
    assert await w.books() == before


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"", JSON, 400, "JSON_INVALID"),
        (b"null", JSON, 400, "JSON_SHAPE"),
        (b"[]", JSON, 400, "BATCH_REFUSED"),
        (b'[{"query":"{ me { name } }"},{"query":"{ me { name } }"}]', JSON, 400, "BATCH_REFUSED"),
        (b'{"query":"{ me { name } }","query":"{ __typename }"}', JSON, 400, "JSON_DUPLICATE_KEY"),
        (b'{"query":"{ __typename }","variables":{"a":1,"a":2}}', JSON, 400, "JSON_DUPLICATE_KEY"),
        (b'{"query":"{ __typename }","variables":[1]}', JSON, 400, "JSON_SHAPE"),
        (b'{"query":"{ __typename }","variables":"x"}', JSON, 400, "JSON_SHAPE"),
        (b'{"query":7}', JSON, 400, "JSON_SHAPE"),
        (b'{"query":"{ __typename }","variables":{"a":' + b"[" * 50 + b"]" * 50 + b"}}", JSON, 400, "JSON_TOO_DEEP"),
        (b"[" * 100_000, JSON, 400, "JSON_TOO_DEEP"),
        (b'{"query":"{ __typename }","variables":{"a":[' + b"1," * 5_000 + b"1]}}", JSON, 400, "JSON_TOO_LARGE"),
        (b'{"query":"{ __typename }","variables":{"a":1e999}}', JSON, 400, "JSON_NUMBER"),
        (b'{"query":"{ __typename }","variables":{"a":NaN}}', JSON, 400, "JSON_NUMBER"),
        (b'\xff\xfe{\x00"\x00', JSON, 400, "JSON_ENCODING"),
        (b'{"query":"\xff"}', JSON, 400, "JSON_ENCODING"),
        (b'{"query":"{ __typename }"}', {"content-type": "text/plain"}, 415, "MEDIA_TYPE"),
        (b'{"query":"{ __typename }"}', {"content-type": "multipart/form-data; boundary=x"}, 415, "MEDIA_TYPE"),
        (b"query={ __typename }", {"content-type": "application/x-www-form-urlencoded"}, 415, "MEDIA_TYPE"),
        (b'{"query":"{ __typename }"}', {**JSON, "content-encoding": "gzip"}, 415, "MEDIA_TYPE"),
        (b" " * 300_000, JSON, 413, "BODY_TOO_LARGE"),
    ],
)
async def test_a_body_in_the_wrong_shape_reaches_nothing(api, content, headers, status, code):
    answer = await api.client.post("/graphql", content=content, headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
async def test_no_other_method_runs_anything(w: World, method: str):
    before = await w.books()
    params = {"query": "mutation { signOutEverywhere { __typename } }"}
    sent = {"authorization": f"Bearer {w.tokens['mediator']}"}

    answer = await w.api.client.request(method, "/graphql", params=params, headers=sent)

    assert answer.status_code == 405
    assert await w.books() == before


async def test_a_query_for_what_does_not_exist_is_null_or_not_found_and_never_a_bug(w: World):
    query = (
        "query($id: ID!, $n: String) { node(id: $id) { id } case(id: $id) { id } byNumber: case(number: $n) { id } }"
    )
    for key in ("", "x", gid("Case", new_id()), gid("Nonsense", new_id()), gid("Staff", new_id())):
        answer = (await w.api.send(query, {"id": key, "n": key}, token=w.tokens["mediator"])).json()
        codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
        assert codes <= {"INVALID", "NOT_FOUND"}, (key, answer)


async def test_a_search_for_anything_is_an_empty_page_or_invalid(w: World):
    await w.case()
    query = "query($s: String!) { cases(first: 5, filter: {search: $s}) { totalCount } }"
    typed = ["%", "_", "'; DROP TABLE cases; --", "*", "\\", "𠮷", "\u202e", "a" * 101, "\ud7ff", "(((", "｀", "😀"]
    for text in typed:
        answer = (await w.api.send(query, {"s": text}, token=w.tokens["mediator"])).json()
        if "errors" in answer:
            assert answer["errors"][0]["extensions"]["code"] == "INVALID", (text, answer)
        else:
            assert answer["data"]["cases"]["totalCount"] == 0, (text, answer)


async def test_a_cursor_of_another_list_or_of_nobody_is_invalid(w: World):
    for cursor in ("", "x", "Ww", "W10", "WyIxIl0", "WyJcdTAwMDAiXQ", "W251bGxd", "A" * 2_000, "字"):
        query = "query($a: String) { cases(first: 5, after: $a) { edges { cursor } } }"
        answer = (await w.api.send(query, {"a": cursor}, token=w.tokens["mediator"])).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["INVALID"], (cursor, answer)


def test_every_refusal_speaks_chinese_and_english():
    from mediation.http.answers import MESSAGES as SHELL
    from mediation.limits.figures import MESSAGES as LIMITS

    for message in (*SHELL.values(), *LIMITS.values()):
        assert any("\u4e00" <= char <= "\u9fff" for char in message), message
        assert any(char.isascii() and char.isalpha() for char in message), message
