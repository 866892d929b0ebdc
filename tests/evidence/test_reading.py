"""Who sees which evidence and gets its bytes: by audience, by side, by private session; and nothing once it is withdrawn."""

import hashlib
import io
from datetime import date

import pytest
from openpyxl import Workbook
from PIL import Image
from sqlalchemy import text
from sqlmodel import col, select

from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.journal.models import AccessEntry
from mediation.room.models import Caucus
from tests.evidence import packs
from tests.evidence.corpus import MARK, PLACE

READERS = {
    "everyone": {"mediator", "counter", "supervisor", "lawyer", "court", "first", "second", "employer"},
    "workers": {"mediator", "counter", "supervisor", "lawyer", "first", "second"},
    "own": {"mediator", "counter", "supervisor", "lawyer", "first"},
    "employer": {"mediator", "counter", "supervisor", "employer"},
    "studio": {"mediator", "counter", "supervisor"},
    "private": {"mediator", "lawyer", "first", "second"},
}


async def _all(table, make, runtime) -> dict[str, str]:
    caucus = Caucus(
        room_id=table.room.id, district_id=table.room.district_id, side="workers", opened_at=runtime.clock.now()
    )
    await make.save(caucus)
    kept, mediator = table.desk.kept, table.tokens["mediator"]
    made = {
        name: await kept(mediator, f"{name} 合同".encode(), f"{name}.txt", audience=name)
        for name in ("everyone", "workers", "employer", "studio")
    }
    made["own"] = await kept(mediator, b"own", "own.txt", audience="workers", worker=table.workers[0])
    private = {"audience": "everyone", "caucus": gid("Caucus", caucus.id)}
    made["private"] = await kept(table.tokens["second"], b"private", "private.txt", **private)
    return made


async def test_everybody_sees_and_reads_what_is_for_them_and_of_the_rest_there_is_nothing(table, api, make, runtime):
    made = await _all(table, make, runtime)

    for who, token in table.tokens.items():
        seen = {node["id"] for node in await table.desk.listed(token)}
        assert seen == {made[name] for name, readers in READERS.items() if who in readers}, who
        ghost = await table.desk.get(f"/evidence/{gid('Evidence', new_id())}", token)
        for name, key in made.items():
            answer = await table.desk.get(f"/evidence/{key}", token)
            node = (await api.data("query($i: ID!) { node(id: $i) { id } }", {"i": key}, token=token))["node"]
            assert (node is not None) is (answer.status_code == 200) is (who in READERS[name]), (who, name)
            if who not in READERS[name]:
                assert (answer.status_code, answer.content) == (404, ghost.content), (who, name)


async def test_nothing_of_a_private_session_is_known_to_the_other_side_or_to_who_reads_the_books(
    table, api, make, runtime
):
    await _all(table, make, runtime)
    case = "query($c: ID!) { case(id: $c) { timeline(first: 50) { totalCount edges { node { verb subjectId } } } version } }"

    told = {}
    for who in ("mediator", "court"):
        found = (await api.data(case, {"c": table.desk.case}, token=table.tokens[who]))["case"]["timeline"]
        told[who] = [edge["node"]["verb"] for edge in found["edges"]].count("evidence:accept")
    async with runtime.read() as connection:
        private = "SELECT verb, private_to FROM journal_entry WHERE verb LIKE 'evidence:%' AND private_to = 'workers'"
        entries = (await connection.execute(text(private))).all()

    assert told == {"mediator": 6, "court": 1}, "the mediators' alone, but for what is for everyone"
    assert sorted(entries) == [("evidence:accept", "workers")] * 3 + [("evidence:upload", "workers")] * 3
    refused = await table.desk.bring(table.tokens["employer"], b"x", caucus=gid("Caucus", new_id()))
    assert refused.status_code == 404


async def test_a_download_is_an_attachment_in_a_sandbox_and_every_read_is_written_down(table, runtime):
    mediator = table.tokens["mediator"]
    key = await table.desk.kept(mediator, packs.pdf(), '../合同"\r\nX-A: b\u202e.pdf.exe')
    (node,) = await table.desk.listed(mediator)

    answer = await table.desk.get(node["url"], mediator)

    assert answer.content == packs.pdf()
    assert hashlib.sha256(answer.content).hexdigest() == node["sha256"] == node["sourceSha256"]
    assert answer.headers["content-type"] == "application/pdf"
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment; filename=\"file.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C"), said
    assert "x-a" not in answer.headers
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert (await table.desk.get(f"{node['url']}/picture", mediator)).status_code == 404
    for headers in ({"range": "bytes=0-3"}, {"if-none-match": "*"}):
        again = await table.desk.api.client.get(node["url"], headers={"authorization": f"Bearer {mediator}", **headers})
        assert (again.status_code, again.content) == (200, packs.pdf()), "whole, and never from a cache"
    assert (await table.desk.get(node["url"], None)).status_code == 401
    async with runtime.db.session() as session:
        entries = (await session.execute(select(AccessEntry).order_by(col(AccessEntry.at)))).scalars().all()
    reads = [entry for entry in entries if entry.verb == "evidence_content:view"]
    assert [entry.allowed for entry in reads] == [True, False, True, True]
    assert {gid("Evidence", entry.subject_id) for entry in reads} == {key}


