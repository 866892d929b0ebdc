"""Bringing a file: in two steps, by its content, within its limits, scanned or not at all; and what becomes of it in a day."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from mediation.evidence import rules
from mediation.evidence.found import MAX_BYTES, Media
from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.worker import tick
from tests.evidence import packs
from tests.evidence.corpus import EICAR, family
from tests.evidence.scanner import scanning


async def _count(runtime) -> int:
    async with runtime.read() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM evidence"))).scalar_one())


async def test_a_file_waits_for_its_sender_and_is_in_the_case_once_accepted(table, api, runtime):
    desk, mediator, counter = table.desk, table.tokens["mediator"], table.tokens["counter"]
    made = await desk.brought(mediator, packs.pdf(), "合同.pdf", worker=table.workers[0])
    (waits,) = await desk.listed(mediator)

    assert await desk.listed(counter) == []
    assert (await desk.get(made["url"], counter)).status_code == 404
    assert (await desk.get(made["url"], mediator)).content == packs.pdf()
    assert (made["name"], made["media"], made["pages"], made["scanned"]) == ("合同.pdf", "PDF", 1, False)
    assert waits["access"] == {"canAccept": True, "canAttach": False, "canDiscard": True, "canWithdraw": False}
    stolen = await desk.do(counter, "acceptEvidence", evidence=made["id"])
    done = await desk.do(mediator, "acceptEvidence", evidence=made["id"])
    again = await desk.do(mediator, "discardEvidence", evidence=made["id"])
    assert [one["__typename"] for one in (stolen, done, again)] == ["NotFound", "Evidence", "IllegalMove"]
    (seen,) = await desk.listed(counter)
    assert (seen["worker"], seen["expiresAt"], seen["uploadedBy"]) == (table.workers[0], None, {"name": "张敏"})
    async with runtime.read() as connection:
        journal = "SELECT verb, particulars->>'sha256', particulars->>'source_sha256' FROM journal_entry WHERE subject = 'Evidence'"
        entries = (await connection.execute(text(journal + " ORDER BY seq"))).all()
    digest = hashlib.sha256(packs.pdf()).hexdigest()
    assert [tuple(entry) for entry in entries] == [
        ("evidence:upload", digest, digest),
        ("evidence:accept", digest, digest),
    ]


async def test_what_nobody_accepts_within_a_day_is_gone_and_only_its_hash_is_left(table, runtime, clock):
    desk, first = table.desk, table.tokens["first"]
    kept = await desk.kept(first, b"kept", audience="workers")
    made = await desk.brought(first, b"waits", audience="workers")
    dropped = await desk.brought(first, b"not this", audience="workers")
    assert (await desk.do(first, "discardEvidence", evidence=dropped["id"]))["__typename"] == "DiscardedEvidence"
    clock.advance(hours=24)

    late = await desk.do(first, "acceptEvidence", evidence=made["id"])
    unswept = await desk.listed(first)
    counts = await tick(runtime)

    assert late["__typename"] == "NotFound"
    assert [node["id"] for node in unswept] == [kept]
    assert counts["evidence.service.forget_expired"] == 1
    async with runtime.read() as connection:
        journal = "SELECT particulars->>'expired', particulars->>'source_sha256' FROM journal_entry WHERE verb = 'evidence:discard'"
        entries = (await connection.execute(text(journal + " ORDER BY seq"))).all()
    assert [tuple(entry) for entry in entries] == [
        ("false", hashlib.sha256(b"not this").hexdigest()),
        ("true", hashlib.sha256(b"waits").hexdigest()),
    ]
    assert await _count(runtime) == 1


async def test_what_a_file_is_called_and_said_to_be_does_not_count(table):
    desk, mediator = table.desk, table.tokens["mediator"]
    files = {sample.name: sample for sample in family("good")}
    kinds = {
        name: files[name] for name in ("photo.jpg", "a.png", "plain.pdf", "contract.docx", "sheet.xlsx", "chat.txt")
    }

    for sample in kinds.values():
        made = await desk.brought(mediator, sample.data, "a.html", type_="text/html")
        assert made["media"] == sample.expected.name
        answer = await desk.get(made["url"], mediator)
        assert answer.headers["content-type"] == rules.MEDIA_TYPES[sample.expected]
        await desk.do(mediator, "discardEvidence", evidence=made["id"])
    refused = await desk.bring(mediator, b"<svg onload=alert(1)>", "a.png", type_="image/png")
    assert (refused.status_code, refused.json()["error"]["fields"][0]["code"]) == (422, "markup")


NAMES = (
    ("../../etc/passwd", "passwd"),
    ("..\\..\\a.pdf", "a"),
    ("C:\\a\\b.pdf", "b"),
    ("/a/b.pdf", "b"),
    ("a.pdf/", "a"),
    ("a\x00.pdf", "a"),
    ("a\r\nSet-Cookie: b=c.pdf", "aSet-Cookie_ b_c"),
    ('a"; filename="b.exe', "a__ filename__b"),
    ("a\u202egpj.exe", "agpj"),
    ("a\u200b\ufeff.pdf", "a"),
    ("CON", "file-CON"),
    ("nul.txt", "file-nul"),
    ("LPT1.a.b", "file-LPT1.a"),
    ("", "file"),
    (".", "file"),
    ("..", "file"),
    ("...", "file"),
    (".htaccess", "htaccess"),
    ("   ", "file"),
    ("-rf", "rf"),
    ("a.pdf.exe", "a.pdf"),
    ("a.", "a"),
    ("a .pdf", "a"),
    ("%2e%2e%2fa.pdf", "2e_2e_2fa"),
    ("a%00.pdf", "a_00"),
    ("a%0d%0ab.pdf", "a_0d_0ab"),
    ("~/.ssh/id", "id"),
    ("$(id).pdf", "(id)"),
    ("`id`.pdf", "id"),
    ("a|b.pdf", "a_b"),
    ("a*b?.pdf", "a_b"),
    ("<script>.pdf", "script"),
    ("合同" * 200 + ".pdf", "合同" * 40),
    ("工资 条（9月）.pdf", "工资 条（9月）"),
    ("𠮷田𡚸.pdf", "𠮷田𡚸"),
    ("e\u0301.pdf", "e"),
    ("a\tb.pdf", "ab"),
    ("a\u2028b.pdf", "a b"),
    ("file://a/b.pdf", "b"),
    ("//host/share/a.pdf", "a"),
    ("a:b.pdf", "a_b"),
    ("{{7*7}}.pdf", "7_7"),
)


def test_a_name_is_shown_without_folders_tricks_and_its_own_ending():
    shown = {typed: rules.clean_name(typed, Media.PDF) for typed, _ in NAMES}

    assert shown == {typed: f"{stem}.pdf" for typed, stem in NAMES}
    assert len(NAMES) == 42
    for typed, _ in NAMES:
        for other in Media:
            said = rules.disposition(rules.clean_name(typed, other), inline=False)
            assert said.isascii(), typed
            assert said.isprintable(), typed
            assert said.count('"') == 2, typed
            assert len(rules.clean_name(typed, other)) <= rules.NAME_CHARS + 5


async def test_sizes_forms_and_fields_that_do_not_fit_are_refused(table, runtime, monkeypatch):
    desk, mediator = table.desk, table.tokens["mediator"]
    headers = {"authorization": f"Bearer {mediator}"}
    path = f"/cases/{desk.case}/evidence"

    async def code(answer) -> str:
        error = answer.json()["error"]
        return error["fields"][0]["code"] if error.get("fields") else error["code"]

    exact = await desk.bring(mediator, b"a" * MAX_BYTES)
    over = await desk.bring(mediator, b"a" * (MAX_BYTES + 1))
    far = await desk.bring(mediator, b"a" * (MAX_BYTES + 70_000))
    post = desk.api.client.post
    refused = {
        "raw": await post(path, content=b"%PDF-", headers=headers),
        "no file": await post(path, data={"kind": "contract"}, files={"other": b""}, headers=headers),
        "text for file": await post(path, files={"file": (None, b"a")}, headers=headers),
        "two files": await post(path, files=[("file", ("a", b"a")), ("file", ("b", b"b"))], headers=headers),
        "broken": await post(
            path, content=b"--x\r\nnonsense", headers={**headers, "content-type": "multipart/form-data; boundary=x"}
        ),
        "no boundary": await post(path, content=b"a", headers={**headers, "content-type": "multipart/form-data"}),
        "kind": await desk.bring(mediator, b"a", kind="virus"),
        "audience": await desk.bring(mediator, b"a", audience="world"),
        "worker": await desk.bring(mediator, b"a", worker=gid("Party", new_id())),
        "not an id": await desk.bring(mediator, b"a", worker="a"),
        "another's side": await desk.bring(table.tokens["employer"], b"a", audience="workers"),
        "another worker": await desk.bring(table.tokens["second"], b"a", worker=table.workers[0]),
    }

    assert (exact.status_code, await code(over), far.status_code) == (201, "too_large", 413)
    assert {name: await code(answer) for name, answer in refused.items()} == {
        "raw": "not_a_form",
        "no file": "missing",
        "text for file": "missing",
        "two files": "not_a_form",
        "broken": "missing",
        "no boundary": "not_a_form",
        "kind": "unknown",
        "audience": "unknown",
        "worker": "unknown_worker",
        "not an id": "not_an_id",
        "another's side": "not_yours",
        "another worker": "unknown_worker",
    }
    monkeypatch.setattr(rules, "MAX_CASE_BYTES", MAX_BYTES + 1)
    assert await code(await desk.bring(mediator, b"bb")) == "case_full"
    assert (await desk.bring(mediator, b"b")).status_code == 201
    monkeypatch.setattr(rules, "MAX_WAITING", 2)
    assert await code(await desk.bring(mediator, b"")) == "empty"
    monkeypatch.setattr(rules, "MAX_CASE_BYTES", 1 << 40)
    assert await code(await desk.bring(mediator, b"c")) == "TOO_MANY"
    assert await _count(runtime) == 2


async def test_who_may_bring_nothing_is_refused_before_the_file_is_read(table, runtime, make):
    for who, status in (("court", 403), ("supervisor", 403), ("stranger", 404)):
        assert (await table.desk.bring(table.tokens[who], b"\xff\xd8\xff garbage")).status_code == status, who
    assert (await table.desk.bring(None, b"a")).status_code == 401
    async with runtime.db.session() as session:
        await session.execute(text("UPDATE cases SET state = 'closed', outcome = 'failed', closed_at = now()"))
        await session.commit()
    answer = await table.desk.bring(table.tokens["mediator"], b"a")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ILLEGAL_MOVE")
    assert await _count(runtime) == 0


async def test_the_same_file_again_and_many_at_once_are_one_of_each(table, runtime):
    desk, first = table.desk, table.tokens["first"]

    same = await asyncio.gather(*[desk.brought(first, b"same", audience="workers") for _ in range(8)])
    others = await asyncio.gather(*[desk.brought(first, b"%d" % n, audience="workers") for n in range(8)])
    second = await desk.brought(table.tokens["second"], b"same", audience="workers")

    assert len({made["id"] for made in same}) == 1
    assert len({made["id"] for made in (*same, *others, second)}) == 10
    assert await _count(runtime) == 10


async def test_with_a_scanner_nothing_passes_without_its_word(table, runtime, api):
    desk, mediator = table.desk, table.tokens["mediator"]
    plain = runtime.settings
    async with scanning() as scanner:
        runtime.settings = plain.model_copy(update={"clamd_url": scanner.url, "clamd_seconds": 1})
        made = await desk.brought(mediator, b"clean")
        infected = await desk.bring(mediator, EICAR)
        wrapped = await desk.bring(mediator, packs.changed(packs.word(), {"word/media/a.png": EICAR}))
        silent = []
        for manner in ("garbage", "error", "cut", "silent"):
            scanner.manner = manner
            silent.append(await desk.bring(mediator, manner.encode()))
        seen = len(scanner.seen)
    down = await desk.bring(mediator, b"down")
    runtime.settings = plain

    assert made["scanned"] is True
    assert {answer.json()["error"]["fields"][0]["code"] for answer in (infected, wrapped)} == {"virus"}
    assert {answer.status_code for answer in (*silent, down)} == {409}
    assert seen == 7
    assert await _count(runtime) == 1
    async with runtime.read() as connection:
        told = "SELECT reason, allowed FROM access_entry WHERE verb = 'evidence:upload'"
        entries = (await connection.execute(text(told))).all()
    assert [tuple(entry) for entry in entries] == [("virus: Eicar-Signature", False)] * 2


async def test_evidence_is_linked_to_payments_signatures_and_elections_of_its_own_case_only(table, api, make, runtime):
    desk, mediator = table.desk, table.tokens["mediator"]
    agreement = await make.agreement(table.case, *table.parties, state="effective")
    promise = await make.commitment(agreement, table.parties[0])
    ids = await _written_down(table, make, runtime, agreement, promise)
    other = await make.case(agency=await make.agency())
    foreign = gid("Party", (await make.claimant(other)).id)
    form = await desk.kept(mediator, b"form", kind="election_form", about=[table.workers[0]])
    slip = await desk.kept(mediator, b"slip", kind="proof_of_payment", about=[ids["payment"], ids["advance"]])
    seal = await desk.kept(mediator, b"seal", kind="seal_page")

    done = await desk.do(
        mediator, "attachEvidence", "... on Evidence { about }", evidence=seal, about=[ids["signature"]]
    )
    again = await desk.do(mediator, "attachEvidence", evidence=seal, about=[ids["signature"]])
    wrong = await desk.do(mediator, "attachEvidence", evidence=seal, about=[foreign, gid("Payment", new_id())])
    blind = await desk.do(table.tokens["counter"], "attachEvidence", evidence=seal, about=[ids["payment"]])

    assert done["about"] == [ids["signature"]]
    assert again["fields"] == [{"path": "about", "code": "empty"}]
    assert wrong["fields"] == [{"path": f"about.{n}", "code": "unknown"} for n in (0, 1)]
    assert blind["fields"] == [{"path": "about.0", "code": "unknown"}], "who sees no payments says nothing about one"
    asked = """query($c: ID!, $p: ID!, $a: ID!) {
      case(id: $c) { representatives { evidence { id } }
        agreement { signatures(first: 9) { edges { node { id evidence { id } } } } }
        evidence(first: 9) { totalCount edges { node { id about } } } access { canUploadEvidence } }
      payment: node(id: $p) { ... on Payment { evidence { id } } }
      advance: node(id: $a) { ... on Advance { evidence { id } } } }"""
    found = await api.data(asked, {"c": desk.case, "p": ids["payment"], "a": ids["advance"]}, token=mediator)
    case = found["case"]
    assert [one["evidence"] for one in case["representatives"]] == [[{"id": form}]]
    assert found["payment"]["evidence"] == found["advance"]["evidence"] == [{"id": slip}]
    marks = [edge["node"] for edge in case["agreement"]["signatures"]["edges"]]
    assert marks == [{"id": ids["signature"], "evidence": [{"id": seal}]}]
    assert case["access"]["canUploadEvidence"] is True
    assert {edge["node"]["id"]: edge["node"]["about"] for edge in case["evidence"]["edges"]}[slip] == [
        ids["payment"],
        ids["advance"],
    ]


async def _written_down(table, make, runtime, agreement, promise) -> dict[str, str]:
    """A payment, an advance, the employer's seal and an election, as rows."""
    from mediation.agreement.models import Advance, Payment, Signature
    from mediation.case.models import Representative

    now, about = runtime.clock.now(), {"case_id": table.case.id, "district_id": table.case.district_id}
    paid = {"payer_name": "某", "paid_on": now.date(), "proof": "P-1", "amount_fen": 100}
    payment = Payment(**about, **paid, payer_kind="employer", commitment_id=promise.id, recorded_at=now)
    advance = Advance(**about, **paid, payer_kind="union_fund", recourse_agreed=True, booked_at=now)
    signature = Signature(
        agreement_id=agreement.id,
        district_id=table.case.district_id,
        revision=1,
        signatory="employer",
        method="seal_page",
        text_hash=agreement.text_hash,
        signed_at=now,
    )
    elected = Representative(**about, party_id=table.parties[0].id, elected_on=now.date())
    await make.save(payment, advance, signature, elected)
    rows = (("payment", "Payment", payment), ("advance", "Advance", advance), ("signature", "Signature", signature))
    return {name: gid(type_name, row.id) for name, type_name, row in rows}


def test_the_reach_over_values_and_over_what_is_kept_agree_on_every_audience():
    from mediation.kit.actor import Actor, ActorKind, Role, Side

    worker, other = new_id(), new_id()
    party = Actor(
        kind=ActorKind.PARTY, id=new_id(), roles=frozenset({Role.ROOM_PARTY}), party_id=worker, side=Side.WORKERS
    )
    seen = {
        (audience, about)
        for audience in rules.Audience
        for about in (None, worker, other)
        if rules.reach(party).covers(audience, about)
    }
    nobody = replace(party, side=None)

    assert seen == {
        ("everyone", None),
        ("everyone", worker),
        ("everyone", other),
        ("workers", None),
        ("workers", worker),
    }
    assert rules.reach(nobody).audiences == frozenset()
    assert not rules.may_name(party, other)
    assert timedelta(days=1) == rules.KEPT_FOR
