"""Valid calls about lawyers, notices, referrals and rooms."""

from typing import Any

from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.kit.actor import Role
from tests.hostile.world import CREDIT_CODE, FRIDAY, PHONE, WHY, World, way

# Lawyers


@way("enrollLawyer")
async def enroll_lawyer(w: World) -> Any:
    staff = await w.make.staff(Role.LAWYER, agency=w.justice, name="赵律师")
    past = {"name": "某公司", "creditCode": CREDIT_CODE, "actedFor": True, "reference": "2025-1"}
    given = {"staff": gid("Staff", staff.id), "firm": "某律师事务所", "licence": "13101", "specialties": ["wages"]}
    return w.tokens["supervisor"], {**given, "pastWork": [past]}


@way("reviseLawyer")
async def revise_lawyer(w: World) -> Any:
    lawyer, _ = await w.make.lawyer(agency=w.justice)
    past = {"name": "某公司", "creditCode": CREDIT_CODE, "actedFor": True, "reference": "2025-1"}
    given = {"lawyer": gid("Lawyer", lawyer.id), "version": 1, "specialties": ["wages"], "capacity": 3}
    return w.tokens["supervisor"], {**given, "pastWork": [past]}


@way("setRota")
async def set_rota(w: World) -> Any:
    lawyer, _ = await w.make.lawyer(agency=w.justice)
    district = gid("District", w.union.district_id)
    return w.tokens["supervisor"], {"district": district, "onDay": FRIDAY, "lawyers": [gid("Lawyer", lawyer.id)]}


@way("offerAssignment")
async def offer_assignment(w: World) -> Any:
    case = await w.case(CaseState.ACCEPTED)
    lawyer, _ = await w.make.lawyer(agency=w.justice)
    return w.tokens["mediator"], {"case": gid("Case", case.id), "lawyer": gid("Lawyer", lawyer.id)}


@way("overrideAssignment")
async def override_assignment(w: World) -> Any:
    _, given = await offer_assignment(w)
    return w.tokens["supervisor"], {**given, "reason": WHY}


async def _asked(w: World, **more: Any) -> Any:
    case = await w.case(CaseState.ACCEPTED)
    lawyer, staff = await w.make.lawyer(agency=w.justice)
    asked = await w.do("mediator", "offerAssignment", case=gid("Case", case.id), lawyer=gid("Lawyer", lawyer.id))
    return await w.make.token(staff), {"assignment": asked["id"], "version": asked["version"], **more}


@way("acceptAssignment")
async def accept_assignment(w: World) -> Any:
    return await _asked(w)


@way("declineAssignment")
async def decline_assignment(w: World) -> Any:
    return await _asked(w, reason=WHY)


@way("handBackAssignment")
async def hand_back_assignment(w: World) -> Any:
    token, given = await _asked(w)
    accepted = await w.do(token, "acceptAssignment", **given)
    return token, {**given, "version": accepted["version"], "reason": WHY}


@way("replaceAssignment")
async def replace_assignment(w: World) -> Any:
    _, given = await _asked(w)
    other, _ = await w.make.lawyer(agency=w.justice, name="钱律师")
    return w.tokens["mediator"], {**given, "lawyer": gid("Lawyer", other.id), "reason": WHY}


# Notices


async def _notice(w: World, **more: Any) -> Any:
    from mediation.notice.models import Notice

    case = await w.case()
    now = w.make.runtime.clock.now()
    row = Notice(
        case_id=case.id,
        district_id=case.district_id,
        template="case.warning",
        parameters={},
        dedupe_key=new_id().hex,
        posted_at=now,
        next_try_at=now,
        **more,
    )
    await w.make.save(row)
    return gid("Notice", row.id)


@way("readNotice")
async def read_notice(w: World) -> Any:
    mine = {"recipient_kind": "staff", "recipient_id": w.people["mediator"].id}
    return w.tokens["mediator"], {"id": await _notice(w, channel="inbox", state="delivered", **mine)}


@way("handleNotice")
async def handle_notice(w: World) -> Any:
    theirs = {"recipient_kind": "staff", "recipient_id": w.people["mediator"].id}
    key = await _notice(w, channel="sms", state="undeliverable", **theirs)
    return w.tokens["mediator"], {"id": key, "note": "已电话告知"}


# Referrals


@way("offerReferral")
async def offer_referral(w: World) -> Any:
    case = await w.case(CaseState.ACCEPTED)
    given = {"case": gid("Case", case.id), "toAgency": gid("Agency", w.court.id), "request": "请协助核实"}
    return w.tokens["mediator"], {**given, "legalBasis": "诉调对接 3"}


async def _referral(w: World, **more: Any) -> Any:
    _, given = await offer_referral(w)
    made = await w.do("mediator", "offerReferral", **given)
    return {"referral": made["id"], "version": made["version"], **more}


@way("acceptReferral")
async def accept_referral(w: World) -> Any:
    return w.tokens["clerk"], await _referral(w)


