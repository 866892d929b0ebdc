"""One valid call of every mutation: who calls and with what, each on objects of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, text
from sqlmodel import col

from mediation.agency.models import Agency, AgencyKind, Staff
from mediation.case.models import Case, CaseState, Party, PartySide
from mediation.kit.actor import Role
from tests.api import Api
from tests.hostile.doors import document, input_type

PHONE = "13812341402"
ID_NUMBER = "11010519491231002X"
CREDIT_CODE = "91310000MA1FL0QQ1T"
FRIDAY = "2026-11-20"
WHY = "当事人提出，情况已经核实无误，特此记录在案备查。"
"""a reason that is long enough for every verb"""


@dataclass(frozen=True)
class Call:
    """Somebody's input of a mutation."""

    mutation: str
    token: str | None
    given: dict[str, Any]


Way = Callable[["World"], Awaitable[tuple[str | None, dict[str, Any]]]]
WAYS: dict[str, list[Way]] = {}


def way(mutation: str) -> Callable[[Way], Way]:
    """Register a valid call. A mutation whose input has alternatives has several."""

    def register(made: Way) -> Way:
        WAYS.setdefault(mutation, []).append(made)
        return made

    return register


@dataclass
class World:
    """A studio with its neighbours, everybody with a session."""

    api: Api
    make: Any
    union: Agency
    justice: Agency
    court: Agency
    people: dict[str, Staff]
    tokens: dict[str, str]
    _unspent: dict[str, list[Call]] = field(default_factory=dict)

    async def unspent(self, mutation: str) -> list[Call]:
        """Every valid call of `mutation`, on objects that no call has changed: made again after `spend` only."""
        if mutation not in self._unspent:
            self._unspent[mutation] = await self.calls(mutation)
        return self._unspent[mutation]

    def spend(self, mutation: str) -> None:
        """One of them was done, or may have been."""
        self._unspent.pop(mutation, None)

    async def calls(self, mutation: str) -> list[Call]:
        """Every valid call of `mutation`, on fresh objects."""
        return [Call(mutation, *(await made(self))) for made in WAYS[mutation]]

    async def call(self, mutation: str) -> Call:
        """The first valid call of `mutation`."""
        return Call(mutation, *(await WAYS[mutation][0](self)))

    async def send(self, call: Call, given: dict[str, Any] | None = None, **headers: str) -> Any:
        """The answer of the mutation, whatever it is; it has no errors."""
        given = call.given if given is None else given
        variables = {"input": given} if input_type(call.mutation) else {}
        return await self.api.do(document(call.mutation), variables, token=call.token, **headers)

    async def books(self) -> dict[str, str]:
        """What stands in the database: a digest per table, without what refusals and reading may leave behind."""
        runtime = self.make.runtime
        async with runtime.read() as connection:
            names = (await connection.execute(text(_TABLES))).scalars().all()
            digests = " UNION ALL ".join(
                f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
                for name in names
                if name not in _KEPT_OF_REFUSALS
            )
            return dict((await connection.execute(text(digests))).all())

    async def everything(self) -> str:
        """Every row of every table as JSON."""
        runtime = self.make.runtime
        async with runtime.read() as connection:
            names = (await connection.execute(text(_TABLES))).scalars().all()
            rows = " UNION ALL ".join(f"SELECT row_to_json(t)::text FROM {name} t" for name in names)
            return "\n".join((await connection.execute(text(rows))).scalars())

    async def case(self, state: CaseState = CaseState.REGISTERED, **more: Any) -> Case:
        """A case of the studio with a worker."""
        return await self.make.case(agency=self.union, state=state, mediator_id=self.people["mediator"].id, **more)

    async def worker(self, case: Case, **more: Any) -> Party:
        """A claimant with a phone."""
        return await self.make.claimant(case, **{"phone": PHONE, **more})

    async def employer(self, case: Case) -> Party:
        """The respondent of a case."""
        async with self.make.runtime.db.session() as session:
            its = select(Party).where(col(Party.case_id) == case.id, col(Party.side) == PartySide.RESPONDENT)
            return (await session.execute(its)).scalar_one()

    async def table(self) -> tuple[Case, Any, Party, str, Any]:
        """A case in mediation, its room with the mediator, a worker who sits there, and their token and seat."""
        case = await self.case(CaseState.MEDIATING)
        worker = await self.worker(case)
        room = await self.make.room(case, opened_by=self.people["mediator"])
        seat, token = await self.make.entry(room, worker, side="workers")
        return case, room, worker, token, seat

    async def do(self, who: str | None, mutation: str, **given: Any) -> Any:
        """A step on the way to a state; it must succeed."""
        token = self.tokens.get(who or "", who)
        answer = await self.send(Call(mutation, token, given))
        assert "code" not in answer, (mutation, answer)
        return answer


_TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_KEPT_OF_REFUSALS = frozenset({"access_entry", "sign_in_try", "session", "alembic_version"})


async def world(api: Api, make: Any) -> World:
    """A studio, a court and a justice bureau of one district."""
    district = await make.district()
    union = await make.agency(district=district)
    justice = await make.agency(kind=AgencyKind.JUSTICE, district=district)
    court = await make.agency(kind=AgencyKind.COURT, district=district)
    people = {
        "mediator": await make.staff(Role.MEDIATOR, agency=union),
        "colleague": await make.staff(Role.MEDIATOR, agency=union, name="李调解"),
        "supervisor": await make.staff(Role.SUPERVISOR, agency=union, name="陈主管"),
        "administrator": await make.staff(Role.ADMINISTRATOR, agency=union, name="管理员"),
        "second": await make.staff(Role.ADMINISTRATOR, agency=union, name="管理员乙"),
        "clerk": await make.staff(Role.CLERK, agency=court, name="法院李"),
        "outsider": await make.staff(Role.MEDIATOR, agency=await make.agency(district=district), name="外来人"),
    }
    tokens = {name: await make.token(staff) for name, staff in people.items()}
    return World(api, make, union, justice, court, people, tokens)
