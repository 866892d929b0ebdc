"""Valid calls about accounts and cases."""

from typing import Any

from stdnum.cn import uscc

from mediation.case.models import Case, CaseState, Party
from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.kit.actor import Role
from tests.hostile.world import CREDIT_CODE, FRIDAY, ID_NUMBER, PHONE, WHY, World, way


def credit_code() -> str:
    """A valid credit code that no other organisation of the test has."""
    body = f"91310000{new_id().int % 10**9:09d}"
    return body + uscc.calc_check_digit(body)


# Sessions and accounts


@way("signIn")
async def sign_in(w: World) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union, password="correct horse battery")
    return None, {"login": staff.login, "password": "correct horse battery"}


async def _with_an_app(w: World) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union, password="correct horse battery")
    return staff, await w.make.app(staff)


async def _challenge(w: World, staff: Any) -> str:
    given = {"login": staff.login, "password": "correct horse battery"}
    answer = await w.do(None, "signIn", **given)
    return str(answer["challenge"])


@way("completeSignIn")
async def complete_sign_in(w: World) -> Any:
    staff, secret = await _with_an_app(w)
    return None, {"challenge": await _challenge(w, staff), "code": w.make.code(secret)}


@way("sendSignInCode")
async def send_sign_in_code(w: World) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union, password="correct horse battery")
    await w.make.phone(staff, PHONE)
    return None, {"challenge": await _challenge(w, staff)}


@way("enrollFactor")
async def enroll_app(w: World) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union, password="correct horse battery")
    return await w.make.token(staff), {"kind": "TOTP", "currentPassword": "correct horse battery"}


@way("enrollFactor")
async def enroll_phone(w: World) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union, password="correct horse battery")
    given = {"kind": "SMS", "currentPassword": "correct horse battery", "phone": PHONE}
    return await w.make.token(staff), given


@way("confirmFactor")
async def confirm_factor(w: World) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union)
    secret = await w.make.app(staff, confirmed=False)
    return await w.make.token(staff), {"code": w.make.code(secret)}


@way("removeFactor")
async def remove_factor(w: World) -> Any:
    staff, _ = await _with_an_app(w)
    return await w.make.token(staff), {"kind": "TOTP", "currentPassword": "correct horse battery"}


@way("extendSession")
async def extend_session(w: World) -> Any:
    return await w.make.token(w.people["mediator"]), {}


@way("reviseProfile")
async def revise_profile(w: World) -> Any:
    given = {
        "locale": "en",
        "textSize": 18,
        "shortcuts": False,
        "quietHours": {"fromHour": 22, "toHour": 7},
        "phone": PHONE,
        "email": "zhang@example.cn",
    }
    return await w.make.token(await w.make.staff(Role.MEDIATOR, agency=w.union)), given


@way("resetSecondFactor")
async def reset_second_factor(w: World) -> Any:
    return await _account(w)


@way("signOut")
async def sign_out(w: World) -> Any:
    return await w.make.token(w.people["mediator"]), {}


@way("signOutEverywhere")
async def sign_out_everywhere(w: World) -> Any:
    return await w.make.token(await w.make.staff(Role.MEDIATOR, agency=w.union)), {}


@way("changePassword")
async def change_password(w: World) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union, password="correct horse battery")
    given = {"currentPassword": "correct horse battery", "newPassword": "another horse battery"}
    return await w.make.token(staff), given


@way("createStaff")
async def create_staff(w: World) -> Any:
    login = f"new{new_id().hex[-12:]}"
    given = {"login": login, "name": "王新", "roles": ["MEDIATOR"], "phone": PHONE, "email": "wang@example.cn"}
    return w.tokens["administrator"], given


async def _account(w: World, **more: Any) -> Any:
    staff = await w.make.staff(Role.MEDIATOR, agency=w.union)
    return w.tokens["administrator"], {"staff": gid("Staff", staff.id), "version": 1, **more}


@way("disableStaff")
async def disable_staff(w: World) -> Any:
    return await _account(w)


@way("disableStaff")
async def disable_and_hand_over(w: World) -> Any:
    token, given = await _account(w)
    return token, {**given, "handOverTo": gid("Staff", w.people["colleague"].id)}


