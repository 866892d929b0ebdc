"""Terms of the contract that cost: unlawful probation, the cap of a training penalty, pay for not competing.

Refuses to hold whether a term is valid; it holds what it comes to when it is, or when it is not.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.law.amounts import employment
from mediation.law.amounts.idle import paid_time
from mediation.law.amounts.inputs import Sourced, choice, day, fen, flag, local, number
from mediation.law.amounts.regional import Value
from mediation.law.amounts.result import Amount, Unit, yuan
from mediation.law.amounts.result import number as digits
from mediation.law.amounts.sources import contract as sources
from mediation.law.amounts.sources import courts
from mediation.law.amounts.working import At, Working

NON_COMPETE_PERCENT: Final = 30
NON_COMPETE_MONTHS: Final = 24
_ONE: Final = Fraction(1)


def longest_probation(term: str, contract_months: int) -> int:
    """Return the months of probation that a contract may have.

    Args:
        term: `fixed`, `open_ended` or `task`.
        contract_months: whole months of a fixed term.

    Source: 劳动合同法 19.

    >>> [longest_probation("fixed", months) for months in (2, 3, 11, 12, 35, 36)], longest_probation("task", 12)
    ([0, 1, 1, 2, 2, 6], 0)
    """
    if term == "task" or (term == "fixed" and contract_months < 3):
        return 0
    if term == "fixed" and contract_months < 12:
        return 1
    return 2 if term == "fixed" and contract_months < 36 else 6


@dataclass(frozen=True, slots=True, kw_only=True)
class IllegalProbation:
    """Inputs of `illegal_probation`."""

    full_pay_fen: int = fen("试用期满月工资", "Pay of a month after probation")
    term: str = choice(
        "合同期限：fixed 固定，open_ended 无固定，task 以完成一定工作任务为期限",
        "Term of the contract: fixed, open_ended, or for a task",
        "fixed", "open_ended", "task",
    )  # fmt: skip
    contract_months: Fraction = number("固定期限的月数", "Months of a fixed term", unit="months", most=600, step=_ONE)
    probation_from_on: date = day("试用期首日", "First day of probation")
    probation_to_on: date = day("已履行试用期的末日", "Last day of probation served")
    second_time: bool = flag("同一用人单位再次约定的试用期", "A second probation with the same employer")


def illegal_probation(given: IllegalProbation, at: At) -> Amount:
    """Return full pay for probation served beyond the legal limit: whole months, then working days of the rest.

    Source: 劳动合同法 19, 83.
    """
    work = Working("illegal-probation", at)
    work.cite(sources.CONTRACT_19, sources.CONTRACT_83)
    if given.term == "fixed" and not given.contract_months:
        work.checks.wrong("contract_months", "empty", "请填写固定期限的月数", "Give the months of the fixed term.")
    if given.term != "fixed" and given.contract_months:
        work.checks.wrong("contract_months", "not_here", "只有固定期限才填写", "Only of a fixed term.")
    employment.check_order(work.checks, given.probation_from_on, "probation_to_on", given.probation_to_on, years=10)
    work.settle()
    legal = 0 if given.second_time else longest_probation(given.term, int(given.contract_months))
    work.step(f"法定试用期上限 {legal} 个月", f"Legal limit of probation: {legal} months", Fraction(legal), Unit.MONTHS)
    full_pay, served = Fraction(given.full_pay_fen), (given.probation_from_on, given.probation_to_on)
    total = paid_time(work, full_pay, *served, after_months=legal)
    zh = "不满一个月的部分参照二倍工资按工作日折算，法律未写明，须由法律顾问确认。"
    en = "A part month by its working days, as for the double wage: the law does not say it; to be confirmed."
    work.note(zh, en, sources.CONTRACT_83, open_question=True)
    return work.amount(total)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPenalty:
    """Inputs of `training_penalty`."""

    training_cost_fen: int = fen("专项培训费用（不含培训期间工资）", "Cost of the training, without pay during it")
    service_months: Fraction = number(
        "约定服务期月数", "Months of service agreed", unit="months", least=1, most=600, step=_ONE, required=True
    )
    served_months: Fraction = number(
        "已履行服务期月数", "Months of service rendered", unit="months", most=600, required=True
    )
    agreed_fen: int | None = fen("约定的违约金", "Penalty agreed, if there is one", required=False, least=0)


def training_penalty(given: TrainingPenalty, at: At) -> Amount:
    """Return the most that an employer may ask: the share of the training's cost that falls on service not rendered.

    An agreed penalty above it is cut to it; one below it stands. Source: 劳动合同法 22; 实施条例 16.
    """
    work = Working("training-penalty", at)
    work.cite(sources.CONTRACT_22, sources.REGULATIONS_16)
    if given.served_months > given.service_months:
        zh, en = "不能多于约定的服务期", "Not more than was agreed."
        work.checks.wrong("served_months", "too_large", zh, en)
    work.settle()
    left = given.service_months - given.served_months
    cost = Fraction(given.training_cost_fen)
    cap = cost * left / given.service_months
    work.step(
        f"{yuan(cost)} × 未履行 {digits(left)} ÷ {digits(given.service_months)} 个月 ＝ {yuan(cap)} 元",
        f"{yuan(cost)} × {digits(left)} of {digits(given.service_months)} months not served = {yuan(cap)} yuan",
        cap,
    )
    if given.agreed_fen is not None and given.agreed_fen < cap:
        cap = Fraction(given.agreed_fen)
        work.step(f"约定的违约金较低：{yuan(cap)} 元", f"The penalty agreed is lower: {yuan(cap)} yuan", cap)
    zh = "培训期间的工资不是培训费用；劳动者依第三十八条解除的，不付违约金。"
    work.note(
        zh, "Pay during training is no cost of it; a worker who leaves under Art. 38 owes none.", sources.REGULATIONS_16
    )
    return work.amount(cap)


@dataclass(frozen=True, slots=True, kw_only=True)
class NonCompete:
    """Inputs of `non_compete`."""

    months: Fraction = number(
        "已履行竞业限制义务的月数", "Months in which the worker kept to it",
        unit="months", most=NON_COMPETE_MONTHS, required=True,
    )  # fmt: skip
    average_pay_fen: int | None = fen(
        "解除或者终止前十二个月平均工资（未约定补偿时）",
        "Average monthly pay of the last twelve months, where nothing was agreed",
        required=False,
    )
    agreed_month_fen: int | None = fen("约定的月补偿", "Compensation of a month as agreed", required=False)
    minimum_wage_fen: Sourced | None = local(
        "劳动合同履行地月最低工资标准", "Monthly minimum wage at the place of work"
    )
    above_minimum: bool = flag(
        "当事人确认月补偿不低于最低工资（不再查询）",
        "The parties state that it is not below the minimum wage (it is then not looked up)",
    )
    ended_by_employer: bool = flag(
        "用人单位在期限内提出解除竞业限制（另付三个月）",
        "The employer ended it before its time (three more months)",
    )


def non_compete(given: NonCompete, at: At) -> Amount:
    """Return pay for not competing: as agreed, or 30 % of the average but not below the minimum wage, for each month.

    Source: 劳动合同法 23, 24; 最高法解释（一）36–39.
    """
    work = Working("non-compete", at)
    work.cite(sources.CONTRACT_23, sources.CONTRACT_24)
    if (given.average_pay_fen is None) == (given.agreed_month_fen is None):
        zh, en = "请填写平均工资或者约定的月补偿其中之一", "Give the average pay, or what was agreed, one of them."
        work.checks.wrong("average_pay_fen", "one_of", zh, en)
    work.settle()
    monthly = _of_a_month(work, given)
    total = monthly * given.months
    work.step(
        f"{yuan(monthly)} × {digits(given.months)} 个月 ＝ {yuan(total)} 元",
        f"{yuan(monthly)} × {digits(given.months)} months = {yuan(total)} yuan",
        total,
    )
    if given.ended_by_employer:
        work.cite(courts.FIRST_39)
        total += monthly * 3
        zh, en = "用人单位解除：另加三个月", "Ended by the employer: three months more"
        work.step(f"{zh}，计 {yuan(total)} 元", f"{en}, in all {yuan(total)} yuan", total)
    zh = "因用人单位原因三个月未支付补偿的，劳动者可以请求解除竞业限制约定；期限最长二年。"
    work.note(zh, "Unpaid for three months, the worker may end it; it lasts two years at most.", courts.FIRST_38)
    return work.amount(total)


def _of_a_month(work: Working, given: NonCompete) -> Fraction:
    if given.agreed_month_fen is not None:
        work.cite(courts.FIRST_37)
        agreed = Fraction(given.agreed_month_fen)
        work.step(f"约定月补偿 {yuan(agreed)} 元", f"Agreed for a month: {yuan(agreed)} yuan", agreed)
        return agreed
    work.cite(courts.FIRST_36)
    average = Fraction(given.average_pay_fen or 0)
    monthly = average * NON_COMPETE_PERCENT / 100
    shown = f"{yuan(average)} × {NON_COMPETE_PERCENT}%"
    work.step(f"{shown} ＝ {yuan(monthly)} 元", f"{shown} = {yuan(monthly)} yuan", monthly)
    if given.above_minimum:
        return monthly
    minimum = work.local(given.minimum_wage_fen, Value.MINIMUM_WAGE, work.at.on)
    work.settle()
    if monthly < minimum:
        work.cite(courts.FIRST_36_FLOOR)
        zh, en = "低于最低工资标准，按", "Below the minimum wage:"
        work.step(f"{zh} {yuan(minimum)} 元", f"{en} {yuan(minimum)} yuan", minimum)
        return minimum
    return monthly
