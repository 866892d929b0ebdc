"""What speed this project promises, and whether it was kept. Pure: figures in, sentences out.

The aims of the first landing, as ratios to the floor of the same run; why they are what they are stands in docs/.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.load import Load

OF_THE_FLOOR: Final[Mapping[str, float]] = {"work queue": 0.07, "case detail": 0.06, "status page": 0.29}
"""requests per second with 16 connections, as a part of the floor's"""
GROWTH: Final = 1.3
"""how many times its own cost at 20,000 cases the work queue may take at a million"""

PAGE_P95_MS: Final = 100.0
"""what a page of the client may take of the server, in milliseconds, in nineteen of twenty cases"""


@dataclass(frozen=True)
class Sample:
    """One round of one server."""

    operation: str
    connections: int
    server: str
    load: Load


@dataclass(frozen=True)
class Line:
    """Medians over the rounds of one operation at one width."""

    operation: str
    connections: int
    product: Load
    floor: Load
    spread: float
    """(largest - smallest) / median of the floor's own rounds: how far the machine can be believed"""

    @property
    def ratio(self) -> float:
        """The product's requests per second as a part of the floor's."""
        return self.product.per_second / self.floor.per_second

    @property
    def aim(self) -> float | None:
        """What was promised for this line."""
        return OF_THE_FLOOR.get(self.operation) if self.connections == 16 else None

    @property
    def is_missed(self) -> bool:
        """Whether the promise was not kept; to the two digits in which it was made."""
        return self.aim is not None and round(self.ratio, 2) < self.aim

    def as_json(self) -> dict[str, Any]:
        """For the file."""
        return {
            "operation": self.operation,
            "connections": self.connections,
            "product": vars(self.product),
            "floor": vars(self.floor),
            "floor_spread": self.spread,
            "ratio": self.ratio,
            "aim": self.aim,
        }


def lines(samples: Sequence[Sample]) -> list[Line]:
    """The medians, in the order in which the operations were measured."""
    places = dict.fromkeys((one.operation, one.connections) for one in samples)
    return [_line(operation, connections, samples) for operation, connections in places]


def _line(operation: str, connections: int, samples: Sequence[Sample]) -> Line:
    mine = [one for one in samples if (one.operation, one.connections) == (operation, connections)]
    by_server = {name: [one.load for one in mine if one.server == name] for name in ("product", "floor")}
    floor = [load.per_second for load in by_server["floor"]]
    return Line(
        operation,
        connections,
        _median(by_server["product"]),
        _median(by_server["floor"]),
        (max(floor) - min(floor)) / statistics.median(floor),
    )


def _median(loads: Sequence[Load]) -> Load:
    return Load(
        statistics.median(one.per_second for one in loads),
        statistics.median(one.p50_ms for one in loads),
        statistics.median(one.p99_ms for one in loads),
        statistics.median(one.cpu_ms for one in loads),
    )


def table(found: Sequence[Line]) -> str:
    """The lines as a table."""
    head = (
        "operation",
        "conn.",
        "product/s",
        "floor/s",
        "ratio",
        "aim",
        "p99 ms",
        "floor",
        "CPU ms",
        "floor",
        "spread",
    )
    rows = [
        (
            line.operation,
            str(line.connections),
            f"{line.product.per_second:,.0f}",
            f"{line.floor.per_second:,.0f}",
            f"{line.ratio:.3f}",
            "" if line.aim is None else f"{line.aim:.2f}{' MISSED' if line.is_missed else ''}",
            f"{line.product.p99_ms:.1f}",
            f"{line.floor.p99_ms:.1f}",
            f"{line.product.cpu_ms:.2f}",
            f"{line.floor.cpu_ms:.2f}",
            f"±{line.spread / 2:.0%}",
        )
        for line in found
    ]
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row)).rstrip()
        for row in (head, *rows)
    )


@dataclass(frozen=True)
class Growth:
    """The work queue at two sizes, measured in turn."""

    small_cases: int
    large_cases: int
    small: Load
    large: Load

    @property
    def cost(self) -> float:
        """How many times the cost at the small size."""
        return self.small.per_second / self.large.per_second

    @property
    def is_missed(self) -> bool:
        """Whether it grew more than promised."""
        return round(self.cost, 2) > GROWTH


def growth(samples: Mapping[int, Sequence[Load]]) -> Growth:
    """Medians of the samples by number of cases; the smallest and the largest number are compared."""
    small, large = min(samples), max(samples)
    return Growth(small, large, _median(samples[small]), _median(samples[large]))
