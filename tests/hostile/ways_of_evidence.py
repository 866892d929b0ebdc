"""Valid calls about evidence."""

from typing import Any

from mediation.gql.relay import gid
from tests.hostile.world import WHY, World, way


async def _waiting(w: World) -> Any:
    case = await w.case()
    worker = await w.worker(case)
    row = w.make.evidence(case, uploaded_by=w.people["mediator"].id, accepted_at=None)
    await w.make.save(row)
    return gid("Evidence", row.id), gid("Party", worker.id)


@way("acceptEvidence")
async def accept_evidence(w: World) -> Any:
    evidence, worker = await _waiting(w)
    return w.tokens["mediator"], {"evidence": evidence, "about": [worker]}


@way("discardEvidence")
async def discard_evidence(w: World) -> Any:
    evidence, _ = await _waiting(w)
    return w.tokens["mediator"], {"evidence": evidence}


@way("attachEvidence")
async def attach_evidence(w: World) -> Any:
    evidence, worker = await _waiting(w)
    await w.do("mediator", "acceptEvidence", evidence=evidence)
    return w.tokens["mediator"], {"evidence": evidence, "about": [worker]}


@way("withdrawEvidence")
async def withdraw_evidence(w: World) -> Any:
    evidence, _ = await _waiting(w)
    await w.do("mediator", "acceptEvidence", evidence=evidence)
    return w.tokens["mediator"], {"evidence": evidence, "reason": WHY}
