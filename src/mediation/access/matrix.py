"""The policy as a page that a supervisor can read: `policies/MATRIX.md`, generated, compared in CI."""

from collections import defaultdict

from mediation.access.guard import Line
from mediation.access.scopes import Scope
from mediation.access.verbs import Verb
from mediation.kit.actor import Role

_HEAD = """# Who may do what

Generated from `policies/access/*.csv` by `make policy`; do not edit. Deny by default: an empty cell is a refusal.
A person who is recused from a case has no permission on it, whatever stands here.

Scopes: **any**; **city**, **district**, **agency** the object's is the caller's own; **assigned** mediator or lawyer of the
case; **referred** the caller's agency has accepted a referral; **seat** the caller (or their agency) sits in the room;
**own** the caller's own; **glass** opened for up to 24 hours with a written reason.
"""


def markdown(lines: tuple[Line, ...]) -> str:
    """The matrix of `lines` as Markdown, one table per feature, one row per verb, one column per role that has any."""
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for role, verb, scope in lines:
        cells[verb, role].append(scope)
    features: dict[str, list[Verb]] = defaultdict(list)
    for verb in Verb:
        features[verb.value.partition(":")[0]].append(verb)
    parts = [_HEAD]
    for feature, verbs in features.items():
        roles = [role for role in Role if any((verb.value, role.value) in cells for verb in verbs)]
        if not roles:
            continue
        parts.append(f"\n## {feature}\n")
        parts.append("| verb | " + " | ".join(role.value for role in roles) + " |")
        parts.append("|---" * (len(roles) + 1) + "|")
        for verb in verbs:
            row = [_cell(cells[verb.value, role.value]) for role in roles]
            parts.append(f"| `{verb.value}` | " + " | ".join(row) + " |")
    count = len(lines)
    parts.append(f"\n{count} permissions; {len(Role) * len(Verb) * len(Scope)} cells of role, verb and scope.")
    return "\n".join(parts) + "\n"


def _cell(scopes: list[str]) -> str:
    return ", ".join(sorted(scopes))
