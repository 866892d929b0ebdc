"""Valid calls about agreements, money and links."""

from datetime import date, timedelta
from typing import Any

from mediation.case.models import CaseState, Party
from mediation.gql.relay import gid
from tests.hostile.world import FRIDAY, WHY, World, way

# Agreements and money


@way("draftAgreement")
async def draft_agreement(w: World) -> Any:
    case = await w.case(CaseState.MEDIATING)
    await w.worker(case)
    offer = await w.make.offer(case, wages_fen=600_000, social_insurance_fen=0)
    clause = {"title": "付款", "text": "一次付清"}
    given = {"case": gid("Case", case.id), "offer": gid("Offer", offer.id), "manner": "银行转账", "clauses": [clause]}
    return w.tokens["mediator"], given


@way("draftAgreement")
async def draft_agreement_line_by_line(w: World) -> Any:
    case = await w.case(CaseState.MEDIATING)
    worker = await w.worker(case)
    offer = await w.make.offer(case, wages_fen=600_000, social_insurance_fen=1)
    line = {"party": gid("Party", worker.id), "wagesFen": 600_000, "socialInsuranceFen": 1}
    return w.tokens["mediator"], {"case": gid("Case", case.id), "offer": gid("Offer", offer.id), "lines": [line]}


async def _agreement(w: World, state: str, **of_case: Any) -> tuple[Any, Party, Any]:
    case = await w.case(CaseState.PERFORMING if state == "effective" else CaseState.MEDIATING, **of_case)
    worker = await w.worker(case)
    return case, worker, await w.make.agreement(case, worker, state=state)


@way("reviseAgreement")
async def revise_agreement(w: World) -> Any:
    _, worker, agreement = await _agreement(w, "signing")
    signed = {
        "agreement": gid("Agreement", agreement.id),
        "textHash": agreement.text_hash.hex(),
        "signatory": "WORKER",
        "workers": [gid("Party", worker.id)],
        "method": "IN_PERSON",
    }
    made = await w.do("mediator", "signAgreement", **signed)
    given = {"agreement": made["id"], "version": made["version"], "manner": "现金", "confirmVoiding": True}
    return w.tokens["mediator"], {**given, "reason": WHY, "clauses": [{"title": "付款", "text": "一次付清"}]}


@way("reviseAgreement")
async def revise_agreement_line_by_line(w: World) -> Any:
    _, worker, agreement = await _agreement(w, "draft")
    line = {"party": gid("Party", worker.id), "wagesFen": 500_000, "socialInsuranceFen": 100_000}
    given = {"agreement": gid("Agreement", agreement.id), "version": agreement.version, "lines": [line]}
    return w.tokens["mediator"], given


@way("finaliseAgreement")
async def finalise_agreement(w: World) -> Any:
    _, _, agreement = await _agreement(w, "draft")
    return w.tokens["mediator"], {"agreement": gid("Agreement", agreement.id), "version": agreement.version}


async def _signed(w: World, **more: Any) -> Any:
    _, _, agreement = await _agreement(w, "signing")
    return w.tokens["mediator"], {"agreement": gid("Agreement", agreement.id), **more}, agreement


@way("signAgreement")
async def sign_agreement(w: World) -> Any:
    token, given, agreement = await _signed(w, signatory="MEDIATOR")
    return token, {**given, "textHash": agreement.text_hash.hex()}


@way("sendSigningCode")
async def send_signing_code(w: World) -> Any:
    case, _, worker, token, seat = await w.table()
    agreement = await w.make.agreement(case, worker, state="signing")
    await w.make.seat_phone(seat.id, "13812341402")
    return token, {"agreement": gid("Agreement", agreement.id), "textHash": agreement.text_hash.hex()}


@way("declineAgreement")
async def decline_agreement(w: World) -> Any:
    token, given, _ = await _signed(w, signatory="EMPLOYER", reason=WHY)
    return token, given


@way("sealAgreement")
async def seal_agreement(w: World) -> Any:
    token, given, agreement = await _signed(w)
    return token, {**given, "textHash": agreement.text_hash.hex()}


@way("abandonAgreement")
async def abandon_agreement(w: World) -> Any:
    token, given, agreement = await _signed(w, reason=WHY)
    return token, {**given, "version": agreement.version}


async def _promised(w: World) -> tuple[Any, Any]:
    case, worker, agreement = await _agreement(w, "effective")
    return case, await w.make.commitment(agreement, worker)


@way("recordPayment")
async def record_payment(w: World) -> Any:
    case, promise = await _promised(w)
    item = {"commitment": gid("Commitment", promise.id), "amountFen": 100, "version": promise.version}
    given = {"case": gid("Case", case.id), "items": [item], "payerName": "某餐饮公司", "paidOn": FRIDAY}
    return w.tokens["mediator"], {**given, "proof": "回单1"}


async def _paid(w: World) -> str:
    _, given = await record_payment(w)
    await w.do("mediator", "recordPayment", **given)
    query = """query($id: ID!) { node(id: $id) { ... on Commitment { payments { id } } } }"""
    found = await w.api.data(query, {"id": given["items"][0]["commitment"]}, token=w.tokens["mediator"])
    return found["node"]["payments"][0]["id"]


@way("confirmPayment")
async def confirm_payment(w: World) -> Any:
    return w.tokens["mediator"], {"payment": await _paid(w)}


@way("reversePayment")
async def reverse_payment(w: World) -> Any:
    return w.tokens["mediator"], {"payment": await _paid(w), "reason": WHY}


@way("bookAdvance")
async def book_advance(w: World) -> Any:
    case, promise = await _promised(w)
    item = {"commitment": gid("Commitment", promise.id), "amountFen": 100, "version": promise.version}
    given = {"case": gid("Case", case.id), "items": [item], "payerName": "二房东陈某", "paidOn": FRIDAY}
    return w.tokens["mediator"], {**given, "proof": "回单2", "payerKind": "SUB_LANDLORD", "recourseAgreed": True}


@way("contactDebtor")
async def contact_debtor(w: World) -> Any:
    case, _ = await _promised(w)
    at = (w.make.runtime.clock.now() - timedelta(hours=1)).isoformat()
    given = {"case": gid("Case", case.id), "contactedAt": at, "manner": "PHONE", "outcome": "REFUSES"}
    return w.tokens["mediator"], {**given, "note": "拒付"}


@way("defaultCommitments")
async def default_commitments(w: World) -> Any:
    case, worker, agreement = await _agreement(w, "effective")
    now = w.make.runtime.clock.now()
    await w.make.commitment(agreement, worker, due_on=date(2026, 11, 19))
    at = (now - timedelta(hours=1)).isoformat()
    given = {"case": gid("Case", case.id), "contactedAt": at, "manner": "PHONE", "outcome": "REFUSES"}
    await w.do("mediator", "contactDebtor", **given)
    return w.tokens["mediator"], {"case": gid("Case", case.id)}


# Status links


@way("issueLink")
async def issue_link(w: World) -> Any:
    party = await w.worker(await w.case())
    return w.tokens["mediator"], {"party": gid("Party", party.id)}


@way("reissueLink")
async def reissue_link(w: World) -> Any:
    return await issue_link(w)


@way("revokeLink")
async def revoke_link(w: World) -> Any:
    _, given = await issue_link(w)
    made = await w.do("mediator", "issueLink", **given)
    return w.tokens["mediator"], {"link": made["id"], "reason": WHY}
