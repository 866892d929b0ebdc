"""The limits around Strawberry's execution: parse, judge and price once per text, check variables on every request.

Refuses to hold: verdicts on refused documents (they would fill the cache with an attacker's texts), and error masking
of resolvers.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphql import validate
from graphql.validation.validate import ValidationAbortedError
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from mediation.limits.cost import Plan, plan_of
from mediation.limits.figures import (
    CHARACTERS_MAX,
    COMMENTS_MAX,
    ERRORS_MAX,
    MESSAGES,
    TOKENS_MAX,
    Code,
    LimitError,
)
from mediation.limits.shape import check_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphql import ASTValidationRule, DocumentNode, GraphQLError, GraphQLSchema

# A document of 8,000 characters holds about half a megabyte of nodes: the bound is on the text, not on the entries.
_CACHED_CHARACTERS: Final = 256_000
_PARSE_OPTIONS: Final = {
    "max_source_length": CHARACTERS_MAX,
    "max_lexical_tokens": TOKENS_MAX,
    "max_comments": COMMENTS_MAX,
}
_TOO_MANY: Final = "Syntax Error: Document contains more than"  # graphql-core gives it no code of its own

_Key = tuple[str, "GraphQLSchema", tuple[type["ASTValidationRule"], ...]]


@dataclass(frozen=True, slots=True)
class _Judged:
    document: DocumentNode
    plan: Plan


class _Accepted:
    """Accepted documents by text, the longest unused forgotten first."""

    def __init__(self, characters: int = _CACHED_CHARACTERS) -> None:
        self._judged: OrderedDict[_Key, _Judged] = OrderedDict()
        self._room = characters

    def get(self, key: _Key) -> _Judged | None:
        judged = self._judged.get(key)
        if judged is not None:
            self._judged.move_to_end(key)
        return judged

    def put(self, key: _Key, judged: _Judged) -> None:
        if key in self._judged:
            return
        self._judged[key] = judged
        self._room -= len(key[0])
        while self._room < 0:
            forgotten, _ = self._judged.popitem(last=False)
            self._room += len(forgotten[0])


class DocumentGate(SchemaExtension):
    """Lets an operation reach its resolvers only after every limit; built per request by ``limit_extensions``."""

    def __init__(self, accepted: _Accepted, *, introspection: bool) -> None:
        self._accepted = accepted
        self._introspection = introspection
        self._judged: _Judged | None = None
        self._passed = False

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        context.parse_options |= _PARSE_OPTIONS  # type: ignore[typeddict-item]  # Strawberry names one of the options
        yield
        # An extension that masks errors replaces the list of the result, not the one of the context.
        for errors in (context.pre_execution_errors, getattr(context.result, "errors", None)):
            if errors:
                del errors[ERRORS_MAX:]

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        if context.query:
            self._judged = self._accepted.get(self._key())
            if self._judged is not None:
                context.graphql_document = self._judged.document
        yield
        if context.graphql_document is None:
            for error in context.pre_execution_errors or ():
                _label(error, self._syntax_code(error))

    def on_validate(self) -> Iterator[None]:
        self.execution_context.pre_execution_errors = errors = self._judge()
        self._passed = not errors
        yield

    def on_execute(self) -> Iterator[None]:
        if not self._passed:
            # Another extension has replaced our verdict; better no answer than one past the limits.
            raise LimitError(Code.DOCUMENT_INVALID)
        yield
        for error in self.execution_context.pre_execution_errors or ():
            if _is_about_variables(error):
                self._label_quietly(error, Code.VARIABLES_INVALID)

    def _key(self) -> _Key:
        context = self.execution_context
        return context.query or "", context.schema._schema, context.validation_rules

    def _judge(self) -> list[GraphQLError]:
        document = self.execution_context.graphql_document
        assert document is not None
        key = self._key()
        try:
            if self._judged is not None:
                self._judged.plan.check(self.execution_context.variables)
                return []
            check_shape(document, introspection=self._introspection)
            if errors := _validate(key, document, hide_suggestions=not self._introspection):
                for error in errors:
                    aborted = isinstance(error, ValidationAbortedError)
                    self._label_quietly(error, Code.FIELD_LIMIT if aborted else Code.DOCUMENT_INVALID)
                return errors
            plan = plan_of(key[1], document)
            plan.check(self.execution_context.variables)
        except LimitError as refusal:
            return [refusal.with_traceback(None)]
        self._accepted.put(key, _Judged(document, plan))
        return []

    def _syntax_code(self, error: GraphQLError) -> Code:
        if len(self.execution_context.query or "") > CHARACTERS_MAX:
            return Code.DOCUMENT_SIZE_LIMIT
        return Code.TOKEN_LIMIT if error.message.startswith(_TOO_MANY) else Code.SYNTAX

    def _label_quietly(self, error: GraphQLError, code: Code) -> None:
        """Give `error` its code and, where the schema is not shown, a text that names nothing of it."""
        _label(error, code)
        if not self._introspection:
            error.message = MESSAGES[code]


def limit_extensions(introspection: bool) -> list[Callable[[], SchemaExtension]]:
    """Return the factories to pass to ``strawberry.Schema(extensions=...)``; they parse, validate and cache as well.

    No ``ParserCache`` or ``ValidationCache`` belongs beside them: the one hashes the options, the other the whole tree
    on each request, and the second would replace the verdict.

    Args:
        introspection: whether ``__schema``, ``__type`` and telling validation messages are allowed.
    """
    accepted = _Accepted()
    return [lambda: DocumentGate(accepted, introspection=introspection)]


def _validate(key: _Key, document: DocumentNode, *, hide_suggestions: bool) -> list[GraphQLError]:
    _, schema, rules = key
    rules = (*rules, MaybeNullValidationRule, OneOfInputValidationRule)
    errors = validate(schema, document, rules, max_errors=ERRORS_MAX, hide_suggestions=hide_suggestions)
    return errors[:ERRORS_MAX]


def _label(error: GraphQLError, code: Code) -> None:
    # What a scalar raised while reading the client's text is the client's mistake, not ours.
    error.original_error = None
    error.extensions = {**(error.extensions or {}), "code": code.value}


def _is_about_variables(error: GraphQLError) -> bool:
    """Whether `error` refuses the variables: a failed field has a path, a failed server no node."""
    return error.path is None and (error.original_error is None or bool(error.nodes))
