"""The dates of payment of cases. Agreements live above deadlines: their feature registers how it is asked."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from mediation.deadline.facts import AgreedDate
from mediation.infra.uow import Tx

Provider = Callable[[Tx, list[UUID]], Awaitable[Mapping[UUID, list[AgreedDate]]]]
"""For case ids the dates of payment of their agreements."""

_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask `provider` from now on. There is one; a second, different one is a mistake (ValueError)."""
    if _PROVIDERS and _PROVIDERS[0] is not provider:
        raise ValueError("the dates of payment are told by one provider")
    _PROVIDERS[:] = [provider]
    return provider


async def agreed(tx: Tx, case_ids: list[UUID]) -> Mapping[UUID, list[AgreedDate]]:
    """The dates of payment of cases, by case; a case without any is left out."""
    return await _PROVIDERS[0](tx, case_ids) if _PROVIDERS and case_ids else {}
