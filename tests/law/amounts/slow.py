"""The heads once more, from the words of the law, day by day and row by row, in decimals: to disagree with when one is wrong.

Nothing of `mediation.law` is used here but the names of the inputs. Working days come from `chinese_calendar` itself.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)
# 法定节假日 by 全国年节及纪念日放假办法 第二条: 11 days until 2024, 13 since.
STATUTORY = {
    date.fromisoformat(f"{year}-{day}")
    for year, days in {
        2023: "01-01 01-22 01-23 01-24 04-05 05-01 06-22 09-29 10-01 10-02 10-03",
        2024: "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03",
        2025: "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
        2026: "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
    }.items()
    for day in days.split()
}
is_workday = cache(chinese_calendar.is_workday)


def fen(numerator: Decimal, denominator: Decimal = Decimal(1)) -> int:
    """A quotient in fen, half a fen up. Everything is multiplied before it is divided, once."""
    with localcontext() as precise:
        precise.prec = 60
        return int((numerator / denominator).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def completes_a_month(today: date, anchor: int) -> bool:
    """Whether a month of work that began on day number `anchor` is full at the end of `today`.

    It is when tomorrow has that number again, or when tomorrow is a 1st and this month never had it.
    """
    tomorrow = today + DAY
    return tomorrow.day == anchor or (tomorrow.day == 1 and today.day < anchor)


def months_and_rest(first: date, last: date) -> tuple[int, int]:
    """Full months lived through, and the days after the last of them, walking day by day."""
    months = rest = 0
    today = first
    while today <= last:
        rest += 1
        if completes_a_month(today, first.day):
            months, rest = months + 1, 0
        today += DAY
    return months, rest


def compensation(
    first: date, last: date, base: Decimal, *, average: Decimal | None, floor: Decimal | None, times: int
) -> int:
    """每满一年一个月；六个月以上不满一年按一年；不满六个月半个月。三倍封顶十二年；最低工资托底。"""
    months, rest = months_and_rest(first, last)
    halves = 0
    while months >= 12:
        months, halves = months - 12, halves + 2
    if months >= 6:
        halves += 2
    elif months or rest:
        halves += 1
    if floor is not None and base < floor:
        base = floor
    if average is not None and base > average * 3:
        base, halves = average * 3, min(halves, 24)
    return fen(base * halves * times, Decimal(2))


def double_wage(started: date, signed: date | None, ended: date | None, monthly: int) -> int:
    """自满一个月的次日起，至订立的前一日、满一年的前一日或者最后一日；按月计算，不满一个月按实际工作日。"""
    months, today, whole, part = 0, started, 0, 0
    while months < 12 and (signed is None or today < signed) and (ended is None or today <= ended):
        if months >= 1:
            part += is_workday(today)
        if completes_a_month(today, started.day):
            whole += months >= 1
            months, part = months + 1, 0
        today += DAY
    rest = min(Decimal(monthly) * part, Decimal(monthly) * Decimal("21.75"))
    return fen(Decimal(monthly) * whole * Decimal("21.75") + rest, Decimal("21.75"))


def paid_until(first: date, last: date, monthly: int, *, skip: int = 0, share: int = 100) -> int:
    """按月计发，不满一个月的部分按工作日，以一个月为限；前 `skip` 个月不计。"""
    months, today, whole, part = 0, first, 0, 0
    while today <= last:
        if months >= skip:
            part += is_workday(today)
        if completes_a_month(today, first.day):
            whole += months >= skip
            months, part = months + 1, 0
        today += DAY
    rest = min(Decimal(part), Decimal("21.75"))
    return fen((Decimal(monthly) * whole * Decimal("21.75") + Decimal(monthly) * rest) * share, Decimal(2175))


def overtime(worked: list[tuple[date, Decimal]], monthly: int) -> int:
    """百分之一百五十、二百、三百。"""
    total = Decimal(0)
    for day, hours in worked:
        if day in STATUTORY:
            total += hours * 300
        elif not is_workday(day):
            total += hours * 200
        else:
            total += hours * 150
    return fen(total * monthly, Decimal("21.75") * 8 * 100)


def leave(year: int, years: int, joined: date | None, left: date | None, taken: int, monthly: int) -> int:
    """已满1年不满10年5天，已满10年不满20年10天，已满20年15天；折算后不足1整天的部分舍去；300% 中已含 100%。"""
    entitled = 0 if years < 1 else 5 if years < 10 else 10 if years < 20 else 15
    days, today = 0, date(year, 1, 1)
    while today.year == year:
        days += (joined is None or today >= joined) and (left is None or today <= left)
        today += DAY
    whole = 0
    if joined is None and left is None:
        whole = entitled
    else:
        while (whole + 1) * 365 <= days * entitled:
            whole += 1
    untaken = max(whole - taken, 0)
    return fen(Decimal(monthly) * untaken * 200, Decimal("21.75") * 100)


def arrears(rows: list[tuple[int, int]]) -> int:
    """应发减已发，逐月相加。"""
    owed = 0
    for due, paid in rows:
        while paid < due:  # by the piece: what is left of each month
            piece = min(due - paid, 10**7)
            owed, paid = owed + piece, paid + piece
    return owed


def lump_sum(grade: int, own: int, average: Decimal) -> int:
    """一级27个月、二级25、三级23、四级21、五级18、六级16、七级13、八级11、九级9、十级7；本人工资在60%至300%之间。"""
    months = [27, 25, 23, 21, 18, 16, 13, 11, 9, 7][grade - 1]
    pay = Decimal(own)
    if pay * 100 > average * 300:
        pay = average * 3
    if pay * 100 < average * 60:
        pay = average * Decimal("0.6")
    return fen(pay * months)


def pension(own: int, *, spouse: bool, others: int, alone: int, months: int) -> int:
    """配偶每月40%，其他亲属每人每月30%，孤寡老人或者孤儿增加10%；合计不高于本人工资。"""
    percent = 40 if spouse else 0
    for at in range(others):
        percent += 40 if at < alone else 30
    return fen(Decimal(own) * min(percent, 100) * months, Decimal(100))
