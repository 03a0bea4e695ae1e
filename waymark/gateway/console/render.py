"""The console's templates. Every page of it is for one responder alone and is kept by no cache."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_templates = Jinja2Templates(Path(__file__).parent.parent / "templates" / "console")


def page(request: Request, name: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """Return a page of the console."""
    return _templates.TemplateResponse(request, name, dict(values), status, headers=_HEADERS)


def go_to(path: str) -> Response:
    """Return a redirect after a form, so that reloading the page does not send it again."""
    return RedirectResponse(path, 303, headers=_HEADERS)


def age(since: datetime, now: datetime | None = None) -> str:
    """Return how long ago something was, to the second in the first hour: "4 min 05 s", "3 h 12 min"."""
    seconds = max(0, int(((now or datetime.now(timezone.utc)) - since).total_seconds()))
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60:02} s"
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    return f"{hours} h {minutes:02} min" if hours < 48 else f"{hours // 24} days"


def stamp(at: datetime) -> str:
    """Return a moment as it stands where no script turns it into local time."""
    return f"{at.astimezone(timezone.utc):%d %b %H:%M:%S} UTC"


_templates.env.filters.update({"age": age, "stamp": stamp})
_templates.env.globals["now"] = lambda: datetime.now(timezone.utc).isoformat()
