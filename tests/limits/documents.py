"""The documents of the abuse battery, by family, each with the code that must refuse it; and those that must pass."""

from __future__ import annotations

from typing import NamedTuple

from graphql import get_introspection_query

WORK_QUEUE = """
query WorkQueue($first: Int!, $after: String) {
  cases(first: $first, filter: {stage: MEDIATING}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor node {
      id no stage registeredAt nextDeadline employerName
      agency { name district }
      access { canSign canPay reason }
      claimants(first: 3, after: $after) { totalCount edges { node { id person { name } signed wagesFen } } }
    } }
  }
}
"""

# Fifty cases with twenty claimants each: the page the cost budget was chosen for.
FIFTY_CASES = """
query { cases(first: 50) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
  id no stage registeredAt nextDeadline employerName agency { name district } access { canSign canPay }
  claimants(first: 20) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { id person { name phone } takesPart signed wagesFen insuranceFen } } }
} } } }
"""

# The case page: everything about one case, named fragments for its parts.
CASE_PAGE = """
query CasePage($no: String!, $claimants: Int!) {
  case(no: $no) {
    ...Head
    claimants(first: $claimants) {
      totalCount
      pageInfo { ...Page }
      edges { cursor node { ...Worker } }
    }
    agreement {
      __typename id version totalFen signedAt
      commitments(first: 100) { totalCount edges { node { ...Promise payments(first: 5) { totalCount } } } }
    }
    journal(first: 50) { canSign canPay reason }
  }
  me { ...Who }
}
fragment Head on Case {
  __typename id no stage registeredAt nextDeadline employerName agency { name district } access { ...May }
}
fragment May on Access { canSign canPay reason }
fragment Page on PageInfo { hasNextPage endCursor }
fragment Who on Person { name phone }
fragment Worker on Claimant {
  id takesPart signed wagesFen insuranceFen person { ...Who }
  claims { id head amountFen months commitments { ...Promise payments(first: 3) { totalCount pageInfo { ...Page }
    edges { node { id amountFen paidOn payer { ...Who } } } } } }
}
fragment Promise on Commitment { id dueAt amountFen standing }
"""

SIGN = "mutation($id: ID!) { signAgreement(id: $id, version: 3) { id version totalFen } }"

SIZE, TOKENS, FIELDS, ALIASES = "DOCUMENT_SIZE_LIMIT", "TOKEN_LIMIT", "FIELD_LIMIT", "ALIAS_LIMIT"
DEPTH, ROOT, CYCLE, FRAGMENTS = "DEPTH_LIMIT", "ROOT_FIELD_LIMIT", "FRAGMENT_CYCLE", "FRAGMENT_LIMIT"
DIRECTIVES, OPERATIONS, COST, PAGE = "DIRECTIVE_LIMIT", "OPERATION_LIMIT", "COST_LIMIT", "PAGE_SIZE"
INTROSPECTION, INVALID, SYNTAX = "INTROSPECTION_DISABLED", "DOCUMENT_INVALID", "SYNTAX"


class Abuse(NamedTuple):
    """One document to be refused; `code` may name several, separated by a bar, where two limits are exceeded."""

    family: str
    name: str
    text: str
    code: str
    variables: dict[str, object] | None = None


def deep(levels: int) -> str:
    """A query whose fields are `levels` deep: from a case to its claimants and back."""
    around = ["case {", "claimants(first: 1) {", "edges {", "node {"]
    opened = ['{ case(no: "1") {', *(around[level % 4] for level in range(1, levels - 1))]
    return " ".join([*opened, "__typename", *["}"] * len(opened), "}"])


def aliases(count: int) -> str:
    """One field under `count` names."""
    return "{ me { " + " ".join(f"a{i}: name" for i in range(count)) + " } }"


def bomb(length: int, width: int) -> str:
    """`length` fragments that each spread the next `width` times: a small answer with width ** length paths to it."""
    parts = ["{ me { ...F0 } }"]
    parts += [f"fragment F{i} on Person {{ {f'...F{i + 1} ' * width}}}" for i in range(length)]
    return "\n".join([*parts, f"fragment F{length} on Person {{ name }}"])


def field_bomb(length: int, width: int) -> str:
    """The same with a field around each spread, so that the answer itself multiplies."""
    parts = ["{ cases(first: 1) { edges { node { claimants(first: 1) { edges { node { ...F0 } } } } } } }"]
    for i in range(length):
        spreads = " ".join(f"a{k}: case {{ claimants(first: 1) {{ ...G{i} }} }}" for k in range(width))
        parts.append(f"fragment F{i} on Claimant {{ {spreads} }}")
        parts.append(f"fragment G{i} on ClaimantConnection {{ edges {{ node {{ ...F{i + 1} }} }} }}")
    return "\n".join([*parts, f"fragment F{length} on Claimant {{ id }}"])


