"""What the books say for each field of a paper. Pure.

A field that the books leave open is an empty text; what a person fills in by hand takes its place (`rules.py`), and never
the place of anything that the books know.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from mediation.document import wording
from mediation.document.dossier import Dossier, Worker
from mediation.law.papers import PaperField
from mediation.law.periods import day_of

_F = PaperField


def is_known(field: PaperField, case: Dossier, worker: Worker) -> bool:
    """Whether `value_of` says anything; an amount is not put into words for that."""
    if field is _F.CLAIMS:
        return sum(claimed_fen(case, worker).values()) > 0
    if (of_amount := _AMOUNTS.get(field)) is not None:
        return of_amount(case, worker) > 0
    return bool(value_of(field, case, worker))


def is_of_worker(field: PaperField) -> bool:
    """Whether what is said for `field` is another thing for each worker."""
    return field is _F.CLAIMS or field in _AMOUNTS or (field in _OF_WORKER and field not in _OF_CASE)


def value_of(field: PaperField, case: Dossier, worker: Worker | None) -> str:
    """What the books say for `field`; empty when they do not know."""
    if field is _F.CLAIMS:
        return claims_value(case, worker)
    if (of_amount := _AMOUNTS.get(field)) is not None:
        return _some(of_amount(case, worker)) if worker is not None else ""
    of_case = _OF_CASE.get(field)
    if of_case is not None:
        return of_case(case)
    of_worker = _OF_WORKER.get(field)
    return of_worker(case, worker) if of_worker is not None and worker is not None else ""


def claimed_fen(case: Dossier, worker: Worker | None = None) -> dict[str, int]:
    """Per group what is claimed by the worker, or by all who take part."""
    claims = case.own(worker).claims
    if worker is None:
        who = {one.party_id for one in case.workers}
        claims = [claim for claim in claims if claim.party_id in who]
    return {group: sum(claim.amount_fen for claim in claims if claim.group == group) for group in wording.GROUPS}


def agreed_fen(case: Dossier, worker: Worker | None = None) -> dict[str, int]:
    """Per group what the agreement's lines give the worker, or everybody."""
    lines = case.own(worker).lines
    return {group: sum(fen for _, name, fen in lines if name == group) for group in wording.GROUPS}


def promised_fen(case: Dossier, worker: Worker | None = None) -> dict[str, int]:
    """Per group what the employer has promised in effect."""
    promises = case.own(worker).promises
    return {group: sum(p.amount_fen for p in promises if p.group == group) for group in wording.GROUPS}


def paid_fen(case: Dossier, worker: Worker | None = None) -> dict[str, int]:
    """Per group what has been paid on promises, reversals taken off."""
    promises = case.own(worker).promises
    return {group: sum(p.paid_fen for p in promises if p.group == group) for group in wording.GROUPS}


def worker_is(party_id: object, worker: Worker | None) -> bool:
    """Whether `party_id` is the worker's; without a worker it is anybody's."""
    return worker is None or party_id == worker.party_id


def left_fen(case: Dossier, worker: Worker | None = None) -> dict[str, int]:
    """Per group what is promised and unpaid."""
    promised, paid = promised_fen(case, worker), paid_fen(case, worker)
    return {group: promised[group] - paid[group] for group in wording.GROUPS}


def overdue_fen(case: Dossier, worker: Worker | None = None) -> int:
    """Remuneration that is unpaid though its moment has passed: what a payment order can be asked for.

    Source: 劳动争议调解仲裁法 16 (remuneration, medical costs, compensation, damages; not social insurance).
    """
    late = [p for p in case.own(worker).promises if p.due_at is not None and p.due_at <= case.now]
    return sum(p.amount_fen - p.paid_fen for p in late if p.group == "wages")


def born_on(id_number: str) -> date | None:
    """The date of birth in an identity number of 18 characters, or None."""
    if len(id_number) != 18 or not id_number[:17].isdigit():
        return None
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def sex(id_number: str) -> str:
    """男 or 女, as the 17th digit of an identity number says; empty for another number."""
    return "" if born_on(id_number) is None else "男" if int(id_number[16]) % 2 else "女"


def _some(fen: int) -> str:
    return wording.amount_in_full(fen) if fen > 0 else ""


def _day(on: date | None) -> str:
    return wording.day(on) if on else ""


