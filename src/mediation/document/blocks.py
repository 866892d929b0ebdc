"""A paper as a list of blocks, and the small markup that forms are written in. Pure.

A line of a form is a title (`# `), heading (`## `), centred note (`^ `), line to the right (`> `), plain line (`- `), row of
labelled fields (`= a：b | c：d`), table head (`|! a:2 | b:1`, with relative widths), table row (`| a | b`), place to sign
(`* `), new page (`~~~`), code to scan (`!qr address | caption`), or else a paragraph. Values pass through `sheltered`,
so that nothing somebody wrote can start a block or a cell of its own.
"""

from dataclasses import dataclass, field
from typing import Any, Final

_LINE: Final = "\x1e"
_CELL: Final = "\x1f"
_SHELTER: Final = "\x1d"
TODAY: Final = "\x1c"
"""Stands for the day of printing, so that a paper does not grow old by the day alone."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a paper. `rows` holds cells of tables and pairs of fields."""

    kind: str
    text: str = ""
    head: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    rows: list[list[str]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": self.kind, "text": self.text, "head": [*self.head], "widths": [*self.widths], "rows": self.rows}


_MARKS: Final = (
    ("## ", "heading"),
    ("# ", "title"),
    ("^ ", "note"),
    ("> ", "right"),
    ("- ", "line"),
    ("* ", "sign"),
    ("!qr ", "qr"),
)


def sheltered(value: str) -> str:
    """A value on its way into a form: line breaks and bars are kept as content."""
    return _SHELTER + value.replace("\n", _LINE).replace("|", _CELL)


def read(text: str) -> list[Block]:
    """The blocks of a form that was filled in."""
    blocks: list[Block] = []
    for line in text.split("\n"):
        if line.strip(" "):
            _read_line(line.strip(" "), blocks)
    return blocks


def _read_line(line: str, blocks: list[Block]) -> None:
    if line.startswith("|! "):
        cells = [cell.strip(" ").rpartition(":") for cell in line[3:].split("|")]
        head, widths = tuple(_open(name) for name, _, _ in cells), tuple(int(width) for _, _, width in cells)
        blocks.append(Block("table", head=head, widths=widths))
    elif line.startswith("|"):
        blocks[-1].rows.append([_open(cell) for cell in line[1:].split("|")])
    elif line.startswith("= "):
        if not blocks or blocks[-1].kind != "fields":
            blocks.append(Block("fields"))
        pairs = [pair.partition("：") for pair in line[2:].split("|")]
        blocks[-1].rows.append([part for name, _, value in pairs for part in (_open(name), _open(value))])
    elif line == "~~~":
        blocks.append(Block("page"))
    else:
        mark, kind = next(((mark, kind) for mark, kind in _MARKS if line.startswith(mark)), ("", "paragraph"))
        blocks.append(Block(kind, text=_open(line.removeprefix(mark))))


def _open(text: str) -> str:
    return text.strip(" ").replace(_SHELTER, "").replace(_LINE, "\n").replace(_CELL, "|").strip(" ")


def dated(blocks: list[Block], today: str) -> list[dict[str, Any]]:
    """The blocks as JSON with the day of printing put in."""

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(TODAY, today)
        if isinstance(value, list):
            return [put(item) for item in value]
        return value

    return [{name: put(value) for name, value in block.plain().items()} for block in blocks]


def characters(blocks: list[Block]) -> set[str]:
    """Every character that is printed."""
    found: set[str] = set()
    for block in blocks:
        found.update(block.text, *block.head, *(cell for row in block.rows for cell in row))
    return found
