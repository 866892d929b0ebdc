"""Asking for an amount as the command line and the API do: everything written as text."""

from datetime import date
from typing import Any

from mediation.kit.problems import Invalid
from mediation.kit.workdays import built_in
from mediation.law.amounts import Amount, Needed, Regions, compute_amount
from mediation.law.amounts.regional import NONE

CALENDAR = built_in()
TODAY = date(2026, 11, 20)


def ask(
    head: str, /, *, region: str | None = None, on: date = TODAY, regions: Regions = NONE, **inputs: Any
) -> Amount | Needed:
    """The answer, whichever it is."""
    written = {name: str(value) for name, value in inputs.items()}
    return compute_amount(head, written, region=region, on=on, regions=regions, calendar=CALENDAR)


def amount(head: str, /, **given: Any) -> Amount:
    """The answer where there must be one."""
    answer = ask(head, **given)
    assert isinstance(answer, Amount), answer
    return answer


def needed(head: str, /, **given: Any) -> dict[str, date]:
    """What is asked for: ids with the day for which each is wanted."""
    answer = ask(head, **given)
    assert isinstance(answer, Needed), answer
    return {one.id: one.on for one in answer.missing}


def wrong(head: str, /, **given: Any) -> dict[str, str]:
    """The fields that are refused, with the code of each."""
    try:
        answer = ask(head, **given)
    except Invalid as invalid:
        return {one.path: one.code for one in invalid.fields}
    raise AssertionError(answer)
