"""One operation run by its plan: frame by frame as far as nothing has to be waited for, then everything awaited at once."""

from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import Any

from graphql import located_error
from graphql.execution.executor import Executor, to_nodes
from graphql.pyutils import Path

from mediation.breadth.completing import Fault, Work
from mediation.breadth.frames import Frame
from mediation.breadth.planning import Field, Plan
from mediation.breadth.reading import Whole, answers
from mediation.breadth.waiting import Slot, settle, slots_of


class _Waiting:
    """A column in which something has to be waited for, and what is done with it then."""

    __slots__ = ("asked", "column", "field", "frame", "is_whole")

    def __init__(self, frame: Frame, field: Field, column: list[Any], *, is_whole: bool = False) -> None:
        self.frame = frame
        self.field = field
        self.column = column
        self.is_whole = is_whole
        """the column is yet to come: what is awaited is the answer of a batch function"""
        self.asked: list[tuple[tuple[int, int], Any, int]] = []
        """what types were asked, of which values, and where their answers are put"""


class Run:
    """One run of one operation."""

    def __init__(self, host: Executor[Any], plan: Plan) -> None:
        self.host = host
        self._root = Frame(plan.root, [host.root_value], [plan.root.blank.copy()])
        self._infos: dict[int, Any] = {}
        self._open = deque([self._root])
        self._columns: list[_Waiting] = []
        self._slots: list[Slot] = []
        self._known: dict[tuple[int, int], tuple[Any, Any]] = {}
        self._fallen = False

    def start(self) -> Any:
        """The response, or an awaitable of it when something has to be waited for."""
        steps = self._steps()
        for slots in steps:
            return self._later(steps, slots)
        return self._response()

    def info(self, field: Field) -> Any:
        """The info that resolvers of a field are given: one for all objects, whose path names the field alone."""
        info = self._infos.get(id(field))
        if info is None:
            path = Path(None, field.key, field.parent_type.name)
            info = self._infos[id(field)] = self.host.build_resolve_info(
                field.definition, to_nodes(field.details), field.parent_type, path
            )
        return info

    async def _later(self, steps: Iterator[list[Slot]], slots: list[Slot]) -> Any:
        await settle(slots)
        for more in steps:
            await settle(more)
        return self._response()

    def _response(self) -> Any:
        return self.host.build_response(None if self._fallen else self._root.outs[0])

    def _steps(self) -> Iterator[list[Slot]]:
        while True:
            while self._open and not self._fallen:
                frame = self._open.popleft()
                for field in frame.selection.fields:
                    found = field.how.read(frame.sources, field, self)
                    if isinstance(found, Whole):
                        self._await_whole(frame, field, found)
                    else:
                        self._go_on(frame, field, found)
            if not self._slots or self._fallen:
                self._abandon()
                return
            slots, columns = self._slots, self._columns
            self._slots, self._columns = [], []
            yield slots
            for waited in columns:
                self._resume(waited)

    def _await_whole(self, frame: Frame, field: Field, found: Whole) -> None:
        column: list[Any] = [None]
        self._columns.append(_Waiting(frame, field, column, is_whole=True))
        self._slots.append((column, 0, found.answer))

    def _resume(self, waited: _Waiting) -> None:
        if waited.is_whole:
            self._go_on(waited.frame, waited.field, answers(waited.column[0], len(waited.frame.sources)))
        elif waited.asked:
            for slot, value, at in waited.asked:
                self._known[slot] = value, waited.column[at]
            # The column itself follows the answers; see _complete.
            self._complete(waited.frame, waited.field, waited.column[-1])
        elif waited.field.depth:  # the lists that came may hold promises themselves
            self._go_on(waited.frame, waited.field, waited.column)
        else:
            self._complete(waited.frame, waited.field, waited.column)

    def _go_on(self, frame: Frame, field: Field, column: list[Any]) -> None:
        """Complete a column, unless something in it has to be waited for."""
        host = self.host
        slots = slots_of(column, field.depth, host.is_awaitable, host.is_async_iterable)
        if slots:
            self._columns.append(_Waiting(frame, field, column))
            self._slots += slots
        else:
            self._complete(frame, field, column)

    def _complete(self, frame: Frame, field: Field, column: list[Any]) -> None:
        work = Work(self.host, field, partial(self.info, field), self._known)
        done = field.completer(column, work)
        if work.late:
            self._ask(frame, field, column, work)
            return
        key = field.key
        for out, value in zip(frame.outs, done, strict=True):
            out[key] = value
        if work.faults:
            self._report(frame, field, work.faults)
        for selection, sources, outs in work.children:
            if sources:
                self._open.append(Frame(selection, sources, outs, frame, field))

    def _ask(self, frame: Frame, field: Field, column: list[Any], work: Work) -> None:
        """Wait for what types say of values, then complete the column again with what they said."""
        answered: list[Any] = [None] * len(work.late)
        waiting = _Waiting(frame, field, [*answered, column])
        for at, (slot, value, awaitable) in enumerate(work.late):
            waiting.asked.append((slot, value, at))
            self._slots.append((waiting.column, at, awaitable))
        self._columns.append(waiting)

    def _report(self, frame: Frame, field: Field, faults: list[Fault]) -> None:
        nodes, errors = to_nodes(field.details), self.host.collected_errors.errors
        for fault in faults:
            if fault.falls:
                frame.outs[fault.index][field.key] = None
            path = None if self._fallen else frame.path(fault.index)
            if path is None:  # a null stands there already: what else was wrong is not told
                continue
            errors.append(located_error(fault.error, nodes, [*path, field.key, *fault.below]))
            if fault.falls and not frame.fall(fault.index):
                self._fallen = True

    def _abandon(self) -> None:
        """What was begun and is not wanted any more is not left alone."""
        if self._slots:
            self.host.settle_in_background([awaitable for _, _, awaitable in self._slots])
