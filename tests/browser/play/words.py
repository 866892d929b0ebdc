"""What people click and read, said in Chinese, as it stands on the page of each: in the language of their profile."""

import importlib
import pkgutil
import re
from functools import lru_cache
from typing import Any

from mediation.kit.problems import Text
from mediation.web import labels, navigation, screens, words

_OF_THE_API = {
    "决定是否受理": "Decide whether to accept the case",
    "同一用人单位": "against the same employer",
    "请答复是否承办案件": "Please say whether you take a case",
    "约定付款逾期": "Agreed payment is overdue",
    "支付令": "ayment order",
    "《民事诉讼法》第205条": "Civil Procedure Law (2023), Art. 205",
    "闵行区人民法院": "Minhang District Court",
    "2026-11-23（周一）24:00": "2026-11-23 (Mon) 24:00",
}
"""what pages show as the API tells it, or as a profile of a language writes it"""


@lru_cache(maxsize=1)
def _english() -> dict[str, list[str]]:
    """Every sentence of the pages in English: of enumerations and templates, and what is said after something was done.
    One that has several English texts stands with each where it belongs."""
    found: dict[str, dict[str, None]] = {}
    texts = [text for group in labels.all_labels().values() for text in group.values()]
    texts += [place.name for place in navigation.PLACES]
    for module in pkgutil.iter_modules(screens.__path__):
        screen = importlib.import_module(f"{screens.__name__}.{module.name}")
        texts += [text for held in vars(screen).values() for text in _texts(held)]
    for zh, en in [*((text.zh, text.en) for text in texts), *words.english().items(), *_OF_THE_API.items()]:
        found.setdefault(zh, {})[en] = None
    return {zh: list(several) for zh, several in found.items()}


def _texts(held: Any) -> list[Text]:
    if isinstance(held, Text):
        return [held]
    if isinstance(held, dict):
        return [text for value in held.values() for text in _texts(value)]
    return [text for value in held for text in _texts(value)] if isinstance(held, tuple | list) else []


def said(sentence: str, locale: str, **values: Any) -> re.Pattern[str]:
    """What finds `sentence` in `locale`, its gaps filled; what no page of ours says (a name, an amount, a typed text) stays
    as it is."""
    wholes = _english().get(sentence, [sentence]) if locale == "en" else [sentence]
    if locale == "en":
        values = {name: _english().get(str(value), [value])[0] for name, value in values.items()}
    return re.compile("|".join(re.escape(one % values if values else one.replace("%%", "%")) for one in wholes))
