"""Charts as inline SVG, made here: labelled directly, told apart by pattern as well as by colour, with the table beside them.

A chart is a picture with a name and a sentence; whoever does not see it reads the table of the same values.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, ROW, LEFT, RIGHT = 640, 26, 150, 70
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
    """Horizontal bars, one group for each label; `ident` is unique on its page. Axes stay when everything is zero."""
    labels = list(dict.fromkeys(label for one in series for label, _ in one.points))
    values = [dict(one.points) for one in series]
    most = max((value for one in values for value in one.values()), default=0) or 1
    high = ROW * len(series)
    height = len(labels) * (high + 10) + 10
    parts = [
        f'<svg role="img" aria-labelledby="{ident}-t {ident}-d" viewBox="0 0 {WIDTH} {height}" class="chart">',
        f'<title id="{ident}-t">{escape(title)}</title><desc id="{ident}-d">{escape(_sentence(series))}</desc><defs>',
        *(
            f'<pattern id="{ident}-p{n}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{_FILLS[n % 6]}"/>{_PATTERNS[n % 6]}</pattern>'
            for n in range(len(series))
        ),
        f'</defs><path d="M{LEFT} 0V{height}" stroke="#6b6b6b"/>',
    ]
    for row, label in enumerate(labels):
        top = row * (high + 10) + 8
        parts.append(f'<text x="{LEFT - 8}" y="{top + high / 2 + 5}" text-anchor="end">{escape(label)}</text>')
        for n, one in enumerate(values):
            value = one.get(label, 0)
            wide = round((WIDTH - LEFT - RIGHT) * value / most, 1)
            y = top + n * ROW
            parts.append(
                f'<rect x="{LEFT}" y="{y}" width="{wide}" height="{ROW - 6}" fill="url(#{ident}-p{n})"/>'
                f'<text x="{LEFT + wide + 6}" y="{y + 15}">{value:,}</text>'
            )
    return Markup("".join(parts) + "</svg>")  # noqa: S704 - every text in it is escaped


def _sentence(series: Sequence[Series]) -> str:
    return "；".join(f"{one.name} {', '.join(f'{label} {value}' for label, value in one.points)}" for one in series)
