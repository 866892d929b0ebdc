"""The double wage for time without a written contract: its window, its months, its last days, and limitation of each.

Only the second wage is counted here: the first is pay. Refuses to hold why no contract was written beyond naming the
defences, and to choose how limitation runs where a region has not said it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from mediation.law.amounts import employment
from mediation.law.amounts.idle import part_of_a_month
from mediation.law.amounts.inputs import choice, day, fen, fens, number
from mediation.law.amounts.regional import WORDS, Value
from mediation.law.amounts.result import Amount, Unit, yuan
from mediation.law.amounts.sources import contract as sources
from mediation.law.amounts.sources import courts
from mediation.law.amounts.working import At, Working
from mediation.law.periods import full_on

FREE_MONTHS: Final = 1
YEAR_MONTHS: Final = 12
MOST_MONTHS: Final = 11
_DAY: Final = timedelta(days=1)
_LOCAL: Final = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleWage:
    """Inputs of `double_wage`: either the employment, or a window established otherwise."""

    monthly_pay_fen: int | None = fen("月工资", "Pay of a month", required=False)
    pays_fen: tuple[int, ...] | None = fens(
        "或者按期间内各月（末月不满一个月也算一项）逐月填写，用逗号分隔",
        "Or the pay of each month of the window in turn, the last part month too, by commas",
    )
    started_on: date | None = day("用工之日", "First day of work", required=False)
    signed_on: date | None = day(
        "补订书面劳动合同之日（如有）", "Day the contract was written, if it was", required=False
    )
    ended_on: date | None = day("最后工作日（如已离职）", "Last day of work, if it is over", required=False)
    from_on: date | None = day("或者直接填写期间首日", "Or the window itself: its first day", required=False)
    to_on: date | None = day("期间末日", "Its last day", required=False)
    last_days_worked: Fraction | None = number(
        "末月不满一个月部分的实际工作日（不填则按日历工作日）",
        "Days actually worked in the last part month; left out, its working days by the calendar",
        unit="days", most=31, default=None,
    )  # fmt: skip
    claimed_on: date | None = day(
        "主张权利之日（填写后核对仲裁时效）", "Day of the claim; given, limitation is looked at", required=False
    )
    limitation: str = choice(
        "时效口径：local 按当地规定，each_month 逐月，from_the_end 自期间届满起",
        "How limitation runs: local (by the region), each_month, from_the_end",
        _LOCAL, *WORDS[Value.DOUBLE_WAGE_LIMITATION],
        required=False,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """A month of the window, or what is left at its end."""

    first: date
    last: date
    exact: Fraction


def window(started_on: date, signed_on: date | None, ended_on: date | None) -> tuple[date, date] | None:
    """Return the first and the last day of the second wage, or None when there are none.

    It begins the day after one month of work, and ends the day before the contract was written, the day before one year
    was complete, or with the employment, whichever comes first: eleven months at most.

    Source: 劳动合同法 82; 实施条例 6, 7.

    >>> window(date(2008, 1, 1), None, None)
    (datetime.date(2008, 2, 1), datetime.date(2008, 12, 31))
    """
    first = full_on(started_on, months=FREE_MONTHS) + _DAY
    last = full_on(started_on, months=YEAR_MONTHS)
    if signed_on is not None:
        last = min(last, signed_on - _DAY)
    if ended_on is not None:
        last = min(last, ended_on)
    return (first, last) if first <= last else None


def double_wage(given: DoubleWage, at: At) -> Amount:
    """Return the second wage of the window: by month; a part month by the working days of that month.

    Raises:
        CannotCompute: a part month in a year without a holiday notice, where the days worked are not given.

    Source: 劳动合同法 82; 实施条例 6, 7; 最高法解释（二）6–9.
    """
    work = Working("double-wage", at)
    work.cite(sources.CONTRACT_82, courts.SECOND_6)
    _check(work, given)
    limits = _limits(work, given)
    if limits is None:
        work.step(
            "没有应付二倍工资的期间", "There is no time for which the double wage is due", Fraction(0), Unit.MONTHS
        )
        return work.amount(Fraction(0))
    parts = _parts(work, given, limits[1])
    total = sum((part.exact for part in parts), Fraction(0))
    _say_defences(work, given, limits[1])
    if given.claimed_on is not None:
        _look_at_limitation(work, given, parts)
    return work.amount(total)


def _check(work: Working, given: DoubleWage) -> None:
    checks = work.checks
    if (given.monthly_pay_fen is None) == (given.pays_fen is None):
        zh, en = "请填写月工资或者逐月工资其中之一", "Give the pay of a month, or of each, one of them."
        checks.wrong("monthly_pay_fen", "one_of", zh, en)
    direct = given.from_on is not None or given.to_on is not None
    if direct == (given.started_on is not None):
        zh, en = "请填写用工之日，或者直接填写期间", "Give the first day of work, or the window itself."
        checks.wrong("started_on", "one_of", zh, en)
    elif direct and (given.from_on is None or given.to_on is None):
        checks.wrong("to_on", "empty", "请填写期间首日和末日", "A window has a first and a last day.")
    if direct and (given.signed_on or given.ended_on):
        name = "signed_on" if given.signed_on else "ended_on"
        checks.wrong(name, "one_of", "直接填写期间时不再填写", "Not beside a window.")
    start = given.started_on
    for name, later in (("signed_on", given.signed_on), ("ended_on", given.ended_on)):
        if start and later and later < start:
            checks.wrong(name, "before_start", "早于用工之日", "Lies before the first day of work.")
    if given.from_on and given.to_on:
        if given.to_on < given.from_on:
            checks.wrong("to_on", "before_start", "早于首日", "Lies before the first day.")
        elif given.to_on > full_on(given.from_on, months=MOST_MONTHS):
            checks.wrong("to_on", "too_long", "最多十一个月", "Eleven months at most.")
    work.settle()


def _limits(work: Working, given: DoubleWage) -> tuple[date, date] | None:
    if given.started_on is None:
        assert given.from_on is not None
        assert given.to_on is not None
        work.step(f"期间 {given.from_on} 至 {given.to_on}", f"Window: {given.from_on} to {given.to_on}")
        return given.from_on, given.to_on
    work.cite(sources.REGULATIONS_6, sources.REGULATIONS_7)
    found = window(given.started_on, given.signed_on, given.ended_on)
    if found:
        work.step(
            f"用工之日 {given.started_on}：满一个月的次日 {found[0]} 起，至 {found[1]} 止",
            f"First day of work {given.started_on}: from {found[0]}, the day after one month, to {found[1]}",
        )
    return found


def _parts(work: Working, given: DoubleWage, last: date) -> list[_Part]:
    anchor = given.started_on or given.from_on
    assert anchor is not None
    skip = FREE_MONTHS if given.started_on else 0
    time = employment.span(anchor, last, after_months=skip)
    pays = _pays(work, given, time)
    parts = [
        _Part(employment.month_start(anchor, at), full_on(anchor, months=at + 1), Fraction(pays[at - skip]))
        for at in range(skip, skip + time.months)
    ]
    for at, part in enumerate(parts, start=1):
        zh, en = f"第 {at} 个月 {part.first} 至 {part.last}", f"Month {at}, {part.first} to {part.last}"
        work.step(f"{zh}：{yuan(part.exact)} 元", f"{en}: {yuan(part.exact)} yuan", part.exact)
    if time.days:
        worked = given.last_days_worked
        if worked is None:
            worked = Fraction(employment.workdays(time.rest_from, last, work.at.calendar))
        exact = part_of_a_month(work, Fraction(pays[-1]), time.rest_from, last, worked)
        parts.append(_Part(time.rest_from, last, exact))
    return parts


def _pays(work: Working, given: DoubleWage, time: employment.Span) -> tuple[int, ...]:
    """The pay of each month of the window. Raises Invalid when it is not given for each."""
    count = time.months + (1 if time.days else 0)
    if given.pays_fen is not None and len(given.pays_fen) != count:
        zh, en = f"期间共 {count} 个月（含末月），应填 {count} 项", f"The window has {count} months: {count} amounts."
        work.checks.wrong("pays_fen", "how_many", zh, en)
    if given.last_days_worked is not None and not time.days:
        zh, en = "期间为整月，没有不满一个月的部分", "The window has whole months only."
        work.checks.wrong("last_days_worked", "no_part_month", zh, en)
    elif given.last_days_worked is not None and given.last_days_worked > time.days:
        zh, en = f"不满一个月的部分只有 {time.days} 天", f"The part month has {time.days} days."
        work.checks.wrong("last_days_worked", "too_large", zh, en)
    work.settle()
    return given.pays_fen or (given.monthly_pay_fen or 0,) * count


def _say_defences(work: Working, given: DoubleWage, last: date) -> None:
    work.cite(courts.SECOND_7)
    zh = (
        "本项为正常工资之外的另一倍工资。不可抗力、劳动者故意或者重大过失未订立的除外；期满依法自动续延的不属于未订立。"
    )
    en = (
        "This is the second wage, beside the pay itself. Not due for force majeure, or the worker's intent or gross "
        "negligence; a contract prolonged by law is not a missing one."
    )
    work.note(zh, en, courts.SECOND_7)
    if given.started_on is not None and last == full_on(given.started_on, months=YEAR_MONTHS):
        work.cite(courts.SECOND_9)
        since = last + _DAY
        zh = f"自 {since} 起视为已订立无固定期限劳动合同，不再支付二倍工资。"
        work.note(zh, f"From {since} a contract without fixed term is deemed written: no second wage.", courts.SECOND_9)


def _look_at_limitation(work: Working, given: DoubleWage, parts: list[_Part]) -> None:
    """Say what of it is older than a year on the day of the claim; nothing is taken off, for it must be pleaded."""
    assert given.claimed_on is not None
    method = given.limitation
    if method == _LOCAL:
        method = work.word(Value.DOUBLE_WAGE_LIMITATION, given.claimed_on)
    work.settle()
    work.cite(courts.ARBITRATION_27, courts.SECOND_20)
    from_end = method == "from_the_end"
    late = [part for part in parts if _is_late(parts[-1].last if from_end else part.last, given.claimed_on)]
    exact = sum((part.exact for part in late), Fraction(0))
    zh_how, en_how = ("自期间届满起", "from the window's end") if from_end else ("逐月", "month by month")
    work.step(
        f"主张之日 {given.claimed_on}，时效{zh_how}计算：{len(late)} 个月、{yuan(exact)} 元超过一年",
        f"Claimed on {given.claimed_on}, limitation {en_how}: {len(late)} months, {yuan(exact)} yuan, are past a year",
        exact,
    )
    work.also("out_of_time", "其中超过一年仲裁时效的部分", "Of it, older than the year of limitation", exact)
    zh = "时效由对方提出才适用，故未从金额中扣除；期间届满日遇节假日的顺延，以及中断、中止，请另行核对。"
    en = "Limitation counts only when it is pleaded: nothing was taken off. Check rest days, interruption, suspension."
    work.note(zh, en, courts.SECOND_20)
    zh = "二倍工资的时效起算各地口径不一，须由法律顾问确认。"
    work.note(zh, "Regions differ on when it starts for the double wage: to be confirmed.", open_question=True)


def _is_late(known_on: date, claimed_on: date) -> bool:
    """Whether a year has passed: it ends on the same day of the next year (民法典 202), 28 February for the 29th."""
    try:
        end = known_on.replace(year=known_on.year + 1)
    except ValueError:
        end = date(known_on.year + 1, 2, 28)
    return claimed_on > end
