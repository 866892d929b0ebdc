"""What a line of the table of pages says, and what is arranged before a page is opened."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediation.agency.models import Agency, Staff
from mediation.kit.actor import Role

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab

    from tests.browser.studio import Studio


@dataclass
class Scene:
    """What an `arrange` works with: the product, the agency of whoever looks, and their account."""

    studio: "Studio"
    agency: Agency
    staff: Staff | None = None


Arrange = Callable[[Scene], Awaitable[Mapping[str, str]]]
"""Makes what the page shows; answers what its path holds, by name: {"link": "…"}."""
Act = Callable[["Tab"], Awaitable[None]]


@dataclass(frozen=True)
class Page:
    """A page, or one of its states."""

    name: str
    """of its photograph; a state is named after its page: `status-wrong`"""
    path: str
    """with the names of what it holds: `/s/{link}`"""
    arrange: Arrange | None = None
    """None where nothing has to be there"""
    role: Role | None = None
    """who looks; None for somebody without an account"""
    act: Act | None = None
    """what is done on the page before it is in this state"""
    status: int = 200
    """of the first answer"""
    is_for_workers: bool = False
    """large text and targets, both languages on one page"""

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages in which it is looked at."""
        return ("zh-CN",) if self.is_for_workers else ("zh-CN", "en")
