"""Work injury: lump sums by grade, monthly allowances, local grants, pay during treatment, grants for the family.

Who pays is said with each: the fund, or the employer that did not insure (Art. 62). Refuses to hold the grading, and
the local grants: they are the provinces' own (Arts. 36, 37).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.law.amounts.inputs import Sourced, day, fen, flag, local, number
from mediation.law.amounts.regional import Value
from mediation.law.amounts.result import Amount, yuan
from mediation.law.amounts.result import number as digits
from mediation.law.amounts.sources import care as sources
from mediation.law.amounts.working import At, Working

LUMP_SUM_MONTHS: Final = {1: 27, 2: 25, 3: 23, 4: 21, 5: 18, 6: 16, 7: 13, 8: 11, 9: 9, 10: 7}
ALLOWANCE_PERCENT: Final = {1: 90, 2: 85, 3: 80, 4: 75, 5: 70, 6: 60}
FUNERAL_MONTHS: Final = 6
DEATH_YEARS: Final = 20
_UPPER, _LOWER = Fraction(300, 100), Fraction(60, 100)
_ONE: Final = Fraction(1)
_ZERO: Final = Fraction(0)
_GRADE = ("伤残等级（1 至 10）", "Grade of disability, 1 to 10")
_OWN = (
    "本人工资：受伤前十二个月平均月缴费工资",
    "Own pay: average monthly pay insured, twelve months before the injury",
)
_POOL = ("统筹地区上年度职工月平均工资", "Average monthly pay of the year before in the pooling region")
_BOUND = (
    "当事人确认本人工资在平均工资的 60% 至 300% 之间（不再查询）",
    "The parties state that own pay lies within 60 and 300 per cent of the average (it is then not looked up)",
)


def own_pay(work: Working, own_fen: int, pool: Sourced | None, on: date, *, within: bool) -> Fraction:
    """Write down and return own pay between 60 and 300 per cent of the region's average. Source: 工伤保险条例 64."""
    own = Fraction(own_fen)
    if within:
        return own
    average = work.local(pool, Value.INJURY_AVERAGE_PAY, on)
    work.settle()
    bounded = min(max(own, average * _LOWER), average * _UPPER)
    work.cite(sources.INJURY_64)
    if bounded != own:
        zh = f"本人工资按统筹地区平均工资 {yuan(average)} 的 60% 至 300% 限定为 {yuan(bounded)} 元"
        en = f"Own pay, within 60 and 300 per cent of the average of {yuan(average)}: {yuan(bounded)} yuan"
        work.step(zh, en, bounded)
    return bounded


def _who_pays(work: Working, *, insured: bool) -> None:
    if insured:
        zh = "由工伤保险基金支付；用人单位协助申领。"
        work.note(zh, "Paid by the work injury insurance fund; the employer helps to claim it.")
        return
    work.cite(sources.INJURY_62)
    zh = "用人单位应当参加而未参加工伤保险：由用人单位支付。"
    work.note(zh, "The employer should have insured and did not: it pays.", sources.INJURY_62)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisabilityLumpSum:
    """Inputs of `disability_lump_sum`."""

    grade: Fraction = number(*_GRADE, unit="grade", least=1, most=10, step=_ONE, required=True)
    own_pay_fen: int = fen(*_OWN)
    injured_on: date = day("受伤日", "Day of the injury")
    pool_average_fen: Sourced | None = local(*_POOL)
    own_pay_within_bounds: bool = flag(*_BOUND)
    insured: bool = flag("已参加工伤保险", "The employer had insured")


