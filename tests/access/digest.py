"""What stands in the database, as one value: equal before and after means that nothing was written, and nothing was sent."""

from typing import Any, Final

from sqlalchemy import text

from mediation.infra.runtime import Runtime

BESIDE: Final = frozenset({"access_entry", "sign_in_try", "staff_session"})
"""Written when somebody is refused, tries a password, or is there at all: bookkeeping of the door, not of the house."""

_TABLES: Final = text(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)


async def digest(runtime: Runtime) -> dict[str, Any]:
    """Of every table the number of rows and a sum over what is in them, their system columns included.

    A row that was changed and changed back has another `xmin`, so it counts as changed.
    """
    async with runtime.read() as connection:
        names = sorted(set((await connection.execute(_TABLES)).scalars()) - BESIDE)
        each = " UNION ALL ".join(
            f"SELECT '{name}', count(*), sum(hashtextextended(t.xmin::text || t::text, 0)) FROM {name} t"
            for name in names
        )
        rows = (await connection.execute(text(each))).all()
    return {name: (count, total) for name, count, total in rows}


async def refusals(runtime: Runtime) -> int:
    """How many refusals the access log holds."""
    async with runtime.read() as connection:
        found = await connection.execute(text("SELECT count(*) FROM access_entry WHERE NOT allowed"))
        return int(found.scalar_one())
