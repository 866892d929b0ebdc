"""The page at `/graphql` for a person with a browser: a query, its answer, and the schema beside it.

It is one file of our own and loads nothing from anywhere, because studios stand in closed networks. GraphiQL is one link
away for whoever can reach the address its parts come from. Refuses to hold: what a caller may ask (the endpoint's).
"""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import strawberry
from starlette.responses import HTMLResponse
from strawberry.asgi import GraphQL

from mediation.http import GRAPHIQL_POLICY

_FILE = Path(__file__).with_name("console.html")


def console() -> HTMLResponse:
    """Our page, allowed to run its one script, to wear its one style and to talk to this server."""
    page, policy = _console()
    return HTMLResponse(page, headers={"content-security-policy": policy})


def graphiql(schema: strawberry.Schema) -> HTMLResponse:
    """GraphiQL as Strawberry has it; useless without a way to unpkg.com."""
    return HTMLResponse(GraphQL(schema).graphql_ide_html, headers={"content-security-policy": GRAPHIQL_POLICY})


@lru_cache(maxsize=1)
def _console() -> tuple[str, str]:
    page = _FILE.read_text(encoding="utf-8")
    return page, (
        f"default-src 'none'; script-src {_hash_of('script', page)}; style-src {_hash_of('style', page)}; img-src data:; "
        "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; form-action 'none'"
    )


def _hash_of(tag: str, page: str) -> str:
    (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
