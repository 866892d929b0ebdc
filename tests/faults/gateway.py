"""A text-message provider as a process of its own: honours the idempotency key and writes every acceptance to disk.

    python gateway.py LEDGER DELAY_MS        prints its port

The ledger has one line per request that matters: `new KEY`, `again KEY` (same key, nothing sent) or `asked KEY`. A line is
on the disk before the answer leaves, so whatever dies, the ledger tells what was sent.
"""

import asyncio
import os
import random
import sys

LEDGER, DELAY = sys.argv[1], float(sys.argv[2]) / 1000
known: set[str] = set()
ledger = os.open(LEDGER, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def note(word: str, key: str) -> None:
    os.write(ledger, f"{word} {key}\n".encode())
    os.fsync(ledger)


async def answer(method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    if method == "GET":
        key = path.rpartition("/")[2]
        note("asked", key)
        return (200, f'{{"id": "{key}"}}') if key in known else (404, "{}")
    key = headers["idempotency-key"]
    await asyncio.sleep(DELAY * random.random())
    note("again" if key in known else "new", key)
    known.add(key)
    await asyncio.sleep(DELAY * random.random())
    return 201, f'{{"id": "{key}"}}'


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
            }
            await reader.readexactly(int(headers.get("content-length", "0")))
            method, path, _ = first.split(" ")
            status, body = await answer(method, path, headers)
            writer.write(
                f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # a worker was killed in the middle of a word
    finally:
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
