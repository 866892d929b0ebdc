"""Every mutation as somebody would send it: whole and valid, so that nothing but authorization stands in its way."""

from typing import Any, Final

from tests.access.attempt import Attempt, Given, on, versioned
from tests.access.cast import Caller
from tests.access.known import World

_CLAIMANT = {"name": "赵六", "phone": "13900139001", "claims": [{"head": "OVERTIME", "amountFen": 1000}]}
_REASON = "代为核实欠薪情况，需要查看全部材料原件。"
_NOTICE = {
    "year": 2024,
    "title": "国务院办公厅关于2024年部分节假日安排的通知",
    "issuedOn": "2023-10-25",
    "url": "https://www.gov.cn/2024",
    "offDays": [{"from": "2024-01-01", "to": "2024-01-01"}],
    "makeUpDays": [],
    "statutoryDays": [{"from": "2024-01-01", "to": "2024-01-01"}],
}
_STUDIO = {
    "kind": "COURT",
    "nameZh": "新区法院",
    "nameEn": "New court",
    "phone": "12368",
    "districtCode": "310120",
    "districtNameZh": "新区",
    "districtNameEn": "New district",
    "administrator": {"login": "new.court", "name": "周十"},
}


def _case(mutation: str, case: str = "accepted", /, **more: Any) -> Attempt:
    return Attempt(mutation, versioned("id", case, **more), "id", case=case)


def _part(
    mutation: str, field: str, name: str, /, *, seen: str = "case:view", case: str = "accepted", **more: Any
) -> Attempt:
    """Something on a part of a case that carries no version."""
    return Attempt(mutation, on(field, name, **more), field, seen, case)


def _of_case(mutation: str, field: str, name: str, /, **more: Any) -> Attempt:
    """Something on a part of a case that takes the case's version."""
    return Attempt(mutation, lambda w, _: {field: w.ids[name], "version": w.versions["accepted"], **more}, field)


def _payment(w: World, _: Caller) -> dict[str, Any]:
    items = [{"commitment": w.ids["promise"], "amountFen": 1000}]
    return {"case": w.ids["performing"], "items": items, "payerName": "某", "paidOn": "2026-11-20", "proof": "P"}


def _advance(w: World, _: Caller) -> dict[str, Any]:
    paid = {"paidOn": "2026-11-20", "proof": "A-1", "recourseAgreed": True}
    return {"case": w.ids["performing"], "payerKind": "SUB_LANDLORD", "payerName": "某物业", **paid}


def _signature(w: World, caller: Caller) -> dict[str, Any]:
    worker = caller.standing == "workers"
    who = "WORKER" if worker else "EMPLOYER" if caller.standing == "employer" else "MEDIATOR"
    signers = [w.ids["signing worker"]] if worker else []
    given = {"agreement": w.ids["signing agreement"], "textHash": w.texts["signing text"]}
    return {**given, "signatory": who, "workers": signers}


def _for_a_code(w: World, _: Caller) -> dict[str, Any]:
    return {"agreement": w.ids["signing agreement"], "textHash": w.texts["signing text"]}


def _refusal(w: World, caller: Caller) -> dict[str, Any]:
    employer = caller.standing == "employer"
    who = {"signatory": "EMPLOYER"} if employer else {"signatory": "WORKER", "workers": [w.ids["signing worker"]]}
    return {"agreement": w.ids["signing agreement"], "reason": "金额不对", **who}


def _offer(w: World, caller: Caller) -> dict[str, Any]:
    side = "EMPLOYER" if caller.standing == "employer" else "WORKERS"
    behalf = {"onBehalfOf": w.ids["seat of workers@talking"]} if caller.role == "mediator" else {}
    amounts = {"wagesFen": 450_000, "socialInsuranceFen": 0, "term": {"kind": "WITHIN_DAYS", "days": 3}}
    return {"room": w.ids["talking room"], "side": side, **amounts, **behalf}


def _private_offer(w: World, caller: Caller) -> dict[str, Any]:
    return {**_offer(w, caller), "caucus": w.ids["caucus"], "side": "WORKERS"}


def _answer(name: str, on_behalf_of: str) -> Given:
    def given(w: World, caller: Caller) -> dict[str, Any]:
        behalf = {"onBehalfOf": w.ids[on_behalf_of]} if caller.role == "mediator" else {}
        return {"offer": w.ids[name], **behalf}

    return given


