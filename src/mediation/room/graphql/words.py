"""The closed words of rooms, described for the API."""

from mediation.gql.enums import described
from mediation.kit.actor import Side
from mediation.room.rules import Audience, CaucusState, OfferStanding, OfferTermKind, Presence, RoomState, SeatKind

described(
    Side,
    "A side of the table.",
    {
        Side.EMPLOYER: "The employer (用人单位).",
        Side.WORKERS: "The workers (劳动者), with their representatives and lawyer.",
    },
)
described(
    Audience,
    "Whom something is for. Mediators of the studio hear everything.",
    {
        Audience.EMPLOYER: "The employer's side.",
        Audience.EVERYONE: "Everyone in the room.",
        Audience.NOTE: "Nobody else: a note of the mediators.",
        Audience.WORKERS: "The workers' side.",
    },
)
described(
    SeatKind,
    "As what somebody sits in a room.",
    {
        SeatKind.AGENCY: "A member agency: court, human resources, justice.",
        SeatKind.LAWYER: "The aid lawyer of the workers.",
        SeatKind.MEDIATOR: "A mediator of the studio.",
        SeatKind.PARTY: "A person of a party, without an account.",
    },
)
described(
    Presence,
    "Whether somebody is in the joint session.",
    {
        Presence.AWAY: "Came, and is away now (离开).",
        Presence.EXPECTED: "Asked in and not yet there (未到).",
        Presence.PRESENT: "There (在场): a sign of life within the last minute.",
    },
)
described(
    RoomState, "Whether a room is open.", {RoomState.CLOSED: "The session is over.", RoomState.OPEN: "In session."}
)
described(
    CaucusState,
    "Whether a private session is open.",
    {CaucusState.CLOSED: "Over; it can still be read.", CaucusState.OPEN: "In session."},
)
described(
    OfferStanding,
    "What became of an offer.",
    {
        OfferStanding.ACCEPTED: "Accepted by the other side (接受).",
        OfferStanding.COUNTERED: "Answered by another offer (还价).",
        OfferStanding.OPEN: "Not answered yet.",
        OfferStanding.REJECTED: "Rejected by the other side (拒绝).",
        OfferStanding.WITHDRAWN: "Taken back by its own side (撤回).",
    },
)
described(
    OfferTermKind,
    "When an offer is to be performed.",
    {
        OfferTermKind.INSTALMENTS: "In instalments, the last on a day.",
        OfferTermKind.ON_DATE: "On a day.",
        OfferTermKind.WITHIN_DAYS: "Within days of taking effect.",
        OfferTermKind.WITHIN_HOURS: "Within hours of taking effect.",
    },
)
