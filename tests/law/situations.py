"""Situations of a case as a lawyer writes them down (`situations.yaml`), and the facts they stand for."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from mediation.kit.workdays import built_in
from mediation.law.limitation import Interruption, Restart
from mediation.law.periods import SHANGHAI, end_of
from mediation.law.routing.facts import (
    Agreement,
    Amount,
    Arbitration,
    Body,
    CaseFacts,
    Circumstances,
    CrimeThreshold,
    Head,
    Joint,
    Order,
)

CALENDAR = built_in()
PAID_ON = date(2026, 11, 23)
DATES = ("received_on", "ended_on", "sued_on", "complained_on", "reported_on", "collection_asked_on", "aid_granted_on")
PLAIN = ("workers", "representatives", "unauthorised", "most_to_one_worker_fen", "months_in_arrears")


@dataclass(frozen=True)
class Situation:
    """One row of the table."""

    name: str
    article: str
    facts: CaseFacts
    doors: dict[str, dict[str, Any]]
    flags: list[str]


def load() -> list[Situation]:
    """Every row."""
    rows = yaml.safe_load(Path(__file__).with_name("situations.yaml").read_text(encoding="utf-8"))
    return [
        Situation(row["situation"], row["article"], facts_of(row), row.get("doors", {}), row.get("flags", []))
        for row in rows
    ]


def facts_of(row: dict[str, Any]) -> CaseFacts:
    """The facts of a row. Amounts are in yuan: `promised` in an agreement due on `due`, `claimed` without one."""
    given = dict(row.get("facts", {}))
    today = row["today"]
    made = given.pop("agreement", None)
    agreement = None
    if made is not None:
        agreement = Agreement(
            effective_on=made["effective"],
            heads=frozenset(Head(head) for head in made["heads"]),
            last_due_on=made.get("due"),
            confirmation=Joint(**made.get("confirmation", {})),
            review=Joint(**made.get("review", {})),
        )
    due_on = made.get("due") if made else None
    owed = [_amount(heads, yuan, bound=True, due_on=due_on) for heads, yuan in given.pop("promised", {}).items()]
    owed += [_amount(heads, yuan, bound=False, due_on=None) for heads, yuan in given.pop("claimed", {}).items()]
    arbitration, threshold = given.pop("arbitration", None), given.pop("crime_threshold", None)
    orders = {name: given.pop(name, None) for name in ("order_on_agreement", "order_on_arrears")}
    body = given.pop("body", "union_studio")
    interruptions = given.pop("interruptions", {})
    return CaseFacts(
        now=datetime.combine(today, row.get("at", time(21, 10)), SHANGHAI),
        workers=given.pop("workers", 32),
        owed=tuple(owed),
        body=Body(body) if body else None,
        agreement=agreement,
        arbitration=Arbitration(**arbitration) if arbitration else None,
        interruptions=tuple(Interruption(Restart(kind), on) for kind, on in interruptions.items()),
        crime_threshold=CrimeThreshold(**threshold) if threshold else None,
        circumstances=Circumstances(**given.pop("circumstances", {})),
        **{name: Order(**order) for name, order in orders.items() if order},
        **given,
    )


def _amount(heads: str, yuan: int, *, bound: bool, due_on: date | None) -> Amount:
    return Amount(
        heads=frozenset(Head(head.strip()) for head in heads.split("+")),
        fen=yuan * 100,
        bound=bound,
        due_at=end_of(due_on) if due_on else None,
    )
