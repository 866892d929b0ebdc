"""`/graphql` over HTTP and WebSocket: as thin a path as can be in front of the schema.

Identity is settled by the caller of this module (`identify`); limits stand in limits.py and http.py. Answers follow
GraphQL over HTTP: 200 when the operation ran, 400 when the document itself was refused.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
import strawberry
import structlog
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.extensions import MaskErrors
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.types import ExecutionResult

from mediation.gql.console import console, graphiql
from mediation.gql.context import Context, Origin
from mediation.gql.enums import write_at_once
from mediation.gql.levels import executor_of
from mediation.gql.relay import is_there
from mediation.gql.texts import refuse_unfit_texts
from mediation.http import JsonRefusedError, parse_json
from mediation.infra import idempotency
from mediation.infra.log import request_id
from mediation.infra.runtime import Runtime
from mediation.kit.actor import ANONYMOUS, Actor, ActorKind
from mediation.kit.problems import Problem

log = structlog.get_logger(__name__)

Identify = Callable[[Request | WebSocket, Mapping[str, Any]], Awaitable[Actor]]
"""Who is asking: from cookie, bearer token, or (WebSocket) the connection's parameters."""

MEDIA_TYPE = "application/json"


WAITING = "x-waiting"
"""the header by which a page says that it asks while it waits, and that nobody works: `x-waiting: 1`"""


def is_waiting(request: Request | WebSocket) -> bool:
    """Whether a page merely waits: a socket, a stream of pokes, or a request that says so. That keeps no session open."""
    headers = request.headers
    return isinstance(request, WebSocket) or headers.get(WAITING) == "1" or headers.get("accept") == "text/event-stream"


@dataclass(frozen=True)
class Endpoint:
    """The HTTP side of `/graphql`."""

    schema: strawberry.Schema
    runtime: Runtime
    identify: Identify
    graphiql: bool

    async def get(self, request: Request) -> Response:
        """A page to try queries in, where the settings allow it; otherwise nothing is here. Queries come by POST."""
        if self.graphiql and "text/html" in request.headers.get("accept", ""):
            return graphiql(self.schema) if "graphiql" in request.query_params else console()
        return Response(status_code=405, headers={"Allow": "POST"})

    async def post(self, request: Request) -> Response:
        """Run one operation."""
        body = request.scope.get("state", {}).get("json")
        if body is None:
            body = orjson.loads(await request.body())
        if not isinstance(body, dict) or not isinstance(body.get("query"), str):
            return _refused("BAD_REQUEST", "A GraphQL request has a `query`.", 400)
        actor = await self.identify(request, {})
        answer = Response(media_type=MEDIA_TYPE)
        origin = origin_of(request, body, actor, request.headers.get("idempotency-key"))
        context = Context(self.runtime, actor, origin=origin, response=answer)
        encoded, status = await self.answer(context, body)
        return _bytes(answer, encoded, status)

    async def answer(self, context: Context, body: dict[str, Any]) -> tuple[bytes, int]:
        """The answer to one operation, as it goes over the wire, and its status. Pages of our own ask here as well.

        Under a key the answer given before is given again, and a new one is kept.
        """
        kept = await self._kept(context)
        if kept is not None:
            return kept, 200
        result = await self._run(context, body)
        encoded = encode(result)
        if context.origin.idempotency_key and context.may_keep_answer and not result.errors:
            await self._keep(context, encoded)
        return encoded, 400 if result.data is None and _refused_before_running(result) else 200

    async def _kept(self, context: Context) -> bytes | None:
        """The answer given before under the key, unless the result is no longer there for the caller."""
        key = context.origin.idempotency_key
        if not key:
            return None
        async with self.runtime.read() as connection:
            kept = await idempotency.stored_answer(
                connection, self.runtime.vault, context.actor, key, context.origin.fingerprint
            )
        if kept is None:
            return None
        return kept.answer if await is_there(context, kept.node_id) else None

    async def _keep(self, context: Context, answer: bytes) -> None:
        origin, vault = context.origin, self.runtime.vault
        assert origin.idempotency_key is not None, "only asked with a key"
        async with self.runtime.read() as connection:
            await idempotency.keep_answer(
                connection, vault, context.actor, origin.idempotency_key, origin.fingerprint, answer
            )

    async def _run(self, context: Context, body: dict[str, Any]) -> ExecutionResult:
        variables, name = body.get("variables"), body.get("operationName")
        if variables is not None and not isinstance(variables, dict):
            return ExecutionResult(data=None, errors=[GraphQLError("`variables` is an object.")])
        return await self.schema.execute(
            body["query"],
            variable_values=variables,
            context_value=context,
            operation_name=name if isinstance(name, str) else None,
        )


