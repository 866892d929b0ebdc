"""A claim that is computed instead of typed: what it is computed from, and the checking of it.

Pure. The law itself is `law/amounts`; this holds which of its heads make which claim. Refuses to keep anything:
`models.ClaimComputation` does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from mediation.case.models import ClaimHead
from mediation.kit.checks import Checks
from mediation.kit.problems import Invalid
from mediation.kit.workdays import Calendar
from mediation.law.amounts import HEADS, Amount, Needed, Regions, compute_amount
from mediation.law.amounts.result import MissingKind
from mediation.law.amounts.written import written

MAX_INPUTS: Final = 40
_PAY: Final = (
    "wage-arrears",
    "days-worked",
    "day-pay",
    "hour-pay",
    "minimum-wage-gap",
    "living-allowance",
    "continued-pay",
)
_INJURY: Final = (
    "disability-lump-sum", "disability-allowance", "disability-grants", "injury-leave-pay", "death-grants",
    "dependants-pension",
)  # fmt: skip

HEADS_OF: Final[Mapping[ClaimHead, tuple[str, ...]]] = MappingProxyType(
    {
        ClaimHead.COMPENSATION: ("economic-compensation", "notice-pay"),
        ClaimHead.DAMAGES: ("unlawful-ending", "illegal-probation", "additional-compensation"),
        ClaimHead.DOUBLE_WAGE: ("double-wage",),
        ClaimHead.LEAVE_PAY: ("annual-leave",),
        ClaimHead.OTHER: (
            "non-compete",
            "notice-pay",
            "illegal-probation",
            "additional-compensation",
            "living-allowance",
        ),
        ClaimHead.OVERTIME: ("overtime",),
        ClaimHead.SOCIAL_INSURANCE: (),
        ClaimHead.WAGE_ARREARS: _PAY,
        ClaimHead.WORK_INJURY: _INJURY,
    }
)
"""The heads of the law by which a claim can be computed. Social insurance has no sum to claim; what a worker owes is none."""


@dataclass(frozen=True, kw_only=True)
class Computed:
    """What a claim is computed from."""

    head: str
    """of `law/amounts`"""
    inputs: tuple[tuple[str, str], ...]
    """name and value as written"""
    region: str | None = None
    """where the work was done; None is the case's district"""
    on: date | None = None
    """the day whose law and figures count; None is today"""


@dataclass(frozen=True, kw_only=True)
class Books:
    """What an amount is computed with, besides its inputs."""

    regions: Regions
    calendar: Calendar
    today: date
    place: str | None
    """GB/T 2260 code of the case's district"""


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """A claim's amount with what it was computed from: what is kept beside the claim."""

    fen: int
    head: str
    inputs: Mapping[str, str]
    region: str | None
    on: date
    answer: Mapping[str, Any] = field(repr=False)
    """as `law.amounts.written` gives it"""


def reckon(checks: Checks, path: str, claim: ClaimHead, asked: Computed, books: Books) -> Reckoned | None:
    """Return what a claim comes to, or None when something is wrong or missing (then noted under `path`).

    What is missing has the code `needed`, at the input by which it can be given.
    """
    possible = HEADS_OF[claim]
    if asked.head in HEADS and asked.head not in possible:
        known = ", ".join(possible) or "-"
        zh, en = f"该请求项可按以下方式计算：{known}", f"A claim of this kind is computed as one of: {known}."
        checks.wrong(f"{path}.head", "other_head", zh, en)
        return None
    asked = replace(asked, region=asked.region or _nearest(books))
    answer = answer_to(checks, f"{path}.", asked, books)
    if not isinstance(answer, Amount):
        for one in answer.missing if answer else ():
            name = f"inputs.{one.input}" if one.kind is MissingKind.REGIONAL_VALUE else "inputs"
            checks.wrong(f"{path}.{name}", "needed", one.text.zh, one.text.en)
        return None
    assert answer.fen is not None, "every head of a claim has a sum"
    return Reckoned(
        fen=answer.fen,
        head=asked.head,
        inputs={name: " ".join(value.split()) for name, value in asked.inputs},
        region=asked.region,
        on=asked.on or books.today,
        answer=written(answer),
    )


def answer_to(checks: Checks, path: str, asked: Computed, books: Books) -> Amount | Needed | None:
    """Return the answer of the law, or None when an input is wrong; then it is noted under the prefix `path`.

    Paths are those of the API: `inputs.2.value` of what was given, `inputs.<name>` of what was left out.
    """
    names = [name for name, _ in asked.inputs]
    if not _fit(checks, path, asked.head, names):
        return None
    try:
        return compute_amount(
            asked.head,
            dict(asked.inputs),
            region=asked.region,
            on=asked.on or books.today,
            regions=books.regions,
            calendar=books.calendar,
        )
    except Invalid as wrong:
        for one in wrong.fields:
            name = one.path.removeprefix("inputs.")
            where = f"inputs.{names.index(name)}.value" if name in names else one.path
            checks.wrong(f"{path}{where}", one.code, one.text.zh, one.text.en)
        return None


def _nearest(books: Books) -> str | None:
    found = books.regions.named(books.place) if books.place else None
    return found.id if found else None


def _fit(checks: Checks, path: str, head: str, names: Sequence[str]) -> bool:
    """Whether the inputs are few enough, each given once, and known to the head; otherwise it is noted."""
    if len(names) > MAX_INPUTS:
        checks.wrong(f"{path}inputs", "too_many", f"最多{MAX_INPUTS}项", f"At most {MAX_INPUTS} inputs.")
        return False
    before = len(checks.problems)
    known = HEADS[head].inputs if head in HEADS else None
    for at, name in enumerate(names):
        if name in names[:at]:
            checks.wrong(f"{path}inputs.{at}.name", "duplicate", "同一输入项只能填一次", "Given twice.")
        elif known is not None and name not in known:
            ids = ", ".join(known)
            zh, en = f"没有这一输入项，可填：{ids}", f"No such input; there are {ids}."
            checks.wrong(f"{path}inputs.{at}.name", "unknown", zh, en)
    return len(checks.problems) == before
