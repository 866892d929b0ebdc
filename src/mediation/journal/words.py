"""The sentence of each verb, read once from words.yaml. Holds no sentence of its own and no particulars."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from mediation.access.verbs import Verb
from mediation.kit.own_yaml import read_yaml
from mediation.kit.problems import Text

_FILE: Final = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True, slots=True)
class Word:
    """What the journal says of a verb; `quiet` verbs are left out of timelines."""

    text: Text
    quiet: bool = False


@lru_cache(maxsize=1)
def words() -> dict[str, Word]:
    """Every verb with its sentence. An unknown verb, or one without both languages, raises ValueError or KeyError."""
    read = read_yaml(_FILE.read_text(encoding="utf-8"))
    return {
        Verb(verb).value: Word(Text(said["zh"], said["en"]), quiet=said.get("quiet", False))
        for verb, said in read.items()
    }


def sentence(verb: str, locale: str) -> str:
    """What the journal says of `verb`; the verb itself when a later version of the product wrote it."""
    word = words().get(verb)
    return word.text.in_(locale) if word else verb


def quiet_verbs() -> tuple[str, ...]:
    """The verbs that timelines leave out."""
    return tuple(verb for verb, word in words().items() if word.quiet)
