"""The smallest program that an instance can run, instead of the product: quick to start, easy to kill. For tests.

stand_in.py up | migrate | seed | serve --fd N | work
"""

import asyncio
import http.server
import os
import signal
import socket
import sys

from mediation.infra import revisions
from mediation.infra.instance import Commands, Instance, welcome_file
from mediation.infra.supervisor import StopRequested, ignore_further_signals, stop_on_signals
from mediation.kit.refusal import RefusedError
from mediation.settings import get_settings

REVISION = "0001"
URL = os.environ.get("MEDIATION_DATABASE_URL", "")


def tell(text: str) -> None:
    print(text, flush=True)


def up() -> None:
    os.environ["MEDIATION_DEMONSTRATION"] = "true"
    this = [sys.executable, __file__]
    commands = Commands(REVISION, **{name: [*this, name] for name in ("migrate", "seed", "serve", "work")})
    stop_on_signals()
    instance = Instance(get_settings(), say=tell, commands=commands)
    try:
        instance.start()
        tell(f"ready {instance.environment['MEDIATION_BASE_URL']}")
        instance.run()
    except StopRequested as request:
        tell(f"asked by {request}")
    except RefusedError as error:
        sys.exit(str(error))
    finally:
        ignore_further_signals()
        instance.stop()
    tell("stopped")


async def run(*statements: str) -> None:
    connection = await revisions.connect(URL)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


def migrate() -> None:
    asyncio.run(
        run(
            "CREATE TABLE staff (login text)",
            "CREATE TABLE heartbeat (name text UNIQUE, beat_at timestamptz)",
            f"CREATE TABLE alembic_version AS SELECT '{REVISION}' AS version_num",
        )
    )


def seed() -> None:
    asyncio.run(run("INSERT INTO staff VALUES ('chen')"))
    welcome_file(get_settings().data_dir).write_text("[]")


def serve(fd: int) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/die":
                os._exit(3)
            body = f"{os.getpid()} {self.path}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.HTTPServer(("", 0), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = socket.socket(fileno=fd)
    server.serve_forever()


def work() -> None:
    beat = "INSERT INTO heartbeat VALUES ('w', now()) ON CONFLICT (name) DO UPDATE SET beat_at = now()"
    asyncio.run(run(beat))
    signal.pause()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", "--fd", fd]:
            serve(int(fd))
        case ["up" | "migrate" | "seed" | "work" as name]:
            {"up": up, "migrate": migrate, "seed": seed, "work": work}[name]()
        case other:
            sys.exit(f"what is {other}?")
