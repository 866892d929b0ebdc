"""What ought to be said now about promised money: asked of the books at every tick, never scheduled.

"Due and not said yet": a rung speaks of the promises in its window for which no notice with its key is there. A payment
means that the question is not asked again. One message per agreement, due moment and recipient.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select, true
from sqlmodel import col

from mediation.agreement import queries
from mediation.agreement.ladder import Audience, Rung, Window, parse, window
from mediation.agreement.models import Agreement, Commitment
from mediation.case.models import Case, ClaimGroup
from mediation.infra.uow import Tx
from mediation.kit.own_yaml import read_yaml
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind
from mediation.notice.models import Notice

_OPEN = (
    col(Commitment.kind) == "worker",
    col(Commitment.settled_at).is_(None),
    col(Commitment.defaulted_at).is_(None),
)
"""Repeats the condition of ix_commitment_reminder word for word, so that the index answers."""

_RECIPIENTS = {
    Audience.AGENCIES: RecipientKind.AGENCY,
    Audience.EMPLOYER: RecipientKind.EMPLOYER,
    Audience.MEDIATOR: RecipientKind.STAFF,
}


@lru_cache(maxsize=4)
def ladder(policies_dir: Path) -> tuple[Rung, ...]:
    """The rungs in `policies_dir/reminders/commitment.yaml`, read once. Raises ValueError when they do not parse."""
    return parse(read_yaml((policies_dir / "reminders" / "commitment.yaml").read_text(encoding="utf-8")))


async def due(tx: Tx, *, limit: int) -> list[Draft]:
    """What has to be said at `tx.now` and has not been, at most `limit` of it, the earliest due first within a rung.

    Asked again until it answers nothing: what is posted in between drops out by its key.
    """
    drafts: list[Draft] = []
    for rung in ladder(tx.runtime.settings.policies_dir):
        found = window(rung, tx.now)
        if found is None:
            continue
        which = (col(Commitment.due_at) > found.after, col(Commitment.due_at) <= found.until)
        for audience in rung.to:
            if len(drafts) >= limit:
                return drafts
            drafts += await _ask(tx, rung, audience, which, found, limit=limit - len(drafts))
    return drafts


async def at_signing(tx: Tx, rung: Rung, agreement_id: UUID, due_at: datetime) -> list[Draft]:
    """What is said when an agreement takes effect, about its first due moment."""
    which = (col(Commitment.agreement_id) == agreement_id, col(Commitment.due_at) == due_at)
    ahead = Window(tx.now, due_at, before_due=True)
    return [
        draft
        for audience in rung.to
        for draft in await _ask(tx, rung, audience, which, ahead, limit=len(Audience) * 100)
    ]


async def _ask(
    tx: Tx, rung: Rung, audience: Audience, which: Sequence[ColumnElement[bool]], found: Window, *, limit: int
) -> list[Draft]:
    statement = _unsaid(rung, audience, which, found).limit(limit)
    rows = (await tx.session.execute(statement)).all()
    figures = await _figures(tx, {row.agreement_id for row in rows}, which)
    return [_draft(row, rung, audience, found, figures[row.agreement_id, row.due_at]) for row in rows]


def _unsaid(rung: Rung, audience: Audience, which: Sequence[ColumnElement[bool]], found: Window) -> Select[Any]:
    """The promises (agreement and due moment) that `rung` has not yet spoken of to `audience`, with whom to tell."""
    promise = (
        select(col(Commitment.agreement_id), col(Commitment.due_at), col(Commitment.due_on))
        .where(*_OPEN, *which)
        .group_by(col(Commitment.due_at), col(Commitment.agreement_id), col(Commitment.due_on))
        .subquery("promise")
    )
    staff_id = queries.ABOUT.selected_columns["mediator_id"]
    recipient: Any = col(Case.employer_id)
    kind: Any = literal(_RECIPIENTS[audience].value)
    statement = queries.ABOUT.join(Agreement, col(Agreement.case_id) == col(Case.id)).join(
        promise, promise.c.agreement_id == col(Agreement.id)
    )
    words = [rung.name, *([found.day.isoformat()] if found.day else []), audience.value]
    key = func.concat(queries.promise_key(promise.c.agreement_id, promise.c.due_on, promise.c.due_at), "/".join(words))
    match audience:
        case Audience.EMPLOYER:
            pass
        case Audience.MEDIATOR:
            recipient = func.coalesce(staff_id, col(Case.agency_id))
            kind = case((staff_id.is_(None), RecipientKind.AGENCY.value), else_=RecipientKind.STAFF.value)
        case Audience.AGENCIES:
            board = queries.agencies_of(col(Case.id)).subquery("board").lateral()
            statement = statement.join(board, true())
            recipient = board.c.agency_id
            key = func.concat(key, "/", board.c.agency_id)
    said = select(1).where(col(Notice.dedupe_key) == func.concat(key, "/", _mark(rung, audience).value))
    return (
        statement.add_columns(
            promise.c.agreement_id,
            promise.c.due_at,
            recipient.label("recipient_id"),
            kind.label("recipient_kind"),
            key.label("dedupe_key"),
        )
        .where(col(Case.closed_at).is_(None), ~said.exists())
        # What was promised within those hours has just been said, at signing.
        .where(promise.c.due_at >= col(Agreement.effective_at) + rung.before)
        .order_by(promise.c.due_at, promise.c.agreement_id)
    )


def _mark(rung: Rung, audience: Audience) -> ChannelKind:
    """The channel whose notice tells that it has been said: one on which every recipient of this audience is told."""
    channels = rung.to[audience]
    return ChannelKind.INBOX if ChannelKind.INBOX in channels else channels[0]


async def _figures(
    tx: Tx, agreement_ids: Iterable[UUID], which: Sequence[ColumnElement[bool]]
) -> dict[tuple[UUID, datetime], Any]:
    is_wages = col(Commitment.group_) == ClaimGroup.WAGES.value
    rows = await tx.session.execute(
        select(
            col(Commitment.agreement_id),
            col(Commitment.due_at),
            func.coalesce(func.sum(queries.LEFT_FEN).filter(is_wages), 0).label("wages_fen"),
            func.coalesce(func.sum(queries.LEFT_FEN).filter(~is_wages), 0).label("social_insurance_fen"),
            func.count(col(Commitment.party_id).distinct()).label("workers"),
        )
        .where(*_OPEN, *which, col(Commitment.agreement_id).in_(list(agreement_ids)))
        .group_by(col(Commitment.agreement_id), col(Commitment.due_at))
    )
    return {(row.agreement_id, row.due_at): row for row in rows.all()}


def _draft(row: Any, rung: Rung, audience: Audience, found: Window, figures: Any) -> Draft:
    kind = RecipientKind(row.recipient_kind)
    on_a_board = kind is RecipientKind.AGENCY
    return Draft(
        recipient_kind=kind,
        recipient_id=row.recipient_id,
        template=f"commitment.{rung.name}",
        dedupe_key=row.dedupe_key,
        channels=(ChannelKind.INBOX,) if on_a_board else rung.to[audience],
        parameters={
            "case_number": row.number,
            "studio": {"zh": row.studio_zh, "en": row.studio_en},
            "phone": row.phone,
            "due_at": row.due_at.isoformat(),
            "wages_fen": int(figures.wages_fen),
            "social_insurance_fen": int(figures.social_insurance_fen),
            "workers": int(figures.workers),
        },
        case_id=row.id,
        district_id=row.district_id,
        not_after=row.due_at if found.before_due else None,
    )
