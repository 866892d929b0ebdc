"""What the values of the API's enumerations are called on pages, in both languages. One file for each group of screens.

A value without words fails a test: every enumeration that is listed here is listed whole.
"""

import importlib
import pkgutil
from functools import lru_cache

from mediation.kit.problems import Text


@lru_cache(maxsize=1)
def all_labels() -> dict[str, dict[str, Text]]:
    """The words of each value by the name of its enumeration. Raises ValueError when one is listed twice."""
    found: dict[str, dict[str, Text]] = {}
    for module in pkgutil.iter_modules(__path__):
        for enum, words in importlib.import_module(f"{__name__}.{module.name}").LABELS.items():
            if enum in found:
                raise ValueError(f"{enum} has its words in two files")
            found[enum] = words
    return found


def label(enum: str, value: str) -> Text:
    """The words of one value. Raises KeyError without them."""
    return all_labels()[enum][value]
