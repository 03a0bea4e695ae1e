"""Papers behind links that expire. They are made when they are opened, from what is stored, and kept nowhere."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.templating import Jinja2Templates
from markupsafe import escape

from waymark.answers.render import words
from waymark.care.papers.material import read_material
from waymark.errors import PaperError, StoreError
from waymark.gateway.problems import Problem
from waymark.gateway.services import Parts, Services

router = APIRouter(prefix="/api/v1", tags=["version 1"])
_OVER = "this link does not work, or not any more; ask for the paper again in the talk"
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
_templates = Jinja2Templates(Path(__file__).parent / "templates")


@router.get("/documents/{document_id}", response_class=Response)
async def open_document(request: Request, services: Parts, document_id: str) -> Response:
    """Give one paper of one conversation: PDF, page, CSV, FHIR or picture; the id is a signed link that expires."""
    link = services.paper_links.read(document_id)
    if link is None:
        return _over(request, services)
    if not services.limits.allows_document(link.conversation_id):
        wait = {"Retry-After": str(services.limits.seconds_to_wait)}
        raise Problem(429, "papers were opened many times in a minute; please wait a little", headers=wait)
    try:
        material = await services.shelf.run(read_material, services.shelf.store, link.conversation_id)
        paper = await services.paper_maker.make(material, link.what, link.choice) if material else None
    except StoreError:
        raise Problem(503, "the paper cannot be made right now; nothing is lost, try again soon") from None
    except PaperError:
        raise Problem(
            503, "the paper cannot be made right now; try again soon", headers={"Retry-After": "30"}
        ) from None
    if paper is None:
        return _over(request, services)
    shown = f'attachment; filename="{paper.name}"' if paper.name else "inline"
    return Response(paper.body, media_type=paper.media_type, headers={**_HEADERS, "Content-Disposition": shown})


def _over(request: Request, services: Services) -> Response:
    """Say that a link is over: in words to a person with a browser, as a problem to a program."""
    if "text/html" not in request.headers.get("accept", ""):
        raise Problem(404, _OVER)
    content = services.content
    title, text = (words(content, name) for name in ("summary_link_over_title", "summary_link_over"))
    body = f"<h1>{escape(title)}</h1><p>{escape(text)}</p>"
    page = {"title": title, "body": body}
    return _templates.TemplateResponse(request, "page.html", page, status_code=404, headers=_HEADERS)
