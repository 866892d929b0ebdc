"""What cases gather in their lives, filled by SQL like data.py: money, papers, notices, a journal, and the orders beside them.

Counted for 200,000 cases: 240,000 payments, 900,000 entries in the journal, 400,000 in the access log, 620,000 notices, 50,000
referrals, rooms and service orders each, 300,000 status links, 100,000 pieces of evidence. One open case in each district has
a thousand workers. Whatever only its own key opens (names of evidence, phones) stands in the cases that are visited alone,
and is sealed when those are handed out.
"""

from typing import Final

HUGE: Final = 1000
"""workers in the largest cases"""
IS_HUGE: Final = "c <= 80 AND c % 5 = 0 AND {cases} >= 2000"
"""one open case per district; not in the small databases of tests"""

MONEY: Final = """
INSERT INTO advance (id, case_id, district_id, payer_kind, payer_name, amount_fen, paid_on, proof, recourse_agreed, booked_at)
  SELECT md5('advance' || k.id)::uuid, k.id, k.district_id, 'general_contractor', '总承包单位', k.registered_count * 640000::bigint,
         (k.closed_at AT TIME ZONE 'Asia/Shanghai')::date, '转账回单', true, k.closed_at
  FROM cases k WHERE k.serial / 16 % 20 = 0 AND k.closed_at IS NOT NULL;
INSERT INTO commitment (id, case_id, district_id, agreement_id, kind, debtor_id, advance_id, group_, instalment, amount_fen,
    released_fen, due_on, due_at, settled_at, version)
  SELECT md5('recourse' || k.id)::uuid, k.id, k.district_id, md5('agreement' || k.id)::uuid, 'recourse', k.employer_id,
         md5('advance' || k.id)::uuid, 'wages', 1, k.registered_count * 640000::bigint, 0, date '2026-12-31',
         timestamptz '2027-01-01 00:00+08', CASE WHEN k.serial / 320 % 10 > 0 THEN k.closed_at + interval '30 days' END, 1
  FROM cases k WHERE k.serial / 16 % 20 = 0 AND k.closed_at IS NOT NULL;
INSERT INTO payment (id, commitment_id, case_id, district_id, amount_fen, payer_kind, payer_name, paid_on, proof, advance_id,
    recorded_at, confirmed_at)
  SELECT md5('payment' || c.id)::uuid, c.id, c.case_id, c.district_id, c.amount_fen,
         CASE WHEN k.serial / 16 % 20 = 0 THEN 'general_contractor' ELSE 'employer' END,
         CASE WHEN k.serial / 16 % 20 = 0 THEN '总承包单位' ELSE '餐饮管理有限公司' END,
         c.due_on - 1 + CASE WHEN k.serial / 16 % 12 = 0 THEN 4 ELSE 0 END, '转账回单',
         CASE WHEN k.serial / 16 % 20 = 0 THEN md5('advance' || k.id)::uuid END, k.closed_at, k.closed_at
  FROM commitment c JOIN cases k ON k.id = c.case_id WHERE c.settled_at IS NOT NULL;
INSERT INTO agreement (id, case_id, district_id, state, revision, term, manner, clauses, text_hash, drafted_at, finalised_at, version)
  SELECT md5('agreement' || id)::uuid, id, district_id, 'signing', 1, '{{"kind": "within_days", "days": 3}}', '银行转账', '[]', '\\x00',
         registered_at, registered_at, 1 FROM cases WHERE serial / 16 % 2 = 1 AND registered_count >= {workers};
INSERT INTO agreement_line (id, agreement_id, district_id, party_id, group_, amount_fen)
  SELECT md5('line' || p.id)::uuid, a.id, p.district_id, p.id, 'wages', 640000
  FROM agreement a JOIN party p ON p.case_id = a.case_id AND p.side = 'claimant' WHERE a.state = 'signing';
INSERT INTO signature (id, agreement_id, district_id, revision, signatory, party_id, declined, method, text_hash, signed_at)
  SELECT gen_random_uuid(), a.id, a.district_id, 1, CASE p.side WHEN 'claimant' THEN 'worker' ELSE 'employer' END,
         CASE p.side WHEN 'claimant' THEN p.id END, false, 'in_person', a.text_hash, a.finalised_at
  FROM agreement a JOIN party p ON p.case_id = a.case_id WHERE a.state = 'effective';
INSERT INTO procedure_event (id, case_id, district_id, trigger, happened_on, recorded_at, reference, note, reason)
  SELECT md5('procedure' || id)::uuid, id, district_id,
         (ARRAY['confirmation_application_received', 'payment_order_application_received', 'arbitration_application_received'])
           [serial % 3 + 1], received_on + 20, registered_at + interval '20 days', '诉前调确', '', ''
  FROM cases WHERE serial / 16 % 4 = 0;
"""

