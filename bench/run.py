"""`make bench`: the product beside its floor, in turn, on one machine. `make bench-growth`: the work queue as cases grow.
`make bench-pages`: the server's time for each page of the client.

Exit code 0: every aim was met; 1: an aim was missed; 2: it could not be measured.
"""

import argparse
import asyncio
import json
import sys
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import uvloop

from bench import aims, load, operations, periods, place, projecting, verbs
from bench.data import Keys, hand_out
from bench.place import Server
from mediation.app import ready_runtime
from mediation.infra.clock import SystemClock
from mediation.infra.embedded import Servers
from mediation.kit.refusal import RefusedError

OUT = Path(__file__).parent / "out"
WIDTHS = (1, 16)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; returns the exit code."""
    asked = _parse(arguments)
    if asked.only == ["periods"]:
        return _periods()
    try:
        if not asked.pages:
            load.check_installed()
        with place.servers() as running:
            if asked.pages:
                return _pages(running, asked)
            if asked.projecting:
                return _projecting(running, asked)
            return _growth(running, asked) if asked.growth else _beside_the_floor(running, asked)
    except (load.NoLoadGeneratorError, RefusedError) as refusal:
        print(refusal, file=sys.stderr)
        return 2


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000, help="how many cases the database holds")
    parser.add_argument("--rounds", type=int, default=5, help="rounds per operation and width")
    parser.add_argument("--seconds", type=int, default=3, help="length of a round")
    parser.add_argument("--only", action="append", help="one operation, by name, or `periods`; may be repeated")
    parser.add_argument("--growth", action="store_true", help="only the work queue, at 20,000 and at a million cases")
    parser.add_argument("--pages", action="store_true", help="only the server's time for each page of the client")
    parser.add_argument(
        "--projecting", action="store_true", help="only the deadlines of open cases, made from the journal"
    )
    return parser.parse_args(arguments)


def _beside_the_floor(running: Servers, asked: argparse.Namespace) -> int:
    url = place.database(running, asked.cases, say=_say)
    settings = place.settings(url, running)
    keys = asyncio.run(_keys(url, settings.secret_key_bytes))
    chosen = [
        one for one in operations.all_of(keys, settings.secret_key_bytes) if not asked.only or one.name in asked.only
    ]
    whole = not asked.only
    with place.product(url, running) as product, place.floor(url) as floor:
        for operation in chosen:
            agree(operation, product, floor)
        samples = _measure(chosen, (product, floor), rounds=asked.rounds, seconds=asked.seconds)
        memory = {server.name: server.memory_mib for server in (product, floor)}
        signing = asyncio.run(verbs.signing(settings, keys, product, floor, at=SystemClock().now())) if whole else None
    draining = asyncio.run(verbs.draining(settings)) if whole else None
    found = aims.lines(samples)
    print(aims.table(found))
    print(f"memory: product {memory['product']:.0f} MiB, floor {memory['floor']:.0f} MiB")
    for writing in (signing, draining):
        if writing is not None:
            print(writing.sentence)
    speed = periods.measure() if whole else None
    if speed is not None:
        print(speed.sentence)
    _write(
        f"beside-the-floor-{asked.cases}",
        {
            "cases": asked.cases,
            "lines": [line.as_json() for line in found],
            "memory_mib": memory,
            "signing": signing and vars(signing),
            "draining": draining and vars(draining),
            "periods_per_minute": speed and speed.per_minute,
        },
    )
    missed = [f"{line.operation}: {line.ratio:.3f} of the floor, aim {line.aim}" for line in found if line.is_missed]
    return _judged([*missed, *([speed.sentence] if speed and speed.is_missed else [])])


def _periods() -> int:
    speed = periods.measure()
    print(speed.sentence)
    _write("periods", {"periods_per_minute": speed.per_minute, "kinds": speed.kinds})
    return _judged([speed.sentence] if speed.is_missed else [])


def agree(operation: operations.Operation, product: Server, floor: Server) -> None:
    """Raises RuntimeError unless product and floor say the same to every question of `operation`."""
    for ours, theirs in zip(operation.product, operation.floor, strict=True):
        mine = operation.read_product(_ask(product.base_url, ours))
        plain = operation.read_floor(_ask(floor.base_url, theirs))
        if mine != plain:
            raise RuntimeError(f"{operation.name}: the product says {mine}, the floor says {plain}")


def _ask(base_url: str, request: load.Request) -> bytes:
    body = request.body.encode() if request.body is not None else None
    made = urllib.request.Request(base_url + request.path, data=body, headers=dict(request.headers))
    with urllib.request.urlopen(made, timeout=30.0) as response:
        content: bytes = response.read()
        return content


def _measure(
    chosen: Sequence[operations.Operation], servers: tuple[Server, Server], *, rounds: int, seconds: int
) -> list[aims.Sample]:
    """Interleaved: whatever else the machine does falls on both. Who goes first changes with every round."""
    samples = []
    for number in range(-1, rounds):  # round -1 warms up
        _say("warming up …" if number < 0 else f"round {number + 1} of {rounds} …")
        for operation in chosen:
            for connections in WIDTHS:
                for server in servers if number % 2 else reversed(servers):
                    asked = operation.product if server.name == "product" else operation.floor
                    seen = load.run(server, asked, connections=connections, seconds=seconds if number >= 0 else 1)
                    if number >= 0:
                        samples.append(aims.Sample(operation.name, connections, server.name, seen))
    return samples


def _growth(running: Servers, asked: argparse.Namespace) -> int:
    sizes = (20_000, 1_000_000)
    samples: dict[int, list[load.Load]] = {size: [] for size in sizes}
    with ExitStack() as stack:
        places = {}
        for size in sizes:
            url = place.database(running, size, say=_say)
            keys = asyncio.run(_keys(url, place.settings(url, running).secret_key_bytes))
            places[size] = (stack.enter_context(place.product(url, running)), operations.work_queue(keys))
        for number in range(-1, asked.rounds):
            _say("warming up …" if number < 0 else f"round {number + 1} of {asked.rounds} …")
            for size, (server, queue) in places.items():
                seen = load.run(server, queue.product, connections=16, seconds=asked.seconds)
                if number >= 0:
                    samples[size].append(seen)
    found = aims.growth(samples)
    for size, seen in ((found.small_cases, found.small), (found.large_cases, found.large)):
        print(f"work queue at {size:>9,} cases: {seen.per_second:7,.0f}/s, p99 {seen.p99_ms:.1f} ms")
    print(f"cost at {found.large_cases:,}: {found.cost:.2f} × that at {found.small_cases:,}; aim {aims.GROWTH} ×")
    _write("growth", {"cost": found.cost, "small": vars(found.small), "large": vars(found.large)})
    return _judged([f"growth: {found.cost:.2f} ×"] if found.is_missed else [])


def _projecting(running: Servers, asked: argparse.Namespace) -> int:
    found = projecting.measure(running, asked.cases - asked.cases % 60, say=_say)
    print(found.sentence)
    _write(f"projecting-{found.cases}", vars(found))
    return _judged(["projecting: too slow"] if found.is_missed else [])


def _pages(running: Servers, asked: argparse.Namespace) -> int:
    from bench import pages  # reads the table of the browser's tests

    url = place.database(running, asked.cases, say=_say)
    settings = place.settings(url, running)

    async def measured() -> tuple[list[pages.Timed], list[str]]:
        runtime = ready_runtime(settings)
        try:
            return await pages.measure(runtime, url, await _keys(url, settings.secret_key_bytes))
        finally:
            await runtime.close()

    timed, left = uvloop.run(measured())
    print(pages.table(timed))
    if left:
        print("not measured, for what they show is not in this database: " + ", ".join(left))
    _write(f"pages-{asked.cases}", {"cases": asked.cases, "pages": [vars(one) for one in timed], "not_measured": left})
    return _judged([f"{one.name}: {one.p95_ms:.0f} ms, aim {aims.PAGE_P95_MS:.0f}" for one in timed if one.is_missed])


async def _keys(url: str, secret: bytes) -> Keys:
    return await hand_out(url, secret=secret, at=SystemClock().now())


def _judged(missed: Sequence[str]) -> int:
    for one in missed:
        print(f"MISSED {one}", file=sys.stderr)
    return 1 if missed else 0


def _write(name: str, told: dict[str, Any]) -> None:
    OUT.mkdir(exist_ok=True)
    at = SystemClock().now()
    path = OUT / f"{name}-{at:%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps({"at": at.isoformat(), **told}, indent=2, ensure_ascii=False), encoding="utf-8")
    print(f"written to {path}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
