"""The heads as a page that a lawyer can read: `docs/amounts.md`, generated, compared in CI."""

import inspect
import re
from collections.abc import Iterator

from mediation.law.amounts.heads import HEADS, Head
from mediation.law.amounts.inputs import Input

_INTRO = """# Every head of a claim, with what it asks for

Generated from `src/mediation/law/amounts/` by `make policy`; do not edit. `mediation amount HEAD name=value …` computes one, step by
step, with the words of each article. A value is written as a text: `_fen` is a whole number of fen, or yuan as `6480元`; `_on` a
day; rows stand between semicolons. VALUE@SOURCE is a local figure with who published it: left out, it is looked up in
`policies/region`; where it is missing there, it is asked for.

Sums are exact and rounded once, half a fen up, at the end; the whole yuan with the rest cut off stands beside it
([0014](decisions/0014-amounts-are-exact-and-ask.md)).
"""


def markdown() -> str:
    """The page: a section for each head, in the order of the register."""
    return _INTRO + "".join("\n" + "\n".join(_section(head)) + "\n" for head in HEADS.values())


def _section(head: Head) -> Iterator[str]:
    yield f"## {head.title.zh} · {head.title.en}"
    yield ""
    yield f"`{head.id}`: {_rule(head)}"
    yield ""
    yield "| 输入 input | | 写法 written as | 说明 what it is |"
    yield "|---|---|---|---|"
    for name, (spec, required) in head.inputs.items():
        yield f"| `{name}` | {'必填 required' if required else ''} | {_written(spec)} | {_cell(spec)} |"


def _rule(head: Head) -> str:
    """What the function says that it returns, and from which articles."""
    said = inspect.getdoc(head.function) or ""
    kept = [part for part in re.split(r"\n\s*\n", said) if not part.startswith("Raises")]
    words = " ".join(" ".join(kept).split()).removeprefix("Return ")
    return words[:1].upper() + words[1:]


def _written(spec: Input) -> str:
    return f"`{spec.type}`".replace("|", "\\|")


def _cell(spec: Input) -> str:
    unit = f" ({spec.unit})" if spec.unit else ""
    return f"{spec.about.zh}<br>{spec.about.en}{unit}".replace("|", "\\|")
