"""Papers of the article's case, made over HTTP and read again: what stands in them is what stands in the books."""

import hashlib
import time

import pytest
from sqlalchemy import text, update
from sqlmodel import col

from mediation.case.models import Case
from mediation.kit import money
from mediation.kit.money import Fen
from mediation.law.papers import PAPERS, PaperFor, PaperKind
from mediation.person.models import Person
from tests.document.desk import Desk
from tests.document.evening import NAMES, id_number
from tests.document.reading import pdf_fonts, pdf_text, text_of

_BY_HAND = {"aid_report", "file_cover", "investigation_record", "service_address"}
"""Papers with places that are written by hand, or that an open case does not know."""
_OTHER_STATES = {PaperKind.REFUSAL_NOTICE, PaperKind.FAILURE_NOTICE}


async def _set_case(runtime, case_id, **values):
    async with runtime.db.session() as session:
        await session.execute(update(Case).where(col(Case.id) == case_id).values(**values))
        await session.commit()


@pytest.mark.timeout(300)
async def test_every_paper_of_the_case_is_made_as_word_and_as_pdf_and_can_be_read(small, api, runtime, clock):
    desk = Desk(api, small)
    read: dict[tuple[str, str], str] = {}

    async def make(kind: PaperKind) -> None:
        for made_as in ("PDF", "DOCX"):
            made = await desk.complete(kind.name, made_as)
            assert made["__typename"] == "Document", (kind, made)
            assert made["isDraft"] is False
            content = await desk.bytes_of(made)
            assert hashlib.sha256(content).hexdigest() == made["sha256"]
            assert len(content) == made["byteSize"]
            read[kind.value, made_as] = text_of(content)
            if made_as == "PDF":
                fonts = pdf_fonts(content)
                assert fonts
                assert all(embedded for _, embedded in fonts), fonts

    for kind in PaperKind:
        if kind not in _OTHER_STATES:
            await make(kind)
    await _set_case(runtime, small.case.id, state="refused", closed_at=clock.now(), reason="不属于受理范围")
    await make(PaperKind.REFUSAL_NOTICE)
    await _set_case(runtime, small.case.id, state="closed", outcome="failed", reason="双方分歧较大")
    await make(PaperKind.FAILURE_NOTICE)

    assert len(read) == 2 * len(PaperKind)
    for (kind, made_as), said in read.items():
        paper = PAPERS[PaperKind(kind)]
        assert "草稿" not in said, (kind, made_as)
        if paper.of is PaperFor.WORKER:
            assert "𠮷田𡚸" in said, (kind, made_as)
            assert "王小明" not in said, (kind, made_as)
        assert "{{" not in said
        assert "________" not in said or kind in _BY_HAND, (kind, made_as)
    assert "自受理之日起十五日内结束，双方同意延期的可以延长" in read["acceptance_notice", "PDF"]
    assert "收到调解申请之日起十五日内未达成调解协议的，当事人可以依法申请仲裁。" in read["acceptance_notice", "PDF"]
    assert "你与某某餐饮管理有限公司劳动争议一案" in read["aid_change", "DOCX"]
    assert "不属于受理范围" in read["refusal_notice", "PDF"]
    assert "双方分歧较大" in read["failure_notice", "DOCX"]


async def test_the_agreement_says_what_the_books_say_to_the_fen_for_thirty_six_workers(evening, api):
    desk = Desk(api, evening)
    for made_as in ("PDF", "DOCX"):
        said = text_of(await desk.bytes_of(await desk.generate("MEDIATION_AGREEMENT", made_as)))

        for n, name in enumerate(NAMES):
            wages, insurance = evening.wages_fen[n], evening.insurance_fen[n]
            line = (
                f"{n + 1}{name}{money.text(Fen(wages))}{money.text(Fen(insurance))}{money.text(Fen(wages + insurance))}"
            )
            assert line in said, (made_as, line)
        wages, insurance = sum(evening.wages_fen), sum(evening.insurance_fen)
        total = Fen(wages + insurance)
        assert f"合计{money.text(Fen(wages))}{money.text(Fen(insurance))}{money.text(total)}" in said
        assert f"人民币{money.uppercase(total)}" in said
        assert "2026年11月23日24:00" in said


