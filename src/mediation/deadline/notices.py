"""What is said about deadlines: drafts from facts. Pure; the prose is in notice/templates/deadline.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mediation.deadline.ladders import Saying
from mediation.deadline.rules import DutyOf, law_of, missing_notice, opens
from mediation.kit.problems import Text
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind

INBOX = (ChannelKind.INBOX,)
SMS = (ChannelKind.SMS,)
Recipient = tuple[RecipientKind, UUID, tuple[ChannelKind, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A deadline and its case, as far as reminders need them."""

    id: UUID
    rule: str
    duty_of: str
    title: Text
    is_right: bool
    due_on: date | None
    due_at: datetime | None
    case_id: UUID
    district_id: UUID
    case_number: str
    agency_id: UUID
    phone: str
    """the studio's public line"""
    mediator_id: UUID | None
    employer_id: UUID
    shown_only: bool
    supervisors: tuple[UUID, ...]
    lawyers: tuple[UUID, ...]
    """staff ids of the aid lawyers"""
    aid_bodies: tuple[UUID, ...]
    """the legal aid bodies that see the case"""
    claimants: tuple[UUID, ...]
    """party ids of those whom it concerns: who take part, or whom the agreement binds"""


def drafts(subject: Subject, sayings: Iterable[Saying]) -> list[Draft]:
    """One draft per recipient of each rung whose moment has come. What announces an end is pointless after it."""
    return [
        _draft(subject, saying.name, _template(subject, saying.rung.say), recipient, last_moment=_last(subject, saying))
        for saying in sayings
        for recipient in _recipients(subject, saying.rung.to)
    ]


def not_computed(subject: Subject, why_not: str) -> list[Draft]:
    """To whoever is in charge: the end cannot be known before a holiday notice arrives."""
    why = missing_notice(why_not)
    return [
        _draft(subject, f"not_computed/{why_not}", "deadline.not_computed", one, why_not={"zh": why.zh, "en": why.en})
        for one in _recipients(subject, ("mediator",))
    ]


def moved(subject: Subject, was_on: date | None, notice: str) -> list[Draft]:
    """To those whose deadline it is and whoever is in charge: another last day. To the latter alone: one, at last.

    `notice` is unique to what moved it: the same day can be gone back to.
    """
    said = f"moved/{notice}"
    if was_on is None:
        return [_draft(subject, said, "deadline.computed", one) for one in _recipients(subject, ("mediator",))]
    return [
        _draft(subject, said, "deadline.moved", one, was_on=was_on.isoformat())
        for one in _recipients(subject, ("duty", "mediator"))
    ]


def _last(subject: Subject, saying: Saying) -> datetime | None:
    return subject.due_at if saying.rung.say in ("before", "at") else None


def _template(subject: Subject, say: str) -> str:
    if opens(subject.rule):
        return "deadline.opened" if say == "after" else "deadline.opening"
    return "deadline.lapsed" if say == "after" and subject.is_right else f"deadline.{say}"


def _recipients(subject: Subject, words: Iterable[str]) -> list[Recipient]:
    found: dict[Recipient, None] = {}
    for word in words:
        found |= dict.fromkeys(_who(subject, word))
    return list(found)


def _who(subject: Subject, word: str) -> list[Recipient]:
    match word:
        case "duty":
            return _whose(subject)
        case "mediator":
            return [_in_charge(subject)]
        case "supervisor" if subject.supervisors:
            return [(RecipientKind.STAFF, one, INBOX) for one in subject.supervisors]
        case "supervisor":
            return [(RecipientKind.AGENCY, subject.agency_id, INBOX)]
        case "workers":
            return [(RecipientKind.CLAIMANT, one, SMS) for one in subject.claimants]
        case "employer":
            return [(RecipientKind.EMPLOYER, subject.employer_id, SMS)]
        case _:
            raise ValueError(f"nobody is called {word}")


def _in_charge(subject: Subject) -> Recipient:
    if subject.mediator_id is not None:
        return (RecipientKind.STAFF, subject.mediator_id, INBOX)
    return (RecipientKind.AGENCY, subject.agency_id, INBOX)


def _whose(subject: Subject) -> list[Recipient]:
    match subject.duty_of:
        case DutyOf.WORKERS:
            return _who(subject, "workers")
        case DutyOf.EMPLOYER:
            return _who(subject, "employer")
        case DutyOf.BOTH | DutyOf.EITHER:
            return [*_who(subject, "workers"), *_who(subject, "employer")]
        case DutyOf.LAWYER if subject.lawyers:
            return [(RecipientKind.STAFF, one, INBOX) for one in subject.lawyers]
        case DutyOf.JUSTICE if subject.aid_bodies:
            return [(RecipientKind.AGENCY, one, INBOX) for one in subject.aid_bodies]
        case _:  # of the studio itself, or of somebody whom only the mediator can ask
            return [_in_charge(subject)]


def _draft(
    subject: Subject,
    said: str,
    template: str,
    recipient: Recipient,
    *,
    last_moment: datetime | None = None,
    **more: Any,
) -> Draft:
    kind, recipient_id, channels = recipient
    law = law_of(subject.rule)
    consequence = law.consequence if law else Text("", "")
    return Draft(
        recipient_kind=kind,
        recipient_id=recipient_id,
        template=template,
        dedupe_key=f"deadline/{subject.id}/{said}/{subject.due_on}/{recipient_id}",
        channels=channels,
        parameters={
            "case_number": subject.case_number,
            "title": {"zh": subject.title.zh, "en": subject.title.en},
            "due_at": subject.due_at,
            "citation": {"zh": law.source.zh, "en": law.source.en} if law else {"zh": "本工作室", "en": "the studio"},
            "consequence": {"zh": consequence.zh, "en": consequence.en},
            "phone": subject.phone,
            **more,
        },
        case_id=subject.case_id,
        district_id=subject.district_id,
        not_after=last_moment,
    )
