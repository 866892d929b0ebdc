"""What is measured: the same question to the product and to the floor, and what both answers say, in one shape.

Every request is made as a client makes it: a whole document, a session, a role with its permissions. Refuses to hold
how long anything took.
"""

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bench.data import Keys
from bench.load import Request
from mediation.kit.ids import encode_global_id, keyed_hash

WORK_QUEUE = """query WorkQueue($first: Int!) {
  myWork(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node {
      id number state kind urgent nextDueAt
      employer { name }
      mediator { name }
      counts { registered }
      claimTotals { wagesFen socialInsuranceFen }
      claimants(first: 3) { totalCount edges { node { id name } } }
      lawyer { name }
      nextCommitment { dueAt leftFen workers }
    } }
  }
}"""

CASE_DETAIL = """query CaseDetail($id: ID!) {
  case(id: $id) {
    id number state summary
    employer { name }
    agency { nameZh }
    claimTotals { wagesFen socialInsuranceFen }
    lawyer { name }
    agreement { state effectiveAt }
    claimants(first: 50) { edges { node { id name job takingPart claims { head amountFen } } } }
    commitments(first: 50) { edges { node { id amountFen dueAt settledAt } } }
  }
}"""


@dataclass(frozen=True)
class Operation:
    """One question, asked of both."""

    name: str
    product: Sequence[Request]
    floor: Sequence[Request]
    """in the order of `product`: the same question each time"""
    read_product: Callable[[bytes], Any]
    read_floor: Callable[[bytes], Any]
    """what the answers say, in one shape, so that they can be compared"""


def all_of(keys: Keys, secret: bytes) -> list[Operation]:
    """The operations, each asked in turn for several callers or cases."""
    return [work_queue(keys), case_detail(keys), status(keys, secret)]


def work_queue(keys: Keys) -> Operation:
    """20 open cases of a studio by next deadline, for each of the studios."""
    return Operation(
        "work queue",
        [_graphql(WORK_QUEUE, {"first": 20}, token) for token in keys.mediators.values()],
        [Request(f"/work/{agency}") for agency in keys.mediators],
        _queue_of_product,
        _queue_of_floor,
    )


def case_detail(keys: Keys) -> Operation:
    """The largest cases, whole, each for a mediator of its studio."""
    return Operation(
        "case detail",
        [
            _graphql(CASE_DETAIL, {"id": encode_global_id("Case", case)}, keys.mediators[agency])
            for case, agency in keys.collective.items()
        ],
        [Request(f"/case/{case}") for case in keys.collective],
        _case_of_product,
        _case_of_floor,
    )


def status(keys: Keys, secret: bytes) -> Operation:
    """The worker's page behind each of the links."""
    return Operation(
        "status page",
        [Request(f"/s/{link}") for link in keys.links],
        [Request(f"/status/{keyed_hash(secret, link).hex()}") for link in keys.links],
        _status_of_product,
        _status_of_floor,
    )


def _graphql(document: str, variables: dict[str, Any], token: str) -> Request:
    headers = (("Content-Type", "application/json"), ("Authorization", f"Bearer {token}"))
    return Request("/graphql", json.dumps({"query": document, "variables": variables}), headers)


def _data(answer: bytes) -> Any:
    told = json.loads(answer)
    if "errors" in told:
        raise ValueError(told["errors"])
    return told["data"]


def _instant(text: str | None) -> str | None:
    """The minute of an instant: the two write the rest differently."""
    return text[:16] if text else None


def _queue_of_product(answer: bytes) -> Any:
    page = _data(answer)["myWork"]
    rows = []
    for edge in page["edges"]:
        node = edge["node"]
        due = node["nextCommitment"]
        rows.append(
            {
                "id": node["id"],
                "number": node["number"],
                "state": node["state"].lower(),
                "kind": node["kind"].lower(),
                "urgent": node["urgent"],
                "next_due_at": _instant(node["nextDueAt"]),
                "employer": node["employer"]["name"],
                "mediator": node["mediator"]["name"],
                "registered": node["counts"]["registered"],
                "wages": node["claimTotals"]["wagesFen"],
                "social_insurance": node["claimTotals"]["socialInsuranceFen"],
                "claimants": [(one["node"]["id"], one["node"]["name"]) for one in node["claimants"]["edges"]],
                "lawyer": node["lawyer"] and node["lawyer"]["name"],
                "next_commitment": due and (_instant(due["dueAt"]), due["leftFen"], due["workers"]),
            }
        )
    return {"total": page["totalCount"], "rows": rows}


