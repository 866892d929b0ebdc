"""Becomes a child that cannot outlive its parent, then becomes the command it was given. Run as a file, never imported.

A small program of its own instead of `preexec_fn`: code between fork and exec is unsafe in a process with threads, and
Python 3.12 warns of it. Imports nothing of the project, so that it starts in milliseconds. On systems other than Linux
it only becomes the command.

    spawn.py PARENT_PID SIGNAL IDENTITY COMMAND [ARGUMENT ...]

IDENTITY is `same`; `UID:GID` to change to; or `map:UID`, which enters a user namespace where the present user is called
UID: PostgreSQL then does not see root, while every file stays root's. Exit 126: the identity is not to be had.
"""

import ctypes
import os
import sys

_NEW_USER_NAMESPACE = 0x10000000
_SET_PARENT_DEATH_SIGNAL = 1
IDENTITY_REFUSED = 126


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _write(path: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, text.encode())
    finally:
        os.close(handle)


def _enter_user_namespace(called: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    if _libc().unshare(_NEW_USER_NAMESPACE) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{called} {uid} 1")
    _write("/proc/self/gid_map", f"{called} {gid} 1")


def _take(identity: str) -> None:
    kind, _, rest = identity.partition(":")
    if kind == "same":
        return
    if kind == "map":
        _enter_user_namespace(int(rest))
        return
    os.setgroups([])
    os.setgid(int(rest))
    os.setuid(int(kind))


def main(parent: int, signal: int, identity: str, command: list[str]) -> None:
    """Take the identity, bind the own life to the parent's, and become `command`."""
    try:
        _take(identity)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(IDENTITY_REFUSED) from None
    if sys.platform == "linux":  # last: a change of identity clears it
        _libc().prctl(_SET_PARENT_DEATH_SIGNAL, signal, 0, 0, 0)
        if os.getppid() != parent:  # died before the line above
            raise SystemExit(1)
    os.execv(command[0], command)  # noqa: S606 - becoming the command is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
