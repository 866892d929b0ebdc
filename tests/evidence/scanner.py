"""A scanner for tests: a real server that speaks clamd's INSTREAM, finds EICAR (in packages too), and can misbehave."""

import asyncio
import io
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.evidence.corpus import EICAR


class Scanner:
    """Counts what it was sent. `manner`: honest, garbage, silent, cut, error."""

    def __init__(self) -> None:
        self.manner = "honest"
        self.seen: list[bytes] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation."""
        try:
            assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
            data = bytearray()
            while size := struct.unpack(">I", await reader.readexactly(4))[0]:
                data += await reader.readexactly(size)
            self.seen.append(bytes(data))
            if self.manner == "silent":
                await reader.read()
            elif self.manner != "cut":
                writer.write(self._answer(bytes(data)))
                await writer.drain()
        finally:
            writer.close()

    def _answer(self, data: bytes) -> bytes:
        if self.manner == "honest":
            return b"stream: Eicar-Signature FOUND\0" if any(EICAR in one for one in _layers(data)) else b"stream: OK\0"
        return {"garbage": b"OK\0", "error": b"INSTREAM size limit exceeded. ERROR\0"}[self.manner]


def _layers(data: bytes) -> list[bytes]:
    """The file, what is in it when it is a package, and the packed streams of a PDF."""
    layers = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            layers += [package.read(name) for name in package.namelist()]
    for part in data.split(b"stream\n")[1:]:
        try:
            layers.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return layers


@asynccontextmanager
async def scanning(*, path: str | None = None) -> AsyncIterator[Scanner]:
    """A scanner that listens while the block runs: on a port of its own, or on a socket at `path`."""
    made = Scanner()
    if path is None:
        server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
        made.url = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    else:
        server = await asyncio.start_unix_server(made.serve, path)
        made.url = f"unix://{path}"
    try:
        yield made
    finally:
        server.close()
        await server.wait_closed()
