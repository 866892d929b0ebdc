"""A case with a claimant, and the verbs that change who belongs to it."""

from sqlalchemy import select
from sqlmodel import col

from mediation.case.models import CaseState, Party
from mediation.gql.relay import gid
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role

PROBLEMS = """... on Invalid { fields { path code } } ... on Forbidden { verb } ... on Conflict { currentVersion }
  ... on IllegalMove { verb currentState } ... on NotFound { code }"""
PARTY = """... on Party { id name phone idNumber job takingPart withdrawnAt withdrawnReason relation
  claims { id head amountFen } }"""
CLAIM = "... on Claim { id head group amountFen periodFrom periodTo note }"


def verb(name: str, input_type: str, result: str) -> str:
    return f"mutation($input: {input_type}!) {{ {name}(input: $input) {{ __typename {result} {PROBLEMS} }} }}"


ADD = verb("addParty", "AddPartyInput", PARTY)
REVISE = verb("reviseParty", "RevisePartyInput", PARTY)
LEAVE = verb("withdrawParty", "WithdrawPartyInput", PARTY)
ELECT = verb(
    "electParty",
    "ElectPartyInput",
    "... on Case { representatives { specialAuthority electedOn document party { name } } }",
)
STATE = verb("stateClaim", "StateClaimInput", CLAIM)
AMEND = verb("amendClaim", "AmendClaimInput", CLAIM)
FIND = verb(
    "recordFinding", "RecordFindingInput", "... on Finding { kind statement source foundOn recordedBy { name } }"
)
READ = """query($id: ID!) { case(id: $id) { version counts { registered takingPart } claimTotals { wagesFen socialInsuranceFen }
  claimants(first: 100) { edges { node { id name claims { id } } } } otherParties { name relation }
  employer { name creditCode contactName contactPhone } findings { statement } } }"""


class Table:
    """A case with one claimant and the people of its studio."""

    def __init__(self, api, make, runtime) -> None:
        self.api, self.make, self.runtime = api, make, runtime

    async def lay(self, state: CaseState = CaseState.REGISTERED) -> "Table":
        self.studio = await self.make.agency()
        self.clerk = await self.make.staff(Role.INTAKE_CLERK, agency=self.studio)
        self.mediator = await self.make.staff(Role.MEDIATOR, agency=self.studio, name="张敏")
        self.token = await self.make.token(self.mediator)
        self.case = await self.make.case(agency=self.studio, state=state)
        self.wang = await self.make.claimant(self.case, name="王小明", phone="13812341402")
        return self

    async def do(self, mutation: str, *, token: str | None = None, **given):
        given.setdefault("version", (await self.read())["version"])
        if given["version"] is None:
            del given["version"]
        return await self.api.do(mutation, {"input": given}, token=token or self.token)

    async def on_case(self, mutation: str, **given):
        return await self.do(mutation, case=gid("Case", self.case.id), **given)

    async def on_party(self, mutation: str, party: Party | None = None, **given):
        return await self.do(mutation, id=gid("Party", (party or self.wang).id), **given)

    async def read(self) -> dict:
        return (await self.api.data(READ, {"id": gid("Case", self.case.id)}, token=self.token))["case"]

    async def journal(self) -> list[tuple[str, dict]]:
        async with self.runtime.read() as connection:
            rows = await connection.execute(
                select(col(JournalEntry.verb), col(JournalEntry.particulars)).order_by(col(JournalEntry.seq))
            )
            # What other features do in consequence (a link for each worker) is theirs to test.
            return [(row.verb, row.particulars) for row in rows if not row.verb.startswith("link:")]
