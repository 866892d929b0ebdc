"""Overtime: 150, 200 and 300 per cent, by hours or by dated days, and the limits of how much there may be.

The two calendars are not the same: time on a rest day (weekends, the long breaks) is paid double, on a statutory holiday
(13 days since 2025) three times over. Refuses to hold who has to prove it beyond saying so.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.law.amounts.inputs import DAY, HOURS_OF_A_DAY, MAX_ROWS, choice, fen, number, rows
from mediation.law.amounts.pay import cite_conversion, of_an_hour
from mediation.law.amounts.result import Amount, yuan
from mediation.law.amounts.result import number as digits
from mediation.law.amounts.sources import courts
from mediation.law.amounts.sources import pay as sources
from mediation.law.amounts.working import At, Working

EXTRA_PERCENT: Final = 150
REST_PERCENT: Final = 200
HOLIDAY_PERCENT: Final = 300
MONTH_CAP: Final = 36
DAY_CAP: Final = 3
_MOST: Final = 8_784


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtime:
    """Inputs of `overtime`."""

    monthly_pay_fen: int = fen("劳动合同规定的月工资标准", "Standard of pay of a month under the contract")
    system: str = choice(
        "工时制度：standard 标准，comprehensive 综合计算（经批准），flexible 不定时（经批准）",
        "Working time: standard; comprehensive or flexible (both approved by the authority)",
        "standard", "comprehensive", "flexible",
        required=False,
    )  # fmt: skip
    extra_hours: Fraction = number(
        "延长工作时间小时数（综合工时：超过法定标准的部分）",
        "Hours beyond the normal time (comprehensive system: the excess over the period's standard)",
        unit="hours", most=_MOST,
    )  # fmt: skip
    rest_hours: Fraction = number("休息日工作小时数", "Hours on rest days", unit="hours", most=_MOST)
    rest_hours_off: Fraction = number(
        "其中已安排补休的小时数", "Of these, made up by time off", unit="hours", most=_MOST
    )
    holiday_hours: Fraction = number(
        "法定休假日工作小时数（按当年的 11 天或 13 天）", "Hours on statutory holidays", unit="hours", most=_MOST
    )
    months: Fraction = number(
        "以上小时数所属的月数",
        "Over how many months these hours are spread",
        unit="months",
        least=1,
        most=120,
        default=1,
    )
    worked: tuple[tuple[date, Fraction], ...] | None = rows(
        "逐日填写：日期 加班小时数；按日历自动归类",
        "Day by day instead: date, hours; sorted by the calendar",
        ("day", DAY),
        ("hours", HOURS_OF_A_DAY),
        required=False,
        most=MAX_ROWS,
    )
    paid_fen: int = fen("已支付的加班费", "Overtime paid already", required=False, least=0, default=0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Overtime by kind, in hours; time off for rest days already taken away."""

    extra: Fraction
    rest: Fraction
    holiday: Fraction


def overtime(given: Overtime, at: At) -> Amount:
    """Return overtime pay: 150 % of extra hours, 200 % of rest days not made up, 300 % of statutory holidays.

    Under an approved comprehensive system the excess counts as extra hours; under an approved flexible one nothing is
    due by the national rule. What was paid for overtime already is taken off; never below zero.

    Raises:
        CannotCompute: a day of a year without a holiday notice.

    Source: 劳动法 41, 44; 工资支付暂行规定 13.
    """
    work = Working("overtime", at)
    _check(work, given)
    hours = _hours(work, given)
    work.cite(sources.LABOUR_44, sources.LABOUR_44_REST, sources.LABOUR_44_HOLIDAY, sources.PAY_13)
    cite_conversion(work)
    one = of_an_hour(Fraction(given.monthly_pay_fen))
    work.step(
        f"小时工资 {yuan(Fraction(given.monthly_pay_fen))} ÷ 21.75 ÷ 8 ＝ {yuan(one)} 元",
        f"Pay of an hour: {yuan(Fraction(given.monthly_pay_fen))} ÷ 21.75 ÷ 8 = {yuan(one)} yuan",
        one,
    )
    if given.system == "flexible":
        total = _none_when_flexible(work)
    else:
        total = _sum(work, one, hours)
        _flag_limits(work, given, hours)
    if given.paid_fen:
        total = max(total - given.paid_fen, Fraction(0))
        paid = yuan(Fraction(given.paid_fen))
        work.step(f"减已付 {paid}，余 {yuan(total)} 元", f"Less {paid} paid: {yuan(total)} yuan", total)
    zh = "劳动者就加班事实举证；证据由用人单位掌握而不提供的，由用人单位承担不利后果。"
    en = "The worker proves the overtime; where the employer holds the records and withholds them, it bears the loss."
    work.note(zh, en, courts.FIRST_42)
    return work.amount(total)


