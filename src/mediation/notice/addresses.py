"""The address book: where somebody is reached, asked at the moment of sending.

The features that know people stand above this one; they teach the book one resolver per kind of recipient
(`mediation/bindings.py` is the page that does it). Refuses to hold an address longer than one question.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from mediation.infra.vault import Vault
from mediation.notice.drafts import RecipientKind


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a notice is for, and about which case: who is recused from it, or has left it, is not told of it."""

    id: UUID
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a recipient is reached now. None: not on that channel."""

    name: str = ""
    locale: str = "zh-CN"
    phone: str | None = None
    email: str | None = None
    quiet: tuple[int, int] | None = None
    """hours in Shanghai, from and to, in which they want no text and no e-mail that is not urgent"""

    def on(self, channel: str) -> str | None:
        """The address for `channel`; a chat channel has its own, in the settings."""
        match channel:
            case "sms":
                return self.phone
            case "email":
                return self.email
            case _:
                return ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a resolver may use."""

    connection: AsyncConnection
    vault: Vault
    now: datetime


Resolver = Callable[[Ask, Sequence[Recipient]], Awaitable[Mapping[Recipient, Address]]]
"""The addresses of the recipients that are still there, with one query. Who is missing is told nothing."""


class AddressBook:
    """One resolver per kind of recipient."""

    def __init__(self) -> None:
        self._resolvers: dict[RecipientKind, Resolver] = {}

    def teach(self, resolvers: Mapping[RecipientKind, Resolver]) -> None:
        """Ask `resolvers` from now on for their kinds."""
        self._resolvers.update(resolvers)

    @property
    def kinds(self) -> frozenset[RecipientKind]:
        """The kinds somebody can answer for."""
        return frozenset(self._resolvers)

    async def resolve(
        self, ask: Ask, recipients: Iterable[tuple[RecipientKind, Recipient]]
    ) -> dict[tuple[RecipientKind, Recipient], Address]:
        """The addresses of those who are there, with one query per kind. Raises LookupError for a kind nobody taught."""
        by_kind: dict[RecipientKind, set[Recipient]] = defaultdict(set)
        for kind, recipient in recipients:
            by_kind[kind].add(recipient)
        found: dict[tuple[RecipientKind, Recipient], Address] = {}
        for kind, asked in by_kind.items():
            if kind not in self._resolvers:
                raise LookupError(f"nobody knows where {kind} is reached")
            answers = await self._resolvers[kind](ask, sorted(asked, key=lambda one: (one.id, str(one.case_id))))
            found |= {(kind, recipient): address for recipient, address in answers.items()}
        return found


book = AddressBook()
"""The address book of this process."""
