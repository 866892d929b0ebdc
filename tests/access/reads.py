"""Every way to look: root fields, nodes, lists, totals, searches, nested paths. What each shows is decided by one row."""

from dataclasses import dataclass
from typing import Any, Final

from mediation.gql.relay import gid
from mediation.kit.ids import decode_global_id
from tests.access.attempt import GHOST, GHOST_NUMBER
from tests.access.cast import Caller
from tests.access.known import World


@dataclass(frozen=True)
class Look:
    """One root field, what it is about, and where in the answer the object would stand."""

    row: str
    """the row of the table that says who sees it"""
    field: str
    """the root field; `%s` is the id asked for"""
    about: str
    """whose id is asked for, or what is to be found in a list"""
    path: tuple[str, ...]
    """to the place in the answer; a list on the way is looked through"""
    case: str = "accepted"
    finds: str = ""
    """the id to be found at the end of `path`; none: it is enough that something is there"""
    within: str = ""
    """the row that says who sees the object asked for, of which this is a part"""

    @property
    def is_about_one(self) -> bool:
        """Whether an id is asked for; otherwise it is a list of whatever there is."""
        return "%s" in self.field

    def text(self, world: World, caller: Caller, *, ghost: bool = False) -> str:
        """The field as it is sent; with `ghost` it asks for something that never was."""
        if "%s" not in self.field:
            return self.field
        name = self.about.format(caller=caller.name)
        wanted = world.texts.get(name) or world.ids.get(name) or str(gid("Notice", GHOST))
        if ghost:
            is_number = name in world.texts
            wanted = GHOST_NUMBER if is_number else str(gid(decode_global_id(wanted)[0], GHOST))
        return self.field % f'"{wanted}"'

    def shows(self, answer: Any, world: World, caller: Caller) -> bool:
        """Whether the object stands in the answer."""
        found = _follow([answer], self.path)
        if self.finds:
            wanted = world.ids.get(self.finds.format(caller=caller.name))
            return wanted in found
        return bool(found)


def _follow(found: list[Any], path: tuple[str, ...]) -> list[Any]:
    for step in path:
        flat = [item for one in found for item in (one if isinstance(one, list) else [one])]
        found = [one[step] for one in flat if isinstance(one, dict) and one.get(step) is not None]
    return [item for one in found for item in (one if isinstance(one, list) else [one]) if item not in (None, 0)]


def _node(row: str, name: str, case: str = "accepted") -> Look:
    return Look(row, "node(id: %s) { id }", name, ("id",), case, name)


def _in_case(row: str, fields: str, path: tuple[str, ...], case: str = "accepted", finds: str = "") -> Look:
    return Look(row, f"case(id: %s) {{ {fields} }}", case, path, case, finds, "case:view")


def _listed(row: str, field: str, finds: str, case: str = "accepted") -> Look:
    return Look(row, f"{field} {{ edges {{ node {{ id }} }} }}", "", ("edges", "node", "id"), case, finds)


_EDGES = ("edges", "node", "id")

