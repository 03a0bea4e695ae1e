"""Says to a person what a responder wrote, and what Waymark has to say about it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timezone
from uuid import uuid4

from waymark.errors import NotStored, StoreError
from waymark.gateway.events import Bell, Bus
from waymark.gateway.shelf import Shelf
from waymark.gateway.words import Words
from waymark.messages import Message, message_from, paragraphs
from waymark.safety import RiskState
from waymark.safety.language import of_locale

_LOOK_BACK = 100


class TalkDesk:
    """The one way from a responder's text to a person's transcript."""

    def __init__(self, shelf: Shelf, bus: Bus, words: Words):
        self._shelf = shelf
        self._bus = bus
        self._words = words

    async def say(self, conversation_id: str, responder: str, text: str, message_id: str | None = None) -> Message:
        """Store a message from a responder and ring; the same `message_id` said again changes nothing.

        Args:
            conversation_id: the person's conversation.
            responder: who says it; stays in the case's audit, for a person is not told names.
            text: as it was typed; each line becomes a paragraph.
            message_id: from the form, so that a form sent twice says it once.

        Raises:
            StoreError: nothing was stored, or it cannot be told.
        """
        message = Message(
            id=message_id or str(uuid4()),
            sender="responder",
            text=text,
            blocks=paragraphs(line.strip() for line in text.splitlines() if line.strip()),
            created_at=datetime.now(timezone.utc),
        )
        await self._shelf.run(self._keep, conversation_id, message)
        self._bus.ring(conversation_id, Bell("message"))
        with suppress(StoreError):
            await self._shelf.run(self._close_question, conversation_id)
        return message

    async def announce(self, conversation_id: str, response: str, message_id: str) -> None:
        """Say a response of `content/responses` as the system, once per `message_id`, with the person's lines in it.

        Raises:
            StoreError: it could not be stored.
        """
        await self._shelf.run(self._keep_response, conversation_id, response, message_id)
        self._bus.ring(conversation_id, Bell("message"))

    def speak(self, conversation_id: str, response: str, message_id: str) -> None:
        """Do what `announce` does, from any thread; open streams see the message when they read again.

        Raises:
            StoreError: it could not be stored.
        """
        self._keep_response(conversation_id, response, message_id)

    def _close_question(self, conversation_id: str) -> None:
        """Forget what Waymark asked last: a "yes" now answers the responder."""
        kept = self._shelf.store.risks.get(conversation_id)
        if kept is not None and kept.get("asks") is not None:
            self._shelf.store.risks.put(conversation_id, {**kept, "asks": None})

    def _keep_response(self, conversation_id: str, response: str, message_id: str) -> None:
        conversation = self._shelf.store.conversations.get(conversation_id)
        if conversation is not None:
            risk = RiskState.model_validate(self._shelf.store.risks.get(conversation_id) or {})
            language = risk.language or of_locale(conversation.locale)
            message = message_from(self._words.draft(response, conversation.country, language), "system")
            self._keep(conversation_id, message.model_copy(update={"id": message_id}))

    def _keep(self, conversation_id: str, message: Message) -> None:
        messages = self._shelf.store.messages
        try:
            messages.add_replies(conversation_id, None, [message])
        except NotStored:
            said = messages.recent(conversation_id, _LOOK_BACK)
            if not any(kept.id == message.id and kept.sender == message.sender for kept in said):
                raise
