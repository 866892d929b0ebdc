"""Conflict of interest and the order of suggestions, over plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mediation.kit.machine import Move
from mediation.kit.problems import Text
from mediation.person.rules import name_key


class AssignmentState(StrEnum):
    """Where a request to take a case stands."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"
    EXPIRED = "expired"
    HANDED_BACK = "handed_back"
    OFFERED = "offered"
    REPLACED = "replaced"


MOVES: tuple[Move[AssignmentState], ...] = (
    Move("assignment:accept", AssignmentState.OFFERED, AssignmentState.ACCEPTED),
    Move("assignment:decline", AssignmentState.OFFERED, AssignmentState.DECLINED),
    Move("assignment:expire", AssignmentState.OFFERED, AssignmentState.EXPIRED),
    Move("assignment:end", AssignmentState.OFFERED, AssignmentState.ENDED),
    Move("assignment:end", AssignmentState.ACCEPTED, AssignmentState.ENDED),
    Move("assignment:resume", AssignmentState.ENDED, AssignmentState.ACCEPTED),
    Move("assignment:hand_back", AssignmentState.ACCEPTED, AssignmentState.HANDED_BACK),
    Move("assignment:replace", AssignmentState.OFFERED, AssignmentState.REPLACED),
    Move("assignment:replace", AssignmentState.ACCEPTED, AssignmentState.REPLACED),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A party of the case, as far as a conflict check needs it."""

    name: str
    credit_code: str | None
    is_claimant: bool


@dataclass(frozen=True, slots=True)
class Acted:
    """Somebody for or against whom the lawyer or the firm has acted."""

    firm_id: UUID
    lawyer_id: UUID | None
    name_key: str
    credit_code: str | None
    is_for: bool
    reference: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One conflict, with the reason as it is shown."""

    name: str
    reference: str
    text: Text


def conflicts(parties: Iterable[Named], acted: Iterable[Acted], *, lawyer_id: UUID, firm_id: UUID) -> tuple[Hit, ...]:
    """The conflicts of a lawyer with a case: acted for the other side, or against a claimant, by themself or by the firm.

    Compared by unified social credit code where both have one, else by name. Whether the earlier matter has ended makes no
    difference (律师法 39; 法律援助法 20: duties of diligence and secrecy outlast it).
    """
    by_firm = [entry for entry in acted if entry.firm_id == firm_id]
    places: dict[str, list[int]] = {}
    for at, entry in enumerate(by_firm):
        for key in {entry.name_key, entry.credit_code or entry.name_key}:
            places.setdefault(key, []).append(at)
    hits = []
    for party in parties:
        key, code = name_key(party.name), party.credit_code
        for entry in (by_firm[at] for at in sorted({*places.get(key, ()), *places.get(code or key, ())})):
            same = code == entry.credit_code if code and entry.credit_code else key == entry.name_key
            if same and entry.is_for != party.is_claimant:
                hits.append(_hit(party, entry, own=entry.lawyer_id == lawyer_id))
    return tuple(hits)


def _hit(party: Named, entry: Acted, *, own: bool) -> Hit:
    zh_who, en_who = ("本人", "The lawyer") if own else ("所在律所", "The firm")
    zh_did, en_did = ("代理过", "has acted for") if entry.is_for else ("曾与之对立代理", "has acted against")
    reference = f" {entry.reference}" if entry.reference else ""
    return Hit(
        party.name,
        entry.reference,
        Text(f"{zh_who}{zh_did} {party.name}{reference}", f"{en_who} {en_did} {party.name}{reference}"),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lawyer of the panel with what the order depends on."""

    lawyer_id: UUID
    staff_id: UUID
    firm_id: UUID
    name: str
    firm: str
    specialties: tuple[str, ...]
    capacity: int
    open_cases: int
    rota_position: int | None
    """on duty today: 1 is first"""
    lately_offered: bool = False
    """has been asked for this very case before"""
    recused: bool = False
    """has withdrawn from this very case"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate in the order in which to ask, and why."""

    candidate: Candidate
    hits: tuple[Hit, ...]
    reasons: tuple[Text, ...]

    @property
    def is_possible(self) -> bool:
        """Whether this lawyer can be asked without an override."""
        return not self.hits and not self.candidate.recused


def suggest(
    candidates: Sequence[Candidate], parties: Sequence[Named], acted: Sequence[Acted], *, needed: frozenset[str]
) -> list[Suggestion]:
    """Candidates in order: no conflict, not asked before, free, on duty today by turn, load, specialty, name."""
    made = []
    for one in candidates:
        hits = conflicts(parties, acted, lawyer_id=one.lawyer_id, firm_id=one.firm_id)
        made.append(Suggestion(one, hits, _reasons(one, hits, needed)))
    return sorted(made, key=lambda s: _order(s, needed))


def _order(suggestion: Suggestion, needed: frozenset[str]) -> tuple[object, ...]:
    one = suggestion.candidate
    return (
        not suggestion.is_possible,
        one.lately_offered,
        one.open_cases >= one.capacity,
        one.rota_position is None,
        one.rota_position or 0,
        one.open_cases / max(one.capacity, 1),
        not (needed & set(one.specialties)),
        one.name,
        str(one.lawyer_id),
    )


def _reasons(one: Candidate, hits: tuple[Hit, ...], needed: frozenset[str]) -> tuple[Text, ...]:
    reasons = [hit.text for hit in hits] or [Text("核查无利益冲突", "No conflict of interest found")]
    if one.recused:
        reasons.insert(0, Text("已回避本案", "Has withdrawn from this case"))
    if one.rota_position is not None:
        reasons.append(Text(f"今天轮值第{one.rota_position}位", f"On duty today, turn {one.rota_position}"))
    else:
        reasons.append(Text("今天不轮值", "Not on duty today"))
    reasons.append(
        Text(f"在办{one.open_cases}件，上限{one.capacity}件", f"{one.open_cases} open cases of at most {one.capacity}")
    )
    if needed & set(one.specialties):
        reasons.append(Text("专长相符", "Specialty fits"))
    if one.lately_offered:
        reasons.append(Text("本案已询问过", "Has been asked for this case before"))
    return tuple(reasons)


def following(suggestions: Sequence[Suggestion]) -> UUID | None:
    """Whom to ask when nobody answered: the next on today's rota, or, on a day without a rota, the next in order.

    Somebody who can take the case, has room and was not asked for it before; None when there is nobody.
    """
    on_a_rota = any(one.candidate.rota_position is not None for one in suggestions)
    for suggestion in suggestions:
        one = suggestion.candidate
        if one.rota_position is None and on_a_rota:
            continue
        if suggestion.is_possible and not one.lately_offered and one.open_cases < one.capacity:
            return one.lawyer_id
    return None


def is_same_day(registered_on: date, accepted_on: date) -> bool:
    """Whether a lawyer took the case on the legal day it was registered."""
    return registered_on == accepted_on
