"""Every connection of the schema costs as many statements for many rows as for few: the queries are made from the schema.

A connection that is not tried here fails the first test. What is asked of a node is everything the schema offers on it,
as deep as the limits of documents allow.
"""

import secrets
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    Undefined,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
    parse,
)
from tests.counting import statements

from mediation import schema
from mediation.agency.models import Agency, AgencyKind, Staff
from mediation.agreement.models import Advance, Commitment, Contact, Payment, Signature
from mediation.case.models import Case, Finding, Party, Representative, RosterImport
from mediation.deadline.models import Deadline
from mediation.desk.models import Draft, SavedFilter
from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.journal.service import note_access
from mediation.kit.actor import Role, system
from mediation.lawyer.models import Assignment, Lawyer
from mediation.limits import LimitError, check_shape, plan_of
from mediation.notice.models import Notice
from mediation.order.models import OrderStepTaken, ServiceOrder
from mediation.person.events import PersonRevealed
from mediation.referral.models import Referral
from mediation.room.models import Caucus, Message, Minutes, OfferAnswer
from mediation.status.models import Rating, Receipt, StatusLink

FEW, MANY = 2, 6


@dataclass(frozen=True)
class List:
    """How one connection is reached: around `…`, which stands for the field, and by whom it is read."""

    around: str = "{ … }"
    arguments: str = ""
    role: Role = Role.MEDIATOR
    first: int = 8
    grows: bool = True
    """the law is as long as it is"""


CASES = "{ cases(first: 8) { edges { node { … } } } }"
AGREEMENTS = "{ cases(first: 8) { edges { node { agreement { … } } } } }"
ROOMS = "{ rooms(first: 8) { edges { node { … } } } }"
CAUCUSES = "{ rooms(first: 8) { edges { node { caucuses { … } } } } }"
LISTS = {
    "Agreement.lines": List(AGREEMENTS),
    "Agreement.signatures": List(AGREEMENTS),
    "Case.claimants": List(CASES),
    "Case.commitments": List(CASES),
    "Case.documents": List(CASES),
    "Case.evidence": List(CASES),
    "Case.timeline": List(CASES),
    "Caucus.messages": List(CAUCUSES),
    "Query.accessLog": List(role=Role.AUDITOR),
    "Query.agencies": List(),
    "Query.cases": List(),
    "Query.commitments": List(),
    "Query.deadlineRules": List(first=100, grows=False),
    "Query.deadlinesDue": List(arguments='before: "2027-01-01T00:00:00Z", '),
    "Query.holidayNotices": List(grows=False),
    "Query.drafts": List(),
    "Query.savedFilters": List(),
    "Query.documents": List(arguments='case: "CASE", '),
    "Query.evidence": List(arguments='case: "CASE", '),
    "Query.inbox": List(),
    "Query.journal": List(role=Role.AUDITOR),
    "Query.lawyers": List(),
    "Query.ledger": List(arguments='period: { from: "2026-11-01", to: "2026-11-30" }, '),
    "Query.myAssignments": List(role=Role.LAWYER),
    "Query.myWork": List(),
    "Query.notices": List(arguments='case: "CASE", '),
    "Query.promisedPayments": List(arguments="view: WITHIN_SEVEN_DAYS, "),
    "Query.ratings": List(arguments='case: "CASE", '),
    "Query.receiptReports": List(arguments='case: "CASE", '),
    "Query.referrals": List(arguments="direction: OUTBOX, "),
    "Query.rooms": List(),
    "Query.staff": List(role=Role.ADMINISTRATOR, first=60),
    "Query.rosterImports": List(arguments='case: "CASE", '),
    "Query.serviceOrders": List(),
    "Query.statusLinks": List(arguments='case: "CASE", '),
    "Query.undeliverableNotices": List(),
    "Room.messages": List(ROOMS),
}


def _types() -> dict[str, Any]:
    return schema.build(introspection=True)._schema.type_map


def test_every_connection_of_the_schema_is_tried():
    found = {
        f"{name}.{field}"
        for name, type_ in _types().items()
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
        for field, what in type_.fields.items()
        if get_named_type(what.type).name.endswith("Connection")
    }

    assert found == set(LISTS)