@way("enableStaff")
async def enable_staff(w: World) -> Any:
    token, given = await _account(w)
    await w.do("administrator", "disableStaff", **given)
    return token, {**given, "version": 2}


@way("resetStaff")
async def reset_staff(w: World) -> Any:
    return await _account(w)


@way("grantRoles")
async def grant_roles(w: World) -> Any:
    return await _account(w, roles=["SUPERVISOR"])


@way("loadCalendar")
async def load_calendar(w: World) -> Any:
    day = {"from": "2024-01-01", "to": "2024-01-01"}
    given = {
        "year": 2024,
        "title": f"2024年放假安排 {new_id().hex[-12:]}",
        "number": "国办发明电〔2023〕7号",
        "issuedOn": "2023-10-25",
        "url": "https://www.gov.cn/2024",
        "offDays": [day],
        "makeUpDays": ["2024-02-04"],
        "statutoryDays": [day],
    }
    return w.tokens["administrator"], given


@way("establishAgency")
async def establish_agency(w: World) -> Any:
    n = int.from_bytes(new_id().bytes[-6:])
    letters = "".join("甲乙丙丁戊己庚辛壬癸"[int(d)] for d in f"{n:015d}"[-9:])
    studio = {"nameZh": "工作室", "nameEn": "Studio", "legalBasis": "上海市工会条例 25", "numberPrefix": letters}
    person = {"login": f"adm{n:x}"[:20], "name": "王管", "phone": PHONE}
    given = {
        "kind": "UNION",
        "nameZh": f"总工会{letters}",
        "nameEn": f"Union {n}",
        "phone": "021-5555 0000",
        "districtCode": f"3101{n % 90 + 10}",
        "districtNameZh": "新区",
        "districtNameEn": "New District",
        "studio": studio,
        "administrator": person,
    }
    return w.tokens["administrator"], given


# The desk


@way("saveDraft")
async def save_draft(w: World) -> Any:
    about = gid("Case", (await w.case()).id)
    return w.tokens["mediator"], {"kind": "MINUTES", "about": about, "body": '{"a": 1}', "version": 0}


@way("discardDraft")
async def discard_draft(w: World) -> Any:
    token, given = await save_draft(w)
    return token, {"id": (await w.do("mediator", "saveDraft", **given))["id"]}


@way("saveFilter")
async def save_filter(w: World) -> Any:
    search = f"甲{new_id().int % 10**9}"
    return await w.make.token(await w.make.staff(Role.MEDIATOR, agency=w.union)), {
        "name": "逾期",
        "filter": {"tabs": ["OVERDUE"], "withinDays": 3, "search": search},
        "shared": True,
    }


@way("deleteFilter")
async def delete_filter(w: World) -> Any:
    token, given = await save_filter(w)
    return token, {"id": (await w.do(token, "saveFilter", **given))["id"]}


@way("restoreFilter")
async def restore_filter(w: World) -> Any:
    token, given = await delete_filter(w)
    await w.do(token, "deleteFilter", **given)
    return token, given


# Cases


@way("markCaseSeen")
async def mark_case_seen(w: World) -> Any:
    return w.tokens["mediator"], {"id": gid("Case", (await w.case()).id)}


_COMPUTED = {
    "head": "overtime",
    "inputs": [{"name": "monthly_pay_fen", "value": "12000元"}, {"name": "rest_hours", "value": "7"}],
    "region": "shanghai",
    "on": FRIDAY,
}


def _claimant(**more: Any) -> dict[str, Any]:
    claim = {"head": "WAGE_ARREARS", "amountFen": 648_000, "note": "八月至十月"}
    return {"name": "王小明", "phone": PHONE, "idNumber": ID_NUMBER, "job": "服务员", "claims": [claim], **more}


def _computing(**more: Any) -> dict[str, Any]:
    return _claimant(claims=[{"head": "OVERTIME", "computed": _COMPUTED, "note": "国庆"}], **more)


_EMPLOYER = {
    "name": "某某餐饮管理有限公司",
    "creditCode": CREDIT_CODE,
    "contactName": "李老板",
    "contactPhone": "021-64120001",
    "address": "上海市闵行区某路1号",
}


