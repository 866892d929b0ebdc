"""Whatever is written for an input, the answer is an amount, what is missing, or what is wrong: never a malfunction."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediation import regions
from mediation.kit.problems import FieldProblem, Invalid
from mediation.law.amounts import HEADS, Amount, Input, compute_amount
from mediation.law.amounts.inputs import Kind
from mediation.law.amounts.written import written
from mediation.settings import resource_dir
from tests.law.amounts.ask import CALENDAR, amount
from tests.law.amounts.test_registry import SAMPLES

SHIPPED = regions.known(resource_dir("policies"))
ON = st.sampled_from([date(2008, 1, 1), date(2024, 2, 29), date(2026, 11, 20), date(2199, 12, 31)])
EDGES = {
    Kind.DATE: ["1950-01-01", "2007-12-31", "2008-01-01", "2024-02-29", "2026-01-31", "2026-12-31", "2199-12-31"],
    Kind.FEN: ["0", "1", "99999999999", "100000000000", "0.01元"],
    Kind.FEN_LIST: ["1", "1,2", ",".join(["99999999999"] * 12), ",", "1,,2"],
    Kind.FLAG: ["true", "false", "maybe"],
    Kind.NUMBER: ["0", "0.5", "1", "9", "12", "24", "999999999.9999", "0.0001"],
}
COLUMN = {"month": "2026-02", "day": "2026-02-17", "hours": "24", "days": "0.5"}


def _edges(spec: Input) -> list[str]:
    if spec.kind is Kind.CHOICE:
        return [*spec.choices, "none"]
    if spec.kind is Kind.ROWS:
        row = " ".join(COLUMN.get(name, "99999999999") for name, _ in spec.columns)
        return [row, f"{row};{row}", row.replace("2026", "2199"), row.rpartition(" ")[0], ";"]
    edges = EDGES[spec.kind]
    return [f"{one}@某市统计局" for one in edges] + edges if spec.sourced else edges


def _inputs(head: str, *, garbage: bool) -> st.SearchStrategy[dict[str, str]]:
    made = {}
    for name, (spec, _) in HEADS[head].inputs.items():
        some = st.sampled_from(_edges(spec))
        made[name] = st.one_of(some, st.text(max_size=30)) if garbage else some
    return st.fixed_dictionaries({}, optional=made)


def _answer(head: str, inputs: dict[str, str], on: date, region: str | None) -> None:
    wrong: tuple[FieldProblem, ...] = ()
    try:
        found = compute_amount(head, inputs, region=region, on=on, regions=SHIPPED, calendar=CALENDAR)
    except Invalid as invalid:
        found, wrong = None, invalid.fields
    known = {"head", "region", "on"} | {f"inputs.{name}" for name in HEADS[head].inputs}
    assert {one.path for one in wrong} <= known
    if found is None:
        assert wrong
        return
    plain = written(found)
    if isinstance(found, Amount) and found.exact is not None:
        assert 0 <= plain["fen"] <= 10**15
        assert plain["whole_yuan"] * 100 <= found.exact < plain["whole_yuan"] * 100 + 100


@pytest.mark.parametrize("head", HEADS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), on=ON, region=st.sampled_from([None, "shanghai", "national", "330106"]))
def test_the_farthest_values_of_every_input_are_answered(head: str, data, on: date, region: str | None):
    _answer(head, data.draw(_inputs(head, garbage=False)), on, region)


@pytest.mark.parametrize("head", HEADS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), on=ON)
def test_anything_at_all_is_answered(head: str, data, on: date):
    _answer(head, data.draw(_inputs(head, garbage=True)), on, None)


@pytest.mark.parametrize("head", HEADS)
@settings(max_examples=60)
@given(data=st.data())
def test_one_farthest_value_in_a_good_sample_is_answered(head: str, data):
    assert amount(head, **SAMPLES[head])
    specs = HEADS[head].inputs
    name = data.draw(st.sampled_from(sorted(specs)))
    given_ = {one: str(value) for one, value in SAMPLES[head].items()}
    _answer(head, given_ | {name: data.draw(st.sampled_from(_edges(specs[name][0])))}, date(2026, 11, 20), None)
