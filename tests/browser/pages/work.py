"""The work list at noon, its empty and narrowed states, assigning, search, notices."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mediation.case.models import Case, CaseKind, CaseState
from mediation.deadline.models import Deadline
from mediation.gql.relay import gid
from mediation.kit.actor import Role, system
from mediation.notice.drafts import ChannelKind, Draft, RecipientKind
from mediation.notice.models import Notice
from mediation.notice.service import post
from tests.browser.table import Page, Scene
from tests.notice import FILLED

EMPLOYERS = ("江南小馆餐饮管理有限公司", "顺风装饰工程有限公司", "某服装厂", "四季物业服务有限公司", "东海物流有限公司")
_STATES = (CaseState.PERFORMING, CaseState.ACCEPTED, CaseState.REGISTERED, CaseState.MEDIATING, CaseState.DEFAULTED)


async def busy(scene: Scene) -> Mapping[str, str]:
    """Five cases with different clocks: overdue, today, soon, later, none; the third is nobody's. Answers one of them."""
    make, now = scene.studio.make, scene.studio.clock.now()
    clocks = (-timedelta(hours=5), timedelta(hours=6), timedelta(days=2), timedelta(days=9), None)
    cases: list[Case] = []
    for n, (name, state, left) in enumerate(zip(EMPLOYERS, _STATES, clocks, strict=True)):
        case = await make.case(
            agency=scene.agency,
            employer=await make.organisation(agency=scene.agency, name=name),
            state=state,
            kind=CaseKind.SINGLE if n % 2 else CaseKind.COLLECTIVE,
            urgent=n == 1,
            mediator_id=scene.staff.id if scene.staff and n != 2 else None,
            **({"next_due_at": now + left} if left else {}),
        )
        if left:
            await make.save(_deadline(case, now + left))
        for family in "王李赵"[: n + 1]:
            await make.claimant(
                case, name=f"{family}小明", wages_fen=640_000 * (n + 1), social_insurance_fen=90_000 * n
            )
        cases.append(case)
    return {"case": gid("Case", cases[2].id), "first": gid("Case", cases[0].id)}


_TITLES = {"AGREED": ("付款", "Payment"), "M-2": ("调解期限届满", "End of the mediation period")}


def _deadline(case: Case, due_at: datetime) -> Deadline:
    rule = "AGREED" if case.state == CaseState.PERFORMING else "M-2"
    zh, en = _TITLES[rule]
    return Deadline(
        case_id=case.id,
        district_id=case.district_id,
        subject_id=case.id,
        rule=rule,
        kind="agreed" if rule == "AGREED" else "statutory",
        title_zh=zh,
        title_en=en,
        citation="《民法典》第201条",
        duty_of="employer",
        starts_on=case.received_on,
        due_on=due_at.date(),
        due_at=due_at,
    )


async def written_to(scene: Scene) -> Mapping[str, str]:
    """A mediator with unread notices, one on the board, and a claimant whom no message reached."""
    made = await busy(scene)
    make, runtime = scene.studio.make, scene.studio.runtime
    assert scene.staff is not None
    case = await make.case(agency=scene.agency, mediator_id=scene.staff.id)
    party = await make.claimant(case, name="王大锤", phone="13800138000")
    told = {"template": "deadline.before", "parameters": FILLED, "case_id": case.id, "district_id": case.district_id}
    readers = ((RecipientKind.STAFF, scene.staff.id), (RecipientKind.AGENCY, scene.agency.id))
    async with runtime.uow(system(runtime.clock.now())) as tx:
        drafts = [
            Draft(
                recipient_kind=kind,
                recipient_id=key,
                dedupe_key=f"{n}/{case.id}",
                channels=(ChannelKind.INBOX,),
                **told,
            )
            for n, (kind, key) in enumerate(readers)
        ]
        await post(tx, *drafts)
    now = runtime.clock.now()
    lost = Notice(
        **told,
        recipient_kind=RecipientKind.CLAIMANT,
        recipient_id=party.id,
        channel=ChannelKind.SMS,
        dedupe_key=f"lost/{case.id}",
        posted_at=now,
        next_try_at=now,
        state="undeliverable",
        attempts=6,
        last_error="unreachable",
    )
    await make.save(lost)
    return {**made, "notice": gid("Notice", lost.id)}


_NARROW = "/work?tab=AGENCY&withinDays=3&heads=WAGES&state=ACCEPTED&state=PERFORMING"

PAGES = (
    Page("work", "/work?tab=AGENCY", busy, role=Role.MEDIATOR),
    Page("work-mine", "/work", busy, role=Role.MEDIATOR),
    Page("work-narrowed", _NARROW, busy, role=Role.MEDIATOR, act=lambda tab: tab.click(".filter-form > summary")),
    Page("work-empty", "/work", role=Role.MEDIATOR),
    Page("work-done", "/work?tab=AGENCY&done={first}&row={case}", busy, role=Role.MEDIATOR),
    Page("work-assign", "/work/{case}/assign?tab=UNCLAIMED", busy, role=Role.MEDIATOR),
    Page("work-supervisor", "/work?tab=OVERDUE", busy, role=Role.SUPERVISOR),
    Page("work-search", "/search?q=有限公司", busy, role=Role.MEDIATOR),
    Page("work-search-none", "/search?q=没有", busy, role=Role.MEDIATOR),
    Page("work-inbox", "/inbox", written_to, role=Role.MEDIATOR),
    Page("work-undeliverable", "/inbox/undeliverable", written_to, role=Role.MEDIATOR),
    Page("work-undeliverable-handle", "/inbox/undeliverable/{notice}", written_to, role=Role.MEDIATOR),
)
