"""Kept statements: values go where they belong, and come back as SQLAlchemy would give them."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Integer, LargeBinary, Numeric, String, cast, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB

from mediation.infra.statements import kept, late, prepare

ONE, TWO = UUID(int=1), UUID(int=2)
AT = dt.datetime(2026, 11, 20, 13, 10, tzinfo=dt.UTC)


def _listed(low: int):
    return (
        select(func.generate_series(low, late("high", Integer())).label("n"), literal("x").label("mark"))
        .where(literal("b").in_(["a", "b"]))
        .limit(literal_column("3"))
    )


async def test_fixed_and_late_values_stand_in_their_places(runtime):
    rows = await runtime.db.fetch(prepare(_listed(5)), {"high": 9, "unused": 1})

    assert [(row.n, row.mark) for row in rows] == [(5, "x"), (6, "x"), (7, "x")]


def test_a_shape_is_compiled_once():
    assert kept(_listed, 1) is kept(_listed, 1)
    assert kept(_listed, 1) is not kept(_listed, 2)


async def test_a_missing_value_is_a_mistake_before_anything_is_sent(runtime):
    with pytest.raises(KeyError, match="high"):
        await runtime.db.fetch(prepare(_listed(1)), {})


async def test_values_arrive_as_sqlalchemy_gives_them(runtime):
    statement = select(
        literal(ONE).label("id"),
        cast(literal({"名": ["工"]}, JSONB), JSONB).label("told"),
        cast(literal(7), Numeric).label("sum"),
        literal(AT).label("at"),
        literal(AT.date()).label("on"),
        cast(literal(b"\x00\xff"), LargeBinary).label("sealed"),
        literal(None, String).label("nothing"),
        func.array_agg(literal_column("1")).label("many"),
    )
    async with runtime.read() as connection:
        theirs = (await connection.execute(statement)).one()

    [ours] = await runtime.db.fetch(prepare(statement), {})

    assert tuple(ours.values()) == tuple(theirs)
    assert tuple(ours.values()) == (ONE, {"名": ["工"]}, Decimal(7), AT, AT.date(), b"\x00\xff", None, [1])
    with pytest.raises(AttributeError, match="absent"):
        _ = ours.absent


async def test_a_connection_on_which_something_went_wrong_is_not_used_again(runtime):
    broken = prepare(select(literal(1) / late("by", Integer())))
    whole = prepare(select(func.pg_backend_pid().label("pid")))
    [before] = await runtime.db.fetch(whole, {})

    with pytest.raises(asyncpg.DivisionByZeroError):
        await runtime.db.fetch(broken, {"by": 0})

    [after] = await runtime.db.fetch(whole, {})
    assert before.pid != after.pid


async def test_a_connection_that_the_server_has_closed_is_replaced(runtime):
    whole = prepare(select(func.pg_backend_pid().label("pid")))
    [before] = await runtime.db.fetch(whole, {})
    async with runtime.read() as connection:
        await connection.execute(select(func.pg_terminate_backend(before.pid, 5_000)))

    [after] = await runtime.db.fetch(whole, {})

    assert before.pid != after.pid
