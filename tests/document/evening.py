"""The article's case as rows: thirty-six workers of a restaurant, an agreement in effect that was kept in part only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from mediation.agency.models import Agency, AgencyKind, Staff
from mediation.agreement.models import Agreement, AgreementLine, Commitment, Payment, Signature
from mediation.case.models import Case, CaseKind, CaseState, Finding, Party, Representative
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Role
from mediation.person.models import Organisation, Person
from tests.make import Make

NAMES = (
    "𠮷田𡚸",  # two characters of Extension B, one from the Japanese and one from the Taiwanese subset
    "㐂喆",
    "䶮小芳",
    "陈堃龑",
    "阿卜杜拉·买买提",
    "欧阳玥",
    *(f"王{'一二三四五六七八九十'[n % 10]}{'甲乙丙'[n // 10]}" for n in range(30)),
)
SIGNED_AT = datetime(2026, 11, 20, 21, 5, 7, tzinfo=SHANGHAI)
EFFECTIVE_AT = datetime(2026, 11, 20, 21, 10, 0, tzinfo=SHANGHAI)
AFTER_DEFAULT = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
"""The Tuesday after: the three days ended on Monday the 23rd at 24:00."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(n: int) -> str:
    """A valid identity number of somebody born on 1 February 1990 plus n days."""
    born = date(1990, 2, 1) + timedelta(days=n)
    digits = f"310112{born:%Y%m%d}{100 + n:03}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


@dataclass
class Evening:
    """Everything that was made."""

    case: Case
    studio: Agency
    employer: Organisation
    mediator: Staff
    token: str
    workers: list[Party]
    agreement: Agreement
    lawyer: Staff
    wages_fen: list[int]
    insurance_fen: list[int]


async def play(make: Make, *, names: tuple[str, ...] = NAMES) -> Evening:
    """The rows of the evening and of the days after, up to the first payments."""
    studio = await make.agency(kind=AgencyKind.UNION)
    studio.studio_name_zh, studio.legal_basis = "闵行区联合调解工作室", "《上海市工会条例》第二十五条"
    studio.phone = "021-64120001"
    court = Agency(district_id=studio.district_id, kind="court", name_zh="闵行区人民法院", name_en="Minhang court")
    await make.save(studio, court)
    mediator = await make.staff(Role.MEDIATOR, agency=studio, name="李调解")
    employer = await make.organisation(agency=studio, name="某某餐饮管理有限公司", credit_code="91310112MA1GB00X0A")
    employer.address = "上海市闵行区某路100号"
    employer.contact_phone_cipher = make.runtime.vault.seal(
        "13800138000", context=f"organisation.contact_phone:{employer.id}"
    )
    await make.save(employer)
    case = await make.case(
        agency=studio,
        state=CaseState.DEFAULTED,
        kind=CaseKind.COLLECTIVE,
        employer=employer,
        mediator_id=mediator.id,
        registered_by=mediator.id,
        accepted_on=date(2026, 11, 20),
        received_on=date(2026, 11, 20),
        summary="因经营困难，自2026年8月起未足额支付工资，未缴纳社会保险费。\n劳动者多次催要未果。",
    )
    wages = [648_000 + 137 * n for n in range(len(names))]
    insurance = [50_000 + 11 * n for n in range(len(names))]
    workers = []
    for n, name in enumerate(names):
        party = await make.claimant(
            case,
            name=name,
            wages_fen=wages[n],
            social_insurance_fen=insurance[n],
            phone=f"1391234{5000 + n}",
        )
        await _identify(make, party, n)
        workers.append(party)
    agreement = await _sign(make, case, workers, wages, insurance, mediator)
    await _pay(make, agreement, workers, wages, insurance)
    lawyer = await _aid(make, case, studio)
    await _around(make, case, employer, workers, mediator)
    token = await make.token(mediator)
    return Evening(case, studio, employer, mediator, token, workers, agreement, lawyer, wages, insurance)


async def _identify(make: Make, party: Party, n: int) -> None:
    vault = make.runtime.vault
    sealed = vault.seal(id_number(n), context=f"person.id_number:{party.person_id}")
    async with make.runtime.db.session() as session:
        await session.execute(update(Person).where(col(Person.id) == party.person_id).values(id_cipher=sealed))
        await session.execute(update(Party).where(col(Party.id) == party.id).values(job="服务员"))
        await session.commit()


async def _sign(
    make: Make, case: Case, workers: list[Party], wages: list[int], insurance: list[int], mediator: Staff
) -> Agreement:
    agreement = await make.agreement(
        case,
        *workers,
        state="effective",
        effective_at=EFFECTIVE_AT,
        manner="银行转账至各劳动者本人账户",
        clauses=[{"title": "违约责任", "text": "逾期未付的，劳动者可以依法申请支付令。\n双方再无其他约定。"}],
    )
    async with make.runtime.db.session() as session:
        for n, worker in enumerate(workers):
            for group, fen in (("wages", wages[n]), ("social_insurance", insurance[n])):
                await session.execute(
                    update(AgreementLine)
                    .where(col(AgreementLine.party_id) == worker.id, col(AgreementLine.group_) == group)
                    .values(amount_fen=fen)
                )
        await session.commit()

    def mark(signatory: str, method: str, n: int, **more: Any) -> Signature:
        return Signature(
            agreement_id=agreement.id,
            district_id=case.district_id,
            revision=1,
            signatory=signatory,
            method=method,
            recorded_by=mediator.id,
            text_hash=agreement.text_hash,
            signed_at=SIGNED_AT + timedelta(seconds=n),
            **more,
        )

    rows = [
        mark("worker", "in_person", n, party_id=worker.id, represented_by=workers[0].id if n == 5 else None)
        for n, worker in enumerate(workers)
    ]
    rows += [mark("employer", "seal_page", 60), mark("mediator", "platform", 61), mark("studio", "platform", 62)]
    await make.save(*rows)
    return agreement


async def _pay(make: Make, agreement: Agreement, workers: list[Party], wages: list[int], insurance: list[int]) -> None:
    now = make.runtime.clock.now()
    for n, worker in enumerate(workers):
        promises: list[Commitment] = []
        for group, fen in (("wages", wages[n]), ("social_insurance", insurance[n])):
            promises.append(await make.commitment(agreement, worker, group=group, amount_fen=fen))
        if n < 3:
            part = Payment(
                commitment_id=promises[0].id,
                case_id=agreement.case_id,
                district_id=agreement.district_id,
                amount_fen=100_000 + n,
                payer_kind="employer",
                payer_name="某某餐饮管理有限公司",
                paid_on=date(2026, 11, 23),
                proof=f"银行回单{n}",
                recorded_at=now,
            )
            await make.save(part)


async def _aid(make: Make, case: Case, studio: Agency) -> Staff:
    _, staff = await make.assigned_lawyer(case, agency=studio, name="陈律师")
    return staff


async def _around(make: Make, case: Case, employer: Organisation, workers: list[Party], mediator: Staff) -> None:
    finding = Finding(
        case_id=case.id,
        district_id=case.district_id,
        organisation_id=employer.id,
        kind="breach",
        statement="2026年8月至10月未支付工资，未缴纳社会保险费",
        source="工资台账",
        found_on=date(2026, 11, 20),
        recorded_by=mediator.id,
    )
    representative = Representative(
        case_id=case.id,
        district_id=case.district_id,
        party_id=workers[0].id,
        special_authority=True,
        authority_from=[workers[5].id] if len(workers) > 5 else [],
        elected_on=date(2026, 11, 20),
    )
    await make.save(finding, representative)
