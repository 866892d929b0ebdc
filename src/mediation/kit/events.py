"""The shape of a fact that happened. Features subclass it in their `events.py`; what follows from it is in reactions.py."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

MEDIATORS = "mediators"
"""`private_to` of what the mediators note for themselves."""

_BASE = frozenset({"subject_id", "case_id", "district_id", "private_to"})


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, named in the past tense by its subclass.

    `verb` is the one verb that causes it (`agreement:sign`), `subject` the GraphQL type it happened to. Fields of the
    subclass become the particulars of the journal entry: ids, amounts, dates, codes and short reasons; never names,
    phones, ID numbers or what was said in a room.
    """

    verb: ClassVar[str]
    subject: ClassVar[str]

    subject_id: UUID
    case_id: UUID | None = None
    district_id: UUID | None = None
    private_to: str | None = None
    """A Side, or MEDIATORS, when the very existence of the fact belongs to them alone."""

    def particulars(self) -> dict[str, Any]:
        """The subclass's own fields as plain JSON values."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name not in _BASE}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case tuple() | list() | frozenset():
            return [_plain(item) for item in (sorted(value, key=str) if isinstance(value, frozenset) else value)]
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case _:
            return value
