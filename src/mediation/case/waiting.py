"""Whose turn it is, for many cases at once. Features above a case tell what they know through `register`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from mediation.access.scopes import Tie, TieValue
from mediation.case import queries
from mediation.case.rules import Hints, LawyerStanding
from mediation.gql.context import Reader

Provider = Callable[[Reader, list[UUID]], Awaitable[Sequence[Mapping[str, Any]]]]
"""A batch function: for each case the fields of `rules.Hints` that the feature knows. One query a call, and nothing
that belongs to a private session."""

_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask `provider` too, from now on; once, however often it is registered."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


async def hints_of_cases(reader: Reader, keys: list[tuple[UUID, UUID | None]]) -> Sequence[Hints]:
    """Batch: what is known above each case, by its id and its mediator in charge."""
    ids = [case_id for case_id, _ in keys]
    ties = await queries.ties_of_cases(reader, ids)
    hints = [Hints(lawyer=_lawyer(of_case, mediator)) for of_case, (_, mediator) in zip(ties, keys, strict=True)]
    for provider in _PROVIDERS:
        told = await provider(reader, ids)
        hints = [replace(known, **dict(more)) for known, more in zip(hints, told, strict=True)]
    return hints


def _lawyer(ties: frozenset[TieValue], mediator_id: UUID | None) -> LawyerStanding:
    if any(tie.kind is Tie.ASSIGNED and tie.holder_id != mediator_id for tie in ties):
        return LawyerStanding.ASSIGNED
    return LawyerStanding.ASKED if any(tie.kind is Tie.OFFERED for tie in ties) else LawyerStanding.NONE
