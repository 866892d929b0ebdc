"""The commands. Each is a few lines: it reads the settings, imports what it needs, and hands over.

Imports of the product stand inside the commands: `mediation --help` and the supervisor of `mediation up` stay quick.
"""

import asyncio
import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from mediation.commands.amount import amount
from mediation.commands.deadline import deadline
from mediation.commands.doors import doors
from mediation.commands.ready import attached, ready
from mediation.kit.problems import Invalid
from mediation.kit.refusal import RefusedError

app = typer.Typer(
    help="Case management and GraphQL API for joint mediation studios.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks print local variables
)
admin = typer.Typer(help="Accounts that nobody inside can make yet.", no_args_is_help=True)
vault = typer.Typer(help="The keys of what is encrypted in the database.", no_args_is_help=True)
calendar = typer.Typer(help="The working days of a year.", no_args_is_help=True)
clock = typer.Typer(help="The clock of a demonstration.", no_args_is_help=True)
app.add_typer(admin, name="admin")
app.add_typer(vault, name="vault")
app.add_typer(calendar, name="calendar")
app.add_typer(clock, name="clock")
app.command()(amount)
app.command()(deadline)
app.command()(doors)

_SHOWN = 40

Check = Annotated[bool, typer.Option("--check", help="Change nothing; fail when the file is not up to date.")]


@app.command()
def up() -> None:
    """Run everything here: database, queue, API and worker, with demonstration data. Ctrl-C stops it."""
    import os

    os.environ["MEDIATION_DEMONSTRATION"] = "true"
    from mediation.infra import welcome
    from mediation.infra.instance import Instance
    from mediation.infra.supervisor import StopRequested, ignore_further_signals, stop_on_signals
    from mediation.settings import get_settings

    stop_on_signals()
    instance = Instance(get_settings(), say=_say)
    try:
        instance.start()
        welcome.show(instance.environment)
        instance.run()
    except StopRequested:
        _say("stopping …")
    finally:
        ignore_further_signals()
        instance.stop()
    _say("stopped; the data are kept")


@app.command()
def serve(
    fd: Annotated[int | None, typer.Option(help="A listening socket handed over by the parent.", hidden=True)] = None,
) -> None:
    """Serve the API and the web pages at MEDIATION_HOST:MEDIATION_PORT."""
    settings = ready()
    import socket

    with _loading():
        import uvicorn

        from mediation.app import create_app
        from mediation.http import UVICORN_OPTIONS
        from mediation.infra import log, memory

        log.configure()
        application = create_app(settings)
        memory.settle()
    config = uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        access_log=False,  # the proxy in front has one; ours tells of what matters
        ws="websockets-sansio",
        **UVICORN_OPTIONS,
    )
    sockets = None if fd is None else [socket.socket(fileno=fd)]

    class Server(uvicorn.Server):
        """Lets go of the pages that wait for news: otherwise it would wait for them until its patience ends."""

        def handle_exit(self, sig: int, frame: Any) -> None:
            application.state.leaving.set()
            super().handle_exit(sig, frame)

    Server(config).run(sockets=sockets)


@app.command()
def work() -> None:
    """Run the worker: reminders, deliveries, sweeps. Start as many as you like."""
    ready()
    with _loading():
        from mediation import worker
    worker.main()


@app.command()
def migrate(
    check_drift: Annotated[
        bool, typer.Option("--check-drift", help="Compare a migrated database with the models, on servers of its own.")
    ] = False,
) -> None:
    """Bring the database to the newest revision."""
    from mediation.infra import revisions

    if check_drift:
        _fail_on_drift()
        return
    settings = attached()
    if settings.database_url is None:
        raise RefusedError("MEDIATION_DATABASE_URL is missing, and no `mediation up` is running here.")
    if not settings.demonstration:
        settings.check_no_demonstration()
    _say(f"the database is at revision {revisions.upgrade(settings.database_url)}")


@app.command()
def seed(
    people: Annotated[bool, typer.Option("--people", help="Only agencies, accounts and the panel: no case.")] = False,
) -> None:
    """Load the demonstration data into an empty database."""
    settings = ready(attach=True)
    if not settings.demonstration:
        raise RefusedError("Demonstration data are for demonstrations: this database is not one of `mediation up`.")

    from mediation import seed as data
    from mediation.infra.folder import write_private
    from mediation.infra.instance import welcome_file

    data.run(only_people=people)
    write_private(welcome_file(settings.data_dir), json.dumps(data.table(), ensure_ascii=False, indent=2))


@app.command()
def schema(check: Check = False) -> None:
    """Write the API's schema to schema.graphql."""
    from mediation.schema import sdl
    from mediation.settings import project_dir

    _settle(project_dir() / "schema.graphql", sdl(), check=check, remedy="make schema")


@app.command()
def policy(check: Check = False) -> None:
    """Write who may do what to policies/MATRIX.md, in which states to docs/states.md, and until when to docs/deadlines.md."""
    from mediation.commands import pages

    for path, text in pages.generated():
        _settle(path, text, check=check, remedy="make policy")


@app.command()
def words() -> None:
    """Bring the English catalogues of the pages in step with the templates, and name what has no English yet."""
    from mediation.commands import words as catalogues

    if missing := catalogues.update():
        typer.echo("\n".join(missing), err=True)
        raise typer.Exit(1)


@app.command()
def verify() -> None:
    """Check the journal's chains against themselves and against the heads kept outside the database."""
    settings = ready(attach=True)
    from mediation.journal import verify as journal

    raise typer.Exit(journal.main(settings))