def _to_a_lawyer(mutation: str, field: str, name: str, /, **more: Any) -> Attempt:
    case, seen = ("talking", "assignment:view") if name == "assignment" else ("accepted", "case:view")
    given = versioned(field, name, **more) if field == "assignment" else on(field, name, **more)
    return Attempt(mutation, lambda w, c: {**given(w, c), "lawyer": w.ids["free lawyer"]}, field, seen, case)


def _own_letter(w: World, caller: Caller) -> dict[str, Any]:
    return {"id": w.ids.get(f"letter to {caller.name}", w.ids["letter to a colleague"])}


_WORKER, _EMPLOYER = "seat of workers@talking", "seat of employer@talking"


def _own_evidence(w: World, caller: Caller) -> dict[str, Any]:
    own = f"waiting evidence of {caller.name}"
    return {"evidence": w.ids.get(own, w.ids["waiting evidence of a colleague"])}


CASES: Final = (
    Attempt(
        "registerCase",
        lambda _w, _c: {
            "channel": "WALK_IN",
            "receivedOn": "2026-11-20",
            "employer": {"name": "某餐饮有限公司"},
            "claimants": [_CLAIMANT],
        },
    ),
    _case("acceptCase", "registered"),
    _case("refuseCase", "registered", reason="不属于受理范围"),
    _case("editCase", summary="三个月未发工资"),
    Attempt(
        "allocateCase",
        lambda w, _: {"id": w.ids["accepted"], "version": w.versions["accepted"], "mediator": w.ids["colleague"]},
        "id",
    ),
    _case("withdrawCase", reason="劳动者撤回"),
    _case("transferCase", to="劳动监察大队", reason="涉嫌犯罪"),
    _case("closeCase", outcome="FAILED", reason="分歧过大"),
    _case("reopenCase", "closed", reason="有新证据"),
    _part("markCaseSeen", "id", "accepted"),
    _part("recuseCase", "id", "accepted", reason="与当事人有亲属关系"),
    Attempt(
        "recuseCase",
        lambda w, _: {"id": w.ids["accepted"], "staff": w.ids["colleague"], "reason": "与当事人有亲属关系"},
        "id",
        name="recuseCase of a colleague",
    ),
    Attempt(
        "breakGlassCase",
        lambda w, _: {"number": w.texts["accepted number"], "reason": _REASON, "hours": 24},
        "number",
    ),
    _of_case("addParty", "case", "accepted", claimant=_CLAIMANT),
    _of_case("reviseParty", "id", "accepted worker", job="厨师"),
    _of_case("withdrawParty", "id", "accepted worker", reason="本人退出"),
    Attempt(
        "electParty",
        lambda w, _: {
            "case": w.ids["accepted"],
            "version": w.versions["accepted"],
            "representatives": [{"party": w.ids["accepted worker"]}],
            "electedOn": "2026-11-20",
        },
        "case",
    ),
    _of_case("stateClaim", "party", "accepted worker", head="OVERTIME", amountFen=1000),
    _of_case("amendClaim", "id", "claim", amountFen=2000),
    Attempt(
        "recordCircumstances",
        versioned("case", "accepted", circumstances=[{"which": "ORDER_CAN_BE_SERVED", "holds": True}]),
        "case",
    ),
    _part(
        "recordFinding", "case", "accepted", kind="BREACH", statement="欠薪属实", source="账册", foundOn="2026-11-20"
    ),
    _part("generateDocument", "case", "accepted", kind="RIGHTS_NOTICE", format="DOCX"),
    _part("previewRoster", "case", "accepted", text="姓名,工资\n王明,100"),
    _part("reviseRoster", "roster", "roster", version=1, cells=[{"line": 2, "column": "JOB", "text": "厨师"}]),
    _part("confirmRoster", "roster", "roster"),
    _part("undoRoster", "roster", "imported roster", reason="导入了错误的文件"),
    _part("revealPerson", "party", "accepted worker", seen="party:view", field="PHONE", reason="联系当事人"),
    _part("setDeadline", "case", "accepted", seen="deadline:view", title="补材料", dueOn="2026-11-30"),
    _part("meetDeadline", "id", "deadline", seen="deadline:view"),
    Attempt(
        "extendDeadline",
        lambda w, _: {
            "id": w.ids["extendable"],
            "version": w.versions["accepted"],
            "days": 5,
            "consents": [
                {"party": w.ids[name], "manner": "WRITTEN", "consentedOn": "2026-11-20"}
                for name in ("accepted worker", "accepted respondent")
            ],
        },
        "id",
        "deadline:view",
    ),
    Attempt(
        "recordProcedure",
        versioned("case", "accepted", trigger="ARBITRATION_APPLICATION_RECEIVED", happenedOn="2026-11-20"),
        "case",
        "deadline:view",
    ),
    Attempt(
        "correctProcedure",
        lambda w, _: {"id": w.ids["event"], "version": w.versions["accepted"], "reason": "日期记错"},
        "id",
        "deadline:view",
    ),
    _part("issueLink", "party", "registered worker", seen="link:view", case="registered"),
    _part("reissueLink", "party", "accepted worker", seen="link:view"),
    _part("revokeLink", "link", "link", seen="link:view", reason="手机丢失"),
    _part("readNotice", "id", "board", seen="notice:view"),
    Attempt("readNotice", _own_letter, "id", "letter to the caller", name="readNotice of one's own"),
    Attempt("readNotice", on("id", "letter to a colleague"), "id", "notice:view", name="readNotice of somebody else's"),
    _part("handleNotice", "id", "failed text", seen="notice:view", note="已电话告知"),
    Attempt(
        "handleNotice",
        on("id", "private failed text", note="已电话告知"),
        "id",
        "private failed text",
        name="handleNotice of a private one",
    ),
)

