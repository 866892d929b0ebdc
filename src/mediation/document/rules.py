"""Decisions about papers over plain values: whether one has its place, what it still lacks, who reads which. Pure.

Refuses to hold what the law demands (`law/papers`), where values come from (`values.py`) and wording (`forms/`).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from mediation.document.blocks import Block
from mediation.document.dossier import Dossier, Worker
from mediation.document.values import left_fen, value_of
from mediation.kit.actor import Actor, ActorKind, Role, Side
from mediation.kit.names import TextError, safe_text
from mediation.kit.problems import FieldProblem, Invalid, Text
from mediation.law.papers import GIVEN, LABELS, PAPERS, Paper, PaperField, PaperFor, PaperKind, Stage
from mediation.law.sources.source import Source


class DocumentFormat(StrEnum):
    """What a paper is made as."""

    DOCX = "docx"
    """to edit"""
    PDF = "pdf"
    """to sign"""


DETAIL_CHARS: Final = 4_000
MAX_BYTES: Final = 8 * 1024 * 1024
"""of one document as it is handed out"""


@dataclass(frozen=True, slots=True)
class Lacking:
    """One field that a paper needs and nobody has said yet; `may_be_given` whether it can be filled in by hand."""

    field: PaperField
    label: Text
    source: Source
    may_be_given: bool


def missing(
    paper: Paper, case: Dossier, worker: Worker | None, details: Mapping[PaperField, str]
) -> tuple[Lacking, ...]:
    """What keeps the paper from being made, in the order of the paper; nothing means that it can be made."""
    return tuple(
        Lacking(field, LABELS[field], paper.source_of(field), field in GIVEN)
        for field in paper.fields
        if not value_of(field, case, worker) and not details.get(field)
    )


def left_open(
    paper: Paper, case: Dossier, worker: Worker | None, details: Mapping[PaperField, str]
) -> tuple[Lacking, ...]:
    """What the paper's form has room for, may be filled in by hand, and nobody has said."""
    return tuple(
        Lacking(field, LABELS[field], paper.source_of(field), may_be_given=True)
        for field in paper.optional
        if field in GIVEN and not value_of(field, case, worker) and not details.get(field)
    )


def check_complete(lacking: Sequence[Lacking]) -> None:
    """Raises Invalid naming each field that is missing (`details.<field>`, code `missing`)."""
    if lacking:
        raise Invalid(
            *[
                FieldProblem(
                    f"details.{one.field.value}",
                    "missing",
                    Text(f"缺少：{one.label.zh}（{one.source.zh}）。", f"Missing: {one.label.en} ({one.source.en})."),
                )
                for one in lacking
            ]
        )


def check_details(
    paper: Paper, case: Dossier, worker: Worker | None, given: Sequence[tuple[PaperField, str]]
) -> dict[PaperField, str]:
    """What was filled in by hand, cleaned. An empty text takes an earlier one back.

    Raises Invalid (details.N: `repeated`, `not_in_paper`, `not_to_be_given`, `known`, `too_long`, …): what the books know
    is not overwritten by hand, or a figure on paper could differ from the figure in the case.
    """
    faults, clean = [], dict[PaperField, str]()
    for at, (field, typed) in enumerate(given):
        path = f"details.{at}"
        try:
            text = safe_text(typed, max_chars=DETAIL_CHARS, max_bytes=4 * DETAIL_CHARS)
        except TextError as refusal:
            faults.append(refusal.at(f"{path}.value"))
            continue
        code, said = _fault(paper, case, worker, field, repeated=field in clean)
        if code:
            faults.append(FieldProblem(path, code, said))
        clean[field] = text
    if faults:
        raise Invalid(*faults)
    return clean


def _fault(
    paper: Paper, case: Dossier, worker: Worker | None, field: PaperField, *, repeated: bool
) -> tuple[str, Text]:
    if repeated:
        return "repeated", Text("同一项目填写了两次。", "The same field twice.")
    if field not in (*paper.fields, *paper.optional):
        return "not_in_paper", Text("该文书没有此项。", "This paper has no such field.")
    if field not in GIVEN:
        return "not_to_be_given", Text("此项取自案件，请先在案件中登记。", "This comes from the case; enter it there.")
    if value_of(field, case, worker):
        return "known", Text("案件中已有此项，请在案件中修改。", "The case knows this; change it there.")
    return "", Text("", "")


