"""Which characters the fonts of papers can print. A character without a glyph is named, never printed as an empty box.

The fonts come as packages: Noto Serif in its mainland, Taiwan and Japan subsets (SIL Open Font License), which together
hold every character of the Basic Multilingual Plane, Extension A, the official table of standard characters and some two
thousand rarer ones. What they lack comes from fonts that the operator lays in `MEDIATION_FONTS_DIR`.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
from fontTools.ttLib import TTCollection, TTFont

from mediation.document.blocks import TODAY, Block
from mediation.kit.problems import FieldProblem, Invalid, Text

_OWN: Final = (pylopdf_fonts_zh_cn, pylopdf_fonts_zh_tw, pylopdf_fonts_jp)
_SUFFIXES: Final = frozenset({".otf", ".ttf", ".ttc", ".otc"})
_AROUND: Final = 6


def font_folders(more: Path | None) -> tuple[str, ...]:
    """The folders of the fonts, as strings, the operator's last."""
    folders = [str(package.serif_path().parent) for package in _OWN]
    return (*folders, str(more)) if more is not None else tuple(folders)


@lru_cache(maxsize=4)
def printable(folders: tuple[str, ...]) -> frozenset[int]:
    """Every code point with a glyph in some font of the folders. Reads each font once per process."""
    return frozenset(point for folder in folders for path in _files(folder) for point in _points(path))


def _files(folder: str) -> Iterator[Path]:
    yield from (path for path in sorted(Path(folder).rglob("*")) if path.suffix.lower() in _SUFFIXES)


def _points(path: Path) -> Iterable[int]:
    fonts = (
        TTCollection(path, lazy=True).fonts if path.suffix.lower() in {".ttc", ".otc"} else [TTFont(path, lazy=True)]
    )
    for font in fonts:
        yield from font.getBestCmap() or ()
        font.close()


def check(blocks: Iterable[Block], known: frozenset[int]) -> None:
    """Raises Invalid (content, `unprintable`) for every character without a glyph, each with the words it stands in."""
    faults = [_fault(char, words) for char, words in _unprintable(blocks, known).items()]
    if faults:
        raise Invalid(*faults)


def _unprintable(blocks: Iterable[Block], known: frozenset[int]) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks:
        for text in (block.text, *block.head, *(cell for row in block.rows for cell in row)):
            for at, char in enumerate(text):
                if char not in found and ord(char) not in known and not _invisible(char):
                    found[char] = text[max(0, at - _AROUND) : at + _AROUND + 1]
    return found


def _invisible(char: str) -> bool:
    """Line breaks, spaces and the selectors of variants print nothing of their own."""
    point = ord(char)
    selects = 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF
    return char == TODAY or selects or unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def _fault(char: str, words: str) -> FieldProblem:
    code = f"U+{ord(char):04X}"
    return FieldProblem(
        "content",
        "unprintable",
        Text(
            f"“{words}”中的“{char}”（{code}）没有可以打印的字形，请由管理员补充字体。",
            f"The character {char} ({code}) in “{words}” cannot be printed: no font has it. Ask the operator for one.",
        ),
    )
