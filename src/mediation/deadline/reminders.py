"""What ought to be said about deadlines now. Asked at every tick; a missed night misses nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import Agency, AgencyKind, Staff, StaffRole
from mediation.case.models import Case, CaseTie, Party, PartySide
from mediation.deadline import ladders, notices, parties, rules
from mediation.deadline.clocks import rungs
from mediation.deadline.models import Deadline
from mediation.infra.uow import Tx
from mediation.kit.actor import Role
from mediation.kit.problems import Text
from mediation.notice.drafts import Draft


async def due(tx: Tx, *, limit: int) -> Sequence[Draft]:
    """Everything whose moment has come, for at most `limit` deadlines; each is then asked about at its next rung."""
    rows = await _waiting(tx, limit)
    if not rows:
        return ()
    found = await _by_id(tx, rows)
    return [draft for row in rows for draft in _said(tx, row.Deadline, found[row.Deadline.id])]


async def subjects(tx: Tx, deadline_ids: Sequence[UUID]) -> dict[UUID, notices.Subject]:
    """Deadlines with whom to tell of them, by id."""
    rows: Sequence[Any] = (await tx.session.execute(_with_case().where(col(Deadline.id).in_(deadline_ids)))).all()
    return await _by_id(tx, rows)


async def _by_id(tx: Tx, rows: Sequence[Any]) -> dict[UUID, notices.Subject]:
    case_ids = {row.Deadline.case_id for row in rows}
    supervisors = await _supervisors(tx, {row.agency_id for row in rows})
    lawyers, aid_bodies = await _lawyers(tx, case_ids), await _aid_bodies(tx, case_ids)
    claimants = await _claimants(tx, case_ids)
    bound = await _bound(tx, [row.Deadline for row in rows if rules.hangs_on_agreement(row.Deadline.rule)])
    found: dict[UUID, notices.Subject] = {}
    for row in rows:
        key, case_id = row.Deadline.id, row.Deadline.case_id
        found[key] = notices.Subject(
            **_plain(row),
            supervisors=supervisors.get(row.agency_id, ()),
            lawyers=tuple(one for one in lawyers.get(case_id, ()) if one != row.mediator_id),
            aid_bodies=aid_bodies.get(case_id, ()),
            claimants=_whom(row, bound[key] if key in bound else claimants.get(case_id, ())),
        )
    return found


def _whom(row: Any, workers: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """The workers concerned: the one for whom alone it runs, or all."""
    return (row.Deadline.party_id,) if row.side == PartySide.CLAIMANT else workers


async def _bound(tx: Tx, of_agreements: Sequence[Deadline]) -> Mapping[UUID, tuple[UUID, ...]]:
    """For deadlines that hang on an agreement, or on a date of one, whom that agreement binds: nobody else is told."""
    case_ids = {row.case_id for row in of_agreements}
    if not case_ids:
        return {}
    rows = await tx.session.execute(
        select(col(Deadline.case_id), col(Deadline.subject_id))
        .where(col(Deadline.case_id).in_(case_ids), col(Deadline.rule).in_(rules.OF_EFFECT))
        .distinct()
    )
    agreements = _grouped(rows.all())
    bound = await parties.bound(tx, {one for of_case in agreements.values() for one in of_case})
    return {
        row.id: bound[row.subject_id]
        if row.subject_id in bound
        else tuple(dict.fromkeys(one for key in agreements.get(row.case_id, ()) for one in bound.get(key, ())))
        for row in of_agreements
    }


def _with_case() -> Any:
    return (
        select(
            Deadline,
            col(Case.number),
            col(Case.agency_id),
            col(Staff.id).label("mediator_id"),
            col(Case.employer_id),
            col(Agency.phone),
            col(Party.side),
        )
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .join(Agency, col(Agency.id) == col(Case.agency_id))
        .outerjoin(Party, col(Party.id) == col(Deadline.party_id))
        # Without a mediator who can be told, the studio's board is.
        .outerjoin(Staff, and_(col(Staff.id) == col(Case.mediator_id), col(Staff.disabled_at).is_(None)))
    )


async def _waiting(tx: Tx, limit: int) -> Sequence[Any]:
    found: Any = await tx.session.execute(
        _with_case()
        .where(col(Deadline.next_reminder_at) <= tx.now)
        .order_by(col(Deadline.next_reminder_at), col(Deadline.id))
        .limit(limit)
        .with_for_update(of=Deadline, skip_locked=True)
    )
    rows: Sequence[Any] = found.all()
    return rows


def _said(tx: Tx, row: Deadline, subject: notices.Subject) -> list[Draft]:
    since, now = row.next_reminder_at, tx.now
    assert since is not None, "asked for by its value"
    if row.due_on is None:
        row.next_reminder_at = None
        return notices.not_computed(subject, row.why_not or "")
    ladder = ladders.ladder(rungs(tx.runtime.settings.policies_dir), row.rule)
    row.next_reminder_at = ladders.next_moment(ladder, row.due_on, now, strictly=True)
    return notices.drafts(subject, ladders.sayings(ladder, row.due_on, since, now))


async def _supervisors(tx: Tx, agency_ids: set[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    rows = await tx.session.execute(
        select(col(Staff.agency_id), col(Staff.id))
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(
            col(Staff.agency_id).in_(agency_ids),
            col(StaffRole.role) == Role.SUPERVISOR,
            col(Staff.disabled_at).is_(None),
        )
        .order_by(col(Staff.id))
    )
    return _grouped(rows.all())


async def _lawyers(tx: Tx, case_ids: set[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    """Who has the case besides its mediator."""
    return await _tied(
        tx, case_ids, Tie.ASSIGNED, select(col(StaffRole.staff_id)).where(col(StaffRole.role) == Role.LAWYER)
    )


async def _aid_bodies(tx: Tx, case_ids: set[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    """The legal aid bodies to which the case was referred: others do not know of it."""
    return await _tied(tx, case_ids, Tie.REFERRED, select(col(Agency.id)).where(col(Agency.kind) == AgencyKind.JUSTICE))


async def _tied(tx: Tx, case_ids: set[UUID], kind: Tie, among: Any) -> Mapping[UUID, tuple[UUID, ...]]:
    rows = await tx.session.execute(
        select(col(CaseTie.case_id), col(CaseTie.holder_id))
        .where(
            col(CaseTie.case_id).in_(case_ids),
            col(CaseTie.kind) == kind.value,
            col(CaseTie.ended_at).is_(None),
            col(CaseTie.holder_id).in_(among),
        )
        .order_by(col(CaseTie.holder_id))
    )
    return _grouped(rows.all())


async def _claimants(tx: Tx, case_ids: set[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    rows = await tx.session.execute(
        select(col(Party.case_id), col(Party.id))
        .where(
            col(Party.case_id).in_(case_ids),
            col(Party.side) == PartySide.CLAIMANT,
            col(Party.taking_part),
            col(Party.withdrawn_at).is_(None),
        )
        .order_by(col(Party.position), col(Party.id))
    )
    return _grouped(rows.all())


def _grouped(rows: Sequence[Any]) -> Mapping[UUID, tuple[UUID, ...]]:
    groups: dict[UUID, list[UUID]] = defaultdict(list)
    for key, value in rows:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _plain(row: Any) -> dict[str, Any]:
    deadline: Deadline = row.Deadline
    return {
        "id": deadline.id,
        "rule": deadline.rule,
        "duty_of": _whose(deadline, row.side),
        "title": Text(deadline.title_zh, deadline.title_en),
        "is_right": deadline.is_right,
        "due_on": deadline.due_on,
        "due_at": deadline.due_at,
        "case_id": deadline.case_id,
        "district_id": deadline.district_id,
        "case_number": row.number,
        "agency_id": row.agency_id,
        "phone": row.phone,
        "mediator_id": row.mediator_id,
        "employer_id": row.employer_id,
        "shown_only": deadline.shown_only,
    }


def _whose(deadline: Deadline, side: str | None) -> str:
    """What runs for one party alone is that party's."""
    if deadline.duty_of != rules.DutyOf.EITHER or side is None:
        return deadline.duty_of
    return rules.DutyOf.EMPLOYER if side == PartySide.RESPONDENT else rules.DutyOf.WORKERS
