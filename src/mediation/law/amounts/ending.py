"""What is due at the end of a contract: economic compensation (N), damages for an unlawful ending (2N), notice pay.

Refuses to hold whether any of it is due (the ground of the ending is a question for people) and the rules of before 2008.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.law.amounts import employment
from mediation.law.amounts.inputs import Sourced, day, fen, fens, flag, local
from mediation.law.amounts.regional import Value
from mediation.law.amounts.result import Amount, Unit, yuan
from mediation.law.amounts.result import number as digits
from mediation.law.amounts.sources import contract as sources
from mediation.law.amounts.sources import courts
from mediation.law.amounts.working import At, Working

IN_FORCE: Final = date(2008, 1, 1)
"""The first day of the Labour Contract Law: years before it are not its years (Art. 97)."""
CAP_YEARS: Final = Fraction(12)
CAP_AVERAGES: Final = 3
_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Inputs of `economic_compensation` and `unlawful_ending`."""

    started_on: date = day("用工之日", "First day of work")
    ended_on: date = day("劳动合同解除或者终止日（最后一日）", "Last day of the employment")
    joined_from_on: date | None = day(
        "非因本人原因转入时，原用人单位的用工之日（原单位未付经济补偿）",
        "First day at a former employer whose years are joined: moved not by own choice, and not compensated then",
        required=False,
    )
    average_pay_fen: int | None = fen(
        "前十二个月平均应得工资（含奖金、津贴和补贴）",
        "Average monthly pay due, bonus and allowances included, of the last twelve months",
        required=False,
    )
    pays_fen: tuple[int, ...] | None = fens(
        "或者逐月填写前十二个月应得工资，用逗号分隔", "Or the pay due of each of the last twelve months, by commas"
    )
    minimum_wage_fen: Sourced | None = local("当地月最低工资标准", "Local monthly minimum wage")
    local_average_fen: Sourced | None = local(
        "本地区上年度职工月平均工资", "Local average monthly pay of the year before"
    )
    above_minimum: bool = flag(
        "当事人确认平均工资不低于当地最低工资（不再查询）",
        "The parties state that the average is not below the local minimum wage (it is then not looked up)",
    )
    under_cap: bool = flag(
        "当事人确认平均工资不高于本地区上年度职工月平均工资三倍（不再查询）",
        "The parties state that the average is not above three times the local average (it is then not looked up)",
    )
    before_2008_fen: Sourced | None = local(
        "2008 年以前工作年限按当时规定应付的金额", "What the older rules give for the years before 2008"
    )


@dataclass(frozen=True, slots=True)
class _Base:
    """Pay of a month by which compensation is reckoned, and whether the cap took hold."""

    fen: Fraction
    capped: bool


def economic_compensation(given: Ending, at: At) -> Amount:
    """Return N months' pay: one a year, a half below six months; floor, cap and the boundary of 2008 observed.

    Source: 劳动合同法 47, 97; 实施条例 10, 27.
    """
    work = Working("economic-compensation", at)
    first = _check(work, given)
    base = _base(work, given)
    if first < IN_FORCE:
        _say_2008(work, given)
        first = IN_FORCE
    years = _years(work, first, given.ended_on, base)
    total = base.fen * years
    work.step(
        f"{yuan(base.fen)} × {digits(years)} 个月 ＝ {yuan(total)} 元",
        f"{yuan(base.fen)} × {digits(years)} months = {yuan(total)} yuan",
        total,
    )
    if given.before_2008_fen is not None:
        older = given.before_2008_fen
        total += older.value
        work.step(
            f"加 2008 年以前部分 {yuan(older.value)} 元（{older.source}）",
            f"Plus {yuan(older.value)} yuan for before 2008 ({older.source})",
            total,
        )
    _say_burden(work)
    return work.amount(total)


def unlawful_ending(given: Ending, at: At) -> Amount:
    """Return twice N, counted from the first day of work, also before 2008; it takes the place of N.

    Source: 劳动合同法 47, 87; 实施条例 25.
    """
    work = Working("unlawful-ending", at)
    work.cite(sources.CONTRACT_87, sources.REGULATIONS_25)
    first = _check(work, given)
    if given.before_2008_fen is not None:
        zh = "赔偿金年限自用工之日起计算，不另计 2008 年以前部分"
        work.checks.wrong("before_2008_fen", "not_here", zh, "Counted from the first day of work: nothing apart.")
    base = _base(work, given)
    years = _years(work, first, given.ended_on, base)
    total = base.fen * years * 2
    work.step(
        f"{yuan(base.fen)} × {digits(years)} 个月 × 2 ＝ {yuan(total)} 元",
        f"{yuan(base.fen)} × {digits(years)} months × 2 = {yuan(total)} yuan",
        total,
    )
    zh = "已支付赔偿金的，不再支付经济补偿，也不与代通知金并用。"
    work.note(zh, "It takes the place of economic compensation, and of pay in lieu of notice.", sources.REGULATIONS_25)
    _say_burden(work)
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePay:
    """Inputs of `notice_pay`."""

    last_month_pay_fen: int = fen("上一个月的工资标准", "Standard of pay of the month before")


def notice_pay(given: NoticePay, at: At) -> Amount:
    """Return pay in lieu of thirty days' notice: the pay of the month before. Source: 劳动合同法 40; 实施条例 20."""
    work = Working("notice-pay", at)
    work.cite(sources.CONTRACT_40, sources.REGULATIONS_20)
    total = Fraction(given.last_month_pay_fen)
    work.step(f"上一个月工资 {yuan(total)} 元", f"Pay of the month before: {yuan(total)} yuan", total)
    zh = "只适用于依第四十条解除而未提前三十日书面通知；违法解除的赔偿金不与之并用。"
    work.note(zh, "Only for an ending under Art. 40 without thirty days' notice; never beside 2N.", sources.CONTRACT_40)
    return work.amount(total)


