"""Texts that would be more than text in a page, and how a page is looked at for them."""

import re
from html.parser import HTMLParser
from itertools import product
from typing import Final

MARK: Final = "xq7"
"""what is in each of them and in no page of ours"""

_TAGS: Final = (
    "<script>{0}()</script>",
    "<SCRIPT/{0} SRC=//{0}.example>",
    "<img src=x onerror={0}()>",
    "<img/src='x'/onerror={0}()>",
    "<svg onload={0}()>",
    "<svg><animate onbegin={0}() attributeName=x>",
    "<iframe srcdoc='{0}'>",
    "<body onload={0}()>",
    "<a href=javascript:{0}()>{0}</a>",
    "<a href='data:text/html,{0}'>{0}</a>",
    "<form action=//{0}.example><button>{0}",
    "<base href=//{0}.example/>",
    "<link rel=stylesheet href=//{0}.example>",
    "<meta http-equiv=refresh content='0;url=//{0}.example'>",
    "<style>@import '//{0}.example'</style>",
    "<p style=background:url(//{0}.example)>",
    "<input autofocus onfocus={0}()>",
    "<details open ontoggle={0}()>",
    "<div hx-get=/logout hx-trigger=load class={0}>",
    "<div sse-connect=/{0} hx-ext=sse>",
)
_OUT_OF: Final = ("{0}", '">{0}', "'>{0}", "--></title></textarea></script>{0}", "]]>{{{{{0}}}}}")
PAYLOADS: Final = tuple(around.format(tag.format(MARK)) for tag, around in product(_TAGS, _OUT_OF))
"""a hundred"""

_MAY_NOT: Final = frozenset({"iframe", "object", "embed", "base", "style", "frame", "applet", "animate", "math"})
_ADDRESSES: Final = frozenset({"href", "src", "action", "formaction", "hx-get", "hx-post", "sse-connect"})

_NO_WORDS: Final = frozenset(
    {"class", "id", "name", "for", "type", "hx-trigger", "hx-target", "hx-ext", "sse-connect", "role"}
)
"""attributes that hold nothing that anybody typed"""


class Page(HTMLParser):
    """What stands in a page that is not text: tags, attributes, addresses. Ours have nothing of what is a fault here."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.texts: list[str] = []
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._script = tag == "script" and "src" not in given
        if tag in _MAY_NOT or (tag == "meta" and "http-equiv" in given):
            self.faults.append(f"<{tag}>")
        if MARK in tag:
            self.faults.append(f"a tag of theirs: <{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name == "style" or name == "srcdoc" or MARK in name:
            self.faults.append(f"<{tag} {name}>")
        leads_away = re.match(r"\s*(?:[a-z]+:|//)", value, re.IGNORECASE) and not value.startswith(("tel:", "data:,"))
        if name in _ADDRESSES and leads_away:
            self.faults.append(f"<{tag} {name}={value[:60]}>")
        if MARK in value and name in _NO_WORDS:
            self.faults.append(f"<{tag} {name}={value[:60]}>")
        if MARK in value:
            self.texts.append(value)

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.faults.append("a comment")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.faults.append(f"a script in the page: {data[:60]}")
        if MARK in data:
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = False
