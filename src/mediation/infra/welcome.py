"""What `mediation up` prints when everything runs: addresses and accounts."""

import json
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from mediation.infra.instance import welcome_file

_NARROWEST: Final = 140


def show(environment: dict[str, str]) -> None:
    """The table of addresses and accounts; wide enough for a link wherever it is printed."""

    base, data_dir = environment["MEDIATION_BASE_URL"], Path(environment["MEDIATION_DATA_DIR"])
    table = Table(title="mediation is running; Ctrl-C stops it", show_header=False, title_justify="left")
    for what, where in (
        ("the studio's pages, for a browser", f"{base}/"),
        ("GraphQL; in a browser, a page to try it", f"{base}/graphql"),
        ("what would have gone out by SMS and mail", f"{base}/dev/gateway"),
        ("PostgreSQL", environment["MEDIATION_DATABASE_URL"]),
        ("Valkey", environment["MEDIATION_REDIS_URL"]),
        ("logs", str(data_dir / "log")),
    ):
        table.add_row(what, where)
    table.add_section()
    for what, how in json.loads(welcome_file(data_dir).read_text(encoding="utf-8")):
        table.add_row(what, f"{base}{how}" if how.startswith("/") else how)
    console = Console()
    console.width = max(console.width, _NARROWEST)
    console.print(table)
    sys.stdout.flush()
