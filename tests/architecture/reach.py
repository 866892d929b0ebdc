"""Which functions a function can reach by name, read from its byte code: what it mentions, and what that mentions.

Follows globals, attributes of our own modules and classes, methods of `self`, closures and arguments by default. What is
handed over at run time (registries, reactions) is not followed.
"""

import dis
import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from mediation.access.guard import Guard

ASKS: Final = frozenset({"may", "require", "require_somewhere", "scopes", "visible"})
"""What is asked of the guard."""

READS: Final = frozenset({"first", "load", "read", "rows", "scalar", "session", "uow", "with_connection"})
"""How something is read or written: an attribute of a reader, a context, a transaction."""

Reached = tuple[frozenset[str], frozenset[str]]


def reach(start: Callable[..., Any]) -> Reached:
    """(what is asked of the guard, how data are touched) by `start` or by anything it can reach."""
    asks: set[str] = set()
    touches: set[str] = set()
    seen: set[FunctionType] = set()
    waiting = list(_functions(start))
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        for code in _codes(function.__code__):
            for owner, name in _mentions(code, function):
                if isinstance(owner, Guard) and name in ASKS:
                    asks.add(name)
                elif owner is None and name in READS:
                    touches.add(name)
                else:
                    waiting += _functions(getattr(owner, name, None) if name else owner)
        for cell in function.__closure__ or ():
            waiting += _functions(cell.cell_contents)
    return frozenset(asks), frozenset(touches)


def _functions(value: Any) -> Iterator[FunctionType]:
    """The functions of ours that `value` stands for."""
    resolver = getattr(value, "base_resolver", None)
    if resolver is not None:
        value = resolver.wrapped_func
    value = inspect.unwrap(getattr(value, "__func__", value)) if callable(value) else value
    if inspect.isclass(value) and _ours(value):
        for name in ("__init__", "__post_init__", "__call__"):
            yield from _functions(vars(value).get(name))
    elif isinstance(value, FunctionType) and _ours(value):
        yield value


def _ours(value: Any) -> bool:
    return str(getattr(value, "__module__", "")).startswith(("mediation.", "tests."))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _mentions(code: CodeType, function: FunctionType) -> Iterator[tuple[Any, str]]:
    """(object, attribute) for every name the code mentions; the object is None where it is known at run time only."""
    holder: Any = None
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_GLOBAL":
            holder = function.__globals__.get(step.argval)
            yield holder, ""
        elif step.opname in ("LOAD_FAST", "LOAD_DEREF", "LOAD_CLOSURE"):
            holder = _class_of(function) if step.argval == "self" else None
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            known = isinstance(holder, ModuleType | Guard) or inspect.isclass(holder)
            yield (holder if known else None), step.argval
            holder = getattr(holder, step.argval, None) if isinstance(holder, ModuleType) else None
        elif step.opname not in ("PRECALL", "CACHE", "PUSH_NULL", "RESUME"):
            holder = None


def _class_of(function: FunctionType) -> Any:
    """The class a method is written in."""
    found: Any = inspect.getmodule(function)
    for part in function.__qualname__.split(".")[:-1]:
        found = getattr(found, part, None)
    return found if inspect.isclass(found) else None
