"""Where tests keep files that need no disk: making a file there costs an eighth. For folders of servers above all."""

import os
import shutil
from pathlib import Path

from mediation.infra.folder import is_locked

_NEEDED_BYTES = 2**30


def folder() -> Path:
    """A folder in memory when there is one with room enough, as on most Linux systems; else /tmp."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _NEEDED_BYTES
    return memory if usable else Path("/tmp")


def forget_killed(prefix: str, *, before: Path) -> None:
    """Remove folders of servers whose owner was killed a minute or more before `before` was made: they fill the memory."""
    for lock in before.parent.glob(f"{prefix}*/lock"):
        if lock.stat().st_mtime < before.stat().st_mtime - 60 and not is_locked(lock):
            shutil.rmtree(lock.parent, ignore_errors=True)
