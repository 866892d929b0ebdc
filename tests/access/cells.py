"""The cells of the matrix as the guard meets them: who, which verb, the facts of the object, and what the table expects.

The facts are loaded by the product's own functions from the same world that the matrix is tried in over HTTP.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency import queries as agencies
from mediation.agency import sessions
from mediation.agreement import queries as agreements
from mediation.case import queries as cases
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.actor import ANONYMOUS, Actor, ActorKind, Role, system
from mediation.kit.ids import decode_global_id
from mediation.lawyer.models import Lawyer
from mediation.notice.models import Notice
from mediation.notice.service import mail_facts
from mediation.order import queries as orders
from mediation.referral import queries as referrals
from mediation.room import entry
from mediation.room import queries as rooms
from tests.access.attempts import ACCOUNTS, ATTEMPTS, LAWYERS, MONEY, ORDERS, ROOMS
from tests.access.cast import SEATS, STANDINGS, Caller
from tests.access.known import World
from tests.access.table import table

Of = Callable[[Actor], Facts]
"""The facts of an object, as they are when this actor asks."""


@dataclass(frozen=True)
class Cell:
    """One question to the guard and the expected answer."""

    row: str
    role: str
    who: str
    verb: Verb
    actor: Actor
    facts: Facts
    expected: bool


_EVERY_SEAT = frozenset(SEATS)
_RECUSED = frozenset({"recused", "recused_referred", "recused_seated"})
_AT_THE_GUARD: Mapping[tuple[str, str], frozenset[str]] = {
    # Who may speak for which side is decided behind the guard, in room/rules.py and agreement/hands.py.
    ("acceptOffer", "room_party"): _EVERY_SEAT,
    ("rejectOffer", "room_party"): _EVERY_SEAT,
    ("withdrawOffer", "room_party"): _EVERY_SEAT,
    ("withdrawOffer", "lawyer"): frozenset({"assigned"}),
    ("makeOffer", "room_party"): _EVERY_SEAT,
    ("acceptOffer that is private", "room_party"): frozenset({"workers"}),
    ("withdrawOffer that is private", "room_party"): frozenset({"workers"}),
    ("touchRoom", "clerk"): frozenset({"seated"}),
    # What of the papers somebody reads is decided behind the guard, in document/rules.py.
    ("document for the employer", "room_party"): frozenset({"employer", "workers"}),
    ("bytes for the employer", "room_party"): frozenset({"employer", "workers"}),
    # Who brought it, and for whom, is decided behind the guard, in evidence/rules.py.
    ("withdrawEvidence", "lawyer"): frozenset({"assigned"}),
    ("withdrawEvidence", "room_party"): frozenset({"employer", "workers"}),
    **{
        ("acceptEvidence of somebody else's", role): table()["acceptEvidence", role]
        for role in ("intake_clerk", "lawyer", "mediator", "room_party")
    },
    # To withdraw one must see the case, which is asked first and is a row of its own.
    **{
        ("recuseCase", role): frozenset(STANDINGS) - _RECUSED
        for role in ("clerk", "intake_clerk", "lawyer", "mediator")
    },
    ("recuseCase", "supervisor"): frozenset(STANDINGS) - _RECUSED,
    # A case is registered at the caller's own agency; whether that runs a studio is asked next.
    ("registerCase", "mediator"): frozenset("*"),
    ("registerCase", "intake_clerk"): frozenset("*"),
    ("registerOrder", "mediator"): frozenset("*"),
    ("registerOrder", "intake_clerk"): frozenset("*"),
    # The auditor has the journal of the city; a case's timeline stands in the case, which they do not see.
    ("journal of the city", "auditor"): table()["journal of the city", "auditor"] | _RECUSED,
    ("access_log:view", "auditor"): table()["access_log:view", "auditor"] | _RECUSED,
    ("timeline", "auditor"): table()["journal of the city", "auditor"],
}
"""Where more than the guard decides: what the guard itself is expected to say."""

MORE_ROWS: Mapping[str, tuple[Verb, str]] = {
    "agreement:view": (Verb.AGREEMENT_VIEW, "money signing"),
    "agreement_line:view": (Verb.AGREEMENT_LINE_VIEW, "money signing"),
    "agency:view": (Verb.AGENCY_VIEW, "agency"),
    "amount:view": (Verb.AMOUNT_VIEW, "own city"),
    "assignment:view": (Verb.ASSIGNMENT_VIEW, "assignment"),
    "board": (Verb.NOTICE_READ, "board"),
    "calendar:load": (Verb.CALENDAR_LOAD, "calendar"),
    "calendar:view": (Verb.CALENDAR_VIEW, "calendar"),
    "case:view": (Verb.CASE_VIEW, "case accepted"),
    "caucus:view": (Verb.CAUCUS_VIEW, "room workers"),
    "claim:view": (Verb.CLAIM_VIEW, "case accepted"),
    "commitment:view": (Verb.COMMITMENT_VIEW, "money performing"),
    "deadline:view": (Verb.DEADLINE_VIEW, "case accepted"),
    "document:view": (Verb.DOCUMENT_VIEW, "case accepted"),
    "document_content:view": (Verb.DOCUMENT_CONTENT_VIEW, "case accepted"),
    "document for the employer": (Verb.DOCUMENT_VIEW, "money talking"),
    "bytes for the employer": (Verb.DOCUMENT_CONTENT_VIEW, "money talking"),
    "door:view": (Verb.DOOR_VIEW, "case accepted"),
    "draft of a mediator": (Verb.DRAFT_VIEW, "draft"),
    "own draft": (Verb.DRAFT_VIEW, "oneself"),
    "own filter": (Verb.FILTER_VIEW, "oneself"),
    "shared filter": (Verb.FILTER_VIEW, "filter"),
    "evidence:upload": (Verb.EVIDENCE_UPLOAD, "money talking"),
    "evidence:view": (Verb.EVIDENCE_VIEW, "money talking"),
    "evidence_content:view": (Verb.EVIDENCE_CONTENT_VIEW, "money talking"),
    "finding:view": (Verb.FINDING_VIEW, "case accepted"),
    "journal of the city": (Verb.JOURNAL_VIEW, "city"),
    "access_log:view": (Verb.ACCESS_LOG_VIEW, "city"),
    "law:view": (Verb.LAW_VIEW, "law"),
    "lawyer:view": (Verb.LAWYER_VIEW, "panel"),
    "ledger:view": (Verb.LEDGER_VIEW, "case accepted"),
    "link:view": (Verb.LINK_VIEW, "case accepted"),
    "notice of the case": (Verb.NOTICE_VIEW, "case accepted"),
    "offer:view": (Verb.OFFER_VIEW, "room everyone"),
    "order:view": (Verb.ORDER_VIEW, "order"),
    "party:view": (Verb.PARTY_VIEW, "case accepted"),
    "private offer": (Verb.OFFER_VIEW, "room workers"),
    "policy:view": (Verb.POLICY_VIEW, "law"),
    "template:view": (Verb.TEMPLATE_VIEW, "law"),
    "referral:view": (Verb.REFERRAL_VIEW, "open referral"),
    "request:view": (Verb.ASSIGNMENT_VIEW, "request"),
    "room:view": (Verb.ROOM_VIEW, "room everyone"),
    "roster:preview": (Verb.ROSTER_PREVIEW, "case accepted"),
    "staff:view": (Verb.STAFF_VIEW, "staff"),
    "suggestions": (Verb.ASSIGNMENT_OFFER, "case accepted"),
    "timeline": (Verb.JOURNAL_VIEW, "case accepted"),
    "letter to the caller": (Verb.NOTICE_READ, "own letter"),
    "opening a status link": (Verb.LINK_OPEN, "link"),
    "proving a status link": (Verb.LINK_PROVE, "link"),
    "a rating": (Verb.RATING_GIVE, "link"),
    "a receipt": (Verb.RECEIPT_REPORT, "link"),
    "a request that runs out": (Verb.ASSIGNMENT_EXPIRE, "request"),
    "a request to the next lawyer": (Verb.ASSIGNMENT_OFFER, "case accepted"),
    "a link asked for by phone": (Verb.LINK_REISSUE, "case accepted"),
}
"""Rows that are looks, pages or jobs: the verb they ask for, and of what."""


def _object_of(row: str) -> str:
    special = {
        "registerCase": "own agency",
        "registerOrder": "own agency",
        "recuseCase": "oneself in the case",
        "recuseCase of a colleague": "colleague in the case",
        "readNotice": "board",
        "readNotice of one's own": "own letter",
        "readNotice of somebody else's": "letter",
        "enrollLawyer": "district",
        "setRota": "district",
        "reviseLawyer": "panel",
        "acceptAssignment": "request",
        "declineAssignment": "request",
        "handBackAssignment": "assignment",
        "replaceAssignment": "assignment",
        "closeReferral": "referral",
        "openRoom": "case accepted",
        "createStaff": "own agency",
        "establishAgency": "own city",
        "loadCalendar": "calendar",
        "saveDraft": "oneself",
        "discardDraft": "oneself",
        "discardDraft of a mediator": "draft",
        "saveFilter": "oneself",
        "deleteFilter": "oneself",
        "deleteFilter that is shared": "filter",
        "restoreFilter": "oneself",
        "restoreFilter that is shared": "filter",
    }
    if row in special:
        return special[row]
    attempt = next(attempt for attempt in ATTEMPTS if attempt.row == row)
    if attempt in LAWYERS and "Referral" in row and row != "offerReferral":
        return "open referral"
    if attempt in ROOMS:
        private = ("Caucus" in row and row != "openCaucus") or "private" in row or row == "releaseOffer"
        return "room workers" if private else "room everyone"
    if attempt in MONEY:
        return f"money {attempt.case}"
    if attempt in ORDERS:
        return "order"
    if attempt in ACCOUNTS:
        return "oneself" if attempt.target is None else "staff"
    return f"case {attempt.case}"


async def actors(runtime: Runtime, world: World) -> dict[str, tuple[Caller, Actor]]:
    """Everybody as the guard knows them; also those who come by no token: a link's holder and the system."""
    now = runtime.clock.now()
    found: dict[str, tuple[Caller, Actor]] = {}
    for name, caller in world.callers.items():
        token = caller.token or ""
        actor = await sessions.actor_of(runtime, token, now) or await entry.actor_of(runtime, token, now)
        found[name] = caller, actor or ANONYMOUS.as_of(now)
    link = Actor(kind=ActorKind.LINK, id=world.keys["link"], roles=frozenset({Role.LINK_HOLDER}), at=now)
    found["holder"] = Caller("holder", "link_holder", "own"), link
    found["holder of another"] = Caller("holder of another", "link_holder", "other"), replace(link, id=UUID(int=7))
    found["system"] = Caller("system", "system", "itself"), system(now)
    return found


