"""Runs a command as root where nobody may make a user namespace, as in most containers. For tests; needs root.

without_user_namespaces.py COMMAND [ARGUMENT ...]
"""

import ctypes
import os
import sys
from pathlib import Path

_NEW_USER_NAMESPACE = 0x10000000
_ALL_USERS = "0 0 65536"


def main(command: list[str]) -> None:
    """Enter a namespace with every user in it and no further namespace allowed, then become `command`."""
    us = os.getpid()
    inside_read, inside_write = os.pipe()
    mapper = os.fork()  # only a process outside may map more than one user
    if mapper == 0:
        os.close(inside_write)
        os.read(inside_read, 1)
        Path(f"/proc/{us}/uid_map").write_text(_ALL_USERS)
        Path(f"/proc/{us}/gid_map").write_text(_ALL_USERS)
        os._exit(0)
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER_NAMESPACE) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    os.write(inside_write, b".")
    _, status = os.waitpid(mapper, 0)
    assert status == 0
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
