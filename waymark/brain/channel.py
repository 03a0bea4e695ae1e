"""The one way into the brain: the gateway's messages, over loopback, guarded by the shared secret.

It never subclasses Rasa's REST channel, which turns every failure into an empty answer with status 200.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from pydantic import ValidationError
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from waymark.brain import resources
from waymark.brain.inbound import Inbound
from waymark.errors import StoreError
from waymark.keys import load_keys
from waymark.log import configure_logging

NAME = "gateway"
_MARGIN_SECONDS = 0.5  # what the way back to the gateway may take of its deadline
_SHORTEST_SECONDS = 0.5
_log = structlog.get_logger()

Handler = Callable[[UserMessage], Awaitable[Any]]


class DraftCollector(OutputChannel):
    """Collects the drafts of one turn, whole."""

    def __init__(self) -> None:
        self.drafts: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the draft of a response."""
        if message.get("draft"):
            self.drafts.append(message["draft"])


class GatewayChannel(InputChannel):
    """Takes one message of one conversation and answers with drafts, or with the reason why there are none."""

    def __init__(self, secret: str, seconds: float):
        self._authorization = f"Bearer {secret}".encode()
        self._seconds = seconds

    @classmethod
    def name(cls) -> str:
        """Return the name under which Rasa routes the channel: /webhooks/gateway/…"""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayChannel:
        """Return the channel, its secret taken from Waymark's settings and not from a file of the project."""
        configure_logging()
        logging.captureWarnings(True)  # Rasa's warnings may quote what a person wrote
        logging.getLogger("rasa").setLevel(logging.WARNING)
        settings = resources.settings()
        seconds = max(settings.brain_deadline_seconds - _MARGIN_SECONDS, _SHORTEST_SECONDS)
        return cls(load_keys(settings).brain, seconds)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Return the routes: `webhook` for messages, `ready` for the state of the model."""
        routes = Blueprint(f"waymark_{NAME}")

        @routes.listener("after_server_start")
        async def _prepare(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            _use_bare_store(app)
            _use_action_port(app)

        @routes.get("/ready")
        async def _ready(request: Request) -> HTTPResponse:
            if not _is_ready(request):
                return _problem(503, "the model is not loaded yet")
            return json({"status": "ready"})

        @routes.post("/webhook")
        async def _webhook(request: Request) -> HTTPResponse:
            given = request.headers.get("Authorization", "").encode("utf-8", "replace")
            if not hmac.compare_digest(given, self._authorization):
                return _problem(401, "the shared secret is missing or wrong")
            if not _is_ready(request):
                return _problem(503, "the model is not loaded yet")
            try:
                inbound = Inbound.model_validate(request.json)
                collector = DraftCollector()
                message = inbound.user_message(collector, NAME, frozenset(request.app.ctx.agent.domain.intents))
            except (SanicException, ValidationError, ValueError):
                return _problem(422, "expected JSON with `sender`, `metadata`, and either `text` or a known `payload`")
            return await self._answer(on_new_message, message, collector)

        return routes

    async def _answer(self, on_new_message: Handler, message: UserMessage, collector: DraftCollector) -> HTTPResponse:
        try:
            await asyncio.wait_for(on_new_message(message), self._seconds)
        except asyncio.TimeoutError:
            _log.warning("brain.turn.timeout", seconds=self._seconds)
            return _problem(503, "the dialogue took too long")
        except StoreError as error:
            _log.warning("brain.turn.store_down", exc_info=error)
            return _problem(503, "the database is down")
        except Exception as error:  # noqa: BLE001 - an edge: the gateway learns of it and says something safe
            _log.error("brain.turn.failed", exc_info=error)
            return _problem(503, "the dialogue failed")
        if not collector.drafts:
            return _problem(503, "the dialogue said nothing")
        return json({"messages": collector.drafts})


def _is_ready(request: Request) -> bool:
    agent = getattr(request.app.ctx, "agent", None)
    return agent is not None and bool(agent.is_ready())


def _use_bare_store(app: Sanic) -> None:
    """Take Rasa's fail-safe store away: it hides a database that is down behind an empty memory."""
    agent = getattr(app.ctx, "agent", None)
    if agent is None or agent.processor is None:
        return
    bare = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    agent.tracker_store = agent.processor.tracker_store = bare


def _use_action_port(app: Sanic) -> None:
    """Find the action server where the settings put it."""
    agent = getattr(app.ctx, "agent", None)
    endpoint = getattr(getattr(agent, "processor", None), "action_endpoint", None)
    if endpoint is not None:
        endpoint.url = f"http://127.0.0.1:{resources.settings().actions_port}/webhook"


def _problem(status: int, detail: str) -> HTTPResponse:
    titles = {401: "Unauthorized", 422: "Unprocessable Entity", 503: "Service Unavailable"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail}
    return json(body, status=status, content_type="application/problem+json")