@way("declineReferral")
async def decline_referral(w: World) -> Any:
    return w.tokens["clerk"], await _referral(w, reason=WHY)


@way("takeBackReferral")
async def take_back_referral(w: World) -> Any:
    return w.tokens["mediator"], await _referral(w)


@way("closeReferral")
async def close_referral(w: World) -> Any:
    given = await _referral(w)
    accepted = await w.do("clerk", "acceptReferral", **given)
    return w.tokens["clerk"], {**given, "version": accepted["version"], "result": "已核实"}


# Rooms


@way("openRoom")
async def open_room(w: World) -> Any:
    case = await w.case(CaseState.ACCEPTED)
    return w.tokens["mediator"], {"case": gid("Case", case.id)}


@way("closeRoom")
async def close_room(w: World) -> Any:
    _, room, *_ = await w.table()
    return w.tokens["mediator"], {"room": gid("Room", room.id), "version": room.version, "note": "谈妥"}


@way("inviteToRoom")
async def invite_to_room(w: World) -> Any:
    case, room, *_ = await w.table()
    employer = await w.employer(case)
    given = {"room": gid("Room", room.id), "party": gid("Party", employer.id), "name": "李老板", "phone": PHONE}
    return w.tokens["mediator"], given


@way("enterRoom")
async def enter_room(w: World) -> Any:
    _, given = await invite_to_room(w)
    made = await w.do("mediator", "inviteToRoom", **given)
    return None, {"link": made["link"], "code": made["entryCode"]}


@way("removeFromRoom")
async def remove_from_room(w: World) -> Any:
    *_, seat = await w.table()
    return w.tokens["mediator"], {"participant": gid("Participant", seat.id), "reason": WHY}


@way("touchRoom")
async def touch_room(w: World) -> Any:
    _, room, *_ = await w.table()
    return w.tokens["mediator"], {"room": gid("Room", room.id)}


@way("speakInRoom")
async def speak_in_room(w: World) -> Any:
    _, room, *_ = await w.table()
    return w.tokens["mediator"], {"room": gid("Room", room.id), "body": "请坐", "clientKey": "k1"}


@way("openCaucus")
async def open_caucus(w: World) -> Any:
    _, room, *_ = await w.table()
    return w.tokens["mediator"], {"room": gid("Room", room.id), "side": "WORKERS"}


async def _caucus(w: World) -> tuple[str, str, str]:
    _, room, _, token, _ = await w.table()
    made = await w.do("mediator", "openCaucus", room=gid("Room", room.id), side="WORKERS")
    return gid("Room", room.id), made["id"], token


@way("speakInCaucus")
async def speak_in_caucus(w: World) -> Any:
    _, caucus, _ = await _caucus(w)
    return w.tokens["mediator"], {"caucus": caucus, "body": "底线是多少", "clientKey": "k1"}


@way("closeCaucus")
async def close_caucus(w: World) -> Any:
    _, caucus, _ = await _caucus(w)
    return w.tokens["mediator"], {"caucus": caucus}


def _offered(room: str, **more: Any) -> dict[str, Any]:
    given = {"room": room, "side": "WORKERS", "wagesFen": 648_000, "socialInsuranceFen": 0}
    return {**given, "term": {"kind": "WITHIN_DAYS", "days": 3}, "conditions": "一次付清", **more}


@way("makeOffer")
async def make_offer(w: World) -> Any:
    _, room, _, token, _ = await w.table()
    return token, _offered(gid("Room", room.id))


@way("withdrawOffer")
async def withdraw_offer(w: World) -> Any:
    token, given = await make_offer(w)
    made = await w.do(token, "makeOffer", **given)
    return token, {"offer": made["id"], "note": "撤回"}


async def _answered(w: World) -> Any:
    case, room, _, token, _ = await w.table()
    made = await w.do(token, "makeOffer", **_offered(gid("Room", room.id)))
    employer = await w.employer(case)
    guest = {"room": gid("Room", room.id), "party": gid("Party", employer.id), "name": "李老板", "phone": PHONE}
    asked = await w.do("mediator", "inviteToRoom", **guest)
    entered = await w.do(None, "enterRoom", link=asked["link"], code=asked["entryCode"])
    return entered["token"], {"offer": made["id"], "note": "可以"}


@way("acceptOffer")
async def accept_offer(w: World) -> Any:
    return await _answered(w)


@way("rejectOffer")
async def reject_offer(w: World) -> Any:
    return await _answered(w)


@way("releaseOffer")
async def release_offer(w: World) -> Any:
    room, caucus, token = await _caucus(w)
    made = await w.do(token, "makeOffer", **_offered(room, caucus=caucus))
    return w.tokens["mediator"], {"offer": made["id"], "words": "可以转达"}


@way("recordMinutes")
async def record_minutes(w: World) -> Any:
    _, room, *_ = await w.table()
    return w.tokens["mediator"], {"room": gid("Room", room.id), "revision": 0, "body": "到场三方"}