def _effective(case: Dossier) -> str:
    return wording.day_of(case.agreement.effective_at) if case.agreement and case.agreement.effective_at else ""


def _due(case: Dossier, worker: Worker | None) -> str:
    days = [p.due_on or (day_of(p.due_at) if p.due_at else None) for p in case.own(worker).promises]
    known = [on for on in days if on is not None]
    return wording.day(max(known)) if known else ""


def _findings(case: Dossier, kinds: tuple[str, ...] | None = None) -> str:
    wanted = [found for found in case.findings if kinds is None or found.kind in kinds]
    return "\n".join(
        f"（{at}）{found.statement}（来源：{found.source}，{wording.day(found.found_on)}）"
        for at, found in enumerate(wanted, start=1)
    )


_OF_CASE: Final[dict[PaperField, Callable[[Dossier], str]]] = {
    _F.CASE_NUMBER: lambda case: case.number,
    _F.STUDIO: lambda case: case.studio,
    _F.LEGAL_BASIS: lambda case: case.legal_basis,
    _F.MEDIATOR: lambda case: case.mediator,
    _F.REGISTRAR: lambda case: case.registrar,
    _F.CHANNEL: lambda case: wording.CHANNELS.get(case.channel, ""),
    _F.RECEIVED_ON: lambda case: wording.day(case.received_on),
    _F.ACCEPTED_ON: lambda case: _day(case.accepted_on),
    _F.ENDED_ON: lambda case: wording.day_of(case.closed_at) if case.closed_at else "",
    _F.REASON: lambda case: case.reason,
    _F.FACTS: lambda case: case.summary,
    _F.WORKERS: lambda case: "、".join(worker.name for worker in case.workers),
    _F.REPRESENTATIVES: lambda case: "、".join(case.names.get(one.party_id, "") for one in case.representatives),
    _F.EMPLOYER_NAME: lambda case: case.employer.name,
    _F.EMPLOYER_CODE: lambda case: case.employer.credit_code,
    _F.EMPLOYER_ADDRESS: lambda case: case.employer.address,
    _F.EMPLOYER_PHONE: lambda case: case.employer.phone,
    _F.AGREEMENT: lambda case: case.agreement.text_hash if case.agreement else "",
    _F.EFFECTIVE_ON: _effective,
    _F.TERM: lambda case: case.agreement.term if case.agreement else "",
    _F.MANNER: lambda case: case.agreement.manner if case.agreement else "",
    _F.COURT: lambda case: case.court,
    _F.FINDINGS: _findings,
    _F.BREACHES: lambda case: _findings(case, ("breach",)),
    _F.LAWYER: lambda case: case.lawyer.name if case.lawyer else "",
    _F.LAWYER_FIRM: lambda case: case.lawyer.firm if case.lawyer else "",
    _F.LAWYER_LICENCE: lambda case: case.lawyer.licence if case.lawyer else "",
    _F.ASSIGNED_ON: lambda case: (
        wording.day_of(case.lawyer.accepted_at) if case.lawyer and case.lawyer.accepted_at else ""
    ),
    _F.UNION: lambda case: case.union,
}
_OF_WORKER: Final[dict[PaperField, Callable[[Dossier, Worker], str]]] = {
    _F.WORKER_NAME: lambda _, worker: worker.name,
    _F.WORKER_ID_NUMBER: lambda _, worker: worker.id_number,
    _F.WORKER_PHONE: lambda _, worker: worker.phone,
    _F.WORKER_JOB: lambda _, worker: worker.job,
    _F.WORKER_SEX: lambda _, worker: sex(worker.id_number),
    _F.WORKER_BORN_ON: lambda _, worker: _day(born_on(worker.id_number)),
    _F.DUE_ON: _due,
}
_AMOUNTS: Final[dict[PaperField, Callable[[Dossier, Worker], int]]] = {
    _F.AGREED_AMOUNT: lambda case, worker: sum(agreed_fen(case, worker).values()),
    _F.LEFT_AMOUNT: overdue_fen,
    _F.PAYMENTS: lambda case, worker: sum(one.amount_fen for one in case.own(worker).payments),
}
"""in fen, of one worker"""


def claims_value(case: Dossier, worker: Worker | None) -> str:
    """The sum claimed by the worker, or by everybody, in figures and characters; empty when nothing is claimed."""
    return _some(sum(claimed_fen(case, worker).values()))
