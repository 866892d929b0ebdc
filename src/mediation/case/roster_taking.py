"""That a roster is on its way into its case at this moment: told by a lock of the transaction that takes it.

The lock ends with the transaction, also when the process is killed. So nothing is left behind that says what is no longer so.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from mediation.gql.context import Reader
from mediation.infra.uow import Tx

_BEGIN = text("SELECT pg_advisory_xact_lock(hashtextextended('roster_import:' || :key, 0))")
_ASK = text(
    "SELECT NOT pg_try_advisory_xact_lock_shared(hashtextextended('roster_import:' || key, 0)) AS taken"
    " FROM unnest(CAST(:keys AS text[])) WITH ORDINALITY AS asked (key, place) ORDER BY place"
)


async def begin(tx: Tx, import_id: UUID) -> None:
    """From here to the end of the transaction the roster is being taken into its case."""
    await tx.session.execute(_BEGIN, {"key": str(import_id)})


async def are_taken(reader: Reader, keys: list[UUID]) -> Sequence[bool]:
    """Whether each of these rosters is being taken into its case now."""
    return [row.taken for row in await reader.rows(_ASK.bindparams(keys=[str(key) for key in keys]))]