def _asked(type_: Any, depth: int, *, nested: bool) -> str:
    """Every field of `type_` that needs no argument; below it objects `depth` deep, and connections when `nested`."""
    parts = []
    for name, field in getattr(type_, "fields", {}).items():
        inner = get_named_type(field.type)
        needed = [n for n, a in field.args.items() if is_non_null_type(a.type) and a.default_value is Undefined]
        if inner.name.endswith("Connection"):
            if nested and depth > 0 and needed == ["first"]:
                node = get_named_type(get_named_type(inner.fields["edges"].type).fields["node"].type)
                parts.append(
                    f"{name}(first: 2) {{ totalCount edges {{ node {{ {_asked(node, 0, nested=False)} }} }} }}"
                )
        elif needed:
            continue
        elif is_leaf_type(inner):
            parts.append(name)
        elif depth > 0 and (below := _asked(inner, depth - 1, nested=nested)):
            parts.append(f"{name} {{ {below} }}")
    return " ".join(parts)


def _query(path: str, case: Case) -> str:
    """The deepest question about the connection at `path` that the limits of documents let through."""
    owner, field = path.split(".")
    built, wanted = schema.build(introspection=True)._schema, LISTS[path]
    connection = get_named_type(built.type_map[owner].fields[field].type)
    node = get_named_type(get_named_type(connection.fields["edges"].type).fields["node"].type)
    for depth, nested in ((3, True), (2, True), (2, False), (1, False), (0, False)):
        asked = _asked(node, depth, nested=nested)
        page = f"{wanted.arguments}first: {wanted.first}"
        listed = f"{field}({page}) {{ totalCount edges {{ node {{ {asked} }} }} }}"
        query = wanted.around.replace("…", listed).replace("CASE", gid("Case", case.id))
        document = parse(query)
        try:
            check_shape(document, introspection=False)
            plan_of(built, document).check({})
        except LimitError:
            continue
        return query
    raise AssertionError(f"{path} cannot be asked at all")