@app.command()
def recompute(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when one is not as the journal says.")
    ] = False,
) -> None:
    """Make the deadlines of all open cases anew from the journal, with the calendar and the table of today."""
    settings = ready(attach=True)
    from mediation import bindings
    from mediation.app import runtime_for
    from mediation.deadline import recompute as again

    bindings.bind()
    raise typer.Exit(again.main(lambda: runtime_for(settings), check=check))


@app.command()
def story() -> None:
    """Play the case of thirty-four workers over HTTP on a fresh instance, and print what everybody did and saw."""
    from mediation import story as play

    raise typer.Exit(play.main())


@vault.command("rotate")
def rotate() -> None:
    """Seal everything anew with the newest key of MEDIATION_VAULT_KEYS, while the product runs with both."""
    settings = ready(attach=True)
    import mediation.models  # noqa: F401 - registers every table
    from mediation.person import rotation

    raise typer.Exit(rotation.main(settings))


@admin.command("create")
def create_administrator(
    login: Annotated[str, typer.Option(help="Lower-case ASCII.")],
    agency: Annotated[str, typer.Option(help="Name of the agency; made when it is not there and the rest is given.")],
    name: Annotated[str, typer.Option(help="The administrator's name.")] = "管理员",
    kind: Annotated[str, typer.Option(help="union, court, human_resources or justice.")] = "union",
    city_code: Annotated[str | None, typer.Option(help="GB/T 2260, such as 310100.")] = None,
    city: str | None = None,
    district_code: Annotated[str | None, typer.Option(help="GB/T 2260, such as 310112.")] = None,
    district: str | None = None,
    studio: Annotated[str | None, typer.Option(help="Name of the studio that a union agency runs.")] = None,
    legal_basis: Annotated[str, typer.Option(help="Why the studio is a mediation body.")] = "",
    number_prefix: Annotated[str, typer.Option(help="What its case numbers begin with.")] = "",
) -> None:
    """Create an administrator. The password is asked for, or read from the first line of standard input."""
    settings = ready(attach=True)
    from mediation.access.guard import guard
    from mediation.agency.admin import Place, create
    from mediation.agency.establish import StudioDraft
    from mediation.agency.models import AgencyKind
    from mediation.app import runtime_for

    drafted = StudioDraft(studio, studio, legal_basis, number_prefix) if studio else None
    place = Place(
        agency=agency,
        kind=AgencyKind(kind),
        city_code=city_code,
        city=city,
        district_code=district_code,
        district=district,
        studio=drafted,
    )

    async def run(password: str) -> str:
        runtime = runtime_for(settings)
        guard.load(settings.policies_dir)
        try:
            return await create(runtime, login=login, password=password, place=place, name=name)
        finally:
            await runtime.close()

    _say(asyncio.run(run(_read_password())))


@calendar.command("load")
def load_calendar(
    file: Annotated[
        Path, typer.Argument(help="A notice in YAML or JSON, with the keys of policies/calendar/2026.yaml.")
    ],
) -> None:
    """Let a year's notice of holidays count, while the product runs: what hangs on it moves, and people are told."""
    from mediation.holiday import command

    try:
        notice = command.read(file)
    except Invalid as problem:
        _say(f"{file}: {'; '.join(f'{field.path}: {field.text.en}' for field in problem.fields)}")
        raise typer.Exit(2) from None
    settings = ready(attach=True)
    from mediation.app import ready_runtime

    _say(asyncio.run(command.load(ready_runtime(settings), notice)))


@clock.command("set")
def set_clock(instant: Annotated[str, typer.Argument(help="ISO 8601; without an offset it is Asia/Shanghai.")]) -> None:
    """Move the clock of the running demonstration."""
    from mediation.infra.clock import SHANGHAI, FileClock

    settings = attached()
    if settings.clock_file is None:
        raise RefusedError("There is no movable clock: only `mediation up` has one.")
    try:
        at = datetime.fromisoformat(instant)
    except ValueError:
        raise RefusedError(f"{instant} is not an instant; write it as 2026-11-23T18:00.") from None
    at = at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
    FileClock(settings.clock_file).set(at)
    _say(f"the clock runs on from {at.isoformat()}")


@contextmanager
def _loading() -> Iterator[None]:
    """What is loaded within stays for good: not looking at it for garbage saves a quarter of the start, and time after."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def _settle(path: Path, text: str, *, check: bool, remedy: str) -> None:
    if not check:
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        raise RefusedError(f"{path.name} is not up to date: run `{remedy}` and commit it.")


def _fail_on_drift() -> None:
    import mediation.models  # noqa: F401 - registers every table
    from mediation.infra import drift

    found = drift.between_migrations_and_models()
    if found:
        shown = [*found[:_SHOWN], *([f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else [])]
        raise RefusedError("The migrations and the models differ:\n" + "\n".join(shown))


def _read_password() -> str:
    from getpass import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if getpass("Again: ") != password:
        raise RefusedError("The two passwords differ.")
    return password


def _say(text: str) -> None:
    sys.stderr.write(f"mediation: {text}\n")
    sys.stderr.flush()


def main() -> None:
    """The entry point: what is expected to go wrong is one sentence, everything else is a traceback."""
    try:
        app()
    except RefusedError as error:
        _say(str(error))
        sys.exit(1)
    except Invalid as problem:
        _say("; ".join(f"{field.path}: {field.text.en}" for field in problem.fields))
        sys.exit(1)


if __name__ == "__main__":
    main()
