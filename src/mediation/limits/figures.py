"""The figures and the stable refusal codes of the document limits; refuses to hold any walk over a document.

The figures were measured on the case page, the largest document of our own front end: one case with its parties,
claims, agreement, commitments and payments takes depth 11, about 150 selections and 500 tokens.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from graphql.validation.validate import ValidationAbortedError

if TYPE_CHECKING:
    from graphql import Node

CHARACTERS_MAX: Final = 8_000
TOKENS_MAX: Final = 1_000
COMMENTS_MAX: Final = 100
FRAGMENTS_MAX: Final = 20
# Fields, spreads and inline fragments after every fragment has been put in its place.
SELECTIONS_MAX: Final = 500
# A connection takes three levels (field, edges, node): twelve hold a page within a page within a case.
DEPTH_MAX: Final = 12
# The types of a schema nest deeper than its data; the standard introspection query needs 15.
INTROSPECTION_DEPTH_MAX: Final = 20
# Guards our own recursion: selection sets, inline fragments and spreads under each other on first sight.
NESTING_MAX: Final = 60
ALIASES_MAX: Final = 15
ROOT_FIELDS_MAX: Final = 5
DIRECTIVES_PER_PLACE_MAX: Final = 3
DIRECTIVES_MAX: Final = 10
PAGE_MAX: Final = 100
# A list without a page (the claims of a worker, the instalments of a claim) counts as this many; what can grow beyond a
# handful belongs in a connection.
ASSUMED_LIST: Final = 3
# Values in the largest answer a document can get. 50 cases with 20 claimants and their eight fields need 11,000, the
# case page with 50 claimants, their claims and payments 17,000; the executor resolves 20,000 in a fifth of a second.
COST_MAX: Final = 20_000
# graphql-core's own budget for comparing fields of the same name is 500,000: 245 times `agency { name }` in one place
# took it 150 ms. Our largest document needs under 100.
COMPARISONS_MAX: Final = 10_000
ERRORS_MAX: Final = 5


class Code(StrEnum):
    """Why a document was refused; part of the API, so a member is never renamed."""

    ALIAS_LIMIT = "ALIAS_LIMIT"
    COST_LIMIT = "COST_LIMIT"
    DEPTH_LIMIT = "DEPTH_LIMIT"
    DIRECTIVE_LIMIT = "DIRECTIVE_LIMIT"
    DOCUMENT_INVALID = "DOCUMENT_INVALID"
    DOCUMENT_SIZE_LIMIT = "DOCUMENT_SIZE_LIMIT"
    FIELD_LIMIT = "FIELD_LIMIT"
    FRAGMENT_CYCLE = "FRAGMENT_CYCLE"
    FRAGMENT_LIMIT = "FRAGMENT_LIMIT"
    INTROSPECTION_DISABLED = "INTROSPECTION_DISABLED"
    OPERATION_LIMIT = "OPERATION_LIMIT"
    PAGE_SIZE = "PAGE_SIZE"
    ROOT_FIELD_LIMIT = "ROOT_FIELD_LIMIT"
    SYNTAX = "SYNTAX"
    TOKEN_LIMIT = "TOKEN_LIMIT"  # noqa: S105  (a lexical token)
    VARIABLES_INVALID = "VARIABLES_INVALID"


MESSAGES: Final[dict[Code, str]] = {
    Code.ALIAS_LIMIT: f"别名过多，最多 {ALIASES_MAX} 个。At most {ALIASES_MAX} aliases.",
    Code.COST_LIMIT: f"查询可能返回的数据过多，请减小每页数量。"
    f"The answer could hold more than {COST_MAX} values; ask for smaller pages.",
    Code.DEPTH_LIMIT: f"查询嵌套过深，最多 {DEPTH_MAX} 层。At most {DEPTH_MAX} levels.",
    Code.DIRECTIVE_LIMIT: f"指令过多，每处最多 {DIRECTIVES_PER_PLACE_MAX} 个，全文最多 {DIRECTIVES_MAX} 个。"
    f"At most {DIRECTIVES_PER_PLACE_MAX} directives in one place and {DIRECTIVES_MAX} in all.",
    Code.DOCUMENT_INVALID: "查询与接口定义不符。The document does not fit the schema.",
    Code.DOCUMENT_SIZE_LIMIT: f"查询过长，最多 {CHARACTERS_MAX} 个字符。At most {CHARACTERS_MAX} characters.",
    Code.FIELD_LIMIT: f"查询字段过多或重复过多，片段展开后最多 {SELECTIONS_MAX} 项。"
    f"Too many or too often repeated fields: at most {SELECTIONS_MAX} selections, fragments expanded.",
    Code.FRAGMENT_CYCLE: "片段循环引用。A fragment leads back to itself.",
    Code.FRAGMENT_LIMIT: f"片段过多，最多 {FRAGMENTS_MAX} 个。At most {FRAGMENTS_MAX} fragments.",
    Code.INTROSPECTION_DISABLED: "接口自省已关闭。Introspection is off.",
    Code.OPERATION_LIMIT: "每次只能提交一个操作。One operation in a document.",
    Code.PAGE_SIZE: f"列表必须用 first 或 last 之一写明每页数量，1 至 {PAGE_MAX}。"
    f"A list needs either first or last, from 1 to {PAGE_MAX}.",
    Code.ROOT_FIELD_LIMIT: f"顶层字段过多：查询最多 {ROOT_FIELDS_MAX} 个，变更与订阅恰好一个。"
    f"A query has at most {ROOT_FIELDS_MAX} root fields, a mutation or subscription exactly one.",
    Code.SYNTAX: "查询语法有误。The document is not valid GraphQL.",
    Code.TOKEN_LIMIT: f"查询过长，最多 {TOKENS_MAX} 个词法单元。At most {TOKENS_MAX} tokens.",
    Code.VARIABLES_INVALID: "变量与接口定义不符。The variables do not fit the schema.",
}


class LimitError(ValidationAbortedError):
    """A document that is not executed; being a `ValidationAbortedError` it also ends a running validation."""

    def __init__(self, code: Code, node: Node | None = None) -> None:
        super().__init__(MESSAGES[code], node, extensions={"code": code.value})
        self.code = code
