"""The verbs of evidence. Uploading is `POST /cases/{id}/evidence`."""

from typing import cast

import strawberry

from mediation.evidence import rules, service
from mediation.evidence.graphql.types import Evidence
from mediation.evidence.links import TYPES, Target
from mediation.gql.context import Info
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import gid, reread, row_id
from mediation.kit.ids import decode_global_id
from mediation.kit.problems import Invalid


def _targets(given: list[strawberry.ID]) -> list[Target]:
    if len(given) > rules.MAX_ABOUT:
        raise Invalid.field("about", "too_many", "关联事项过多。", "Too much at once.")
    made = []
    for at, value in enumerate(given):
        try:
            type_name, key = decode_global_id(value)
        except ValueError:
            raise Invalid.field(f"about.{at}", "not_an_id", "编号格式不正确。", "This is not an id.") from None
        if type_name not in TYPES:
            raise Invalid.field(f"about.{at}", "wrong_type", "不能关联这一类事项。", "Evidence is not about this.")
        made.append(Target(type_name, key))
    return made


@strawberry.input(description="Which file that waits, and what it is about.")
class AcceptEvidenceInput:
    """Input of acceptEvidence."""

    evidence: strawberry.ID = strawberry.field(description="Global id of the evidence.")
    about: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Global ids of claims, payments, advances and signatures of the case, and of parties who were elected.",
    )


@strawberry.input(description="Which file that waits.")
class DiscardEvidenceInput:
    """Input of discardEvidence."""

    evidence: strawberry.ID = strawberry.field(description="Global id of the evidence.")


@strawberry.input(description="What accepted evidence is about, too.")
class AttachEvidenceInput:
    """Input of attachEvidence."""

    evidence: strawberry.ID = strawberry.field(description="Global id of the evidence.")
    about: list[strawberry.ID] = strawberry.field(description="As in acceptEvidence; what was said before stays.")


@strawberry.input(description="Which evidence is taken back, and why.")
class WithdrawEvidenceInput:
    """Input of withdrawEvidence."""

    evidence: strawberry.ID = strawberry.field(description="Global id of the evidence.")
    reason: str = strawberry.field(description="Kept with it: 2 to 500 characters.")


@strawberry.type(description="A file that was removed before it was accepted. Its hash stays in the journal.")
class DiscardedEvidence:
    """What is left to say."""

    evidence: strawberry.ID = strawberry.field(description="The global id it had.")


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Put a file that was uploaded, and looked at, into the file of the case. Only its sender can.")
    async def accept_evidence(self, info: Info, tx: Tx, input: AcceptEvidenceInput) -> Evidence:
        """evidence:accept"""
        key = row_id("Evidence", input.evidence, "evidence")
        row = await service.accept(tx, key, _targets(input.about))
        return cast("Evidence", reread("Evidence", row.id))

    @mutation("Remove a file that was uploaded and is not wanted. Only its sender can.")
    async def discard_evidence(self, info: Info, tx: Tx, input: DiscardEvidenceInput) -> DiscardedEvidence:
        """evidence:discard"""
        key = row_id("Evidence", input.evidence, "evidence")
        await service.discard(tx, key)
        return DiscardedEvidence(evidence=gid("Evidence", key))

    @mutation("Say what accepted evidence is about, too: a payment that was recorded since, a signature.")
    async def attach_evidence(self, info: Info, tx: Tx, input: AttachEvidenceInput) -> Evidence:
        """evidence:attach"""
        key = row_id("Evidence", input.evidence, "evidence")
        row = await service.attach(tx, key, _targets(input.about))
        return cast("Evidence", reread("Evidence", row.id))

    @mutation("Take evidence back. It stays in the list with the reason, sealed, and is handed out to nobody.")
    async def withdraw_evidence(self, info: Info, tx: Tx, input: WithdrawEvidenceInput) -> Evidence:
        """evidence:withdraw"""
        row = await service.withdraw(tx, row_id("Evidence", input.evidence, "evidence"), reason=input.reason)
        return cast("Evidence", reread("Evidence", row.id))