@way("registerCase")
async def register_case(w: World) -> Any:
    others = [
        {"relation": "SUB_LANDLORD", "person": {"name": "陈二", "phone": PHONE, "idNumber": ID_NUMBER}},
    ]
    given = {
        "channel": "WALK_IN",
        "receivedOn": FRIDAY,
        "employer": _EMPLOYER,
        "claimants": [_claimant()],
        "otherParties": others,
        "summary": "拖欠三个月工资",
    }
    return w.tokens["mediator"], given


@way("registerCase")
async def register_case_with_a_company(w: World) -> Any:
    token, given = await register_case(w)
    given["claimants"] = [_computing()]
    given["otherParties"] = [{"relation": "LANDLORD", "organisation": {**_EMPLOYER, "name": "某物业公司"}}]
    return token, given


async def _of_case(w: World, state: CaseState, **more: Any) -> Any:
    case = await w.case(state)
    await w.worker(case)
    return w.tokens["mediator"], {"id": gid("Case", case.id), "version": case.version, **more}


@way("acceptCase")
async def accept_case(w: World) -> Any:
    return await _of_case(w, CaseState.REGISTERED)


@way("refuseCase")
async def refuse_case(w: World) -> Any:
    return await _of_case(w, CaseState.REGISTERED, reason=WHY)


@way("editCase")
async def edit_case(w: World) -> Any:
    return await _of_case(w, CaseState.ACCEPTED, summary="补充情况", employer=_EMPLOYER)


@way("allocateCase")
async def allocate_case(w: World) -> Any:
    return await _of_case(w, CaseState.ACCEPTED, mediator=gid("Staff", w.people["colleague"].id))


@way("withdrawCase")
async def withdraw_case(w: World) -> Any:
    return await _of_case(w, CaseState.ACCEPTED, reason=WHY)


@way("transferCase")
async def transfer_case(w: World) -> Any:
    return await _of_case(w, CaseState.ACCEPTED, to="区仲裁院", reason=WHY)


@way("closeCase")
async def close_case(w: World) -> Any:
    return await _of_case(w, CaseState.MEDIATING, outcome="FAILED", reason=WHY)


@way("reopenCase")
async def reopen_case(w: World) -> Any:
    token, given = await close_case(w)
    closed = await w.do("mediator", "closeCase", **given)
    return token, {"id": given["id"], "version": closed["version"], "reason": WHY}


@way("recuseCase")
async def recuse_case(w: World) -> Any:
    _, given = await _of_case(w, CaseState.ACCEPTED)
    colleague = gid("Staff", w.people["colleague"].id)
    return w.tokens["supervisor"], {"id": given["id"], "staff": colleague, "reason": WHY}


@way("breakGlassCase")
async def break_glass_case(w: World) -> Any:
    case = await w.case()
    return w.tokens["outsider"], {"number": case.number, "reason": WHY, "hours": 2}


@way("addParty")
async def add_claimant(w: World) -> Any:
    _, given = await _of_case(w, CaseState.REGISTERED)
    claimant = _claimant(name="李雷", phone="13912345678", idNumber=None)
    return w.tokens["mediator"], {"case": given["id"], "version": given["version"], "claimant": claimant}


@way("addParty")
async def add_claimant_with_a_computed_claim(w: World) -> Any:
    token, given = await add_claimant(w)
    return token, {**given, "claimant": _computing(name="李雷", phone="13912345678", idNumber=None)}


@way("addParty")
async def add_person(w: World) -> Any:
    _, given = await _of_case(w, CaseState.REGISTERED)
    other = {"relation": "SUB_LANDLORD", "person": {"name": "陈二", "phone": PHONE}}
    return w.tokens["mediator"], {"case": given["id"], "version": given["version"], "otherParty": other}


@way("addParty")
async def add_company(w: World) -> Any:
    _, given = await _of_case(w, CaseState.REGISTERED)
    other = {"relation": "LANDLORD", "organisation": _EMPLOYER}
    return w.tokens["mediator"], {"case": given["id"], "version": given["version"], "otherParty": other}


async def _party(w: World) -> tuple[Case, Party]:
    case = await w.case()
    return case, await w.worker(case)


@way("reviseParty")
async def revise_party(w: World) -> Any:
    case, party = await _party(w)
    given = {"id": gid("Party", party.id), "version": case.version, "name": "王大明", "phone": PHONE, "job": "厨师"}
    return w.tokens["mediator"], given


