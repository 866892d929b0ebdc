"""A studio, a court of the same district, a case between them, and everybody who may or may not have a hand in it."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from mediation.agency.models import Agency, AgencyKind
from mediation.case.models import Case
from mediation.gql.relay import gid
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role
from mediation.notice.models import Notice
from mediation.referral.models import Referral

_PROBLEMS = """... on IllegalMove { was: currentState possible } ... on Conflict { currentVersion } ... on Forbidden { verb }
  ... on Invalid { fields { path code } }"""
_RESULT = f"""{{ __typename ... on Referral {{ id state version reason result answeredAt closedAt
  access {{ canAccept canDecline canTakeBack canClose }} }} {_PROBLEMS} }}"""

OFFER = f"mutation($i: OfferReferralInput!) {{ offerReferral(input: $i) {_RESULT} }}"
ACCEPT = f"mutation($i: ReferralInput!) {{ acceptReferral(input: $i) {_RESULT} }}"
DECLINE = f"mutation($i: DeclineReferralInput!) {{ declineReferral(input: $i) {_RESULT} }}"
TAKE_BACK = f"mutation($i: ReferralInput!) {{ takeBackReferral(input: $i) {_RESULT} }}"
CLOSE = f"mutation($i: CloseReferralInput!) {{ closeReferral(input: $i) {_RESULT} }}"


@dataclass
class World:
    """The people and the case of one test."""

    api: Any
    make: Any
    runtime: Any
    union: Agency
    court: Agency
    case: Case
    mediator: str
    clerk: str

    async def offer(self, *, to: Agency | None = None, token: str | None = None, **more: Any) -> Any:
        """offerReferral to the court by the mediator, unless told otherwise."""
        values = {
            "case": gid("Case", self.case.id),
            "toAgency": gid("Agency", (to or self.court).id),
            "request": "请协助核实该企业在贵院的执行案件。",
            "legalBasis": "最高法 总工会 关于诉调对接 3",
        }
        return await self.api.do(OFFER, {"i": {**values, **more}}, token=token or self.mediator)

    async def act(self, mutation: str, referral: Any, *, token: str, **more: Any) -> Any:
        """A verb on a referral as it was answered."""
        values = {"referral": referral["id"], "version": referral["version"], **more}
        return await self.api.do(mutation, {"i": values}, token=token)

    async def count(self, table: type) -> int:
        """How many rows there are."""
        async with self.runtime.read() as connection:
            return (await connection.execute(select(func.count()).select_from(table))).scalar()

    async def written(self) -> tuple[int, int, int]:
        """Referrals, journal entries, notices."""
        return (await self.count(Referral), await self.count(JournalEntry), await self.count(Notice))

    async def mail(self, agency: Agency) -> list[str]:
        """The templates of what stands on an agency's board, in order."""
        statement = select(col(Notice.template)).where(col(Notice.recipient_id) == agency.id)
        async with self.runtime.read() as connection:
            return list((await connection.execute(statement.order_by(col(Notice.id)))).scalars())


@pytest.fixture
async def world(api, make, runtime) -> World:
    """A union's case and a court of the same district."""
    district = await make.district()
    union = await make.agency(district=district)
    court = await make.agency(kind=AgencyKind.COURT, district=district)
    case = await make.case(agency=union, employer=await make.organisation(agency=union, name="川味餐饮有限公司"))
    await make.claimant(case)
    return World(
        api=api,
        make=make,
        runtime=runtime,
        union=union,
        court=court,
        case=case,
        mediator=await make.token(await make.staff(Role.MEDIATOR, agency=union)),
        clerk=await make.token(await make.staff(Role.CLERK, agency=court)),
    )
