"""Charts as inline SVG, made here: labelled directly, told apart by pattern as well as by colour, with the table beside them.

A chart is a picture with a name and a sentence; whoever does not see it reads the table of the same values.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, ROW, BARS = 380, 26, 120
"""in pixels of a phone: there the words keep their size; wider only where words leave the bars no room"""
_FILLS = ("#003cab", "#b85600", "#1e5c2f", "#6a3fa0", "#881f1c", "#4a4a4a")
_PATTERNS = (
    "",
    '<path d="M0 8L8 0" stroke="#fff" stroke-width="2"/>',
    '<path d="M4 0V8" stroke="#fff" stroke-width="2"/>',
    '<path d="M0 4H8" stroke="#fff" stroke-width="2"/>',
    '<circle cx="4" cy="4" r="1.6" fill="#fff"/>',
    '<path d="M0 0L8 8M0 8L8 0" stroke="#fff" stroke-width="1.2"/>',
)


@dataclass(frozen=True)
class Series:
    """A name and its labelled values, in order."""

    name: str
    points: Sequence[tuple[str, int]]


def bars(ident: str, title: str, series: Sequence[Series]) -> Markup:
    """Horizontal bars, a group for each label with one of every series that has it; `ident` is unique on its page.

    Axes stay when everything is zero. Of several series each bar says to which it belongs.
    """
    table = rows(series)
    most = max((value for _, values in table for value in values if value is not None), default=0) or 1
    height = sum(ROW * _many(values) + 10 for _, values in table) + 10
    names = [one.name if len(series) > 1 else "" for one in series]
    left = _room([label for label, _ in table])
    right = _room([f"{name} {most:,}" for name in names])
    width = max(WIDTH, left + BARS + right)
    parts = [
        f'<svg role="img" aria-labelledby="{ident}-t {ident}-d" viewBox="0 0 {width} {height}" class="chart">',
        f'<title id="{ident}-t">{escape(title)}</title><desc id="{ident}-d">{escape(_sentence(series))}</desc><defs>',
        *(
            f'<pattern id="{ident}-p{n}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{_FILLS[n % 6]}"/>{_PATTERNS[n % 6]}</pattern>'
            for n in range(len(series))
        ),
        f'</defs><path d="M{left} 0V{height}" stroke="#6b6b6b"/>',
    ]
    top = 8
    for label, values in table:
        high = ROW * _many(values)
        parts.append(f'<text x="{left - 8}" y="{top + high / 2 + 5}" text-anchor="end">{escape(label)}</text>')
        drawn = [(n, value) for n, value in enumerate(values) if value is not None]
        parts += [
            _bar(
                f"{ident}-p{n}",
                at=(left, top + row * ROW),
                wide=round((width - left - right) * value / most, 1),
                said=f"{names[n]} {value:,}".strip(),
            )
            for row, (n, value) in enumerate(drawn)
        ]
        top += high + 10
    return Markup("".join(parts) + "</svg>")  # noqa: S704 - every text in it is escaped


def rows(series: Sequence[Series]) -> list[tuple[str, list[int | None]]]:
    """The table of the same values: each label with its value in every series, None in one that has no such label."""
    values = [dict(one.points) for one in series]
    labels = dict.fromkeys(label for one in series for label, _ in one.points)
    return [(label, [one.get(label) for one in values]) for label in labels]


def _many(values: Sequence[int | None]) -> int:
    return sum(value is not None for value in values)


def _bar(fill: str, *, at: tuple[int, int], wide: float, said: str) -> str:
    left, top = at
    return (
        f'<rect x="{left}" y="{top}" width="{wide}" height="{ROW - 6}" fill="url(#{fill})"/>'
        f'<text x="{left + wide + 6}" y="{top + 15}">{escape(said)}</text>'
    )


def _room(words: Sequence[str]) -> int:
    """How wide the longest is at 14 pixels: a Han character as wide as high, others about half of it."""
    widest = max((sum(14 if ord(sign) > 0x2E7F else 7.8 for sign in one) for one in words), default=0)
    return round(max(widest, 40)) + 20


def _sentence(series: Sequence[Series]) -> str:
    return "；".join(f"{one.name} {', '.join(f'{label} {value}' for label, value in one.points)}" for one in series)
