"""The agreement on its pages: from an accepted offer to the effect, the last moment shown, and what voids signatures."""

import re

import pytest

from mediation.gql.relay import gid
from mediation.kit.actor import Role


def _value(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


@pytest.fixture
async def desk(make):
    """A case with three workers whose employer's offer was accepted, and its mediator."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, mediator_id=mediator.id, state="mediating")
    workers = [await make.claimant(case, name=f"{family}小明", wages_fen=500_000) for family in "王李赵"]
    return agency, mediator, case, workers, f"/cases/{gid('Case', case.id)}/agreement"


async def test_from_the_accepted_offer_to_the_effect_by_clicking(browser, make, clock, desk):
    _, mediator, case, workers, path = desk
    await make.offer(case, wages_fen=1_500_000, social_insurance_fen=0)
    clock.advance(hours=9, minutes=10)
    await browser.be(mediator)

    empty = await browser.get(path)
    drafted = await browser.post(f"{path}/draft", {"offer": _value(empty, "offer")}, on=path)
    page = await browser.get(path)
    base = {"agreement": _value(page, "agreement"), "version": _value(page, "version"), "signatures": "0"}
    base |= {"manner": "", "term.days": "3", "term.kind": "WITHIN_DAYS"}
    early = await browser.post(f"{path}/final", base, on=path)
    assert early.status_code == 422
    assert "没有写明履行方式" in early.text.split('class="summary"')[1].split("</div>")[0]
    saved = await browser.post(path, {**base, "manner": "现金"})
    page = await browser.get(path)
    assert "2026-11-23（周一）24:00" in page.text
    hours = f"{path}/due?agreement={base['agreement']}&term.kind=WITHIN_HOURS&term.hours=72"
    assert "2026-11-23（周一）21:10" in (await browser.get(hours)).text
    typed = {**base, "manner": "银行转账到各人账户", "version": _value(page, "version")}
    final = await browser.post(f"{path}/final", typed, on=path)
    assert [answer.status_code for answer in (drafted, saved, final)] == [303, 303, 303]

    table = await browser.get(f"{path}/sign")
    signed = {"agreement": base["agreement"], "textHash": _value(table, "textHash")}
    for signatory, who in (("WORKER", [gid("Party", one.id) for one in workers]), ("EMPLOYER", []), ("MEDIATOR", [])):
        done = await browser.post(f"{path}/sign", {**signed, "signatory": signatory, "workers": who})
        assert done.headers["location"].endswith("said=signed"), signatory
    sealed = await browser.post(f"{path}/seal", signed, on=f"{path}/sign")
    page = await browser.get(sealed.headers["location"])

    assert "协议已生效" in page.text
    assert "银行转账到各人账户" in page.text
    assert "2026-11-23（周一）24:00" in page.text
    assert "还剩 3 天" in page.text


async def test_a_change_after_the_first_signature_is_asked_for_and_voids_it(browser, make, desk):
    _, mediator, case, workers, path = desk
    row = await make.agreement(case, *workers)
    await browser.be(mediator)
    table = await browser.get(f"{path}/sign")
    signed = {"agreement": gid("Agreement", row.id), "textHash": _value(table, "textHash"), "signatory": "WORKER"}
    await browser.post(f"{path}/sign", {**signed, "workers": [gid("Party", workers[0].id)]})

    page = await browser.get(path)
    changed = {
        "agreement": signed["agreement"],
        "version": _value(page, "version"),
        "signatures": _value(page, "signatures"),
    }
    changed |= {"manner": "现金", "term.kind": "WITHIN_DAYS", "term.days": "5"}
    asked = await browser.post(path, changed)
    without = await browser.post(path, {**changed, "confirmVoiding": "on"})
    done = await browser.post(path, {**changed, "confirmVoiding": "on", "reason": "付款方式改变"})

    assert "修改将使 1 份签名作废" in asked.text
    assert 'value="现金"' in asked.text
    assert without.status_code == 422
    assert done.status_code == 303
    assert "已签 " not in (await browser.get(f"{path}/sign")).text.split("生效条件")[1][:20]


async def test_the_lines_must_sum_to_the_offer_and_keep_what_was_typed(browser, make, desk):
    _, mediator, case, workers, path = desk
    row = await make.agreement(case, *workers, state="draft")
    await browser.be(mediator)
    page = await browser.get(f"{path}/lines")
    typed = {"agreement": gid("Agreement", row.id), "version": _value(page, "version"), "signatures": "0"}
    typed["party"] = [gid("Party", one.id) for one in workers]
    for n in range(3):
        typed |= {f"lines.{n}.wagesFen": "5,000.00", f"lines.{n}.socialInsuranceFen": "1000"}

    wrong = await browser.post(f"{path}/lines", {**typed, "lines.1.wagesFen": "六千"})
    short = await browser.post(f"{path}/lines", {**typed, "lines.1.wagesFen": "4,999.99"})
    right = await browser.post(f"{path}/lines", typed)

    assert wrong.status_code == 422
    assert "六千" in wrong.text
    assert 'href="#f-lines.1.wagesFen"' in wrong.text
    assert short.status_code == 422
    assert right.status_code == 303


async def test_another_studio_sees_no_agreement(browser, make, desk):
    _, _, case, workers, path = desk
    row = await make.agreement(case, *workers)
    await browser.be(await make.staff(Role.MEDIATOR))

    assert (await browser.get(path)).status_code == 404
    assert (await browser.get(f"{path}/print")).status_code == 404
    assert row.id
