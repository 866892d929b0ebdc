"""Pay for time without work: while a business stands still, and until a contract is taken up again.

Also how time is paid that is no whole month, for every head that needs it: by its working days, never above the month.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from mediation.law.amounts import employment
from mediation.law.amounts.inputs import Sourced, day, fen, local, number
from mediation.law.amounts.pay import cite_conversion, of_a_day
from mediation.law.amounts.regional import Value
from mediation.law.amounts.result import Amount, Unit, yuan
from mediation.law.amounts.result import number as digits
from mediation.law.amounts.sources import courts
from mediation.law.amounts.sources import pay as sources
from mediation.law.amounts.working import At, Working


@dataclass(frozen=True, slots=True, kw_only=True)
class LivingAllowance:
    """Inputs of `living_allowance`."""

    months: Fraction = number(
        "超过一个工资支付周期的停工月数", "Months of stoppage beyond the first pay period", unit="months", most=120,
        required=True,
    )  # fmt: skip
    share_percent: Fraction = number(
        "停工时间所占比例（轮休一半为 50）", "Share of the time off work (50 when every other day)",
        unit="percent", least=1, most=100, default=100,
    )  # fmt: skip
    minimum_wage_fen: Sourced | None = local("月最低工资标准", "Monthly minimum wage")
    living_allowance_percent: Sourced | None = local(
        "生活费占最低工资的百分比", "Living allowance as a percentage of the minimum wage", unit="percent", most=100
    )


def living_allowance(given: LivingAllowance, at: At) -> Amount:
    """Return the living allowance while a business stands still: a local percentage of the local minimum wage.

    Source: 工资支付暂行规定 12 (the first pay period is paid in full; afterwards by local rule).
    """
    work = Working("living-allowance", at)
    work.cite(sources.PAY_12)
    minimum = work.local(given.minimum_wage_fen, Value.MINIMUM_WAGE, at.on)
    percent = work.local(given.living_allowance_percent, Value.LIVING_ALLOWANCE_PERCENT, at.on)
    work.settle()
    total = minimum * percent / 100 * given.share_percent / 100 * given.months
    shown = f"{yuan(minimum)} × {digits(percent)}% × {digits(given.share_percent)}% × {digits(given.months)}"
    work.step(f"{shown} 个月 ＝ {yuan(total)} 元", f"{shown} months = {yuan(total)} yuan", total)
    zh = "停工在一个工资支付周期内的，按劳动合同规定的标准支付工资；本项只计其后的时间。"
    work.note(zh, "The first pay period of a stoppage is paid in full; this is for the time after it.", sources.PAY_12)
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuedPay:
    """Inputs of `continued_pay`."""

    monthly_pay_fen: int = fen("提供正常劳动时的月工资", "Pay of a month of normal work")
    ended_on: date = day("违法解除、终止决定的生效日", "Day on which the unlawful ending took effect")
    resumed_on: date = day("劳动合同继续履行之日", "Day on which the contract was resumed")
    worker_fault_percent: Fraction = number(
        "劳动者过错责任比例", "Share of the worker's own fault", unit="percent", most=100
    )


def continued_pay(given: ContinuedPay, at: At) -> Amount:
    """Return the pay from the day after an unlawful ending to the day before the contract was resumed.

    Source: 最高法解释（二）18.
    """
    work = Working("continued-pay", at)
    work.cite(courts.SECOND_18)
    first, last = given.ended_on + timedelta(days=1), given.resumed_on - timedelta(days=1)
    employment.check_order(work.checks, first, "resumed_on", given.resumed_on, years=20)
    work.settle()
    total = paid_time(work, Fraction(given.monthly_pay_fen), first, last)
    if given.worker_fault_percent:
        work.cite(courts.SECOND_18_FAULT)
        share = 100 - given.worker_fault_percent
        total = total * share / 100
        work.step(
            f"劳动者自行承担 {digits(given.worker_fault_percent)}%：余 {yuan(total)} 元",
            f"The worker bears {digits(given.worker_fault_percent)} %: {yuan(total)} yuan are left",
            total,
        )
    return work.amount(total)


def paid_time(work: Working, monthly: Fraction, first: date, last: date, *, after_months: int = 0) -> Fraction:
    """Write down and return pay for the time from `first` to `last`, both counted: whole months, then working days.

    `after_months` leaves the first whole months out. Raises CannotCompute where the rest touches a year without a
    holiday notice.
    """
    time = employment.span(first, last, after_months=after_months) if first <= last else None
    if time is None or not (time.months or time.days):
        work.step("没有期间", "No time in between", Fraction(0), Unit.DAYS)
        return Fraction(0)
    start = employment.month_start(first, after_months)
    total = monthly * time.months
    if time.months:
        work.step(
            f"{start} 起 {time.months} 个整月 × {yuan(monthly)} ＝ {yuan(total)} 元",
            f"{time.months} whole months from {start} × {yuan(monthly)} = {yuan(total)} yuan",
            total,
        )
    if time.days:
        worked = Fraction(employment.workdays(time.rest_from, last, work.at.calendar))
        total += part_of_a_month(work, monthly, time.rest_from, last, worked)
    return total


def part_of_a_month(work: Working, monthly: Fraction, first: date, last: date, worked: Fraction) -> Fraction:
    """Write down and return pay for less than a month by its working days; never more than the month's own pay."""
    one = of_a_day(monthly)
    part = one * worked
    cite_conversion(work)
    work.step(
        f"{first} 至 {last} 不满一个月：{digits(worked)} 个工作日 × {yuan(one)} ＝ {yuan(part)} 元",
        f"{first} to {last}, less than a month: {digits(worked)} working days × {yuan(one)} = {yuan(part)} yuan",
        part,
    )
    if part <= monthly:
        return part
    zh = f"不满一个月的部分不超过一个月工资，按 {yuan(monthly)} 元"
    work.step(zh, f"A part of a month is not more than the month: {yuan(monthly)} yuan", monthly)
    zh = "工作日数多于 21.75 天时，不满一个月的部分以一个月工资为限；法律未写明，须由法律顾问确认。"
    en = "With more working days than 21.75, the part is held to the month's pay: not written in the law, to be confirmed."
    work.note(zh, en, open_question=True)
    return monthly
