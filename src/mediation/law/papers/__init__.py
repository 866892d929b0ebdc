"""The papers of a case: what each is called, who issues it, for whom, when, and what it must say, with the source of each demand.

Refuses to hold their wording (`document/forms`), where values come from (`document/`) and the gate of an agreement's
effect (`documents.py`).
"""

from mediation.law.papers.fields import GIVEN, LABELS, PaperField
from mediation.law.papers.paper import Issuer, Paper, PaperFor, PaperGroup, PaperKind, Stage
from mediation.law.papers.table import PAPERS

__all__ = [
    "GIVEN",
    "LABELS",
    "PAPERS",
    "Issuer",
    "Paper",
    "PaperField",
    "PaperFor",
    "PaperGroup",
    "PaperKind",
    "Stage",
]
