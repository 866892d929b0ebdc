"""What is said about agreements and promised money: drafts from facts. Pure, without prose.

A worker is told of their own amounts only, the employer of sums, and nobody of another worker's name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mediation.agreement.hands import Signatory
from mediation.agreement.standing import PayerKind
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind

_PAYERS = {
    PayerKind.EMERGENCY_FUND: ("应急周转金", "an emergency fund"),
    PayerKind.EMPLOYER: ("用人单位", "the employer"),
    PayerKind.GENERAL_CONTRACTOR: ("总包（建设）单位", "the general contractor"),
    PayerKind.OTHER: ("第三方", "a third party"),
    PayerKind.SUB_LANDLORD: ("二房东（出租方）", "the sub-landlord"),
    PayerKind.UNION_FUND: ("工会帮扶资金", "a union fund"),
}


@dataclass(frozen=True, kw_only=True)
class About:
    """The case a message is about, and those who are told of it."""

    case_id: UUID
    district_id: UUID
    number: str
    employer_id: UUID
    mediator_id: UUID | None
    """in charge, with an open account, not recused; else the studio's board is told"""
    agency_id: UUID
    studio: dict[str, str]
    phone: str

    @property
    def said(self) -> dict[str, Any]:
        """What every text may name."""
        return {"case_number": self.number, "studio": self.studio, "phone": self.phone}


@dataclass(frozen=True, kw_only=True)
class Share:
    """One worker's part in what happened."""

    party_id: UUID
    wages_fen: int
    social_insurance_fen: int


def took_effect(
    about: About, agreement_id: UUID, shares: Iterable[Share], *, due_at: datetime, instalments: int
) -> list[Draft]:
    """To every worker who signed: what they will get and until when."""
    template = "agreement.took_effect" if instalments == 1 else "agreement.took_effect_instalments"
    return [
        _to_worker(
            about,
            share,
            template,
            f"agreement/{agreement_id}/effect/{share.party_id}",
            {"due_at": due_at.isoformat(), "instalments": instalments},
        )
        for share in shares
    ]


def signing_code(about: About, code_id: UUID, seat_id: UUID, code: str, *, minutes: int, until: datetime) -> Draft:
    """To a party in the room, who asked for it: the code with which they sign."""
    return Draft(
        recipient_kind=RecipientKind.PARTICIPANT,
        recipient_id=seat_id,
        template="agreement.signing_code",
        dedupe_key=f"signing_code/{code_id}",
        channels=(ChannelKind.SMS,),
        parameters={**about.said, "minutes": minutes},
        secrets={"code": code},
        urgent=True,
        case_id=about.case_id,
        district_id=about.district_id,
        not_after=until,
    )


def declined(
    about: About,
    key: str,
    workers: Sequence[UUID],
    *,
    signatory: Signatory,
    count: int,
    reason: str,
    lawyer_id: UUID | None,
    agencies: Iterable[UUID],
) -> list[Draft]:
    """To all: employer, every worker of the agreement, mediator, lawyer, the agencies at the table; nobody is named."""
    who = (
        {"zh": "用人单位", "en": "The employer"}
        if signatory is Signatory.EMPLOYER
        else {"zh": f"{count}名劳动者", "en": f"{count} of the workers"}
    )
    parameters = {**about.said, "who": who, "reason": reason}
    people = [(RecipientKind.EMPLOYER, about.employer_id), *((RecipientKind.CLAIMANT, worker) for worker in workers)]
    outside = [
        _draft(about, kind, person, "agreement.declined", f"{key}/{person}", parameters, ChannelKind.SMS)
        for kind, person in people
    ]
    others = [(RecipientKind.AGENCY, agency) for agency in agencies if agency != about.agency_id]
    if lawyer_id is not None:
        others.append((RecipientKind.STAFF, lawyer_id))
    return [
        *outside,
        to_studio(about, "agreement.declined", f"{key}/studio", parameters),
        *(
            _draft(about, kind, person, "agreement.declined", f"{key}/{person}", parameters, ChannelKind.INBOX)
            for kind, person in others
        ),
    ]


def paid(about: About, key: str, shares: Iterable[Share]) -> list[Draft]:
    """To every worker for whom money was recorded."""
    return [_to_worker(about, share, "commitment.paid", f"{key}/{share.party_id}", {}) for share in shares]


