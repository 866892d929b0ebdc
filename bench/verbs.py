"""Speed of what writes: a signature over HTTP, and the reminders of a bad morning through the worker's own code.

What it writes into the kept database it takes out again before the next run.
"""

import json
import statistics
import time
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bench.data import Keys, connect
from bench.place import Server
from mediation import app
from mediation.infra.runtime import Runtime
from mediation.kit.ids import encode_global_id
from mediation.notice.addresses import book
from mediation.notice.delivery import Delivery
from mediation.notice.templates import templates
from mediation.settings import Settings

DUE = 100_000
"""reminders due at once: what a city finds after the New Year's holidays, many times over"""

SIGNATURES = 300
"""agreements to be signed once by each of the two"""

_SIGN = """mutation Sign($input: SignAgreementInput!) {
  signAgreement(input: $input) { __typename ... on Agreement { id version } }
}"""
_TEXT_HASH = bytes(32)
_UNSIGNED = """
DELETE FROM signature USING agreement a WHERE a.id = agreement_id AND a.manner = 'bench';
DELETE FROM agreement_line USING agreement a WHERE a.id = agreement_id AND a.manner = 'bench';
DELETE FROM agreement WHERE manner = 'bench';
"""
_SIGNABLE = """
INSERT INTO agreement (id, case_id, district_id, state, revision, term, manner, clauses, text_hash, drafted_at, finalised_at,
    version)
  SELECT gen_random_uuid(), k.id, k.district_id, 'signing', 1, '{"kind": "within_days", "days": 3}', 'bench', '[]', $2, $3, $3, 1
  FROM cases k WHERE k.state = 'mediating' AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.case_id = k.id)
  ORDER BY k.serial LIMIT $1
"""
_LINES = """
INSERT INTO agreement_line (id, agreement_id, district_id, party_id, group_, amount_fen)
  SELECT gen_random_uuid(), a.id, a.district_id, p.id, 'wages', 640000
  FROM agreement a JOIN party p ON p.case_id = a.case_id AND p.side = 'claimant' WHERE a.manner = 'bench'
"""
_TO_SIGN = "SELECT a.id, k.agency_id FROM agreement a JOIN cases k ON k.id = a.case_id WHERE a.manner = 'bench'"

_CLEAR = "DELETE FROM notice WHERE dedupe_key LIKE 'bench/%'"
_DUE = """
INSERT INTO notice (id, case_id, district_id, recipient_kind, recipient_id, channel, template, parameters, urgent, private,
    dedupe_key, posted_at, state, attempts, next_try_at)
SELECT gen_random_uuid(), k.id, k.district_id, 'staff', k.mediator_id, 'inbox', 'deadline.before', '{"case_number": "1"}', false,
    false, 'bench/' || n, $2::timestamptz, 'queued', 0, $2::timestamptz - n * interval '1 millisecond'
FROM generate_series(1, $1) n JOIN cases k ON k.serial = n % (SELECT count(*) FROM cases) + 1
"""


@dataclass(frozen=True)
class Draining:
    """How fast what is due goes out."""

    rows: int
    seconds: float

    @property
    def sentence(self) -> str:
        """For the report."""
        return f"draining {self.rows:,} due reminders: {self.seconds:.1f} s, {self.rows / self.seconds:,.0f} rows/s"


@dataclass(frozen=True)
class Signing:
    """One caller signs one agreement after the other: medians of the time until the answer."""

    signatures: int
    product_ms: float
    floor_ms: float

    @property
    def sentence(self) -> str:
        """For the report."""
        ratio = self.floor_ms / self.product_ms
        return f"sign mutation, 1 conn.: {self.product_ms:.1f} ms, floor {self.floor_ms:.1f} ms, ratio {ratio:.3f}"


async def signing(settings: Settings, keys: Keys, product: Server, floor: Server, *, at: datetime) -> Signing:
    """Have the mediator sign through the product and the employer at the floor, in turn, each agreement once.

    Raises RuntimeError when a signature is refused or does not stand in the database afterwards.
    """
    assert settings.database_url is not None
    connection = await connect(settings.database_url)
    try:
        await connection.execute(_UNSIGNED)
        await connection.execute(_SIGNABLE, SIGNATURES, _TEXT_HASH, at)
        await connection.execute(_LINES)
        todo = await connection.fetch(_TO_SIGN)
        took: dict[str, list[float]] = {"product": [], "floor": []}
        for agreement, agency in todo:
            took["product"].append(_timed(_signature(product, agreement, keys.mediators[agency])))
            took["floor"].append(_timed(urllib.request.Request(f"{floor.base_url}/sign/{agreement}", method="POST")))
        kept = await connection.fetchval(
            "SELECT count(*) FROM signature s JOIN agreement a ON a.id = s.agreement_id WHERE a.manner = 'bench'"
        )
        await connection.execute(_UNSIGNED)
    finally:
        await connection.close()
    if not todo or kept != 2 * len(todo):
        raise RuntimeError(f"{kept} signatures stand of {2 * len(todo)}")
    return Signing(len(todo), *(statistics.median(took[name]) * 1000 for name in ("product", "floor")))


def _signature(product: Server, agreement: UUID, token: str) -> urllib.request.Request:
    signed = {
        "agreement": encode_global_id("Agreement", agreement),
        "textHash": _TEXT_HASH.hex(),
        "signatory": "MEDIATOR",
    }
    body = json.dumps({"query": _SIGN, "variables": {"input": signed}}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    return urllib.request.Request(f"{product.base_url}/graphql", data=body, headers=headers)


def _timed(request: urllib.request.Request) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30.0) as response:
        response.read()
    return time.perf_counter() - started


async def draining(settings: Settings, *, due: int = DUE) -> Draining:
    """Put `due` inbox notices into the queue and have one worker deliver them. RuntimeError when one is left."""
    assert settings.database_url is not None
    runtime = app.runtime_for(settings)
    now = runtime.clock.now()
    connection = await connect(settings.database_url)
    try:
        await connection.execute(_CLEAR, timeout=600)
        await connection.execute(_DUE, due, now - timedelta(minutes=5), timeout=600)
        await connection.execute("VACUUM ANALYZE notice", timeout=600)
        started = time.perf_counter()
        delivered = await _drain(runtime)
        seconds = time.perf_counter() - started
        left = await connection.fetchval(
            "SELECT count(*) FROM notice WHERE dedupe_key LIKE 'bench/%' AND state = 'queued'"
        )
        await connection.execute(_CLEAR, timeout=600)
    finally:
        await connection.close()
        await runtime.close()
    if left or delivered < due:
        raise RuntimeError(f"{left} of {due} reminders were left in the queue")
    return Draining(due, seconds)


async def _drain(runtime: Runtime) -> int:
    delivery = Delivery(runtime, {}, book, templates(), name="bench")
    return sum((await delivery.drain()).values())