def _check(work: Working, given: Ending) -> date:
    """The first day counted. Raises Invalid for dates that run backwards and pay that is not given once."""
    checks = work.checks
    joined = given.joined_from_on
    employment.check_order(checks, joined or given.started_on, "ended_on", given.ended_on)
    if given.started_on > given.ended_on and joined:
        checks.wrong("started_on", "after_end", "晚于终止日", "Lies after the end.")
    if given.ended_on < IN_FORCE:
        checks.wrong("ended_on", "too_early", "2008 年以前终止的不适用本法", "Ended before the law of 2008.")
    if joined is not None and joined >= given.started_on:
        checks.wrong("joined_from_on", "not_before", "须早于用工之日", "Must lie before the first day of work.")
    if (given.average_pay_fen is None) == (given.pays_fen is None):
        zh, en = "请填写平均工资或者逐月工资其中之一", "Give the average, or the months, one of them."
        checks.wrong("average_pay_fen", "one_of", zh, en)
    checks.settle()
    first = joined or given.started_on
    if given.pays_fen is not None:
        _check_pays(work, given.pays_fen, employment.span(first, given.ended_on))
    checks.settle()
    if joined is not None:
        work.cite(sources.REGULATIONS_10)
        zh, en = f"合并计算原单位年限，自 {joined} 起", f"Years of the former employer joined, from {joined}"
        work.step(zh, en)
    return first


def _check_pays(work: Working, pays: Sequence[int], time: employment.Span) -> None:
    wanted = min(_YEAR, time.months + (1 if time.days else 0))
    least = min(_YEAR, max(time.months, 1))
    if not least <= len(pays) <= wanted:
        zh = f"工作满十二个月的填十二个月，不满的填实际工作的月数：应为 {least} 至 {wanted} 项"
        en = f"Twelve months, or as many as were worked: {least} to {wanted} amounts."
        work.checks.wrong("pays_fen", "how_many", zh, en)


def _average(work: Working, given: Ending) -> Fraction:
    work.cite(sources.REGULATIONS_27)
    if given.pays_fen is None:
        average = Fraction(given.average_pay_fen or 0)
        work.step(
            f"前十二个月平均工资 {yuan(average)} 元", f"Average of the last months: {yuan(average)} yuan", average
        )
        return average
    whole = Fraction(sum(given.pays_fen))
    average = whole / len(given.pays_fen)
    work.step(
        f"平均工资 {yuan(whole)} ÷ {len(given.pays_fen)} ＝ {yuan(average)} 元",
        f"Average pay: {yuan(whole)} ÷ {len(given.pays_fen)} = {yuan(average)} yuan",
        average,
    )
    return average


def _base(work: Working, given: Ending) -> _Base:
    work.cite(sources.CONTRACT_47_YEARS)
    average, on = _average(work, given), given.ended_on
    floor = Fraction(0) if given.above_minimum else work.local(given.minimum_wage_fen, Value.MINIMUM_WAGE, on)
    local_average = None if given.under_cap else work.local(given.local_average_fen, Value.AVERAGE_PAY, on)
    work.settle()
    if average < floor:
        work.cite(sources.REGULATIONS_27_FLOOR)
        zh = f"低于当地最低工资，按 {yuan(floor)} 元计算"
        work.step(zh, f"Below the local minimum wage: {yuan(floor)} yuan are taken instead", floor)
        average = floor
    if local_average is None or average <= local_average * CAP_AVERAGES:
        return _Base(average, capped=False)
    work.cite(sources.CONTRACT_47_CAP)
    cap = local_average * CAP_AVERAGES
    work.step(
        f"高于本地区上年度职工月平均工资三倍，按 {yuan(local_average)} × 3 ＝ {yuan(cap)} 元计算，年限最高十二年",
        f"Above three times the local average: {yuan(local_average)} × 3 = {yuan(cap)} yuan, for at most twelve years",
        cap,
    )
    return _Base(cap, capped=True)


def _years(work: Working, first: date, last: date, base: _Base) -> Fraction:
    time = employment.span(first, last)
    years = employment.half_years(time)
    work.step(
        f"{first} 至 {last}：{time.months // 12} 年 {time.months % 12} 个月 {time.days} 天，折 {digits(years)} 个月工资",
        f"{first} to {last}: {time.months // 12} years, {time.months % 12} months, {time.days} days; "
        f"{digits(years)} months' pay",
        years,
        Unit.MONTHS,
    )
    if base.capped and years > CAP_YEARS:
        work.step("年限封顶十二年", "Capped at twelve years", CAP_YEARS, Unit.MONTHS)
        return CAP_YEARS
    return years


def _say_2008(work: Working, given: Ending) -> None:
    work.cite(sources.CONTRACT_97)
    zh, en = "本法的年限自 2008-01-01 起计算", "Years under this law are counted from 2008-01-01"
    work.step(zh, en)
    if given.before_2008_fen is None:
        zh = "本金额不含 2008 年以前的年限：该部分按当时有关规定执行，请另行计算后填入 before_2008_fen。"
        en = "Years before 2008 are not in this sum: older rules apply; work them out and give before_2008_fen."
        work.note(zh, en, sources.CONTRACT_97, open_question=True)


def _say_burden(work: Working) -> None:
    zh = "因解除劳动合同、计算工作年限等决定发生的争议，由用人单位负举证责任。"
    work.note(zh, "The employer proves the ground of the ending and the years of service.", courts.FIRST_44)
