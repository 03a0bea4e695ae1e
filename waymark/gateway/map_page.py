"""The map of all topics at `/map`, and a page for each of them; both work with scripts off."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from waymark.answers.render import words
from waymark.content import Content
from waymark.content.map_file import Map, read_map
from waymark.gateway.map_picture import Bough, Leaf, Picture, draw
from waymark.gateway.pages import dialable
from waymark.gateway.problems import Problem
from waymark.safety.respond import crisis_block
from waymark.settings import Settings

_ROOT = "Treatment-resistant depression"
_COLUMNS = {"narrow": 1, "wide": 3}
_templates = Jinja2Templates(Path(__file__).parent / "templates")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_templates.env.filters.update({"dialable": dialable, "day": _day})


class _Page(NamedTuple):
    html: str
    etag: str


def map_router(content: Content, settings: Settings) -> APIRouter:
    """Return the routes of the map; each page is written once, when it is first asked for.

    Raises:
        ContentError: the map breaks its format, or does not hold every topic once; every fault is listed.
    """
    router = APIRouter(include_in_schema=False)
    chart = read_map(settings.content_dir / "map.yml", content.topics)
    crisis = crisis_block(content.country(settings.default_country), "none")

    @cache
    def map_page() -> _Page:
        pictures = {name: _picture(content, chart, columns) for name, columns in _COLUMNS.items()}
        return _page("map.html", content=content, map=chart, crisis=crisis, pictures=pictures)

    @cache
    def topic_page(topic: str) -> _Page:
        group = chart.group_of(topic)
        note = words(content, "drafted_note")
        values = {"content": content, "map": chart, "crisis": crisis, "drafted_note": note}
        return _page("map_topic.html", topic=content.topics[topic], group_id=group, **values)

    @router.get("/map", response_class=HTMLResponse)
    def all_topics(request: Request) -> Response:
        """Show all topics as a picture, and as a list below it."""
        return _answer(request, map_page())

    @router.get("/map/{topic}", response_class=HTMLResponse)
    def one_topic(request: Request, topic: str) -> Response:
        """Show a topic's questions with their short answers."""
        if topic not in content.topics:
            raise Problem(404, "there is no topic of this name; all of them are at /map", lines=crisis)
        return _answer(request, topic_page(topic))

    return router


def _picture(content: Content, chart: Map, columns: int) -> Picture:
    boughs = [
        Bough(name, group.title, tuple(Leaf(topic, content.topics[topic].head.title) for topic in group.topics))
        for name, group in chart.groups.items()
    ]
    return draw(_ROOT, boughs, columns)


def _page(template: str, **values: object) -> _Page:
    html = _templates.get_template(template).render(values)
    return _Page(html, f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"')


def _answer(request: Request, page: _Page) -> Response:
    """Return the page, or that it has not changed; like the files under /web it is asked for again by ETag."""
    headers = {"Cache-Control": "no-cache", "ETag": page.etag}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if page.etag in known:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(page.html, headers=headers)
