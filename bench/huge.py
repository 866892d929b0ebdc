"""What only the product's own key makes, for the cases with a thousand workers: evidence with names, a roster under review."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import asyncpg

from bench.data import connect
from bench.lives import HUGE
from mediation.case import roster
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Actor, ActorKind, Role
from mediation.kit.ids import encode_global_id

Known = Mapping[frozenset[str], Sequence[tuple[Mapping[str, str], UUID]]]
"""for the names that an address holds: what stands for them, and the agency whose people may look"""

FILES: Final = 200
"""pieces of evidence in each of these cases"""

_DIGITS: Final = "梅兰竹菊春夏秋冬江海"
_CASES: Final = """
SELECT k.id, k.agency_id, k.mediator_id, k.district_id, k.city_id, a.state AS agreement
FROM cases k LEFT JOIN agreement a ON a.case_id = k.id WHERE k.registered_count >= $1 ORDER BY k.serial
"""
_EVIDENCE: Final = """
INSERT INTO evidence (id, case_id, district_id, kind, audience, media, name_cipher, content_cipher, sha256, byte_size,
    source_sha256, source_byte_size, scanned, uploaded_by, uploaded_at, accepted_at)
VALUES ($1::uuid, $2, $3, 'payslip', 'everyone', 'pdf', $4, '\\x00', sha256($1::uuid::text::bytea), 9999,
    sha256($1::uuid::text::bytea), 9999, true, $5, $6, $6)
"""


async def prepare(runtime: Runtime, url: str) -> Known:
    """Make it, in the place of what an earlier key made; and say where the cases are."""
    connection = await connect(url)
    found: dict[str, list[tuple[Mapping[str, str], UUID]]] = {name: [] for name in ("huge", "signing", "roster")}
    await connection.execute("SET session_replication_role = replica")  # what is append-only is made anew here
    cases = await connection.fetch(_CASES, HUGE)
    for case in cases:
        await _files(connection, runtime, case)
        key = encode_global_id("Case", case["id"])
        found["huge"].append(({"huge": key}, case["agency_id"]))
        if case["agreement"] == "signing":
            found["signing"].append(({"signing": key}, case["agency_id"]))
    for case in cases[:1]:
        await connection.execute("DELETE FROM roster_import WHERE case_id = $1", case["id"])
        brought = {"huge": encode_global_id("Case", case["id"]), "roster": await _roster(runtime, case)}
        found["roster"].append((brought, case["agency_id"]))
    await connection.close()
    return {frozenset(one[0][0]): one for one in found.values() if one}


async def _files(connection: asyncpg.Connection, runtime: Runtime, case: asyncpg.Record) -> None:
    await connection.execute("DELETE FROM evidence WHERE case_id = $1", case["id"])
    now: datetime = runtime.clock.now()
    rows = [
        (key, case["id"], case["district_id"], _name(runtime, key, n), case["mediator_id"], now)
        for n, key in enumerate(uuid4() for _ in range(FILES))
    ]
    await connection.executemany(_EVIDENCE, rows)


def _name(runtime: Runtime, key: UUID, n: int) -> bytes:
    return runtime.vault.seal(f"工资条{n}.pdf", context=f"evidence.name:{key}")


async def _roster(runtime: Runtime, case: asyncpg.Record) -> str:
    mediator = Actor(
        kind=ActorKind.STAFF,
        id=case["mediator_id"],
        roles=frozenset({Role.MEDIATOR}),
        city_id=case["city_id"],
        district_id=case["district_id"],
        agency_id=case["agency_id"],
        at=runtime.clock.now(),
    )
    lines = [
        f"王{_DIGITS[n // 100]}{_DIGITS[n // 10 % 10]}{_DIGITS[n % 10]}\t1380013{n:04}\t服务员\t6400\t{'九百' if n % 10 == 0 else 900}"
        for n in range(500)
    ]
    async with runtime.uow(mediator) as tx:
        row = await roster.preview(tx, case["id"], "名册", "\n".join(["姓名\t手机\t岗位\t拖欠工资\t社保", *lines]))
    return encode_global_id("RosterImport", row.id)