def check_worker(paper: Paper, case: Dossier, party_id: UUID | None) -> Worker | None:
    """The worker the paper is for. Raises Invalid (worker: `required`, `not_wanted`, `unknown_worker`)."""
    if paper.of is PaperFor.CASE:
        if party_id is not None:
            raise Invalid.field("worker", "not_wanted", "该文书以案件为单位生成。", "This paper is one for the case.")
        return None
    if party_id is None:
        raise Invalid.field("worker", "required", "请选择劳动者。", "Name the worker it is for.")
    worker = case.worker(party_id)
    if worker is None:
        raise Invalid.field("worker", "unknown_worker", "不是参加调解的劳动者。", "Not a worker who takes part.")
    return worker


_STAGES: Final[Mapping[Stage, Text]] = {
    Stage.ACCEPTED: Text("案件受理后才能生成。", "Possible once the case is accepted."),
    Stage.AGREED: Text("协议定稿后才能生成。", "Possible once an agreement is final."),
    Stage.ANY: Text("随时可以生成。", "Possible at any time."),
    Stage.DEFAULTED: Text(
        "协议生效、付款期限已过且仍有未付款项后才能生成。",
        "Possible once an agreement in effect has a due moment behind it and money unpaid.",
    ),
    Stage.EFFECTIVE: Text("协议生效后才能生成。", "Possible once an agreement is in effect."),
    Stage.FAILED: Text("调解未达成协议终结后才能生成。", "Possible once mediation has ended without an agreement."),
    Stage.LAWYER: Text("援助律师接受指派后才能生成。", "Possible once an aid lawyer has accepted."),
    Stage.REFUSED: Text("决定不予受理后才能生成。", "Possible once the application was refused."),
}


def words_of(stage: Stage) -> Text:
    """When a paper of this stage can be made, as a sentence."""
    return _STAGES[stage]


def has_place(stage: Stage, case: Dossier) -> bool:
    """Whether a paper of this stage has its place in the case now."""
    agreed = case.agreement.state if case.agreement else ""
    match stage:
        case Stage.ANY:
            return True
        case Stage.ACCEPTED:
            return case.accepted_on is not None
        case Stage.REFUSED:
            return case.state == "refused"
        case Stage.FAILED:
            return case.state == "closed" and case.outcome == "failed"
        case Stage.AGREED:
            return agreed in ("signing", "effective")
        case Stage.EFFECTIVE:
            return agreed == "effective"
        case Stage.LAWYER:
            return case.lawyer is not None
        case Stage.DEFAULTED:
            late = any(one.due_at is not None and one.due_at <= case.now for one in case.promises)
            return agreed == "effective" and late and sum(left_fen(case).values()) > 0


def fingerprint(blocks: Sequence[Block]) -> bytes:
    """SHA-256 of what a paper says, but for the day of printing."""
    said = json.dumps([block.plain() for block in blocks], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).digest()