async def test_a_picture_is_shown_as_it_was_written_anew_and_its_source_is_known_by_its_hash(table):
    exif = Image.Exif()
    exif[0x010E] = MARK.decode() + PLACE
    source = packs.picture("JPEG", exif=exif)
    made = await table.desk.brought(table.tokens["first"], source, "photo.png.html", audience="workers")

    shown = await table.desk.get(made["pictureUrl"], table.tokens["first"])

    assert (made["media"], made["name"], made["width"], made["height"]) == ("JPEG", "photo.png.jpg", 64, 48)
    assert made["sourceSha256"] == hashlib.sha256(source).hexdigest() != made["sha256"]
    assert hashlib.sha256(shown.content).hexdigest() == made["sha256"]
    assert shown.headers["content-disposition"].startswith("inline; ")
    assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert MARK not in shown.content
    assert dict(Image.open(io.BytesIO(shown.content)).getexif()) == {}


def _workbook() -> bytes:
    book, target = Workbook(), io.BytesIO()
    book.active.append(["姓名", "工资", "合计", "到期"])
    book.active.append(["王小明", 6480.5, "=B2*2", date(2026, 11, 23)])
    book.save(target)
    return target.getvalue()


async def test_the_first_rows_of_a_table_are_plain_texts_read_beside_us_and_the_reading_is_written_down(table, runtime):
    desk, mediator = table.desk, table.tokens["mediator"]
    wide = ",".join(f"c{n}" for n in range(30)) + "\n" + "x" * 500 + ",\u202eb\n" + "y\n" * 200
    sheet = await desk.kept(mediator, _workbook(), "工资.xlsx")
    many = await desk.kept(mediator, wide.encode(), "many.csv")
    prose = await desk.kept(mediator, "第一句，没有表。\n第二句。".encode(), "chat.txt")
    paper = await desk.kept(mediator, packs.pdf())
    urls = {node["id"]: node["tableUrl"] for node in await desk.listed(mediator)}

    found = {key: (await desk.get(urls[key], mediator)) for key in (sheet, many, prose)}
    refused = [await desk.get(f"/evidence/{key}/table", token) for key, token in ((paper, mediator), (many, None))]
    hidden = await desk.get(f"/evidence/{many}/table", table.tokens["stranger"])
    unknown = await desk.get(f"/evidence/{gid('Evidence', new_id())}/table", table.tokens["stranger"])

    assert urls[paper] is None
    assert [answer.status_code for answer in refused] == [404, 401]
    assert (hidden.status_code, hidden.content) == (unknown.status_code, unknown.content) == (404, unknown.content)
    rows = {key: answer.json() for key, answer in found.items()}
    assert rows[sheet]["rows"] == [["姓名", "工资", "合计", "到期"], ["王小明", "6480.5", "", "2026-11-23"]], (
        "nothing is computed"
    )
    assert rows[prose] == {"rows": [["第一句，没有表。"], ["第二句。"]], "hasMore": False}
    assert rows[many]["hasMore"] is True
    assert (len(rows[many]["rows"]), {len(row) for row in rows[many]["rows"]}) == (100, {20})
    assert rows[many]["rows"][1][:2] == ["x" * 120 + "…", "b"]
    assert all(answer.headers["cache-control"] == "private, no-store" for answer in found.values())
    async with runtime.read() as connection:
        told = "SELECT allowed, count(*) FROM access_entry WHERE verb = 'evidence_content:view' GROUP BY allowed"
        assert dict((await connection.execute(text(told))).all()) == {True: 3, False: 3}


async def test_withdrawn_evidence_stays_listed_with_its_reason_and_is_handed_out_to_nobody(table, runtime):
    desk, tokens = table.desk, table.tokens
    key = await desk.kept(tokens["first"], packs.picture("PNG"), audience="everyone")
    (node,) = await desk.listed(tokens["first"])

    others = await desk.do(tokens["second"], "withdrawEvidence", evidence=key, reason="不是我的")
    done = await desk.do(tokens["first"], "withdrawEvidence", evidence=key, reason="传错了文件")
    again = await desk.do(tokens["mediator"], "withdrawEvidence", evidence=key, reason="再次撤回")
    more = await desk.do(tokens["mediator"], "attachEvidence", evidence=key, about=table.workers)

    assert [answer["__typename"] for answer in (others, done, again, more)] == [
        "Forbidden",
        "Evidence",
        "IllegalMove",
        "IllegalMove",
    ]
    for who in ("mediator", "first", "employer"):
        (now,) = await desk.listed(tokens[who])
        assert (now["withdrawal"]["reason"], now["url"], now["pictureUrl"]) == ("传错了文件", None, None)
        assert (await desk.get(node["url"], tokens[who])).status_code == 404
        assert (await desk.get(node["pictureUrl"], tokens[who])).status_code == 404
    async with runtime.read() as connection:
        kept = await connection.execute(text("SELECT octet_length(content_cipher) FROM evidence"))
        assert kept.scalar_one() > 100


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence SET audience = 'everyone'",
        "DELETE FROM evidence",
        "TRUNCATE evidence CASCADE",
        "UPDATE evidence_link SET linked_at = now()",
        "DELETE FROM evidence_link",
        "DELETE FROM evidence_withdrawal",
    ],
)
async def test_the_database_changes_nothing_of_accepted_evidence(table, runtime, statement):
    key = await table.desk.kept(table.tokens["mediator"], b"a", audience="studio", about=[table.workers[0]])
    await table.desk.do(table.tokens["mediator"], "withdrawEvidence", evidence=key, reason="误传")

    async with runtime.read() as connection:
        with pytest.raises(Exception, match="append-only"):
            await connection.execute(text(statement))
        await connection.execute(text("UPDATE evidence SET name_cipher = 'x'"))
