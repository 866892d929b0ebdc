"""What a GraphQL document may ask for: size, depth, repetition, page sizes and cost, judged before any resolver runs.

``limit_extensions()`` is all a schema needs. ``DocumentLimits`` is the same judgement as one plain validation rule, for
tools that validate without executing. Every walk here is linear in the document: each fragment is measured once,
however often it is spread, because measuring per path is what an exponential fragment bomb feeds on.

Refuses to hold: who may see what (``access/``), budgets per person, and the size of the HTTP body (``http.py``).
"""

import graphql.validation.rules.overlapping_fields_can_be_merged as _overlapping

from mediation.limits.cost import Plan, plan_of
from mediation.limits.extensions import limit_extensions
from mediation.limits.figures import (
    ALIASES_MAX,
    ASSUMED_LIST,
    CHARACTERS_MAX,
    COMPARISONS_MAX,
    COST_MAX,
    DEPTH_MAX,
    DIRECTIVES_MAX,
    DIRECTIVES_PER_PLACE_MAX,
    ERRORS_MAX,
    FRAGMENTS_MAX,
    PAGE_MAX,
    ROOT_FIELDS_MAX,
    SELECTIONS_MAX,
    TOKENS_MAX,
    Code,
    LimitError,
)
from mediation.limits.rule import DocumentLimits, DocumentLimitsWithIntrospection
from mediation.limits.shape import check_shape

__all__ = [
    "ALIASES_MAX",
    "ASSUMED_LIST",
    "CHARACTERS_MAX",
    "COST_MAX",
    "DEPTH_MAX",
    "DIRECTIVES_MAX",
    "DIRECTIVES_PER_PLACE_MAX",
    "ERRORS_MAX",
    "FRAGMENTS_MAX",
    "PAGE_MAX",
    "ROOT_FIELDS_MAX",
    "SELECTIONS_MAX",
    "TOKENS_MAX",
    "Code",
    "DocumentLimits",
    "DocumentLimitsWithIntrospection",
    "LimitError",
    "Plan",
    "check_shape",
    "limit_extensions",
    "plan_of",
]

# The one knob graphql-core has for this is its module attribute, read whenever the rule starts.
_overlapping.MAX_COMPLEXITY_BUDGET = COMPARISONS_MAX