def disability_lump_sum(given: DisabilityLumpSum, at: At) -> Amount:
    """Return the lump sum of the grade: 27 months' own pay for grade 1 down to 7 for grade 10.

    Source: 工伤保险条例 35–37, 62, 64.
    """
    work = Working("disability-lump-sum", at)
    grade = int(given.grade)
    work.cite(sources.INJURY_35 if grade <= 4 else sources.INJURY_36 if grade <= 6 else sources.INJURY_37)
    own = own_pay(work, given.own_pay_fen, given.pool_average_fen, given.injured_on, within=given.own_pay_within_bounds)
    months = LUMP_SUM_MONTHS[grade]
    total = own * months
    work.step(
        f"{grade} 级：{yuan(own)} × {months} 个月 ＝ {yuan(total)} 元",
        f"Grade {grade}: {yuan(own)} × {months} months = {yuan(total)} yuan",
        total,
    )
    _who_pays(work, insured=given.insured)
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisabilityAllowance:
    """Inputs of `disability_allowance`."""

    grade: Fraction = number(
        "伤残等级（1 至 6）", "Grade, 1 to 6", unit="grade", least=1, most=6, step=_ONE, required=True
    )
    own_pay_fen: int = fen(*_OWN)
    injured_on: date = day("受伤日", "Day of the injury")
    months: Fraction = number("月数", "Months", unit="months", least=0, most=720, default=1)
    pool_average_fen: Sourced | None = local(*_POOL)
    own_pay_within_bounds: bool = flag(*_BOUND)
    minimum_wage_fen: Sourced | None = local("当地月最低工资标准", "Local monthly minimum wage")


def disability_allowance(given: DisabilityAllowance, at: At) -> Amount:
    """Return the monthly allowance: 90 to 75 per cent of own pay for grades 1–4, 70 and 60 for 5 and 6.

    Not below the local minimum wage. Source: 工伤保险条例 35, 36.
    """
    work = Working("disability-allowance", at)
    grade = int(given.grade)
    work.cite(sources.INJURY_35_ALLOWANCE if grade <= 4 else sources.INJURY_36_ALLOWANCE)
    minimum = work.local(given.minimum_wage_fen, Value.MINIMUM_WAGE, at.on)
    own = own_pay(work, given.own_pay_fen, given.pool_average_fen, given.injured_on, within=given.own_pay_within_bounds)
    work.settle()
    monthly = own * ALLOWANCE_PERCENT[grade] / 100
    shown = f"{yuan(own)} × {ALLOWANCE_PERCENT[grade]}%"
    work.step(f"{shown} ＝ {yuan(monthly)} 元", f"{shown} = {yuan(monthly)} yuan", monthly)
    if monthly < minimum:
        monthly = minimum
        zh, en = "低于当地最低工资标准，补足至", "Below the local minimum wage, made up to"
        work.step(f"{zh} {yuan(minimum)} 元", f"{en} {yuan(minimum)} yuan", minimum)
    total = monthly * given.months
    work.step(
        f"{yuan(monthly)} × {digits(given.months)} 个月 ＝ {yuan(total)} 元",
        f"{yuan(monthly)} × {digits(given.months)} months = {yuan(total)} yuan",
        total,
    )
    if grade <= 4:
        work.note("由工伤保险基金按月支付。", "Paid month by month by the fund.", sources.INJURY_35_ALLOWANCE)
    else:
        zh = "难以安排工作的，由用人单位按月发给。"
        work.note(zh, "Where no work can be given: paid by the employer.", sources.INJURY_36_ALLOWANCE)
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisabilityGrants:
    """Inputs of `disability_grants`."""

    grade: Fraction = number(
        "伤残等级（5 至 10）", "Grade, 5 to 10", unit="grade", least=5, most=10, step=_ONE, required=True
    )
    ended_on: date = day("劳动关系解除或者终止日", "Day the employment ended")
    medical_grant_months: Sourced | None = local(
        "一次性工伤医疗补助金月数", "Months of the medical grant", unit="months", most=120
    )
    employment_grant_months: Sourced | None = local(
        "一次性伤残就业补助金月数", "Months of the employment grant", unit="months", most=120
    )
    grant_base_fen: Sourced | None = local("计发基数（月）", "Monthly base of both")
    insured: bool = flag("已参加工伤保险", "The employer had insured")