CASES: Final = (
    Look("case:view", "case(id: %s) { id }", "accepted", ("id",), finds="accepted"),
    Look("case:view", "case(number: %s) { id }", "accepted number", ("id",), finds="accepted"),
    _node("case:view", "accepted"),
    Look(
        "case:view",
        "similarCases(employer: %s) { case { id } }",
        "accepted employer",
        ("case", "id"),
        finds="accepted",
    ),
    _listed("case:view", "cases(first: 100)", "accepted"),
    Look(
        "case:view",
        "cases(first: 1, filter: { search: %s }) { edges { node { id } } totalCount }",
        "accepted number",
        ("totalCount",),
    ),
    _listed("work", "myWork(first: 100)", "accepted"),
    Look("work", "myWorkCounts(filter: { search: %s }) { count }", "accepted number", ("count",)),
    _in_case("timeline", "hasNews", ("hasNews",)),
    _in_case(
        "party:view", "claimants(first: 5) { edges { node { id } } }", ("claimants", *_EDGES), finds="accepted worker"
    ),
    _in_case("party:view", "respondent { id }", ("respondent", "id")),
    _in_case(
        "party:view", "representatives { party { id } }", ("representatives", "party", "id"), finds="accepted worker"
    ),
    _in_case("party:view", "otherParties { id }", ("otherParties", "id"), case="talking"),
    _node("party:view", "accepted worker"),
    _in_case("claim:view", "claimTotals { wagesFen }", ("claimTotals", "wagesFen")),
    _node("claim:view", "claim"),
    _in_case("door:view", "openDoors { doors { which } }", ("openDoors", "doors", "which")),
    Look("door:view", "openDoors(case: %s) { doors { which } }", "accepted", ("doors", "which")),
    _in_case("finding:view", "findings { id }", ("findings", "id"), finds="finding"),
    _node("finding:view", "finding"),
    _in_case("timeline", "timeline(first: 50) { edges { node { id } } }", ("timeline", *_EDGES)),
    _in_case("timeline", "timeline(first: 50) { totalCount }", ("timeline", "totalCount")),
    Look(
        "journal of the city",
        "journal(first: 100) { edges { node { case } } }",
        "",
        ("edges", "node", "case"),
        finds="accepted",
    ),
    Look("journal of the city", "journal(first: 1, filter: { case: %s }) { totalCount }", "accepted", ("totalCount",)),
    Look("access_log:view", "accessLog(first: 1, filter: { case: %s }) { totalCount }", "accepted", ("totalCount",)),
    _in_case("deadline:view", "deadlines { id }", ("deadlines", "id"), finds="deadline"),
    _listed("deadline:view", 'deadlinesDue(before: "2027-12-31T00:00:00Z", first: 100)', "deadline"),
    _node("deadline:view", "deadline"),
    _in_case("deadline:view", "procedure { id }", ("procedure", "id"), finds="event"),
    _node("deadline:view", "event"),
    Look("roster:preview", "rosterImport(id: %s) { id }", "roster", ("id",), finds="roster"),
    _node("roster:preview", "roster"),
    Look(
        "roster:preview",
        "rosterImports(case: %s, first: 9) { edges { node { id } } }",
        "accepted",
        _EDGES,
        finds="roster",
    ),
    Look("link:view", "statusLinks(case: %s, first: 9) { edges { node { id } } }", "accepted", _EDGES, finds="link"),
    Look("link:view", "receiptReports(case: %s, first: 9) { totalCount }", "accepted", ("totalCount",)),
    Look("link:view", "ratings(case: %s, first: 9) { totalCount }", "accepted", ("totalCount",)),
    _node("link:view", "link"),
)

_DAYS = 'period: { from: "2026-11-01", to: "2026-11-30" }'

LEDGER: Final = (
    Look("ledger:view", f"statistics({_DAYS}) {{ cases {{ count }} }}", "", ("cases", "count")),
    Look("ledger:view", f"statistics({_DAYS}) {{ onTimeRate {{ of }} }}", "", ("onTimeRate", "of"), "performing"),
    Look(
        "ledger:view",
        f"ledger({_DAYS}, first: 100) {{ edges {{ node {{ case }} }} }}",
        "",
        ("edges", "node", "case"),
        finds="accepted",
    ),
    Look("ledger:view", f"ledger({_DAYS}, first: 1) {{ totalCount }}", "", ("totalCount",)),
)

_NOTICE = (
    '{ year: 2027, title: "通知", issuedOn: "2026-11-05", url: "https://www.gov.cn/2027", offDays: [], makeUpDays: [],'
    " statutoryDays: [] }"
)

