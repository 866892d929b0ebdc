"""Columns of values completed by the type of their field: lists flattened and put together again, objects collected.

A column holds one value for each object of a frame. What is wrong with a value is a fault; faults are few, so nothing is
noted for values that are in order. Which Python types a column holds is asked once (`set(map(type, column))`), and that
decides how it is written: unchanged, all alike, or one by one.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as fresh
from enum import Enum
from functools import lru_cache
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any, Final

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLObjectType,
    Undefined,
    is_enum_type,
)
from graphql.execution.executor import Executor, invalid_return_type_error, to_nodes
from graphql.pyutils import is_iterable

if TYPE_CHECKING:
    from mediation.breadth.planning import Field, Selection

_NONE: Final = type(None)
FAILED: Final = object()
"""stands for a null that goes on to whatever holds the value, until that is known"""
_LATE: Final = object()
_INT: Final = {int}
_PLAIN_HASHES: Final = (Enum.__hash__, str.__hash__, int.__hash__)


@dataclass(slots=True)
class Fault:
    """What is wrong with one value."""

    index: int
    error: Exception
    falls: bool
    """whether the null goes on to what holds the value"""
    below: tuple[int, ...] = ()
    """the indexes in the lists of the field"""


@dataclass(slots=True)
class Work:
    """The completion of one column."""

    host: Executor[Any]
    field: "Field"
    info: Callable[[], Any]
    known: dict[tuple[int, int], tuple[Any, Any]]
    """what is known of values, by the identity of who was asked and of the value; held, so that it stays its own"""
    faults: list[Fault] = fresh(default_factory=list)
    children: list[tuple["Selection", list[Any], list[dict[str, Any]]]] = fresh(default_factory=list)
    late: list[tuple[tuple[int, int], Any, Any]] = fresh(default_factory=list)
    """what has to be waited for before the column can be completed: where it is noted, the value, what is awaited"""

    def ask(self, what: object, value: Any, answer: Callable[[], Any]) -> Any:
        """What a type says of a value, unless that has to be waited for."""
        slot = (id(what), id(value))
        if slot in self.known:
            found = self.known[slot][1]
            if isinstance(found, Exception):
                raise found
            return found
        found = answer()
        if self.host.is_awaitable(found):
            self.late.append((slot, value, found))
            return _LATE
        return found


@lru_cache(maxsize=1024)
def _is_odd(kind: type) -> bool:
    """Whether values of this class are no values: None, Undefined, an exception."""
    return kind is _NONE or kind is type(Undefined) or issubclass(kind, Exception)


class Completer:
    """Completes the columns of one type."""

    def __init__(self, *, required: bool) -> None:
        self.required = required

    def __call__(self, values: list[Any], work: Work) -> list[Any]:
        """One completed value for each value; FAILED or None where there is a fault."""
        kinds = set(map(type, values))
        for kind in kinds:
            if _is_odd(kind):
                return self._with_holes(values, work)
        return self.complete(values, kinds, work)

    def complete(self, values: list[Any], kinds: set[type], work: Work) -> list[Any]:
        """As above, for values that are values. `kinds` are their classes."""
        raise NotImplementedError

    def fault(self, index: int, error: Exception, work: Work) -> Any:
        """Note what is wrong with a value. Returns what stands for it."""
        work.faults.append(Fault(index, error, self.required))
        return FAILED if self.required else None

    def _with_holes(self, values: list[Any], work: Work) -> list[Any]:
        done: list[Any] = [None] * len(values)
        sound: list[int] = []
        for index, value in enumerate(values):
            if isinstance(value, Exception):
                done[index] = self.fault(index, value, work)
            elif value is not None and value is not Undefined:
                sound.append(index)
            elif self.required:
                done[index] = self.fault(index, _null_error(work), work)
        before = len(work.faults)
        values = [values[index] for index in sound]
        for index, value in zip(sound, self.complete(values, set(map(type, values)), work), strict=True):
            done[index] = value
        for fault in islice(work.faults, before, None):
            fault.index = sound[fault.index]
        return done


def _null_error(work: Work) -> TypeError:
    definition = work.field
    return TypeError(f"Cannot return null for non-nullable field {definition.parent_type}.{definition.name}.")


def _is_one_of_each(kind: Any) -> bool:
    """Whether members of this enum are equal to themselves alone."""
    return kind.__hash__ in _PLAIN_HASHES and len(kind.__members__) == len(kind)


class Leaf(Completer):
    """Scalars and enums."""

    def __init__(self, type_: GraphQLLeafType, as_it_is: type | None, *, required: bool) -> None:
        super().__init__(required=required)
        self._type = type_
        self._as_it_is = frozenset({as_it_is} if required else {as_it_is, _NONE}) if as_it_is else frozenset()
        self._is_int = type_ is GraphQLInt
        self._members: dict[type, dict[Any, Any]] | None = {} if is_enum_type(type_) else None

    def __call__(self, values: list[Any], work: Work) -> list[Any]:
        """Values of which each is written as it is need not be touched."""
        kinds = set(map(type, values))
        if kinds <= self._as_it_is:
            return values
        if self._is_int and kinds == _INT and min(values) >= GRAPHQL_MIN_INT and max(values) <= GRAPHQL_MAX_INT:
            return values
        return super().__call__(values, work)

    def complete(self, values: list[Any], kinds: set[type], work: Work) -> list[Any]:
        """All alike; one by one when one of them cannot be written."""
        if self._members is not None and len(kinds) == 1:
            (kind,) = kinds
            if issubclass(kind, Enum):
                return self._named(kind, values, work)
        try:
            done = list(map(self._type.coerce_output_value, values))
        except Exception:  # noqa: BLE001 - found again below, with its place
            return [self._one(index, value, work) for index, value in enumerate(values)]
        if any(value is None or value is Undefined for value in done):
            return [self._one(index, value, work) for index, value in enumerate(values)]
        return done

    def _named(self, kind: type, values: list[Any], work: Work) -> list[Any]:
        """Members of one enum, which are written as they were written before."""
        assert self._members is not None, "only asked of enums"
        known = self._members.get(kind)
        if known is None:
            known = self._members[kind] = {}
        try:
            return [known[value] for value in values]
        except (KeyError, TypeError):  # one that is new, or that no dictionary takes
            before = len(work.faults)
            done = [self._one(index, value, work) for index, value in enumerate(values)]
            if len(work.faults) == before and _is_one_of_each(kind):
                known.update(zip(values, done, strict=True))
            return done

    def _one(self, index: int, value: Any, work: Work) -> Any:
        try:
            return work.host.complete_leaf_value(self._type, value)
        except Exception as error:  # noqa: BLE001 - it is the field's
            return self.fault(index, error, work)


class Listed(Completer):
    """Lists: their items are completed as one column."""

    def __init__(self, item: Completer, *, required: bool) -> None:
        super().__init__(required=required)
        self.item = item

    def complete(self, values: list[Any], kinds: set[type], work: Work) -> list[Any]:
        """Flattened, and put together again."""
        wrong: dict[int, Any] = {}
        if kinds != {list}:
            values = [self._as_list(index, value, wrong, work) for index, value in enumerate(values)]
        lengths = list(map(len, values))
        before = len(work.faults)
        items = iter(self.item(list(chain.from_iterable(values)), work))
        done: list[Any] = [list(islice(items, length)) for length in lengths]
        if len(work.faults) > before:
            self._place(before, lengths, done, work)
        for index, value in wrong.items():
            done[index] = value
        return done

    def _as_list(self, index: int, value: Any, wrong: dict[int, Any], work: Work) -> list[Any]:
        if value.__class__ is list:
            return value
        if not is_iterable(value):
            where = f"{work.field.parent_type}.{work.field.name}"
            error = GraphQLError(f"Expected Iterable, but did not find one for field '{where}'.")
            wrong[index] = self.fault(index, error, work)
            return []
        slot = id(self), id(value)
        if slot in work.known:
            return list(work.known[slot][1])
        try:
            found = list(value)
        except Exception as error:  # noqa: BLE001 - it is the field's
            wrong[index] = self.fault(index, error, work)
            return []
        if isinstance(value, Iterator):  # can be read once only, and the column may have to be completed again
            work.known[slot] = value, found
        return found

    def _place(self, before: int, lengths: list[int], done: list[Any], work: Work) -> None:
        """Say of the faults of items in which list they are; a list whose items may not be null is null itself."""
        starts = list(accumulate(lengths, initial=0))
        faults, gone = work.faults[:before], set[int]()
        for fault in work.faults[before:]:
            at = bisect_right(starts, fault.index) - 1
            fault.index, fault.below = at, (fault.index - starts[at], *fault.below)
            if at in gone:
                continue
            if fault.falls:
                gone.add(at)
                fault.falls = self.required
                done[at] = FAILED if self.required else None
            faults.append(fault)
        work.faults = faults


class Objects(Completer):
    """Objects of one type: collected for the next frame."""

    def __init__(self, selection: "Selection", own: type | None, *, required: bool) -> None:
        super().__init__(required=required)
        self._selection = selection
        self._own = {own}

    def complete(self, values: list[Any], kinds: set[type], work: Work) -> list[Any]:
        """Empty answers, to be filled when the frame has its turn."""
        blank = self._selection.blank
        if self._selection.type.is_type_of is None or kinds == self._own:
            outs: list[Any] = [blank.copy() for _ in values]
            work.children.append((self._selection, values, outs))
            return outs
        done: list[Any] = []
        sources = []
        for index, value in enumerate(values):
            try:
                if belongs(self._selection.type, value, work):
                    sources.append(value)
                    done.append(blank.copy())
                else:
                    done.append(None)
            except Exception as error:  # noqa: BLE001 - it is the field's
                done.append(self.fault(index, error, work))
        work.children.append((self._selection, sources, [out for out in done if out.__class__ is dict]))
        return done


class Abstract(Completer):
    """Objects of an interface or a union: collected by their types."""

    def __init__(
        self,
        type_: GraphQLAbstractType,
        selections: dict[GraphQLObjectType, "Selection"],
        by_class: Callable[[Any], GraphQLObjectType | None] | None,
        *,
        required: bool,
    ) -> None:
        super().__init__(required=required)
        self._type = type_
        self._selections = selections
        self._by_class = by_class or (lambda _: None)

    def complete(self, values: list[Any], kinds: set[type], work: Work) -> list[Any]:
        """As for objects, with a frame for each type that is met."""
        done: list[Any] = []
        met: dict[GraphQLObjectType, tuple[list[Any], list[dict[str, Any]]]] = {}
        for index, value in enumerate(values):
            try:
                type_ = self._by_class(value) or self._type_of(value, work)
            except Exception as error:  # noqa: BLE001 - it is the field's
                done.append(self.fault(index, error, work))
                continue
            if type_ is None:
                done.append(None)
                continue
            sources, outs = met.setdefault(type_, ([], []))
            out = self._selections[type_].blank.copy()
            sources.append(value)
            outs.append(out)
            done.append(out)
        work.children += [(self._selections[type_], *found) for type_, found in met.items()]
        return done

    def _type_of(self, value: Any, work: Work) -> GraphQLObjectType | None:
        """The type of `value`; None when that has to be waited for."""
        resolve = self._type.resolve_type or work.host.type_resolver
        name = work.ask(self._type, value, lambda: resolve(value, work.info(), self._type))
        if name is _LATE:
            return None
        type_ = work.host.ensure_valid_runtime_type(name, self._type, work.field.details, work.info(), value)
        return type_ if type_.is_type_of is None or belongs(type_, value, work) else None


def belongs(type_: GraphQLObjectType, value: Any, work: Work) -> bool:
    """Whether `value` is of the type, as the type itself says; False when that has to be waited for.

    Raises GraphQLError when it is not.
    """
    is_type_of: Any = type_.is_type_of
    verdict = work.ask(type_, value, lambda: is_type_of(value, work.info()))
    if verdict is _LATE:
        return False
    if not verdict:
        raise invalid_return_type_error(type_, value, work.field.details)
    return True


__all__ = ["FAILED", "Abstract", "Completer", "Fault", "Leaf", "Listed", "Objects", "Work", "to_nodes"]
