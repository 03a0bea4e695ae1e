"""Pages for people: the demo page and the published crisis protocol. They work with scripts off."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from markdown_it import MarkdownIt

from waymark.gateway.services import Parts
from waymark.safety.respond import crisis_block

router = APIRouter(include_in_schema=False)
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
async def crisis_protocol(request: Request, services: Parts) -> HTMLResponse:
    """Publish how danger is noticed and answered."""
    text = (services.settings.content_dir / "pages" / "crisis_protocol.md").read_text(encoding="utf-8")
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return _templates.TemplateResponse(request, "page.html", {"title": "Crisis protocol", "body": html})


def mount_files(app: FastAPI, root: Path) -> None:
    """Serve the widget's modules and style sheets as they are."""
    app.mount("/web", StaticFiles(directory=root / "web"), name="web")