def circle(length: int) -> str:
    """Fragments that lead back to the first."""
    around = [f"fragment F{i} on Person {{ name ...F{(i + 1) % length} }}" for i in range(length)]
    return "{ me { ...F0 } } " + " ".join(around)


def operations(count: int) -> str:
    """`count` operations in one document."""
    return " ".join(f"query Q{i} {{ me {{ name }} }}" for i in range(count))


def g01_depth() -> list[Abuse]:
    inline = "{ me { " + "... { " * 100 + "name" + " }" * 100 + " } }"
    value = "{ cases(first: 1, filter: " + "{anyOf: [" * 40 + "]}" * 40 + ") { totalCount } }"
    links = " ".join(f"fragment F{i} on Person {{ ... {{ ... {{ ... {{ ...F{i + 1} }} }} }} }}" for i in range(19))
    chain = "{ me { ...F0 } } " + links + " fragment F19 on Person { name }"
    return [
        *(Abuse("G-01", f"depth {n}", deep(n), DEPTH) for n in (13, 14, 50)),
        *(Abuse("G-01", f"depth {n}", deep(n), SIZE) for n in (800, 10_000)),
        Abuse("G-01", "inline fragments 100 deep", inline, DEPTH),
        Abuse("G-01", "a literal 80 deep", value, DEPTH),
        Abuse("G-01", "inline fragments 60 deep through fragments", chain, DEPTH),
    ]


def g02_aliases() -> list[Abuse]:
    tries = "mutation { " + " ".join(f'a{i}: signAgreement(id: "1", version: {i}) {{ id }}' for i in range(20)) + " }"
    return [
        *(Abuse("G-02", f"{n} aliases", aliases(n), ALIASES) for n in (16, 100)),
        Abuse("G-02", "2,000 aliases", aliases(2_000), SIZE),
        Abuse("G-02", "twenty tries in one mutation", tries, ALIASES),
    ]


def g03_aliases_in_fragments() -> list[Abuse]:
    two = " fragment A on Person { a: name b: phone }"
    return [
        Abuse("G-03", "spread eight times", "{ me { " + "...A " * 8 + "} }" + two, ALIASES),
        Abuse("G-03", "spread in a spread", "{ me { ...B ...B ...B ...B } } fragment B on Person { ...A ...A }" + two, ALIASES),
        Abuse("G-03", "in inline fragments", "{ me { " + " ".join(f"... {{ a{i}: name }}" for i in range(16)) + " } }", ALIASES),
    ]  # fmt: skip


def g05_duplicates() -> list[Abuse]:
    both = "mutation { signAgreement(id: 1, version: 1) { id } recordPayment(commitment: 1, amountFen: 1) { id } }"
    thrice = "{ ...R ...R } fragment R on Query { me { name } me { name } me { name } }"
    return [
        Abuse("G-05", "500 duplicate fields", "{ me { " + "name " * 500 + "} }", FIELDS),
        Abuse("G-05", "10,000 duplicate fields", "{ me { " + "name " * 10_000 + "} }", SIZE),
        Abuse("G-05", "1,001 tokens", "{ me { " + "id " * 997 + "} }", TOKENS),
        Abuse("G-05", "240 times the same field, repeated", '{ case(no: "1") { ' + "agency { name } " * 240 + "} }", FIELDS),
        Abuse("G-05", "repeated within repeated", "{ " + ('case(no: "1") { ' + "agency { name } " * 45 + "} ") * 5 + "}", FIELDS),
        Abuse("G-05", "six root fields", "{ " + "me { name } " * 6 + "}", ROOT),
        Abuse("G-05", "six root fields by fragment", thrice, ROOT),
        Abuse("G-05", "two mutations", both, ROOT),
        Abuse("G-05", "the same mutation twice", "mutation { " + "signAgreement(id: 1, version: 1) { id } " * 2 + "}", ROOT),
        Abuse("G-05", "3,000 comments", "#\n" * 3_000 + "{ me { name } }", TOKENS),
        Abuse("G-05", "8,000 spaces", "{ me { name } }" + " " * 8_000, SIZE),
    ]  # fmt: skip


def g06_circles() -> list[Abuse]:
    unused = "{ me { name } } fragment A on Person { ...B } fragment B on Person { ...A }"
    return [
        *(Abuse("G-06", f"circle of {n}", circle(n), CYCLE if n <= 20 else FRAGMENTS) for n in range(1, 51)),
        Abuse("G-06", "a circle that nothing spreads", unused, CYCLE),
    ]


