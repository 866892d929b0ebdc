"""The floor: Starlette and asyncpg, one hand-written statement per operation, the database's JSON passed through.

No permissions, no schema, no choice of fields: what the machine can do at best, to measure the product against.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.engine import make_url
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

WORK_QUEUE = """
SELECT json_build_object('totalCount', (SELECT count(*) FROM cases WHERE agency_id = $1 AND closed_at IS NULL),
  'edges', coalesce(json_agg(json_build_object('node', json_build_object(
    'id', k.id, 'number', k.number, 'state', k.state, 'kind', k.kind, 'urgent', k.urgent, 'nextDueAt', k.next_due_at,
    'employer', (SELECT name FROM organisation o WHERE o.id = k.employer_id),
    'mediator', (SELECT name FROM staff s WHERE s.id = k.mediator_id),
    'registered', k.registered_count, 'wages', k.wages_claimed_fen, 'socialInsurance', k.social_insurance_claimed_fen,
    'claimants', (SELECT json_agg(x) FROM (SELECT p.id, n.name FROM party p JOIN person n ON n.id = p.person_id
       WHERE p.case_id = k.id AND p.side = 'claimant' ORDER BY p.position LIMIT 3) x),
    'lawyer', (SELECT s.name FROM assignment a JOIN lawyer l ON l.id = a.lawyer_id JOIN staff s ON s.id = l.staff_id
       WHERE a.case_id = k.id AND a.state = 'accepted' LIMIT 1),
    'nextCommitment', (SELECT json_build_object('dueAt', c.due_at, 'left', sum(c.amount_fen), 'workers', count(*))
       FROM commitment c WHERE c.case_id = k.id AND c.settled_at IS NULL GROUP BY c.due_at ORDER BY c.due_at LIMIT 1)))),
       '[]'))::text
FROM (SELECT * FROM cases WHERE agency_id = $1 AND closed_at IS NULL
      ORDER BY next_due_at, -(wages_claimed_fen + social_insurance_claimed_fen), id LIMIT 20) k
"""

CASE_DETAIL = """
SELECT json_build_object('id', k.id, 'number', k.number, 'state', k.state, 'summary', k.summary,
  'employer', (SELECT name FROM organisation o WHERE o.id = k.employer_id),
  'agency', (SELECT name_zh FROM agency a WHERE a.id = k.agency_id),
  'wages', k.wages_claimed_fen, 'socialInsurance', k.social_insurance_claimed_fen,
  'lawyer', (SELECT s.name FROM assignment a JOIN lawyer l ON l.id = a.lawyer_id JOIN staff s ON s.id = l.staff_id
     WHERE a.case_id = k.id AND a.state = 'accepted' LIMIT 1),
  'agreement', (SELECT json_build_object('state', g.state, 'effectiveAt', g.effective_at)
     FROM agreement g WHERE g.case_id = k.id LIMIT 1),
  'claimants', (SELECT json_agg(x) FROM (SELECT p.id, n.name, p.job, p.taking_part,
       (SELECT json_agg(json_build_object('head', c.head, 'amount', c.amount_fen)) FROM claim c WHERE c.party_id = p.id) AS claims
     FROM party p JOIN person n ON n.id = p.person_id WHERE p.case_id = k.id AND p.side = 'claimant' ORDER BY p.position LIMIT 50) x),
  'commitments', (SELECT json_agg(json_build_object('id', c.id, 'amount', c.amount_fen, 'dueAt', c.due_at, 'settledAt', c.settled_at))
     FROM commitment c WHERE c.case_id = k.id))::text
FROM cases k WHERE k.id = $1
"""

STATUS = """
SELECT json_build_object('stage', k.state, 'nextDueAt', k.next_due_at, 'studio', a.studio_name_zh, 'phone', a.phone)::text
FROM status_link l JOIN cases k ON k.id = l.case_id JOIN agency a ON a.id = k.agency_id WHERE l.token_hash = $1
"""

SIGN = """
INSERT INTO signature (id, agreement_id, district_id, revision, signatory, declined, method, text_hash, signed_at)
SELECT gen_random_uuid(), a.id, a.district_id, a.revision, 'employer', false, 'in_person', a.text_hash, now()
FROM (SELECT * FROM agreement WHERE id = $1 AND state = 'signing' FOR UPDATE) a
RETURNING json_build_object('id', agreement_id)::text
"""


def create_app() -> Starlette:
    """Four routes over one pool."""
    url = make_url(os.environ["MEDIATION_DATABASE_URL"])

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.pool = await asyncpg.create_pool(
            host=url.query.get("host") or url.host, user=url.username, database=url.database, min_size=10, max_size=10
        )
        yield
        await app.state.pool.close()

    def route(statement: str, read: type[str] | object) -> object:
        async def answer(request: Request) -> Response:
            key = request.path_params["key"]
            value = bytes.fromhex(key) if read is bytes else key
            async with request.app.state.pool.acquire() as connection:
                return Response(await connection.fetchval(statement, value), media_type="application/json")

        return answer

    async def healthz(_: Request) -> Response:
        return Response()

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/work/{key}", route(WORK_QUEUE, str)),  # type: ignore[arg-type]
            Route("/case/{key}", route(CASE_DETAIL, str)),  # type: ignore[arg-type]
            Route("/status/{key}", route(STATUS, bytes)),  # type: ignore[arg-type]
            Route("/sign/{key}", route(SIGN, str), methods=["POST"]),  # type: ignore[arg-type]
        ],
        lifespan=lifespan,
    )
