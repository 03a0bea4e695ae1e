"""Pages for people, which work with scripts off, and the widget's files, which pages of other origins load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from markdown_it import MarkdownIt
from starlette.middleware.gzip import GZipMiddleware

from waymark.gateway.services import Parts
from waymark.safety.respond import crisis_block
from waymark.settings import PROTOCOL

router = APIRouter(include_in_schema=False)
_WIDGET = 'import "./web/widget.js";\n'  # its own address never changes, and it works below any path of a proxy
_EMBEDDABLE = {  # static files hold no secret; what talks for a person is guarded at /api
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "no-cache",  # asked for again by ETag, so that modules of two versions never meet
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_templates = Jinja2Templates(Path(__file__).parent / "templates")


def dialable(number: str) -> str:
    """Return what a telephone dials: "988, press 1" is 988, and the rest is pressed by hand."""
    return "".join(sign for sign in number.split(",")[0] if sign.isdigit() or sign in "+*")


_templates.env.filters["dialable"] = dialable


@router.get("/", response_class=HTMLResponse)
async def demo(request: Request, services: Parts) -> HTMLResponse:
    """Show a plain page to talk to Waymark; the lines stand in the HTML itself."""
    country = services.content.country(services.settings.default_country)
    crisis = crisis_block(country, "none")
    return _templates.TemplateResponse(request, "demo.html", {"crisis": crisis})


@router.get("/crisis-protocol", response_class=HTMLResponse)
async def crisis_protocol(request: Request) -> HTMLResponse:
    """Publish how danger is noticed and answered."""
    text = PROTOCOL.read_text(encoding="utf-8")
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return _templates.TemplateResponse(request, "page.html", {"title": "Crisis protocol", "body": html})


@router.get("/widget.js")
async def widget() -> Response:
    """Serve the one script that an embedding page names."""
    return Response(_WIDGET, media_type="text/javascript", headers=_EMBEDDABLE)


def mount_files(app: FastAPI, root: Path) -> None:
    """Serve the modules and style sheets as they are, compressed."""
    app.mount("/web", GZipMiddleware(_Embeddable(directory=root / "web")), name="web")


class _Embeddable(StaticFiles):
    """Files that pages of every origin may load."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        response = super().file_response(*args, **options)
        response.headers.update(_EMBEDDABLE)
        return response
