"""Fills a database with cases: by SQL on the server, the same rows for the same number every time.

One city, 16 districts, four agencies each. Per case three claimants (every thousandth case thirty), two claims each;
half the cases have an agreement, and those three commitments in all. A fifth of the cases is open.
"""

import asyncio
import hashlib
import hmac
import sys
from dataclasses import dataclass

import asyncpg
from sqlalchemy.engine import make_url

DISTRICTS = 16

_BASE = """
INSERT INTO city (id, code, name_zh, name_en) VALUES (md5('city')::uuid, '310000', '上海市', 'Shanghai');
INSERT INTO district (id, city_id, code, name_zh, name_en)
  SELECT md5('district' || d)::uuid, md5('city')::uuid, '3101' || lpad(d::text, 2, '0'), '第' || d || '区', 'District ' || d
  FROM generate_series(1, {districts}) d;
INSERT INTO agency (id, district_id, kind, name_zh, name_en, phone, studio_name_zh, studio_name_en, legal_basis, number_prefix)
  SELECT md5('agency' || d || k)::uuid, md5('district' || d)::uuid, k, '第' || d || '区' || k, 'District ' || d || ' ' || k,
         '021-5555 0000', CASE WHEN k = 'union' THEN '联合调解工作室' END, CASE WHEN k = 'union' THEN 'Joint Mediation Studio' END,
         CASE WHEN k = 'union' THEN '上海市工会条例 25' END, CASE WHEN k = 'union' THEN '工调' || d END
  FROM generate_series(1, {districts}) d, unnest(ARRAY['union', 'court', 'human_resources', 'justice']) k;
INSERT INTO staff (id, agency_id, login, name, password_hash, must_change_password, locale, version)
  SELECT md5('mediator' || d || '-' || m)::uuid, md5('agency' || d || 'union')::uuid, 'mediator' || d || '-' || m,
         (ARRAY['张','王','李','赵','陈'])[m] || '调解员', '!', false, 'zh-CN', 1
  FROM generate_series(1, {districts}) d, generate_series(1, 5) m;
INSERT INTO staff_role (id, staff_id, role) SELECT gen_random_uuid(), id, 'mediator' FROM staff;
INSERT INTO staff (id, agency_id, login, name, password_hash, must_change_password, locale, version)
  SELECT md5('counsel' || d || '-' || m)::uuid, md5('agency' || d || 'justice')::uuid, 'lawyer' || d || '-' || m,
         (ARRAY['陈','周','吴','郑','孙'])[m] || '律师', '!', false, 'zh-CN', 1
  FROM generate_series(1, {districts}) d, generate_series(1, 5) m;
INSERT INTO staff_role (id, staff_id, role)
  SELECT gen_random_uuid(), id, 'lawyer' FROM staff WHERE login LIKE 'lawyer%';
INSERT INTO organisation (id, district_id, name, name_key, bigrams, version)
  SELECT md5('firm' || d)::uuid, md5('district' || d)::uuid, '第' || d || '律师事务所', '第' || d || '律师事务所', ARRAY['律师'], 1
  FROM generate_series(1, {districts}) d;
INSERT INTO lawyer (id, district_id, agency_id, staff_id, firm_id, licence, specialties, capacity, version)
  SELECT md5('lawyer' || d || '-' || m)::uuid, md5('district' || d)::uuid, md5('agency' || d || 'justice')::uuid,
         md5('counsel' || d || '-' || m)::uuid, md5('firm' || d)::uuid, 'L' || d || m, ARRAY['wages'], 100, 1
  FROM generate_series(1, {districts}) d, generate_series(1, 5) m;
INSERT INTO organisation (id, district_id, name, name_key, bigrams, version)
  SELECT md5('employer' || e)::uuid, md5('district' || (e % {districts} + 1))::uuid, '餐饮管理' || e || '有限公司',
         '餐饮管理' || e || '有限公司', ARRAY['餐饮', '饮管', '管理', e::text], 1
  FROM generate_series(1, {cases} / 10) e;
"""

