"""The evening of the article, at noon of the day after the default."""

import pytest

from tests.document.evening import AFTER_DEFAULT, Evening, play
from tests.make import Make


@pytest.fixture
async def evening(make: Make, clock) -> Evening:
    """The case with thirty-six workers."""
    made = await play(make)
    clock.set(AFTER_DEFAULT)
    made.token = await make.token(made.mediator)
    return made


@pytest.fixture
async def small(make: Make, clock) -> Evening:
    """The same with two workers."""
    made = await play(make, names=("𠮷田𡚸", "王小明"))
    clock.set(AFTER_DEFAULT)
    made.token = await make.token(made.mediator)
    return made
