"""Signing in and out, in the API: the inputs, the answers and the mutations, and how long a session lives."""

from datetime import datetime, timedelta
from typing import Any, Self

import strawberry

from mediation.agency import queries, second_step, sending, sessions, sign_in
from mediation.agency.graphql import Me
from mediation.agency.models import FactorKind
from mediation.agency.second_step import Challenge
from mediation.gql.context import Context, Info
from mediation.gql.extend import extend
from mediation.gql.mutation import mutation
from mediation.gql.relay import row_id
from mediation.infra.uow import Tx
from mediation.kit.problems import Invalid
from mediation.settings import Settings

COOKIE = "cookie"
BEARER = "bearer"


@strawberry.input(description="Who wants in.")
class SignInInput:
    """Login and password."""

    login: str = strawberry.field(description="As given by the administrator.")
    password: str = strawberry.field(description="The password.")
    cookie: bool = strawberry.field(
        default=False, description="Set the session as a cookie instead of returning its token. For browsers."
    )


@strawberry.input(description="Which session to close.")
class SignOutInput:
    """A session."""

    session: strawberry.ID | None = strawberry.field(
        default=None, description="Another of the caller's own sessions; without it the one that asks."
    )


@strawberry.input(description="A new password.")
class ChangePasswordInput:
    """Both passwords."""

    current_password: str = strawberry.field(description="The present password.")
    new_password: str = strawberry.field(description="At least 12 characters, not a simple one.")


@strawberry.input(description="The second step of a sign-in.")
class CompleteSignInInput:
    """A challenge and a code."""

    challenge: str = strawberry.field(description="As `signIn` gave it.")
    code: str = strawberry.field(description="Six digits of the app or of the text message, or a recovery code.")


@strawberry.input(description="A sign-in that waits for a code.")
class SendSignInCodeInput:
    """A challenge."""

    challenge: str = strawberry.field(description="As `signIn` gave it.")


@strawberry.type(description="The password was right; a code is asked for besides. Nothing is open yet.")
class SecondStep:
    """What `completeSignIn` needs."""

    challenge: str = strawberry.field(
        description="For `completeSignIn` and `sendSignInCode`: takes five codes. Told once; not in an address, not kept."
    )
    expires_at: datetime = strawberry.field(description="Until when the code can be given: ten minutes.")
    kinds: list[FactorKind] = strawberry.field(
        description="What the person has: an app, a phone. A recovery code goes too."
    )
    phone: str | None = strawberry.field(description="Where `sendSignInCode` sends a code, its middle hidden.")

    @classmethod
    def of(cls, asked: Challenge) -> Self:
        """From the challenge."""
        return cls(challenge=asked.token, expires_at=asked.expires_at, kinds=list(asked.kinds), phone=asked.phone)


@strawberry.type(description="A code is on its way.")
class CodeSent:
    """Six digits, for five minutes."""

    phone: str = strawberry.field(description="Where it went, the middle hidden.")
    expires_at: datetime = strawberry.field(description="Until when it can be used.")
    again_at: datetime = strawberry.field(description="From when another can be asked for.")

    @classmethod
    def of(cls, sent: sending.Sent) -> Self:
        """From what was sent."""
        return cls(phone=sent.phone, expires_at=sent.expires_at, again_at=sent.again_at)


@strawberry.type(description="How long the session that asks still lives.")
class SessionLife:
    """Two ends; the earlier counts."""

    ends_at: datetime = strawberry.field(description="When it ends in any case: twelve hours after signing in.")
    idle_ends_at: datetime = strawberry.field(
        description="When it ends if nobody works meanwhile. A request starts this anew, `extendSession` too; one with the "
        "header `x-waiting: 1`, and a subscription, does not."
    )
    seconds_left: int = strawberry.field(description="Until the earlier of both, so that no clock has to be compared.")

    @classmethod
    def of(cls, settings: Settings, row: Any, *, seen_at: datetime, now: datetime) -> Self:
        """From the session's row."""
        idle = seen_at + timedelta(minutes=settings.session_idle_minutes)
        left = min(idle, row.expires_at) - now
        return cls(ends_at=row.expires_at, idle_ends_at=idle, seconds_left=max(0, int(left.total_seconds())))


@strawberry.type(description="A fresh session.")
class SignedIn:
    """The session and who it is."""

    token: str | None = strawberry.field(
        description="For `Authorization: Bearer`; null when a cookie was set. Told once."
    )
    expires_at: datetime = strawberry.field(
        description="When it ends at the latest; after 30 idle minutes in any case."
    )
    must_change_password: bool = strawberry.field(description="True: nothing works but `changePassword` and `signOut`.")
    must_enroll_factor: bool = strawberry.field(
        description="True: nothing works until a second factor is set up (`enrollFactor`, `confirmFactor`)."
    )
    me: Me = strawberry.field(description="Who signed in.")