STATUS: Final = """
INSERT INTO status_link (id, case_id, district_id, party_id, token_hash, token_cipher, issued_at)
  SELECT md5('link' || p.id)::uuid, p.case_id, p.district_id, p.id, sha256(p.id::text::bytea), '\\x00', p.joined_at
  FROM party p JOIN cases k ON k.id = p.case_id WHERE p.side = 'claimant' AND k.serial / 16 % 2 = 1;
INSERT INTO rating (id, case_id, district_id, party_id, mark, first_given_at, given_at, comment)
  SELECT md5('rating' || p.id)::uuid, p.case_id, p.district_id, p.id,
         (ARRAY['satisfied', 'fairly', 'not_satisfied'])[1 + k.serial % 3 * (k.serial / 8 % 2)], k.closed_at, k.closed_at, ''
  FROM party p JOIN cases k ON k.id = p.case_id
  WHERE p.side = 'claimant' AND p.position = 1 AND k.serial / 16 % 4 = 1 AND k.closed_at IS NOT NULL;
INSERT INTO receipt (id, case_id, district_id, party_id, received, reported_at)
  SELECT md5('receipt' || p.id)::uuid, p.case_id, p.district_id, p.id, k.serial % 3 > 0, k.registered_at + interval '50 days'
  FROM party p JOIN cases k ON k.id = p.case_id WHERE p.side = 'claimant' AND p.position = 1 AND k.serial / 16 % 8 = 1;
"""

WORK: Final = """
INSERT INTO referral (id, case_id, district_id, from_agency_id, to_agency_id, request, legal_basis, state, offered_at,
    answered_at, closed_at, reason, result, version)
  SELECT md5('referral' || k.id)::uuid, k.id, k.district_id, k.agency_id, md5('agency' || w.d || w.kind)::uuid,
    '请予协助处理', '诉调对接工作机制', w.state, k.registered_at + interval '2 days',
    CASE WHEN w.state IN ('accepted', 'closed', 'declined') THEN k.registered_at + interval '4 days' END,
    CASE WHEN w.state IN ('closed', 'taken_back') THEN k.registered_at + interval '30 days' END,
    CASE WHEN w.state = 'declined' THEN '不属于受理范围' END, CASE WHEN w.state = 'closed' THEN '已办结' END, 2
  FROM cases k, LATERAL (SELECT k.serial % {districts} + 1 AS d, (ARRAY['court', 'human_resources'])[k.serial / 64 % 2 + 1] AS kind,
    CASE WHEN k.closed_at IS NOT NULL THEN (ARRAY['closed', 'closed', 'declined', 'taken_back'])[k.serial / 128 % 4 + 1]
         ELSE (ARRAY['offered', 'accepted'])[k.serial / 128 % 2 + 1] END AS state) w WHERE k.serial / 16 % 4 = 1;
INSERT INTO case_tie (id, case_id, district_id, kind, holder_id, since_at)
  SELECT md5('referred' || r.id)::uuid, r.case_id, r.district_id, 'referred', r.to_agency_id, r.offered_at
  FROM referral r WHERE r.state IN ('accepted', 'offered');
INSERT INTO deadline (id, case_id, district_id, rule, subject_id, kind, title_zh, title_en, citation, duty_of, is_right,
    starts_on, due_on, due_at, extended_days, shown_only, region, note, met_at, met_on)
  SELECT md5(r.rule || k.id)::uuid, k.id, k.district_id, r.rule, k.id, 'statutory', r.zh, r.en, '劳动争议调解仲裁法 14', 'mediator',
         false, k.received_on, k.received_on + 15, (k.received_on + 16) AT TIME ZONE 'Asia/Shanghai', 0, false, '', '',
         k.registered_at + interval '10 days', k.received_on + 10
  FROM cases k, (VALUES ('M-2', '调解期限届满', 'End of the mediation period'), ('M-1', '受理答复', 'Answer to the application'))
    AS r(rule, zh, en) WHERE k.closed_at IS NULL;
INSERT INTO case_seen (id, staff_id, case_id, seq, seen_at)
  SELECT md5('seen' || id)::uuid, mediator_id, id, 2 + serial % 3, registered_at FROM cases WHERE closed_at IS NULL;
INSERT INTO finding (id, case_id, district_id, organisation_id, kind, statement, source, found_on)
  SELECT md5('finding' || id)::uuid, id, district_id, employer_id, 'breach', '未按约支付工资', '本案调解过程', received_on + 20
  FROM cases WHERE serial / 16 % 10 = 0;
INSERT INTO rota_day (id, district_id, on_day, lawyer_id, position)
  SELECT gen_random_uuid(), l.district_id, date '2026-11-01' + n, l.id, 0 FROM lawyer l, generate_series(0, 89) n;
INSERT INTO evidence (id, case_id, district_id, kind, audience, media, name_cipher, content_cipher, sha256, byte_size,
    source_sha256, source_byte_size, scanned, uploaded_by, uploaded_at, accepted_at)
  SELECT md5('evidence' || id)::uuid, id, district_id, 'payslip', 'everyone', 'pdf', '\\x00', '\\x00', sha256(id::text::bytea), 9999,
         sha256(id::text::bytea), 9999, true, mediator_id, registered_at, registered_at
  FROM cases WHERE serial / 16 % 2 = 0 AND closed_at IS NOT NULL;
INSERT INTO document (id, case_id, district_id, kind, number, format, is_draft, sha256, byte_size, fingerprint, journal_seq,
    content_cipher, details_cipher, generated_at)
  SELECT md5('document' || id)::uuid, id, district_id, 'agreement', 1, 'pdf', false, sha256(id::text::bytea), 9999, '\\x00', 4,
         '\\x00', '\\x00', registered_at FROM cases WHERE serial / 16 % 4 = 0 AND closed_at IS NOT NULL;
INSERT INTO room (id, case_id, district_id, opened_at, closed_at, version)
  SELECT md5('room' || id)::uuid, id, district_id,
         CASE WHEN serial / 16 % 200 = 0 THEN timestamptz '2026-11-20 09:00+08' + serial % 500 * interval '1 minute'
              ELSE registered_at + interval '20 days' END,
         CASE WHEN serial / 16 % 200 > 0 THEN registered_at + interval '20 days 3 hours' END, 1 FROM cases WHERE serial / 16 % 4 = 0;
INSERT INTO participant (id, room_id, case_id, district_id, kind, staff_id, display_name, invited_at, code_tries)
  SELECT md5('chair' || r.id)::uuid, r.id, r.case_id, r.district_id, 'mediator', k.mediator_id, '调解员', r.opened_at, 0
  FROM room r JOIN cases k ON k.id = r.case_id;
INSERT INTO participant (id, room_id, case_id, district_id, kind, side, party_id, display_name, invited_at, code_tries)
  SELECT md5('seat' || p.id)::uuid, r.id, r.case_id, r.district_id, 'party',
         CASE p.side WHEN 'claimant' THEN 'workers' ELSE 'employer' END, p.id, '当事人', r.opened_at, 0
  FROM room r JOIN party p ON p.case_id = r.case_id AND p.position < 2;
"""

