"""Agencies, staff and the caller in the API: the types and what can be asked."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency import open_work, queries
from mediation.agency.models import Agency as AgencyRow
from mediation.agency.models import AgencyKind, FactorKind
from mediation.agency.models import Staff as StaffRow
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.enums import described
from mediation.gql.relay import After, Connection, First, Node, connect, gid, node_loader
from mediation.kit.actor import Actor, ActorKind, Role
from mediation.kit.names import mask_phone

AgencyKindEnum = described(
    AgencyKind,
    "The kind of a member agency.",
    {
        AgencyKind.COURT: "法院, a people's court.",
        AgencyKind.HUMAN_RESOURCES: "人社, a human resources and social security bureau.",
        AgencyKind.JUSTICE: "司法, a justice bureau; it keeps the panel of aid lawyers.",
        AgencyKind.UNION: "工会, a trade union; it may run a studio.",
    },
)

FactorKindEnum = described(
    FactorKind,
    "What somebody has besides the password.",
    {
        FactorKind.SMS: "短信验证码: a phone that codes are sent to.",
        FactorKind.TOTP: "身份验证器: any authenticator app (RFC 6238).",
    },
)

RoleEnum = described(
    Role,
    "A role. What each may do is policy.",
    {
        Role.ADMINISTRATOR: "管理员: accounts and roles of the own agency; no case content. Goes with no other role.",
        Role.AUDITOR: "审计: journal, access log and figures; changes nothing. Goes with no other role.",
        Role.CLERK: "经办人 of a court, HR bureau or justice bureau: cases referred to the agency or whose room it sits in.",
        Role.INTAKE_CLERK: "受理员: registers cases and imports rosters.",
        Role.LAWYER: "援助律师: assigned cases.",
        Role.LINK_HOLDER: "The holder of a status link. Never granted.",
        Role.MEDIATOR: "调解员: the studio's cases, room included.",
        Role.PARTNER: "A partner agency's system.",
        Role.ROOM_PARTY: "A party in one room. Never granted.",
        Role.STAFF: "Whoever is signed in to an agency. Never granted, always there.",
        Role.SUPERVISOR: "主管: state and figures of the district's cases; no room content.",
        Role.SYSTEM: "The system itself. Never granted.",
    },
)


@strawberry.type(description="A district of a city.")
class District:
    """A district."""

    id: strawberry.ID = strawberry.field(description="For verbs that concern a district, such as setRota.")
    code: str = strawberry.field(description="GB/T 2260 code.")
    name_zh: str = strawberry.field(description="Name in Chinese.")
    name_en: str = strawberry.field(description="Name in English.")


@strawberry.type(description="The joint mediation studio that a union agency runs.")
class Studio:
    """A studio."""

    name_zh: str = strawberry.field(description="Name in Chinese.")
    name_en: str = strawberry.field(description="Name in English.")
    legal_basis: str = strawberry.field(
        description="Why it is a mediation body: statute and article, or the founding document."
    )
    number_prefix: str = strawberry.field(description="What stands before the year in its case numbers.")


@strawberry.type(description="A member agency: union, court, human resources or justice bureau of a district.")
class Agency(Node):
    """An agency."""

    kind: AgencyKind = strawberry.field(description="Which of the four it is.")
    name_zh: str = strawberry.field(description="Name in Chinese.")
    name_en: str = strawberry.field(description="Name in English.")
    phone: str = strawberry.field(description="Public line.")
    district: District = strawberry.field(description="Where it is.")
    studio: Studio | None = strawberry.field(description="The studio it runs, if it does.")
    administrator: Annotated["Staff", strawberry.lazy("mediation.agency.graphql")] | None = strawberry.field(
        default=None,
        description="Its first administrator, in the answer of `establishAgency`; null ever after.",
    )

    @classmethod
    def of(cls, row: Any, *, administrator: "Staff | None" = None) -> Self:
        """From a row of `queries.AGENCIES`."""
        studio = None
        if row.studio_name_zh:
            studio = Studio(
                name_zh=row.studio_name_zh,
                name_en=row.studio_name_en or row.studio_name_zh,
                legal_basis=row.legal_basis or "",
                number_prefix=row.number_prefix or "",
            )
        return cls(
            id=gid("Agency", row.id),
            kind=AgencyKind(row.kind),
            name_zh=row.name_zh,
            name_en=row.name_en,
            phone=row.phone,
            district=District(
                id=gid("District", row.district_id),
                code=row.district_code,
                name_zh=row.district_zh,
                name_en=row.district_en,
            ),
            studio=studio,
            administrator=administrator,
        )


@node_loader("Agency")
async def _agency(context: Context, key: UUID) -> Agency | None:
    row = await context.load(queries.visible_agencies, key)
    return Agency.of(row) if row else None


@strawberry.type(description="What only the agency's administrator, and everybody of their own, sees of an account.")
class Account:
    """The account behind a member of staff."""

    login: str = strawberry.field(description="What they sign in with.")
    email: str | None = strawberry.field(description="E-mail address for notices.")
    phone: str | None = strawberry.field(description="Mobile number for notices, its middle hidden.")
    locale: str | None = strawberry.field(description="Language of answers: zh-CN or en; null: as their browser asks.")
    second_factor: list[FactorKind] = strawberry.field(description="What they have besides the password, if anything.")
    must_change_password: bool = strawberry.field(description="Whether the password is a temporary one.")
    disabled_at: datetime | None = strawberry.field(
        description="Since when the account does not let in, if it does not."
    )
    version: int = strawberry.field(description="To be passed to mutations on this account.")


@strawberry.type(description="What somebody still has in hand, as numbers: an administrator sees no case.")
class OpenWork:
    """To be looked at before an account is locked out."""

    cases_in_charge: int = strawberry.field(description="Open cases that they are the mediator in charge of.")
    open_assignments: int = strawberry.field(description="Cases they were asked to take, or took, as a lawyer.")
    referrals_owned: int = strawberry.field(description="Referrals they accepted that are still open.")


@strawberry.type(description="What the caller may do to an account.")
class StaffAccess:
    """Computed by the guard and from what is there."""

    can_disable: bool = strawberry.field(description="Lock it out.")
    can_enable: bool = strawberry.field(description="Let it in again.")
    can_grant: bool = strawberry.field(description="Change its roles.")
    can_reset: bool = strawberry.field(description="Give it a temporary password.")
    can_reset_second_factor: bool = strawberry.field(description="Take its second factor away.")
    denied: list[DeniedField] = strawberry.field(
        description="Fields that are null because the caller may not see them."
    )


@strawberry.type(description="A member of staff of an agency.")
class Staff(Node):
    """Somebody with an account."""

    name: str = strawberry.field(description="Name.")
    key: strawberry.Private[UUID]
    agency_key: strawberry.Private[UUID]
    temporary_password: str | None = strawberry.field(
        default=None,
        description="Told once, in the answer of the mutation that made it, and null ever after. A lost one is reset.",
    )

    @classmethod
    def of(cls, row: Any, *, temporary_password: str | None = None) -> Self:
        """From anything with id, name and agency_id."""
        return cls(
            id=gid("Staff", row.id),
            name=row.name,
            key=row.id,
            agency_key=row.agency_id,
            temporary_password=temporary_password,
        )

    @strawberry.field(description="Where they work.")
    async def agency(self, info: Info) -> Agency:
        """Loaded with the others of its level."""
        return Agency.of(await info.context.load(queries.agencies_by_id, self.agency_key))

    @strawberry.field(description="What they may do, as roles.")
    async def roles(self, info: Info) -> list[Role]:
        """Loaded with the others of its level."""
        roles: list[Role] = await info.context.load(queries.roles_of_staff, self.key)
        return roles

    @strawberry.field(description="The account; null for others than the agency's administrator and the person.")
    async def account(self, info: Info) -> Account | None:
        """Loaded with the others of its level."""
        row = await info.context.load(queries.accounts, self.key)
        if row is None:
            return None
        vault, context = info.context.runtime.vault, f"staff.phone:{row.id}"
        return Account(
            login=row.login,
            email=row.email,
            phone=mask_phone(vault.open(row.phone_cipher, context=context)) if row.phone_cipher else None,
            locale=row.locale,
            second_factor=[FactorKind(one.kind) for one in await info.context.load(queries.factors_of, self.key)],
            must_change_password=row.must_change_password,
            disabled_at=row.disabled_at,
            version=row.version,
        )

    @strawberry.field(description="What they still have in hand; null for others than who may lock the account out.")
    async def open_work(self, info: Info) -> OpenWork | None:
        """Loaded with the others of its level."""
        row = await info.context.load(queries.accounts, self.key)
        if row is None or not guard.may(info.context.actor, Verb.STAFF_DISABLE, _facts(row)):
            return None
        return OpenWork(**await info.context.load(open_work.counts, self.key))

    @strawberry.field(description="What the caller may do to this account.")
    async def access(self, info: Info) -> StaffAccess:
        """Decided by the guard."""
        row = await info.context.load(queries.accounts, self.key)
        if row is None:
            nothing = denied(["account"], info.context.locale)
            return StaffAccess(
                can_disable=False,
                can_enable=False,
                can_grant=False,
                can_reset=False,
                can_reset_second_factor=False,
                denied=nothing,
            )
        facts, actor = _facts(row), info.context.actor
        return StaffAccess(
            can_disable=row.disabled_at is None and guard.may(actor, Verb.STAFF_DISABLE, facts),
            can_enable=row.disabled_at is not None and guard.may(actor, Verb.STAFF_ENABLE, facts),
            can_grant=guard.may(actor, Verb.STAFF_GRANT, facts),
            can_reset=guard.may(actor, Verb.STAFF_RESET, facts),
            can_reset_second_factor=guard.may(actor, Verb.STAFF_RESET_FACTOR, facts),
            denied=[],
        )


def _facts(row: Any) -> Facts:
    return Facts(city=row.city_id, district=row.district_id, agency=row.agency_id, owner=row.id)


@node_loader("Staff")
async def _staff(context: Context, key: UUID) -> Staff | None:
    row = await context.load(queries.visible_staff, key)
    return Staff.of(row) if row else None


@strawberry.type(description="An open session of the caller.")
class Session:
    """Where somebody is signed in."""

    id: strawberry.ID = strawberry.field(description="To close it.")
    kind: str = strawberry.field(description="cookie or bearer.")
    address: str = strawberry.field(description="The network address it was opened from.")
    opened_at: datetime = strawberry.field(description="When it was opened.")
    seen_at: datetime = strawberry.field(description="When it was last used, to the minute.")
    expires_at: datetime = strawberry.field(description="When it ends at the latest.")
    current: bool = strawberry.field(description="Whether it is the one that asks.")


@strawberry.type(description="What the caller may do somewhere. Whether to one object is said by that object.")
class MyAccess:
    """Draws the menu; decides nothing."""

    actor: strawberry.Private[Actor]

    @strawberry.field(description="Every verb (`feature:verb`) the caller has in any scope.")
    def verbs(self) -> list[str]:
        """From the policy."""
        return [str(verb) for verb in Verb if guard.scopes(self.actor, verb)]

    @strawberry.field(description="Register cases.")
    def can_register_case(self) -> bool:
        """From the policy."""
        return bool(guard.scopes(self.actor, Verb.CASE_REGISTER))

    @strawberry.field(description="Make accounts in the own agency.")
    def can_create_staff(self) -> bool:
        """From the policy."""
        return bool(guard.scopes(self.actor, Verb.STAFF_CREATE))

    @strawberry.field(description="Establish agencies in the own city.")
    def can_establish_agency(self) -> bool:
        """From the policy."""
        return bool(guard.scopes(self.actor, Verb.AGENCY_ESTABLISH))

    @strawberry.field(description="Read the access log.")
    def can_view_access_log(self) -> bool:
        """From the policy."""
        return bool(guard.scopes(self.actor, Verb.ACCESS_LOG_VIEW))


@strawberry.type(description="The caller.")
class Me:
    """Who is signed in."""

    name: str = strawberry.field(description="Name.")
    roles: list[Role] = strawberry.field(
        description="Granted roles; none while the password must be changed or a second factor set up."
    )
    locale: str = strawberry.field(description="Language of answers: the profile's, else the browser's.")
    access: MyAccess = strawberry.field(description="What the caller may do somewhere.")
    actor: strawberry.Private[Actor]

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """From the caller."""
        roles = sorted(actor.roles - {Role.STAFF})
        return cls(name=actor.name, roles=roles, locale=actor.locale, access=MyAccess(actor=actor), actor=actor)

    @strawberry.field(description="The caller's agency.")
    async def agency(self, info: Info) -> Agency | None:
        """Loaded with the others of its level."""
        row = await info.context.load(queries.agencies_by_id, self.actor.agency_id) if self.actor.agency_id else None
        return Agency.of(row) if row else None

    @strawberry.field(description="The caller's district.")
    async def district(self, info: Info) -> District | None:
        """The one of the agency."""
        row = await info.context.load(queries.agencies_by_id, self.actor.agency_id) if self.actor.agency_id else None
        return Agency.of(row).district if row else None

    @strawberry.field(description="The caller as a colleague; null for who has no account.")
    async def staff(self, info: Info) -> Staff | None:
        """The account with everything in it."""
        row = await info.context.load(queries.staff_by_id, self.actor.id) if self._is_staff() else None
        return Staff.of(row) if row else None

    @strawberry.field(description="Where the caller is signed in, newest first.")
    async def sessions(self, info: Info) -> list[Session]:
        """Their own only."""
        rows = await info.context.load(queries.open_sessions, self.actor.id) if self._is_staff() else []
        return [
            Session(
                id=gid("Session", row.id),
                kind=row.kind,
                address=row.address,
                opened_at=row.opened_at,
                seen_at=row.seen_at,
                expires_at=row.expires_at,
                current=row.id == self.actor.session_id,
            )
            for row in rows
        ]

    def _is_staff(self) -> bool:
        return self.actor.kind is ActorKind.STAFF


@strawberry.type
class Query:
    """Root fields of this feature."""

    @strawberry.field(description="Who is signed in, or null.")
    async def me(self, info: Info) -> Me | None:
        """The caller."""
        actor = info.context.actor
        return None if actor.kind is ActorKind.ANONYMOUS else Me.of(actor)

    @strawberry.field(description="The agencies of the caller's city, by name.")
    async def agencies(self, info: Info, first: First, after: After = None) -> Connection[Agency]:
        """A page."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.AGENCY_VIEW)
        statement = queries.AGENCIES.where(guard.visible(context.actor, Verb.AGENCY_VIEW, queries.COLUMNS))
        keys = ((col(AgencyRow.name_zh), str, str), (col(AgencyRow.id), UUID, str))
        return await connect(context.reader, statement, keys=keys, first=first, after=after, node=Agency.of)

    @strawberry.field(description="The staff of the caller's agency, by name; disabled accounts too.")
    async def staff(self, info: Info, first: First, after: After = None) -> Connection[Staff]:
        """A page."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.STAFF_VIEW)
        statement = queries.STAFF.where(guard.visible(context.actor, Verb.STAFF_VIEW, queries.STAFF_COLUMNS))
        keys = ((col(StaffRow.name), str, str), (col(StaffRow.id), UUID, str))
        return await connect(context.reader, statement, keys=keys, first=first, after=after, node=Staff.of)
