"""The caller's own profile and second factor, in the API."""

from datetime import datetime
from typing import Any, Self

import strawberry

from mediation.agency import factors, profile, queries
from mediation.agency.graphql import Me
from mediation.agency.graphql_sessions import CodeSent, SignedIn, signed_in
from mediation.agency.models import FactorKind
from mediation.gql.context import Info
from mediation.gql.extend import extend
from mediation.gql.mutation import mutation
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.actor import ActorKind
from mediation.kit.names import mask_phone


@strawberry.type(description="Hours in Shanghai between which texts and e-mails wait; codes and what is urgent do not.")
class QuietHours:
    """Whole hours, over midnight or not."""

    from_hour: int = strawberry.field(description="0 to 23: from then on it is quiet.")
    to_hour: int = strawberry.field(description="0 to 23: what waited goes out then.")


@strawberry.type(description="How somebody is shown things, and where notices reach them.")
class Profile:
    """Seen and changed by its person only."""

    locale: str | None = strawberry.field(description="zh-CN or en; null: as the browser asks.")
    text_size: int = strawberry.field(description="Of pages, in pixels: 14, 16 or 18.")
    shortcuts: bool = strawberry.field(description="Whether single keys do something on pages.")
    quiet_hours: QuietHours | None = strawberry.field(description="When texts and e-mails wait.")
    phone: str | None = strawberry.field(description="Mobile number for notices, its middle hidden.")
    email: str | None = strawberry.field(description="E-mail address for notices.")

    @classmethod
    def of(cls, row: Any, vault: Vault) -> Self:
        """From a row of `queries.PROFILE`, or an account."""
        phone = vault.open(row.phone_cipher, context=f"staff.phone:{row.id}") if row.phone_cipher else None
        return cls(
            locale=row.locale,
            text_size=row.text_size,
            shortcuts=row.shortcuts,
            quiet_hours=QuietHours(from_hour=row.quiet_from, to_hour=row.quiet_to)
            if row.quiet_from is not None
            else None,
            phone=mask_phone(phone) if phone else None,
            email=row.email,
        )


@strawberry.type(description="One thing that the caller has besides the password.")
class Factor:
    """Counts at sign-in."""

    kind: FactorKind = strawberry.field(description="An app or a phone.")
    phone: str | None = strawberry.field(description="Of a phone: its number, the middle hidden.")
    confirmed_at: datetime = strawberry.field(description="Since when it counts.")


@strawberry.type(description="The caller's second step at sign-in.")
class OwnSecondFactor:
    """What is set up, and what has to be."""

    rule: str = strawberry.field(description="What the operator asks of the caller's roles: off, optional or required.")
    must_enroll: bool = strawberry.field(description="True: nothing works until one is set up.")
    factors: list[Factor] = strawberry.field(description="What counts; one of each kind at most.")
    recovery_codes_left: int = strawberry.field(description="Codes on paper that have not been used.")


@strawberry.type(description="A second factor that is being set up. It counts once `confirmFactor` had a right code.")
class FactorEnrolment:
    """Of an app its secret, of a phone where the code went."""

    kind: FactorKind = strawberry.field(description="An app or a phone.")
    secret: str | None = strawberry.field(description="Of an app: the secret in base32, to be typed in. Told once.")
    uri: str | None = strawberry.field(description="Of an app: the `otpauth://` address, for a QR code. Told once.")
    sent: CodeSent | None = strawberry.field(description="Of a phone: where the code went.")


@strawberry.type(description="A second factor that counts from now on.")
class FactorConfirmation:
    """Every other session of the caller has ended."""

    recovery_codes: list[str] = strawberry.field(
        description="Ten codes for paper, each good once in the place of the factor. Told once; earlier ones have ended."
    )
    signed_in: SignedIn = strawberry.field(description="The session that takes the place of the one that asked.")


@strawberry.input(description="A second factor to be set up.")
class EnrollFactorInput:
    """The password again, so that a session left open sets up nothing."""

    kind: FactorKind = strawberry.field(description="An app or a phone.")
    current_password: str = strawberry.field(description="The password, once more.")
    phone: str | None = strawberry.field(
        default=None, description="Of a phone: its number; without it the one that notices go to."
    )


@strawberry.input(description="A code of the factor that is being set up.")
class ConfirmFactorInput:
    """Five tries, within half an hour."""

    code: str = strawberry.field(description="Six digits of the app, or of the text message.")


@strawberry.input(description="A second factor to be given up.")
class RemoveFactorInput:
    """The password again."""

    kind: FactorKind = strawberry.field(description="An app or a phone.")
    current_password: str = strawberry.field(description="The password, once more.")