def origin_of(request: Request, body: dict[str, Any], actor: Actor, key: str | None) -> Origin:
    """Where an operation comes from, and the idempotency `key` under which it may be repeated.

    Strangers have no name of their own under which a key could be kept: it would be everybody's.
    """
    key = key if actor.kind is not ActorKind.ANONYMOUS else None
    mark = orjson.dumps([body["query"], body.get("variables"), body.get("operationName")], option=orjson.OPT_SORT_KEYS)
    return Origin(
        address=request.client.host if request.client else "",
        request_id=request_id.get() or "",
        idempotency_key=key[:200] if key and _is_mutation(body["query"]) else None,
        fingerprint=hashlib.sha256(mark).digest() if key else b"",
        waiting=is_waiting(request),
    )


def encode(result: ExecutionResult) -> bytes:
    """The answer's bytes."""
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    answer["data"] = result.data
    return orjson.dumps(answer)


def _is_mutation(query: str) -> bool:
    return "mutation" in query


def _refused_before_running(result: ExecutionResult) -> bool:
    return bool(result.errors) and all(error.path is None for error in result.errors or ())


def _bytes(response: Response, content: bytes, status: int) -> Response:
    response.body = content
    response.status_code = status
    response.headers["content-length"] = str(len(content))
    return response


def _refused(code: str, message: str, status: int) -> Response:
    error = {"message": message, "extensions": {"code": code, "requestId": request_id.get() or ""}}
    return Response(orjson.dumps({"errors": [error], "data": None}), status_code=status, media_type=MEDIA_TYPE)


class _Operations(BaseGraphQLTransportWSHandler[Context, None]):
    """Each operation of a socket has its own context, and its caller is identified anew: a socket outlives sessions."""

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        """Run one operation as who the caller is now; close the socket of somebody who is nobody any more."""
        caller = await self.context.identify_again()
        if caller.kind is ActorKind.ANONYMOUS:
            self.operations.pop(operation.id, None)
            await self.websocket.close(code=4403, reason="Forbidden")
            return
        own = copy(self)
        own.context = self.context.of_operation(caller)
        await super(_Operations, own).run_operation(operation)


def _is_message(message: object) -> bool:
    """Whether `message` has the types that the protocol's handler takes for granted."""
    if not isinstance(message, dict) or not isinstance(message.get("id", ""), str):
        return False
    if message.get("type") != "subscribe":
        return True
    payload = message.get("payload")
    return (
        isinstance(payload, dict)
        and isinstance(payload.get("query"), str)
        and isinstance(payload.get("variables"), dict | None)
        and isinstance(payload.get("operationName"), str | None)
    )


class Subscriptions(GraphQL[Context, None]):
    """The WebSocket side: `graphql-transport-ws` only. The caller is settled when the connection is initialised."""

    graphql_transport_ws_handler_class = _Operations

    def __init__(self, endpoint: Endpoint, allowed_origins: tuple[str, ...]) -> None:
        super().__init__(
            endpoint.schema,
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=timedelta(seconds=10),
            max_subscriptions_per_connection=20,
            allowed_origins=allowed_origins,
        )
        self._endpoint = endpoint

    def decode_json(self, data: str | bytes) -> object:
        """A message, under the limits of a request's body. What is refused closes the socket as 4400."""
        try:
            message = parse_json(data)
        except JsonRefusedError as refusal:
            raise json.JSONDecodeError(refusal.code, "", 0) from None
        if not _is_message(message):
            raise json.JSONDecodeError("not a message of the protocol", "", 0)
        return message

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """A context without a caller yet."""
        context = Context(self._endpoint.runtime, ANONYMOUS)
        context.request = request

        async def again() -> Actor:
            return await self._endpoint.identify(request, context.connection_params or {})

        context.again = again
        return context

    async def on_ws_connect(self, context: Context) -> None:
        """Settle the caller from the connection's `authorization` parameter, or its cookie."""
        context.become(await context.identify_again())
        if context.actor.kind is ActorKind.ANONYMOUS:
            raise ConnectionRejectionError


class Words(MaskErrors):
    """Every error before it leaves: a Problem keeps its code and speaks the reader's language, a bug says nothing."""

    def __init__(self) -> None:
        super().__init__(should_mask_error=lambda _: True)

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        """The error as the caller may read it."""
        context = self.execution_context.context
        original = error.original_error
        if isinstance(original, Problem):
            message, extensions = original.text.in_(context.locale), {"code": original.code}
        elif original is None or isinstance(original, GraphQLError):
            message, extensions = error.message, {"code": "BAD_QUERY", **(error.extensions or {})}
        else:
            message, extensions = "Unexpected error.", {"code": "INTERNAL", "requestId": request_id.get() or ""}
        return GraphQLError(message, nodes=error.nodes, path=error.path, extensions=extensions)


class Schema(strawberry.Schema):
    """Strawberry's schema with quiet logs (bugs with their traceback, refusals not at all, queries never) and fit texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_unfit_texts(self)
        write_at_once(self)
        if "execution_context_class" not in kwargs:
            self.execution_context_class = executor_of(self)

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Log what is a bug."""
        for error in errors:
            original = error.original_error
            if original is not None and not isinstance(original, Problem | GraphQLError):
                log.error("graphql.unexpected", exc_info=original, path=error.path)