LAWYERS: Final = (
    Attempt("enrollLawyer", on("staff", "junior", firm="某律所", licence="L-9"), "staff", "lawyer of the district"),
    Attempt(
        "reviseLawyer", versioned("lawyer", "assigned lawyer", specialties=[], capacity=5), "lawyer", "lawyer:view"
    ),
    Attempt(
        "setRota",
        lambda w, _: {"district": w.ids["district"], "onDay": "2026-11-23", "lawyers": [w.ids["free lawyer"]]},
        "district",
        "lawyer of the district",
    ),
    _to_a_lawyer("offerAssignment", "case", "accepted"),
    _to_a_lawyer("overrideAssignment", "case", "accepted", reason=_REASON),
    _to_a_lawyer("replaceAssignment", "assignment", "assignment", reason="律师无法继续办理"),
    Attempt("acceptAssignment", versioned("assignment", "open request"), "assignment", "request:view", "asked"),
    Attempt(
        "declineAssignment",
        versioned("assignment", "open request", reason="时间冲突"),
        "assignment",
        "request:view",
        "asked",
    ),
    Attempt(
        "handBackAssignment",
        versioned("assignment", "assignment", reason="时间冲突"),
        "assignment",
        "assignment:view",
        "talking",
    ),
    Attempt(
        "offerReferral",
        lambda w, _: {
            "case": w.ids["registered"],
            "toAgency": w.ids["court"],
            "request": "请协助",
            "legalBasis": "工会法 21",
        },
        "case",
        case="registered",
    ),
    Attempt("acceptReferral", versioned("referral", "open referral"), "referral", "referral:view", "asked"),
    Attempt(
        "declineReferral",
        versioned("referral", "open referral", reason="不属管辖"),
        "referral",
        "referral:view",
        "asked",
    ),
    Attempt("takeBackReferral", versioned("referral", "open referral"), "referral", "referral:view", "asked"),
    Attempt(
        "closeReferral", versioned("referral", "referral", result="已核实"), "referral", "referral:view", "accepted"
    ),
)


def _room(mutation: str, field: str, name: str, /, *, seen: str = "room:view", **more: Any) -> Attempt:
    return Attempt(mutation, on(field, name, **more), field, seen, "talking")


