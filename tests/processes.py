"""Watching processes that are not our children. For tests."""

import os
import select


def has_gone(pid: int, *, seconds: float = 20) -> bool:
    """Whether the process `pid` has ended, now or within `seconds`."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        ready, _, _ = select.select([handle], [], [], seconds)
        return bool(ready)
    finally:
        os.close(handle)
