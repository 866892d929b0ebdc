"""Batch functions: `batch(parents, asked, **arguments)` answers one value for each parent, in their order.

A value may be an exception: the error of that parent alone. A batch function may be a coroutine. Put it under `BATCH`
in the field's extensions (Strawberry: in its metadata); `one_by_one` makes the resolver that graphql-core calls from it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode

BATCH: Final = "breadth.batch"

Batch = Callable[..., Sequence[Any] | Awaitable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a batch function may know of the question beside its arguments."""

    info: Any
    """graphql-core's; its path names the field, not one of the objects"""

    @property
    def context(self) -> Any:
        """The context value of the operation."""
        return self.info.context

    @property
    def selected(self) -> frozenset[str]:
        """The names of the fields below this one. Conditions are not looked at: more may be named than is answered."""
        return frozenset(name for node in self.info.field_nodes for name in self._below(node))

    def _below(self, node: Any) -> Iterator[str]:
        for selection in node.selection_set.selections if node.selection_set else ():
            if isinstance(selection, FieldNode):
                yield selection.name.value
            elif isinstance(selection, InlineFragmentNode):
                yield from self._below(selection)
            elif isinstance(selection, FragmentSpreadNode):
                yield from self._below(self.info.fragments[selection.name.value])


def one_by_one(batch: Batch) -> Callable[..., Any]:
    """A resolver for graphql-core that asks `batch` together with its siblings: those of one turn of the event loop."""
    open_: dict[tuple[int, int], _Together] = {}

    def resolve(source: Any, info: Any, **arguments: Any) -> "asyncio.Future[Any]":
        slot = (id(info.variable_values), id(info.field_nodes[0]))  # of one run, and of one field in it
        together = open_.get(slot)
        if together is None:
            together = open_[slot] = _Together(batch, info, arguments)
            together.loop.call_soon(lambda: open_.pop(slot).start())
        return together.join(source)

    return resolve


class _Together:
    """The parents that ask in one turn. It holds the info, so that the identities by which it is known stay theirs."""

    def __init__(self, batch: Batch, info: Any, arguments: dict[str, Any]) -> None:
        self.loop = asyncio.get_running_loop()
        self._batch = batch
        self._info = info
        self._arguments = arguments
        self._parents: list[Any] = []
        self._answers: list[asyncio.Future[Any]] = []
        self._task: asyncio.Task[None] | None = None

    def join(self, parent: Any) -> "asyncio.Future[Any]":
        answer: asyncio.Future[Any] = self.loop.create_future()
        self._parents.append(parent)
        self._answers.append(answer)
        return answer

    def start(self) -> None:
        self._task = self.loop.create_task(self._run())
        for answer in self._answers:  # whoever waits for an answer keeps the task
            answer.add_done_callback(self._end)

    def _end(self, _: Any) -> None:
        if self._task is not None and all(answer.cancelled() for answer in self._answers):
            self._task.cancel()

    async def _run(self) -> None:
        from mediation.breadth.reading import answers

        try:
            found = self._batch(self._parents, Asked(self._info), **self._arguments)
            values = answers(found if isinstance(found, Sequence) else await found, len(self._parents))
        except Exception as error:  # noqa: BLE001 - it is the field's
            values = [error] * len(self._parents)
        for answer, value in zip(self._answers, values, strict=True):
            if answer.cancelled():
                continue
            if isinstance(value, Exception):
                answer.set_exception(value)
                answer.exception()  # somebody may have gone: not said on stderr
            else:
                answer.set_result(value)