async def objects(tx: Tx, world: World, people: Mapping[str, tuple[Caller, Actor]]) -> dict[str, Of]:
    """The facts of everything, by name."""
    made: dict[str, Of] = {}
    for key in ("registered", "accepted", "asked", "talking", "drafted", "signing", "performing", "closed"):
        case, facts = await cases.look(tx, world.keys[key])
        made[f"case {key}"] = _just(facts)
        seated = {
            actor.id: await agreements.with_seats(replace(tx, actor=actor), case, facts)
            for _, actor in people.values()
            if actor.kind is ActorKind.PARTY
        }
        made[f"money {key}"] = lambda actor, facts=facts, seated=seated: seated.get(actor.id, facts)
    floor = await rooms.look(tx, world.keys["talking room"], change=False)
    made |= {f"room {audience}": _just(floor.facts(audience)) for audience in ("everyone", "workers")}
    asked, talking, accepted = (made[f"case {key}"](ANONYMOUS) for key in ("asked", "talking", "accepted"))
    made["request"] = _just(replace(asked, owner=world.callers["lawyer/asked"].id))
    made["assignment"] = _just(replace(talking, owner=world.callers["lawyer/assigned"].id))
    for name in ("open referral", "referral"):
        made[name] = _just((await referrals.lock(tx, world.keys[name]))[2])
    lawyer = await tx.session.get_one(Lawyer, world.keys["assigned lawyer"])
    here = Facts(city=accepted.city, district=lawyer.district_id)
    made["district"] = _just(here)
    made["panel"] = _just(replace(here, agency=lawyer.agency_id, owner=lawyer.staff_id))
    made["order"] = _just((await orders.lock(tx, world.keys["handling order"]))[1])
    made["calendar"] = _just(Facts())
    made["city"] = _just(Facts(city=accepted.city))
    made["law"] = _just(Facts())
    made["staff"] = _just((await agencies.lock_staff(tx, world.keys["colleague"]))[1])
    home = world.callers["mediator/home"].id
    made["draft"] = _just(Facts(owner=home))
    made["filter"] = _just(Facts(agency=world.keys["studio"], owner=home))
    made["agency"] = _just((await agencies.lock_agency(tx, world.keys["studio"]))[1])
    for name, key in (("board", "board"), ("letter", "letter to a colleague")):
        mail = mail_facts(await tx.session.get_one(Notice, world.keys[key]))
        made[name] = _just(replace(mail, tied=accepted.tied))
    return made | _of_the_caller(world, accepted)