def g07_bombs() -> list[Abuse]:
    lengths = (*range(10, 20), 21, 25, 30, 40, 49, 60, 75, 90, 98)
    any_limit = f"{FIELDS}|{FRAGMENTS}|{TOKENS}|{SIZE}"
    return [
        *(Abuse("G-07", f"n={n} w={w}", bomb(n, w), any_limit) for n in lengths for w in range(2, 11)),
        *(Abuse("G-07", f"with fields n={n} w=3", field_bomb(n, 3), f"{ALIASES}|{DEPTH}|{FIELDS}") for n in (3, 5, 9)),
    ]


def g08_directives() -> list[Abuse]:
    known, unknown = "name " + "@include(if: true) " * 4, "name " + "@unknown " * 4
    places = {
        "four known": "{ me { " + known + " } }",
        "four unknown": "{ me { " + unknown + " } }",
        "a hundred": "{ me { name" + " @include(if: true)" * 100 + " } }",
        "four hundred unknown": "{ me { name" + " @a" * 400 + " } }",
        "eleven places": "{ me { " + "name @include(if: true) " * 11 + " } }",
        "on the operation": "query @a @b @c @d { me { name } }",
        "on a variable": "query($x: Int @a @b @c @d) { me { name } }",
        "on a spread": "{ me { ...P @a @b @c @d } } fragment P on Person { name }",
        "on a fragment": "{ me { ...P } } fragment P on Person @a @b @c @d { name }",
        "on an inline fragment": "{ me { ... @a @b @c @d { name } } }",
        "in an unused fragment": "{ me { name } } fragment P on Person { name @a @b @c @d }",
    }
    return [
        *(Abuse("G-08", name, text, DIRECTIVES) for name, text in places.items()),
        Abuse("G-08", "five thousand", "{ me { name" + " @include(if: true)" * 5_000 + " } }", SIZE),
    ]


def g09_introspection() -> list[Abuse]:
    texts = [
        get_introspection_query(),
        "{ __schema { types { name } } }",
        '{ __type(name: "Case") { name } }',
        "{ x: __schema { queryType { name } } }",
        "{ me { name } __schema { types { name } } }",
        "{ ...S } fragment S on Query { __schema { types { name } } }",
        "{ ... on Query { __schema { types { name } } } }",
        "{ ... { ... { a: __type(name: 1) { name } } } }",
        "{\n#x\n__schema\n#y\n{ types { name } } }",
        "{,,__schema,,{,types,{,name,},},}",
        "\ufeff{ __schema { types { name } } }",
        "query($s: Boolean = false) { __schema @include(if: $s) { types { name } } }",
        "{ me { name } } fragment S on Query { __schema { types { name } } }",
        "{ me { __schema { types { name } } } }",
        "mutation { __schema { types { name } } }",
        "{ __schema }",
        'query Q { __type (name : "Q") { fields { name } } }',
    ]
    return [Abuse("G-09", " ".join(text[:40].split()), text, INTROSPECTION) for text in texts]


def g16_operations() -> list[Abuse]:
    return [
        Abuse("G-16", "2 operations", operations(2), OPERATIONS),
        Abuse("G-16", "120 operations", operations(120), OPERATIONS),
        Abuse("G-16", "200 operations", operations(200), TOKENS),
        Abuse("G-16", "300 operations", operations(400), SIZE),
        Abuse("G-16", "query and mutation", "{ me { name } } " + SIGN.replace("mutation", "mutation M"), OPERATIONS),
    ]


def g17_pages() -> list[Abuse]:
    literals = ("0", "-1", "101", "1000", "2147483647", "9223372036854775807", "null", "1" * 400, "1.0", '"5"', "true")
    values = (0, -1, 101, 2**31, 2**63, 10**400, None, True, "5", 5.0, [5], {"a": 5})
    given, defaulted = (
        "query($n: Int) { cases(first: $n) { totalCount } }",
        "query($n: Int = %s) { cases(last: $n) { totalCount } }",
    )
    places = {
        "missing": "{ cases { totalCount } }",
        "variable not given": given,
        "both ends": "{ cases(first: 5, last: 5) { totalCount } }",
        "in a fragment": "{ ...C } fragment C on Query { cases { totalCount } }",
        "inside an edge": "{ cases(first: 1) { edges { node { agreement { commitments(first: 0) { totalCount } } } } } }",
        "without a connection": '{ case(no: "1") { journal(first: 101) { reason } } }',
        "under an interface": "{ node(id: 1) { ... on Claimant { case { journal(first: 0) { reason } } } } }",
        "under a union": '{ search(text: "a", first: 1) { edges { node { ... on Case { journal(first: 0) { reason } } } } } }',
    }  # fmt: skip
    written = [f"{end}: {size}" for size in literals for end in ("first", "last")]
    return [
        *(Abuse("G-17", size[:20], f"{{ cases({size}) {{ totalCount }} }}", f"{PAGE}|{INVALID}") for size in written),
        *(Abuse("G-17", f"variable {str(value)[:20]}", given, PAGE, {"n": value}) for value in values),
        *(Abuse("G-17", f"default {value}", defaulted % value, f"{PAGE}|{INVALID}") for value in ("0", "101", "null", "9" * 20, "-5")),
        *(Abuse("G-17", f"default overridden by {value}", defaulted % 5, PAGE, {"n": value}) for value in (None, 0, 101)),
        *(Abuse("G-17", name, text, PAGE) for name, text in places.items()),
    ]  # fmt: skip


