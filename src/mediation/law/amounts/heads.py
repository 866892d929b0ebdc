"""The register of heads: what each is called, what it asks for, and the function that does the sum.

`compute_amount` is the one door for the command line, the API and claims: it reads every input, refuses what is wrong
with its path, and answers either the amount or what is missing. Refuses to hold any rule of law.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from mediation.kit.checks import Checks
from mediation.kit.problems import Invalid, Text
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law.amounts import double_wage, ending, idle, injury, insurance, leave, overtime, pay, terms
from mediation.law.amounts.inputs import Input, inputs_of, read
from mediation.law.amounts.regional import Regions
from mediation.law.amounts.result import Amount, AskedFor, Missing, MissingKind, Needed
from mediation.law.amounts.working import At

EARLIEST: Final = date(2008, 1, 1)
"""The Labour Contract Law is in force from here; nothing older is computed."""
LATEST: Final = date(2199, 12, 31)
_NAME: Final = re.compile("[a-z0-9_]{1,40}")


@dataclass(frozen=True, slots=True)
class Head:
    """One head of a claim."""

    id: str
    title: Text
    shape: type
    function: Callable[[Any, At], Amount]

    @property
    def inputs(self) -> Mapping[str, tuple[Input, bool]]:
        """Its inputs by name, each with whether it is required."""
        return inputs_of(self.shape)


_ALL: Final = (
    Head("day-pay", Text("日工资", "Pay of days"), pay.DayPay, pay.day_pay),
    Head("hour-pay", Text("小时工资", "Pay of hours"), pay.HourPay, pay.hour_pay),
    Head("days-worked", Text("按天计发工资", "Pay of part of a month"), pay.DaysWorked, pay.days_worked),
    Head("wage-arrears", Text("拖欠工资", "Wage arrears"), pay.WageArrears, pay.wage_arrears),
    Head("minimum-wage-gap", Text("最低工资差额", "Gap to the minimum wage"), pay.MinimumWageGap, pay.minimum_wage_gap),
    Head("living-allowance", Text("停工生活费", "Living allowance"), idle.LivingAllowance, idle.living_allowance),
    Head("continued-pay", Text("继续履行期间工资", "Pay until resumption"), idle.ContinuedPay, idle.continued_pay),
    Head("overtime", Text("加班费", "Overtime pay"), overtime.Overtime, overtime.overtime),
    Head(
        "economic-compensation",
        Text("经济补偿（N）", "Economic compensation (N)"),
        ending.Ending,
        ending.economic_compensation,
    ),
    Head(
        "unlawful-ending", Text("违法解除赔偿金（2N）", "Unlawful ending (2N)"), ending.Ending, ending.unlawful_ending
    ),
    Head("notice-pay", Text("代通知金", "Pay in lieu of notice"), ending.NoticePay, ending.notice_pay),
    Head(
        "double-wage",
        Text("未订立书面劳动合同二倍工资", "Double wage without a written contract"),
        double_wage.DoubleWage,
        double_wage.double_wage,
    ),
    Head(
        "illegal-probation",
        Text("违法约定试用期赔偿金", "Compensation for unlawful probation"),
        terms.IllegalProbation,
        terms.illegal_probation,
    ),
    Head(
        "additional-compensation",
        Text("加付赔偿金", "Additional compensation"),
        pay.AdditionalCompensation,
        pay.additional_compensation,
    ),
    Head("annual-leave", Text("未休年休假工资", "Annual leave not taken"), leave.AnnualLeave, leave.annual_leave),
    Head(
        "social-insurance",
        Text("社会保险（不计金额，指明去处）", "Social insurance (no sum: where it goes)"),
        insurance.SocialInsurance,
        insurance.social_insurance,
    ),
    Head(
        "disability-lump-sum",
        Text("一次性伤残补助金", "Disability lump sum"),
        injury.DisabilityLumpSum,
        injury.disability_lump_sum,
    ),
    Head(
        "disability-allowance",
        Text("伤残津贴", "Disability allowance"),
        injury.DisabilityAllowance,
        injury.disability_allowance,
    ),
    Head(
        "disability-grants",
        Text("一次性工伤医疗、就业补助金", "Medical and employment grants"),
        injury.DisabilityGrants,
        injury.disability_grants,
    ),
    Head(
        "injury-leave-pay",
        Text("停工留薪期工资", "Pay during treatment"),
        injury.InjuryLeavePay,
        injury.injury_leave_pay,
    ),
    Head(
        "death-grants",
        Text("丧葬补助金和工亡补助金", "Funeral and death grants"),
        injury.DeathGrants,
        injury.death_grants,
    ),
    Head(
        "dependants-pension",
        Text("供养亲属抚恤金", "Dependants' pension"),
        injury.DependantsPension,
        injury.dependants_pension,
    ),
    Head("non-compete", Text("竞业限制经济补偿", "Pay for not competing"), terms.NonCompete, terms.non_compete),
    Head(
        "training-penalty",
        Text("服务期违约金上限", "Cap of a training penalty"),
        terms.TrainingPenalty,
        terms.training_penalty,
    ),
)

HEADS: Final[Mapping[str, Head]] = MappingProxyType({head.id: head for head in _ALL})
"""The heads by id."""


def compute_amount(
    head: str,
    inputs: Mapping[str, str],
    *,
    region: str | None,
    on: date,
    regions: Regions,
    calendar: Calendar,
) -> Amount | Needed:
    """Return what a head comes to, or what is missing for it.

    Args:
        inputs: by name, each as it is written (`law/amounts/inputs.py`).
        region: where the work was done, by id, code or name; None where nothing local is to be looked up.
        on: the day whose law and figures count, unless the head has a day of its own.

    Raises:
        Invalid: every wrong field at once. Paths are `head`, `region`, `on`, or `inputs.<name>`.
    """
    known, place = _known(head, region, on, regions)
    checks = Checks()
    values = _read_all(checks, known, inputs)
    checks.settle()
    at = At(on, place, regions, calendar)
    try:
        return known.function(known.shape(**values), at)
    except AskedFor as asked:
        return Needed(head, asked.missing)
    except CannotCompute as unknown:
        return Needed(head, (_notice(unknown, place),))
    except Invalid as wrong:
        raise Invalid(*(type(one)(f"inputs.{one.path}", one.code, one.text) for one in wrong.fields)) from None


def _known(head: str, region: str | None, on: date, regions: Regions) -> tuple[Head, str | None]:
    checks = Checks()
    place = regions.named(region) if region is not None else None
    known = HEADS.get(head)
    if known is None:
        ids = ", ".join(HEADS)
        checks.wrong("head", "unknown", f"没有这一项，可选：{ids}", f"There is no such head; there are {ids}.")
    if region is not None and place is None:
        ids = ", ".join(sorted(regions.known)) or "-"
        checks.wrong(
            "region", "unknown", f"没有这一地区的资料，现有：{ids}", f"This region is not known; known are {ids}."
        )
    if not EARLIEST <= on <= LATEST:
        checks.wrong("on", "out_of_reach", "日期须在 2008 年以后", "A day from 2008 on.")
    checks.settle()
    assert known is not None
    return known, place.id if place else None


def _read_all(checks: Checks, head: Head, inputs: Mapping[str, str]) -> dict[str, Any]:
    specs, values = head.inputs, {}
    for name in inputs:
        if name not in specs:
            ids = ", ".join(specs)
            shown = name if _NAME.fullmatch(name) else "?"  # what was typed is not repeated
            checks.wrong(
                f"inputs.{shown}", "unknown", f"没有这一输入项，可填：{ids}", f"No such input; there are {ids}."
            )
    for name, (spec, required) in specs.items():
        if name in inputs:
            values[name] = checks.require(f"inputs.{name}", partial(read, spec), inputs[name])
        elif required:
            checks.wrong(f"inputs.{name}", "required", f"请填写{spec.about.zh}", f"Required: {spec.about.en}.")
    return values


def _notice(unknown: CannotCompute, region: str | None) -> Missing:
    text = Text(
        f"缺少《{unknown.missing}》：{unknown.year}年的工作日尚不可知，不作推定。",
        f"Missing: the State Council's holiday notice of {unknown.year}; its working days are not known, nothing is assumed.",
    )
    return Missing(MissingKind.HOLIDAY_NOTICE, str(unknown.year), text, region, date(unknown.year, 1, 1))
