"""`mediation calendar load`: a notice from a file, by whoever runs the machine, while the product runs."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from mediation.holiday import service
from mediation.infra.runtime import Runtime
from mediation.kit.actor import system
from mediation.kit.holiday_notice import YearNotice
from mediation.kit.problems import Conflict, Invalid

_LARGEST: Final = 100_000
"""bytes of a file"""
_TRIES: Final = 5


def read(path: Path) -> YearNotice:
    """The notice in a YAML or JSON file. Raises Invalid (file, or the field of the notice that is faulty)."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
        if len(text) > _LARGEST:
            raise _unreadable(f"longer than {_LARGEST} bytes")
        content = yaml.safe_load(text.decode("utf-8"))
    except OSError as error:
        raise _unreadable(error.strerror or "not readable") from None
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        raise _unreadable(f"neither YAML nor JSON ({type(error).__name__})") from None
    if not isinstance(content, Mapping):
        raise _unreadable("no notice of holidays: it has no keys")
    return service.read(content)


async def load(runtime: Runtime, notice: YearNotice) -> str:
    """Load it; returns one line to print. Raises Conflict when others keep holding what has to move."""
    try:
        for left in reversed(range(_TRIES)):
            try:
                return await _load(runtime, notice)
            except Conflict:
                if not left:
                    raise
                await asyncio.sleep(1)
        raise AssertionError("the last try returns or raises")
    finally:
        await runtime.close()


async def _load(runtime: Runtime, notice: YearNotice) -> str:
    async with runtime.uow(system(runtime.clock.now())) as tx:
        row = await service.load(tx, notice)
    if not tx.recorded:
        return f"the notice of {row.year} counts already; nothing has changed"
    verbs = [event.verb for event in tx.recorded]
    deadlines, payments = verbs.count("deadline:move"), verbs.count("commitment:move")
    return f"the notice of {row.year} counts from now on; moved: {deadlines} deadlines, {payments} dates of payment"


def _unreadable(why: str) -> Invalid:
    return Invalid.field("file", "not_readable", "文件无法读取。", why)