def disability_grants(given: DisabilityGrants, at: At) -> Amount:
    """Return the one-off medical and employment grants at the end of the contract: local months of a local base.

    Source: 工伤保险条例 36, 37 (the standard is the province's).
    """
    work = Working("disability-grants", at)
    grade = int(given.grade)
    work.cite(sources.INJURY_36_GRANTS if grade <= 6 else sources.INJURY_37_GRANTS)
    on = given.ended_on
    medical = work.of_grade(given.medical_grant_months, Value.MEDICAL_GRANT_MONTHS, grade, on)
    employment = work.of_grade(given.employment_grant_months, Value.EMPLOYMENT_GRANT_MONTHS, grade, on)
    base = work.local(given.grant_base_fen, Value.GRANT_BASE, on)
    work.settle()
    total = _ZERO
    for zh, en, months in (
        ("一次性工伤医疗补助金", "Medical grant", medical),
        ("一次性伤残就业补助金", "Employment grant", employment),
    ):
        part = base * months
        shown = f"{yuan(base)} × {digits(months)}"
        work.step(f"{zh}：{shown} 个月 ＝ {yuan(part)} 元", f"{en}: {shown} months = {yuan(part)} yuan", part)
        total += part
    work.also(
        "employment",
        "其中由用人单位支付的就业补助金",
        "Of it, the employment grant: by the employer",
        base * employment,
    )
    _who_pays(work, insured=given.insured)
    if given.insured:
        zh = "一次性伤残就业补助金由用人单位支付。"
        work.note(zh, "The employment grant is paid by the employer.", sources.INJURY_37_GRANTS)
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class InjuryLeavePay:
    """Inputs of `injury_leave_pay`."""

    monthly_pay_fen: int = fen("原月工资福利待遇", "Pay and benefits of a month as before")
    months: Fraction = number("停工留薪期月数", "Months of treatment off work", unit="months", most=24, required=True)
    prolonged: bool = flag(
        "超过十二个月部分经设区的市级劳动能力鉴定委员会确认",
        "The time beyond twelve months was confirmed by the city's labour ability committee",
    )
    paid_fen: int = fen("期间已付工资", "Paid for that time already", required=False, least=0, default=0)


def injury_leave_pay(given: InjuryLeavePay, at: At) -> Amount:
    """Return pay as before for the time of treatment off work: twelve months, up to twelve more where confirmed.

    Source: 工伤保险条例 33.
    """
    work = Working("injury-leave-pay", at)
    work.cite(sources.INJURY_33)
    if given.months > 12 and not given.prolonged:
        zh = "超过十二个月须经设区的市级劳动能力鉴定委员会确认"
        en = "More than twelve months need the confirmation of the city's labour ability committee."
        work.checks.wrong("months", "not_confirmed", zh, en)
    work.settle()
    monthly = Fraction(given.monthly_pay_fen)
    total = monthly * given.months
    work.step(
        f"{yuan(monthly)} × {digits(given.months)} 个月 ＝ {yuan(total)} 元",
        f"{yuan(monthly)} × {digits(given.months)} months = {yuan(total)} yuan",
        total,
    )
    if given.paid_fen:
        total = max(total - given.paid_fen, _ZERO)
        paid = yuan(Fraction(given.paid_fen))
        work.step(f"减已付 {paid}，余 {yuan(total)} 元", f"Less {paid} paid: {yuan(total)} yuan", total)
    work.note("由所在单位按月支付。", "Paid by the employer, month by month.", sources.INJURY_33)
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathGrants:
    """Inputs of `death_grants`."""

    died_on: date = day("死亡日", "Day of death")
    pool_average_fen: Sourced | None = local(*_POOL)
    urban_income_fen: Sourced | None = local(
        "上一年度全国城镇居民人均可支配收入（年）",
        "National disposable income per urban resident of the year before, for the year",
    )
    insured: bool = flag("已参加工伤保险", "The employer had insured")


