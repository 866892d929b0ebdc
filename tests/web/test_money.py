"""Promised money on its pages: the board by view, a payment entered once, an advance, and the steps after a default."""

import re

import pytest

from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role


@pytest.fixture
async def desk(make):
    """A case in performance: three workers, 5,000 yuan of wages each, due on Monday at 24:00."""
    agency = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency, mediator_id=mediator.id, state=CaseState.PERFORMING)
    workers = [await make.claimant(case, name=f"{family}小明", wages_fen=500_000) for family in "王李赵"]
    agreement = await make.agreement(case, *workers, state="effective", social_insurance_fen=0)
    for worker in workers:
        await make.commitment(agreement, worker)
    return mediator, case, workers, f"/cases/{gid('Case', case.id)}"


async def test_a_part_payment_is_entered_once_and_the_board_counts_it(browser, desk):
    mediator, case, _, path = desk
    await browser.be(mediator)
    page = await browser.get(f"{path}/payments")
    promises = re.findall(r'name="commitment" value="([^"]+)"', page.text)
    typed = {
        "commitment": promises,
        "payerKind": "EMPLOYER",
        "payerName": "",  # it is the employer
        "paidOn": "2026-11-20",
        "proof": "回单1",
    }

    nothing = await browser.post(f"{path}/payments", typed)
    words = await browser.post(f"{path}/payments", {**typed, "items.0.amountFen": "三千"})
    hidden = dict(re.findall(r'name="(form_token|once)" value="([\w-]+)"', page.text))
    sent = typed | hidden | {"items.0.amountFen": "3,000.00"}
    twice = [
        await browser.api.client.post(f"{path}/payments", data=sent, headers={"sec-fetch-site": "same-origin"})
        for _ in range(2)
    ]
    board = await browser.get("/commitments?view=WITHIN_SEVEN_DAYS")

    assert len(promises) == 3
    assert "请至少填写一名劳动者的金额" in nothing.text
    assert words.status_code == 422
    assert 'value="三千"' in words.text
    assert [answer.status_code for answer in twice] == [303, 303]
    assert case.number in board.text
    assert "12,000.00" in board.text
    assert "3 / 3" in board.text
    assert (await browser.get(f"{path}/payments")).text.count("3,000.00") >= 2


async def test_overdue_is_the_clocks_word_and_default_a_persons_after_contact(browser, make, clock, desk):
    mediator, case, _, path = desk
    clock.advance(days=4)
    await browser.be(mediator)

    board = (await browser.get("/commitments")).text  # opens where there is something to do
    early = await browser.post(f"{path}/default/confirm?step=confirm", on=f"{path}/default?step=confirm")
    empty = await browser.post(f"{path}/default/contact", {"contactedOn": "2026-11-24"}, on=f"{path}/default")
    said = {"outcome": "ADMITS_CANNOT_PAY", "manner": "PHONE", "contactedOn": "2026-11-24", "contactedClock": "09:25"}
    kept = await browser.post(f"{path}/default/contact", {**said, "note": "账上没有钱"}, on=f"{path}/default")
    ways = await browser.get(f"{path}/default?step=ways")
    chosen = await browser.post(
        f"{path}/default",
        {"to": "papers", "version": "0", "choosing": "on", "ways": ["PAYMENT_ORDER_ON_AGREEMENT"]},
        on=f"{path}/default?step=ways",
    )
    papers = await browser.get(chosen.headers["location"])
    asked = (await browser.get(f"{path}/referrals/offer?way=LABOUR_INSPECTION")).text
    done = await browser.post(f"{path}/default/confirm?step=confirm", on=f"{path}/default?step=confirm")

    assert "已逾期" in board
    assert early.status_code == 422
    assert "请选择联系结果" in empty.text
    assert kept.status_code == 303
    assert "供参考，由律师决定" in ways.text
    assert "支付令" in ways.text
    assert "支付令申请书" in papers.text
    assert "未付 工资 15,000.00（元）" in asked
    assert done.status_code == 303
    assert case.number in (await browser.get("/commitments?view=DEFAULTED")).text


async def test_a_third_partys_money_is_an_advance_and_the_employer_owes_it(browser, desk):
    mediator, _, _, path = desk
    await browser.be(mediator)
    page = await browser.get(f"{path}/payments")
    promises = re.findall(r'name="commitment" value="([^"]+)"', page.text)
    typed = {"commitment": promises, "payerKind": "SUB_LANDLORD", "payerName": "房东生", "paidOn": "2026-11-20"}

    done = await browser.post(f"{path}/payments", {**typed, "proof": "回单2", "recourseAgreed": "on", "all": "on"})
    after = (await browser.get(f"{path}/payments")).text

    assert done.headers["location"].endswith("said=advance-booked")
    assert "公司应返还（工资）15,000.00" in after
    waiting = re.findall(r'name="payment" value="([^"]+)"', after)
    assert f"下面 {len(waiting)} 笔都对过凭证" in after
    all_at_once = await browser.post(f"{path}/payments/confirm", {"payment": waiting}, on=f"{path}/payments")
    verified = (await browser.get(f"{path}/payments")).text
    assert all_at_once.headers["location"].endswith("said=payments-confirmed")
    assert verified.count("已核实") == len(waiting)
    assert "待核实" not in verified


async def test_nobody_from_elsewhere_sees_the_money(browser, make, desk):
    _, case, _, path = desk
    await browser.be(await make.staff(Role.MEDIATOR))

    assert (await browser.get(f"{path}/payments")).status_code == 404
    assert (await browser.get(f"{path}/default")).status_code == 404
    assert case.number not in (await browser.get("/commitments?view=WITHIN_SEVEN_DAYS")).text


async def test_everything_came_means_every_worker_also_beyond_the_first_page(browser, make, desk):
    mediator, case, _, path = desk
    many = [await make.claimant(case, name=f"李{n:03}") for n in range(101)]
    agreement = await make.agreement(case, *many, state="effective", social_insurance_fen=0)
    for worker in many:
        await make.commitment(agreement, worker, amount_fen=100)
    await browser.be(mediator)

    typed = {"payerKind": "SUB_LANDLORD", "payerName": "房东生", "paidOn": "2026-11-20", "proof": "回单3"}
    done = await browser.post(f"{path}/payments", {**typed, "recourseAgreed": "on", "all": "on"})

    assert done.status_code == 303
    assert "公司应返还（工资）15,101.00" in (await browser.get(f"{path}/payments")).text
