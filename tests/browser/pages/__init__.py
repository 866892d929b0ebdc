"""The table of pages: listed once, each is opened by a browser in both languages and at both widths, looked at and photographed.

`python -m bench --pages` measures the same table. A page is a line of `PAGES` in the file of its group; what it needs stands in
the database before, made by its `arrange`, which answers with what its address holds.
"""

import importlib
import pkgutil

from tests.browser.table import Page

PAGES: tuple[Page, ...] = tuple(
    page
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name)
    for page in importlib.import_module(f"{__name__}.{module.name}").PAGES
)
