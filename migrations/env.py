"""Alembic's entry: one connection from the settings (or the one handed in), one transaction per revision."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import mediation.models  # noqa: F401 - registers every table


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        transaction_per_migration=True,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _connect(url: str) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


def main() -> None:
    """Run on the connection in `config.attributes`, else connect to the URL of the settings."""
    handed = context.config.attributes.get("connection")
    if handed is not None:
        _run(handed)
        return
    url = context.config.attributes.get("url")
    if url is None:
        from mediation.settings import get_settings

        url = get_settings().database_url
    asyncio.run(_connect(str(url)))


main()