def g18_cost() -> list[Abuse]:
    nested = "cases(first: A) { edges { node { claimants(first: B) { edges { node { LEAF } } } } } }"
    cube = nested.replace("LEAF", "case { journal(first: 100) { reason } }")
    square = nested.replace("LEAF", "id")
    declared, sizes = "query($a: Int!, $b: Int!) ", {"a": 100, "b": 100}
    fragments = """{ cases(first: 100) { ...P } } fragment P on CaseConnection { edges { ...E } }
        fragment E on CaseEdge { node { claimants(first: 100) { edges { node { id signed } } } } }"""
    skipped = (
        "query($s: Boolean = true) { "
        + square.replace("(first: A)", "(first: 100) @skip(if: $s)").replace("B", "100")
        + " }"
    )
    lists = """{ cases(first: 100) { edges { node { agreement { commitments(first: 10) { edges { node {
        payments(first: 10) { edges { node { id } } } } } } } } } } }"""
    return [
        Abuse("G-18", "100 x 100 x 100", "{ " + cube.replace("A", "100").replace("B", "100") + " }", COST),
        Abuse("G-18", "100 x 100", "{ " + square.replace("A", "100").replace("B", "100") + " }", COST),
        Abuse("G-18", "100 x 100 x 100 by variable", declared + "{ " + cube.replace("A", "$a").replace("B", "$b") + " }", COST, sizes),
        Abuse("G-18", "100 x 100 by variable", declared + "{ " + square.replace("A", "$a").replace("B", "$b") + " }", COST, sizes),
        Abuse("G-18", "through fragments", fragments, COST),
        Abuse("G-18", "behind skip", skipped, COST),
        Abuse("G-18", "connections in connections in connections", lists, COST),
        Abuse("G-18", "last instead of first", "{ " + square.replace("first: A", "last: 100").replace("B", "100") + " }", COST),
    ]  # fmt: skip


def g19_overlaps() -> list[Abuse]:
    arguments = "{ " + " ".join(f"case(no: {i}) {{ id }}" for i in range(5)) + " }"
    nested = '{ case(no: "1") { ' + "agency { name district } " * 40 + "agency { name: district } } }"
    return [
        Abuse("G-19", "400 conflicts", "{ me { " + "x: name x: phone " * 160 + "} }", ALIASES),
        Abuse("G-19", "conflicting arguments", arguments, INVALID),
        Abuse("G-19", "one conflict among many", nested, INVALID),
    ]


def g20_invalid() -> list[Abuse]:
    return [
        Abuse("G-20", "3,000 unknown fields", "{ me { " + " ".join(f"f{i}" for i in range(3_000)) + " } }", SIZE),
        Abuse("G-20", "450 unknown fields", "{ me { " + " ".join(f"nam{i}" for i in range(450)) + " } }", INVALID),
        Abuse("G-20", "half a query", "{ me { name }", SYNTAX),
        Abuse("G-20", "deferred", "{ me { ... @defer { name } } }", INVALID),
        Abuse("G-20", "streamed", "{ cases(first: 1) { edges @stream { cursor } } }", INVALID),
        Abuse("G-20", "a subscription that does not exist", "subscription { caseChanged }", INVALID),
        Abuse("G-20", "a type definition", "{ me { name } } type Query { x: Int }", INVALID),
        Abuse("G-20", "duplicate arguments", "{ case(no: 1, no: 2) { id } }", INVALID),
        Abuse("G-20", "duplicate variables", "query($n: Int = 1, $n: Int = 2) { cases(first: $n) { totalCount } }", INVALID),
        Abuse("G-20", "duplicate fragments", "{ me { ...P } } fragment P on Person { name } fragment P on Person { phone }", INVALID),
        Abuse("G-20", "a number of 5,000 digits", "{ cases(first: " + "9" * 5_000 + ") { totalCount } }", f"{PAGE}|{INVALID}"),
    ]  # fmt: skip


FAMILIES = (
    g01_depth, g02_aliases, g03_aliases_in_fragments, g05_duplicates, g06_circles, g07_bombs, g08_directives,
    g09_introspection, g16_operations, g17_pages, g18_cost, g19_overlaps, g20_invalid,
)  # fmt: skip

ABUSE: list[Abuse] = [document for family in FAMILIES for document in family()]
