"""The limits as one plain validation rule; refuses to hold per-request state, so that validation can be cached.

The class is the cache key of Strawberry's ``ValidationCache``: it is defined once, here, and never built per request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from graphql import ValidationRule

from mediation.limits.cost import plan_of
from mediation.limits.shape import check_shape

if TYPE_CHECKING:
    from graphql import DocumentNode


class DocumentLimits(ValidationRule):
    """Ends the validation of a document that exceeds a limit, before other rules walk into it.

    A rule does not see variables: a page size given by variable counts as the largest. ``limit_extensions`` is exact.
    """

    introspection: ClassVar[bool] = False

    def enter_document(self, node: DocumentNode, *_args: object) -> None:
        """Judge the whole document at its root.

        Raises:
            LimitError: which graphql-core's ``validate`` turns into the last error of its list.
        """
        check_shape(node, introspection=self.introspection)
        plan_of(self.context.schema, node).check_largest()


class DocumentLimitsWithIntrospection(DocumentLimits):
    """The same for an installation that shows its schema."""

    introspection = True
