"""What a page loads besides itself: our style sheets and scripts, and htmx from the installed wheel. Nothing from elsewhere.

The address of each holds a mark of its content, so a browser may keep it for a year and sees a new one at once.
"""

import hashlib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

import lucide
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

_STATIC: Final = Path(__file__).parent / "static"
_YEAR: Final = {"cache-control": "public, max-age=31536000, immutable"}
_HOUR: Final = {"cache-control": "public, max-age=3600"}
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@lru_cache(maxsize=1)
def files() -> dict[str, bytes]:
    """Every asset by its name. `client.css` is every sheet of `static/client`, in the order of their names."""
    found = {path.name: path.read_bytes() for path in sorted(_STATIC.iterdir()) if path.suffix in _TYPES}
    found["client.css"] = b"\n".join(path.read_bytes() for path in sorted((_STATIC / "client").glob("*.css")))
    wheel = resources.files("django_htmx") / "static" / "django_htmx"
    found["htmx.js"] = (wheel / "htmx-2.min.js").read_bytes()
    found["htmx-sse.js"] = (wheel / "ext" / "hx-sse-2.min.js").read_bytes()
    return found


@lru_cache(maxsize=64)
def mark(name: str) -> str:
    """Twelve characters that change with the content of the asset `name`."""
    return hashlib.sha256(files()[name]).hexdigest()[:12]


def address(name: str) -> str:
    """Where the asset `name` is, with the mark of its content. Raises KeyError for an unknown one."""
    return f"/static/{name}?v={mark(name)}"


async def serve(request: Request) -> Response:
    """One asset."""
    name = request.path_params["name"]
    found = files().get(name)
    if found is None:
        return Response(status_code=404)
    headers = _YEAR if request.query_params.get("v") == mark(name) else _HOUR
    return Response(found, media_type=_TYPES[Path(name).suffix], headers=headers)


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """The lucide icon `name` as inline SVG, for the eye only: words stand beside it. Raises ValueError for an unknown one."""
    drawn = lucide.lucide_icon(name, width=18, height=18)
    if "lucide-placeholder" in drawn or "<svg" not in drawn:
        raise ValueError(f"no icon is called {name}")
    return Markup(drawn.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S704 - from the wheel
