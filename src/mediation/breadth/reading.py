"""How the values of a field are got for all objects of a frame: from an attribute, by a batch function, one by one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Protocol

from graphql import GraphQLAbstractType, GraphQLField, GraphQLObjectType
from graphql.execution.executor import default_field_resolver

from mediation.breadth.batches import BATCH, Asked

if TYPE_CHECKING:
    from mediation.breadth.planning import Field
    from mediation.breadth.run import Run

Call = Callable[[Any], Any]
"""the value of a field for one object, or an awaitable of it"""


class How(Protocol):
    """How the values of a field are got."""

    def read(self, sources: list[Any], field: "Field", run: "Run") -> "list[Any] | Whole":
        """A new list with one value for each source; an exception in the place of a value is the field's error."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """What a batch function answers when it has to be waited for."""

    answer: Awaitable[Sequence[Any]]


def each(call: Call, sources: list[Any]) -> list[Any]:
    """What `call` says of each source, or raises."""
    found = []
    for source in sources:
        try:
            found.append(call(source))
        except Exception as error:  # noqa: BLE001 - it is the field's
            found.append(error)
    return found


class Attribute:
    """An attribute of the object."""

    def __init__(self, name: str) -> None:
        self._get = attrgetter(name)

    def read(self, sources: list[Any], field: "Field", run: "Run") -> list[Any]:
        """Read for all at once; one by one when one of them cannot be read."""
        try:
            return list(map(self._get, sources))
        except Exception:  # noqa: BLE001 - found again below, with its place
            return each(self._get, sources)


class Each:
    """A resolver that is called for each object. Its arguments are made, and checked, once."""

    def __init__(self, prepare: Callable[[Any, dict[str, Any]], Call]) -> None:
        self._prepare = prepare

    def read(self, sources: list[Any], field: "Field", run: "Run") -> list[Any]:
        """`prepare(info, arguments)` gives what is called; when it raises, nothing is called."""
        try:
            call = self._prepare(run.info(field), field.arguments(run.host))
        except Exception as error:  # noqa: BLE001 - it is the field's
            return [error] * len(sources)
        return each(call, sources)


class Batched:
    """A batch function: all objects in, all values out."""

    def __init__(self, batch: Callable[..., Any], first: Callable[[dict[str, Any]], None] | None = None) -> None:
        self._batch = batch
        self._first = first

    def read(self, sources: list[Any], field: "Field", run: "Run") -> list[Any] | Whole:
        """`first` looks at the arguments, if somebody has to."""
        try:
            arguments = field.arguments(run.host)
            if self._first:
                self._first(arguments)
            answer = self._batch(sources, Asked(run.info(field)), **arguments)
        except Exception as error:  # noqa: BLE001 - it is the field's
            return [error] * len(sources)
        return Whole(answer) if run.host.is_awaitable(answer) else answers(answer, len(sources))


def answers(found: Any, count: int) -> list[Any]:
    """What a batch function answered, if it answered for each."""
    if isinstance(found, Exception):
        return [found] * count
    if not isinstance(found, Sequence) or len(found) != count:
        return [TypeError(f"a batch function was asked for {count} values and answered {found!r:.80}")] * count
    return list(found)


class Default:
    """A field without resolver, as graphql-core reads it: a key or an attribute, which is called if it can be."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read(self, sources: list[Any], field: "Field", run: "Run") -> list[Any]:
        """Without info and arguments, unless there is something to call."""
        host, name = run.host, self._name
        if host.field_resolver is default_field_resolver and set(map(type, sources)) == {dict}:
            values = [source.get(name) for source in sources]
            if not any(map(callable, set(map(type, values)) - {type(None)})) or not any(map(callable, values)):
                return values
        resolver = Each(lambda info, given: lambda source: host.field_resolver(source, info, **given))
        return resolver.read(sources, field, run)


class Reading:
    """How the fields of a graphql-core schema are read. Subclass it for schemas that know more of their fields."""

    def how(self, parent_type: GraphQLObjectType, name: str, field: GraphQLField) -> How | str:
        """How the field is read, or why it cannot be read here."""
        batch = field.extensions.get(BATCH)
        if batch is not None:
            return Batched(batch, checks_of(field.resolve))
        if field.resolve is None:
            return Default(name)
        return Each(prepared(field.resolve))

    def own_class(self, type_: GraphQLObjectType) -> type | None:
        """A class whose objects are of the type without being asked, if there is one."""
        return None

    def type_by_class(
        self, type_: GraphQLAbstractType, possible: Sequence[GraphQLObjectType]
    ) -> Callable[[Any], GraphQLObjectType | None] | None:
        """Tells the type of an object by its class, None where that does not decide it; or nothing tells it."""
        return None


_FIRST: Final = "__breadth_first__"


def checked_first(check: Callable[[dict[str, Any]], None], resolve: Callable[..., Any]) -> Callable[..., Any]:
    """`resolve`, once `check(arguments)` has not raised.

    The check sees the arguments only. So it is done once for all objects of a frame where that is possible.
    """

    def checked(source: Any, info: Any, **given: Any) -> Any:
        check(given)
        return resolve(source, info, **given)

    setattr(checked, _FIRST, (check, resolve))
    return checked


def checks_of(resolve: Callable[..., Any] | None) -> Callable[[dict[str, Any]], None] | None:
    """The check that `checked_first` put before a resolver."""
    found = getattr(resolve, _FIRST, None)
    return found[0] if found else None


def prepared(
    resolve: Callable[..., Any],
    inner: Callable[[Callable[..., Any]], Callable[[Any, dict[str, Any]], Call] | None] = lambda _: None,
) -> Callable[[Any, dict[str, Any]], Call]:
    """The `prepare` of `resolve`: a check that comes first is done once. `inner` may know a shorter way to the rest."""
    check, rest = getattr(resolve, _FIRST, None) or (None, resolve)
    shorter = inner(rest)

    def prepare(info: Any, given: dict[str, Any]) -> Call:
        if check is not None:
            check(given)
        return shorter(info, given) if shorter else lambda source: rest(source, info, **given)

    return prepare
