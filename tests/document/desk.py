"""What a mediator does with documents, over HTTP."""

from typing import Any

from mediation.gql.relay import gid
from tests.api import Api
from tests.document.evening import Evening

_GENERATE = """mutation($i: GenerateDocumentInput!) { generateDocument(input: $i) { __typename
  ... on Document { id kind number format isDraft isLatest sha256 byteSize journalSeq worker workerName url isOutOfDate title
    generatedBy { name } case { number } }
  ... on Invalid { message fields { path code message } } ... on IllegalMove { message currentState }
  ... on Conflict { message } ... on NotFound { message } ... on Forbidden { verb } ... on TooMany { retryAfterSeconds } } }"""
_KINDS = """query($case: ID!, $worker: ID) { documentKinds(case: $case, worker: $worker) {
  kind title group issuer madeFor isPossible when fields { field label source mayBeGiven }
  missing { field label source mayBeGiven } optional { field label } given { field value } } }"""


class Desk:
    """One mediator at one case."""

    def __init__(self, api: Api, evening: Evening) -> None:
        self.api, self.evening = api, evening
        self.case = str(gid("Case", evening.case.id))
        self.workers = [str(gid("Party", worker.id)) for worker in evening.workers]

    async def generate(
        self, kind: str, made_as: str = "PDF", *, token: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """The answer of generateDocument; `details` as a mapping."""
        details = [{"field": field, "value": value} for field, value in more.pop("details", {}).items()]
        given = {"case": self.case, "kind": kind, "format": made_as, "details": details, **more}
        answer = await self.api.data(_GENERATE, {"i": given}, token=token or self.evening.token)
        return dict(answer["generateDocument"])

    async def kinds(self, worker: str | None = None) -> dict[str, dict[str, Any]]:
        """What can be made, by kind."""
        found = await self.api.data(_KINDS, {"case": self.case, "worker": worker}, token=self.evening.token)
        return {form["kind"]: form for form in found["documentKinds"]}

    async def complete(self, kind: str, made_as: str = "PDF") -> dict[str, Any]:
        """Made whole: for the first worker where it is one for each, with every missing field filled in."""
        form = (await self.kinds(self.workers[0]))[kind]
        worker = {"worker": self.workers[0]} if form["madeFor"] == "WORKER" else {}
        details = {one["field"]: f"（{one['label']}）" for one in (*form["missing"], *form["optional"])}
        return await self.generate(kind, made_as, details=details, **worker)

    async def bytes_of(self, document: dict[str, Any], *, token: str | None = None) -> bytes:
        """As downloaded."""
        response = await self.download(document["url"], token=token or self.evening.token)
        assert response.status_code == 200, response.text
        return bytes(response.content)

    async def download(self, url: str, *, token: str | None) -> Any:
        """The whole answer."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return await self.api.client.get(url, headers=headers)