ROOMS: Final = (
    Attempt("openRoom", on("case", "accepted"), "case"),
    Attempt("closeRoom", versioned("room", "talking room"), "room", "room:view", "talking"),
    Attempt(
        "inviteToRoom",
        lambda w, _: {"room": w.ids["talking room"], "agency": w.ids["justice"]},
        "room",
        "room:view",
        "talking",
    ),
    _room("enterRoom", "room", "talking room"),
    _room("removeFromRoom", "participant", "seat of third@talking", reason="已离开"),
    _room("touchRoom", "room", "talking room"),
    _room("speakInRoom", "room", "talking room", body="同意继续。", clientKey="matrix"),
    _room("openCaucus", "room", "talking room", seen="caucus of the room", side="EMPLOYER"),
    _room("speakInCaucus", "caucus", "caucus", seen="caucus:view", body="可以。", clientKey="matrix"),
    _room("closeCaucus", "caucus", "caucus", seen="caucus:view"),
    Attempt("makeOffer", _offer, "room", "offer:view", "talking"),
    Attempt("makeOffer", _private_offer, "caucus", "private offer", "talking", "makeOffer in private"),
    Attempt("acceptOffer", _answer("offer", _WORKER), "offer", "offer:view", "talking"),
    Attempt("rejectOffer", _answer("offer", _WORKER), "offer", "offer:view", "talking"),
    Attempt("withdrawOffer", _answer("offer", _EMPLOYER), "offer", "offer:view", "talking"),
    Attempt(
        "acceptOffer",
        _answer("private offer", _EMPLOYER),
        "offer",
        "private offer",
        "talking",
        "acceptOffer that is private",
    ),
    Attempt(
        "withdrawOffer",
        _answer("private offer", _WORKER),
        "offer",
        "private offer",
        "talking",
        "withdrawOffer that is private",
    ),
    _room("releaseOffer", "offer", "private offer", seen="private offer", words="可以告诉对方"),
    _room("recordMinutes", "room", "talking room", revision=0, body="双方到场。"),
)


def _agreement(mutation: str, key: str, /, **more: Any) -> Attempt:
    seen = "draft agreement" if key == "drafted" else "agreement:view"
    return Attempt(mutation, versioned("agreement", f"{key} agreement", **more), "agreement", seen, key)


MONEY: Final = (
    Attempt(
        "draftAgreement",
        lambda w, _: {"case": w.ids["talking"], "offer": w.ids["accepted offer"]},
        "case",
        "agreement:view",
        "talking",
    ),
    _agreement("reviseAgreement", "drafted", manner="现金"),
    _agreement("finaliseAgreement", "drafted"),
    _agreement("abandonAgreement", "drafted", reason="重新商议"),
    Attempt(
        "abandonAgreement",
        versioned("agreement", "signing agreement", reason="重新商议"),
        "agreement",
        "agreement:view",
        "signing",
        "abandonAgreement while signing",
    ),
    Attempt("signAgreement", _signature, "agreement", "agreement:view", "signing"),
    Attempt("sendSigningCode", _for_a_code, "agreement", "agreement:view", "signing"),
    Attempt("declineAgreement", _refusal, "agreement", "agreement:view", "signing"),
    Attempt(
        "sealAgreement",
        lambda w, _: {"agreement": w.ids["signing agreement"], "textHash": w.texts["signing text"]},
        "agreement",
        "agreement:view",
        "signing",
    ),
    Attempt("recordPayment", _payment, "case", "commitment:view", "performing"),
    Attempt("confirmPayment", on("payment", "payment"), "payment", "commitment:view", "performing"),
    Attempt("reversePayment", on("payment", "payment", reason="误记"), "payment", "commitment:view", "performing"),
    Attempt("bookAdvance", _advance, "case", "commitment:view", "performing"),
    Attempt(
        "contactDebtor",
        lambda w, _: {
            "case": w.ids["performing"],
            "contactedAt": "2026-11-20T03:00:00Z",
            "manner": "PHONE",
            "outcome": "REFUSES",
        },
        "case",
        "commitment:view",
        "performing",
    ),
    Attempt("acceptEvidence", _own_evidence, "evidence", "evidence:view", "talking"),
    Attempt("discardEvidence", _own_evidence, "evidence", "evidence:view", "talking"),
    Attempt(
        "acceptEvidence",
        on("evidence", "waiting evidence of a colleague"),
        "evidence",
        "evidence that waits",
        "talking",
        "acceptEvidence of somebody else's",
    ),
    Attempt(
        "attachEvidence",
        lambda w, _: {"evidence": w.ids["evidence"], "about": [w.ids["talking worker"]]},
        "evidence",
        "evidence:view",
        "talking",
    ),
    Attempt("withdrawEvidence", on("evidence", "evidence", reason="误传"), "evidence", "evidence:view", "talking"),
    Attempt("defaultCommitments", on("case", "performing"), "case", "commitment:view", "performing"),
)