@way("reviseParty")
async def revise_company(w: World) -> Any:
    case = await w.case()
    other = {"relation": "LANDLORD", "organisation": {"name": "某物业公司"}}
    added = await w.do("mediator", "addParty", case=gid("Case", case.id), version=case.version, otherParty=other)
    parties = "query($id: ID!) { case(id: $id) { version otherParties { id } } }"
    case_now = (await w.api.data(parties, {"id": gid("Case", case.id)}, token=w.tokens["mediator"]))["case"]
    assert added
    (party,) = case_now["otherParties"]
    given = {"id": party["id"], "version": case_now["version"], "creditCode": credit_code(), "contactName": "李老板"}
    return w.tokens["mediator"], {**given, "contactPhone": "021-64120001", "address": "某路2号"}


@way("withdrawParty")
async def withdraw_party(w: World) -> Any:
    case, party = await _party(w)
    await w.worker(case, name="李雷", phone="13912345678")
    return w.tokens["mediator"], {"id": gid("Party", party.id), "version": case.version, "reason": WHY}


@way("electParty")
async def elect_party(w: World) -> Any:
    case, party = await _party(w)
    chosen = [{"party": gid("Party", party.id), "specialAuthority": True}]
    given = {"case": gid("Case", case.id), "version": case.version, "representatives": chosen, "electedOn": FRIDAY}
    return w.tokens["mediator"], {**given, "document": "推选书1号"}


@way("stateClaim")
async def state_claim(w: World) -> Any:
    case, party = await _party(w)
    given = {"party": gid("Party", party.id), "version": case.version, "head": "OVERTIME", "amountFen": 100}
    return w.tokens["mediator"], {**given, "note": "国庆加班"}


@way("stateClaim")
async def state_computed_claim(w: World) -> Any:
    case, party = await _party(w)
    given = {"party": gid("Party", party.id), "version": case.version, "head": "OVERTIME", "computed": _COMPUTED}
    return w.tokens["mediator"], {**given, "note": "国庆加班"}


@way("amendClaim")
async def amend_claim(w: World) -> Any:
    case, party = await _party(w)
    claims = "query($id: ID!) { node(id: $id) { ... on Party { claims { id } } } }"
    found = (await w.api.data(claims, {"id": gid("Party", party.id)}, token=w.tokens["mediator"]))["node"]["claims"]
    return w.tokens["mediator"], {"id": found[0]["id"], "version": case.version, "amountFen": 5, "note": "更正"}


@way("amendClaim")
async def amend_computed_claim(w: World) -> Any:
    token, given = await state_computed_claim(w)
    claim = await w.do("mediator", "stateClaim", **given)
    more = [{"name": "monthly_pay_fen", "value": "12000元"}, {"name": "rest_hours", "value": "8"}]
    return token, {"id": claim["id"], "version": given["version"] + 1, "computed": {**_COMPUTED, "inputs": more}}


@way("recordFinding")
async def record_finding(w: World) -> Any:
    case = await w.case()
    given = {"case": gid("Case", case.id), "kind": "BREACH", "statement": "欠薪两个月", "source": "走访"}
    return w.tokens["mediator"], {**given, "foundOn": FRIDAY}


@way("generateDocument")
async def generate_document(w: World) -> Any:
    case = await w.case()
    details = {"LETTER_NUMBER": "闵工函1号", "BREACHES": "欠薪", "ARTICLES": "劳动法50", "CORRECTION": "补发"}
    given = [{"field": field, "value": value} for field, value in {**details, "REPLY_DUE_ON": "十日内"}.items()]
    asked = {"kind": "SUPERVISION_REMINDER", "format": "DOCX", "details": given}
    return w.tokens["mediator"], {"case": gid("Case", case.id), **asked}


@way("generateDocument")
async def generate_for_a_worker(w: World) -> Any:
    case, worker = await _party(w)
    given = {"case": gid("Case", case.id), "worker": gid("Party", worker.id)}
    return w.tokens["mediator"], {**given, "kind": "POWER_OF_ATTORNEY", "format": "DOCX", "draft": True}


@way("recordCircumstances")
async def record_circumstances(w: World) -> Any:
    case = await w.case()
    found = [{"which": "MUTUAL_DEBTS", "holds": False, "basis": "双方确认"}]
    return w.tokens["mediator"], {"case": gid("Case", case.id), "version": case.version, "circumstances": found}