def _of_the_caller(world: World, case: Facts) -> dict[str, Of]:
    return {
        "oneself": lambda actor: Facts(owner=actor.id),
        "own agency": lambda actor: Facts(actor.city_id, actor.district_id, actor.agency_id),
        "own city": lambda actor: Facts(city=actor.city_id),
        "own letter": lambda actor: Facts(owner=actor.id, tied=case.tied),
        "oneself in the case": lambda actor: replace(case, owner=actor.id),
        "colleague in the case": _just(replace(case, owner=world.keys["colleague"])),
        "link": _just(Facts(owner=decode_global_id(world.ids["link"])[1])),
    }


def _just(facts: Facts) -> Of:
    return lambda _: facts


async def cells(runtime: Runtime, world: World) -> list[Cell]:
    """Every cell: each row of the table that asks the guard for a verb, by everybody."""
    people = await actors(runtime, world)
    asked: list[tuple[str, Verb, str, str]] = [
        (attempt.row, attempt.verb or Verb.ROOM_VIEW, _object_of(attempt.row), attempt.case) for attempt in ATTEMPTS
    ]
    asked += [(row, verb, what, _case_of(what)) for row, (verb, what) in MORE_ROWS.items()]
    made: list[Cell] = []
    async with runtime.uow(system(runtime.clock.now())) as tx:
        of = await objects(tx, world, people)
    for row, verb, what, case in asked:
        for caller, actor in people.values():
            expected = _expected(row, caller, case)
            made.append(Cell(row, caller.role, caller.name, verb, actor, of[what](actor), expected))
    return made


def _case_of(what: str) -> str:
    kind, _, key = what.partition(" ")
    return {"money": key, "room": "talking"}.get(kind, "accepted")


def _expected(row: str, caller: Caller, case: str) -> bool:
    standings = _AT_THE_GUARD.get((row, caller.role)) or table().get((row, caller.role), frozenset[Any]())
    return "*" in standings or caller.stands(case) in standings