class House:
    """A studio with a court beside it; `grow` makes cases in which there is something of everything."""

    def __init__(self, runtime: Any, make: Any, agency: Agency, court: Agency, readers: dict[Role, Staff]) -> None:
        self.runtime, self.make = runtime, make
        self.agency, self.court, self.readers = agency, court, readers
        self.first: Case
        self.lawyer: Lawyer
        self.papers = 0

    async def grow(self, count: int) -> None:
        """`count` cases more, and as many rows more in the first case."""
        for _ in range(count):
            mediator = await self.make.staff(Role.MEDIATOR, agency=self.agency)
            case = await self.make.case(agency=self.agency, state="performing", mediator_id=mediator.id)
            workers = [await self.make.claimant(case, phone=f"138{secrets.randbelow(10**8):08d}") for _ in range(2)]
            if not hasattr(self, "first"):
                self.first = case
            await self._people(case, workers)
            await self._talks(case, mediator)
            await self._money(case, workers, mediator)
            await self._books(case, workers[0])
            await self._told(case, workers[0], mediator)
            await self._desk(case)
            await self._links(self.first, (await self.make.claimant(self.first)))
            await self.make.agency(kind=AgencyKind.JUSTICE, district=await self.make.district())

    async def _people(self, case: Case, workers: list[Party]) -> None:
        now, about = self.runtime.clock.now(), {"case_id": case.id, "district_id": case.district_id}
        landlord = await self.make.organisation(agency=self.agency)
        other = Party(**about, side="third_party", relation="sub_landlord", organisation_id=landlord.id, joined_at=now)
        finding = Finding(
            **about,
            organisation_id=case.employer_id,
            kind="breach",
            statement="欠薪",
            source="走访",
            found_on=now.date(),
        )
        speaker = Representative(**about, party_id=workers[0].id, elected_on=now.date())
        asked = {"offered_at": now, "respond_by": now, "check": {}, **about}
        lawyer, _ = await self.make.lawyer(agency=self.agency)
        refused = {"state": "declined", "answered_at": now, "reason": "忙"}
        referral = Referral(
            **about,
            from_agency_id=self.agency.id,
            to_agency_id=self.court.id,
            request="司法确认",
            legal_basis="民诉法205",
            state="offered",
            offered_by=case.mediator_id,
            offered_at=now,
        )
        mine = Assignment(**asked, **refused, lawyer_id=self.lawyer.id)
        await self.make.save(other, finding, speaker, referral, mine)
        for at, worker in enumerate(workers):
            await self.make.save(self.make.document(case, kind="service_address", party_id=worker.id, number=1 + at))
            await self.make.save(self.make.evidence(case, uploaded_by=case.mediator_id, party_id=worker.id))
        await self.make.save(self.make.evidence(self.first, uploaded_by=case.mediator_id))
        self.papers += 1
        await self.make.save(self.make.document(self.first, number=self.papers))
        await self.make.save(Assignment(**asked, lawyer_id=lawyer.id, state="accepted", answered_at=now))

    async def _talks(self, case: Case, mediator: Staff) -> None:
        now, vault = self.runtime.clock.now(), self.runtime.vault
        room = await self.make.room(case, opened_by=mediator)
        seat = await self.make.seat(room, kind="mediator", staff_id=self.readers[Role.MEDIATOR].id)
        caucus = Caucus(room_id=room.id, district_id=case.district_id, side="workers", opened_at=now)
        await self.make.save(caucus)
        for private in (None, caucus.id):
            for _ in range(2):
                key = new_id()
                said = Message(
                    id=key,
                    room_id=room.id,
                    district_id=case.district_id,
                    caucus_id=private,
                    author_id=seat.id,
                    audience="workers" if private else "everyone",
                    body_cipher=vault.seal("你好", context=f"message.body:{key}"),
                    said_at=now,
                    client_key=str(key),
                )
                await self.make.save(said)
        key, body = new_id(), {"room_id": room.id, "district_id": case.district_id}
        sealed = vault.seal("记录", context=f"minutes.body:{key}")
        await self.make.save(
            Minutes(id=key, **body, revision=1, body_cipher=sealed, author_id=seat.id, recorded_at=now)
        )
        refused = await self.make.offer(case, accepted=False)
        answer = OfferAnswer(
            offer_id=refused.id, district_id=case.district_id, kind="rejected", author_id=seat.id, answered_at=now
        )
        await self.make.save(answer)

    async def _money(self, case: Case, workers: list[Party], mediator: Staff) -> None:
        now, about = self.runtime.clock.now(), {"case_id": case.id, "district_id": case.district_id}
        agreement = await self.make.agreement(case, *workers, state="effective")
        paid = {"payer_kind": "sub_landlord", "payer_name": "房东生", "paid_on": now.date(), "proof": "转账"}
        advance = Advance(**about, **paid, amount_fen=100, recourse_agreed=True, booked_by=mediator.id, booked_at=now)
        contact = Contact(
            **about, contacted_at=now, manner="phone", outcome="refuses", note="不付", recorded_by=mediator.id
        )
        await self.make.save(advance, contact)
        for worker in workers:
            promise = await self.make.commitment(agreement, worker)
            payment = Payment(
                **about,
                **paid,
                commitment_id=promise.id,
                amount_fen=100,
                advance_id=advance.id,
                recorded_by=mediator.id,
                recorded_at=now,
            )
            signature = Signature(
                agreement_id=agreement.id,
                district_id=case.district_id,
                revision=1,
                signatory="worker",
                party_id=worker.id,
                method="in_person",
                recorded_by=mediator.id,
                text_hash=agreement.text_hash,
                signed_at=now,
            )
            await self.make.save(payment, signature)
        debt = {"agreement_id": agreement.id, "debtor_id": case.employer_id, "advance_id": advance.id}
        await self.make.save(Commitment(**about, **debt, kind="recourse", group_="wages", amount_fen=100))

    async def _books(self, case: Case, worker: Party) -> None:
        now = self.runtime.clock.now()
        deadline = Deadline(
            case_id=case.id,
            district_id=case.district_id,
            rule="M-4",
            subject_id=case.id,
            kind="statutory",
            title_zh="结束调解",
            title_en="Finish mediation",
            citation="29",
            duty_of="mediator",
            starts_on=now.date(),
            due_on=now.date(),
            due_at=now,
        )
        await self.make.save(deadline)
        reader = await self.make.actor(Role.MEDIATOR, agency=self.agency)
        for verb in ("person:reveal", "case:view"):
            await note_access(
                self.runtime, reader, verb=verb, subject="Party", subject_id=worker.id, allowed=True, case_id=case.id
            )
            async with self.runtime.uow(system(now)) as tx:
                tx.record(
                    PersonRevealed(subject_id=worker.id, case_id=case.id, district_id=case.district_id, field="phone")
                )

    async def _told(self, case: Case, worker: Party, mediator: Staff) -> None:
        now = self.runtime.clock.now()
        about = {"district_id": case.district_id, "template": "case.glass_broken", "parameters": {}}
        times = {"posted_at": now, "next_try_at": now}
        lost = {"recipient_kind": "claimant", "recipient_id": worker.id, "channel": "sms", "last_error": "no_address"}
        mine = {"recipient_kind": "staff", "recipient_id": self.readers[Role.MEDIATOR].id, "channel": "inbox"}
        for whose in (case, self.first):
            await self.make.save(
                Notice(
                    **about, **times, **lost, case_id=whose.id, dedupe_key=secrets.token_hex(8), state="undeliverable"
                ),
                Notice(**about, **times, **mine, case_id=whose.id, dedupe_key=secrets.token_hex(8), state="delivered"),
            )

    async def _desk(self, case: Case) -> None:
        now, owner = self.runtime.clock.now(), self.readers[Role.MEDIATOR].id
        draft = Draft(staff_id=owner, kind="minutes", about=gid("Case", case.id), body_cipher=b"", saved_at=now)
        draft.body_cipher = self.runtime.vault.seal("{}", context=f"draft.body:{draft.id}")
        kept = {"filter": {"urgent": True}, "digest": secrets.token_bytes(8), "name": "紧急", "saved_at": now}
        await self.make.save(draft, SavedFilter(staff_id=owner, **kept))

    async def _links(self, case: Case, worker: Party) -> None:
        now = self.runtime.clock.now()
        about = {"case_id": case.id, "district_id": case.district_id, "party_id": worker.id}
        await self.make.save(
            StatusLink(**about, token_hash=secrets.token_bytes(32), token_cipher=b"", issued_at=now),
            Receipt(**about, received=False, reported_at=now),
            Rating(**about, mark="fairly", comment="谢谢", first_given_at=now, given_at=now),
        )
        counts = dict.fromkeys(("rows", "importable", "duplicates", "to_correct"), 0)
        where = {"city_id": case.city_id, "district_id": case.district_id, "agency_id": case.agency_id}
        order = ServiceOrder(
            **where,
            handler_agency_id=case.agency_id,
            owner_id=case.mediator_id,
            year=2026,
            serial=new_id().int % 10**9,
            channel="hotline",
            requester_name="王小明",
            phone_cipher=b"",
            content="体检",
            opinion="受理",
            level="street",
            step="handling",
            registered_at=now,
            due_on=now.date(),
        )
        order.phone_cipher = self.runtime.vault.seal("13912340001", context=f"service_order.phone:{order.id}")
        step = OrderStepTaken(
            order_id=order.id,
            district_id=case.district_id,
            step="handling",
            agency_id=case.agency_id,
            owner_id=case.mediator_id,
            began_at=now,
        )
        await self.make.save(order, step)
        roster = {"district_id": case.district_id, "file_name": "r.csv", "uploaded_at": now, "report": counts}
        await self.make.save(RosterImport(case_id=self.first.id, **roster))


