"""Statements of the read path: built and compiled once, kept, and then only sent.

To build a SELECT and to find it among the compiled ones costs SQLAlchemy about ten times what PostgreSQL's driver needs
to run it. So a read is written as a *builder*: a function from what decides the text (never a value of the request) to
a SELECT whose values are `late`. Its text is kept with the places of its parameters, and goes straight to asyncpg.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import asyncpg
import orjson
from sqlalchemy import ARRAY, BindParameter, ColumnElement, Insert, Select, Uuid, any_, bindparam
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler

KEPT = 2048
"""compiled statements in memory: readers of each kind times what they read"""

Compiles = Select[Any] | Insert
"""What is kept: reads, and rows that are added by themselves (the access log), each its own transaction."""

_DIALECT = dialect(json_serializer=lambda value: orjson.dumps(value).decode())  # type: ignore[no-untyped-call]


class _Late(str):
    """Stands in a statement for a value that each call brings: its name."""

    __slots__ = ()


def late(name: str, type_: Any) -> BindParameter[Any]:
    """The parameter `name`, whose value comes with each call."""
    return bindparam(name, _Late(name), type_=type_)


def among(column: Any) -> ColumnElement[bool]:
    """Whether `column` is one of the parameter `keys`, the ids that a batch asks for."""
    found: ColumnElement[bool] = column == any_(late("keys", ARRAY(Uuid)))
    return found


@dataclass(frozen=True, slots=True)
class Prepared:
    """A compiled statement: its text, and for each `$n` what goes there."""

    text: str
    slots: tuple[tuple[str | None, Any, Callable[[Any], Any] | None], ...]
    """name of a late value or None, the value otherwise, and how the type writes a late value"""
    record: type
    """the class of its rows"""

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The arguments in order. KeyError when a late value is missing."""
        return [
            fixed if name is None else values[name] if write is None else write(values[name])
            for name, fixed, write in self.slots
        ]


def prepare(statement: Compiles) -> Prepared:
    """Compile `statement` for asyncpg."""
    compiled: Any = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    assert isinstance(compiled, SQLCompiler)
    values = compiled.construct_params(_check=False)
    writers: Mapping[str, Any] = compiled._bind_processors
    slots = tuple(_slot(values[name], writers.get(name)) for name in compiled.positiontup or ())
    return Prepared(compiled.string, slots, _record([column.keyname for column in compiled._result_columns]))


def _record(columns: Sequence[str]) -> type:
    """A row whose columns are attributes, as SQLAlchemy's are, each read without a line of Python."""
    attributes = {name: property(itemgetter(place)) for place, name in enumerate(columns)}
    return type("Record", (asyncpg.Record,), {"__slots__": (), **attributes})


def _slot(value: Any, write: Any) -> tuple[str | None, Any, Callable[[Any], Any] | None]:
    if isinstance(value, _Late):
        return str(value), None, write
    return None, write(value) if write else value, None


@lru_cache(maxsize=KEPT)
def kept(build: Callable[..., Compiles], *shape: Hashable) -> Prepared:
    """The statement that `build(*shape)` makes, compiled; made once."""
    return prepare(build(*shape))
