"""Evidence at the pages: brought, looked at, then put into the file of the case; or refused with what is wrong."""

import re

import pytest

from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.evidence.packs import picture


@pytest.fixture
async def desk(browser, make):
    """A mediator of a studio at an accepted case."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, state=CaseState.ACCEPTED, mediator_id=mediator.id)
    await make.claimant(case)
    await browser.be(mediator)
    browser.agency, browser.at = agency, f"/cases/{gid('Case', case.id)}"
    return browser


async def test_a_file_is_looked_at_before_it_is_in_the_file_of_the_case_and_can_be_taken_back(desk, make):
    brought = await desk.post(
        f"{desk.at}/evidence/add", {"kind": "PAYSLIP"}, files={"file": ("工资条.png", picture("PNG"), "image/png")}
    )
    page = (await desk.get(brought.headers["location"])).text
    one = brought.headers["location"]

    assert "还没有收入案卷" in page
    assert re.search(r'<img class="evidence" src="/evidence/[\w=-]+/picture"', page)
    kept = await desk.post(f"{one}/accept", on=one)
    assert kept.headers["location"].endswith("said=evidence-accept")
    assert "已入卷" in (await desk.get(f"{desk.at}/evidence")).text
    silent = await desk.post(f"{one}/withdraw", {"reason": ""}, on=one)
    assert silent.status_code == 422
    back = await desk.post(f"{one}/withdraw", {"reason": "交错了文件"}, on=one)
    assert back.headers["location"].endswith("said=evidence-withdraw")
    listed = (await desk.get(f"{desk.at}/evidence")).text
    assert "交错了文件" in listed
    assert "/evidence/add" in listed

    await desk.be(await make.staff(Role.MEDIATOR))
    assert (await desk.get(one)).status_code == 404
    assert (await desk.get(f"{desk.at}/evidence")).status_code == 404


async def test_a_table_is_shown_before_it_is_accepted_and_later_when_it_is_asked_for(desk):
    pay = '姓名,9月工资\n王小明,"6,480.00"\n=1+1,<b>\n'.encode("gb18030")
    brought = await desk.post(
        f"{desk.at}/evidence/add", {"kind": "PAYSLIP"}, files={"file": ("工资.csv", pay, "text/csv")}
    )
    one = brought.headers["location"]
    waiting = (await desk.get(one)).text
    await desk.post(f"{one}/accept", on=one)
    later, asked = (await desk.get(one)).text, (await desk.get(f"{one}?table=1")).text

    for page in (waiting, asked):
        assert re.findall(r"<td>(.*?)</td>", page) == ["姓名", "9月工资", "王小明", "6,480.00", "=1+1", "&lt;b&gt;"]
        assert "前 3 行" in page
    assert "<td>姓名" not in later
    assert "?table=1#table" in later


async def test_what_is_no_file_of_ours_is_refused_at_its_field_and_what_is_not_wanted_removed(desk):
    nothing = await desk.post(
        f"{desk.at}/evidence/add", {"kind": "PAYSLIP"}, files={"other": ("a", b"a", "text/plain")}
    )
    program = await desk.post(
        f"{desk.at}/evidence/add",
        {"kind": "OTHER"},
        files={"file": ("工资.pdf", b"MZ\x90\x00" * 40, "application/pdf")},
    )
    brought = await desk.post(
        f"{desk.at}/evidence/add",
        {"kind": "OTHER"},
        files={"file": ("说明.txt", "八月工资未付".encode(), "text/plain")},
    )
    one = brought.headers["location"]
    gone = await desk.post(f"{one}/discard", on=one)

    for refused in (nothing, program):
        assert refused.status_code == 422
        assert 'href="#f-file"' in refused.text
    assert gone.headers["location"].endswith("said=evidence-discard")
    assert (await desk.get(one)).status_code == 404
