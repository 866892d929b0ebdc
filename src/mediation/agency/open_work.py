"""What somebody still has in hand, as numbers, and handing it to a colleague. Features above an account tell and do it.

An administrator, who sees no case, decides about accounts: they learn how much there is, and never which.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from mediation.gql.context import Reader
from mediation.infra.db import AnySelect
from mediation.infra.uow import Tx


@dataclass(frozen=True)
class Work:
    """One kind of work."""

    kind: str
    """the name of a field of the API's OpenWork"""
    counts: Callable[[Sequence[UUID]], AnySelect]
    """SELECT holder_id, open: for those of these members of staff who have any"""
    hand_over: Callable[[Tx, UUID, UUID], Awaitable[int]] | None = None
    """(transaction, from, to): move what is open, under locks, and say how much; Invalid (handOverTo) when it cannot be"""


KINDS: Final = ("cases_in_charge", "open_assignments", "referrals_owned")

_known: dict[str, Work] = {}


def teach(*works: Work) -> None:
    """Count and move `works` too, from now on."""
    for work in works:
        if work.kind not in KINDS:
            raise ValueError(f"{work.kind} is no kind of work")
        _known[work.kind] = work


async def counts(reader: Reader, keys: list[UUID]) -> list[dict[str, int]]:
    """Batch: how much of each kind is open, by staff id. Who may know is decided by whoever shows it."""
    found: dict[UUID, dict[str, int]] = {key: dict.fromkeys(KINDS, 0) for key in keys}
    for kind, work in _known.items():
        for row in await reader.rows(work.counts(keys)):
            found[row.holder_id][kind] = int(row.open)
    return [found[key] for key in keys]


async def hand_over(tx: Tx, staff_id: UUID, to_id: UUID) -> int:
    """Move whatever can be moved; returns how many things were."""
    return sum([await work.hand_over(tx, staff_id, to_id) for work in _known.values() if work.hand_over])
