"""`mediation amount`: what a head of a claim comes to, step by step, with its sources."""

from typing import Annotated

import typer


def amount(
    head: Annotated[str | None, typer.Argument(help="What is computed; --list shows all.")] = None,
    inputs: Annotated[
        list[str] | None, typer.Argument(help="name=value, as --list shows them. Money in fen, or in yuan as 6480元.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Where the work was done: a name, or a GB/T 2260 code such as 330100.")
    ] = None,
    on: Annotated[str | None, typer.Option(help="The day whose law and figures count; today unless given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as JSON.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="Every head with its inputs, or those of HEAD.")] = False,
) -> None:
    """Compute what a head of a claim comes to: fen, whole yuan, each step, and the article it rests on."""
    from mediation.commands import amount_answers

    if list_all:
        amount_answers.list_heads(head, as_json=as_json)
    else:
        amount_answers.answer(head, inputs or [], region=region, on=on, as_json=as_json)
