"""Texts that nothing can hold, in every argument of every mutation and query: refused at the door, with the path."""

import json

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
)

from mediation.schema import build
from tests.hostile.doors import PROBLEMS, arguments, blank, document, dotted, input_type, mutations, put, sample

LONG = "调" * 80_000
"""240 kB: almost the whole body a request may have"""
UNFIT = {"too_long": LONG, "nul": "王\x00明"}


@pytest.mark.parametrize("code", UNFIT)
async def test_every_text_argument_refuses_what_cannot_be_stored_with_its_path(api, code):
    tried = 0
    for mutation in mutations():
        type_ = input_type(mutation)
        for path in (*arguments(mutation, "String"), *arguments(mutation, "ID")):
            given = put(blank(type_), mutation, path, UNFIT[code])
            answer = await api.do(document(mutation), {"input": given})
            assert answer["__typename"] == "Invalid", (mutation, path, answer)
            assert [(one["path"], one["code"]) for one in answer["fields"]] == [(dotted(path), code)]
            tried += 1

    assert tried >= 240


async def test_all_wrong_texts_of_an_input_are_told_at_once_in_the_reader_s_language(api):
    given = {"login": "张\x00", "password": LONG}

    chinese = await api.do(document("signIn"), {"input": given})
    english = await api.do(document("signIn"), {"input": given}, accept_language="en")

    assert {(one["path"], one["message"]) for one in chinese["fields"]} == {
        ("login", "含有空字符，请删除后重试"),
        ("password", "文字过长"),
    }
    assert {(one["path"], one["message"]) for one in english["fields"]} == {
        ("login", "contains a NUL character"),
        ("password", "is too long"),
    }


async def test_every_text_argument_of_a_query_refuses_the_same(w):
    tried = 0
    for name, path in _texts_of_queries():
        for text in UNFIT.values():
            answer = (await w.api.send(*_query(name, path, text), token=w.tokens["mediator"])).json()
            assert [error["extensions"]["code"] for error in answer["errors"]] == ["INVALID"], (name, path, answer)
            tried += 1

    assert tried >= 60


def _texts_of_queries():
    for name, field in build(introspection=True)._schema.query_type.fields.items():
        for one, argument in field.args.items():
            named = get_named_type(argument.type)
            inner = named.fields if isinstance(named, GraphQLInputObjectType) else {}
            if named.name in ("String", "ID"):
                yield name, (one,)
            yield from (
                (name, (one, each)) for each, its in inner.items() if get_named_type(its.type).name in ("String", "ID")
            )


def _query(name, path, text):
    field = build(introspection=True)._schema.query_type.fields[name]
    wanted = "__typename" if isinstance(get_named_type(field.type), GraphQLObjectType | GraphQLUnionType) else "id"
    given = {one: sample(argument.type) for one, argument in field.args.items() if is_required_argument(argument)}
    given[path[0]] = text if len(path) == 1 else {**blank(get_named_type(field.args[path[0]].type)), path[1]: text}
    declared = ", ".join(f"${one}: {field.args[one].type}" for one in given)
    passed = ", ".join(f"{one}: ${one}" for one in given)
    return f"query({declared}) {{ {name}({passed}) {{ {wanted} }} }}", given


async def test_a_megabyte_of_chinese_does_not_get_in_at_any_door(w):
    call, megabyte = await w.call("recordFinding"), "调解" * 175_000
    assert 1_000_000 < len(megabyte.encode()) < 1_100_000
    body = {"query": document("recordFinding"), "variables": {"input": {**call.given, "statement": megabyte}}}
    sent = {"authorization": f"Bearer {call.token}", "content-type": "application/json"}
    before = await w.books()

    utf8 = await w.api.client.post("/graphql", content=json.dumps(body, ensure_ascii=False), headers=sent)
    escaped = await w.api.client.post("/graphql", content=json.dumps(body), headers=sent)
    form = await w.api.client.post(f"/s/{'0' * 32}/rating", data={"mark": "fairly", "comment": megabyte})

    assert [answer.status_code for answer in (utf8, escaped, form)] == [413] * 3
    assert {answer.json()["error"]["code"] for answer in (utf8, escaped, form)} == {"BODY_TOO_LARGE"}
    assert await w.books() == before


@pytest.mark.parametrize("text", [r"\ud800", r"\uDE00x", r"\u{D800}"])
async def test_half_a_character_in_the_document_is_a_syntax_error(api, text):
    query = f'mutation {{ signIn(input: {{login: "{text}", password: "x"}}) {{ __typename {PROBLEMS} }} }}'

    answer = await api.send(query)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "SYNTAX"


@pytest.mark.parametrize("text", [r"\ud800", r"a\udfffb"])
async def test_half_a_character_in_the_variables_is_refused(api, text):
    content = json.dumps({"query": document("signIn"), "variables": {"input": {"login": "L", "password": "x"}}})

    answer = await api.client.post(
        "/graphql", content=content.replace('"L"', f'"{text}"'), headers={"content-type": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "JSON_TEXT"


async def test_a_nul_in_the_document_itself_is_refused_like_one_in_the_variables(api):
    query = f'mutation {{ signIn(input: {{login: "a\\u0000", password: "x"}}) {{ __typename {PROBLEMS} }} }}'

    answer = await api.do(query)

    assert [(one["path"], one["code"]) for one in answer["fields"]] == [("login", "nul")]
