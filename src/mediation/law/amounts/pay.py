"""Wages: the pay of a day and an hour, arrears, the gap to the minimum wage, what an order not kept adds.

Refuses to hold overtime (`overtime.py`), pay for time without work (`idle.py`) and what is due at the end of a contract (`ending.py`).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.law.amounts.inputs import (
    MONTH,
    MORE_FEN,
    SOME_DAYS,
    SOME_FEN,
    Sourced,
    day,
    fen,
    flag,
    local,
    number,
    rows,
)
from mediation.law.amounts.regional import Value
from mediation.law.amounts.result import Amount, yuan
from mediation.law.amounts.result import number as digits
from mediation.law.amounts.sources import contract, courts
from mediation.law.amounts.sources import pay as sources
from mediation.law.amounts.working import At, Working
from mediation.law.periods import full_on

PAID_DAYS: Final = Fraction(87, 4)
"""21.75 days a month: (365 − 104) ÷ 12. Not the 20.67 working days (人社部发〔2025〕2号)."""
HOURS_A_DAY: Final = 8
_HALF: Final = Fraction(1, 2)


def of_a_day(monthly: Fraction) -> Fraction:
    """Return the pay of a day in fen, exact, of pay of a month in fen."""
    return monthly / PAID_DAYS


def of_an_hour(monthly: Fraction) -> Fraction:
    """Return the pay of an hour in fen, exact, of pay of a month in fen."""
    return monthly / (PAID_DAYS * HOURS_A_DAY)


def cite_conversion(work: Working) -> None:
    """Rest on the notice by which monthly pay is turned into pay of days and hours on the day of the sum."""
    work.cite(sources.CONVERSION_2025, sources.CONVERSION_2008)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPay:
    """Inputs of `day_pay`."""

    monthly_pay_fen: int = fen("月工资", "Pay of a month")
    days: Fraction = number("计薪天数", "Days paid", unit="days", most=366, step=_HALF, default=1)


def day_pay(given: DayPay, at: At) -> Amount:
    """Return the pay of days at the 21.75th part of a month each. Source: 人社部发〔2025〕2号 二."""
    work = Working("day-pay", at)
    cite_conversion(work)
    one = of_a_day(Fraction(given.monthly_pay_fen))
    work.step(
        f"日工资 {yuan(Fraction(given.monthly_pay_fen))} ÷ 21.75 ＝ {yuan(one)} 元",
        f"Pay of a day: {yuan(Fraction(given.monthly_pay_fen))} ÷ 21.75 = {yuan(one)} yuan",
        one,
    )
    total = one * given.days
    work.step(
        f"{digits(given.days)} 天 × {yuan(one)} ＝ {yuan(total)} 元",
        f"{digits(given.days)} days × {yuan(one)} = {yuan(total)} yuan",
        total,
    )
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourPay:
    """Inputs of `hour_pay`."""

    monthly_pay_fen: int = fen("月工资", "Pay of a month")
    hours: Fraction = number("计薪小时数", "Hours paid", unit="hours", most=8784, default=1)


def hour_pay(given: HourPay, at: At) -> Amount:
    """Return the pay of hours: month ÷ (21.75 × 8) each. Source: 人社部发〔2025〕2号 二."""
    work = Working("hour-pay", at)
    cite_conversion(work)
    one = of_an_hour(Fraction(given.monthly_pay_fen))
    work.step(
        f"小时工资 {yuan(Fraction(given.monthly_pay_fen))} ÷（21.75 × 8）＝ {yuan(one)} 元",
        f"Pay of an hour: {yuan(Fraction(given.monthly_pay_fen))} ÷ (21.75 × 8) = {yuan(one)} yuan",
        one,
    )
    total = one * given.hours
    work.step(
        f"{digits(given.hours)} 小时 × {yuan(one)} ＝ {yuan(total)} 元",
        f"{digits(given.hours)} hours × {yuan(one)} = {yuan(total)} yuan",
        total,
    )
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysWorked:
    """Inputs of `days_worked`."""

    worked: tuple[tuple[int, Fraction], ...] = rows(
        "每行：月工资标准（分） 计薪天数",
        "Each row: standard of pay of a month in fen, days paid by it",
        ("monthly_pay_fen", MORE_FEN),
        ("days", SOME_DAYS),
    )


def days_worked(given: DaysWorked, at: At) -> Amount:
    """Return the pay of part of a month at one or more standards, each day the 21.75th part of its own."""
    work = Working("days-worked", at)
    cite_conversion(work)
    total = Fraction(0)
    for monthly, days in given.worked:
        part = of_a_day(Fraction(monthly)) * days
        work.step(
            f"{yuan(Fraction(monthly))} ÷ 21.75 × {digits(days)} 天 ＝ {yuan(part)} 元",
            f"{yuan(Fraction(monthly))} ÷ 21.75 × {digits(days)} days = {yuan(part)} yuan",
            part,
        )
        total += part
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class WageArrears:
    """Inputs of `wage_arrears`."""

    periods: tuple[tuple[date, int, int], ...] = rows(
        "每行一个工资支付周期：月份 应发（分） 已发（分）",
        "Each row a pay period: month, due in fen, paid in fen",
        ("month", MONTH),
        ("due_fen", SOME_FEN),
        ("paid_fen", SOME_FEN),
    )
    ended_on: date | None = day("劳动关系终止日（如已终止）", "Day the employment ended, if it did", required=False)
    construction: bool = flag("工程建设领域农民工工资", "Migrant workers' pay in construction")
    unlicensed_contractor: bool = flag(
        "由不具备合法经营资格的组织或者个人招用", "Hired by an organisation or person without a licence to trade"
    )


def wage_arrears(given: WageArrears, at: At) -> Amount:
    """Return what was due less what was paid, period by period; too much in one pays for no other.

    Source: 劳动法 50; 工资支付暂行规定 9.
    """
    work = Working("wage-arrears", at)
    work.cite(sources.LABOUR_50)
    total = Fraction(0)
    for row, (month, due, paid) in enumerate(given.periods, start=1):
        if paid > due:
            zh = f"第{row}行已发大于应发：请把多付部分记入所补的月份"
            work.checks.wrong("periods", "paid_more", zh, f"Row {row} was paid more than due: book it to its month.")
        owed = Fraction(due - paid)
        work.step(
            f"{month:%Y-%m}：应发 {yuan(Fraction(due))} － 已发 {yuan(Fraction(paid))} ＝ {yuan(owed)} 元",
            f"{month:%Y-%m}: due {yuan(Fraction(due))} − paid {yuan(Fraction(paid))} = {yuan(owed)} yuan",
            owed,
        )
        total += owed
    work.settle()
    _limits_of_arrears(work, given)
    if given.construction:
        work.cite(sources.MIGRANT_30, sources.MIGRANT_50)
        zh = "工程建设领域：分包单位拖欠的，由施工总承包单位先行清偿；工资台账由用人单位提供。"
        en = "Construction: what a subcontractor owes, the general contractor pays first; the employer brings the ledger."
        work.note(zh, en, sources.MIGRANT_30)
    if given.unlicensed_contractor:
        zh = "可以请求具备合法经营资格的承包人、被挂靠单位承担支付责任。"
        work.note(zh, "The licensed contractor, or the unit affiliated to, can be held liable for it.", courts.SECOND_1)
    return work.amount(total)


def _limits_of_arrears(work: Working, given: WageArrears) -> None:
    work.cite(courts.ARBITRATION_27_PAY)
    if given.ended_on is None:
        zh = "劳动关系存续期间，拖欠劳动报酬的仲裁请求不受一年时效限制。"
        work.note(
            zh, "While employed, a claim for unpaid pay is not subject to the one year.", courts.ARBITRATION_27_PAY
        )
        return
    work.cite(sources.PAY_9)
    zh = f"劳动关系于 {given.ended_on} 终止：工资应一次付清，仲裁请求应自终止之日起一年内提出。"
    en = f"Ended on {given.ended_on}: all pay was due at once, and arbitration is open for a year from then."
    work.note(zh, en, courts.ARBITRATION_27_PAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWageGap:
    """Inputs of `minimum_wage_gap`."""

    periods: tuple[tuple[date, int], ...] = rows(
        "每行：月份 实发工资（分，已剔除加班工资、特殊津贴和福利）",
        "Each row: month, pay in fen without overtime, special allowances and benefits",
        ("month", MONTH),
        ("paid_fen", SOME_FEN),
    )
    minimum_wage_fen: Sourced | None = local(
        "月最低工资标准（各月相同时可直接提供）", "Monthly minimum wage, where one holds for every month given"
    )


def minimum_wage_gap(given: MinimumWageGap, at: At) -> Amount:
    """Return what each month fell short of the local minimum wage.

    Source: 劳动合同法 85; 劳动法 48; 最低工资规定 12.
    """
    work = Working("minimum-wage-gap", at)
    work.cite(contract.CONTRACT_85_GAP, sources.LABOUR_48, sources.MINIMUM_WAGE_12)
    gaps: list[tuple[date, Fraction, Fraction]] = []
    for month, paid in given.periods:
        minimum = work.local(given.minimum_wage_fen, Value.MINIMUM_WAGE, month)
        if given.minimum_wage_fen is None and _changes_within(work, month):
            zh = f"{month:%Y-%m} 内最低工资标准有调整：请按调整前后分别计算后提供数值"
            work.checks.wrong(
                "periods", "changes", zh, f"The minimum wage changes within {month:%Y-%m}: give the figure."
            )
        gaps.append((month, Fraction(paid), minimum))
    work.settle()
    total = Fraction(0)
    for month, paid_fen, minimum in gaps:
        gap = max(minimum - paid_fen, Fraction(0))
        work.step(
            f"{month:%Y-%m}：最低工资 {yuan(minimum)} － 实发 {yuan(paid_fen)}，差额 {yuan(gap)} 元",
            f"{month:%Y-%m}: minimum wage {yuan(minimum)} − paid {yuan(paid_fen)}, short by {yuan(gap)} yuan",
            gap,
        )
        total += gap
    return work.amount(total)


def _changes_within(work: Working, month: date) -> bool:
    find, region = work.at.regions.find, work.at.region
    last = full_on(month, months=1)
    return find(Value.MINIMUM_WAGE, region, month) is not find(Value.MINIMUM_WAGE, region, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalCompensation:
    """Inputs of `additional_compensation`."""

    owed_fen: int = fen("责令支付而逾期未付的金额", "What was ordered to be paid and was not")
    order_due_on: date = day("责令限期支付的届满日", "Last day of the term that the order set")
    percent: Fraction = number("加付比例", "Rate", unit="percent", least=50, most=100, default=50)


def additional_compensation(given: AdditionalCompensation, at: At) -> Amount:
    """Return 50 to 100 per cent of what was ordered to be paid and was not: only after the order's term has run out.

    Source: 劳动合同法 85.
    """
    work = Working("additional-compensation", at)
    work.cite(contract.CONTRACT_85)
    if given.order_due_on >= at.on:
        zh = "责令支付的期限尚未届满：加付赔偿金以劳动行政部门责令限期支付而逾期不支付为前提"
        en = "The order's term has not run out: this is due only after an order of the labour authority was not kept."
        work.checks.wrong("order_due_on", "not_expired", zh, en)
    work.settle()
    owed = Fraction(given.owed_fen)
    total = owed * given.percent / 100
    work.step(
        f"{yuan(owed)} × {digits(given.percent)}% ＝ {yuan(total)} 元",
        f"{yuan(owed)} × {digits(given.percent)} % = {yuan(total)} yuan",
        total,
    )
    work.also("least", "下限（50%）", "Least (50 %)", owed / 2)
    work.also("most", "上限（100%）", "Most (100 %)", owed)
    zh = "加付比例在 50% 至 100% 之间，由作出责令决定的部门确定。"
    work.note(zh, "The rate, 50 to 100 per cent, is set by the authority that gave the order.", contract.CONTRACT_85)
    return work.amount(total)
