"""What a responder sees when the console cannot do its work."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.routing import APIRoute

from waymark.errors import StoreError
from waymark.gateway.console.render import page
from waymark.gateway.problems import Problem

_log = structlog.get_logger()


class ConsoleRoute(APIRoute):
    """Shows errors as pages: a responder reads no JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with errors turned into pages; redirects stay what they are."""
        handle = super().get_route_handler()

        async def handle_with_pages(request: Request) -> Response:
            try:
                return await handle(request)
            except StoreError:
                _log.warning("console.request.failed", part="store")
                return page(request, "trouble.html", {"kind": "store"}, 503)
            except Problem as problem:
                if problem.status == 303:
                    raise
                return page(request, "trouble.html", {"kind": "refused", "detail": problem.detail}, problem.status)

        return handle_with_pages
