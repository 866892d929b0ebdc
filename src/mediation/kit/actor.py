"""Who acts: values only. Where they come from (session, link, worker) is decided at the edges; what they may do, in access/."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A bundle of permissions. What each may do is policy (`policies/access`), never code."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CLERK = "clerk"
    INTAKE_CLERK = "intake_clerk"
    LAWYER = "lawyer"
    LINK_HOLDER = "link_holder"
    MEDIATOR = "mediator"
    PARTNER = "partner"
    ROOM_PARTY = "room_party"
    STAFF = "staff"
    """whoever is signed in to an agency, also while the password must be changed; never granted, always there"""
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


STAFF_ROLES = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.CLERK,
        Role.INTAKE_CLERK,
        Role.LAWYER,
        Role.MEDIATOR,
        Role.PARTNER,
        Role.SUPERVISOR,
    }
)
"""The roles an administrator can grant; the others are made by a link or by the system itself."""


DEFAULT_LOCALE = "zh-CN"
"""of whoever has not said otherwise"""


class Side(StrEnum):
    """Whose side of the table: workers' or employer's. Mediators and agencies have none."""

    EMPLOYER = "employer"
    WORKERS = "workers"


class ActorKind(StrEnum):
    """What `Actor.id` refers to."""

    ANONYMOUS = "anonymous"
    LINK = "link"
    """a status link"""
    PARTY = "party"
    """a room participant without an account"""
    STAFF = "staff"
    SYSTEM = "system"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of everything. Empty attributes never match anything: see access/scopes.py."""

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    city_id: UUID | None = None
    district_id: UUID | None = None
    agency_id: UUID | None = None
    room_id: UUID | None = None
    """For a room party: the only room they are in."""
    case_id: UUID | None = None
    """For a room party or a link holder: the only case they touch."""
    party_id: UUID | None = None
    """For a link holder, or a worker in a room: the claimant they are."""
    side: Side | None = None
    session_id: UUID | None = None
    locale: str = DEFAULT_LOCALE
    at: datetime = field(default=_EPOCH)
    """The instant of the request; temporary permissions are measured against it."""

    def as_of(self, at: datetime) -> "Actor":
        """The same actor at another instant."""
        return replace(self, at=at)


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)


def system(at: datetime) -> Actor:
    """The system itself, acting at `at`: clocks that run out, reminders, effects of law."""
    return Actor(kind=ActorKind.SYSTEM, name="system", roles=frozenset({Role.SYSTEM}), at=at)
