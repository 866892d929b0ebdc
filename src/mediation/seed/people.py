"""One city, four agencies of one district and a neighbour, an account per role, a panel with a rota. All of it is invented."""

from dataclasses import dataclass
from datetime import timedelta

from mediation.agency.models import Agency, AgencyKind, City, District, Staff, StaffRole
from mediation.agency.passwords import hash_password
from mediation.infra.clock import legal_day
from mediation.infra.db import new_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.actor import Role, system
from mediation.kit.names import bigrams
from mediation.lawyer.models import Engagement, Lawyer, RotaDay
from mediation.person.models import Organisation
from mediation.person.rules import name_key

PASSWORD = "demonstration-2026"  # noqa: S105 - printed on the screen; demonstration databases only


@dataclass(frozen=True)
class Account:
    """A demonstration account."""

    login: str
    name: str
    agency: str
    roles: tuple[Role, ...]
    phone: str
    what: str


ACCOUNTS = (
    Account("liufang", "刘芳", "union", (Role.INTAKE_CLERK,), "13800000001", "intake clerk, union"),
    Account("zhangmin", "张敏", "union", (Role.MEDIATOR,), "13800000002", "mediator, union"),
    Account("zhaoqiang", "赵强", "union", (Role.MEDIATOR,), "13800000003", "mediator, union"),
    Account("liwei", "李伟", "union", (Role.SUPERVISOR,), "13800000004", "supervisor, union"),
    Account("wujing", "吴静", "court", (Role.CLERK,), "13800000005", "clerk, court"),
    Account("sunli", "孙丽", "human_resources", (Role.CLERK,), "13800000006", "clerk, HR bureau"),
    Account("like", "李科", "justice", (Role.CLERK,), "13800000007", "clerk, justice bureau"),
    Account("zhengjie", "郑洁", "justice", (Role.SUPERVISOR,), "13800000008", "supervisor, justice bureau"),
    Account("zhoulaw", "周海", "justice", (Role.LAWYER,), "13800000009", "aid lawyer (conflicted in the story)"),
    Account("chenlaw", "陈晨", "justice", (Role.LAWYER,), "13800000010", "aid lawyer"),
    Account("wanglaw", "王宁", "justice", (Role.LAWYER,), "13800000011", "aid lawyer"),
    Account("admin", "管理员", "union", (Role.ADMINISTRATOR,), "13800000012", "administrator, union"),
    Account("audit", "审计员", "union", (Role.AUDITOR,), "13800000013", "auditor"),
    Account("partner", "法院系统", "court", (Role.PARTNER,), "13800000014", "partner system, court"),
    Account("neighbour", "何平", "neighbour", (Role.MEDIATOR,), "13800000015", "mediator of another district"),
)

CONFLICTED_EMPLOYER = "海悦餐饮管理有限公司"
"""the company that one of the lawyers has acted for"""

_AGENCIES = (
    ("union", AgencyKind.UNION, "闵行区总工会", "Minhang District Trade Union", "闵工调"),
    ("court", AgencyKind.COURT, "闵行区人民法院", "Minhang District Court", None),
    (
        "human_resources",
        AgencyKind.HUMAN_RESOURCES,
        "闵行区人力资源和社会保障局",
        "Minhang Human Resources Bureau",
        None,
    ),
    ("justice", AgencyKind.JUSTICE, "闵行区司法局", "Minhang Justice Bureau", None),
    ("neighbour", AgencyKind.UNION, "黄浦区总工会", "Huangpu District Trade Union", "黄工调"),
)


async def base(runtime: Runtime) -> None:
    """The agencies, accounts and panel, into a database without any staff."""
    hashed = await hash_password(PASSWORD)
    async with runtime.uow(system(runtime.clock.now())) as tx:
        city = City(code="310000", name_zh="上海市", name_en="Shanghai")
        tx.session.add(city)
        await tx.session.flush()
        minhang = District(city_id=city.id, code="310112", name_zh="闵行区", name_en="Minhang")
        huangpu = District(city_id=city.id, code="310101", name_zh="黄浦区", name_en="Huangpu")
        tx.session.add_all([minhang, huangpu])
        await tx.session.flush()
        agencies = {
            key: _agency(huangpu if key == "neighbour" else minhang, kind, zh, en, prefix)
            for key, kind, zh, en, prefix in _AGENCIES
        }
        tx.session.add_all(agencies.values())
        await tx.session.flush()
        staff = {account.login: _staff(tx, account, agencies[account.agency], hashed) for account in ACCOUNTS}
        tx.session.add_all(staff.values())
        await tx.session.flush()
        tx.session.add_all(
            [StaffRole(staff_id=staff[a.login].id, role=role.value) for a in ACCOUNTS for role in a.roles]
        )
        await _panel(tx, minhang, agencies["justice"], staff)


def _agency(district: District, kind: AgencyKind, zh: str, en: str, prefix: str | None) -> Agency:
    studio = kind is AgencyKind.UNION
    return Agency(
        district_id=district.id,
        kind=kind.value,
        name_zh=zh,
        name_en=en,
        phone="021-5555 0112",
        studio_name_zh=f"{zh}联合调解工作室" if studio else None,
        studio_name_en=f"{en} Joint Mediation Studio" if studio else None,
        legal_basis="上海市工会条例(2022) 25" if studio else None,
        number_prefix=prefix,
    )


def _staff(tx: Tx, account: Account, agency: Agency, hashed: str) -> Staff:
    key = new_id()
    return Staff(
        id=key,
        agency_id=agency.id,
        login=account.login,
        name=account.name,
        phone_cipher=tx.runtime.vault.seal(account.phone, context=f"staff.phone:{key}"),
        password_hash=hashed,
    )


async def _panel(tx: Tx, district: District, justice: Agency, staff: dict[str, Staff]) -> None:
    lawyers = []
    for n, (login, firm) in enumerate(
        (("zhoulaw", "海天律师事务所"), ("chenlaw", "明理律师事务所"), ("wanglaw", "正平律师事务所"))
    ):
        house = Organisation(district_id=district.id, name=firm, name_key=name_key(firm), bigrams=bigrams(firm))
        tx.session.add(house)
        await tx.session.flush()
        lawyer = Lawyer(
            district_id=district.id,
            agency_id=justice.id,
            staff_id=staff[login].id,
            firm_id=house.id,
            licence=f"13101201{n:04d}",
            specialties=["wages", "social_insurance"],
            capacity=10,
        )
        tx.session.add(lawyer)
        await tx.session.flush()
        lawyers.append(lawyer)
    tx.session.add(
        Engagement(
            district_id=district.id,
            firm_id=lawyers[0].firm_id,
            lawyer_id=lawyers[0].id,
            name=CONFLICTED_EMPLOYER,
            name_key=name_key(CONFLICTED_EMPLOYER),
            capacity="for",
            reference="2025-033",
        )
    )
    today = legal_day(tx.now)
    tx.session.add_all(
        [
            RotaDay(district_id=district.id, on_day=today + timedelta(days=day), lawyer_id=lawyer.id, position=position)
            for day in range(14)
            for position, lawyer in enumerate(lawyers, start=1)
        ]
    )
