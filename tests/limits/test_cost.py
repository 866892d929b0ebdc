"""Cost: the polynomial equals counting by hand and by brute force, and page sizes are whole numbers from 1 to 100."""

from __future__ import annotations

import timeit
from typing import Any

import pytest
import strawberry
from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, IntValueNode, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.limits import ASSUMED_LIST, COST_MAX, Code, LimitError, Plan, plan_of
from tests.limits import schema as toy
from tests.limits.documents import CASE_PAGE, FIFTY_CASES, WORK_QUEUE

SCHEMA = strawberry.Schema(toy.Query, toy.Mutation, types=toy.TYPES)._schema


def plan(text: str) -> Plan:
    return plan_of(SCHEMA, parse(text))


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("{ me { name } }", 2),
        ("{ me { name phone } __typename }", 4),
        ("{ cases(first: 10) { totalCount } }", 2),
        ("{ cases(first: 10) { edges { cursor } } }", 1 + 10 * 2),
        ("{ cases(first: 10) { edges { node { no } } pageInfo { hasNextPage } } }", 1 + 10 * 3 + 2),
        ("{ cases(last: 10) { edges { node { no } } } }", 1 + 10 * 3),
        ('{ case(no: "1") { journal(first: 50) { reason } } }', 1 + 50 * 2),
        (
            "{ cases(first: 4) { edges { node { claimants(first: 7) { edges { node { id } } } } } } }",
            1 + 4 * (2 + 1 + 7 * 3),
        ),
        ("{ ...C } fragment C on Query { cases(first: 3) { ...E } } fragment E on CaseConnection { edges { cursor } }", 7),
        ("{ me { ...P ...P } } fragment P on Person { name }", 3),
        ('{ search(text: "a", first: 5) { edges { node { ... on Case { no } ... on Lawyer { firm } } } } }', 1 + 5 * 4),
        (FIFTY_CASES, 11_005),
    ],
)  # fmt: skip
def test_the_cost_is_the_number_of_values_in_the_largest_answer(text: str, cost: int) -> None:
    assert plan(text).check(None) == cost


def test_a_list_without_a_page_counts_as_a_handful() -> None:
    text = "{ node(id: 1) { ... on Claimant { claims { id commitments { id } } } } }"

    assert plan(text).check(None) == 1 + ASSUMED_LIST * (1 + 1 + ASSUMED_LIST * 2)


def test_the_cost_of_a_page_by_variable_is_a_polynomial() -> None:
    text = """query($a: Int!, $b: Int = 10) { cases(first: $a) { edges { node { no
        claimants(first: $b) { edges { node { id } } } } } } }"""

    made = plan(text)

    assert made.fixed == 1
    assert sorted(made.terms) == [(3, ("a", "b")), (4, ("a",))]
    assert made.pages == (("a", None), ("b", 10))
    assert made.check({"a": 20}) == 1 + 20 * 4 + 20 * 10 * 3
    assert made.check({"a": 20, "b": 2}) == 1 + 20 * 4 + 20 * 2 * 3


def test_one_variable_may_size_pages_within_each_other() -> None:
    text = "query($n: Int!) { cases(first: $n) { edges { node { claimants(first: $n) { edges { node { id } } } } } } }"

    assert plan(text).check({"n": 10}) == 1 + 10 * (2 + 1 + 10 * 3)
    with pytest.raises(LimitError) as refusal:
        plan(text).check({"n": 100})
    assert refusal.value.code is Code.COST_LIMIT


def test_the_budget_is_exact() -> None:
    over = Plan(fixed=1, terms=((200, ("n",)),), pages=(("n", None),))
    within = Plan(fixed=0, terms=((200, ("n",)),), pages=(("n", None),))

    assert within.check({"n": 100}) == COST_MAX
    with pytest.raises(LimitError):
        over.check({"n": 100})


@pytest.mark.parametrize("size", [0, -1, 101, 2**31, 2**63, None, True, False, 5.0, "5", [5], {}, float("nan")])
def test_a_page_that_is_no_whole_number_from_1_to_100_is_refused(size: object) -> None:
    made = plan("query($n: Int) { cases(first: $n) { totalCount } }")

    with pytest.raises(LimitError) as refusal:
        made.check({"n": size})

    assert refusal.value.code is Code.PAGE_SIZE


def test_checking_a_request_takes_microseconds() -> None:
    made = plan(CASE_PAGE)

    best = min(timeit.repeat(lambda: made.check({"no": "1", "claimants": 36}), number=1_000, repeat=5)) / 1_000

    assert best < 30e-6


def test_the_queries_of_our_own_pages_stay_well_within_the_budget() -> None:
    assert plan(WORK_QUEUE).check({"first": 20}) == 785
    assert plan(CASE_PAGE).check({"no": "1", "claimants": 36}) < COST_MAX
    assert plan(CASE_PAGE).check({"no": "1", "claimants": 50}) < COST_MAX


# Brute force: write every fragment out, walk every path, and multiply on the way down.


_LISTS = {"edges"}


def _count(selections: Any, fragments: dict[str, Any], page: int) -> int:
    total = 0
    for node in selections:
        if isinstance(node, FragmentSpreadNode):
            total += _count(fragments[node.name.value].selection_set.selections, fragments, page)
            continue
        assert isinstance(node, FieldNode)
        sizes = [argument.value for argument in node.arguments or () if argument.name.value == "first"]
        own = int(sizes[0].value) if sizes and isinstance(sizes[0], IntValueNode) else 1
        inner = _count(node.selection_set.selections, fragments, own) if node.selection_set else 0
        total += (1 + inner) * (page if node.name.value in _LISTS else 1)
    return total


@st.composite
def _documents(draw: st.DrawFn) -> str:
    """Cases within claimants within cases, each level in a fragment that is spread once to three times."""
    sizes = draw(st.lists(st.integers(1, 100), min_size=1, max_size=4))
    parts, repeats = [], draw(st.lists(st.integers(1, 3), min_size=len(sizes), max_size=len(sizes)))
    for level, (size, repeat) in enumerate(zip(sizes, repeats, strict=True)):
        spread = f"...L{level + 1} " * repeat
        parts.append(
            f"fragment L{level} on Case {{ no claimants(first: {size}) {{ totalCount edges {{ cursor node {{ id "
            f"case {{ {spread} }} }} }} }} }}"
        )
    first = draw(st.integers(1, 100))
    root = f"{{ cases(first: {first}) {{ edges {{ node {{ ...L0 }} }} }} }}"
    return " ".join([root, *parts, f"fragment L{len(sizes)} on Case {{ id stage }}"])


@settings(max_examples=300, deadline=None)
@given(_documents())
def test_the_polynomial_agrees_with_brute_force(text: str) -> None:
    document = parse(text)
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    expected = _count(document.definitions[0].selection_set.selections, fragments, 1)  # type: ignore[attr-defined]

    made = plan_of(SCHEMA, document)

    assert made.fixed == expected
    assert made.terms == ()
