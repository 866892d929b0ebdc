"""What happens to filters that somebody keeps, in the past tense. Their names and conditions are not journaled."""

from dataclasses import dataclass

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class FilterSaved(Event):
    """A filter is kept under a name."""

    verb = "filter:save"
    subject = "SavedFilter"

    shared: bool


@dataclass(frozen=True, kw_only=True)
class FilterDeleted(Event):
    """A filter is kept no more; for a day it can be restored."""

    verb = "filter:delete"
    subject = "SavedFilter"


@dataclass(frozen=True, kw_only=True)
class FilterRestored(Event):
    """A deleted filter is kept again."""

    verb = "filter:restore"
    subject = "SavedFilter"