def death_grants(given: DeathGrants, at: At) -> Amount:
    """Return the funeral grant (six months' local average) and the death grant (twenty years' national urban income).

    Source: 工伤保险条例 39, 62.
    """
    work = Working("death-grants", at)
    work.cite(sources.INJURY_39_FUNERAL, sources.INJURY_39_DEATH)
    average = work.local(given.pool_average_fen, Value.INJURY_AVERAGE_PAY, given.died_on)
    income = work.local(given.urban_income_fen, Value.URBAN_INCOME, given.died_on)
    work.settle()
    funeral, death = average * FUNERAL_MONTHS, income * DEATH_YEARS
    work.step(
        f"丧葬补助金 {yuan(average)} × {FUNERAL_MONTHS} 个月 ＝ {yuan(funeral)} 元",
        f"Funeral grant: {yuan(average)} × {FUNERAL_MONTHS} months = {yuan(funeral)} yuan",
        funeral,
    )
    work.step(
        f"一次性工亡补助金 {yuan(income)} × {DEATH_YEARS} ＝ {yuan(death)} 元",
        f"Death grant: {yuan(income)} × {DEATH_YEARS} = {yuan(death)} yuan",
        death,
    )
    work.also("funeral", "其中丧葬补助金", "Of it, the funeral grant", funeral)
    work.also("death", "其中一次性工亡补助金", "Of it, the death grant", death)
    zh = "“上一年度”按死亡发生之年的上一年计算。"
    work.note(zh, "“The year before” is the year before the death.", sources.INJURY_39_DEATH)
    _who_pays(work, insured=given.insured)
    return work.amount(funeral + death)


@dataclass(frozen=True, slots=True, kw_only=True)
class DependantsPension:
    """Inputs of `dependants_pension`."""

    own_pay_fen: int = fen(*_OWN)
    died_on: date = day("死亡日", "Day of death")
    spouse: bool = flag("有符合条件的配偶", "There is a spouse who qualifies")
    spouse_alone: bool = flag("配偶为孤寡老人", "The spouse is old and alone")
    relatives: Fraction = number("其他供养亲属人数", "Other dependants", unit="people", most=30, step=_ONE)
    relatives_alone: Fraction = number(
        "其中孤寡老人或者孤儿人数", "Of these, old and alone, or orphans", unit="people", most=30, step=_ONE
    )
    months: Fraction = number("月数", "Months", unit="months", most=720, default=1)
    pool_average_fen: Sourced | None = local(*_POOL)
    own_pay_within_bounds: bool = flag(*_BOUND)


def dependants_pension(given: DependantsPension, at: At) -> Amount:
    """Return the dependants' pension: 40 % for a spouse, 30 % for each other, 10 % more for orphans and the old alone.

    All together never more than own pay. Source: 工伤保险条例 39.
    """
    work = Working("dependants-pension", at)
    work.cite(sources.INJURY_39_DEPENDANTS)
    if not given.spouse and not given.relatives:
        work.checks.wrong("spouse", "empty", "请填写供养亲属", "Say who the dependants are.")
    if given.spouse_alone and not given.spouse:
        work.checks.wrong("spouse_alone", "not_here", "没有配偶", "There is no spouse.")
    if given.relatives_alone > given.relatives:
        zh, en = "不能多于其他供养亲属人数", "Not more than the other dependants."
        work.checks.wrong("relatives_alone", "too_large", zh, en)
    work.settle()
    own = own_pay(work, given.own_pay_fen, given.pool_average_fen, given.died_on, within=given.own_pay_within_bounds)
    percent = Fraction((50 if given.spouse_alone else 40) if given.spouse else 0)
    percent += 30 * given.relatives + 10 * given.relatives_alone
    work.step(f"比例合计 {digits(percent)}%", f"Shares together: {digits(percent)} %")
    if percent > 100:
        percent = Fraction(100)
        zh, en = (
            "各供养亲属的抚恤金之和不高于死亡职工生前的工资，按 100%",
            "Not above the pay of the one who died: 100 %",
        )
        work.step(zh, en)
    total = own * percent / 100 * given.months
    work.step(
        f"{yuan(own)} × {digits(percent)}% × {digits(given.months)} 个月 ＝ {yuan(total)} 元",
        f"{yuan(own)} × {digits(percent)} % × {digits(given.months)} months = {yuan(total)} yuan",
        total,
    )
    return work.amount(total)