ORDERS: Final = """
INSERT INTO service_order (id, city_id, district_id, agency_id, year, serial, channel, requester_name, content, opinion, result,
    level, step, handler_agency_id, registered_at, due_on, closed_at, mark, comment, call_back, version)
  SELECT md5('order' || n)::uuid, md5('city')::uuid, md5('district' || d)::uuid, md5('agency' || d || 'union')::uuid, 2026, n,
    'hotline', '王小明', '工地上想请流动体检车来一次。', CASE WHEN step <> 'requested' THEN '联系社区卫生服务中心安排。' ELSE '' END,
    CASE WHEN step = 'closed' THEN '已安排。' ELSE '' END, CASE WHEN step <> 'requested' THEN 'street' END, step,
    CASE WHEN step IN ('handling', 'rating', 'closed') THEN md5('agency' || d || 'human_resources')::uuid END, at,
    CASE WHEN step <> 'closed' THEN date '2026-11-15' + n % 20 END, CASE WHEN step = 'closed' THEN at + interval '9 days' END,
    CASE WHEN step = 'closed' THEN 'satisfied' END, '', false, 4
  FROM (SELECT n, n % {districts} + 1 AS d, timestamptz '2026-01-01 09:00+08' + n * interval '460 seconds' AS at,
    CASE WHEN n / 16 % 10 < 8 THEN 'closed' ELSE (ARRAY['requested', 'dispatching', 'handling', 'rating'])[n / 160 % 4 + 1] END AS step
    FROM generate_series(1, {cases} / 4) n) o;
INSERT INTO order_step (id, order_id, district_id, step, agency_id, began_at, due_on, done_at, note)
  SELECT gen_random_uuid(), o.id, o.district_id, s.step, o.agency_id, o.registered_at + s.n * interval '1 day',
         (o.registered_at + interval '9 days')::date, o.registered_at + (s.n + 1) * interval '1 day', ''
  FROM service_order o, (VALUES ('requested', 0), ('dispatching', 1), ('handling', 2)) AS s(step, n) WHERE o.step <> 'requested';
INSERT INTO staff (id, agency_id, login, name, password_hash, must_change_password, locale, version)
  SELECT md5('deputy' || a.id || n)::uuid, a.id, 'deputy-' || left(a.id::text, 8) || '-' || n, '副手' || n, '!', false, 'zh-CN', 1
  FROM agency a, generate_series(1, 30) n;
INSERT INTO staff_role (id, staff_id, role) SELECT gen_random_uuid(), id, 'clerk' FROM staff WHERE login LIKE 'deputy-%';
INSERT INTO saved_filter (id, staff_id, name, filter, digest, saved_at)
  SELECT gen_random_uuid(), s.id, '紧急' || n, '{{"urgent": true}}', sha256((s.login || n)::bytea), timestamptz '2026-11-01 09:00+08'
  FROM staff s, generate_series(1, 8) n WHERE s.login LIKE 'mediator%';
"""

