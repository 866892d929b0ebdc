"""Demonstration data. Names, phones and companies are invented; a production database never sees any of this."""

import asyncio

from sqlalchemy import func, select

from mediation.agency.models import Staff
from mediation.infra.runtime import Runtime
from mediation.seed.cases import cases, one_link
from mediation.seed.people import ACCOUNTS, PASSWORD, base

__all__ = ["ACCOUNTS", "PASSWORD", "load", "run", "table"]


async def load(runtime: Runtime, *, only_people: bool = False) -> None:
    """Everything, once: a second call does nothing. With `only_people`, no case."""
    async with runtime.read() as connection:
        if (await connection.execute(select(func.count()).select_from(Staff))).scalar():
            return
    await base(runtime)
    if not only_people:
        await cases(runtime)


def run(*, only_people: bool = False) -> None:
    """Load the demonstration data of the environment's database."""
    asyncio.run(_once(only_people=only_people))


async def _once(*, only_people: bool) -> None:
    runtime = _runtime()
    try:
        await load(runtime, only_people=only_people)
    finally:
        await runtime.close()


def _runtime() -> Runtime:
    from mediation import bindings, calendars
    from mediation.access.guard import guard
    from mediation.infra import runtime as process
    from mediation.reactions import REACTIONS
    from mediation.settings import get_settings

    settings = get_settings()
    guard.load(settings.policies_dir)
    bindings.bind()
    return process.build(settings, calendar=calendars.load(settings.policies_dir), reactions=REACTIONS)


def table() -> list[tuple[str, str]]:
    """For the welcome: the accounts, and one worker's link."""

    async def find() -> str | None:
        runtime = _runtime()
        try:
            return await one_link(runtime)
        finally:
            await runtime.close()

    accounts = [(account.what, f"{account.login} / {PASSWORD}") for account in ACCOUNTS]
    link = asyncio.run(find())
    return [*accounts, ("a worker's link (last digits 2234)", link)] if link else accounts
