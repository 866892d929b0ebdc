"""What the columns of a roster without a heading look like, by their cells. A suggestion: a person says what they are."""

import re
from collections.abc import Callable
from typing import Any, Final

from mediation.case.roster_file import Cell, Source
from mediation.kit.identifiers import damaged
from mediation.kit.money import AmountError, parse_amount

SAMPLE: Final = 3
"""cells shown of a column"""
_LOOKED_AT: Final = 30
_MOST: Final = 0.6
"""so many of the cells that are not empty have to look alike"""
_PHONE: Final = re.compile(r"1\d{10}")
_ID: Final = re.compile(r"\d{17}[\dXx]")
_NAME: Final = re.compile(r"[\u3400-\u9fff·]{2,6}")
_MONTHS: Final = re.compile(r"20\d\d[-./年]\d{1,2}.*")
_LONG: Final = re.compile(r"(?<!\d)(\d{3})\d{3,}([\dXx]{4})(?!\d)")


def sample(source: Source, place: int) -> list[str]:
    """The first cells of a column that say something, without the middle of long numbers."""
    said = [text for cell in _cells(source, place) if (text := _text(cell))]
    return [_LONG.sub(r"\1****\2", text)[:40] for text in said[:SAMPLE]]


def likely(source: Source) -> dict[int, str]:
    """Place -> our column, for those that look like one. Of amounts the first is wages, the second social insurance."""
    made: dict[int, str] = {}
    for place in range(source.width):
        cells = [cell for cell in _cells(source, place) if _text(cell)]
        looks = [column for column, alike in _LOOKS if cells and _are(cells, alike)]
        if looks[:1] in (["id_number"], ["phone"]):
            looks = looks[:1]
        free = [column for column in looks if column not in made.values()]
        if free and not (looks[0] == "wages" and _counts(cells)):
            made[place] = free[0]
    return made


def _cells(source: Source, place: int) -> list[Cell]:
    return [cells[place] for _, cells in source.lines[:_LOOKED_AT] if place < len(cells)]


def _text(cell: Cell) -> str:
    return "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()


def _are(cells: list[Cell], looks: Callable[[Any], bool]) -> bool:
    return sum(looks(cell) for cell in cells) >= _MOST * len(cells)


def _is_amount(cell: Cell) -> bool:
    try:
        return int(parse_amount(_text(cell))) > 0
    except AmountError:
        return False


def _counts(cells: list[Cell]) -> bool:
    """1, 2, 3: the numbers of the lines."""
    texts = [_text(cell) for cell in cells]
    return all(text.isdecimal() for text in texts) and [int(text) for text in texts] == list(
        range(int(texts[0]), int(texts[0]) + len(texts))
    )


_LOOKS: Final[tuple[tuple[str, Callable[[Any], bool]], ...]] = (
    ("id_number", lambda cell: bool(_ID.fullmatch(_text(cell))) or damaged(cell)),
    ("phone", lambda cell: bool(_PHONE.fullmatch(_text(cell)))),
    ("period", lambda cell: bool(_MONTHS.fullmatch(_text(cell)))),
    ("wages", _is_amount),
    ("social_insurance", _is_amount),
    ("name", lambda cell: bool(_NAME.fullmatch(_text(cell)))),
)
