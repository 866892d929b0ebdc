"""Plans that are kept: one for each operation and each answer to its conditions, the longest unused forgotten first."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from graphql import FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode
from graphql.execution.executor import Executor

from mediation.breadth.planning import NotTakenError, Plan, conditions, plan
from mediation.breadth.reading import Reading

_REFUSED = 1
"""what an operation weighs that is not taken"""


@dataclass(slots=True)
class _Kept:
    """An operation is known by its node, which is held here so that its identity stays its own."""

    operation: OperationDefinitionNode
    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    conditions: tuple[str, ...]
    plans: dict[tuple[Any, ...], Plan | NotTakenError] = field(default_factory=dict)
    size: int = 0

    def fits(self, host: Executor[Any]) -> bool:
        """Whether it was made for what `host` runs."""
        return self.schema is host.schema and self.fragments == host.fragment_definitions


class Plans:
    """Bounded by the fields of the plans, for a plan is as large as its document.

    Documents that are parsed anew for each request have plans of their own: keep parsed documents.
    """

    def __init__(self, reading: Reading, room: int = 50_000) -> None:
        self._reading = reading
        self._room = room
        self._kept: OrderedDict[int, _Kept] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(kept.plans) for kept in self._kept.values())

    def plan_for(self, host: Executor[Any]) -> Plan | NotTakenError:
        """The plan of the operation that `host` was built for, or why there is none."""
        slot = id(host.operation)
        kept = self._kept.get(slot)
        if kept is None or not kept.fits(host):
            self._forget(slot)
            kept = self._kept[slot] = _Kept(host.operation, host.schema, host.fragment_definitions, conditions(host))
        else:
            self._kept.move_to_end(slot)
        coerced = host.variable_values.coerced
        answers = tuple(coerced.get(name) for name in kept.conditions)
        if not all(answer is True or answer is False for answer in answers):
            return NotTakenError("a condition that is neither true nor false")
        return kept.plans.get(answers) or self._make(kept, answers, host)

    def _make(self, kept: _Kept, answers: tuple[Any, ...], host: Executor[Any]) -> Plan | NotTakenError:
        made: Plan | NotTakenError
        try:
            made = plan(host, self._reading)
        except NotTakenError as refusal:
            made = NotTakenError(*refusal.args)  # without the frames of its traceback
        size = made.size if isinstance(made, Plan) else _REFUSED
        kept.plans[answers] = made
        kept.size += size
        self._room -= size
        while self._room < 0:
            self._forget(next(iter(self._kept)))
        return made

    def _forget(self, slot: int) -> None:
        kept = self._kept.pop(slot, None)
        if kept is not None:
            self._room += kept.size
