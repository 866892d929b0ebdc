"""Who may put which name under an agreement, and how. Pure.

Holds the capacities, the ways of signing and the marks that stand. Refuses to hold what the marks amount to: that is
`rules.missing`, and through it the law.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from mediation.kit.actor import Actor, ActorKind, Side
from mediation.kit.problems import FieldProblem, Forbidden, Invalid, Text


class Signatory(StrEnum):
    """In which capacity somebody signs or seals."""

    EMPLOYER = "employer"
    MEDIATOR = "mediator"
    STUDIO = "studio"
    """the seal of the mediation body"""
    WORKER = "worker"


class Method(StrEnum):
    """How a signature was given."""

    CODE = "code"
    """by a party in the room, with a code sent to their phone"""
    ENTRY = "entry"
    """by a party in the room of whom no phone is registered: the link and code of their entry stand for them"""
    IN_PERSON = "in_person"
    """by hand, before the mediator"""
    PLATFORM = "platform"
    """by a member of staff under their own account"""
    SEAL_PAGE = "seal_page"
    """a stamped page"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A standing signature, seal or refusal under the current revision."""

    signatory: Signatory
    party_id: UUID | None
    declined: bool
    represented: bool = False
    """by an elected representative, whose special authority was checked when they signed"""


@dataclass(frozen=True, slots=True)
class Representation:
    """An elected representative: who, and who gave them special authority to settle (民事诉讼法 56, 62)."""

    party_id: UUID
    authority_from: frozenset[UUID]

    def may_settle_for(self, workers: Iterable[UUID]) -> bool:
        """Whether each of `workers` is the representative, or gave them authority."""
        return self.authority_from | {self.party_id} >= set(workers)


def signs_as_party(
    actor: Actor, signatory: Signatory, workers: Sequence[UUID], representative: Representation | None
) -> None:
    """Whether a party in the room may put these names under the agreement: their own, or as representative.

    Staff pass: what they record is a matter of policy. Raises Forbidden for another side's signature, and for somebody
    else's without special authority.

    Source: 民事诉讼法 56 (a settlement needs the consent of whoever is represented).
    """
    if actor.kind is not ActorKind.PARTY:
        return
    own_side = Side.WORKERS if signatory is Signatory.WORKER else Side.EMPLOYER
    if signatory not in (Signatory.WORKER, Signatory.EMPLOYER) or actor.side is not own_side:
        raise Forbidden("agreement:sign")
    if signatory is Signatory.EMPLOYER or (actor.party_id is not None and set(workers) == {actor.party_id}):
        return
    if (
        representative is None
        or representative.party_id != actor.party_id
        or not representative.may_settle_for(workers)
    ):
        raise Forbidden(
            "agreement:sign",
            Text("代他人签署须有特别授权。", "Signing for others needs special authority."),
        )


def declines_as_party(actor: Actor, signatory: Signatory, workers: Sequence[UUID]) -> None:
    """Whether a party in the room may decline in these names: their own only. Staff pass. Raises Forbidden."""
    if actor.kind is not ActorKind.PARTY:
        return
    own = actor.side is Side.EMPLOYER if signatory is Signatory.EMPLOYER else set(workers) == {actor.party_id}
    if not own:
        raise Forbidden("agreement:decline")


def check_signers(signatory: Signatory, workers: Sequence[UUID], *, lined: frozenset[UUID]) -> tuple[UUID, ...]:
    """The workers named, once each, if they fit the signatory: workers by name, nobody else; each with a line.

    Raises Invalid (signatory, workers, workers.N).
    """
    if signatory is Signatory.STUDIO:
        raise Invalid.field("signatory", "not_possible", "印章请用加盖操作。", "The seal has a verb of its own.")
    if (signatory is Signatory.WORKER) != bool(workers):
        raise Invalid.field(
            "workers",
            "required" if signatory is Signatory.WORKER else "not_wanted",
            "劳动者签署须写明姓名，其他签署人不写。",
            "Name the workers when workers sign, and only then.",
        )
    faults = [
        FieldProblem(
            f"workers.{at}", "unknown_worker", Text("协议中没有该劳动者。", "No such worker in the agreement.")
        )
        for at, worker in enumerate(workers)
        if worker not in lined
    ]
    if faults:
        raise Invalid(*faults)
    return tuple(dict.fromkeys(workers))


def check_unsigned(signatory: Signatory, workers: Sequence[UUID], marks: Iterable[Mark]) -> None:
    """Raises Invalid when one of these signatures stands already. A refusal does not bar a later signature."""
    signed = {(mark.signatory, mark.party_id) for mark in marks if not mark.declined}
    already = Text("已经签署。", "Has signed already.")
    faults = [
        FieldProblem(f"workers.{at}", "already_signed", already)
        for at, worker in enumerate(workers)
        if (signatory, worker) in signed
    ]
    if not workers and (signatory, None) in signed:
        faults = [FieldProblem("signatory", "already_signed", already)]
    if faults:
        raise Invalid(*faults)


def check_authority(representative: Representation | None, workers: Sequence[UUID]) -> None:
    """Raises Invalid unless this is an elected representative (representative) whom each worker authorised (workers.N).

    Source: 民事诉讼法 56, 62.
    """
    if representative is None:
        raise Invalid.field("representative", "not_elected", "不是推选的代表人。", "Not an elected representative.")
    said = Text("代表人没有该劳动者的特别授权。", "Has no special authority to settle from this worker.")
    faults = [
        FieldProblem(f"workers.{at}", "no_special_authority", said)
        for at, worker in enumerate(workers)
        if not representative.may_settle_for([worker])
    ]
    if faults:
        raise Invalid(*faults)


def method_of(actor: Actor, signatory: Signatory, stated: Method | None, *, by_code: bool = False) -> Method:
    """How the signature was given: by a party in the room as it was, whatever they state; staff say how."""
    if actor.kind is ActorKind.PARTY:
        return Method.CODE if by_code else Method.ENTRY
    if stated is not None:
        return stated
    match signatory:
        case Signatory.WORKER:
            return Method.IN_PERSON
        case Signatory.EMPLOYER:
            return Method.SEAL_PAGE
        case _:
            return Method.PLATFORM