async def test_the_proof_sheet_says_who_signed_how_when_and_what(evening, api):
    desk = Desk(api, evening)
    said = pdf_text(await desk.bytes_of(await desk.generate("MEDIATION_AGREEMENT")))

    assert "签署证明页" in said
    assert evening.agreement.text_hash.hex() in said
    assert "生效时间2026年11月20日21:10:00" in said
    assert "𠮷田𡚸申请人当面手写签名2026年11月20日21:05:07" in said
    assert "欧阳玥（由代表人𠮷田𡚸签署）申请人" in said
    assert "某某餐饮管理有限公司被申请人盖章页2026年11月20日21:06:07" in said
    assert "李调解调解员本人账号签署2026年11月20日21:06:08" in said
    assert "闵行区联合调解工作室调解组织本组织账号登记用印" in said


async def test_a_workers_copy_holds_that_worker_alone_and_a_code_that_is_no_secret(evening, api, runtime):
    desk = Desk(api, evening)
    made = await desk.generate("AGREEMENT_COPY", worker=desk.workers[1])
    said = pdf_text(await desk.bytes_of(made))

    assert made["workerName"] == "㐂喆"
    assert "㐂喆" in said
    assert [name for n, name in enumerate(NAMES) if n != 1 and name in said] == []
    assert money.text(Fen(evening.wages_fen[1])) in said
    assert money.text(Fen(evening.wages_fen[2])) not in said
    assert id_number(2) not in said
    assert f"{runtime.settings.base_url}/s/again" in said
    other = pdf_text(await desk.bytes_of(await desk.generate("AGREEMENT_COPY", worker=desk.workers[2])))
    assert f"{runtime.settings.base_url}/s/again" in other


async def test_a_payment_order_asks_for_what_is_overdue_and_leaves_insurance_out(evening, api):
    desk = Desk(api, evening)
    said = text_of(await desk.bytes_of(await desk.complete("PAYMENT_ORDER")))

    left = Fen(evening.wages_fen[0] - 100_000)
    assert f"督促其给付劳动报酬{money.text(left)}元（大写：人民币{money.uppercase(left)}）" in said
    assert f"工资等{money.text(Fen(evening.wages_fen[0]))}1,000.00{money.text(left)}" in said
    assert money.text(Fen(evening.insurance_fen[0])) not in said
    assert id_number(0) in said


async def test_what_is_missing_is_said_before_and_refused_and_a_draft_shows_the_blanks(small, api):
    desk = Desk(api, small)
    form = (await desk.kinds(desk.workers[0]))["ARBITRATION_APPLICATION"]
    refused = await desk.generate("ARBITRATION_APPLICATION", worker=desk.workers[0])

    missing = [one["field"] for one in form["missing"]]
    assert missing == ["WORKER_ADDRESS", "EMPLOYER_HEAD", "EMPLOYER_HEAD_POST", "EVIDENCE", "COMMISSION"]
    assert form["missing"][0]["source"] == "《劳动争议调解仲裁法》第28条"
    assert refused["__typename"] == "Invalid"
    assert [(field["path"], field["code"]) for field in refused["fields"]] == [
        (f"details.{field.lower()}", "missing") for field in missing
    ]

    draft = await desk.generate("ARBITRATION_APPLICATION", worker=desk.workers[0], draft=True)
    said = text_of(await desk.bytes_of(draft))
    assert (draft["isDraft"], draft["number"]) == (True, 1)
    assert "草稿：内容不完整，不得签署" in said
    assert "________" in said

    given = dict.fromkeys(missing, "某")
    whole = await desk.generate("ARBITRATION_APPLICATION", worker=desk.workers[0], details=given)
    again = await desk.generate("ARBITRATION_APPLICATION", "DOCX", worker=desk.workers[0])
    assert [(one["number"], one["isDraft"]) for one in (whole, again)] == [(2, False), (3, False)]
    taken_back = await desk.generate("ARBITRATION_APPLICATION", worker=desk.workers[0], details={"EVIDENCE": ""})
    assert [field["path"] for field in taken_back["fields"]] == ["details.evidence"]


