"""What can be done to accounts and agencies: the inputs and the mutations."""

import strawberry
from sqlmodel import col

from mediation.agency import establish, queries, staff
from mediation.agency.graphql import Agency, Staff
from mediation.agency.models import Agency as AgencyRow
from mediation.agency.models import AgencyKind
from mediation.gql.context import Info
from mediation.gql.mutation import mutation
from mediation.gql.relay import row_id
from mediation.infra.uow import Tx
from mediation.kit.actor import Role


@strawberry.input(description="An account to be made.")
class CreateStaffInput:
    """An account."""

    login: str = strawberry.field(description="3 to 64 of a-z, 0-9, dot, hyphen and underscore.")
    name: str = strawberry.field(description="The person's name.")
    roles: list[Role] = strawberry.field(
        description="What they may do. Administrator and auditor go with nothing else."
    )
    phone: str | None = strawberry.field(default=None, description="Mobile number for notices.")
    email: str | None = strawberry.field(default=None, description="E-mail address for notices.")
    locale: str | None = strawberry.field(
        default=None, description="Language of answers: zh-CN or en; without it, as their browser asks."
    )


@strawberry.input(description="An account as the caller saw it.")
class StaffInput:
    """An account and its version."""

    staff: strawberry.ID = strawberry.field(description="The account.")
    version: int = strawberry.field(description="The version the caller saw.")


@strawberry.input(description="An account to be locked out.")
class DisableStaffInput:
    """An account, its version, and who takes over."""

    staff: strawberry.ID = strawberry.field(description="The account.")
    version: int = strawberry.field(description="The version the caller saw.")
    hand_over_to: strawberry.ID | None = strawberry.field(
        default=None,
        description="A colleague of the agency who takes over every open case that the person is in charge of (see "
        "`openWork`). Assignments of a lawyer and referrals are moved by those who see them.",
    )


@strawberry.input(description="New roles for an account.")
class GrantRolesInput:
    """An account and all its roles from now on."""

    staff: strawberry.ID = strawberry.field(description="The account.")
    version: int = strawberry.field(description="The version the caller saw.")
    roles: list[Role] = strawberry.field(description="All roles from now on.")


@strawberry.input(description="The first administrator of an agency.")
class AdministratorInput:
    """An account that will make the others."""

    login: str = strawberry.field(description="3 to 64 of a-z, 0-9, dot, hyphen and underscore.")
    name: str = strawberry.field(description="The person's name.")
    phone: str | None = strawberry.field(default=None, description="Mobile number for notices.")


@strawberry.input(description="The studio a union agency runs.")
class StudioInput:
    """A studio."""

    name_zh: str = strawberry.field(description="Name in Chinese.")
    name_en: str = strawberry.field(description="Name in English.")
    legal_basis: str = strawberry.field(
        description="Why it is a mediation body: statute and article, or the founding document."
    )
    number_prefix: str = strawberry.field(
        description="1 to 12 letters before the year in case numbers, e.g. 闵工调. Unique."
    )


@strawberry.input(description="An agency to be established.")
class EstablishAgencyInput:
    """An agency, its place and its first administrator."""

    kind: AgencyKind = strawberry.field(description="Which of the four it is.")
    name_zh: str = strawberry.field(description="Name in Chinese.")
    name_en: str = strawberry.field(description="Name in English.")
    phone: str = strawberry.field(description="Public line, as printed for workers.")
    district_code: str = strawberry.field(description="GB/T 2260 code of the district.")
    district_name_zh: str | None = strawberry.field(default=None, description="For a district that is new here.")
    district_name_en: str | None = strawberry.field(default=None, description="For a district that is new here.")
    studio: StudioInput | None = strawberry.field(default=None, description="For a union that runs a studio.")
    administrator: AdministratorInput = strawberry.field(description="Who will make the other accounts.")


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Make an account in the caller's agency. Its temporary password is told once.", secret=True)
    async def create_staff(self, info: Info, tx: Tx, input: CreateStaffInput) -> Staff:
        """Administrators."""
        draft = staff.StaffDraft(
            login=input.login,
            name=input.name,
            roles=tuple(input.roles),
            phone=input.phone,
            email=input.email,
            locale=input.locale,
        )
        row, temporary = await staff.create(tx, draft)
        return Staff.of(row, temporary_password=temporary)

    @mutation("Lock an account out: its sessions end at once. A colleague can take over the cases it is in charge of.")
    async def disable_staff(self, info: Info, tx: Tx, input: DisableStaffInput) -> Staff:
        """Administrators."""
        key, to = row_id("Staff", input.staff, "staff"), input.hand_over_to
        to_key = row_id("Staff", to, "handOverTo") if to is not None else None
        return Staff.of(await staff.disable(tx, key, version=input.version, hand_over_to=to_key))

    @mutation("Let a disabled account in again.")
    async def enable_staff(self, info: Info, tx: Tx, input: StaffInput) -> Staff:
        """Administrators."""
        return Staff.of(await staff.enable(tx, row_id("Staff", input.staff, "staff"), version=input.version))

    @mutation("Replace the roles of an account: its sessions end.")
    async def grant_roles(self, info: Info, tx: Tx, input: GrantRolesInput) -> Staff:
        """Administrators."""
        key = row_id("Staff", input.staff, "staff")
        return Staff.of(await staff.grant(tx, key, input.roles, version=input.version))

    @mutation("Give an account a temporary password, told once: its sessions end.", secret=True)
    async def reset_staff(self, info: Info, tx: Tx, input: StaffInput) -> Staff:
        """Administrators."""
        row, temporary = await staff.reset(tx, row_id("Staff", input.staff, "staff"), version=input.version)
        return Staff.of(row, temporary_password=temporary)

    @mutation("Take the second factor from an account whose phone is lost: its sessions end.")
    async def reset_second_factor(self, info: Info, tx: Tx, input: StaffInput) -> Staff:
        """Administrators."""
        return Staff.of(await staff.reset_factor(tx, row_id("Staff", input.staff, "staff"), version=input.version))

    @mutation("Establish an agency in the caller's city, with its first administrator.", secret=True)
    async def establish_agency(self, info: Info, tx: Tx, input: EstablishAgencyInput) -> Agency:
        """Administrators."""
        agency, first, temporary = await establish.establish(tx, _draft(input), _administrator(input.administrator))
        row = (await tx.session.execute(queries.AGENCIES.where(col(AgencyRow.id) == agency.id))).one()
        return Agency.of(row, administrator=Staff.of(first, temporary_password=temporary))


def _draft(input: EstablishAgencyInput) -> establish.AgencyDraft:
    studio = input.studio
    return establish.AgencyDraft(
        kind=input.kind,
        name_zh=input.name_zh,
        name_en=input.name_en,
        phone=input.phone,
        district_code=input.district_code,
        district_name_zh=input.district_name_zh,
        district_name_en=input.district_name_en,
        studio=establish.StudioDraft(
            name_zh=studio.name_zh,
            name_en=studio.name_en,
            legal_basis=studio.legal_basis,
            number_prefix=studio.number_prefix,
        )
        if studio
        else None,
    )


def _administrator(input: AdministratorInput) -> staff.StaffDraft:
    return staff.StaffDraft(login=input.login, name=input.name, roles=establish.FIRST_ROLES, phone=input.phone)