@strawberry.type(description="Sessions that were closed.")
class SignedOut:
    """How many."""

    count: int = strawberry.field(description="How many sessions were closed.")


@strawberry.type
class Mutation:
    """Verbs of sessions."""

    @mutation(
        "Open a session with login and password; where a second factor counts, the answer says what is asked besides. "
        "Five wrong tries in 15 minutes, then a pause.",
        keyed=False,
    )
    async def sign_in(self, info: Info, tx: Tx, input: SignInInput) -> SignedIn | SecondStep:
        """Anonymous."""
        kind, context = COOKIE if input.cookie else BEARER, info.context
        if input.cookie and context.response is None:
            raise Invalid.field(
                "cookie", "not_here", "此连接不能设置 Cookie。", "No cookie can be set on this connection."
            )
        answer = await sign_in.sign_in(
            tx, login=input.login, password=input.password, kind=kind, address=context.origin.address
        )
        return SecondStep.of(answer) if isinstance(answer, Challenge) else signed_in(context, answer)

    @mutation("Take the second step: open the session with a code. Five wrong codes end the sign-in.", keyed=False)
    async def complete_sign_in(self, info: Info, tx: Tx, input: CompleteSignInInput) -> SignedIn:
        """Whoever holds the challenge."""
        context = info.context
        opened = await second_step.complete(tx, token=input.challenge, code=input.code, address=context.origin.address)
        return signed_in(context, opened)

    @mutation("Have a code for the second step sent to one's phone; the next after a minute.", keyed=False)
    async def send_sign_in_code(self, info: Info, tx: Tx, input: SendSignInCodeInput) -> CodeSent:
        """Whoever holds the challenge."""
        return CodeSent.of(await second_step.send_code(tx, input.challenge))

    @mutation("Close the session that asks, or another of the caller's own.", keyed=False)
    async def sign_out(self, info: Info, tx: Tx, input: SignOutInput) -> SignedOut:
        """Own sessions only."""
        chosen = row_id("Session", input.session, "session") if input.session is not None else None
        closed = await sign_in.sign_out(tx, chosen)
        if closed == info.context.actor.session_id:
            _forget_cookie(info.context)
        return SignedOut(count=1)

    @mutation("Close every session of the caller, this one too.", keyed=False)
    async def sign_out_everywhere(self, info: Info, tx: Tx) -> SignedOut:
        """Own sessions only."""
        count = await sign_in.sign_out_everywhere(tx)
        _forget_cookie(info.context)
        return SignedOut(count=count)

    @mutation(
        "Stay signed in: the idle time starts anew, the latest end stays. Every other request of a person does the same; "
        "one with the header `x-waiting: 1`, and a subscription, does not.",
        keyed=False,
    )
    async def extend_session(self, info: Info, tx: Tx) -> SessionLife:
        """Own session only."""
        row = await sign_in.extend(tx)
        return SessionLife.of(info.context.runtime.settings, row, seen_at=row.seen_at, now=tx.now)

    @mutation("Choose a new password. Closes every session of the caller and opens a new one.", keyed=False)
    async def change_password(self, info: Info, tx: Tx, input: ChangePasswordInput) -> SignedIn:
        """The answer is like that of `signIn`, in the kind of the session that asked."""
        opened = await sign_in.change_password(
            tx, current=input.current_password, new=input.new_password, address=info.context.origin.address
        )
        return signed_in(info.context, opened)


def signed_in(context: Context, opened: sessions.Opened) -> SignedIn:
    """The answer for a session that was opened: its cookie is set, or its token told."""
    token: str | None = opened.token
    if opened.kind == COOKIE and context.response is not None:
        settings = context.runtime.settings
        context.response.set_cookie(
            sessions.cookie_name(settings),
            opened.token,
            max_age=settings.session_absolute_hours * 3600,
            path="/",
            secure=settings.secure_cookies,
            httponly=True,
            samesite="lax",
        )
        token = None
    context.become(opened.actor)
    return SignedIn(
        token=token,
        expires_at=opened.expires_at,
        must_change_password=opened.must_change_password,
        must_enroll_factor=opened.must_enroll,
        me=Me.of(opened.actor),
    )


def _forget_cookie(context: Context) -> None:
    if context.response is not None:
        settings = context.runtime.settings
        name = sessions.cookie_name(settings)
        context.response.delete_cookie(name, path="/", secure=settings.secure_cookies, httponly=True, samesite="lax")


@extend(Me)
class Sessions:
    """What the caller's session is."""

    @strawberry.field(description="How long the session that asks still lives; null for who has no account.")
    async def session(self: Any, info: Info) -> SessionLife | None:
        """Own session only."""
        context, key = info.context, self.actor.session_id
        row = await context.load(queries.session_lives, key) if key else None
        if row is None:
            return None
        now = context.reader.now
        works = not context.origin.waiting and now - row.seen_at >= sessions.TOUCH_EVERY
        return SessionLife.of(context.runtime.settings, row, seen_at=now if works else row.seen_at, now=now)