@dataclass(frozen=True, slots=True)
class Reach:
    """Which papers of a case that they may look into somebody reads.

    `kinds` None means every kind. `own` narrows papers for one worker to this party; `drafts` says whether unfinished
    papers are among them.
    """

    kinds: frozenset[PaperKind] | None
    own: UUID | None = None
    only_own: bool = False
    drafts: bool = True

    def covers(self, kind: str, party_id: UUID | None, *, is_draft: bool) -> bool:
        """Whether a paper is among them."""
        if is_draft and not self.drafts:
            return False
        if self.only_own:
            return party_id is not None and party_id == self.own and self._names(kind)
        return self._names(kind)

    def _names(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds


_K = PaperKind
INTERNAL: Final = frozenset({_K.ACCEPTANCE_REGISTER, _K.FILE_COVER, _K.INVESTIGATION_RECORD, _K.RETURN_VISIT})
"""What the studio writes for its own file."""
_SUPERVISION: Final = frozenset(kind for kind, paper in PAPERS.items() if paper.group.value == "supervision")
FOR_EMPLOYER: Final = frozenset(
    {
        _K.ACCEPTANCE_NOTICE,
        _K.ARBITRATION_REVIEW,
        _K.CONFIRMATION_APPLICATION,
        _K.FAILURE_NOTICE,
        _K.MEDIATION_AGREEMENT,
        _K.RIGHTS_NOTICE,
    }
)
"""What the employer signs or is sent."""
FOR_AGENCIES: Final = frozenset(
    {
        _K.ACCEPTANCE_NOTICE,
        _K.ARBITRATION_APPLICATION,
        _K.ARBITRATION_REVIEW,
        _K.CONDUCT_CERTIFICATE,
        _K.CONFIRMATION_APPLICATION,
        _K.EVIDENCE_LIST,
        _K.FAILURE_NOTICE,
        _K.MEDIATION_AGREEMENT,
        _K.PAYMENT_ORDER,
        _K.SUPERVISION_ADVICE,
    }
)
"""What is addressed to a court, a commission or an authority."""
_STUDIO_ROLES: Final = frozenset({Role.MEDIATOR, Role.SUPERVISOR, Role.INTAKE_CLERK})


class PaperReader(StrEnum):
    """Those among whom a paper of a case is read, each as far as the guard lets them look into the case."""

    AGENCIES = "agencies"
    EMPLOYER = "employer"
    LAWYER = "lawyer"
    STUDIO = "studio"
    WORKER = "worker"
    """the worker for whom it was made"""


_REACHES: Final = {
    PaperReader.STUDIO: Reach(None),
    PaperReader.LAWYER: Reach(frozenset(_K) - INTERNAL - _SUPERVISION),
    PaperReader.WORKER: Reach(frozenset(_K) - INTERNAL, only_own=True, drafts=False),
    PaperReader.EMPLOYER: Reach(FOR_EMPLOYER, drafts=False),
    PaperReader.AGENCIES: Reach(FOR_AGENCIES, drafts=False),
}
_NOTHING: Final = Reach(frozenset())


def reach(actor: Actor) -> Reach:
    """What of the papers of a case, which the guard lets them look into, `actor` reads.

    A worker reads what is made for them and nobody else; the employer what they sign or are sent; agencies what is
    addressed to them; a lawyer everything but the studio's own file and the union's letters.
    """
    if actor.kind is ActorKind.PARTY:
        if actor.side is Side.EMPLOYER:
            return _REACHES[PaperReader.EMPLOYER]
        if actor.party_id is None:
            return _NOTHING
        return replace(_REACHES[PaperReader.WORKER], own=actor.party_id)
    if actor.roles & _STUDIO_ROLES or actor.kind is ActorKind.SYSTEM:
        return _REACHES[PaperReader.STUDIO]
    if Role.LAWYER in actor.roles:
        return _REACHES[PaperReader.LAWYER]
    return _REACHES[PaperReader.AGENCIES]


def readers(kind: str, *, for_worker: bool, is_draft: bool) -> tuple[PaperReader, ...]:
    """Who reads a paper of this kind, made for one worker or for the case."""
    whom = _ANYBODY if for_worker else None
    return tuple(
        who for who, found in _REACHES.items() if replace(found, own=whom).covers(kind, whom, is_draft=is_draft)
    )


_ANYBODY: Final = UUID(int=0)


def may_make(actor: Actor, kind: PaperKind) -> bool:
    """Whether `actor`, whom the guard lets make papers in the case, makes this kind: never one they could not read."""
    made = reach(actor)
    return made.drafts and made.covers(kind, None, is_draft=False)


def details_as_json(details: Mapping[PaperField, str]) -> str:
    """What was filled in by hand as it is sealed."""
    return json.dumps({field.value: text for field, text in details.items() if text}, ensure_ascii=False)


def details_from_json(stored: str) -> dict[PaperField, str]:
    """The other way; fields that papers no longer have are left out."""
    known: dict[str, Any] = json.loads(stored)
    names = {field.value for field in PaperField}
    return {PaperField(name): str(text) for name, text in known.items() if name in names}
