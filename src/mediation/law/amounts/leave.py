"""Annual leave not taken: how many days there were, and what is still to be paid for them.

Of the 300 per cent the 100 are the pay of the days worked: what can be claimed beside pay is 200. Refuses to hold the
grounds on which a year's leave is lost (sick leave, school holidays): they are facts that people put in.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.law.amounts.inputs import day, fen, flag, number
from mediation.law.amounts.pay import cite_conversion, of_a_day
from mediation.law.amounts.result import Amount, Unit, yuan
from mediation.law.amounts.result import number as digits
from mediation.law.amounts.sources import care as sources
from mediation.law.amounts.working import At, Working

_YEAR_DAYS: Final = 365
_CLAIMED: Final = 2
_WHOLE: Final = 3


def entitlement(years: Fraction) -> int:
    """Return the days of annual leave after so many years of work with all employers. Source: 年休假条例 3.

    >>> [entitlement(Fraction(years)) for years in (0, 1, 9, 10, 19, 20)]
    [0, 5, 5, 10, 10, 15]
    """
    if years < 1:
        return 0
    if years < 10:
        return 5
    return 10 if years < 20 else 15


def days_left(entitled: int, days: int, taken: Fraction) -> int:
    """Return the whole days not taken by whoever leaves: (days ÷ 365) × entitlement − taken, the fraction dropped.

    Never below zero: more taken than was due is not asked back. Source: 年休假实施办法 12.

    >>> days_left(10, 181, Fraction(2)), days_left(5, 72, Fraction(0)), days_left(5, 100, Fraction(3))
    (2, 0, 0)
    """
    return max(int((Fraction(days, _YEAR_DAYS) * entitled - taken) // 1), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualLeave:
    """Inputs of `annual_leave`: the days, or what they are worked out from."""

    monthly_pay_fen: int = fen(
        "前十二个月剔除加班工资后的月平均工资", "Average monthly pay of the last twelve months without overtime"
    )
    untaken_days: Fraction | None = number(
        "应休未休天数（已确定时）", "Days not taken, where they are established", unit="days", most=60, default=None
    )
    year: Fraction | None = number(
        "所属年度", "The calendar year", unit="years", least=2008, most=2199, step=Fraction(1), default=None
    )
    years_worked: Fraction | None = number(
        "累计工作年限（含其他用人单位）", "Years of work with all employers", unit="years", most=70, default=None
    )
    joined_on: date | None = day(
        "当年度新入职的，入职日", "Day of joining, where it was within the year", required=False
    )
    left_on: date | None = day("当年度离职的，离职日", "Last day, where it was within the year", required=False)
    taken_days: Fraction = number("当年度已休天数", "Days taken in the year", unit="days", most=60)
    waived_in_writing: bool = flag(
        "职工因本人原因且书面提出不休", "The worker, for reasons of their own and in writing, asked not to take it"
    )


def annual_leave(given: AnnualLeave, at: At) -> Amount:
    """Return 200 per cent of a day's pay for each day not taken: beside the pay of the day itself.

    Source: 年休假条例 3, 5; 实施办法 5, 10–12.
    """
    work = Working("annual-leave", at)
    work.cite(sources.LEAVE_5, sources.LEAVE_MEASURES_10, sources.LEAVE_MEASURES_11)
    cite_conversion(work)
    _check(work, given)
    days = given.untaken_days if given.untaken_days is not None else _worked_out(work, given)
    if given.waived_in_writing:
        work.cite(sources.LEAVE_MEASURES_10_WAIVED)
        zh, en = "职工书面提出不休：只付正常工资", "Waived in writing: only the pay of the days worked"
        work.step(zh, en, Fraction(0))
        return work.amount(Fraction(0))
    one = of_a_day(Fraction(given.monthly_pay_fen))
    total = one * days * _CLAIMED
    shown = f"{yuan(Fraction(given.monthly_pay_fen))} ÷ 21.75 × {digits(days)} 天 × 200%"
    work.step(
        f"{shown} ＝ {yuan(total)} 元",
        f"{shown.replace('天', 'days')} = {yuan(total)} yuan",
        total,
    )
    work.also(
        "whole", "300% 全额（含正常工作期间的工资）", "The whole 300 %, pay of the days included", one * days * _WHOLE
    )
    zh = "300% 中已包含正常工作期间的工资，另行可以主张的为 200%；当年工资未付的，另计欠薪。"
    en = "Of the 300 per cent, 100 is the pay of the days: 200 can be claimed beside it; unpaid pay is a claim of its own."
    work.note(zh, en, sources.LEAVE_MEASURES_10)
    return work.amount(total)


def _check(work: Working, given: AnnualLeave) -> None:
    checks = work.checks
    worked_out = given.year is not None and given.years_worked is not None
    if (given.untaken_days is not None) == worked_out:
        zh = "请填写应休未休天数，或者年度和累计工作年限"
        checks.wrong("untaken_days", "one_of", zh, "Give the days, or the year and the years of work.")
    year = int(given.year) if given.year is not None else None
    for name, value in (("joined_on", given.joined_on), ("left_on", given.left_on)):
        if value is not None and value.year != year:
            checks.wrong(name, "other_year", "不在所填年度内", "Lies outside the year.")
    if given.joined_on and given.left_on and given.left_on < given.joined_on:
        checks.wrong("left_on", "before_start", "早于入职日", "Lies before the day of joining.")
    if given.untaken_days is not None and given.taken_days:
        checks.wrong("taken_days", "one_of", "应休未休天数已扣除已休天数", "The days not taken are net of these.")
    work.settle()


def _worked_out(work: Working, given: AnnualLeave) -> Fraction:
    assert given.year is not None
    assert given.years_worked is not None
    work.cite(sources.LEAVE_3)
    entitled, year = entitlement(given.years_worked), int(given.year)
    work.step(
        f"累计工作 {digits(given.years_worked)} 年：全年应休 {entitled} 天",
        f"{digits(given.years_worked)} years of work: {entitled} days a year",
        Fraction(entitled),
        Unit.DAYS,
    )
    if given.joined_on is None and given.left_on is None:
        left = max(Fraction(entitled) - given.taken_days, Fraction(0))
        zh, en = f"已休 {digits(given.taken_days)} 天，未休", f"{digits(given.taken_days)} taken, not taken:"
        work.step(f"{zh} {digits(left)} 天", f"{en} {digits(left)} days", left, Unit.DAYS)
        return left
    first, last = given.joined_on or date(year, 1, 1), given.left_on or date(year, 12, 31)
    days = (last - first).days + 1
    if given.left_on:
        work.cite(sources.LEAVE_MEASURES_12)
        left = Fraction(days_left(entitled, days, given.taken_days))
    else:
        # Whoever joins and stays has whole days only; half a day taken of them leaves half a day.
        work.cite(sources.LEAVE_MEASURES_5)
        left = max(days_left(entitled, days, Fraction(0)) - given.taken_days, Fraction(0))
    shown = f"{days} ÷ 365 × {entitled} − {digits(given.taken_days)}"
    work.step(
        f"{first} 至 {last} 共 {days} 天：{shown}，舍去不足一天的部分，为 {digits(left)} 天",
        f"{first} to {last} are {days} days: {shown}, the fraction dropped, are {digits(left)} days",
        left,
        Unit.DAYS,
    )
    return left
