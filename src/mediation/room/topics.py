"""Names of what live pages wait on. A topic carries ids only; private ones are listened to by those they concern."""

from uuid import UUID

from mediation.room.rules import Audience


def joint(room_id: UUID) -> str:
    """The joint session: everyone in the room."""
    return f"room:{room_id}"


def of_audience(room_id: UUID, audience: Audience) -> str:
    """What was done for `audience`; mediators listen to all of them."""
    match audience:
        case Audience.EVERYONE:
            return joint(room_id)
        case Audience.NOTE:
            return f"room:{room_id}:mediators"
        case Audience.WORKERS | Audience.EMPLOYER:
            return f"room:{room_id}:{audience.value}"


def heard_with(room_id: UUID, audiences: frozenset[Audience]) -> tuple[str, ...]:
    """The topics of somebody who hears `audiences`, in a fixed order."""
    return tuple(of_audience(room_id, audience) for audience in Audience if audience in audiences)
