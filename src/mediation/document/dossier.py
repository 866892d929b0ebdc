"""Everything that a paper may say of a case, as plain values read from the books. Pure.

Amounts are fen, days are legal days, instants UTC. Nothing of a room is here, so that nothing said in private can come
into a paper. Refuses to hold words: those are in `forms/` and `wording.py`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Claim:
    """One head claimed by one worker."""

    party_id: UUID
    head: str
    group: str
    amount_fen: int
    period_from: date | None
    period_to: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A standing signature, seal or refusal under the agreement."""

    signatory: str
    party_id: UUID | None
    declined: bool
    method: str
    signed_at: datetime
    represented_by: UUID | None
    recorder: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment of the employer to a worker, with what was paid on it."""

    party_id: UUID
    group: str
    amount_fen: int
    paid_fen: int
    due_on: date | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that stands."""

    party_id: UUID
    group: str
    amount_fen: int
    paid_on: date
    payer: str
    proof: str


@dataclass(frozen=True, slots=True)
class Worker:
    """One claimant who takes part, with what the person is known by."""

    party_id: UUID
    name: str
    phone: str
    id_number: str
    job: str


@dataclass(frozen=True, slots=True)
class Employer:
    """The respondent."""

    name: str
    credit_code: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Representative:
    """Who speaks for the workers, and who gave them special authority."""

    party_id: UUID
    elected_on: date
    authority_from: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about the employer."""

    kind: str
    statement: str
    source: str
    found_on: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement that counts: the latest that was not given up."""

    id: UUID
    state: str
    revision: int
    text: str
    text_hash: str
    term: str
    manner: str
    effective_at: datetime | None
    lines: Sequence[tuple[UUID, str, int]]
    """party, group, fen; in the order of the roster"""
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Lawyer:
    """The aid lawyer who has accepted the case."""

    name: str
    firm: str
    licence: str
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper that stands in the file already."""

    kind: str
    number: int
    generated_at: datetime


@dataclass(slots=True)
class Own:
    """What of a case is one worker's, or everybody's."""

    claims: list[Claim] = field(default_factory=list)
    lines: list[tuple[UUID, str, int]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One case at one moment."""

    case_id: UUID
    number: str
    kind: str
    state: str
    outcome: str | None
    reason: str
    channel: str
    summary: str
    studio: str
    union: str
    phone: str
    legal_basis: str
    court: str
    """the court of the district; empty where there is none, or more than one"""
    mediator: str
    registrar: str
    received_on: date
    accepted_on: date | None
    closed_at: datetime | None
    employer: Employer
    workers: Sequence[Worker]
    names: dict[UUID, str]
    """of every claimant, also of those who left"""
    claims: Sequence[Claim]
    representatives: Sequence[Representative]
    findings: Sequence[Finding]
    agreement: Agreement | None
    promises: Sequence[Promise]
    payments: Sequence[Payment]
    lawyer: Lawyer | None
    filed: Sequence[Filed]
    journal_seq: int
    """the last entry of the case's chain when this was read"""
    now: datetime

    def worker(self, party_id: UUID | None) -> Worker | None:
        """The worker with this id, if they take part."""
        return next((worker for worker in self.workers if worker.party_id == party_id), None)

    def own(self, worker: Worker | None) -> Own:
        """What is the worker's; without a worker, everybody's."""
        return self._everybody if worker is None else self._by_worker.get(worker.party_id) or Own()

    @cached_property
    def _everybody(self) -> Own:
        lines = list(self.agreement.lines) if self.agreement else []
        return Own(list(self.claims), lines, list(self.promises), list(self.payments))

    @cached_property
    def _by_worker(self) -> Mapping[UUID, Own]:
        """Sorted out once: a thousand workers have thousands of claims, and most papers are of one of them."""
        found: dict[UUID, Own] = defaultdict(Own)
        for claim in self.claims:
            found[claim.party_id].claims.append(claim)
        for line in self.agreement.lines if self.agreement else ():
            found[line[0]].lines.append(line)
        for promise in self.promises:
            found[promise.party_id].promises.append(promise)
        for payment in self.payments:
            found[payment.party_id].payments.append(payment)
        return found
