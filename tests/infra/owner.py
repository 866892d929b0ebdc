"""A process that owns bundled servers until its input ends; prints one line of JSON when they answer. For tests.

owner.py DATA_DIR [as-we-are | as-nobody]
"""

import json
import os
import pwd
import sys
from pathlib import Path

from mediation.infra.embedded import Embedded, EmbeddedError, InstanceRunningError


def become_nobody() -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def main(data_dir: Path, way: str) -> int:
    if way == "as-nobody":
        become_nobody()
    embedded = Embedded()
    try:
        servers = embedded.start(data_dir, fast=True)
    except (EmbeddedError, InstanceRunningError) as error:
        print(json.dumps({"refused": str(error)}), flush=True)
        return 1
    told = {
        "pg_socket_dir": str(servers.pg_socket_dir),
        "data": str(embedded.postgres.folder),
        "pids": {"postgres": embedded.postgres.pid, "valkey": embedded.valkey.pid},
        "uid": os.geteuid(),
    }
    print(json.dumps(told), flush=True)
    sys.stdin.read()
    embedded.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "as-we-are"))
