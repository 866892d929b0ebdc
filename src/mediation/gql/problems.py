"""Problems as GraphQL types: what a mutation answers when it refuses."""

from typing import Any, cast

import strawberry

from mediation.gql.context import Info
from mediation.gql.relay import Node, gid, load_node
from mediation.kit import problems as kit


@strawberry.interface(description="Why a mutation did nothing: one fragment on it serves every result.")
class Problem:
    """See kit.problems.Problem."""

    code: str = strawberry.field(description="Stable and machine-readable, such as CONFLICT.")
    message: str = strawberry.field(description="In the reader's language.")


@strawberry.type(description="The object does not exist, or you may not see it.")
class NotFound(Problem):
    """See kit.problems.NotFound."""

    code: str = strawberry.field(description="Always NOT_FOUND.")
    message: str = strawberry.field(description="In the reader's language.")


@strawberry.type(description="You see the object, but may not do this to it.")
class Forbidden(Problem):
    """See kit.problems.Forbidden."""

    code: str = strawberry.field(description="Always FORBIDDEN.")
    message: str = strawberry.field(description="In the reader's language.")
    verb: str = strawberry.field(description="What was refused, as `feature:verb`.")


@strawberry.type(description="The object's state does not allow this.")
class IllegalMove(Problem):
    """See kit.problems.IllegalMove."""

    code: str = strawberry.field(description="Always ILLEGAL_MOVE.")
    message: str = strawberry.field(description="In the reader's language.")
    verb: str = strawberry.field(description="What was tried, as `feature:verb`.")
    current_state: str = strawberry.field(description="The state the object is in.")
    possible: list[str] = strawberry.field(description="The verbs that are possible instead.")


@strawberry.type(description="One wrong input field.")
class FieldProblem:
    """See kit.problems.FieldProblem."""

    path: str = strawberry.field(description="Dotted path below the input, e.g. `claimants.3.phone`.")
    code: str = strawberry.field(description="Stable machine-readable reason.")
    message: str = strawberry.field(description="In the reader's language.")


@strawberry.type(description="The input is wrong; nothing was saved.")
class Invalid(Problem):
    """See kit.problems.Invalid."""

    code: str = strawberry.field(description="Always INVALID.")
    message: str = strawberry.field(description="In the reader's language.")
    fields: list[FieldProblem] = strawberry.field(description="Every wrong field.")


@strawberry.type(description="The object changed since you read it, or the key was used for something else.")
class Conflict(Problem):
    """See kit.problems.Conflict."""

    code: str = strawberry.field(description="Always CONFLICT.")
    message: str = strawberry.field(description="In the reader's language.")
    current_version: int | None = strawberry.field(description="The version to read again, if there is one.")
    stands: strawberry.Private[strawberry.ID | None] = None

    @strawberry.field(description="What stands now, where it can be shown at once (of a draft); null elsewhere.")
    async def current(self, info: Info) -> Node | None:
        """Read under the caller's own permission."""
        return cast("Node | None", await load_node(info.context, self.stands)) if self.stands else None


@strawberry.type(description="Too many tries; come back later.")
class TooMany(Problem):
    """See kit.problems.TooMany."""

    code: str = strawberry.field(description="Always TOO_MANY.")
    message: str = strawberry.field(description="In the reader's language.")
    retry_after_seconds: int = strawberry.field(description="Seconds to wait.")


PROBLEM_TYPES: tuple[type, ...] = (NotFound, Forbidden, IllegalMove, Invalid, Conflict, TooMany)


def as_type(problem: kit.Problem, locale: str) -> Any:
    """The GraphQL object for `problem`."""
    said: dict[str, Any] = {"code": problem.code, "message": problem.text.in_(locale)}
    match problem:
        case kit.NotFound():
            return NotFound(**said)
        case kit.Forbidden():
            return Forbidden(**said, verb=str(problem.verb))
        case kit.IllegalMove():
            return IllegalMove(
                **said, verb=str(problem.verb), current_state=str(problem.state), possible=list(problem.allowed)
            )
        case kit.Invalid():
            fields = [FieldProblem(path=f.path, code=f.code, message=f.text.in_(locale)) for f in problem.fields]
            return Invalid(**said, fields=fields)
        case kit.Conflict():
            stands = gid(*problem.current) if problem.current else None
            return Conflict(**said, current_version=problem.current_version, stands=stands)
        case kit.TooMany():
            return TooMany(**said, retry_after_seconds=problem.retry_after_seconds)
        case _:
            raise problem
