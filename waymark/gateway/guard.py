"""What every request passes before a route sees it: size, origin, security headers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from waymark.gateway.problems import Problem, problem_response
from waymark.messages import Crisis

_log = structlog.get_logger()
_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Refuses bodies that are too large and pages that are not allowed to embed Waymark."""

    def __init__(self, app: ASGIApp, *, max_body: int, origins: tuple[str, ...], lines: Callable[[], Crisis]):
        self._app = app
        self._max_body = max_body
        self._origins = frozenset(origins)
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        has_begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        problem = self._foreign(scope, Headers(scope=scope))
        body = await _read(receive, self._max_body) if problem is None else None
        if problem is None and body is None:
            problem = Problem(413, f"a request may hold {self._max_body} bytes", lines=self._lines())
        if body is not None:
            try:
                await self._app(scope, _Replay(body, receive), send_with_headers)
            except Exception as error:  # noqa: BLE001 the last edge: say something safe, log no text
                _log.error("gateway.request.failed", exc_info=error)
                if not has_begun:
                    problem = Problem(500, "something on our side went wrong; please try again", lines=self._lines())
        if problem is not None:
            await problem_response(problem)(scope, receive, send_with_headers)

    def _foreign(self, scope: Scope, headers: Headers) -> Problem | None:
        origin = headers.get("origin")
        if origin is None or not scope["path"].startswith("/api/") or origin in self._origins:
            return None
        if urlsplit(origin).netloc == headers.get("host"):
            return None
        return Problem(403, "pages of this origin may not use Waymark; see WAYMARK_CORS_ORIGINS", lines=self._lines())


async def _read(receive: Receive, limit: int) -> bytes | None:
    """Return the whole body, or None as soon as it is larger than the limit, whatever length it declares."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return bytes(body)


class _Replay:
    """Gives a body that was read already, then whatever the server says next."""

    def __init__(self, body: bytes, receive: Receive):
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
