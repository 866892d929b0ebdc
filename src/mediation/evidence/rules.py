"""Decisions about evidence over plain values: who sees which, who brings what for whom, how a file is called. Pure.

Refuses to hold what a file is (`found.py`, `examine.py`) and who may do what at all (policy).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import quote
from uuid import UUID

from mediation.evidence.found import Media
from mediation.kit.actor import Actor, ActorKind, Role, Side
from mediation.kit.events import MEDIATORS


class EvidenceKind(StrEnum):
    """What a file is in the case."""

    ASSIGNMENT_OF_CLAIM = "assignment_of_claim"
    ATTENDANCE = "attendance"
    BANK_PROOF = "bank_proof"
    CONTRACT = "contract"
    ELECTION_FORM = "election_form"
    IDENTITY = "identity"
    OTHER = "other"
    PAYSLIP = "payslip"
    PROOF_OF_PAYMENT = "proof_of_payment"
    SEAL_PAGE = "seal_page"
    SIGNATURE_PAGE = "signature_page"


class Audience(StrEnum):
    """Who sees a piece of evidence. The studio sees all of it, but for what was brought in a private session."""

    EMPLOYER = "employer"
    EVERYONE = "everyone"
    """both sides, and the agencies that take part"""
    STUDIO = "studio"
    WORKERS = "workers"
    """the worker it is about, or all of them when it is about none; and their lawyer"""


KEPT_FOR: Final = timedelta(hours=24)
"""how long a file waits to be accepted"""
MAX_FILES: Final = 500
"""of one case"""
MAX_CASE_BYTES: Final = 500 * 1024 * 1024
MAX_WAITING: Final = 20
"""files of one sender that wait in one case"""
MAX_ABOUT: Final = 500
NAME_CHARS: Final = 80

_STUDIO_ROLES: Final = frozenset({Role.MEDIATOR, Role.SUPERVISOR, Role.INTAKE_CLERK})


@dataclass(frozen=True)
class Reach:
    """Which evidence of a case that they may look into somebody sees; `own` narrows what is for workers to this party."""

    audiences: frozenset[Audience]
    own: UUID | None = None
    only_own: bool = False

    def covers(self, audience: str, party_id: UUID | None) -> bool:
        """Whether a piece of evidence is among them."""
        if audience not in self.audiences:
            return False
        return not self.only_own or audience != Audience.WORKERS or party_id is None or party_id == self.own


def reach(actor: Actor) -> Reach:
    """What of the evidence of a case, which the guard lets them look into, `actor` sees."""
    if actor.kind is ActorKind.PARTY:
        match actor.side:
            case Side.EMPLOYER:
                return Reach(frozenset({Audience.EVERYONE, Audience.EMPLOYER}))
            case Side.WORKERS:
                return Reach(frozenset({Audience.EVERYONE, Audience.WORKERS}), own=actor.party_id, only_own=True)
            case None:
                return Reach(frozenset())
    if actor.roles & _STUDIO_ROLES or actor.kind is ActorKind.SYSTEM:
        return Reach(frozenset(Audience))
    if Role.LAWYER in actor.roles:
        return Reach(frozenset({Audience.EVERYONE, Audience.WORKERS}))
    return Reach(frozenset({Audience.EVERYONE}))


def may_name(actor: Actor, party_id: UUID | None) -> bool:
    """Whether `actor` may bring something about this worker: a worker only about themselves."""
    own_only = actor.kind is ActorKind.PARTY and actor.side is Side.WORKERS
    return party_id is None or not own_only or party_id == actor.party_id


def may_withdraw(actor: Actor, uploaded_by: UUID) -> bool:
    """Whether `actor`, whom the guard lets withdraw here, may withdraw this: the studio any, others what they brought."""
    return Role.MEDIATOR in actor.roles or actor.id == uploaded_by


def private_to(audience: str) -> str | None:
    """`Event.private_to`: what is not for everyone is in nobody's timeline but the mediators'."""
    match Audience(audience):
        case Audience.EVERYONE:
            return None
        case Audience.STUDIO:
            return MEDIATORS
        case Audience.WORKERS | Audience.EMPLOYER:
            return audience


_EXTENSIONS: Final = {
    Media.DOCX: "docx",
    Media.JPEG: "jpg",
    Media.PDF: "pdf",
    Media.PNG: "png",
    Media.TEXT: "txt",
    Media.XLSX: "xlsx",
}
MEDIA_TYPES: Final = {
    Media.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Media.JPEG: "image/jpeg",
    Media.PDF: "application/pdf",
    Media.PNG: "image/png",
    Media.TEXT: "text/plain",
    Media.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PICTURES: Final = frozenset({Media.JPEG, Media.PNG})
"""what was written anew, and may be shown in a page"""
TABLES: Final = frozenset({Media.TEXT, Media.XLSX})
"""of which the first rows can be read out"""
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*%;=\'`$&{}\[\]#~^]')
_SPACES: Final = re.compile(r"\s+")


def clean_name(typed: str, media: Media) -> str:
    """The name under which a file is shown and handed out: the sender's without folders, tricks and ending, then our ending.

    The ending is that of what the file is. Nothing is stored under this name.

    >>> clean_name("../../合同\\u202egpj.exe", Media.PDF), clean_name("", Media.JPEG), clean_name("CON.txt", Media.TEXT)
    ('合同gpj.pdf', 'file.jpg', 'file-CON.txt')
    """
    last = typed[-400:].replace("\\", "/").rstrip("/").rpartition("/")[2]
    text = unicodedata.normalize(
        "NFC", "".join(char for char in last if unicodedata.category(char)[0] not in "CM" or char == " ")
    )
    stem = _without_ending(_SPACES.sub(" ", _NOT_IN_NAMES.sub("_", text)).strip(" ._-"))
    if _DEVICES.fullmatch(stem):
        stem = f"file-{stem}"
    return f"{stem[:NAME_CHARS].strip(' ._-') or 'file'}.{_EXTENSIONS[media]}"


def _without_ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem.rstrip(" .") if dot and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending) else name


def disposition(name: str, *, inline: bool) -> str:
    """`Content-Disposition` for a cleaned name (RFC 6266): the name itself percent-encoded, a plain one for old programs."""
    plain = f"file.{name.rpartition('.')[2]}"
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
