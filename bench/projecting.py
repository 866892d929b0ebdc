"""The clocks of many open cases made from their journals: into an empty table, and again over what stands there.

The database is one of its own: nothing but open cases, a third registered, a third accepted, a third with an agreement in
effect whose date of payment has passed for some; every sixth has an application for confirmation written down.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

from bench import data, place
from mediation import bindings
from mediation.app import runtime_for
from mediation.deadline import recompute
from mediation.infra import revisions
from mediation.infra.embedded import Servers

AIM_SECONDS_FOR_200_000 = 600.0

_CASES = """
INSERT INTO cases (id, city_id, district_id, agency_id, number, year, serial, kind, state, channel, urgent, summary, employer_id,
    mediator_id, received_on, registered_at, accepted_on, next_due_at, registered_count, taking_part_count, signed_count,
    wages_claimed_fen, social_insurance_claimed_fen, bigrams, name_bigrams, version)
  SELECT md5('case' || c)::uuid, md5('city')::uuid, md5('district' || d)::uuid, md5('agency' || d || 'union')::uuid,
    '工调' || d || '〔2026〕' || c || '号', 2026, c, 'single', (ARRAY['registered','accepted','performing'])[c % 3 + 1], 'walk_in',
    false, '拖欠工资', md5('employer' || (c % ({cases} / 10) + 1))::uuid, md5('mediator' || d || '-' || (c / 80 % 5 + 1))::uuid,
    day, day + time '09:00', CASE WHEN c % 3 > 0 THEN day + 1 END, timestamptz '9999-12-31 00:00+00', 1, 1, 0, 640000, 90000,
    ARRAY['餐饮', c::text], ARRAY[]::text[], 1
  FROM (SELECT c, c % {districts} + 1 AS d, date '2026-08-01' + c % 100 AS day FROM generate_series(1, {cases}) c) s;
INSERT INTO journal_entry (id, chain_id, seq, at, verb, actor_kind, actor_roles, case_id, subject, subject_id, particulars,
    request_id, prev_hash, hash)
  SELECT gen_random_uuid(), k.id, e.seq, k.registered_at + e.seq * interval '1 day', e.verb, 'system', '', k.id, 'Case',
    CASE WHEN e.seq < 3 THEN k.id ELSE md5(e.verb || k.id)::uuid END, e.particulars, '', '', ''
  FROM cases k, LATERAL (VALUES
    (1, 'case:register', true, jsonb_build_object('received_on', k.received_on)),
    (2, 'case:accept', k.serial % 3 > 0, jsonb_build_object('accepted_on', k.accepted_on)),
    (3, 'agreement:take_effect', k.serial % 3 = 2, jsonb_build_object('effective_at', k.registered_at + interval '3 days')),
    (4, 'procedure:record', k.serial % 6 = 2, jsonb_build_object('trigger', 'confirmation_application_received',
        'happened_on', k.received_on + 10))
  ) AS e(seq, verb, told, particulars) WHERE e.told;
INSERT INTO agreement (id, case_id, district_id, state, revision, term, manner, clauses, text_hash, drafted_at, effective_at, version)
  SELECT md5('agreement:take_effect' || id)::uuid, id, district_id, 'effective', 1, '{{}}', '', '[]', '\\x00', registered_at,
         registered_at + interval '3 days', 1 FROM cases WHERE serial % 3 = 2;
INSERT INTO commitment (id, case_id, district_id, agreement_id, kind, debtor_id, party_id, group_, instalment, amount_fen,
    released_fen, due_on, due_at, version)
  SELECT gen_random_uuid(), k.id, k.district_id, md5('agreement:take_effect' || k.id)::uuid, 'worker', k.employer_id,
         md5('claimant' || k.id)::uuid, 'wages', 1, 640000, 0, k.received_on + 90,
         (k.received_on + 91) AT TIME ZONE 'Asia/Shanghai', 1 FROM cases k WHERE k.serial % 3 = 2;
"""


@dataclass(frozen=True)
class Projected:
    """How long it took, in seconds, and how many clocks there are."""

    cases: int
    deadlines: int
    into_nothing: float
    again: float

    @property
    def is_missed(self) -> bool:
        """Whether the slower of the two, as long as 200,000 cases would take at this speed, is over the aim."""
        return max(self.into_nothing, self.again) * 200_000 / self.cases > AIM_SECONDS_FOR_200_000

    @property
    def sentence(self) -> str:
        """For people."""
        return (
            f"deadlines of {self.cases:,} open cases: {self.deadlines:,} made in {self.into_nothing:.1f} s "
            f"({self.cases / self.into_nothing:,.0f} cases/s), looked through again in {self.again:.1f} s; "
            f"aim: 200,000 in {AIM_SECONDS_FOR_200_000:.0f} s"
        )


def measure(running: Servers, cases: int, *, say: Callable[[str], None]) -> Projected:
    """Project `cases` open cases, a multiple of 60, in a database that is dropped afterwards."""
    name = f"projecting_{cases}"
    say(f"filling a database with {cases:,} open cases …")
    url = asyncio.run(_fresh(running, name))
    revisions.upgrade(url)
    asyncio.run(_fill(url, cases))
    bindings.bind()
    settings = place.settings(url, running)

    async def run() -> Projected:
        seconds = []
        for what in ("into an empty table", "again"):
            say(f"projecting {what} …")
            runtime, began = runtime_for(settings), time.perf_counter()
            done = await recompute.everything(runtime)
            seconds.append(time.perf_counter() - began)
            await runtime.close()
            if done.cases != cases or (seconds[1:] and done.differing):
                raise RuntimeError(f"{done.cases} cases, {done.differing} deadlines differ: {what}")
        connection = await data.connect(url)
        deadlines = await connection.fetchval("SELECT count(*) FROM deadline")
        await connection.close()
        return Projected(cases, deadlines, *seconds)

    found = asyncio.run(run())
    asyncio.run(running.drop(name))
    return found


async def _fresh(running: Servers, name: str) -> str:
    await running.drop(name)
    return await running.create(name)


async def _fill(url: str, cases: int) -> None:
    connection: asyncpg.Connection = await data.connect(url)
    await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    for part in (data._BASE, _CASES):
        await connection.execute(part.format(cases=cases, districts=data.DISTRICTS), timeout=3600)
    await connection.execute("VACUUM ANALYZE", timeout=3600)
    await connection.close()
