"""`mediation doors`: the ways that the law leaves in a case, closed ones with the reason."""

from typing import Annotated

import typer


def doors(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The number of a case, such as 闵工调〔2026〕1号.")],
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as JSON.")] = False,
) -> None:
    """Show the ways that the law leaves in a case: open or not, until when, what each needs, and why not."""
    from mediation.commands import doors_answers
    from mediation.commands.ready import ready

    doors_answers.answer(ready(attach=True), case, as_json=as_json)
