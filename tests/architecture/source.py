"""The product's own source and what is declared in it, for the tests of this folder."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import mediation
from mediation.kit.events import Event

ROOT = Path(mediation.__file__).parent


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module, parsed; paths are below `src/mediation`."""
    return tuple(
        (path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))
        for path in sorted(ROOT.rglob("*.py"))
    )


@cache
def imported(tree: ast.Module) -> tuple[str, ...]:
    """The names of all modules that a module imports, wherever in it; not those for the type checker only."""
    return tuple(_imported(tree))


def _imported(tree: ast.Module) -> Iterator[str]:
    skipped = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def events() -> dict[str, list[type[Event]]]:
    """Every event class that has a verb, by verb."""
    found: dict[str, list[type[Event]]] = {}
    for info in pkgutil.walk_packages(mediation.__path__, "mediation."):
        if not info.name.endswith(".events") or info.name.startswith("mediation.kit"):
            continue
        module: Any = importlib.import_module(info.name)
        for value in vars(module).values():
            own = inspect.isclass(value) and issubclass(value, Event) and value.__module__ == info.name
            if own and hasattr(value, "verb"):
                found.setdefault(value.verb, []).append(value)
    return found
