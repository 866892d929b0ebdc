"""Reads a case for its papers, whole and in one go: as many statements for many cases as for one.

Under no permission of its own: whoever makes papers has passed the guard for the case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from mediation.agreement import wording as agreement_words
from mediation.agreement.rules import Clause, Sums
from mediation.agreement.terms import DuePart, dues, from_json
from mediation.document import dossier, queries
from mediation.document.dossier import Dossier
from mediation.infra.runtime import Runtime
from mediation.infra.vault import Vault
from mediation.kit.problems import Invalid
from mediation.kit.workdays import Calendar


async def gather(session: Any, vault: Vault, calendar: Calendar, case_id: UUID, now: datetime) -> Dossier | None:
    """The case as papers need it; None when there is no such case. As `gather_all`."""
    found: Dossier | None = (await gather_all(session, vault, calendar, [case_id], now)).get(case_id)
    return found


async def gather_all(
    session: Any, vault: Vault, calendar: Calendar, case_ids: Sequence[UUID], now: datetime
) -> dict[UUID, Dossier]:
    """Cases as papers need them, as many statements for many as for one.

    `session` is whatever executes: a session within a verb, a connection of a reader.
    """

    async def rows(statement: Any) -> dict[UUID, list[Any]]:
        return _by_case((await session.execute(statement)).all())

    cases = (await session.execute(queries.cases(case_ids))).all()
    read = _Read(
        people=await rows(queries.people(case_ids)),
        claims=await rows(queries.claims(case_ids)),
        representatives=await rows(queries.representatives(case_ids)),
        findings=await rows(queries.findings(case_ids)),
        agreements=await rows(queries.agreements(case_ids)),
        lines=await rows(queries.lines(case_ids)),
        marks=await rows(queries.marks(case_ids)),
        promises=await rows(queries.promises(case_ids)),
        payments=await rows(queries.payments(case_ids)),
        lawyers=await rows(queries.lawyers(case_ids)),
        filed=await rows(queries.filed(case_ids)),
        courts=await queries.courts(session, {case.district_id for case in cases}),
    )
    return {case.id: _dossier(vault, calendar, case, read, now) for case in cases}


@dataclass(frozen=True, kw_only=True)
class _Read:
    """Rows by case."""

    people: dict[UUID, list[Any]]
    claims: dict[UUID, list[Any]]
    representatives: dict[UUID, list[Any]]
    findings: dict[UUID, list[Any]]
    agreements: dict[UUID, list[Any]]
    lines: dict[UUID, list[Any]]
    marks: dict[UUID, list[Any]]
    promises: dict[UUID, list[Any]]
    payments: dict[UUID, list[Any]]
    lawyers: dict[UUID, list[Any]]
    filed: dict[UUID, list[Any]]
    courts: dict[UUID, str]


def _by_case(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.case_id, []).append(row)
    return groups


def _dossier(vault: Vault, calendar: Calendar, case: Row[Any], read: _Read, now: datetime) -> Dossier:
    people = read.people.get(case.id, [])
    agreement = next(iter(read.agreements.get(case.id, [])), None)
    return Dossier(
        case_id=case.id,
        **_plain_facts(case),
        court=read.courts.get(case.district_id, ""),
        employer=_employer(vault, case),
        workers=[_worker(vault, row) for row in people if row.taking_part and row.withdrawn_at is None],
        names={row.id: row.name for row in people},
        claims=[dossier.Claim(*row[1:]) for row in read.claims.get(case.id, [])],
        representatives=[
            dossier.Representative(row.party_id, row.elected_on, frozenset(row.authority_from))
            for row in read.representatives.get(case.id, [])
        ],
        findings=[dossier.Finding(*row[1:]) for row in read.findings.get(case.id, [])],
        agreement=_of_agreement(calendar, case, agreement, read) if agreement is not None else None,
        promises=[
            dossier.Promise(one.party_id, one.group_, one.amount_fen, int(one.paid_fen), one.due_on, one.due_at)
            for one in read.promises.get(case.id, [])
        ],
        payments=[dossier.Payment(*row[1:]) for row in read.payments.get(case.id, [])],
        lawyer=next((dossier.Lawyer(*row[1:]) for row in read.lawyers.get(case.id, [])), None),
        filed=[dossier.Filed(*row[1:]) for row in read.filed.get(case.id, [])],
        journal_seq=int(case.journal_seq or 0),
        now=now,
    )


def _plain_facts(case: Row[Any]) -> dict[str, Any]:
    same = ("number", "kind", "state", "outcome", "channel", "summary", "studio", "union", "phone", "legal_basis")
    more = ("mediator", "registrar", "received_on", "accepted_on", "closed_at")
    return {name: getattr(case, name) for name in (*same, *more)} | {"reason": case.reason or ""}


def _employer(vault: Vault, case: Row[Any]) -> dossier.Employer:
    sealed = case.contact_phone_cipher
    phone = vault.open(sealed, context=f"organisation.contact_phone:{case.employer_id}") if sealed else ""
    return dossier.Employer(case.employer, case.credit_code or "", case.address or "", phone)


def _worker(vault: Vault, row: Row[Any]) -> dossier.Worker:
    phone = vault.open(row.phone_cipher, context=f"person.phone:{row.person_id}") if row.phone_cipher else ""
    number = vault.open(row.id_cipher, context=f"person.id_number:{row.person_id}") if row.id_cipher else ""
    return dossier.Worker(row.id, row.name, phone, number, row.job)


def _of_agreement(calendar: Calendar, case: Row[Any], row: Any, read: _Read) -> dossier.Agreement:
    lines = [line for line in read.lines.get(case.id, []) if line.agreement_id == row.id]
    marks = [
        mark for mark in read.marks.get(case.id, []) if (mark.agreement_id, mark.revision) == (row.id, row.revision)
    ]
    contents = _contents(calendar, case, row, lines)
    return dossier.Agreement(
        id=row.id,
        state=row.state,
        revision=row.revision,
        text=agreement_words.chinese(contents),
        text_hash=row.text_hash.hex(),
        term=agreement_words.performance(contents),
        manner=row.manner,
        effective_at=row.effective_at,
        lines=[(line.party_id, line.group_, int(line.amount_fen)) for line in lines],
        marks=[dossier.Mark(*mark[3:]) for mark in marks],
    )


def _contents(calendar: Calendar, case: Row[Any], row: Any, lines: Sequence[Any]) -> agreement_words.Contents:
    sums: Mapping[str, int] = {
        group: sum(int(line.amount_fen) for line in lines if line.group_ == group)
        for group in ("wages", "social_insurance")
    }
    return agreement_words.Contents(
        number=case.number,
        studio_zh=case.studio,
        studio_en="",
        employer=case.employer,
        credit_code=case.credit_code,
        workers=len({line.party_id for line in lines}),
        claimed=Sums(case.wages_claimed_fen, case.social_insurance_claimed_fen),
        agreed=Sums(sums["wages"], sums["social_insurance"]),
        term=from_json(row.term),
        dues=_dues(calendar, row),
        manner=row.manner,
        clauses=[Clause(clause["title"], clause["text"]) for clause in row.clauses],
    )


def _dues(calendar: Calendar, row: Any) -> Sequence[DuePart]:
    if row.effective_at is None:
        return ()
    try:
        return dues(from_json(row.term), row.effective_at, calendar)
    except Invalid:  # a day in a year without a calendar: the words of the term stand alone
        return ()


def entry_url(runtime: Runtime) -> str:
    """The public page where a worker asks for their link, the same for everybody (docs/decisions: the code on a copy)."""
    return f"{runtime.settings.base_url}/s/again"
