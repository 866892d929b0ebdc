"""The process that examines files: bytes in, a line of JSON and (for images) bytes out, until its input ends.

It runs beside the product (`infra/beside.py`) without its settings, keys or database. It has so much memory and no more:
a file that wants more is refused. Refuses to hold anything of a file once it has answered.
"""

import json
import resource
import sys
import time
from dataclasses import asdict
from typing import Any, Final

from mediation.evidence.examine import examine
from mediation.evidence.found import Reason, RefusedError
from mediation.infra.pipes import serve

MEMORY: Final = 640 * 1024 * 1024
"""bytes of data that the process may hold; a picture of forty million pixels is unpacked in 160 million, twice"""


def look(data: bytes) -> bytes:
    """The answer about one file: a line of JSON, then the bytes of an image written anew."""
    begun, content = time.process_time(), None
    try:
        found = asdict(examine(data))
        content = found.pop("content")
        said: dict[str, Any] = found
    except RefusedError as refused:
        said = {"refused": refused.reason}
    except (MemoryError, RecursionError):
        said = {"refused": Reason.TOO_COMPLEX}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said |= {"rewritten": content is not None, "cpu_ms": round((time.process_time() - begun) * 1000), "peak_kib": peak}
    return json.dumps(said).encode() + b"\n" + (content or b"")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    serve(look, sys.stdin.buffer, sys.stdout.buffer)
