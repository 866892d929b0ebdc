"""What the books say when a case is to be closed. Money lives above a case: the agreement feature registers how it is asked."""

from collections.abc import Awaitable, Callable

from mediation.case.models import Case
from mediation.case.rules import ClosingFacts
from mediation.infra.uow import Tx

Provider = Callable[[Tx, Case], Awaitable[ClosingFacts]]
"""Answers for a locked case, within the closing transaction."""

_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask `provider` from now on. There is one; a second, different one is a mistake (ValueError)."""
    if _PROVIDERS and _PROVIDERS[0] is not provider:
        raise ValueError("what a case is closed by is told by one provider")
    _PROVIDERS[:] = [provider]
    return provider


async def facts(tx: Tx, case: Case) -> ClosingFacts:
    """What the books say; without anybody to ask there is no agreement."""
    return await _PROVIDERS[0](tx, case) if _PROVIDERS else ClosingFacts(agreed=False)
