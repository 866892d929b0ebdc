"""Whom an agreement binds. Agreements live above deadlines: their feature registers how it is asked."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from mediation.infra.uow import Tx

Provider = Callable[[Tx, set[UUID]], Awaitable[Mapping[UUID, tuple[UUID, ...]]]]
"""For agreement ids the party ids of the workers whom each binds."""

_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask `provider` from now on. There is one; a second, different one is a mistake (ValueError)."""
    if _PROVIDERS and _PROVIDERS[0] is not provider:
        raise ValueError("whom an agreement binds is told by one provider")
    _PROVIDERS[:] = [provider]
    return provider


async def bound(tx: Tx, agreement_ids: set[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    """The workers whom each agreement binds; nobody for an agreement that is not known."""
    return await _PROVIDERS[0](tx, agreement_ids) if _PROVIDERS and agreement_ids else {}