_CASES = """
INSERT INTO cases (id, city_id, district_id, agency_id, number, year, serial, kind, state, outcome, channel, urgent, summary,
    employer_id, mediator_id, received_on, registered_at, accepted_on, closed_at, next_due_at, registered_count,
    taking_part_count, signed_count, wages_claimed_fen, social_insurance_claimed_fen, bigrams, version)
  SELECT md5('case' || c)::uuid, md5('city')::uuid, md5('district' || d)::uuid, md5('agency' || d || 'union')::uuid,
    '工调' || d || '〔' || y || '〕' || c || '号', y, c, CASE WHEN c % 1000 = 0 THEN 'collective' ELSE 'single' END,
    CASE WHEN open THEN (ARRAY['registered','accepted','mediating','performing','defaulted'])[c / 5 % 5 + 1] ELSE 'closed' END,
    CASE WHEN open THEN NULL ELSE 'performed' END, 'walk_in', c % 50 = 0, '拖欠工资',
    md5('employer' || (c % ({cases} / 10) + 1))::uuid, md5('mediator' || d || '-' || (c / 80 % 5 + 1))::uuid,
    date '2024-01-01' + (c % 1000)::int, timestamptz '2024-01-01 09:00+08' + (c % 1000) * interval '1 day' + c * interval '1 second',
    date '2024-01-02' + (c % 1000)::int,
    CASE WHEN open THEN NULL ELSE timestamptz '2026-11-01 09:00+08' END,
    CASE WHEN open THEN timestamptz '2026-11-20 00:00+08' + (c * 7919 % 100000) * interval '1 minute'
         ELSE timestamptz '9999-12-31 00:00+00' END,
    n, n, 0, n * 640000::bigint, n * 90000::bigint,
    ARRAY['餐饮', '饮管', '管理', (c % ({cases} / 10) + 1)::text, y || '-' || c, c::text], 1
  FROM (SELECT c, c % {districts} + 1 AS d, 2024 + c % 3 AS y, c % 5 = 0 AS open,
               CASE WHEN c % 1000 = 0 THEN 30 ELSE 3 END AS n FROM generate_series(1, {cases}) c) s;
INSERT INTO party (id, case_id, district_id, side, organisation_id, position, job, taking_part, joined_at)
  SELECT md5('respondent' || id)::uuid, id, district_id, 'respondent', employer_id, 0, '', true, registered_at FROM cases;
INSERT INTO person (id, district_id, name, sort_key, version)
  SELECT md5('person' || k.id || n)::uuid, k.district_id, (ARRAY['王','李','张','刘','陈','杨','黄'])[n % 7 + 1] || '工人' || n,
         'wang', 1 FROM cases k, generate_series(1, k.registered_count) n;
INSERT INTO party (id, case_id, district_id, side, person_id, position, job, taking_part, joined_at)
  SELECT md5('claimant' || k.id || n)::uuid, k.id, k.district_id, 'claimant', md5('person' || k.id || n)::uuid, n, '服务员',
         true, k.registered_at FROM cases k, generate_series(1, k.registered_count) n;
INSERT INTO claim (id, case_id, district_id, party_id, head, group_, amount_fen, note)
  SELECT md5('claim' || p.id || g)::uuid, p.case_id, p.district_id, p.id,
         CASE g WHEN 'wages' THEN 'wage_arrears' ELSE g END, g, CASE g WHEN 'wages' THEN 640000 ELSE 90000 END, ''
  FROM party p, unnest(ARRAY['wages', 'social_insurance']) g WHERE p.side = 'claimant';
"""