def _check(work: Working, given: Overtime) -> None:
    if given.rest_hours_off > given.rest_hours and given.worked is None:
        zh, en = "补休不能多于休息日工作小时数", "More time off than was worked on rest days."
        work.checks.wrong("rest_hours_off", "too_large", zh, en)
    if given.system == "comprehensive" and (given.rest_hours or given.worked is not None):
        name = "worked" if given.worked is not None else "rest_hours"
        zh = "综合计算工时制下休息日工作计入周期总时间：请把超过法定标准的部分填入 extra_hours"
        en = "Rest days count into the period's total here: give the excess as extra_hours."
        work.checks.wrong(name, "not_in_this_system", zh, en)
    totals = given.extra_hours + given.rest_hours + given.holiday_hours
    if given.worked is not None and totals:
        work.checks.wrong("worked", "one_of", "逐日填写或者合计填写，二者选一", "Either day by day or in totals.")
    if given.worked is None and not totals:
        work.checks.wrong("extra_hours", "empty", "请填写加班小时数", "Give the hours.")
    work.settle()


def _hours(work: Working, given: Overtime) -> Hours:
    if given.worked is None:
        return Hours(given.extra_hours, given.rest_hours - given.rest_hours_off, given.holiday_hours)
    calendar = work.at.calendar
    extra = rest = holiday = Fraction(0)
    for on, hours in given.worked:
        if calendar.is_statutory_holiday(on):
            holiday += hours
        elif calendar.is_rest_day(on):
            rest += hours
        else:
            extra += hours
    shown = f"{digits(extra)} / {digits(rest)} / {digits(holiday)}"
    work.step(
        f"按日历归类：工作日延长 / 休息日 / 法定休假日 ＝ {shown} 小时",
        f"Sorted by the calendar: working days / rest days / statutory holidays = {shown} hours",
    )
    if given.rest_hours_off > rest:
        zh, en = "补休不能多于休息日工作小时数", "More time off than was worked on rest days."
        work.checks.wrong("rest_hours_off", "too_large", zh, en)
        work.settle()
    return Hours(extra, rest - given.rest_hours_off, holiday)


def _sum(work: Working, one: Fraction, hours: Hours) -> Fraction:
    total = Fraction(0)
    for zh, en, count, percent in (
        ("延长工作时间", "Extra hours", hours.extra, EXTRA_PERCENT),
        ("休息日（未补休）", "Rest days, not made up", hours.rest, REST_PERCENT),
        ("法定休假日", "Statutory holidays", hours.holiday, HOLIDAY_PERCENT),
    ):
        if not count:
            continue
        part = one * count * percent / 100
        shown = f"{yuan(one)} × {digits(count)} × {percent}% ＝ {yuan(part)}"
        work.step(f"{zh}：{shown} 元", f"{en}: {shown.replace('＝', '=')} yuan", part)
        total += part
    return total


def _none_when_flexible(work: Working) -> Fraction:
    work.cite(sources.PAY_13_FLEXIBLE)
    zh = "经批准实行不定时工时制度的，不执行加班工资规定"
    work.step(zh, "Under an approved flexible system the rules on overtime pay do not apply", Fraction(0))
    zh = "部分地区规定不定时工时制劳动者法定休假日工作仍应支付 300%，请核对当地规定；须核对是否确经批准。"
    en = "Some regions pay statutory holidays three times all the same: check the local rule, and the approval."
    work.note(zh, en, sources.PAY_13_FLEXIBLE, open_question=True)
    return Fraction(0)


def _flag_limits(work: Working, given: Overtime, hours: Hours) -> None:
    if given.system == "comprehensive":
        work.cite(sources.PAY_13_COMPREHENSIVE)
    by_month: dict[str, Fraction] = defaultdict(Fraction)
    long_days: list[str] = []
    for on, count in given.worked or ():
        if work.at.calendar.is_workday(on):
            by_month[f"{on:%Y-%m}"] += count
            if count > DAY_CAP:
                long_days.append(str(on))
    beyond = [month for month, count in by_month.items() if count > MONTH_CAP]
    if given.worked is None and hours.extra > MONTH_CAP * given.months:
        beyond = [f"{digits(hours.extra)} / {digits(given.months)}"]
    if beyond or long_days:
        work.cite(sources.LABOUR_41)
    if beyond:
        zh = f"超过每月 36 小时上限（{', '.join(beyond)}）：加班费仍应全额支付，用人单位另有违法责任。"
        en = f"Beyond 36 hours a month ({', '.join(beyond)}): all of it is paid, and the limit was broken."
        work.note(zh, en, sources.LABOUR_41)
    if long_days:
        zh = f"超过每日 3 小时上限（{', '.join(long_days[:10])}）。"
        work.note(zh, f"Beyond three hours a day ({', '.join(long_days[:10])}).", sources.LABOUR_41)
