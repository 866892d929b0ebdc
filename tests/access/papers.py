"""What lies in the files of the world's cases: findings, an election, a link, referrals, and everybody's mail."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.case.models import Case, Claim, Finding, Representative
from mediation.desk.models import Draft, SavedFilter
from mediation.kit.actor import Role
from mediation.kit.ids import decode_global_id, keyed_hash
from mediation.notice.models import Notice
from mediation.referral.models import Referral
from mediation.status.models import Rating, Receipt, StatusLink
from tests.access.cast import Places
from tests.access.known import LINK_TOKEN, World
from tests.make import Make
from tests.notice import FILLED


async def file(make: Make, world: World, cases: dict[str, Case], where: Places) -> None:
    """Findings, an election, a link, a worker's word, an accepted referral."""
    case, now, vault = cases["accepted"], make.runtime.clock.now(), make.runtime.vault
    about = {"case_id": case.id, "district_id": case.district_id}
    finding = Finding(
        **about,
        organisation_id=case.employer_id,
        kind="breach",
        statement="三个月未发工资",
        source="工资表",
        found_on=date(2026, 11, 19),
    )
    worker = world.keys["accepted worker"]
    elected = Representative(**about, party_id=worker, elected_on=date(2026, 11, 19))
    link = StatusLink(
        **about,
        party_id=worker,
        token_hash=keyed_hash(make.runtime.settings.secret_key_bytes, LINK_TOKEN),
        token_cipher=b"",
        issued_at=now,
    )
    link.token_cipher = vault.seal(LINK_TOKEN, context=f"status_link.token:{link.id}")
    receipt = Receipt(**about, party_id=worker, received=False, reported_at=now)
    referral = referral_of(make, case, where, state="accepted", answered_at=now)
    rating = Rating(**about, party_id=worker, mark="satisfied", first_given_at=now, given_at=now)
    await make.save(finding, elected, link, receipt, rating, referral)
    await _documents(make, world, cases)
    for name, type_name, row in (
        ("finding", "Finding", finding),
        ("link", "StatusLink", link),
        ("referral", "Referral", referral),
    ):
        world.add(name, type_name, row)
    async with make.runtime.db.session() as session:
        found = await session.execute(select(Claim).where(col(Claim.party_id) == worker, col(Claim.group_) == "wages"))
        world.add("claim", "Claim", found.scalar_one())


async def _documents(make: Make, world: World, cases: dict[str, Case]) -> None:
    """A notice to everybody in two cases, a paper for one worker, and a draft."""
    for name, key, kind, more in (
        ("document", "accepted", "acceptance_notice", {}),
        ("employers document", "talking", "acceptance_notice", {}),
        ("workers document", "talking", "service_address", {"party_id": world.keys["talking worker"]}),
        ("unfinished document", "talking", "confirmation_application", {"is_draft": True}),
    ):
        row = make.document(cases[key], kind=kind, **more)
        await make.save(row)
        world.add(name, "Document", row)


async def evidence(make: Make, world: World, cases: dict[str, Case]) -> None:
    """Evidence for each kind of reader, one brought in the private session, and of everybody a file that waits."""
    case, home = cases["talking"], world.callers["mediator/home"].id
    worker = world.keys["talking worker"]
    rows: list[Any] = []

    def add(name: str, by: UUID, **more: Any) -> None:
        rows.append(make.evidence(case, uploaded_by=by, **more))
        world.add(name, "Evidence", rows[-1])

    add("evidence", home)
    add("workers evidence", home, audience="workers", party_id=worker)
    add("employers evidence", home, audience="employer")
    add("studios evidence", home, audience="studio")
    add("private evidence", home, audience="workers", caucus_id=decode_global_id(world.ids["caucus"])[1])
    add("waiting evidence of a colleague", world.keys["colleague"], accepted_at=None)
    for caller in world.callers.values():
        if caller.id is not None:
            add(f"waiting evidence of {caller.name}", caller.id, accepted_at=None)
    await make.save(*rows)


async def mail(make: Make, world: World, case: Case, where: Places) -> None:
    """The studio's board, a letter to everybody with an id, one to a colleague, and a text that did not arrive."""
    now = make.runtime.clock.now()

    def notice(key: str, kind: str, recipient: UUID, **more: Any) -> Notice:
        values = {"channel": "inbox", "state": "delivered", "delivered_at": now, **more}
        row = Notice(
            case_id=case.id,
            district_id=case.district_id,
            recipient_kind=kind,
            recipient_id=recipient,
            template="deadline.before",
            parameters=FILLED,
            dedupe_key=f"matrix/{key}",
            posted_at=now,
            next_try_at=now,
            **values,
        )
        world.add(key, "Notice", row)
        return row

    failed = {"channel": "sms", "state": "undeliverable", "delivered_at": None, "attempts": 5}
    rows = [
        notice("board", "agency", where.studio.id),
        notice("board of the asked", "agency", where.asked.id),
        notice("letter to a colleague", "staff", world.keys["colleague"]),
        notice("failed text", "claimant", world.keys["accepted worker"], **failed),
        notice("private failed text", "claimant", world.keys["accepted worker"], private=True, **failed),
    ]
    for caller in world.callers.values():
        kind = "participant" if caller.role == Role.ROOM_PARTY else "staff"
        rows.append(notice(f"letter to {caller.name}", kind, caller.id))
    await make.save(*rows)


def referral_of(make: Make, case: Case, where: Places, **more: Any) -> Referral:
    values = {"state": "offered", **more}
    return Referral(
        case_id=case.id,
        district_id=case.district_id,
        from_agency_id=where.studio.id,
        to_agency_id=where.asked.id,
        request="请协助核实参保情况",
        legal_basis="劳动保障监察条例 11",
        offered_at=make.runtime.clock.now(),
        **values,
    )


async def desks(make: Make, world: World, where: Places) -> None:
    """A draft and a filter of everybody who may have one, and one filter that the studio's mediator shares."""
    now, rows = make.runtime.clock.now(), []
    for caller in [one for one in world.callers.values() if one.role in AT_A_DESK]:
        draft = Draft(staff_id=caller.id, kind="intake", body_cipher=b"", saved_at=now)
        draft.body_cipher = make.runtime.vault.seal("{}", context=f"draft.body:{draft.id}")
        own = {"staff_id": caller.id, "filter": {"urgent": True}, "saved_at": now}
        kept = SavedFilter(**own, name="紧急", digest=b"own")
        rows += [draft, kept]
        world.add(f"draft of {caller.name}", "Draft", draft)
        world.add(f"filter of {caller.name}", "SavedFilter", kept)
    owner = world.callers["mediator/home"].id
    shared = SavedFilter(
        staff_id=owner,
        shared_with=where.studio.id,
        name="集体",
        filter={"kind": "collective"},
        digest=b"shared",
        saved_at=now,
    )
    await make.save(*rows, shared)
    world.add("shared filter", "SavedFilter", shared)


AT_A_DESK = frozenset({"clerk", "intake_clerk", "lawyer", "mediator", "partner", "supervisor"})
"""Who keeps filters and drafts."""
