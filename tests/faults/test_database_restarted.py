"""PostgreSQL dies and comes back while mutations arrive: what was acknowledged is there, and once."""

import asyncio
import os
import signal
import time

import httpx2
from sqlalchemy import text

from mediation.gql.relay import gid
from tests.faults.conftest import until
from tests.faults.seeds import studio

SET = """mutation($case: ID!, $title: String!) { setDeadline(input: {case: $case, title: $title, dueOn: "2026-12-01"}) {
  __typename ... on Deadline { id } } }"""
CLIENTS = 8
RESTARTS = 3


class Client:
    """Sends one mutation after the other, each under its own key, and repeats what was not acknowledged."""

    def __init__(self, number: int, base: str, token: str, cases: list[str]) -> None:
        self._name, self._base, self._cases = number, base, cases
        self._headers = {"authorization": f"Bearer {token}"}
        self.acknowledged: dict[str, str] = {}
        self.repeats = 0

    async def run(self, until_set: asyncio.Event) -> None:
        async with httpx2.AsyncClient(base_url=self._base, headers=self._headers, timeout=10) as client:
            count = 0
            while not until_set.is_set():
                count += 1
                title = f"事项 {self._name}-{count}"
                self.acknowledged[title] = await self._acknowledge(client, title)

    async def _acknowledge(self, client: httpx2.AsyncClient, title: str) -> str:
        case = self._cases[hash(title) % len(self._cases)]
        body = {"query": SET, "variables": {"case": case, "title": title}}
        for _ in range(200):
            try:
                answer = await client.post("/graphql", json=body, headers={"idempotency-key": title.encode().hex()})
                content = answer.json()
            except (httpx2.HTTPError, ValueError):
                content = {}
            result = (content.get("data") or {}).get("setDeadline") or {}
            if result.get("__typename") == "Deadline" and not content.get("errors"):
                return result["id"]
            self.repeats += 1
            await asyncio.sleep(0.1)
        raise AssertionError(f"{title} was never acknowledged: {content}")


async def test_every_acknowledged_mutation_survives_restarts_of_the_database(stage):
    agency, mediator = await studio(stage)
    cases = [gid("Case", (await stage.make.case(agency=agency)).id) for _ in range(4)]
    base, token = await stage.serve(), await stage.make.token(mediator)
    clients = [Client(n, base, token, cases) for n in range(CLIENTS)]
    enough = asyncio.Event()
    running = [asyncio.create_task(client.run(enough)) for client in clients]

    seen = []
    for _ in range(RESTARTS):
        await until(_more(clients, 40), seconds=120)
        os.kill(
            stage.embedded.postgres.pid, signal.SIGQUIT
        )  # as `pg_ctl -m immediate`: no goodbye, recovery from the log
        seen.append(sum(len(client.acknowledged) for client in clients))
        await asyncio.to_thread(_wait_for_death, stage.embedded.postgres)
        assert stage.embedded.heal() == ["PostgreSQL"]
    await until(_more(clients, 40), seconds=120)
    enough.set()
    async with asyncio.timeout(120):
        await asyncio.gather(*running)

    acknowledged = {title: key for client in clients for title, key in client.acknowledged.items()}
    async with stage.runtime.read() as connection:
        rows = (await connection.execute(text("SELECT title_zh, id FROM deadline WHERE rule = 'INTERNAL'"))).all()
        journal = await connection.scalar(text("SELECT count(*) FROM journal_entry WHERE verb = 'deadline:set'"))
    stored = {title: gid("Deadline", key) for title, key in rows}
    repeats = sum(client.repeats for client in clients)
    print(
        f"{len(acknowledged)} acknowledged, restarts after {seen}, {repeats} repeats, {len(rows)} rows, {journal} entries"
    )
    assert repeats > 0, "no restart hit a request: the test proved nothing"
    assert stored == acknowledged
    assert len(rows) == journal == len(acknowledged)


def _more(clients, count):
    wanted = sum(len(client.acknowledged) for client in clients) + count

    async def enough() -> bool:
        return sum(len(client.acknowledged) for client in clients) >= wanted

    return enough


def _wait_for_death(child):
    begun = time.monotonic()
    while child.is_alive and time.monotonic() - begun < 20:
        time.sleep(0.02)