WORDS: Final = """
INSERT INTO journal_entry (id, chain_id, seq, at, verb, actor_kind, actor_id, actor_roles, agency_id, district_id, case_id, subject,
    subject_id, particulars, request_id, prev_hash, hash)
  SELECT gen_random_uuid(), k.id, e.seq, CASE e.verb WHEN 'case:close' THEN k.closed_at
      ELSE k.registered_at + e.seq * interval '1 day' END, e.verb, 'staff', k.mediator_id, 'mediator', k.agency_id, k.district_id,
    k.id, 'Case', k.id, '{{}}', 'r-' || k.serial, sha256((k.id::text || e.seq)::bytea), sha256((k.id::text || e.seq + 1)::bytea)
  FROM cases k, LATERAL (VALUES (1, 'case:register'), (2, 'case:accept'), (3, 'case:allocate'), (4, 'case:edit'), (5, 'case:close'))
    AS e(seq, verb) WHERE e.seq < 5 OR k.closed_at IS NOT NULL;
INSERT INTO journal_entry (id, chain_id, seq, at, verb, actor_kind, actor_id, actor_roles, agency_id, district_id, case_id, subject,
    subject_id, particulars, request_id, prev_hash, hash)
  SELECT gen_random_uuid(), c.case_id, 5 + row_number() OVER (PARTITION BY c.case_id ORDER BY c.id),
    k.registered_at + interval '6 days',
    'claim:state', 'staff', k.mediator_id, 'mediator', k.agency_id, k.district_id, k.id, 'Claim', c.id, '{{}}', 'r-' || k.serial,
    sha256((c.id::text || 1)::bytea), sha256((c.id::text || 2)::bytea)
  FROM claim c JOIN cases k ON k.id = c.case_id WHERE k.registered_count > 10 AND k.closed_at IS NULL;
INSERT INTO journal_head (id, seq, hash, at)
  SELECT DISTINCT ON (chain_id) chain_id, seq, hash, at FROM journal_entry ORDER BY chain_id, seq DESC;
INSERT INTO access_entry (id, at, actor_kind, actor_id, agency_id, district_id, case_id, verb, subject, subject_id, reason, allowed,
    field, request_id)
  SELECT gen_random_uuid(), k.registered_at + n * interval '3 days', 'staff', k.mediator_id, k.agency_id, k.district_id, k.id,
         CASE n WHEN 1 THEN 'case:view' ELSE 'person:reveal' END, 'Case', k.id, '联系当事人', k.serial / 16 % 100 > 0, '',
         'r-' || k.serial
  FROM cases k, generate_series(1, 2) n;
INSERT INTO notice (id, case_id, district_id, recipient_kind, recipient_id, channel, template, parameters, dedupe_key, posted_at,
    state, attempts, next_try_at, sent_at, delivered_at, last_error, read_at, urgent, private)
  SELECT gen_random_uuid(), k.id, k.district_id, w.kind,
    CASE w.kind WHEN 'staff' THEN k.mediator_id ELSE md5('claimant' || k.id || 1)::uuid END,
    w.channel, 'deadline.before', jsonb_build_object('case_number', k.number, 'title',
      '{{"zh": "调解期限", "en": "end of mediation"}}'::jsonb,
      'due_at', '2026-12-05T16:00:00+00:00', 'citation', '劳动争议调解仲裁法 14', 'phone', '021-5555 0000'),
    w.n || '/' || k.id, s.at, s.state, 1, s.at, CASE s.state WHEN 'delivered' THEN s.at END,
    CASE s.state WHEN 'delivered' THEN s.at END,
    CASE s.state WHEN 'delivered' THEN NULL ELSE 'unreachable' END,
    CASE WHEN w.kind = 'staff' AND (k.closed_at IS NOT NULL OR w.n = 1) THEN s.at + interval '1 hour' END, false, false
  FROM cases k, (VALUES (1, 'staff', 'inbox'), (2, 'staff', 'inbox'), (3, 'claimant', 'sms')) AS w(n, kind, channel),
    LATERAL (SELECT k.registered_at + w.n * interval '2 days' AS at,
                    CASE WHEN w.n = 3 AND k.serial / 16 % 400 < 2 THEN 'undeliverable' ELSE 'delivered' END AS state) s;
"""

ALL: Final = (MONEY, STATUS, WORK, ORDERS, WORDS)
"""in the order in which they are filled in"""