_PROMISES = """
INSERT INTO assignment (id, case_id, district_id, lawyer_id, state, offered_at, respond_by, answered_at, "check", version)
  SELECT md5('assignment' || k.id)::uuid, k.id, k.district_id,
         md5('lawyer' || (k.serial % {districts} + 1) || '-' || (k.serial / 16 % 5 + 1))::uuid, 'accepted', k.registered_at,
         k.registered_at, k.registered_at, '{{}}', 1 FROM cases k WHERE k.serial % 2 = 0;
INSERT INTO case_tie (id, case_id, district_id, kind, holder_id, since_at)
  SELECT md5('tie' || k.id)::uuid, k.id, k.district_id, 'assigned',
         md5('counsel' || (k.serial % {districts} + 1) || '-' || (k.serial / 16 % 5 + 1))::uuid, k.registered_at
  FROM cases k WHERE k.serial % 2 = 0;
INSERT INTO agreement (id, case_id, district_id, state, revision, term, manner, clauses, text_hash, drafted_at, finalised_at,
    effective_at, version)
  SELECT md5('agreement' || id)::uuid, id, district_id, 'effective', 1, '{{"kind": "within_days", "days": 3}}', '银行转账', '[]',
         '\\x00', registered_at, registered_at, registered_at, 1 FROM cases WHERE serial % 2 = 0;
INSERT INTO commitment (id, case_id, district_id, agreement_id, kind, debtor_id, party_id, group_, instalment, amount_fen, due_on,
    due_at, settled_at, version)
  SELECT md5('commitment' || p.id)::uuid, p.case_id, p.district_id, md5('agreement' || p.case_id)::uuid, 'worker', k.employer_id,
         p.id, 'wages', 1, 640000, date '2026-11-23', timestamptz '2026-11-24 00:00+08',
         CASE WHEN k.closed_at IS NOT NULL THEN timestamptz '2026-11-01 09:00+08' END, 1
  FROM party p JOIN cases k ON k.id = p.case_id WHERE p.side = 'claimant' AND k.serial % 2 = 0;
INSERT INTO deadline (id, case_id, district_id, rule, subject_id, kind, title_zh, title_en, citation, duty_of, starts_on, due_on,
    due_at, note)
  SELECT md5('deadline' || id)::uuid, id, district_id, 'agreed', md5('agreement' || id)::uuid, 'agreed', '约定付款', 'Agreed payment',
         '民法典 201, 203', 'employer', date '2026-11-20', (next_due_at AT TIME ZONE 'Asia/Shanghai')::date, next_due_at, ''
  FROM cases WHERE closed_at IS NULL;
"""


@dataclass(frozen=True)
class Handles:
    """What the load driver needs: tokens whose sessions and links are in the database."""

    mediator: str
    link: str


async def fill(url: str, cases: int, *, secret: bytes) -> None:
    """Fill the migrated, empty database at `url` with `cases` cases; `secret` is the process's key for token hashes."""
    parts = make_url(url)
    host = parts.query.get("host") or parts.host
    connection = await asyncpg.connect(
        host=host, port=parts.port or 5432, user=parts.username, password=parts.password, database=parts.database
    )
    await connection.execute(
        "SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB'"
    )
    for part in (_BASE, _CASES, _PROMISES):
        await connection.execute(part.format(cases=cases, districts=DISTRICTS), timeout=3600)
    for district in range(1, DISTRICTS + 1):
        token = hmac.new(secret, mediator_token(district).encode(), hashlib.sha256).digest()
        await connection.execute(
            "INSERT INTO staff_session (id, staff_id, token_hash, kind, opened_at, seen_at, expires_at) "
            "VALUES (gen_random_uuid(), md5('mediator' || $1 || '-1')::uuid, $2, 'bearer', now(), now() + interval '1 year', "
            "now() + interval '1 year')",
            str(district),
            token,
        )
    await connection.execute("VACUUM ANALYZE", timeout=3600)
    await connection.close()


def mediator_token(district: int) -> str:
    """The bearer token of the first mediator of a district."""
    return f"ms_bench_mediator_{district}"


if __name__ == "__main__":
    asyncio.run(fill(sys.argv[1], int(sys.argv[2]), secret=sys.argv[3].encode()))
