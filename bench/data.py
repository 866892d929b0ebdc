"""Fills a database with cases: by SQL on the server, the same rows for the same number every time.

One city, 16 districts, four agencies each. Per case three claimants (every thousandth case thirty; every hundredth of a
small database; lives.py says which a thousand), two claims each; half the cases have an agreement, and those one commitment
per worker. A fifth of the cases is open; they come one after the other in a thousand days. Sessions and links are handed out
separately, because they hang on the clock and on the key of the process that is measured.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from bench import lives
from mediation.kit.ids import keyed_hash, token_160

DISTRICTS = 16
LINKS = 64

_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志海波宁帆宇欣雪梅琴云峰龙飞鹏辉倩颖琳丹萍"
_NAME = f"""
SELECT substr('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗', (c * 7 + m) % 20 + 1, 1)
    || substr('{_GIVEN}', (c * 31 + m * 17) % {len(_GIVEN)} + 1, 1)
    || substr('{_GIVEN}', (c / 3 + m * 5) % {len(_GIVEN)} + 1, 1) AS name
"""

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
    taking_part_count, signed_count, wages_claimed_fen, social_insurance_claimed_fen, bigrams, name_bigrams, version)
  SELECT md5('case' || c)::uuid, md5('city')::uuid, md5('district' || d)::uuid, md5('agency' || d || 'union')::uuid,
    '工调' || d || '〔' || y || '〕' || c || '号', y, c, CASE WHEN n > 9 THEN 'collective' ELSE 'single' END,
    CASE WHEN open THEN (ARRAY['registered','accepted','mediating','performing','defaulted'])[c / 5 % 5 + 1] ELSE 'closed' END,
    CASE WHEN open THEN NULL ELSE 'performed' END, 'walk_in', c % 50 = 0, '拖欠工资',
    md5('employer' || (c % ({cases} / 10) + 1))::uuid, md5('mediator' || d || '-' || (c / 80 % 5 + 1))::uuid,
    day, day + time '01:00' + c % 30000 * interval '1 second', day + 1,
    CASE WHEN open THEN NULL ELSE LEAST(day + 60, date '2026-11-20') + time '01:00' END,
    CASE WHEN open THEN timestamptz '2026-11-20 00:00+08' + (c::bigint * 7919 % 100000) * interval '1 minute'
         ELSE timestamptz '9999-12-31 00:00+00' END,
    n, n, CASE WHEN open OR c / 16 % 2 = 1 THEN 0 ELSE n END, n * 640000::bigint, n * 90000::bigint,
    ARRAY['餐饮', '饮管', '管理', (c % ({cases} / 10) + 1)::text, y || '-' || c, c::text],
    ARRAY(SELECT unnest(ARRAY[left(w.name, 2), right(w.name, 2)]) FROM generate_series(1, n) m, LATERAL ({name}) w), 1
  FROM (SELECT c, c % {districts} + 1 AS d, 2024 + c % 3 AS y, c % 5 = 0 AS open,
               date '2024-02-20' + (c::bigint * 1000 / {cases})::int AS day,
               CASE WHEN {huge} THEN {workers} WHEN c % {every} = 0 THEN 30 ELSE 3 END AS n
        FROM generate_series(1, {cases}) c) s;
INSERT INTO party (id, case_id, district_id, side, organisation_id, position, job, taking_part, joined_at)
  SELECT md5('respondent' || id)::uuid, id, district_id, 'respondent', employer_id, 0, '', true, registered_at FROM cases;
INSERT INTO person (id, district_id, name, sort_key, version)
  SELECT md5('person' || k.id || m)::uuid, k.district_id, w.name,
         'wang', 1 FROM cases k, generate_series(1, k.registered_count) m, LATERAL ({of_case}) w;
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
         k.registered_at, k.registered_at, '{{}}', 1 FROM cases k WHERE k.serial / 16 % 2 = 0;
INSERT INTO case_tie (id, case_id, district_id, kind, holder_id, since_at)
  SELECT md5('tie' || k.id)::uuid, k.id, k.district_id, 'assigned',
         md5('counsel' || (k.serial % {districts} + 1) || '-' || (k.serial / 16 % 5 + 1))::uuid, k.registered_at
  FROM cases k WHERE k.serial / 16 % 2 = 0;
INSERT INTO agreement (id, case_id, district_id, state, revision, term, manner, clauses, text_hash, drafted_at, finalised_at,
    effective_at, version)
  SELECT md5('agreement' || id)::uuid, id, district_id, 'effective', 1, '{{"kind": "within_days", "days": 3}}', '银行转账', '[]',
         '\\x00', registered_at, registered_at, registered_at, 1 FROM cases WHERE serial / 16 % 2 = 0;
INSERT INTO agreement_line (id, agreement_id, district_id, party_id, group_, amount_fen)
  SELECT md5('line' || p.id)::uuid, md5('agreement' || p.case_id)::uuid, p.district_id, p.id, 'wages', 640000
  FROM party p JOIN cases k ON k.id = p.case_id WHERE p.side = 'claimant' AND k.serial / 16 % 2 = 0;
INSERT INTO commitment (id, case_id, district_id, agreement_id, kind, debtor_id, party_id, group_, instalment, amount_fen,
    released_fen, due_on, due_at, settled_at, version)
  SELECT md5('commitment' || p.id)::uuid, p.case_id, p.district_id, md5('agreement' || p.case_id)::uuid, 'worker', k.employer_id,
         p.id, 'wages', 1, 640000, 0, s.due_on, (s.due_on + 1) AT TIME ZONE 'Asia/Shanghai', k.closed_at, 1
  FROM party p JOIN cases k ON k.id = p.case_id,
       LATERAL (SELECT COALESCE(k.closed_at::date - 2, date '2026-11-12' + k.serial / 10 % 30) AS due_on) s
  WHERE p.side = 'claimant' AND k.serial / 16 % 2 = 0;
INSERT INTO deadline (id, case_id, district_id, rule, subject_id, kind, title_zh, title_en, citation, duty_of, is_right,
    starts_on, due_on, due_at, extended_days, shown_only, region, note)
  SELECT md5('deadline' || id)::uuid, id, district_id, 'AGREED', md5('agreement' || id)::uuid, 'agreed', '约定付款', 'Agreed payment',
         '民法典 201, 203', 'employer', false, date '2026-11-20', (next_due_at AT TIME ZONE 'Asia/Shanghai')::date, next_due_at, 0,
         false, '', ''
  FROM cases WHERE closed_at IS NULL;
"""


