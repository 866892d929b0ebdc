"""A case is taken down on its page: what is wrong keeps what was typed, a repetition is shown, a draft is one's own."""

import re

import pytest
from sqlalchemy import select

from mediation.case.models import Case, Claim
from mediation.deadline.models import Deadline
from mediation.kit.actor import Role

PATH = "/cases/new"
WHO = {
    "kind": "SINGLE",
    "channel": "WALK_IN",
    "receivedOn": "2026-11-20",
    "claimants.0.name": "王小明",
    "claimants.0.phone": "139 1234 2234",
    "employer.name": "江南小馆餐饮有限公司",
    "do": "register",
}
OWED = {
    "claimants.0.claims.0.amountFen": "6,480.50",
    "claimants.0.claims.0.periodFrom": "2026-08",
    "claimants.0.claims.0.periodTo": "2026-10",
    "claimants.0.claims.1.amountFen": "900元",
    "claimants.0.claims.3.amountFen": "100",
    "claimants.0.claims.3.note": "押金",
}


def _value(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def _typed(page, name):
    return re.search(rf'id="f-{name}" name="{name}" type="\w+" value="([^"]*)"', page.text)[1]


@pytest.fixture
async def rows(make):
    """Every row of a table."""

    async def read(model):
        async with make.runtime.uow(await make.actor()) as tx:
            return (await tx.session.execute(select(model).order_by(model.id))).scalars().all()

    return read


async def test_what_is_empty_or_wrong_is_named_at_its_field_and_what_was_typed_stays(browser, make, rows):
    await browser.be(await make.staff(Role.INTAKE_CLERK))

    empty = await browser.post(PATH, {"kind": "SINGLE", "channel": "WALK_IN", "receivedOn": "2026-11-20"})
    wrong = await browser.post(PATH, {**WHO, **OWED, "claimants.0.claims.1.amountFen": "六千"})
    api = await browser.post(PATH, {**WHO, "claimants.0.phone": "123", "claimants.0.claims.3.amountFen": "0"})
    odd = await browser.post(PATH, {**WHO, "channel": "SMOKE", "claimants.0.claims.0.periodFrom": "八月"})

    assert [page.status_code for page in (empty, wrong, api, odd)] == [422, 422, 422, 422]
    assert "<title>错误：" in empty.text
    for field in ("employer.name", "claimants.0.name"):
        assert f'href="#f-{field}"' in empty.text
        assert f'id="f-{field}"' in empty.text
    assert "请填写用人单位的名称。" in empty.text
    assert 'href="#f-claimants.0.claims.1.amountFen"' in wrong.text
    assert 'value="六千"' in wrong.text
    assert 'value="江南小馆餐饮有限公司"' in wrong.text
    assert 'href="#f-claimants.0.phone"' in api.text
    assert 'href="#f-claimants.0.claims.3.amountFen"' in api.text
    assert 'href="#f-channel"' in odd.text
    assert 'href="#f-claimants.0.claims.0.amountFen"' in odd.text
    assert await rows(Case) == []


async def test_wages_and_social_insurance_are_taken_down_apart_and_twice_sent_is_once_done(browser, make, rows):
    mediator = await make.staff(Role.MEDIATOR)
    await browser.be(mediator)
    page = await browser.get(PATH)
    once = {**WHO, **OWED, "once": _value(page, "once"), "made": _value(page, "made")}
    once |= {"oral": "on", "urgent.crowd": "on", "urgent.today": "on", "migrant": "on", "summary": "三个月没有发工资"}

    first = await browser.post(PATH, once)
    again = await browser.post(PATH, once)

    (case,) = await rows(Case)
    claims = {one.head: one for one in await rows(Claim)}
    assert first.headers["location"] == again.headers["location"]
    assert first.headers["location"].endswith("?said=registered")
    assert (claims["wage_arrears"].amount_fen, claims["social_insurance"].amount_fen) == (648_050, 90_000)
    assert (str(claims["wage_arrears"].period_from), str(claims["wage_arrears"].period_to)) == (
        "2026-08-01",
        "2026-10-31",
    )
    assert claims["other"].note == "押金"
    assert case.urgent
    assert case.summary == "申请人口头申请。\n紧急：人员聚集；今天须处理。\n三个月没有发工资"
    deadlines = await browser.get(first.headers["location"].replace("?", "/deadlines?"))
    assert "今天须处理" in deadlines.text


async def test_a_collective_case_goes_on_to_its_roster_or_straight_into_its_room(browser, make, rows):
    await browser.be(await make.staff(Role.MEDIATOR))

    done = await browser.post(PATH, {**WHO, "kind": "COLLECTIVE", "do": "room"})
    listed = await browser.post(PATH, {**WHO, "kind": "COLLECTIVE", "employer.name": "别家", "claimants.0.phone": ""})

    case, _ = await rows(Case)
    assert listed.headers["location"].endswith("/import?said=registered")
    assert (case.kind, case.state) == ("collective", "mediating")
    assert "/room?said=registered-room" in done.headers["location"]


async def test_a_likely_repetition_is_shown_before_anything_is_saved_and_only_to_whom_it_belongs(browser, make, rows):
    agency = await make.agency()
    employer = await make.organisation(agency=agency, name=WHO["employer.name"])
    case = await make.case(agency=agency, employer=employer)
    await make.claimant(case, phone="13912342234")
    await browser.be(await make.staff(Role.MEDIATOR, agency=agency))

    typing = await browser.post(f"{PATH}/similar", WHO, on=PATH)
    asked = await browser.post(PATH, WHO)
    seen = {**WHO, "similarSeen": _value(asked, "similarSeen")}
    before = len(await rows(Case))
    done = await browser.post(PATH, seen)
    await browser.be(await make.staff(Role.MEDIATOR))
    elsewhere = await browser.post(f"{PATH}/similar", WHO, on=PATH)

    for page in (typing, asked):
        assert case.number in page.text
        assert "用人单位、劳动者手机" in page.text
    assert asked.status_code == 200
    assert 'value="王小明"' in asked.text
    assert before == 1
    assert done.headers["location"].endswith("?said=registered")
    assert "可能已经登记过" not in elsewhere.text


async def test_a_draft_is_kept_for_its_author_and_gone_once_it_is_a_case(browser, make, rows):
    agency = await make.agency()
    clerk = await make.staff(Role.INTAKE_CLERK, agency=agency)
    await browser.be(clerk)
    page = await browser.get(PATH)
    unchanged = {"kind": "SINGLE", "channel": "WALK_IN", "receivedOn": _typed(page, "receivedOn")}
    passing = {"draftText": re.search(r'name="draftText" value="([^"]*)"', page.text)[1].replace("&#34;", '"')}
    htmx = {"hx-request": "true", "sec-fetch-site": "same-origin"}
    token = {"form_token": _value(page, "form_token"), "draftVersion": "0"}

    idle = await browser.api.client.post(f"{PATH}/draft", data=token | unchanged | passing, headers=htmx)
    first = await browser.api.client.post(f"{PATH}/draft", data=token | WHO | passing, headers=htmx)
    stale = await browser.api.client.post(f"{PATH}/draft", data=token | WHO | OWED, headers=htmx)
    saved = await browser.post(f"{PATH}/draft", {**WHO, **OWED, "draftVersion": "1"}, on=PATH)
    again = await browser.get(PATH)
    await browser.be(await make.staff(Role.INTAKE_CLERK, agency=agency))
    other = await browser.get(PATH)
    await browser.be(clerk)
    await browser.post(PATH, {**WHO, "draft": _value(again, "draft")})
    after = await browser.get(PATH)

    assert idle.status_code == 204
    assert "草稿已保存" in first.text
    assert "没有保存" in stale.text
    assert saved.headers["location"] == f"{PATH}?said=intake-kept"
    assert 'value="6,480.50"' in again.text
    assert "丢弃草稿" in again.text
    assert "王小明" not in other.text
    assert "王小明" not in after.text
    assert len(await rows(Case)) == 1


async def test_a_clerk_takes_down_but_opens_no_room_and_who_may_not_register_is_told(browser, make, rows):
    await browser.be(await make.staff(Role.INTAKE_CLERK))
    page = await browser.get(PATH)
    forged = await browser.post(PATH, {**WHO, "do": "room", "deadline.dueOn": "2026-12-01", "migrant": "on"})
    await browser.be(await make.staff(Role.AUDITOR))
    refused = await browser.get(PATH)

    assert "登记并开调解室" not in page.text
    assert "自定期限" not in page.text
    assert "said=registered-in-part" in forged.headers["location"]
    assert (await rows(Case))[0].state == "registered"
    assert "INTERNAL" not in [one.rule for one in await rows(Deadline)]
    assert refused.status_code == 403
