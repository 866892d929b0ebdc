"""A small schema with the shape of the real one: connections in connections, plain lists, unions, a mutation."""

import enum
from typing import Annotated, Any, Generic, TypeVar

import strawberry

T = TypeVar("T")

calls: list[str] = []
"""The root resolvers that ran."""


@strawberry.type
class PageInfo:
    has_next_page: bool = False
    end_cursor: str | None = None


@strawberry.type
class Edge(Generic[T]):
    cursor: str
    node: T


@strawberry.type
class Connection(Generic[T]):
    edges: list[Edge[T]]
    page_info: PageInfo
    total_count: int = 0


def page(items: list[Any]) -> Any:
    return Connection(edges=[Edge(cursor="c", node=item) for item in items], page_info=PageInfo())


@strawberry.enum
class Stage(enum.Enum):
    MEDIATING = "mediating"
    PERFORMING = "performing"


@strawberry.interface
class Node:
    id: strawberry.ID


@strawberry.type
class Person:
    name: str = "李*"
    phone: str = "138****8000"


@strawberry.type
class Payment(Node):
    amount_fen: int = 100
    paid_on: str = "2026-11-23"
    payer: Person = strawberry.field(default_factory=Person)


@strawberry.type
class Commitment(Node):
    due_at: str = "2026-11-23"
    amount_fen: int = 100
    standing: str = "open"

    @strawberry.field
    def payments(self, first: int | None = None, last: int | None = None) -> Connection[Payment]:
        return page([Payment(id=strawberry.ID("p"))])


@strawberry.type
class Claim(Node):
    head: str = "wages"
    amount_fen: int = 100
    months: list[str] = strawberry.field(default_factory=list)

    @strawberry.field
    def commitments(self) -> list[Commitment]:
        return [Commitment(id=strawberry.ID("m"))]


@strawberry.type
class Access:
    can_sign: bool = True
    can_pay: bool = False
    reason: str | None = None


@strawberry.type
class Claimant(Node):
    person: Person = strawberry.field(default_factory=Person)
    takes_part: bool = True
    signed: bool = False
    wages_fen: int = 1
    insurance_fen: int = 1

    @strawberry.field
    def claims(self) -> list[Claim]:
        return [Claim(id=strawberry.ID("l"))]

    @strawberry.field
    def case(self) -> "Case":
        return Case(id=strawberry.ID("c"))


@strawberry.type
class Agreement(Node):
    version: int = 1
    total_fen: int = 1
    signed_at: str | None = None

    @strawberry.field
    def commitments(self, first: int) -> Connection[Commitment]:
        return page([Commitment(id=strawberry.ID("m"))])


@strawberry.type
class Agency:
    name: str = "区总工会"
    district: str = "南山"


@strawberry.type
class Case(Node):
    no: str = "深南-2026-0001"
    stage: Stage = Stage.MEDIATING
    registered_at: str = "2026-11-20"
    next_deadline: str | None = None
    employer_name: str = "某公司"
    agency: Agency = strawberry.field(default_factory=Agency)
    access: Access = strawberry.field(default_factory=Access)

    @strawberry.field
    def claimants(self, first: int, after: str | None = None) -> Connection[Claimant]:
        return page([Claimant(id=strawberry.ID("w"))])

    @strawberry.field
    def agreement(self) -> Agreement | None:
        return Agreement(id=strawberry.ID("a"))

    @strawberry.field
    def journal(self, first: int) -> list[Access]:
        return [Access()]


@strawberry.type
class Lawyer(Node):
    firm: str = "某所"


SearchHit = Annotated[Case | Lawyer, strawberry.union("SearchHit")]


@strawberry.input
class CaseFilter:
    number: str | None = None
    stage: Stage | None = None
    any_of: list["CaseFilter"] | None = None


@strawberry.type
class Query:
    @strawberry.field
    def cases(
        self,
        first: int | None = None,
        last: int | None = None,
        filter: CaseFilter | None = None,  # noqa: A002 - the argument's name in the API
    ) -> Connection[Case]:
        calls.append("cases")
        return page([Case(id=strawberry.ID("c"))])

    @strawberry.field
    def case(self, no: str) -> Case | None:
        calls.append("case")
        return Case(id=strawberry.ID("c"))

    @strawberry.field
    def search(self, text: str, first: int) -> Connection[SearchHit]:
        calls.append("search")
        return page([Case(id=strawberry.ID("c")), Lawyer(id=strawberry.ID("w"))])

    @strawberry.field
    def node(self, id: strawberry.ID) -> Node | None:  # noqa: A002 - the argument's name in the API
        calls.append("node")
        return Lawyer(id=id)

    @strawberry.field
    def me(self) -> Person:
        calls.append("me")
        return Person()

    @strawberry.field
    def broken(self) -> str | None:
        raise RuntimeError("postgresql://app:s3cret@db/x")


@strawberry.type
class Mutation:
    @strawberry.mutation
    def sign_agreement(self, id: strawberry.ID, version: int) -> Agreement:  # noqa: A002 - the argument's name in the API
        calls.append("sign_agreement")
        return Agreement(id=id, version=version)

    @strawberry.mutation
    def record_payment(self, commitment: strawberry.ID, amount_fen: int) -> Payment:
        calls.append("record_payment")
        return Payment(id=commitment, amount_fen=amount_fen)


TYPES: list[Any] = [Lawyer, Payment, Claimant]
