"""Decisions about agreements over plain values: the life, the lines, the signatures, what is missing, what follows.

Refuses to hold what becomes of the money afterwards (`standing.py`), the terms (`terms.py`), who may sign (`hands.py`),
and what the law requires of an agreement: that gate is `law/documents.py`, this module only tells it the facts.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from mediation.agreement.hands import Mark, Signatory
from mediation.agreement.terms import DuePart, Term, as_json
from mediation.case.models import ClaimGroup
from mediation.kit.checks import line_given, prose_given
from mediation.kit.machine import Move
from mediation.kit.money import Fen, split_by_share, split_evenly
from mediation.kit.problems import FieldProblem, Invalid, Text
from mediation.law import documents


class AgreementState(StrEnum):
    """Where an agreement stands."""

    ABANDONED = "abandoned"
    DRAFT = "draft"
    EFFECTIVE = "effective"
    SIGNING = "signing"


_S = AgreementState
MOVES: tuple[Move[AgreementState], ...] = (
    Move("agreement:revise", _S.DRAFT, _S.DRAFT),
    Move("agreement:finalise", _S.DRAFT, _S.SIGNING),
    Move("agreement:abandon", _S.DRAFT, _S.ABANDONED),
    Move("agreement:revise", _S.SIGNING, _S.DRAFT),
    Move("agreement:send_code", _S.SIGNING, _S.SIGNING),
    Move("agreement:sign", _S.SIGNING, _S.SIGNING),
    Move("agreement:decline", _S.SIGNING, _S.SIGNING),
    Move("agreement:seal", _S.SIGNING, _S.SIGNING),
    Move("agreement:take_effect", _S.SIGNING, _S.EFFECTIVE),
    Move("agreement:abandon", _S.SIGNING, _S.ABANDONED),
)


@dataclass(frozen=True, slots=True)
class Sums:
    """Wages and social insurance, in fen."""

    wages_fen: int
    social_insurance_fen: int

    def of(self, group: ClaimGroup) -> int:
        """The sum of one group."""
        return self.wages_fen if group is ClaimGroup.WAGES else self.social_insurance_fen


@dataclass(frozen=True, slots=True)
class Line:
    """What one worker gets."""

    party_id: UUID
    wages_fen: int
    social_insurance_fen: int

    def of(self, group: ClaimGroup) -> int:
        """What the worker gets under one group."""
        return self.wages_fen if group is ClaimGroup.WAGES else self.social_insurance_fen


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment to be made: to one worker, under one group, at one due moment."""

    party_id: UUID
    group: ClaimGroup
    instalment: int
    amount_fen: int
    due_on: date | None
    due_at: datetime


def propose_lines(offered: Sums, claims: Mapping[UUID, Sums]) -> tuple[Line, ...]:
    """Split what was offered over the workers in proportion to their claims, each group for itself, to the fen.

    `claims` has every worker who takes part, in the order of the roster. A group that nobody claims but that was
    offered is split evenly. Raises Invalid (lines, `no_workers`) when nobody takes part.
    """
    if not claims:
        raise Invalid.field("lines", "no_workers", "没有参加调解的劳动者。", "No worker takes part.")
    parts = {group: _split(offered.of(group), [sums.of(group) for sums in claims.values()]) for group in ClaimGroup}
    return tuple(
        Line(party_id, parts[ClaimGroup.WAGES][at], parts[ClaimGroup.SOCIAL_INSURANCE][at])
        for at, party_id in enumerate(claims)
    )


def _split(total_fen: int, shares: Sequence[int]) -> tuple[Fen, ...]:
    if any(shares):
        return split_by_share(Fen(total_fen), shares)
    return split_evenly(Fen(total_fen), len(shares))


def check_lines(lines: Sequence[Line], *, offered: Sums, workers: Sequence[UUID]) -> tuple[Line, ...]:
    """`lines` in the order of the roster, if each worker who takes part has one and they sum to the offer to the fen.

    Raises Invalid with every fault: `lines.N` (`unknown_worker`, `repeated`, `negative`), `lines` (`worker_missing`,
    `wages_do_not_sum`, `social_insurance_does_not_sum`).
    """
    order = {party_id: at for at, party_id in enumerate(workers)}
    faults = [fault for at, line in enumerate(lines) for fault in _line_faults(lines, at, line, order)]
    if set(order) - {line.party_id for line in lines}:
        faults.append(
            FieldProblem("lines", "worker_missing", Text("有劳动者没有金额。", "A worker who takes part has no line."))
        )
    for group, code, zh in (
        (ClaimGroup.WAGES, "wages_do_not_sum", "工资"),
        (ClaimGroup.SOCIAL_INSURANCE, "social_insurance_does_not_sum", "社会保险"),
    ):
        difference = sum(line.of(group) for line in lines) - offered.of(group)
        if difference:
            said = Text(
                f"各人{zh}之和与方案相差 {difference} 分。",
                f"The lines ({group.value}) differ from the offer by {difference} fen.",
            )
            faults.append(FieldProblem("lines", code, said))
    if faults:
        raise Invalid(*faults)
    return tuple(sorted(lines, key=lambda line: order[line.party_id]))


def _line_faults(lines: Sequence[Line], at: int, line: Line, order: Mapping[UUID, int]) -> Iterable[FieldProblem]:
    path = f"lines.{at}"
    if line.party_id not in order:
        yield FieldProblem(path, "unknown_worker", Text("不是参加调解的劳动者。", "Not a worker who takes part."))
    elif any(earlier.party_id == line.party_id for earlier in lines[:at]):
        yield FieldProblem(path, "repeated", Text("同一劳动者出现两次。", "The same worker twice."))
    if min(line.wages_fen, line.social_insurance_fen) < 0:
        yield FieldProblem(path, "negative", Text("金额不能为负数。", "An amount cannot be negative."))


