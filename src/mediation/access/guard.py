"""The guard: may this actor do this to that? The only importer of casbin.

Policy is read from `policies/access/*.csv` once; casbin decides (role, verb, scope) and the answer is kept per policy
version, because one `enforce` costs up to a millisecond. Whether the object lies within a scope is decided by
access/scopes.py, for one object in Python and for lists in SQL, from the same expressions.
"""

import csv
import logging
from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import casbin
from sqlalchemy import ColumnElement, and_, false, not_, or_

from mediation.access.scopes import Answer, Facts, Scope, as_sql, recused, within
from mediation.access.verbs import Verb, view_of
from mediation.kit.actor import Actor, Role
from mediation.kit.problems import Forbidden, NotFound

logging.getLogger("casbin").setLevel(logging.ERROR)

Line = tuple[str, str, str]
"""(role, verb, scope)"""


def read_policy(folder: Path) -> list[Line]:
    """The lines of every `*.csv` in `folder`: `role, verb, scope`. Unknown words and repeated lines raise ValueError."""
    lines: dict[Line, None] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file), start=1):
                cells = [cell.strip() for cell in row]
                if not any(cells) or cells[0].startswith("#"):
                    continue
                if len(cells) != 3:
                    raise ValueError(f"{path.name}:{number}: expected role, verb, scope")
                line = (str(Role(cells[0])), str(Verb(cells[1])), str(Scope(cells[2])))
                if line in lines:
                    raise ValueError(f"{path.name}:{number}: repeated line {line}")
                lines[line] = None
    if not lines:
        raise ValueError(f"no policy in {folder}")
    return list(lines)


class Policy:
    """One version of the policy: which scopes each role has for each verb."""

    def __init__(self, model: Path, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._model = casbin.Enforcer.new_model(str(model))
        self._enforcer = lru_cache(maxsize=None)(self._enforcer_of)
        self.scopes = lru_cache(maxsize=4096)(self._scopes)

    def _enforcer_of(self, verb: Verb) -> casbin.Enforcer:
        """One enforcer per verb: casbin looks at every line it holds, and a line of another verb never matches."""
        enforcer = casbin.Enforcer(deepcopy(self._model))
        enforcer.add_policies([list(line) for line in self.lines if line[1] == verb])
        return enforcer

    def _scopes(self, roles: frozenset[Role], verb: Verb) -> tuple[Scope, ...]:
        return tuple(
            scope
            for scope in Scope
            if any(self._enforcer(verb).enforce(str(role), str(verb), str(scope)) for role in sorted(roles))
        )


@lru_cache(maxsize=1)
def _version(model: Path, _text: str, lines: tuple[Line, ...]) -> Policy:
    return Policy(model, lines)


class Guard:
    """Decides. Holds one policy; `use` swaps it."""

    def __init__(self) -> None:
        self._policy: Policy | None = None

    def use(self, policy: Policy) -> None:
        """Decide by `policy` from now on."""
        self._policy = policy

    def load(self, policies_dir: Path) -> None:
        """Read model and policy from `policies_dir/access`. What was decided stays known while neither has changed."""
        folder = policies_dir / "access"
        model = folder / "model.conf"
        self.use(_version(model, model.read_text(encoding="utf-8"), tuple(read_policy(folder))))

    @property
    def policy(self) -> Policy:
        """The policy in use. Without one nothing is decided: RuntimeError."""
        if self._policy is None:
            raise RuntimeError("no policy loaded")
        return self._policy

    def scopes(self, actor: Actor, verb: Verb) -> tuple[Scope, ...]:
        """The scopes in which `actor` may do `verb` to something; empty means never."""
        return self.policy.scopes(actor.roles, verb) if actor.roles else ()

    def may(self, actor: Actor, verb: Verb, facts: Facts) -> bool:
        """Whether `actor` may do `verb` to the object with `facts`. Recusal beats every allow."""
        if recused(actor, facts) is not False:
            return False
        return any(within(scope, actor, facts) is True for scope in self.scopes(actor, verb))

    def visible(self, actor: Actor, verb: Verb, columns: Facts) -> ColumnElement[bool]:
        """The same decision as a WHERE clause."""
        allowed: Iterable[Answer] = [within(scope, actor, columns) for scope in self.scopes(actor, verb)]
        reached = [as_sql(answer) for answer in allowed if answer is not False]
        if not reached:
            return false()
        out = recused(actor, columns)
        clause = or_(*reached)
        return clause if out is False else and_(clause, not_(as_sql(out)))

    def require(self, actor: Actor, verb: Verb, facts: Facts) -> None:
        """Raises NotFound when the object is invisible to `actor`, Forbidden when it is visible and `verb` is not allowed."""
        if self.may(actor, verb, facts):
            return
        if self.may(actor, view_of(verb), facts):
            raise Forbidden(verb, case_id=facts.case)
        raise NotFound(verb, case_id=facts.case)

    def require_somewhere(self, actor: Actor, verb: Verb) -> None:
        """Raises Forbidden unless `actor` may do `verb` to anything at all. For lists and for verbs that make something new."""
        if not self.scopes(actor, verb):
            raise Forbidden(verb)


guard = Guard()
"""The guard of this process."""
