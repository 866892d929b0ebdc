"""The operations of our own pages: one named operation in each file of `operations/`, with the fragments it uses.

A page asks what a partner could ask: these documents run against the same schema, under the same limits and the same
permission, and are checked against `schema.graphql`.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent / "operations"
_NAME: Final = re.compile(r"^\s*(?:query|mutation|subscription)\s+(\w+)", re.MULTILINE)
_FRAGMENT: Final = re.compile(r"^\s*fragment\s+(\w+)\s+on\s", re.MULTILINE)
_SPREAD: Final = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")


def document(name: str) -> str:
    """The document of the operation `name`, fragments included. Raises KeyError for an unknown one."""
    return documents()[name]


@lru_cache(maxsize=1)
def documents() -> dict[str, str]:
    """Every operation by its name. Raises ValueError when two files hold the same name, or one holds none."""
    fragments = _fragments()
    found: dict[str, str] = {}
    for path in sorted(_HERE.rglob("*.graphql")):
        if path.is_relative_to(_HERE / "fragments"):
            continue
        text = path.read_text(encoding="utf-8")
        for operation in _parts(text):
            named = _NAME.search(operation)
            if named is None or named[1] in found:
                raise ValueError(f"{path.name}: an operation has a name of its own")
            found[named[1]] = operation + "".join(fragments[used] for used in _used(operation, fragments))
    return found


def _parts(text: str) -> list[str]:
    """The operations of one file: each starts at the beginning of a line."""
    starts = [match.start() for match in _NAME.finditer(text)]
    return [text[start:end].strip() + "\n" for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _fragments() -> dict[str, str]:
    found = {}
    for path in sorted((_HERE / "fragments").glob("*.graphql")):
        text = path.read_text(encoding="utf-8")
        starts = [match.start() for match in _FRAGMENT.finditer(text)]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            fragment = text[start:end].strip() + "\n"
            name = _FRAGMENT.search(fragment)
            assert name is not None, "it starts with one"
            if name[1] in found:
                raise ValueError(f"{path.name}: two fragments are called {name[1]}")
            found[name[1]] = "\n" + fragment
    return found


def _used(text: str, fragments: dict[str, str]) -> list[str]:
    """The names of the fragments that `text` needs, those that they need included, in order and once."""
    needed: dict[str, None] = {}
    waiting = [name for name in _SPREAD.findall(text) if name in fragments]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = None
            waiting += [inner for inner in _SPREAD.findall(fragments[name]) if inner in fragments]
    return sorted(needed)
