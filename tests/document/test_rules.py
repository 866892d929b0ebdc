"""Decisions about papers need neither database nor press."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from mediation.case.models import Channel, ClaimHead, Outcome
from mediation.document import filling, glyphs, rules, values, wording
from mediation.document.blocks import TODAY, Block, dated, read, sheltered
from mediation.document.dossier import Claim, Dossier, Employer, Worker
from mediation.kit.actor import Actor, ActorKind, Role, Side
from mediation.kit.problems import Invalid
from mediation.law.papers import GIVEN, LABELS, PAPERS, PaperField, PaperFor, PaperKind, Stage

WANG, LI = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def _case(**more) -> Dossier:
    workers = [Worker(WANG, "王小明", "13900000001", "310112199002011008", "厨师"), Worker(LI, "李四", "", "", "")]
    return Dossier(
        **{
            "case_id": UUID(int=9),
            "number": "闵工调〔2026〕1号",
            "kind": "collective",
            "state": "accepted",
            "outcome": None,
            "reason": "",
            "channel": "walk_in",
            "summary": "三个月未发工资",
            "studio": "闵行区联合调解工作室",
            "union": "闵行区总工会",
            "phone": "",
            "legal_basis": "",
            "court": "",
            "mediator": "李调解",
            "registrar": "",
            "received_on": date(2026, 11, 20),
            "accepted_on": date(2026, 11, 20),
            "closed_at": None,
            "employer": Employer("某公司", "", "", ""),
            "workers": workers,
            "names": {WANG: "王小明", LI: "李四"},
            "claims": [
                Claim(WANG, "wage_arrears", "wages", 648_000, None, None),
                Claim(LI, "social_insurance", "social_insurance", 90_050, None, None),
            ],
            "representatives": [],
            "findings": [],
            "agreement": None,
            "promises": [],
            "payments": [],
            "lawyer": None,
            "filed": [],
            "journal_seq": 3,
            "now": NOON,
            **more,
        }
    )


def test_every_paper_has_a_form_and_every_form_fills_without_a_case_behind_it() -> None:
    for paper in PAPERS.values():
        case = _case()
        worker = case.workers[0] if paper.of is PaperFor.WORKER else None
        if paper.stage in (Stage.AGREED, Stage.EFFECTIVE, Stage.DEFAULTED):
            continue  # their forms speak of an agreement; they are filled in test_generating.py

        blocks = filling.fill(paper, case, worker, {}, entry_url="http://x/s/again")

        assert blocks[0].kind == "title", paper.kind
        assert all(row for block in blocks for row in block.rows), paper.kind


def test_every_code_of_the_books_has_its_word() -> None:
    assert set(wording.HEADS) == {head.value for head in ClaimHead}
    assert set(wording.CHANNELS) == {channel.value for channel in Channel}
    assert set(wording.OUTCOMES) == {outcome.value for outcome in Outcome}


def test_what_is_missing_is_named_with_its_article_in_the_order_of_the_paper() -> None:
    case = _case()

    lacking = rules.missing(PAPERS[PaperKind.ARBITRATION_APPLICATION], case, case.workers[0], {})

    assert [one.field for one in lacking] == [
        PaperField.WORKER_ADDRESS,
        PaperField.EMPLOYER_ADDRESS,
        PaperField.EMPLOYER_PHONE,
        PaperField.EMPLOYER_HEAD,
        PaperField.EMPLOYER_HEAD_POST,
        PaperField.EVIDENCE,
        PaperField.COMMISSION,
    ]
    assert lacking[0].source.zh == "《劳动争议调解仲裁法》第28条"
    with pytest.raises(Invalid) as refused:
        rules.check_complete(lacking)
    assert [field.path for field in refused.value.fields] == [f"details.{one.field}" for one in lacking]
    assert refused.value.fields[0].text.zh == "缺少：住址（《劳动争议调解仲裁法》第28条）。"


def test_what_is_filled_in_by_hand_is_no_longer_missing_and_never_overwrites_the_books() -> None:
    case, paper = _case(), PAPERS[PaperKind.SUPERVISION_REMINDER]
    given = rules.check_details(paper, case, None, [(PaperField.LETTER_NUMBER, " 闵工函1号 ")])

    assert given == {PaperField.LETTER_NUMBER: "闵工函1号"}
    assert PaperField.LETTER_NUMBER not in {one.field for one in rules.missing(paper, case, None, given)}
    wrong = [
        (PaperField.LETTER_NUMBER, "a"),
        (PaperField.LETTER_NUMBER, "b"),
        (PaperField.COURT, "法院"),
        (PaperField.EMPLOYER_NAME, "别的公司"),
        (PaperField.CORRECTION, "x\x00"),
    ]
    with pytest.raises(Invalid) as refused:
        rules.check_details(paper, case, None, wrong)
    assert [(field.path, field.code) for field in refused.value.fields] == [
        ("details.1", "repeated"),
        ("details.2", "not_in_paper"),
        ("details.3", "not_to_be_given"),
        ("details.4.value", "nul"),
    ]
    known = PAPERS[PaperKind.ARBITRATION_APPLICATION]
    with pytest.raises(Invalid, match="knows this"):
        rules.check_details(known, case, case.workers[0], [(PaperField.WORKER_SEX, "男")])


def test_only_what_no_table_holds_may_be_given() -> None:
    assert set(LABELS) == set(PaperField)
    assert {PaperField.CLAIMS, PaperField.AGREED_AMOUNT, PaperField.LEFT_AMOUNT, PaperField.WORKER_NAME}.isdisjoint(
        GIVEN
    )
    for paper in PAPERS.values():
        assert len(paper.fields) == len(set(paper.fields))
        assert not set(paper.fields) & set(paper.optional), paper.kind
        assert set(paper.own) <= {*paper.fields, *paper.optional}, paper.kind


def test_words_of_a_person_cannot_start_a_block_or_a_cell() -> None:
    evil = "# 标题\n| a | b\n~~~\n* 签名\n= x：y"
    case = _case(summary=evil, names={WANG: evil}, workers=[Worker(WANG, evil, "", "", "|x|")])

    blocks = filling.fill(PAPERS[PaperKind.MEDIATION_APPLICATION], case, None, {}, entry_url="")

    assert [block.kind for block in blocks].count("title") == 1
    table = next(block for block in blocks if block.kind == "table")
    assert table.rows[0][1] == evil
    assert {len(row) for row in table.rows} == {5}
    facts = next(block for block in blocks if block.text == evil)
    assert facts.kind == "paragraph"
    assert read(f"- {sheltered(evil)}") == [Block("line", text=evil)]


def test_a_paper_does_not_grow_old_by_the_day_alone_but_by_a_fact() -> None:
    paper, case = PAPERS[PaperKind.ACCEPTANCE_NOTICE], _case()
    first = filling.fill(paper, case, None, {}, entry_url="")
    later = filling.fill(paper, replace(case, now=datetime(2026, 12, 1, tzinfo=UTC)), None, {}, entry_url="")
    other = filling.fill(paper, replace(case, mediator="张调解"), None, {}, entry_url="")

    assert rules.fingerprint(first) == rules.fingerprint(later) != rules.fingerprint(other)
    assert any(TODAY in block.text for block in first)
    assert not any(TODAY in block["text"] for block in dated(first, "2026年11月20日"))


def test_sex_and_birth_are_read_from_an_identity_number_and_from_nothing_else() -> None:
    assert (values.sex("310112199002011008"), values.born_on("310112199002011008")) == ("女", date(1990, 2, 1))
    assert values.sex("31011219900201101X") == "男"
    assert (values.sex("E12345678"), values.born_on("310112199013011008")) == ("", None)


def test_a_character_that_no_font_has_is_named_and_never_a_blank_box() -> None:
    known = glyphs.printable(glyphs.font_folders(None))

    glyphs.check([Block("paragraph", text="𠮷㐂䶮喆𡚸堃龑\ufe00\n　")], known)
    assert len([point for point in known if 0x20000 <= point <= 0x2A6DF]) > 1_800
    assert set(range(0x4E00, 0x9FF0)) <= known
    with pytest.raises(Invalid) as refused:
        glyphs.check([Block("table", rows=[["王\U0002a6a5", "1"]]), Block("line", text="\ue000")], known)
    assert [(field.path, field.code) for field in refused.value.fields] == [("content", "unprintable")] * 2
    assert "U+2A6A5" in refused.value.fields[0].text.zh
    assert "王" in refused.value.fields[0].text.zh


def test_who_reads_which_papers() -> None:
    def party(side: Side, party_id: UUID | None) -> Actor:
        return Actor(kind=ActorKind.PARTY, side=side, party_id=party_id, roles=frozenset({Role.ROOM_PARTY}))

    worker, employer = rules.reach(party(Side.WORKERS, WANG)), rules.reach(party(Side.EMPLOYER, None))
    clerk = rules.reach(Actor(kind=ActorKind.STAFF, roles=frozenset({Role.CLERK})))
    lawyer = rules.reach(Actor(kind=ActorKind.STAFF, roles=frozenset({Role.LAWYER})))
    mediator = rules.reach(Actor(kind=ActorKind.STAFF, roles=frozenset({Role.MEDIATOR})))

    assert worker.covers("agreement_copy", WANG, is_draft=False)
    assert not worker.covers("agreement_copy", LI, is_draft=False)
    assert not worker.covers("agreement_copy", WANG, is_draft=True)
    assert not worker.covers("mediation_agreement", None, is_draft=False)
    assert not worker.covers("return_visit", WANG, is_draft=False)
    assert employer.covers("mediation_agreement", None, is_draft=False)
    assert not employer.covers("payment_order", WANG, is_draft=False)
    assert clerk.covers("payment_order", WANG, is_draft=False)
    assert not clerk.covers("payment_order", WANG, is_draft=True)
    assert not clerk.covers("supervision_reminder", None, is_draft=False)
    assert lawyer.covers("aid_report", None, is_draft=True)
    assert not lawyer.covers("supervision_opinion", None, is_draft=False)
    assert mediator.covers("file_cover", None, is_draft=True)
    assert not rules.reach(party(Side.WORKERS, None)).covers("agreement_copy", None, is_draft=False)
    assert not rules.may_make(Actor(kind=ActorKind.STAFF, roles=frozenset({Role.CLERK})), PaperKind.PAYMENT_ORDER)
    who = rules.PaperReader
    reaches = {
        who.STUDIO: mediator,
        who.LAWYER: lawyer,
        who.WORKER: worker,
        who.EMPLOYER: employer,
        who.AGENCIES: clerk,
    }
    for kind in PaperKind:
        for party_id in (WANG, None):
            for is_draft in (True, False):
                read = {one for one, found in reaches.items() if found.covers(kind, party_id, is_draft=is_draft)}
                said = rules.readers(kind, for_worker=party_id is not None, is_draft=is_draft)
                assert set(said) == read, "what a page says is what they read"
