"""Who waits: all open cases, the most urgent first, and of one level the one who has waited longest."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from waymark.gateway.console.auth import HOME, Responder
from waymark.gateway.console.render import page
from waymark.gateway.console.trouble import ConsoleRoute
from waymark.gateway.services import Parts

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)


@router.get("")
async def show_queue(request: Request, services: Parts, responder: Responder) -> Response:
    """Show the queue."""
    queue = await services.shelf.run(services.shelf.store.cases.queue)
    return page(request, "queue.html", {"me": responder, "queue": queue, "self_address": HOME})
