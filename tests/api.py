"""A GraphQL client for tests, over the real application."""

from typing import Any

import httpx2


class Api:
    """Sends operations as somebody; `data` fails loudly when the answer has errors."""

    def __init__(self, client: httpx2.AsyncClient, app: Any) -> None:
        self.client = client
        self.app = app

    async def send(
        self, query: str, variables: dict[str, Any] | None = None, *, token: str | None = None, **headers: str
    ) -> httpx2.Response:
        """The raw response."""
        sent = {"authorization": f"Bearer {token}"} if token else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"query": query, "variables": variables or {}}
        return await self.client.post("/graphql", json=body, headers=sent)

    async def data(
        self, query: str, variables: dict[str, Any] | None = None, *, token: str | None = None, **headers: str
    ) -> Any:
        """The answer's data."""
        response = await self.send(query, variables, token=token, **headers)
        body = response.json()
        assert "errors" not in body, body["errors"]
        return body["data"]

    async def do(
        self, mutation: str, variables: dict[str, Any] | None = None, *, token: str | None = None, **headers: str
    ) -> Any:
        """The only root field of a mutation's answer, with its `__typename`."""
        data = await self.data(mutation, variables, token=token, **headers)
        (answer,) = data.values()
        return answer
