"""A thousand reminders that are due, written in one go."""

from datetime import date, datetime, time, timedelta
from typing import Any

from mediation.agency.models import Agency, Staff
from mediation.case.models import Case, Party, PartySide
from mediation.deadline.models import Deadline
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Role, system
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind
from mediation.notice.service import post
from mediation.person.models import Person


async def studio(stage: Any) -> tuple[Agency, Staff]:
    """A studio with a mediator."""
    agency = await stage.make.agency()
    return agency, await stage.make.staff(Role.MEDIATOR, agency=agency)


async def due_reminders(stage: Any, count: int, *, due_on: date = date(2026, 11, 19)) -> None:
    """`count` cases, each with one worker and a right to arbitrate that opened at the end of `due_on`.

    The morning after, at nine, each worker is told by text message and the mediator in the inbox.
    """
    agency, mediator = await studio(stage)
    city, employer = await stage.make.city(), await stage.make.organisation(agency=agency)
    now, vault = stage.runtime.clock.now(), stage.runtime.vault
    ended = datetime.combine(due_on + timedelta(days=1), time(), SHANGHAI)
    rows: list[list[Any]] = [[], [], [], []]
    for n in range(count):
        case = Case(
            city_id=city.id,
            district_id=agency.district_id,
            agency_id=agency.id,
            number=f"千〔2026〕{n + 1}号",
            year=2026,
            serial=n + 1,
            kind="single",
            state="accepted",
            channel="walk_in",
            employer_id=employer.id,
            mediator_id=mediator.id,
            received_on=due_on - timedelta(days=15),
            registered_at=now,
            bigrams=[],
        )
        person = Person(district_id=agency.district_id, name="王小明")
        person.phone_cipher = vault.seal(f"138{n:08d}", context=f"person.phone:{person.id}")
        party = Party(
            case_id=case.id,
            district_id=case.district_id,
            side=PartySide.CLAIMANT,
            person_id=person.id,
            joined_at=now,
        )
        deadline = Deadline(
            case_id=case.id,
            district_id=case.district_id,
            rule="M-3",
            subject_id=case.id,
            kind="statutory",
            title_zh="未达成协议可申请仲裁",
            title_en="Without agreement, arbitration becomes open",
            citation="",
            duty_of="workers",
            is_right=True,
            starts_on=case.received_on,
            due_on=due_on,
            due_at=ended,
            lapsed_at=ended,
            next_reminder_at=ended + timedelta(hours=9),
        )
        for kind, row in zip(rows, (case, person, party, deadline), strict=True):
            kind.append(row)
    async with stage.runtime.uow(system(now)) as tx:
        for kind in rows:
            tx.session.add_all(kind)
            await tx.session.flush()


async def post_messages(stage: Any, count: int, *, prefix: str = "d") -> None:
    """`count` text messages to one worker, queued at once; the bell is rung."""
    agency, _ = await studio(stage)
    case = await stage.make.case(agency=agency)
    claimant = await stage.make.claimant(case, phone="13800138000")
    drafts = [
        Draft(
            recipient_kind=RecipientKind.CLAIMANT,
            recipient_id=claimant.id,
            template="deadline.before",
            dedupe_key=f"{prefix}/{n}",
            channels=(ChannelKind.SMS,),
            parameters={
                "case_number": case.number,
                "title": {"zh": "调解期限", "en": "end of mediation"},
                "due_at": "2026-12-05T16:00:00+00:00",
                "phone": "021-5555 0000",
            },
            case_id=case.id,
            district_id=case.district_id,
        )
        for n in range(count)
    ]
    async with stage.runtime.uow(system(stage.runtime.clock.now())) as tx:
        await post(tx, *drafts)
