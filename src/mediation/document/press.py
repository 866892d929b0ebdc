"""The press: the process that sets papers (`infra/beside.py` holds it). One per process of the product."""

import json
from typing import Any, Final

from mediation.infra.beside import Beside, Stopped
from mediation.kit.problems import Conflict, Text

SECONDS: Final = 20.0
"""longer than any paper: thirty-six workers take a fraction of a second"""
WAITING: Final = 24
"""papers that may wait at once"""


class Press(Beside):
    """One process that sets papers."""

    def __init__(self, *, seconds: float = SECONDS, module: str = "mediation.document.setting") -> None:
        super().__init__("press", module=module, seconds=seconds, waiting=WAITING)

    async def set(self, paper: dict[str, Any]) -> bytes:
        """The bytes of `paper`.

        Raises TooMany when too many wait already, Conflict when it could not be set.
        """
        try:
            return await self.ask(json.dumps(paper, ensure_ascii=False).encode())
        except Stopped:
            raise Conflict(text=Text("文书排版失败，请稍后再试。", "The paper could not be set. Try again.")) from None


press = Press()
"""The press of this process."""