@dataclass(frozen=True, slots=True)
class Clause:
    """One further clause, as it stands in the text."""

    title: str
    text: str


CLAUSES_MAX: Final = 50
TITLE_CHARS: Final = 100
CLAUSE_CHARS: Final = 4_000
MANNER_CHARS: Final = 500
REASON_CHARS: Final = 500


def clean_clauses(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """`clauses` as they may be stored. Raises Invalid (clauses, clauses.N.title, clauses.N.text)."""
    if len(clauses) > CLAUSES_MAX:
        raise Invalid.field("clauses", "too_many", "条款不超过 50 条。", "At most 50 clauses.")
    return tuple(
        Clause(
            line_given(f"clauses.{at}.title", clause.title, max_chars=TITLE_CHARS),
            prose_given(f"clauses.{at}.text", clause.text, max_chars=CLAUSE_CHARS),
        )
        for at, clause in enumerate(clauses)
    )


def text_hash(
    *,
    agreement_id: UUID,
    revision: int,
    lines: Iterable[Line],
    term: Term,
    manner: str,
    clauses: Sequence[Clause],
) -> bytes:
    """SHA-256 over everything that is agreed in one revision: what a signature covers."""
    content = {
        "agreement": str(agreement_id),
        "revision": revision,
        "lines": sorted([str(line.party_id), line.wages_fen, line.social_insurance_fen] for line in lines),
        "term": as_json(term),
        "manner": manner,
        "clauses": [[clause.title, clause.text] for clause in clauses],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def missing(
    lines: Iterable[Line], marks: Iterable[Mark], *, manner: str, withdrawn: frozenset[UUID] = frozenset()
) -> tuple[documents.Missing, ...]:
    """What keeps the agreement from taking effect; nothing means that it takes effect now.

    Workers who declined, or have withdrawn from the case, are not bound and not waited for.

    Source: 劳动争议调解仲裁法 14; 企业劳动争议协商调解规定 26 (through law/documents.py).
    """
    standing = list(marks)
    answers = {mark.party_id: mark for mark in standing if mark.signatory is Signatory.WORKER}
    signed = {mark.signatory for mark in standing if not mark.declined}
    return documents.missing_for_effect(
        documents.EffectFacts(
            workers=tuple(
                documents.WorkerFacts(
                    subject=str(line.party_id),
                    signature=_worker_signature(answers.get(line.party_id), gone=line.party_id in withdrawn),
                    amounts_fen=(line.wages_fen, line.social_insurance_fen),
                )
                for line in lines
            ),
            employer_signed=Signatory.EMPLOYER in signed,
            mediator_signed=Signatory.MEDIATOR in signed,
            body_sealed=Signatory.STUDIO in signed,
            performance_term_set=True,
            performance_manner=manner,
        )
    )


def _worker_signature(mark: Mark | None, *, gone: bool) -> documents.WorkerSignature:
    if gone or (mark is not None and mark.declined):
        return documents.WorkerSignature.DECLINED
    if mark is None:
        return documents.WorkerSignature.NONE
    if mark.represented:
        return documents.WorkerSignature.REPRESENTATIVE_WITH_SPECIAL_AUTHORITY
    return documents.WorkerSignature.OWN


def voiding_reason(signed: int, *, confirmed: bool, reason: str) -> str:
    """The cleaned reason for changing the text while `signed` signatures stand under it.

    Raises Invalid (confirmVoiding, reason) unless the caller says that these become void, and why. Without signatures
    neither is asked for.
    """
    if signed and not confirmed:
        raise Invalid.field(
            "confirmVoiding",
            "would_void",
            f"修改将使 {signed} 份签名作废，请确认。",
            f"This voids {signed} signatures; confirm it.",
        )
    return prose_given("reason", reason, max_chars=REASON_CHARS, required=signed > 0)


TEXT_GAPS = frozenset({documents.Gap.WORKER_AMOUNT, documents.Gap.PERFORMANCE_TERM, documents.Gap.PERFORMANCE_MANNER})
"""what must be there before anybody signs; the rest are the signatures themselves"""


def check_text(lines: Iterable[Line], *, manner: str) -> None:
    """Raises Invalid naming what the text still lacks before it can be signed (lines, manner)."""
    paths = {documents.Gap.PERFORMANCE_MANNER: "manner", documents.Gap.WORKER_AMOUNT: "lines"}
    gaps = {gap.gap: gap for gap in missing(lines, (), manner=manner) if gap.gap in TEXT_GAPS}
    if gaps:
        raise Invalid(*[FieldProblem(paths.get(gap, "term"), gap.value, said.text) for gap, said in gaps.items()])


def promises(lines: Iterable[Line], signed: frozenset[UUID], dues: Sequence[DuePart]) -> tuple[Promise, ...]:
    """One dated promise per worker who signed, group and instalment; together exactly what their lines say."""
    return tuple(
        Promise(line.party_id, group, due.instalment, part_fen, due.on, due.at)
        for line in lines
        if line.party_id in signed
        for group in (ClaimGroup.WAGES, ClaimGroup.SOCIAL_INSURANCE)
        for due, part_fen in zip(dues, split_by_share(Fen(line.of(group)), [due.share for due in dues]), strict=True)
        if part_fen
    )