PEOPLE: Final = (
    _listed("agency:view", "agencies(first: 100)", "studio"),
    _node("agency:view", "studio"),
    _listed("calendar:view", "holidayNotices(first: 9)", "holiday notice"),
    _node("calendar:view", "holiday notice"),
    Look("calendar:load", f"calendarPreview(input: {_NOTICE}) {{ faults {{ path }} }}", "", ("faults", "path")),
    _listed("staff:view", "staff(first: 100)", "colleague"),
    _node("staff:view", "colleague"),
    _listed("lawyer:view", "lawyers(first: 100)", "assigned lawyer"),
    _node("lawyer:view", "assigned lawyer"),
    Look(
        "lawyer:view",
        'rota(fromDay: "2026-11-20", toDay: "2026-11-21") { lawyer }',
        "",
        ("lawyer",),
        finds="assigned lawyer",
    ),
    Look("law:view", "deadlineRules(first: 1) { edges { node { rule } } }", "", ("edges", "node", "rule")),
    Look("law:view", 'deadlinePreview(rule: "A-21", triggerOn: "2026-09-16") { effectiveEnd }', "", ("effectiveEnd",)),
    Look("oneself", "me { name }", "", ("name",)),
    Look("policy:view", "roleMatrix { role }", "", ("role",)),
    Look("policy:view", "preview(role: MEDIATOR) { verbs }", "", ("verbs",)),
    Look("template:view", "noticeTemplates { kind }", "", ("kind",)),
    Look("amount:view", "amountHeads { head }", "", ("head",)),
    Look(
        "amount:view",
        'amountPreview(head: "notice-pay", inputs: [{ name: "last_month_pay_fen", value: "7" }]) { ... on Amount { fen } }',
        "",
        ("fen",),
    ),
    Look("suggestions", "lawyerSuggestions(case: %s) { lawyer }", "accepted", ("lawyer",)),
    _in_case("assignment:view", "assignments { id }", ("assignments", "id"), "talking", "assignment"),
    Look("assignment:view", "assignments(case: %s) { id }", "talking", ("id",), "talking", "assignment"),
    _node("assignment:view", "assignment", "talking"),
    Look("request:view", "assignments(case: %s) { id }", "asked", ("id",), "asked", "open request"),
    _node("request:view", "open request", "asked"),
    _listed("request to the caller", "myAssignments(first: 10)", "open request", "asked"),
    _in_case("referral and case", "referrals { id }", ("referrals", "id"), "asked", "open referral"),
    _node("referral:view", "open referral", "asked"),
    _listed("referrals to the caller's agency", "referrals(direction: INBOX, first: 10)", "open referral", "asked"),
    _listed("referrals from the caller's agency", "referrals(direction: OUTBOX, first: 10)", "open referral", "asked"),
    _node("notice:view", "failed text"),
    Look(
        "notice of the case",
        "notices(case: %s, first: 100) { edges { node { id } } }",
        "accepted",
        _EDGES,
    ),
    Look("notice of the case", "notices(case: %s, first: 1) { totalCount }", "accepted", ("totalCount",)),
    _node("private failed text", "private failed text"),
    _listed("undelivered", "undeliverableNotices(first: 100)", "failed text"),
    _listed("private undelivered", "undeliverableNotices(first: 100)", "private failed text"),
    _listed("board", "inbox(first: 100)", "board"),
    _node("board or notice", "board"),
    _listed("letter to the caller", "inbox(first: 100)", "letter to {caller}"),
    Look("own letter or notice", "node(id: %s) { id }", "letter to {caller}", ("id",), finds="letter to {caller}"),
)

ROOMS: Final = (
    Look("room:view", "room(id: %s) { id }", "talking room", ("id",), "talking", "talking room"),
    _node("room:view", "talking room", "talking"),
    _listed("room:view", "rooms(first: 50)", "talking room", "talking"),
    _in_case("room and case", "room { id }", ("room", "id"), "talking", "talking room"),
    Look(
        "room:view",
        "room(id: %s) { participants { id } }",
        "talking room",
        ("participants", "id"),
        "talking",
        within="room:view",
    ),
    _node("room:view", "seat of workers@talking", "talking"),
    _node("room:view", "message", "talking"),
    _node("note", "note", "talking"),
    _node("employers message", "employers message", "talking"),
    _node("caucus:view", "whisper", "talking"),
    _node("caucus:view", "caucus", "talking"),
    Look(
        "caucus:view",
        "room(id: %s) { caucuses { id } }",
        "talking room",
        ("caucuses", "id"),
        "talking",
        "caucus",
        "room:view",
    ),
    _node("offer:view", "offer", "talking"),
    Look(
        "offer:view",
        "room(id: %s) { offers { id } }",
        "talking room",
        ("offers", "id"),
        "talking",
        "offer",
        "room:view",
    ),
    _node("private offer", "private offer", "talking"),
    Look(
        "private offer",
        "room(id: %s) { offers { id } }",
        "talking room",
        ("offers", "id"),
        "talking",
        "private offer",
        "room:view",
    ),
)

MONEY: Final = (
    _in_case("agreement and case", "agreement { id }", ("agreement", "id"), "signing", "signing agreement"),
    _in_case("agreement and case", "agreements { id }", ("agreements", "id"), "signing", "signing agreement"),
    _node("agreement:view", "signing agreement", "signing"),
    _node("draft agreement", "drafted agreement", "drafted"),
    Look("agreement of the room", "myRoomAgreement { id }", "", ("id",), "signing", "signing agreement"),
    Look(
        "agreement_line:view",
        "node(id: %s) { ... on Agreement { lines(first: 10) { edges { cursor } } } }",
        "signing agreement",
        ("lines", "edges", "cursor"),
        "signing",
        within="agreement:view",
    ),
    Look(
        "agreement_line:view",
        "node(id: %s) { ... on Agreement { text } }",
        "signing agreement",
        ("text",),
        "signing",
        within="agreement:view",
    ),
    _in_case(
        "commitment:view",
        "commitments(first: 5) { edges { node { id } } }",
        ("commitments", *_EDGES),
        "performing",
        "promise",
    ),
    _node("commitment:view", "promise", "performing"),
    _listed("commitment:view", "commitments(first: 50)", "promise", "performing"),
    Look(
        "commitment:view",
        "promisedPayments(view: OVERDUE, first: 50) { edges { node { agreement } } }",
        "",
        ("edges", "node", "agreement"),
        "performing",
        "performing agreement",
    ),
    Look("commitment:view", "boardViews { rows }", "", ("rows",), "performing"),
    _node("payment", "payment", "performing"),
    _node("payment", "contact", "performing"),
)

