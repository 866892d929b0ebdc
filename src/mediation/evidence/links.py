"""What a piece of evidence is about: claims, payments, advances, signatures, and who was elected. Checked, and written once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agreement.models import Advance, Agreement, Payment, Signature
from mediation.case.models import Claim, Party, PartySide
from mediation.evidence import rules
from mediation.evidence.models import Evidence, EvidenceLink
from mediation.infra.uow import Tx
from mediation.kit.problems import FieldProblem, Invalid, Text

TYPES: Final = {
    "Advance": "advance_id",
    "Claim": "claim_id",
    "Party": "party_id",
    "Payment": "payment_id",
    "Signature": "signature_id",
}
"""What evidence can be about: the type of its global id, and its column."""

_NEEDS: Final = {
    "Advance": Verb.COMMITMENT_VIEW,
    "Claim": Verb.CLAIM_VIEW,
    "Party": Verb.PARTY_VIEW,
    "Payment": Verb.COMMITMENT_VIEW,
    "Signature": Verb.AGREEMENT_LINE_VIEW,
}
"""What one must be able to see, beside the evidence, to say that it is about this"""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing in the case, by type and row id."""

    type_name: str
    key: UUID


async def check(tx: Tx, case_id: UUID, evidence_id: UUID, about: Sequence[Target], facts: Facts) -> list[Target]:
    """Those of `about` that are not linked yet. Raises Invalid (about, about.N: `unknown`): not in this case, or unseen."""
    if len(about) > rules.MAX_ABOUT:
        raise Invalid.field("about", "too_many", "关联事项过多。", "Too much at once.")
    there = {
        target
        for type_name in {one.type_name for one in about} & set(TYPES)
        if guard.may(tx.actor, _NEEDS[type_name], facts)
        for target in await _of_case(tx, case_id, type_name, [one.key for one in about if one.type_name == type_name])
    }
    unknown = Text("不是本案的事项。", "Nothing of this case.")
    faults = [FieldProblem(f"about.{at}", "unknown", unknown) for at, one in enumerate(about) if one not in there]
    if faults:
        raise Invalid(*faults)
    before = await _linked(tx, evidence_id)
    return [one for one in dict.fromkeys(about) if one not in before]


def add(tx: Tx, row: Evidence, targets: Sequence[Target]) -> None:
    """Write that `row` is about `targets`."""
    assert tx.actor.id is not None
    tx.session.add_all(
        EvidenceLink(
            evidence_id=row.id,
            district_id=row.district_id,
            linked_by=tx.actor.id,
            linked_at=tx.now,
            **{TYPES[target.type_name]: target.key},
        )
        for target in targets
    )


async def _of_case(tx: Tx, case_id: UUID, type_name: str, keys: list[UUID]) -> list[Target]:
    found = await tx.session.execute(_IN_CASE[type_name](case_id, keys))
    return [Target(type_name, key) for key in found.scalars()]


def _claimants(case_id: UUID, keys: list[UUID]) -> Any:
    here = col(Party.case_id) == case_id, col(Party.side) == PartySide.CLAIMANT.value
    return select(col(Party.id)).where(*here, col(Party.id).in_(keys))


def _signatures(case_id: UUID, keys: list[UUID]) -> Any:
    of_case = select(col(Signature.id)).join(Agreement, col(Agreement.id) == col(Signature.agreement_id))
    return of_case.where(col(Agreement.case_id) == case_id, col(Signature.id).in_(keys))


def _plain(table: type[Claim] | type[Payment] | type[Advance]) -> Any:
    return lambda case_id, keys: select(col(table.id)).where(col(table.case_id) == case_id, col(table.id).in_(keys))


_IN_CASE: Final = {
    "Advance": _plain(Advance),
    "Claim": _plain(Claim),
    "Party": _claimants,
    "Payment": _plain(Payment),
    "Signature": _signatures,
}


async def _linked(tx: Tx, evidence_id: UUID) -> set[Target]:
    rows = await tx.session.execute(select(EvidenceLink).where(col(EvidenceLink.evidence_id) == evidence_id))
    return {
        Target(type_name, key)
        for row in rows.scalars()
        for type_name, column in TYPES.items()
        if (key := getattr(row, column)) is not None
    }
