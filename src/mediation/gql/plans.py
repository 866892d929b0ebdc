"""Reads whose SQL is kept for every caller of one form.

What a caller may see is a clause of each statement, and the guard makes it from the caller's roles and from which
attributes they have, never from what those attributes are. So a builder is given the caller's *form*: an actor with a
parameter in the place of each id and of the instant. The guard decides as always; its clause is then kept with the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import DateTime, Uuid

from mediation.infra.db import AnySelect
from mediation.infra.statements import late
from mediation.kit.actor import Actor, ActorKind, Role, Side

Build = Callable[..., AnySelect]
"""`def build(actor, *shape)`: a SELECT for the form `actor`; `shape` is hashable and whatever else changes the text."""

_IDS: Final = ("id", "city_id", "district_id", "agency_id", "room_id", "case_id", "party_id", "session_id")


@dataclass(frozen=True, slots=True)
class Form:
    """What callers who are answered by the same text have in common."""

    kind: ActorKind
    roles: frozenset[Role]
    side: Side | None
    locale: str
    has: tuple[bool, ...]
    """which of the ids they have"""


def form_of(actor: Actor) -> Form:
    """The form of a caller."""
    has = tuple(getattr(actor, name) is not None for name in _IDS)
    return Form(actor.kind, actor.roles, actor.side, actor.locale, has)


def values_of(actor: Actor) -> dict[str, Any]:
    """What the parameters of the form are for this caller."""
    return {f"actor_{name}": getattr(actor, name) for name in _IDS} | {"actor_at": actor.at}


@lru_cache(maxsize=256)
def symbolic(form: Form) -> Actor:
    """An actor of that form with parameters for values. It has no name."""
    ids: dict[str, Any] = {name: late(f"actor_{name}", Uuid()) for name, has in zip(_IDS, form.has, strict=True) if has}
    at: Any = late("actor_at", DateTime(timezone=True))
    return Actor(kind=form.kind, roles=form.roles, side=form.side, locale=form.locale, at=at, **ids)


def for_form(build: Build, _policy: object, form: Form, *shape: Any) -> AnySelect:
    """The builder of what is kept: a policy of its own makes a statement of its own."""
    return build(symbolic(form), *shape)
