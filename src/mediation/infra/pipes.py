"""How a helping process is spoken with over its two pipes: a header, then that many bytes, again and again.

Only the standard library: it is loaded by processes that know nothing of the product.
"""

import struct
from collections.abc import Callable
from typing import BinaryIO, Final

HEADER: Final = struct.Struct(">BI")
"""Of each message: 0 for done or asked, 1 for failed; then how many bytes follow."""


def serve(answer: Callable[[bytes], bytes], source: BinaryIO, target: BinaryIO) -> None:
    """Answer every message of `source` on `target` until it ends. What `answer` raises is said, in at most 2,000 bytes."""
    while header := source.read(HEADER.size):
        _, size = HEADER.unpack(header)
        asked = source.read(size)
        try:
            failed, said = 0, answer(asked)
        except Exception as error:  # noqa: BLE001 - said to the other side, which decides what it means
            failed, said = 1, f"{type(error).__name__}: {error}".encode()[:2000]
        target.write(HEADER.pack(failed, len(said)) + said)
        target.flush()