@way("confirmRoster")
async def confirm_roster(w: World) -> Any:
    case = await w.case()
    sent = {"authorization": f"Bearer {w.tokens['mediator']}"}
    path = f"/cases/{gid('Case', case.id)}/import"
    answer = await w.api.client.post(path, content="姓名,工资\n王明,100\n李雷,200".encode(), headers=sent)
    return w.tokens["mediator"], {"roster": answer.json()["id"], "version": 1}


PASTED = "姓名\t手机\t工资\n王明\t13900139011\t100\n李雷\t13900139011\t200"


async def _pasted(w: World) -> Any:
    case = await w.case()
    made = await w.do("mediator", "previewRoster", case=gid("Case", case.id), text=PASTED)
    return made["id"]


@way("previewRoster")
async def preview_roster(w: World) -> Any:
    case = await w.case()
    columns = [{"column": "NAME", "place": 1}, {"column": "PHONE", "place": 2}, {"column": "WAGES", "place": 3}]
    return w.tokens["mediator"], {"case": gid("Case", case.id), "text": PASTED, "columns": columns}


@way("reviseRoster")
async def revise_roster(w: World) -> Any:
    given = {
        "columns": [{"column": "NAME", "place": 1}, {"column": "PHONE", "place": 2}, {"column": "WAGES", "place": 3}],
        "cells": [{"line": 2, "column": "JOB", "text": "厨师"}],
        "duplicates": [{"line": 3, "decision": "KEEP"}],
    }
    return w.tokens["mediator"], {"roster": await _pasted(w), "version": 1, **given}


@way("undoRoster")
async def undo_roster(w: World) -> Any:
    roster = await _pasted(w)
    await w.do("mediator", "confirmRoster", roster=roster, keep=[3])
    return w.tokens["mediator"], {"roster": roster, "reason": WHY}


@way("revealPerson")
async def reveal_person(w: World) -> Any:
    _, party = await _party(w)
    return w.tokens["mediator"], {"party": gid("Party", party.id), "field": "PHONE", "reason": WHY}


@way("setDeadline")
async def set_deadline(w: World) -> Any:
    case = await w.case()
    given = {"case": gid("Case", case.id), "title": "核实账户", "dueOn": "2026-11-25", "note": "备注"}
    return w.tokens["mediator"], given


@way("meetDeadline")
async def meet_deadline(w: World) -> Any:
    token, given = await set_deadline(w)
    made = await w.do("mediator", "setDeadline", **given)
    return token, {"id": made["id"], "note": "已核实", "metOn": FRIDAY}


@way("extendDeadline")
async def extend_deadline(w: World) -> Any:
    token, given = await accept_case(w)
    case = await w.do("mediator", "acceptCase", **given)
    query = """query($id: ID!) { case(id: $id) { respondent { id } deadlines { id rule }
      claimants(first: 5) { edges { node { id } } } } }"""
    found = (await w.api.data(query, {"id": given["id"]}, token=token))["case"]
    (running,) = [one["id"] for one in found["deadlines"] if one["rule"] == "M-4"]
    parties = [found["respondent"]["id"], *(edge["node"]["id"] for edge in found["claimants"]["edges"])]
    consents = [{"party": party, "manner": "PHONE", "consentedOn": FRIDAY} for party in parties]
    more = {"days": 10, "consents": consents, "note": "双方要求补充材料"}
    return token, {"id": running, "version": case["version"], **more}


@way("recordProcedure")
async def record_procedure(w: World) -> Any:
    case, party = await _party(w)
    given = {"case": gid("Case", case.id), "version": case.version, "trigger": "NON_FINAL_AWARD_RECEIVED"}
    more = {
        "happenedOn": FRIDAY,
        "party": gid("Party", party.id),
        "reference": "闵劳人仲〔2026〕1号",
        "note": "当面签收",
    }
    return w.tokens["mediator"], {**given, **more}


@way("correctProcedure")
async def correct_procedure(w: World) -> Any:
    token, given = await record_procedure(w)
    made = await w.do("mediator", "recordProcedure", **given)
    return token, {"id": made["id"], "version": given["version"] + 1, "reason": WHY}