@pytest.fixture
async def house(runtime, make) -> House:
    """With one reader of each kind."""
    district = await make.district()
    agency = await make.agency(district=district)
    court = await make.agency(kind=AgencyKind.COURT, district=district)
    roles = (Role.MEDIATOR, Role.AUDITOR, Role.ADMINISTRATOR)
    readers = {role: await make.staff(role, agency=agency) for role in roles}
    made = House(runtime, make, agency, court, readers)
    made.lawyer, readers[Role.LAWYER] = await make.lawyer(agency=agency)
    return made


def _length(answer: Any, field: str) -> int:
    """How many edges `field` has in `answer`, wherever it stands, taken together."""
    if isinstance(answer, dict):
        own = len(answer[field]["edges"]) if isinstance(answer.get(field), dict) else 0
        return own + sum(_length(value, field) for value in answer.values())
    return sum(_length(value, field) for value in answer) if isinstance(answer, list) else 0


async def test_every_list_costs_the_same_for_few_and_for_many(api, runtime, house, make):
    tokens = {role: await make.token(staff) for role, staff in house.readers.items()}
    costs: dict[str, list[int]] = {path: [] for path in LISTS}
    lengths: dict[str, list[int]] = {path: [] for path in LISTS}

    for count in (FEW, MANY - FEW):
        await house.grow(count)
        for path, wanted in LISTS.items():
            with statements(runtime) as sent:
                answer = await api.data(_query(path, house.first), token=tokens[wanted.role])
            costs[path].append(len(sent))
            lengths[path].append(_length(answer, path.split(".")[1]))

    growing = {path: found for path, found in lengths.items() if LISTS[path].grows}
    assert {path: found for path, found in growing.items() if found[0] < FEW or found[1] <= found[0]} == {}
    assert {path: found for path, found in costs.items() if found[0] != found[1]} == {}
