"""`mediation deadline`: when a period of the law ends, step by step, with its source."""

from typing import Annotated

import typer


def deadline(
    rule: Annotated[str | None, typer.Argument(help="A row of the table, such as A-21; --list shows all.")] = None,
    trigger: Annotated[
        str | None,
        typer.Argument(
            metavar="TRIGGER_DATE",
            help="The day of the event it runs from: 2026-09-16. For a period in hours its moment: 2026-09-16T16:30.",
        ),
    ] = None,
    region: Annotated[str | None, typer.Option(help="Where: a name, or a GB/T 2260 code such as 330100.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as JSON.")] = False,
    list_all: Annotated[
        bool, typer.Option("--list", help="Every rule with the event it runs from, or RULE alone.")
    ] = False,
) -> None:
    """Compute when a period of the law ends: rule, source, trigger, natural end, effective end, each step."""
    from mediation.commands import deadline_answers

    if list_all:
        deadline_answers.list_rules(rule, region=region, as_json=as_json)
    else:
        deadline_answers.answer(rule, trigger, region=region, as_json=as_json)
