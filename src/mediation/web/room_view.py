"""What the pages of a room show, made of the API's answer: who is where by agency, the parts that change, and their mark.

Refuses to hold permission: whatever is here came from the API for this reader.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from markupsafe import Markup

from mediation.kit.actor import ActorKind
from mediation.web import words
from mediation.web.page import Page

SETTLED_AFTER: Final = timedelta(seconds=15)
"""A message that was begun before another may be stored after it. Only what is older counts as read for good."""

PARTS: Final = ("present", "ladder", "draft", "caucuses", "sign")


def groups(seats: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The seats by agency, the sides' own people by side: `{agency, side, kind, seats, there}` in the order of invitation.

    The seat of an agency as such is shown as long as none of its people sits beside it.
    """
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for seat in seats:
        where = seat["agency"]["id"] if seat["agency"] else seat["side"] or "third"
        found.setdefault((where, seat["kind"]), []).append(seat)
    made = []
    for members in found.values():
        people = [seat for seat in members if seat["name"]] or members
        made.append(
            {
                "agency": members[0]["agency"],
                "side": members[0]["side"],
                "kind": members[0]["kind"],
                "seats": people,
                "as_such": next((seat for seat in members if not seat["name"]), None),
                "there": sum(seat["presence"] == "PRESENT" for seat in people),
            }
        )
    return made


def people(room: dict[str, Any]) -> list[dict[str, Any]]:
    """The seats of persons, and of agencies of which nobody is there yet."""
    return [seat for group in groups(room["participants"]) for seat in group["seats"]]


def rows(offers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ladder from the top: offers with their round, the newest first, and a row of its own for each withdrawal."""
    made = [
        {"round": n, "offer": offer, "withdrawn": False, "at": offer["madeAt"]} for n, offer in enumerate(offers, 1)
    ]
    made += [
        {**row, "withdrawn": True, "at": row["offer"]["answer"]["answeredAt"]}
        for row in made
        if row["offer"]["standing"] == "WITHDRAWN" and row["offer"]["answer"]
    ]
    return sorted(made, key=lambda row: (words.instant(row["at"]), row["withdrawn"], row["round"]), reverse=True)


class Said:
    """A page of what was said, oldest first, and from where on to ask for more.

    Args:
        connection: as the API answered.
        newest_first: how it was asked for.
        after: the cursor after which it was asked for; empty for none.
    """

    def __init__(self, page: Page, connection: dict[str, Any], *, newest_first: bool = False, after: str = "") -> None:
        edges = connection["edges"][::-1] if newest_first else connection["edges"]
        self.messages = [edge["node"] for edge in edges]
        self.has_more = bool(connection["pageInfo"]["hasNextPage"])
        self.end = connection["pageInfo"]["endCursor"]
        self.after = after
        everything = self.has_more and not newest_first
        for edge in edges:
            if everything or page.now - words.instant(edge["node"]["saidAt"]) > SETTLED_AFTER:
                self.after = edge["cursor"]
        ids = [edge["node"]["id"] for edge in edges]
        cursors = [edge["cursor"] for edge in edges]
        self._ids = ids
        self._fresh = ids[cursors.index(self.after) + 1 :] if self.after in cursors else ids

    def mark(self, parts: dict[str, Markup], *, settled: bool) -> str:
        """Twelve characters that change with what is shown: of all that was asked for, or of what is not settled yet."""
        shown = "\0".join([*(self._fresh if settled else self._ids), *parts.values()])
        return hashlib.sha256(shown.encode()).hexdigest()[:12]


def parts(page: Page, data: dict[str, Any]) -> dict[str, Markup]:
    """The parts of a room's page that change beside the record, rendered."""
    room = data["room"]
    case = room["case"] or {}
    values = {
        "room": room,
        "groups": groups(room["participants"]),
        "there": sum(seat["presence"] == "PRESENT" for seat in people(room)),
        "total": len(people(room)),
        "draft": case.get("agreement") or data.get("myRoomAgreement"),
        "rows": rows(room["offers"]),
        "gap": room["gap"],
        "own_side": (room["mySeat"] or {}).get("side"),
    }
    return {name: part(page, name, values) for name in PARTS}


def part(page: Page, name: str, values: dict[str, Any]) -> Markup:
    """One part, rendered in the reader's language. It holds no form: its bytes change only when what it says does."""
    template = f"client/rooms/parts/{name}.html"
    seated = {"is_party": page.actor.kind is ActorKind.PARTY, "form": page.form, "now": page.now}
    rest = {"form_token": "", "once": "", "left": None}
    made = words.rendered(template, page.locale, {**seated, **rest, **values}).strip()
    return Markup(made)  # noqa: S704 - ours, escaped


def latest(room: dict[str, Any]) -> str:
    """What stands last on the ladder, as a mark for the page: a change of it is said aloud."""
    return "/".join(f"{offer['id']}:{offer['standing']}" for offer in room["offers"][-3:])
