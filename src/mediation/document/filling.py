"""A paper filled in: its form with the values of a case, as blocks. Pure but for reading the forms, which ship with the code."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mediation.document import values, wording
from mediation.document.blocks import TODAY, Block, read, sheltered
from mediation.document.dossier import Dossier, Mark, Worker
from mediation.document.wording import BLANK
from mediation.law.papers import PAPERS, Paper, PaperField, PaperFor, PaperKind

_FEW: Final = 5
_FORMS: Final = Path(__file__).parent / "forms"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FORMS),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - nothing here is HTML; what is put in has passed through `_shelter`
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(
    paper: Paper, case: Dossier, worker: Worker | None, details: Mapping[PaperField, str], *, entry_url: str
) -> list[Block]:
    """The paper as blocks; what nobody has said is a blank to be written by hand.

    Args:
        details: what was filled in by hand.
        entry_url: the public page where a worker asks for their link; the same for everybody, no secret.
    """
    known = {field: values.value_of(field, case, worker) or details.get(field, "") for field in _fields(paper)}
    given = {
        "v": SimpleNamespace(**{field.value: text or BLANK for field, text in known.items()}),
        "has": SimpleNamespace(**{field.value: bool(text) for field, text in known.items()}),
        "today": TODAY,
        "entry_url": entry_url,
        "worker": _worker(case, worker, 1) if worker else None,
        **_of_case(case, paper.of, worker),
    }
    text = _environment().get_template(f"{paper.kind.value}.txt").render(_shelter(given))
    return read(text)


def _shelter(value: Any) -> Any:
    """The same values with every text sheltered, an empty one left empty so that a form can ask for it."""
    match value:
        case str():
            return sheltered(value) if value else value
        case dict():
            return {name: _shelter(one) for name, one in value.items()}
        case list():
            return [_shelter(one) for one in value]
        case SimpleNamespace():
            return SimpleNamespace(**_shelter(vars(value)))
        case _:
            return value


def _fields(paper: Paper) -> tuple[PaperField, ...]:
    return (*paper.fields, *paper.optional)


def _of_case(case: Dossier, of: PaperFor, worker: Worker | None) -> dict[str, Any]:
    # A paper for one worker is given that worker alone: no form can print another's figures by mistake.
    everybody = case.workers if of is PaperFor.CASE else [one for one in case.workers if one is worker]
    workers = [_worker(case, one, at) for at, one in enumerate(everybody, start=1)]
    lined = {party for party, _, fen in (case.agreement.lines if case.agreement else ())}
    declined = {m.party_id for m in (case.agreement.marks if case.agreement else ()) if m.declined}
    bound = {promise.party_id for promise in case.promises}
    return {
        "case": _case(case),
        "workers": workers,
        "names": _names([one.name for one in everybody]),
        "lined": [one for one in workers if one.party_id in lined],
        "signing": [one for one in workers if one.party_id in (lined - declined)],
        "bound": [one for one in workers if one.party_id in bound],
        "heads": _heads(case),
        "claimed": _sums(values.claimed_fen(case, worker)),
        "agreed": _sums(values.agreed_fen(case, worker)),
        "paid_total": wording.amount(sum(values.paid_fen(case, worker).values())),
        "reps": _representatives(case),
        "found": _found(case),
        "agreement": _agreement(case),
        "marks": _marks(case, None),
        "own_marks": _marks(case, worker),
        "filed": [
            SimpleNamespace(
                title=PAPERS[PaperKind(one.kind)].title.zh,
                number=f"第{one.number}版",
                on=wording.day_of(one.generated_at),
            )
            for one in case.filed
        ],
    }


def _representatives(case: Dossier) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            name=case.names.get(one.party_id, ""),
            elected_on=wording.day(one.elected_on),
            authority="、".join(name for key, name in case.names.items() if key in one.authority_from) or "无",
        )
        for one in case.representatives
    ]


def _found(case: Dossier) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(statement=one.statement, source=one.source, on=wording.day(one.found_on))
        for one in case.findings
    ]


def _names(names: Sequence[str]) -> str:
    """All of a few; of many the first three, and a list is put behind the paper."""
    return "、".join(names) if len(names) <= _FEW else f"{'、'.join(names[:3])}等{len(names)}人"


def _case(case: Dossier) -> SimpleNamespace:
    return SimpleNamespace(
        studio=case.studio,
        phone=case.phone or BLANK,
        kind=wording.CASE_KINDS[case.kind],
        closed_on=wording.day_of(case.closed_at) if case.closed_at else BLANK,
        outcome=wording.OUTCOMES.get(case.outcome or "", BLANK),
    )


def _sums(sums: Mapping[str, int]) -> SimpleNamespace:
    total = sum(sums.values())
    return SimpleNamespace(
        wages=wording.amount(sums["wages"]),
        insurance=wording.amount(sums["social_insurance"]),
        total=wording.amount(total),
        capital=wording.capital(total),
    )


def _worker(case: Dossier, worker: Worker, number: int) -> SimpleNamespace:
    claimed, agreed = values.claimed_fen(case, worker), values.agreed_fen(case, worker)
    promised, paid = values.promised_fen(case, worker), values.paid_fen(case, worker)
    left = values.left_fen(case, worker)
    received = [one for one in case.payments if one.party_id == worker.party_id]
    got = sum(one.amount_fen for one in received)
    amounts = {
        f"{what}_{short}": wording.amount(of[group])
        for what, of in (
            ("claimed", claimed),
            ("agreed", agreed),
            ("promised", promised),
            ("paid", paid),
            ("left", left),
        )
        for short, group in (("wages", "wages"), ("insurance", "social_insurance"))
    }
    return SimpleNamespace(
        n=str(number),
        party_id=worker.party_id,
        name=worker.name,
        id_number=worker.id_number,
        phone=worker.phone,
        job=worker.job,
        claimed=wording.amount(sum(claimed.values())),
        claimed_capital=wording.capital(sum(claimed.values())),
        claimed_wages_capital=wording.capital(claimed["wages"]),
        claims_insurance=claimed["social_insurance"] > 0,
        agreed=wording.amount(sum(agreed.values())),
        agreed_capital=wording.capital(sum(agreed.values())),
        paid=wording.amount(got),
        paid_capital=wording.capital(got),
        left=wording.amount(sum(left.values())),
        signed=_signed(case, worker.party_id),
        claims=[_claim(one) for one in case.claims if one.party_id == worker.party_id],
        payments=[_payment(one) for one in received],
        **amounts,
    )


def _claim(claim: Any) -> SimpleNamespace:
    return SimpleNamespace(
        head=wording.HEADS[claim.head],
        is_insurance=claim.group == "social_insurance",
        period=wording.period(claim.period_from, claim.period_to),
        amount=wording.amount(claim.amount_fen),
    )


def _payment(payment: Any) -> SimpleNamespace:
    return SimpleNamespace(
        on=wording.day(payment.paid_on),
        group=wording.GROUPS[payment.group],
        payer=payment.payer,
        amount=wording.amount(payment.amount_fen),
        proof=payment.proof,
    )


def _heads(case: Dossier) -> list[SimpleNamespace]:
    present = {one.party_id for one in case.workers}
    heads: dict[str, list[Any]] = {}
    for claim in case.claims:
        if claim.party_id in present:
            heads.setdefault(claim.head, []).append(claim)
    return [
        SimpleNamespace(
            head=wording.HEADS[head],
            people=f"{len({one.party_id for one in claims})}人",
            amount=wording.amount(sum(one.amount_fen for one in claims)),
        )
        for head, claims in heads.items()
    ]


def _agreement(case: Dossier) -> SimpleNamespace | None:
    agreement = case.agreement
    if agreement is None:
        return None
    # The first part is title and number, which papers have of their own.
    parts = [part.split("\n") for part in agreement.text.split("\n\n")[1:]]
    at = agreement.effective_at
    return SimpleNamespace(
        sections=[SimpleNamespace(heading=part[0], lines=part[1:]) for part in parts],
        revision=str(agreement.revision),
        text_hash=agreement.text_hash,
        state=wording.AGREEMENT_STATES[agreement.state],
        effective_at=wording.moment(at) if at else "尚未生效",
    )


def _signed(case: Dossier, party_id: UUID) -> str:
    mark = next((one for one in _all_marks(case) if one.party_id == party_id), None)
    if mark is None:
        return ""
    if mark.declined:
        return "不签署"
    return "由代表人签署" if mark.represented_by else "已签署"


def _all_marks(case: Dossier) -> Sequence[Mark]:
    return case.agreement.marks if case.agreement else ()


def _marks(case: Dossier, worker: Worker | None) -> list[SimpleNamespace]:
    """The rows of the proof sheet: everybody's, or of the workers only this one's."""
    return [
        SimpleNamespace(
            name=_signer(case, mark),
            capacity=wording.CAPACITIES[mark.signatory],
            method=_method(mark),
            at=wording.moment(mark.signed_at),
        )
        for mark in _all_marks(case)
        if mark.party_id is None or values.worker_is(mark.party_id, worker)
    ]


def _method(mark: Mark) -> str:
    if mark.declined:
        return "不签署"
    return wording.SEALS[mark.method] if mark.signatory == "studio" else wording.METHODS[mark.method]


def _signer(case: Dossier, mark: Mark) -> str:
    match mark.signatory:
        case "worker":
            name = case.names.get(mark.party_id, "") if mark.party_id else ""
            by = case.names.get(mark.represented_by, "") if mark.represented_by else ""
            return f"{name}（由代表人{by}签署）" if by else name
        case "employer":
            return case.employer.name
        case "studio":
            return case.studio
        case _:
            return mark.recorder or case.mediator
