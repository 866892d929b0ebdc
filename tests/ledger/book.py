"""A small random book of cases, and the same figures counted from it in plain Python: the oracle that knows no SQL."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mediation.agreement.models import Advance, Commitment, Payment
from mediation.case.models import Case
from mediation.deadline.models import ProcedureEvent
from mediation.infra.clock import SHANGHAI, legal_day
from mediation.infra.db import new_id
from mediation.status.models import Rating, StatusLink

TODAY = date(2026, 11, 20)
DAYS = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 19), TODAY]
MARKS = ("satisfied", "fairly", "not_satisfied")
TRIGGERS = ("payment_order_issued", "arbitration_accepted", "case_filed", "aid_granted")


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a legal day."""
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


@dataclass
class Entry:
    """What the oracle remembers of one case."""

    case: Case
    registered_on: date
    closed_on: date | None = None
    promises: list[tuple[Commitment, list[Payment]]] = field(default_factory=list)
    asked: int = 0
    marks: list[str] = field(default_factory=list)
    ways: set[str] = field(default_factory=set)


class Book:
    """Makes cases of everything that can happen, and remembers them."""

    def __init__(self, make: Any, seed: int) -> None:
        self.make, self.dice = make, random.Random(seed)
        self.entries: list[Entry] = []

    async def grow(self, agency: Any, count: int, employer: Any) -> list[Entry]:
        """`count` cases of the agency."""
        made = [await self._case(agency, employer) for _ in range(count)]
        self.entries += made
        return made

    async def _case(self, agency: Any, employer: Any) -> Entry:
        dice, day = self.dice, self.dice.choice(DAYS)
        end = dice.choice([None, None, "performed", "advanced", "failed", "refused"])
        closed_on = dice.choice([one for one in DAYS if one >= day]) if end else None
        state = "refused" if end == "refused" else "closed" if end else "performing"
        case = await self.make.case(
            agency=agency,
            employer=employer,
            state=state,
            registered_at=at(day, dice.choice([0, 23])),
            closed_at=at(closed_on) if closed_on else None,
            outcome=end if end not in (None, "refused") else None,
            registered_count=dice.randrange(9),
            signed_count=dice.randrange(4),
        )
        entry = Entry(case, day, closed_on)
        workers = [await self.make.claimant(case) for _ in range(dice.choice([0, 1, 3]))]
        for worker in workers:
            await self._answer(entry, worker)
        if workers:
            agreement = await self.make.agreement(case, *workers, state="effective")
            for worker in [*workers, *workers]:
                await self._promise(entry, agreement, worker)
        await self._ways(entry)
        return entry

    async def _answer(self, entry: Entry, worker: Any) -> None:
        if self.dice.random() < 0.3:
            return
        about = {"case_id": entry.case.id, "district_id": entry.case.district_id, "party_id": worker.id}
        links: list[Any] = [
            StatusLink(**about, token_hash=new_id().bytes, token_cipher=b"", issued_at=at(TODAY))
            for _ in range(self.dice.choice([1, 2]))
        ]
        entry.asked += 1
        if self.dice.random() < 0.7:
            entry.marks.append(mark := self.dice.choice(MARKS))
            links.append(Rating(**about, mark=mark, first_given_at=at(TODAY), given_at=at(TODAY)))
        await self.make.save(*links)

    async def _promise(self, entry: Entry, agreement: Any, worker: Any) -> None:
        dice, due_on = self.dice, self.dice.choice([*DAYS, TODAY + timedelta(days=3)])
        about = {"case_id": entry.case.id, "district_id": entry.case.district_id}
        promise = Commitment(
            **about,
            agreement_id=agreement.id,
            kind="worker",
            debtor_id=entry.case.employer_id,
            party_id=worker.id,
            group_=dice.choice(["wages", "social_insurance"]),
            amount_fen=1_000,
            due_on=due_on,
            due_at=at(due_on + timedelta(days=1), 0),
            defaulted_at=at(TODAY) if dice.random() < 0.3 else None,
        )
        shares = dice.choice([[], [400], [400, 600], [1_000]])
        paid = [await self._payment(promise, share, about) for share in shares]
        standing = [one for one in paid if one.reverses_id is None and not _is_reversed(one, paid)]
        paid += [p for p in [await self._taken_back(one, dice) for one in standing] if p]
        if sum(one.amount_fen for one in paid) == promise.amount_fen:
            promise.settled_at = at(TODAY)
        await self.make.save(promise, *paid)
        entry.promises.append((promise, paid))

    async def _payment(self, promise: Commitment, fen: int, about: dict[str, Any]) -> Payment:
        dice, advance = self.dice, None
        slip = {"payer_name": "某", "paid_on": dice.choice(DAYS), "proof": "回单"}
        if dice.random() < 0.3:
            third = {**slip, "payer_kind": "sub_landlord", "amount_fen": fen, "recourse_agreed": True}
            advance = Advance(**about, **third, booked_at=at(TODAY))
            await self.make.save(advance)
        return Payment(
            **about,
            **slip,
            id=new_id(),
            commitment_id=promise.id,
            amount_fen=fen,
            payer_kind="sub_landlord" if advance else "employer",
            advance_id=advance.id if advance else None,
            recorded_at=at(TODAY),
            confirmed_at=at(TODAY) if dice.random() < 0.7 else None,
        )

    async def _taken_back(self, paid: Payment, dice: random.Random) -> Payment | None:
        if dice.random() < 0.8:
            return None
        values = {**paid.model_dump(), "id": new_id(), "amount_fen": -paid.amount_fen, "reverses_id": paid.id}
        return Payment(**{**values, "confirmed_at": None, "paid_on": TODAY, "reason": "记错"})

    async def _ways(self, entry: Entry) -> None:
        about = {"case_id": entry.case.id, "district_id": entry.case.district_id, "recorded_at": at(TODAY)}
        for trigger in self.dice.sample(TRIGGERS, self.dice.randrange(3)):
            event = ProcedureEvent(**about, trigger=trigger, happened_on=TODAY)
            await self.make.save(event)
            if self.dice.random() < 0.3:
                back = ProcedureEvent(
                    **about, trigger=trigger, happened_on=TODAY, takes_back_id=event.id, reason="记错"
                )
                await self.make.save(back)
            elif trigger != "aid_granted":
                entry.ways.add(
                    {"payment_order_issued": "PAYMENT_ORDER", "arbitration_accepted": "ARBITRATION"}.get(
                        trigger, "SUIT"
                    )
                )


