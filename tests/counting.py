"""How many statements something costs: the budget of a list is a number, not a feeling."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from mediation.infra.db import Database
from mediation.infra.runtime import Runtime


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """The texts of the statements sent to the database within the block."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        sent.append(statement)

    async def fetch(statement, values):
        sent.append(statement.text)
        return await Database.fetch(runtime.db, statement, values)

    engine = runtime.db.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    runtime.db.fetch = fetch
    try:
        yield sent
    finally:
        del runtime.db.fetch
        event.remove(engine, "before_cursor_execute", note)