def _queue_of_floor(answer: bytes) -> Any:
    page = json.loads(answer)
    rows = []
    for edge in page["edges"]:
        node = edge["node"]
        due = node["nextCommitment"]
        rows.append(
            {
                "id": encode_global_id("Case", UUID(node["id"])),
                "number": node["number"],
                "state": node["state"],
                "kind": node["kind"],
                "urgent": node["urgent"],
                "next_due_at": _instant(node["nextDueAt"]),
                "employer": node["employer"],
                "mediator": node["mediator"],
                "registered": node["registered"],
                "wages": node["wages"],
                "social_insurance": node["socialInsurance"],
                "claimants": [(encode_global_id("Party", UUID(one["id"])), one["name"]) for one in node["claimants"]],
                "lawyer": node["lawyer"],
                "next_commitment": due and (_instant(due["dueAt"]), due["left"], due["workers"]),
            }
        )
    return {"total": page["totalCount"], "rows": rows}


def _case_of_product(answer: bytes) -> Any:
    case = _data(answer)["case"]
    claimants = [edge["node"] for edge in case["claimants"]["edges"]]
    promised = [edge["node"] for edge in case["commitments"]["edges"]]
    agreed = case["agreement"]
    return {
        "id": case["id"],
        "number": case["number"],
        "state": case["state"].lower(),
        "summary": case["summary"],
        "employer": case["employer"]["name"],
        "agency": case["agency"]["nameZh"],
        "wages": case["claimTotals"]["wagesFen"],
        "social_insurance": case["claimTotals"]["socialInsuranceFen"],
        "lawyer": case["lawyer"] and case["lawyer"]["name"],
        "claimants": [
            (
                one["id"],
                one["name"],
                one["job"],
                one["takingPart"],
                sorted((claim["head"].lower(), claim["amountFen"]) for claim in one["claims"]),
            )
            for one in claimants
        ],
        "agreement": agreed and (agreed["state"].lower(), _instant(agreed["effectiveAt"])),
        "commitments": sorted(
            (one["id"], one["amountFen"], _instant(one["dueAt"]), _instant(one["settledAt"])) for one in promised
        ),
    }


def _case_of_floor(answer: bytes) -> Any:
    case = json.loads(answer)
    agreed = case["agreement"]
    return {
        "id": encode_global_id("Case", UUID(case["id"])),
        "number": case["number"],
        "state": case["state"],
        "summary": case["summary"],
        "employer": case["employer"],
        "agency": case["agency"],
        "wages": case["wages"],
        "social_insurance": case["socialInsurance"],
        "lawyer": case["lawyer"],
        "claimants": [
            (
                encode_global_id("Party", UUID(one["id"])),
                one["name"],
                one["job"],
                one["taking_part"],
                sorted((claim["head"], claim["amount"]) for claim in one["claims"]),
            )
            for one in case["claimants"]
        ],
        "agreement": agreed and (agreed["state"], _instant(agreed["effectiveAt"])),
        "commitments": sorted(
            (
                encode_global_id("Commitment", UUID(one["id"])),
                one["amount"],
                _instant(one["dueAt"]),
                _instant(one["settledAt"]),
            )
            for one in case["commitments"] or ()
        ),
    }


def _status_of_product(answer: bytes) -> Any:
    page = html.unescape(answer.decode())
    studio = re.search(r"<p>([^<]+)<br>", page)
    phone = re.search(r'<a class="call".*?class="nowrap">([^<]+)<', page)
    return {"studio": studio and studio[1], "phone": phone and phone[1]}


def _status_of_floor(answer: bytes) -> Any:
    told = json.loads(answer)
    return {"studio": told["studio"], "phone": told["phone"]}