def reversed_(about: About, key: str, share: Share) -> list[Draft]:
    """To the worker whose payment turned out not to have come."""
    return [_to_worker(about, share, "commitment.reversed", f"{key}/{share.party_id}", {})]


def advanced(about: About, key: str, shares: Sequence[Share], *, payer: PayerKind) -> list[Draft]:
    """To the workers: who paid in the employer's place. To the employer: that the debt now is to the payer."""
    zh, en = _PAYERS[payer]
    who = {"payer": {"zh": zh, "en": en}}
    totals = {
        "wages_fen": sum(share.wages_fen for share in shares),
        "social_insurance_fen": sum(share.social_insurance_fen for share in shares),
    }
    return [
        *(_to_worker(about, share, "commitment.advanced", f"{key}/{share.party_id}", who) for share in shares),
        _draft(
            about,
            RecipientKind.EMPLOYER,
            about.employer_id,
            "commitment.recourse",
            f"{key}/employer",
            {**about.said, **who, **totals},
            ChannelKind.SMS,
        ),
    ]


def defaulted(about: About, key: str, shares: Sequence[Share], agencies: Iterable[UUID]) -> list[Draft]:
    """To the workers: that the studio acts now. To the employer and to the boards of all agencies: what is owed."""
    totals = {
        **about.said,
        "wages_fen": sum(share.wages_fen for share in shares),
        "social_insurance_fen": sum(share.social_insurance_fen for share in shares),
        "workers": len(shares),
    }
    return [
        *(_to_worker(about, share, "commitment.defaulted", f"{key}/{share.party_id}", {}) for share in shares),
        _draft(
            about,
            RecipientKind.EMPLOYER,
            about.employer_id,
            "commitment.defaulted_employer",
            f"{key}/employer",
            totals,
            ChannelKind.SMS,
        ),
        *(
            _draft(
                about,
                RecipientKind.AGENCY,
                agency,
                "commitment.defaulted_agency",
                f"{key}/{agency}",
                totals,
                ChannelKind.INBOX,
            )
            for agency in agencies
        ),
    ]


def moved(about: About, key: str, shares: Sequence[Share], *, was_on: date, due_at: datetime) -> list[Draft]:
    """To every worker who is owed something then, to the employer and to whoever is in charge: another day."""
    days = {"was_on": was_on.isoformat(), "due_at": due_at.isoformat()}
    totals = {
        **about.said,
        **days,
        "wages_fen": sum(share.wages_fen for share in shares),
        "social_insurance_fen": sum(share.social_insurance_fen for share in shares),
        "workers": len(shares),
    }
    sms = ChannelKind.SMS
    return [
        *(_to_worker(about, share, "commitment.moved", f"{key}/{share.party_id}", days) for share in shares),
        _draft(
            about,
            RecipientKind.EMPLOYER,
            about.employer_id,
            "commitment.moved_employer",
            f"{key}/employer",
            totals,
            sms,
        ),
        to_studio(about, "commitment.moved_studio", f"{key}/studio", totals),
    ]


def to_studio(
    about: About,
    template: str,
    key: str,
    parameters: dict[str, Any],
    channels: tuple[ChannelKind, ...] = (ChannelKind.INBOX,),
) -> Draft:
    """To the mediator in charge, else to the studio's board, which has an inbox only."""
    if about.mediator_id is None:
        return _draft(about, RecipientKind.AGENCY, about.agency_id, template, key, parameters, ChannelKind.INBOX)
    return _draft(about, RecipientKind.STAFF, about.mediator_id, template, key, parameters, *channels)


def _to_worker(about: About, share: Share, template: str, key: str, more: dict[str, Any]) -> Draft:
    parameters = {
        **about.said,
        "wages_fen": share.wages_fen,
        "social_insurance_fen": share.social_insurance_fen,
        **more,
    }
    return _draft(about, RecipientKind.CLAIMANT, share.party_id, template, key, parameters, ChannelKind.SMS)


def _draft(
    about: About,
    kind: RecipientKind,
    recipient: UUID,
    template: str,
    key: str,
    parameters: dict[str, Any],
    *channels: ChannelKind,
) -> Draft:
    return Draft(
        recipient_kind=kind,
        recipient_id=recipient,
        template=template,
        dedupe_key=key,
        channels=channels,
        parameters=parameters,
        case_id=about.case_id,
        district_id=about.district_id,
    )