async def test_a_paper_without_its_place_in_the_case_is_refused_and_says_when(small, api):
    desk = Desk(api, small)

    kinds = await desk.kinds()
    refused = await desk.generate("REFUSAL_NOTICE")
    nobodys = await desk.generate("PAYMENT_ORDER")
    everybodys = await desk.generate("RIGHTS_NOTICE", worker=desk.workers[0])

    assert kinds["REFUSAL_NOTICE"]["isPossible"] is False
    assert kinds["PAYMENT_ORDER"]["isPossible"] is True
    assert (refused["__typename"], refused["message"]) == ("IllegalMove", "决定不予受理后才能生成。")
    assert [field["code"] for field in nobodys["fields"]] == ["required"]
    assert [field["code"] for field in everybodys["fields"]] == ["not_wanted"]


async def test_a_changed_fact_makes_a_paper_out_of_date_and_a_new_version_does_not_touch_the_old(small, api, runtime):
    desk = Desk(api, small)
    first = await desk.generate("ACCEPTANCE_NOTICE")
    before = await desk.bytes_of(first)
    ask = "query($id: ID!) { node(id: $id) { ... on Document { isOutOfDate isLatest number sha256 } } }"

    async def now(document):
        return (await api.data(ask, {"id": document["id"]}, token=small.token))["node"]

    assert (first["isOutOfDate"], first["isLatest"]) == (False, True)
    await _set_case(runtime, small.case.id, mediator_id=small.lawyer.id)
    assert (await now(first))["isOutOfDate"] is True
    second = await desk.generate("ACCEPTANCE_NOTICE")

    assert (second["number"], second["isOutOfDate"]) == (2, False)
    assert second["journalSeq"] > first["journalSeq"]
    assert await now(first) == {"isOutOfDate": True, "isLatest": False, "number": 1, "sha256": first["sha256"]}
    assert await desk.bytes_of(first) == before
    assert "陈律师" in text_of(await desk.bytes_of(second))


async def test_a_version_is_never_changed_or_removed_but_its_seal_may_be_renewed(small, api, runtime):
    await Desk(api, small).generate("RIGHTS_NOTICE")
    for statement in (
        "UPDATE document SET sha256 = '\\x00'",
        "UPDATE document SET is_draft = true",
        "DELETE FROM document",
        "TRUNCATE document",
    ):
        async with runtime.db.session() as session:
            with pytest.raises(Exception, match="append-only"):
                await session.execute(text(statement))
    async with runtime.db.session() as session:
        await session.execute(text("UPDATE document SET content_cipher = content_cipher"))
        await session.commit()


async def test_bytes_and_details_are_sealed_in_the_database(small, api, runtime):
    await Desk(api, small).complete("SERVICE_ADDRESS")
    async with runtime.read() as connection:
        row = (await connection.execute(text("SELECT content_cipher, details_cipher FROM document"))).one()

    assert b"%PDF" not in bytes(row.content_cipher)
    assert "住址".encode() not in bytes(row.details_cipher)


async def test_a_name_that_cannot_be_printed_is_named_and_nothing_is_kept(small, api, runtime):
    async with runtime.db.session() as session:
        await session.execute(
            update(Person).where(col(Person.id) == small.workers[1].person_id).values(name="王\U0002a6a5明")
        )
        await session.commit()
    desk = Desk(api, small)

    refused = await desk.generate("ACCEPTANCE_NOTICE")
    word = await desk.generate("ACCEPTANCE_NOTICE", "DOCX")

    assert [(field["path"], field["code"]) for field in refused["fields"]] == [("content", "unprintable")]
    assert "U+2A6A5" in refused["fields"][0]["message"]
    assert "王\U0002a6a5明" in refused["fields"][0]["message"]
    assert (word["__typename"], word["number"]) == ("Document", 1)


@pytest.mark.timeout(300)
async def test_a_set_for_thirty_six_workers_takes_seconds(evening, api):
    desk = Desk(api, evening)
    await desk.generate("MEDIATION_AGREEMENT")
    begun = time.perf_counter()

    for worker in desk.workers:
        made = await desk.generate("AGREEMENT_COPY", worker=worker)
        assert made["__typename"] == "Document"

    assert time.perf_counter() - begun < 60