DOCUMENTS: Final = (
    _node("document:view", "document"),
    _in_case(
        "document:view", "documents(first: 9) { edges { node { id } } }", ("documents", *_EDGES), finds="document"
    ),
    _in_case("document:view", "documents(first: 9) { totalCount }", ("documents", "totalCount")),
    Look(
        "document:view", "documents(case: %s, first: 9) { edges { node { id } } }", "accepted", _EDGES, finds="document"
    ),
    Look("document:view", "documents(case: %s, first: 9) { totalCount }", "accepted", ("totalCount",)),
    Look(
        "document_content:view",
        "node(id: %s) { ... on Document { url } }",
        "document",
        ("url",),
        within="document:view",
    ),
    Look("generateDocument", "documentKinds(case: %s) { kind }", "accepted", ("kind",)),
    _node("document for the employer", "employers document", "talking"),
    Look(
        "document for the employer",
        "documents(case: %s, first: 9, kind: ACCEPTANCE_NOTICE) { edges { node { id } } }",
        "talking",
        _EDGES,
        "talking",
        "employers document",
    ),
    Look(
        "bytes for the employer",
        "node(id: %s) { ... on Document { url } }",
        "employers document",
        ("url",),
        "talking",
        within="document for the employer",
    ),
    _node("document for a worker", "workers document", "talking"),
    Look(
        "document for a worker",
        "documents(case: %s, first: 9, kind: SERVICE_ADDRESS) { totalCount }",
        "talking",
        ("totalCount",),
        "talking",
    ),
    _node("unfinished document", "unfinished document", "talking"),
)

DESKS: Final = (
    _node("own draft", "draft of {caller}"),
    Look("own draft", "draft(kind: INTAKE) { id }", "", ("id",), finds="draft of {caller}"),
    _listed("own draft", "drafts(first: 9)", "draft of {caller}"),
    _node("draft of a mediator", "draft of mediator/home"),
    _node("own filter", "filter of {caller}"),
    _listed("own filter", "savedFilters(first: 9)", "filter of {caller}"),
    _node("shared filter", "shared filter"),
    _listed("shared filter", "savedFilters(first: 9)", "shared filter"),
    Look(
        "allocateCase",
        "allocationCandidates(case: %s) { openCases inCharge colleague { id } }",
        "accepted",
        ("colleague", "id"),
        finds="colleague",
    ),
)

EVIDENCE: Final = (
    _node("evidence:view", "evidence", "talking"),
    _in_case(
        "evidence and case",
        "evidence(first: 100) { edges { node { id } } }",
        ("evidence", *_EDGES),
        "talking",
        "evidence",
    ),
    Look(
        "evidence:view",
        "evidence(case: %s, first: 9, kind: CONTRACT) { totalCount }",
        "talking",
        ("totalCount",),
        "talking",
    ),
    Look(
        "evidence_content:view",
        "node(id: %s) { ... on Evidence { url } }",
        "evidence",
        ("url",),
        "talking",
        within="evidence:view",
    ),
    _node("evidence for the workers", "workers evidence", "talking"),
    _node("evidence for the employer", "employers evidence", "talking"),
    _node("evidence for the studio", "studios evidence", "talking"),
    _node("caucus:view", "private evidence", "talking"),
    Look(
        "caucus:view",
        "evidence(case: %s, first: 100) { edges { node { id } } }",
        "talking",
        _EDGES,
        "talking",
        "private evidence",
        "evidence:view",
    ),
    _node("evidence that waits", "waiting evidence of a colleague", "talking"),
)

ORDERS: Final = (
    _node("order:view", "handling order"),
    _listed("order:view", "serviceOrders(first: 9)", "handling order"),
    Look("order:view", "serviceOrderCounts { count }", "", ("count",)),
)

LOOKS: Final = (*CASES, *LEDGER, *PEOPLE, *ROOMS, *MONEY, *DOCUMENTS, *DESKS, *EVIDENCE, *ORDERS)

FIELDS: Final = frozenset(look.field.partition("(")[0].split(" ")[0] for look in LOOKS)
"""The root fields looked at."""