@strawberry.input(description="Two whole hours in Shanghai.")
class QuietHoursInput:
    """From and to, over midnight or not."""

    from_hour: int = strawberry.field(description="0 to 23.")
    to_hour: int = strawberry.field(description="0 to 23, another than the first.")


@strawberry.input(description="A profile as it is to be from now on.")
class ReviseProfileInput:
    """The whole of it; number and address only where they change."""

    locale: str | None = strawberry.field(description="zh-CN or en; null: as the browser asks.")
    text_size: int = strawberry.field(description="14, 16 or 18.")
    shortcuts: bool = strawberry.field(description="Whether single keys do something on pages.")
    quiet_hours: QuietHoursInput | None = strawberry.field(description="When texts and e-mails wait; null: never.")
    phone: str | None = strawberry.field(
        default=None,
        description="Mobile number for notices; without it the present one stays, an empty text takes it away. The phone of "
        "a second factor is its own and stays.",
    )
    email: str | None = strawberry.field(
        default=None,
        description="E-mail address for notices; without it the present one stays, an empty text takes it away.",
    )


@strawberry.type
class Mutation:
    """Verbs on oneself."""

    @mutation("Change how one is shown things, when one wants quiet, and where notices reach one.", keyed=False)
    async def revise_profile(self, info: Info, tx: Tx, input: ReviseProfileInput) -> Profile:
        """Own profile only."""
        quiet = input.quiet_hours
        wishes = profile.Wishes(
            locale=input.locale,
            text_size=input.text_size,
            shortcuts=input.shortcuts,
            quiet=(quiet.from_hour, quiet.to_hour) if quiet else None,
            phone=input.phone,
            email=input.email,
        )
        return Profile.of(await profile.revise(tx, wishes), info.context.runtime.vault)

    @mutation("Begin to set up a second factor; one of the same kind counts until this one is confirmed.", keyed=False)
    async def enroll_factor(self, info: Info, tx: Tx, input: EnrollFactorInput) -> FactorEnrolment:
        """Own factor only."""
        started = await factors.enroll(
            tx,
            input.kind,
            password=input.current_password,
            phone=input.phone,
            address=info.context.origin.address,
        )
        sent = CodeSent.of(started.sent) if started.sent else None
        return FactorEnrolment(kind=started.kind, secret=started.secret, uri=started.uri, sent=sent)

    @mutation("Make the factor count by one code. Closes every session of the caller and opens a new one.", keyed=False)
    async def confirm_factor(self, info: Info, tx: Tx, input: ConfirmFactorInput) -> FactorConfirmation:
        """Own factor only."""
        done = await factors.confirm(tx, input.code, address=info.context.origin.address)
        return FactorConfirmation(
            recovery_codes=list(done.recovery_codes), signed_in=signed_in(info.context, done.opened)
        )

    @mutation("Give a second factor up. Closes every session of the caller and opens a new one.", keyed=False)
    async def remove_factor(self, info: Info, tx: Tx, input: RemoveFactorInput) -> SignedIn:
        """Own factor only; the last stays where one is required."""
        opened = await factors.remove(
            tx, input.kind, password=input.current_password, address=info.context.origin.address
        )
        return signed_in(info.context, opened)


@extend(Me)
class Own:
    """What is the caller's own."""

    @strawberry.field(description="How the caller is shown things; null for who has no account.")
    async def profile(self: Any, info: Info) -> Profile | None:
        """Their own only."""
        row = await info.context.load(queries.profiles, self.actor.id) if _is_staff(self) else None
        return Profile.of(row, info.context.runtime.vault) if row else None

    @strawberry.field(description="The caller's second step at sign-in; null for who has no account.")
    async def second_factor(self: Any, info: Info) -> OwnSecondFactor | None:
        """Their own only."""
        if not _is_staff(self):
            return None
        context, key = info.context, self.actor.id
        rows = await context.load(queries.factors_of, key)
        rule = context.runtime.settings.second_factor_of(await context.load(queries.roles_of_staff, key))
        return OwnSecondFactor(
            rule=rule,
            must_enroll=rule == "required" and not rows,
            factors=[_factor(context.runtime.vault, row) for row in rows],
            recovery_codes_left=await context.load(queries.recovery_codes_left, key),
        )


def _is_staff(me: Any) -> bool:
    return bool(me.actor.kind is ActorKind.STAFF)


def _factor(vault: Vault, row: Any) -> Factor:
    phone = None
    if row.kind == FactorKind.SMS:
        phone = mask_phone(vault.open(row.value_cipher, context=f"second_factor.value:{row.id}"))
    return Factor(kind=FactorKind(row.kind), phone=phone, confirmed_at=row.confirmed_at)
