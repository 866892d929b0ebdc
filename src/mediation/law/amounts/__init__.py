"""The heads of claims as pure functions: typed inputs, exact fen, the steps in words, the clauses they rest on.

One module per group. Holds no figure that differs from place to place (`policies/region/`), assumes none that is
missing, and decides nothing about whether a sum is due: that is for people.
"""

from mediation.law.amounts.heads import HEADS, Head, compute_amount
from mediation.law.amounts.inputs import Input
from mediation.law.amounts.regional import NATIONAL, Region, Regions, Value, parse_region
from mediation.law.amounts.result import Amount, Figure, Missing, Needed, Note, Step, Unit, Used

__all__ = [
    "HEADS",
    "NATIONAL",
    "Amount",
    "Figure",
    "Head",
    "Input",
    "Missing",
    "Needed",
    "Note",
    "Region",
    "Regions",
    "Step",
    "Unit",
    "Used",
    "Value",
    "compute_amount",
    "parse_region",
]