async def fill(url: str, cases: int) -> None:
    """Fill the migrated, empty database at `url` with `cases` cases; a multiple of 2,000, or of 10 for a test."""
    connection = await connect(url)
    await connection.execute(
        "SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB'"
    )
    more = {"name": _NAME, "of_case": _NAME.replace("(c ", "(k.serial "), "every": 1000 if cases >= 2000 else 100}
    more |= {"huge": lives.IS_HUGE.format(cases=cases), "workers": lives.HUGE}
    for part in (_BASE, _CASES, _PROMISES, *lives.ALL):
        await connection.execute(part.format(cases=cases, districts=DISTRICTS, **more), timeout=3600)
    await connection.execute("VACUUM ANALYZE", timeout=3600)
    await connection.close()


@dataclass(frozen=True)
class Keys:
    """What callers come with, by district; and the rows they ask for."""

    mediators: dict[UUID, str]
    """bearer tokens by agency"""
    collective: dict[UUID, UUID]
    """the largest open cases, each with its agency"""
    links: tuple[str, ...]
    """status links of workers in open cases"""


async def hand_out(url: str, *, secret: bytes, at: datetime) -> Keys:
    """Open one session per district and 64 status links under `secret`, in the place of earlier ones."""
    connection = await connect(url)
    await connection.execute("DELETE FROM staff_session")
    mediators = {}
    for district in range(1, DISTRICTS + 1):
        token = f"ms_bench_mediator_{district}"
        agency = await connection.fetchval(
            _SESSION, str(district), hmac.digest(secret, token.encode(), "sha256"), at, at + timedelta(days=1)
        )
        mediators[agency] = token
    await connection.execute("DELETE FROM status_link WHERE token_cipher = 'bench'")
    parties = await connection.fetch(_WORKERS, LINKS)
    links = [token_160(n.to_bytes(20, "big")) for n in range(1, len(parties) + 1)]
    hashes = [keyed_hash(secret, link) for link in links]
    for party, digest in zip(parties, hashes, strict=True):
        await connection.execute(_LINK, party["case_id"], party["district_id"], party["id"], digest, at)
    cases = await connection.fetch(_COLLECTIVE)
    await connection.close()
    return Keys(mediators, {case["id"]: case["agency_id"] for case in cases}, tuple(links))


_SESSION = """
INSERT INTO staff_session (id, staff_id, token_hash, kind, address, opened_at, seen_at, expires_at)
SELECT gen_random_uuid(), id, $2, 'bearer', '', $3, $3, $4 FROM staff WHERE login = 'mediator' || $1 || '-1'
RETURNING (SELECT agency_id FROM staff WHERE login = 'mediator' || $1 || '-1')
"""
_WORKERS = """
SELECT p.id, p.case_id, p.district_id FROM cases k JOIN party p ON p.case_id = k.id AND p.side = 'claimant' AND p.position = 1
WHERE k.closed_at IS NULL ORDER BY k.serial LIMIT $1
"""
_LINK = """
INSERT INTO status_link (id, case_id, district_id, party_id, token_hash, token_cipher, issued_at)
VALUES (gen_random_uuid(), $1, $2, $3, $4, 'bench', $5)
"""
_COLLECTIVE = """
SELECT id, agency_id FROM cases WHERE closed_at IS NULL AND registered_count <= 30 ORDER BY registered_count DESC, serial LIMIT 16
"""


async def connect(url: str) -> asyncpg.Connection:
    """A connection to the database at `url`, as SQLAlchemy writes it."""
    return await asyncpg.connect(url.replace("+asyncpg", ""))