ACCOUNTS: Final = (
    Attempt("createStaff", lambda _w, _c: {"login": "new.clerk", "name": "周十", "roles": ["CLERK"]}),
    Attempt("disableStaff", versioned("staff", "colleague"), "staff", "staff:view"),
    Attempt("enableStaff", versioned("staff", "disabled"), "staff", "staff:view"),
    Attempt("grantRoles", versioned("staff", "colleague", roles=["MEDIATOR", "CLERK"]), "staff", "staff:view"),
    Attempt("resetStaff", versioned("staff", "colleague"), "staff", "staff:view"),
    Attempt("resetSecondFactor", versioned("staff", "colleague"), "staff", "staff:view"),
    Attempt("establishAgency", lambda _w, _c: dict(_STUDIO)),
    Attempt("loadCalendar", lambda _w, _c: dict(_NOTICE)),
    Attempt("signOut", lambda _w, _c: {}),
    Attempt("signOutEverywhere", lambda _w, _c: {}),
    Attempt(
        "changePassword",
        lambda _w, _c: {"currentPassword": "错误的密码一二三四", "newPassword": "很长的新密码一二三四五六七"},
    ),
    Attempt("extendSession", lambda _w, _c: {}),
    Attempt("reviseProfile", lambda _w, _c: {"locale": "en", "textSize": 18, "shortcuts": False, "quietHours": None}),
    Attempt("enrollFactor", lambda _w, _c: {"kind": "TOTP", "currentPassword": "错误的密码一二三四"}),
    Attempt("confirmFactor", lambda _w, _c: {"code": "123456"}),
    Attempt("removeFactor", lambda _w, _c: {"kind": "TOTP", "currentPassword": "错误的密码一二三四"}),
)


def _order(mutation: str, name: str, /, **more: Any) -> Attempt:
    return Attempt(mutation, versioned("id", name, **more), "id", "order:view")


ORDERS: Final = (
    Attempt("registerOrder", lambda _w, _c: {"channel": "HOTLINE", "content": "工地体检车", "phone": "13900139001"}),
    _order("takeOrder", "requested order", opinion="予以受理", level="STREET"),
    Attempt(
        "dispatchOrder",
        lambda w, _: {
            "id": w.ids["dispatching order"],
            "version": w.versions["dispatching order"],
            "agency": w.ids["studio"],
        },
        "id",
        "order:view",
    ),
    _order("escalateOrder", "dispatching order", reason="街道解决有难度"),
    _order("handleOrder", "handling order", result="设置便民服务点"),
    _order("rateOrder", "rating order", mark="SATISFIED"),
    _order("closeOrder", "rating order", reason="无法联系"),
    Attempt("revealOrder", on("id", "handling order", reason=_REASON), "id", "order:view"),
)


def _own(what: str) -> Given:
    return lambda w, c: {"id": w.ids.get(f"{what} of {c.name}", w.ids[f"{what} of mediator/home"])}


DESKS: Final = (
    Attempt("saveDraft", lambda _w, _c: {"kind": "INTAKE", "body": "{}", "version": 1}),
    Attempt("discardDraft", _own("draft"), "id", "own draft"),
    Attempt(
        "discardDraft",
        on("id", "draft of mediator/home"),
        "id",
        "draft of a mediator",
        name="discardDraft of a mediator",
    ),
    Attempt("saveFilter", lambda _w, _c: {"name": "逾期", "filter": {"tabs": ["OVERDUE"]}}),
    Attempt("deleteFilter", _own("filter"), "id", "own filter"),
    Attempt("deleteFilter", on("id", "shared filter"), "id", "shared filter", name="deleteFilter that is shared"),
    Attempt("restoreFilter", _own("filter"), "id", "own filter"),
    Attempt("restoreFilter", on("id", "shared filter"), "id", "shared filter", name="restoreFilter that is shared"),
)

ATTEMPTS: Final = (*CASES, *LAWYERS, *ROOMS, *MONEY, *ACCOUNTS, *DESKS, *ORDERS)

OPEN_TO_ALL: Final = frozenset({"signIn", "sendSignInCode", "completeSignIn"})
"""Mutations that no verb guards: whoever comes is nobody yet."""
