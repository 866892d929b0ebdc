"""Our own schema answers the same level by level as field by field: what our pages ask, and operations by chance.

The demonstration's cases are asked about, by people who see much, little and nothing of them.
"""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from random import Random
from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    NoUnusedVariablesRule,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
    parse,
    specified_rules,
    type_from_ast,
    validate,
    visit,
)
from sqlalchemy import text
from sqlmodel import col, select
from tests.breadth.documents import Documents
from tests.gql.twice import fresh, run, told

from mediation import schema as ours
from mediation import seed
from mediation.agency import sessions
from mediation.agency.models import Staff
from mediation.gql import plain
from mediation.gql.context import Context
from mediation.gql.relay import gid, registered_nodes
from mediation.web import operations

EXAMPLES = int(os.environ.get("LEVELS_EXAMPLES", "25"))
"""operations by chance; `LEVELS_EXAMPLES=10000 pytest tests/gql/test_levels.py --timeout 0` for a thorough look"""
PEOPLE = ("zhangmin", "wujing", "neighbour", "liwei", "chenlaw")
_RULES = [rule for rule in specified_rules if rule is not NoUnusedVariablesRule]
_TABLES = {"Case": "cases", "Employer": "organisation"}


@pytest.fixture
async def callers(runtime, make) -> list[Context]:
    """Members of staff, by their contexts."""
    await seed.load(runtime)
    async with runtime.read() as connection:
        found = (await connection.execute(select(Staff).where(col(Staff.login).in_(PEOPLE)))).all()
    by_login = {row.login: row for row in found}
    made = []
    for login in PEOPLE:
        actor = await sessions.actor_of(runtime, await make.token(by_login[login]), runtime.clock.now())
        assert actor is not None
        made.append(Context(runtime, actor))
    return made


@pytest.fixture
async def ids(runtime) -> dict[str, list[str]]:
    """A few global ids of each kind of object."""
    found: dict[str, list[str]] = {}
    async with runtime.read() as connection:
        have = {name for (name,) in await connection.execute(text("SELECT tablename FROM pg_tables"))}
        for kind in sorted(registered_nodes()):
            table = _TABLES.get(kind, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower())
            if table in have:
                rows = await connection.execute(text(f'SELECT id FROM "{table}" ORDER BY id LIMIT 3'))
                found[kind] = [gid(kind, key) for (key,) in rows]
    return found


class _Users(Visitor):
    """Which kind of object each variable of type ID names: that of the argument, or of the field that takes it."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.kinds: dict[str, str] = {}

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                own, kind = argument.name.value, get_named_type(self._info.get_type())
                self.kinds[argument.value.name.value] = str(kind) if own == "id" else own.capitalize()


def _value(type_: Any, name: str, ids: dict[str, list[str]], kind: str, at: int) -> Any:
    """Something of an input type; None where nothing has to be said."""
    if not is_non_null_type(type_):
        return None
    inner = type_.of_type
    if is_list_type(inner):
        return [_value(inner.of_type, name, ids, kind, at)]
    if isinstance(inner, GraphQLEnumType):
        return sorted(inner.values)[at % len(inner.values)]
    if isinstance(inner, GraphQLInputObjectType):
        return {
            n: _value(field.type, n, ids, n.capitalize(), at)
            for n, field in inner.fields.items()
            if is_required_input_field(field)
        }
    if inner.name == "ID":
        return (ids.get(kind) or ids["Case"])[at % 3 - 1 if ids.get(kind) and len(ids[kind]) < 3 else at % 3]
    return {"Int": 5, "Boolean": not at % 2, "String": "餐饮", "Date": f"2026-11-{10 + at}"}.get(
        inner.name, "2026-11-20T00:00:00Z"
    )


async def test_both_ways_answer_alike(callers: list[Context], ids: dict[str, list[str]]) -> None:
    schema = ours.build(introspection=False)
    answered, by_field = 0, set[str]()

    for name, document, variables in chain(_asked(schema, ids), _by_chance(schema, ids)):
        for context in callers[:3] if name in ("Case", "Work") else [callers[answered % len(callers)]]:
            here, there = fresh(context), fresh(context)
            mine = await run(schema, document, schema.execution_context_class, here, variables)
            theirs = await run(schema, document, plain.Executor, there, variables)

            assert told(mine) == told(theirs), name
            answered += any((mine.data or {}).values())
            by_field |= set() if here.by_level or mine.data is None else {name}

    assert by_field == set()
    assert answered > 50 + EXAMPLES // 2


def _asked(schema: Any, ids: dict[str, list[str]]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Our queries, each with some variables."""
    for name, written in operations.documents().items():
        document = parse(written)
        query = next(one for one in document.definitions if one.kind == "operation_definition")
        if query.operation.value != "query":
            continue
        info = TypeInfo(schema._schema)
        users = _Users(info)
        visit(document, TypeInfoVisitor(info, users))
        for at in range(2):
            given = {}
            for variable in query.variable_definitions or ():
                own = variable.variable.name.value
                type_ = type_from_ast(schema._schema, variable.type)
                value = _value(type_, own, ids, users.kinds.get(own, "Case"), at)
                given |= {} if value is None else {own: value}
            yield name, document, given
            if True not in given.values():  # no condition: the second time would be planned as the first
                break


def _by_chance(schema: Any, ids: dict[str, list[str]]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    random, made = Random(EXAMPLES), 0

    def literals(name: str, argument: Any) -> Sequence[str]:
        type_ = argument.type.of_type if is_non_null_type(argument.type) else argument.type
        if isinstance(type_, GraphQLEnumType):
            return sorted(type_.values)
        every = [f'"{one}"' for kind in sorted(ids) for one in ids[kind]]
        said: dict[str, Sequence[str]] = {
            "first": ("2", "5"),
            "id": [f'"{one}"' for one in ids["Case"]] * 10 + every,
            "case": [f'"{one}"' for one in ids["Case"]],
            "newestFirst": ("true", "false"),
        }
        return said.get(name, ())

    while made < EXAMPLES:
        asked = Documents(schema._schema, random, random.randint(3, 7), literals=literals, more="")
        written, variables = asked.operation()
        document = parse(written)
        if not validate(schema._schema, document, _RULES):
            made += 1
            yield written, document, variables
