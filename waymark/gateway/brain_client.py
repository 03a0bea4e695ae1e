"""Asks the brain, and believes only a complete answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError

from waymark.errors import BrainError
from waymark.messages import Draft
from waymark.safety import Decision

ASK, TELL = "ask", "tell"  # kinds of outbox items: questions kept for the brain, and what it must still be told
_DRAFTS = TypeAdapter(tuple[Draft, ...])
_WEBHOOK = "/webhooks/gateway/webhook"
_READY = "/webhooks/gateway/ready"


@dataclass(frozen=True)
class Question:
    """What the brain is told: a text, or the payload of a button, and the decision about it.

    `asked` is what the last message to the person asked: only an answer to that may fill an open questionnaire.
    """

    conversation_id: str
    decision: Decision
    text: str | None = None
    payload: str | None = None
    locale: str = "en"
    asked: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the body that the brain's channel expects."""
        said = {"payload": self.payload} if self.payload is not None else {"text": self.text}
        metadata = {"decision": self.decision.model_dump(mode="json"), "locale": self.locale, "asked": self.asked}
        return {"sender": self.conversation_id, **said, "metadata": metadata}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Question:
        """Return the question that `as_json` wrote."""
        metadata = body["metadata"]
        return cls(
            conversation_id=body["sender"],
            decision=Decision.model_validate(metadata["decision"]),
            text=body.get("text"),
            payload=body.get("payload"),
            locale=metadata["locale"],
            asked=metadata.get("asked"),
        )


class Brain:
    """The dialogue server, over loopback HTTP."""

    def __init__(self, url: str, secret: str, transport: httpx.AsyncBaseTransport | None = None):
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            transport=transport,
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            trust_env=False,
        )

    async def ask(self, question: Question, seconds: float) -> tuple[Draft, ...]:
        """Return what the brain says.

        Raises:
            BrainError: the brain is down, slower than `seconds`, or answered something unreadable.
        """
        try:
            response = await self._client.post(_WEBHOOK, json=question.as_json(), timeout=max(seconds, 0.01))
        except httpx.HTTPError as error:
            raise BrainError(f"the brain cannot be reached: {type(error).__name__}") from None
        if response.status_code != 200:
            raise BrainError(f"the brain answered with status {response.status_code}")
        try:
            drafts: tuple[Draft, ...] = _DRAFTS.validate_python(response.json()["messages"])
        except (ValueError, KeyError, TypeError, ValidationError):
            raise BrainError("the brain's answer cannot be read") from None
        return drafts

    async def is_ready(self) -> bool:
        """Say whether the brain has loaded its model."""
        try:
            return (await self._client.get(_READY, timeout=1.0)).status_code == 200
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()
