"""Whether the migrations lead to the tables that the models describe: both are built on servers of their own and compared."""

import asyncio
import tempfile
from pathlib import Path

from mediation.infra import catalogue, revisions
from mediation.infra.db import Database, metadata
from mediation.infra.embedded import Embedded, Servers


def between_migrations_and_models() -> list[str]:
    """What differs, in words; nothing: they agree. Every table must have been imported."""

    async def compare(servers: Servers) -> list[str]:
        modelled = Database(await servers.create("modelled"))
        async with modelled.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await modelled.dispose()
        return catalogue.differences(
            await catalogue.read(servers.database_url), await catalogue.read(servers.database_url_of("modelled"))
        )

    with tempfile.TemporaryDirectory(prefix="mediation-drift-") as folder, Embedded() as embedded:
        servers = embedded.start(Path(folder), fast=True, only=("postgres",))
        revisions.upgrade(servers.database_url)
        return asyncio.run(compare(servers))
