"""Keyword factories with boring defaults. Rows are written directly: a test goes through the API for what it tests."""

import hashlib
import itertools
import secrets
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import select, update
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency import codes, passwords, sessions
from mediation.agency.models import (
    Agency,
    AgencyKind,
    City,
    District,
    FactorKind,
    SecondFactor,
    Session,
    Staff,
    StaffRole,
)
from mediation.agreement import terms
from mediation.agreement.models import Agreement, AgreementLine, Commitment
from mediation.agreement.rules import Line, text_hash
from mediation.case.models import Case, CaseKind, CaseState, CaseTie, Claim, ClaimGroup, ClaimHead, Party, PartySide
from mediation.document.models import Document
from mediation.evidence.models import Evidence
from mediation.infra.db import new_id
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Actor, ActorKind, Role, Side
from mediation.kit.names import bigrams
from mediation.law.periods import end_of
from mediation.lawyer.models import Assignment, Engagement, Lawyer
from mediation.person.models import Organisation, Person
from mediation.person.rules import name_key
from mediation.room import entry as room_entry
from mediation.room.models import Offer, OfferAnswer, Participant, Room

_serial = itertools.count(1)


class Make:
    """Makes rows in one test's database."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    async def save(self, *rows: Any) -> None:
        """Write rows in the order given."""
        async with self.runtime.db.session() as session:
            for row in rows:
                session.add(row)
                await session.flush()
            await session.commit()  # the tests' own door; the product's is infra/uow.py

    async def city(self) -> City:
        """Shanghai, made once."""
        async with self.runtime.db.session() as session:
            found = (await session.execute(select(City).where(col(City.code) == "310000"))).scalar_one_or_none()
        if found:
            return found
        city = City(code="310000", name_zh="上海市", name_en="Shanghai")
        await self.save(city)
        return city

    async def district(self, *, name_zh: str | None = None) -> District:
        """A new district of Shanghai."""
        city, n = await self.city(), next(_serial)
        row = District(city_id=city.id, code=f"3101{n:02d}", name_zh=name_zh or f"第{n}区", name_en=f"District {n}")
        await self.save(row)
        return row

    async def agency(self, *, kind: AgencyKind = AgencyKind.UNION, district: District | None = None) -> Agency:
        """An agency; a union runs a studio."""
        district, n = district or await self.district(), next(_serial)
        row = Agency(
            district_id=district.id,
            kind=kind,
            name_zh=f"{district.name_zh}{kind}{n}",
            name_en=f"{district.name_en} {kind} {n}",
            phone="021-5555 0000",
            studio_name_zh="联合调解工作室" if kind is AgencyKind.UNION else None,
            studio_name_en="Joint Mediation Studio" if kind is AgencyKind.UNION else None,
            legal_basis="上海市工会条例 25" if kind is AgencyKind.UNION else None,
            number_prefix="工调" + "".join("零一二三四五六七八九"[int(d)] for d in str(n))
            if kind is AgencyKind.UNION
            else None,
        )
        await self.save(row)
        return row

    async def staff(
        self, *roles: Role, agency: Agency | None = None, name: str = "张敏", password: str | None = None
    ) -> Staff:
        """A member of staff with roles; without a password nobody can sign in as them, but `token` works."""
        agency, n = agency or await self.agency(), next(_serial)
        hashed = await passwords.hash_password(password) if password else "!"
        row = Staff(agency_id=agency.id, login=f"staff{n}", name=name, password_hash=hashed)
        await self.save(row, *[StaffRole(staff_id=row.id, role=role) for role in roles])
        return row

    async def token(self, staff: Staff) -> str:
        """A bearer token of a session opened now."""
        token, now = sessions.PREFIX + secrets.token_urlsafe(24), self.runtime.clock.now()
        row = Session(
            staff_id=staff.id,
            token_hash=sessions.token_hash(self.runtime, token),
            kind="bearer",
            opened_at=now,
            seen_at=now,
            expires_at=now + timedelta(days=365),
        )
        await self.save(row)
        return token

    async def app(self, staff: Staff, *, confirmed: bool = True) -> str:
        """An authenticator app of theirs: its secret."""
        secret = codes.app_secret()
        await self._factor(staff, FactorKind.TOTP, secret, confirmed=confirmed)
        return secret

    async def phone(self, staff: Staff, number: str, *, confirmed: bool = True) -> None:
        """A phone of theirs that codes are sent to."""
        await self._factor(staff, FactorKind.SMS, number, confirmed=confirmed)

    async def _factor(self, staff: Staff, kind: FactorKind, value: str, *, confirmed: bool) -> None:
        now = self.runtime.clock.now()
        row = SecondFactor(staff_id=staff.id, kind=kind, value_cipher=b"", started_at=now)
        row.value_cipher = self.runtime.vault.seal(value, context=f"second_factor.value:{row.id}")
        row.confirmed_at = now if confirmed else None
        await self.save(row)

    def code(self, secret: str, *, steps: int = 0) -> str:
        """What an app shows now, or thirty seconds times `steps` later."""
        return pyotp.TOTP(secret).at(self.runtime.clock.now(), counter_offset=steps)

    async def actor(self, *roles: Role, agency: Agency | None = None) -> Actor:
        """The actor that a member of staff with these roles is."""
        staff = await self.staff(*roles, agency=agency)
        actor = await sessions.actor_of(self.runtime, await self.token(staff), self.runtime.clock.now())
        assert actor is not None
        assert actor.kind is ActorKind.STAFF
        return actor

    async def organisation(
        self, *, agency: Agency, name: str | None = None, credit_code: str | None = None
    ) -> Organisation:
        """A company."""
        name = name or f"某餐饮管理有限公司{next(_serial)}"
        row = Organisation(
            district_id=agency.district_id,
            name=name,
            name_key=name_key(name),
            bigrams=bigrams(name),
            credit_code=credit_code,
        )
        await self.save(row)
        return row

    async def case(
        self,
        *,
        agency: Agency | None = None,
        state: CaseState = CaseState.REGISTERED,
        kind: CaseKind = CaseKind.SINGLE,
        employer: Organisation | None = None,
        **more: Any,
    ) -> Case:
        """A case with its employer as respondent; claimants are added with `claimant`."""
        agency = agency or await self.agency()
        employer = employer or await self.organisation(agency=agency)
        city, n, now = await self.city(), next(_serial), self.runtime.clock.now()
        values: dict[str, Any] = {
            "city_id": city.id,
            "district_id": agency.district_id,
            "agency_id": agency.id,
            "number": f"测〔2026〕{n}号",
            "year": 2026,
            "serial": n,
            "kind": kind,
            "state": state,
            "channel": "walk_in",
            "employer_id": employer.id,
            "received_on": now.date(),
            "registered_at": now,
        }
        row = Case(**{**values, **more})
        row.bigrams = bigrams(f"{row.number} {employer.name}")
        respondent = Party(
            case_id=row.id,
            district_id=agency.district_id,
            side=PartySide.RESPONDENT,
            organisation_id=employer.id,
            joined_at=now,
        )
        await self.save(row, respondent)
        return row

    async def claimant(
        self,
        case: Case,
        *,
        name: str = "王小明",
        wages_fen: int = 648_000,
        social_insurance_fen: int = 90_000,
        phone: str | None = None,
    ) -> Party:
        """A claimant of a case with a claim for wages and one for social insurance."""
        person = Person(district_id=case.district_id, name=name)
        if phone:
            person.phone_cipher = self.runtime.vault.seal(phone, context=f"person.phone:{person.id}")
            person.phone_index = self.runtime.vault.blind_index("phone", phone)
        party = Party(
            case_id=case.id,
            district_id=case.district_id,
            side=PartySide.CLAIMANT,
            person_id=person.id,
            position=next(_serial),
            joined_at=self.runtime.clock.now(),
        )
        claims = [
            Claim(
                case_id=case.id,
                district_id=case.district_id,
                party_id=party.id,
                head=head,
                group_=group,
                amount_fen=fen,
            )
            for head, group, fen in (
                (ClaimHead.WAGE_ARREARS, ClaimGroup.WAGES, wages_fen),
                (ClaimHead.SOCIAL_INSURANCE, ClaimGroup.SOCIAL_INSURANCE, social_insurance_fen),
            )
            if fen
        ]
        await self.save(person, party, *claims)
        await self._tally(case, name, wages_fen, social_insurance_fen)
        return party

    async def _tally(self, case: Case, name: str, wages_fen: int, social_insurance_fen: int) -> None:
        case.registered_count += 1
        case.taking_part_count += 1
        case.wages_claimed_fen += wages_fen
        case.social_insurance_claimed_fen += social_insurance_fen
        case.name_bigrams = [*case.name_bigrams, *bigrams(name)]
        async with self.runtime.db.session() as session:
            await session.execute(
                update(Case)
                .where(col(Case.id) == case.id)
                .values(
                    registered_count=case.registered_count,
                    taking_part_count=case.taking_part_count,
                    wages_claimed_fen=case.wages_claimed_fen,
                    social_insurance_claimed_fen=case.social_insurance_claimed_fen,
                    name_bigrams=case.name_bigrams,
                )
            )
            await session.commit()

    async def tie(self, case: Case, kind: Tie, holder_id: Any) -> None:
        """A tie to a case, without the verb that makes it."""
        row = CaseTie(
            case_id=case.id,
            district_id=case.district_id,
            kind=kind,
            holder_id=holder_id,
            since_at=self.runtime.clock.now(),
        )
        await self.save(row)

    async def lawyer(
        self,
        *,
        agency: Agency,
        name: str = "陈律师",
        firm: str | None = None,
        capacity: int = 10,
        acted_for: str | None = None,
    ) -> tuple[Lawyer, Staff]:
        """A lawyer on the panel of `agency`'s district, with an account; `acted_for` is an entry of the conflict register."""
        n = next(_serial)
        staff = await self.staff(Role.LAWYER, agency=agency, name=name)
        house = await self.organisation(agency=agency, name=firm or f"第{n}律师事务所")
        row = Lawyer(
            district_id=agency.district_id,
            agency_id=agency.id,
            staff_id=staff.id,
            firm_id=house.id,
            licence=f"L{n:04d}",
            specialties=["wages"],
            capacity=capacity,
        )
        await self.save(row)
        if acted_for:
            await self.save(
                Engagement(
                    district_id=agency.district_id,
                    firm_id=house.id,
                    lawyer_id=row.id,
                    name=acted_for,
                    name_key=acted_for,
                    capacity="for",
                    reference="2025-033",
                )
            )
        return row, staff

    async def offer(
        self,
        case: Case,
        *,
        wages_fen: int = 19_840_000,
        social_insurance_fen: int = 1_800_000,
        term: dict[str, Any] | None = None,
        conditions: str = "",
        accepted: bool = True,
    ) -> Offer:
        """An employer's offer in the open room of the case (made if there is none), accepted by the workers."""
        now = self.runtime.clock.now()
        room = await self._room(case)
        seats = [
            Participant(
                room_id=room.id,
                case_id=case.id,
                district_id=case.district_id,
                kind="party",
                side=side,
                display_name=side,
                invited_at=now,
            )
            for side in ("employer", "workers")
        ]
        offer = Offer(
            room_id=room.id,
            case_id=case.id,
            district_id=case.district_id,
            author_id=seats[0].id,
            side="employer",
            wages_fen=wages_fen,
            social_insurance_fen=social_insurance_fen,
            conditions_cipher=b"",
            made_at=now,
            **(term or {"term_kind": "within_days", "term_days": 3}),
        )
        offer.conditions_cipher = self.runtime.vault.seal(conditions, context=f"offer.conditions:{offer.id}")
        answer = OfferAnswer(
            offer_id=offer.id, district_id=case.district_id, kind="accepted", author_id=seats[1].id, answered_at=now
        )
        await self.save(*seats, offer, *([answer] if accepted else []))
        return offer

    async def _room(self, case: Case) -> Room:
        async with self.runtime.db.session() as session:
            found = await session.execute(
                select(Room).where(col(Room.case_id) == case.id, col(Room.closed_at).is_(None))
            )
            room = found.scalar_one_or_none()
        if room is None:
            room = Room(case_id=case.id, district_id=case.district_id, opened_at=self.runtime.clock.now())
            await self.save(room)
        return room

    async def seat_phone(self, seat_id: UUID, number: str) -> None:
        """The number with which somebody was asked to the room."""
        async with self.runtime.db.session() as session:
            seat = await session.get_one(Participant, seat_id)
            seat.phone_cipher = self.runtime.vault.seal(number, context=f"participant.phone:{seat_id}")
            session.add(seat)
            await session.commit()

    async def party_actor(self, case: Case, side: Side, *, party: Party | None = None) -> Actor:
        """A party without an account who sits in the open room of the case."""
        room = await self._room(case)
        seat = Participant(
            room_id=room.id,
            case_id=case.id,
            district_id=case.district_id,
            kind="party",
            side=side,
            party_id=party.id if party else None,
            display_name="当事人",
            invited_at=self.runtime.clock.now(),
        )
        await self.save(seat)
        return Actor(
            kind=ActorKind.PARTY,
            id=seat.id,
            roles=frozenset({Role.ROOM_PARTY}),
            room_id=room.id,
            case_id=case.id,
            party_id=seat.party_id,
            side=side,
            at=self.runtime.clock.now(),
        )

    async def agreement(
        self,
        case: Case,
        *workers: Party,
        state: str = "signing",
        wages_fen: int = 500_000,
        social_insurance_fen: int = 100_000,
        **more: Any,
    ) -> Agreement:
        """An agreement of the case with the same amounts for each worker; `state` signing, draft or effective."""
        now, count = self.runtime.clock.now(), len(workers)
        offer = await self.offer(
            case, wages_fen=max(1, count) * wages_fen, social_insurance_fen=count * social_insurance_fen
        )
        row = Agreement(
            id=new_id(),
            case_id=case.id,
            district_id=case.district_id,
            offer_id=offer.id,
            drafted_at=now,
            text_hash=b"",
            **{
                "state": state,
                "term": {"kind": "within_days", "days": 3},
                "manner": "银行转账",
                "clauses": [],
                "finalised_at": None if state == "draft" else now,
                "effective_at": now if state == "effective" else None,
                **more,
            },
        )
        lines = [Line(worker.id, wages_fen, social_insurance_fen) for worker in workers]
        row.text_hash = text_hash(
            agreement_id=row.id,
            revision=1,
            lines=lines,
            term=terms.from_json(row.term),
            manner=row.manner,
            clauses=(),
        )
        rows = [
            AgreementLine(
                agreement_id=row.id,
                district_id=case.district_id,
                party_id=line.party_id,
                group_=group,
                amount_fen=line.of(group),
            )
            for line in lines
            for group in ClaimGroup
        ]
        await self.save(row, *rows)
        return row

    async def commitment(
        self,
        agreement: Agreement,
        worker: Party,
        *,
        group: ClaimGroup = ClaimGroup.WAGES,
        amount_fen: int = 500_000,
        due_on: date = date(2026, 11, 23),
        **more: Any,
    ) -> Commitment:
        """A promise to one worker, due at 24:00 of `due_on` (Monday the 23rd)."""
        async with self.runtime.db.session() as session:
            case = await session.get_one(Case, agreement.case_id)
        row = Commitment(
            case_id=case.id,
            district_id=case.district_id,
            agreement_id=agreement.id,
            debtor_id=case.employer_id,
            party_id=worker.id,
            **{
                "kind": "worker",
                "group_": group,
                "amount_fen": amount_fen,
                "due_on": due_on,
                "due_at": end_of(due_on),
                **more,
            },
        )
        await self.save(row)
        return row

    def document(
        self, case: Case, *, kind: str = "acceptance_notice", content: bytes = b"%PDF-", **more: Any
    ) -> Document:
        """A version of a paper, not saved yet."""
        key, vault = new_id(), self.runtime.vault
        values: dict[str, Any] = {
            "id": key,
            "case_id": case.id,
            "district_id": case.district_id,
            "kind": kind,
            "number": 1,
            "format": "pdf",
            "sha256": hashlib.sha256(content).digest(),
            "byte_size": len(content),
            "fingerprint": bytes(32),
            "journal_seq": 0,
            "content_cipher": vault.seal_bytes(content, context=f"document.content:{key}"),
            "details_cipher": vault.seal("{}", context=f"document.details:{key}"),
            "generated_at": self.runtime.clock.now(),
        }
        return Document(**{**values, **more})

    def evidence(
        self, case: Case, *, uploaded_by: Any, content: bytes = b"%PDF-", name: str = "file.pdf", **more: Any
    ) -> Evidence:
        """A file that was accepted, for everyone, not saved yet."""
        key, vault, now = new_id(), self.runtime.vault, self.runtime.clock.now()
        digest = hashlib.sha256(content).digest()
        values: dict[str, Any] = {
            "id": key,
            "case_id": case.id,
            "district_id": case.district_id,
            "kind": "contract",
            "audience": "everyone",
            "media": "pdf",
            "name_cipher": vault.seal(name, context=f"evidence.name:{key}"),
            "content_cipher": vault.seal_bytes(content, context=f"evidence.content:{key}"),
            "sha256": digest,
            "byte_size": len(content),
            "source_sha256": digest,
            "source_byte_size": len(content),
            "pages": 1,
            "scanned": False,
            "uploaded_by": uploaded_by,
            "uploaded_at": now,
            "accepted_at": now,
        }
        return Evidence(**{**values, **more})

    async def room(self, case: Case, *, opened_by: Staff | None = None) -> Room:
        """An open room of a case; the mediator who opened it sits in it."""
        now = self.runtime.clock.now()
        row = Room(
            case_id=case.id,
            district_id=case.district_id,
            opened_by=opened_by.id if opened_by else None,
            opened_at=now,
        )
        await self.save(row)
        if opened_by:
            await self.seat(row, kind="mediator", staff_id=opened_by.id, agency_id=opened_by.agency_id)
        return row

    async def seat(self, room: Room, *, kind: str, entered: bool = True, **more: Any) -> Participant:
        """A seat in a room, taken."""
        now = self.runtime.clock.now()
        row = Participant(
            room_id=room.id,
            case_id=room.case_id,
            district_id=room.district_id,
            kind=kind,
            invited_at=now,
            entered_at=now if entered else None,
            seen_at=now if entered else None,
            **{"display_name": "", **more},
        )
        await self.save(row)
        return row

    async def entry(self, room: Room, party: Party, *, side: str | None, name: str = "李某") -> tuple[Participant, str]:
        """A person of a party who came in by link and code, and the bearer token they got."""
        token = room_entry.PREFIX + secrets.token_urlsafe(24)
        seat = await self.seat(
            room,
            kind="party",
            party_id=party.id,
            side=side,
            display_name=name,
            session_hash=room_entry.entry_hash(self.runtime, token),
        )
        return seat, token

    async def assigned_lawyer(self, case: Case, *, agency: Agency, name: str = "陈律师") -> tuple[Lawyer, Staff]:
        """An aid lawyer who has accepted the case."""
        lawyer, staff = await self.lawyer(agency=agency, name=name)
        now = self.runtime.clock.now()
        assignment = Assignment(
            case_id=case.id,
            district_id=case.district_id,
            lawyer_id=lawyer.id,
            state="accepted",
            offered_at=now,
            respond_by=now + timedelta(hours=2),
            answered_at=now,
            check={},
        )
        await self.save(assignment)
        await self.tie(case, Tie.ASSIGNED, staff.id)
        return lawyer, staff
