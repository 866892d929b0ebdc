"""Objects of one selection, side by side, and where each of them stands in the answer."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediation.breadth.planning import Field, Selection

Place = tuple[int, tuple[int, ...]]
"""which object of the frame above, and the indexes in the lists of the field"""


class Frame:
    """The objects that one field of one frame found, of one type: what they are made from, and their answers.

    Where an object stands is not noted while all goes well. It is read from the answer when an error has to say it.
    """

    __slots__ = ("_places", "above", "field", "outs", "selection", "sources")

    def __init__(
        self,
        selection: "Selection",
        sources: list[Any],
        outs: list[dict[str, Any]],
        above: "Frame | None" = None,
        field: "Field | None" = None,
    ) -> None:
        self.selection = selection
        self.sources = sources
        self.outs = outs
        self.above = above
        self.field = field
        self._places: dict[int, Place] | None = None

    def path(self, index: int) -> list[str | int] | None:
        """The path of an object; None when a null stands in its place, or above it, already."""
        if self.above is None or self.field is None:
            return []
        place = self.place(index)
        if place is None:
            return None
        at, below = place
        value = self.above.outs[at][self.field.key]
        for step in below:
            if value.__class__ is not list:
                return None
            value = value[step]
        path = self.above.path(at) if value is self.outs[index] else None
        return None if path is None else [*path, self.field.key, *below]

    def place(self, index: int) -> Place | None:
        """Where an object was when somebody first asked; None when it was nulled before."""
        if self._places is None:
            assert self.above is not None, "only the root has no place"
            assert self.field is not None, "only the root has no place"
            self._places = {}
            for at, out in enumerate(self.above.outs):
                self._walk(out[self.field.key], at, ())
        return self._places.get(id(self.outs[index]))

    def _walk(self, value: Any, at: int, below: tuple[int, ...]) -> None:
        assert self._places is not None, "made by the caller"
        if value.__class__ is dict:
            self._places[id(value)] = (at, below)
        elif value.__class__ is list:
            for step, item in enumerate(value):
                self._walk(item, at, (*below, step))

    def fall(self, index: int) -> bool:
        """Put null where the object stands or, where none may be, above it. False when it reaches the very top."""
        if self.above is None or self.field is None:
            return False
        place = self.place(index)
        assert place is not None, "only asked of an object that has a path"
        at, below = place
        for depth in range(len(below), -1, -1):
            if not self.field.required[depth]:
                holder: Any = self.above.outs[at]
                key: Any = self.field.key
                for step in below[:depth]:
                    holder, key = holder[key], step
                holder[key] = None
                return True
        return self.above.fall(at)
