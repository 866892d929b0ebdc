"""A virus scanner beside us: clamd, spoken with by its INSTREAM command over TCP or a local socket.

Holds the conversation. Refuses to hold what follows from its answer; whatever is not a plain OK or a plain FOUND is no
answer.
"""

import asyncio
import re
import struct
from typing import Final
from urllib.parse import urlsplit

_CHUNK: Final = 256 * 1024
_SIZE: Final = struct.Struct(">I")
_MOST: Final = 4_096
"""bytes of an answer; a real one is a line"""
_FOUND: Final = re.compile(rb"stream: ([\x21-\x7e]{1,200}) FOUND")


class ScannerError(Exception):
    """There is no answer: the scanner is not there, is too slow, or says something else."""


async def scan(address: str, data: bytes, *, seconds: float) -> str | None:
    """The name of what was found in `data`, or None when the scanner found nothing. Raises ScannerError.

    Args:
        address: `tcp://host:port` or `unix:///path`, as `Settings.clamd_url` has checked.
    """
    try:
        async with asyncio.timeout(seconds):
            answer = await _ask(address, data)
    except (OSError, TimeoutError, EOFError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ScannerError(type(error).__name__) from None
    if answer == b"stream: OK":
        return None
    found = _FOUND.fullmatch(answer)
    if found is None:
        raise ScannerError("not an answer")
    return found[1].decode("ascii")


async def _ask(address: str, data: bytes) -> bytes:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        reader, writer = await asyncio.open_unix_connection(parts.path, limit=_MOST)
    else:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=_MOST)
    try:
        writer.write(b"zINSTREAM\0")
        for at in range(0, len(data), _CHUNK):
            chunk = data[at : at + _CHUNK]
            writer.write(_SIZE.pack(len(chunk)) + chunk)
            await writer.drain()
        writer.write(_SIZE.pack(0))
        await writer.drain()
        return (await reader.readuntil(b"\0")).removesuffix(b"\0")
    finally:
        writer.transport.abort()