def _is_reversed(one: Payment, among: list[Payment]) -> bool:
    return any(other.reverses_id == one.id for other in among)


def state(promise: Commitment, paid: list[Payment], now: datetime) -> str:
    """What has become of a promise, in plain words."""
    standing = [one for one in paid if one.reverses_id is None and not _is_reversed(one, paid)]
    assert promise.due_on is not None
    assert promise.due_at is not None
    if promise.due_at > now:
        return "NOT_DUE"
    if sum(one.amount_fen for one in standing) < promise.amount_fen:
        return "DEFAULTED" if promise.defaulted_at else "OVERDUE"
    if any(one.advance_id for one in standing):
        return "ADVANCED"
    return "ON_TIME" if max(one.paid_on for one in standing) <= promise.due_on else "LATE"


@dataclass
class Sums:
    """The figures of a period, by the oracle."""

    cases: int = 0
    registered: int = 0
    taking_part: int = 0
    signed: int = 0
    wages: int = 0
    insurance: int = 0
    advanced_fen: int = 0
    defaulted: int = 0
    asked: int = 0
    states: dict[str, int] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    ways: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)


def sums(entries: list[Entry], since: date, until: date, now: datetime) -> Sums:
    """Counted one by one."""
    made = Sums()
    for entry in entries:
        case = entry.case
        if since <= entry.registered_on <= until:
            assert legal_day(case.registered_at) == entry.registered_on
            made.cases += 1
            made.registered += case.registered_count
            made.taking_part += case.taking_part_count
            made.signed += case.signed_count
            month = f"{entry.registered_on:%Y-%m}"
            made.months[month] = made.months.get(month, 0) + 1
            for way in entry.ways:
                made.ways[way] = made.ways.get(way, 0) + 1
        if entry.closed_on and since <= entry.closed_on <= until:
            made.asked += entry.asked
            made.marks += entry.marks
        for promise, paid in entry.promises:
            _money(made, promise, paid, since, until)
            assert promise.due_on is not None
            if since <= promise.due_on <= until:
                became = state(promise, paid, now)
                made.states[became] = made.states.get(became, 0) + 1
                made.defaulted += became != "NOT_DUE" and promise.defaulted_at is not None
    return made


def _money(made: Sums, promise: Commitment, paid: list[Payment], since: date, until: date) -> None:
    for one in paid:
        if one.reverses_id or _is_reversed(one, paid) or not one.confirmed_at or not since <= one.paid_on <= until:
            continue
        if promise.group_ == "wages":
            made.wages += one.amount_fen
        else:
            made.insurance += one.amount_fen
        made.advanced_fen += one.amount_fen if one.advance_id else 0
