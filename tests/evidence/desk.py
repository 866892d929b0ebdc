"""Bringing, accepting and fetching evidence over HTTP, as a client would."""

from typing import Any

from mediation.gql.relay import gid
from tests.api import Api

FIELDS = """id kind media audience isPrivate name sha256 sourceSha256 byteSize pages width height lines scanned worker
  acceptedAt expiresAt url pictureUrl tableUrl about uploadedSide uploadedBy { name } withdrawal { reason by { name } }
  access { canAccept canAttach canDiscard canWithdraw }"""


class Desk:
    """One case, and whoever's token is given."""

    def __init__(self, api: Api, case: Any) -> None:
        self.api, self.case = api, gid("Case", case.id)

    async def bring(
        self, token: str | None, data: bytes, name: str = "a.pdf", *, type_: str = "", **fields: str
    ) -> Any:
        """The answer to an upload."""
        file = (name, data, type_ or "application/octet-stream")
        headers = {"authorization": f"Bearer {token}"} if token else {}
        given = {"kind": "contract", "audience": "everyone", **fields}
        return await self.api.client.post(
            f"/cases/{self.case}/evidence", files={"file": file}, data=given, headers=headers
        )

    async def brought(self, token: str, data: bytes, name: str = "a.pdf", **fields: str) -> dict[str, Any]:
        """What the upload said; it is taken."""
        answer = await self.bring(token, data, name, **fields)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def do(self, token: str, mutation: str, want: str = "", **given: Any) -> Any:
        """A verb, with its problem if it meets one."""
        type_ = f"{mutation[0].upper()}{mutation[1:]}Input"
        problems = "... on Invalid { fields { path code } } ... on IllegalMove { currentState }"
        asked = f"mutation($i: {type_}!) {{ {mutation}(input: $i) {{ __typename {problems} {want} }} }}"
        return await self.api.do(asked, {"i": given}, token=token)

    async def kept(
        self, token: str, data: bytes, name: str = "a.pdf", *, about: list[str] | None = None, **fields: str
    ) -> Any:
        """Brought and accepted: the id."""
        made = await self.brought(token, data, name, **fields)
        done = await self.do(token, "acceptEvidence", evidence=made["id"], about=about or [])
        assert done["__typename"] == "Evidence", done
        return made["id"]

    async def listed(self, token: str) -> list[dict[str, Any]]:
        """What the caller sees of the case's evidence, newest first."""
        asked = f"query($c: ID!) {{ evidence(case: $c, first: 100) {{ totalCount edges {{ node {{ {FIELDS} }} }} }} }}"
        found = (await self.api.data(asked, {"c": self.case}, token=token))["evidence"]
        assert found["totalCount"] == len(found["edges"])
        return [edge["node"] for edge in found["edges"]]

    async def get(self, path: str, token: str | None) -> Any:
        """The answer to a download."""
        return await self.api.client.get(path, headers={"authorization": f"Bearer {token}"} if token else {})
