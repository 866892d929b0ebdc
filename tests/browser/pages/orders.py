"""Service orders."""

from mediation.kit.actor import Role
from tests.browser.table import Page

PAGES = (
    Page("orders-empty", "/orders", role=Role.MEDIATOR),
    Page("orders-new", "/orders/new", role=Role.MEDIATOR),
)
