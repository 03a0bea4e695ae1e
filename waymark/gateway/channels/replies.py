"""What channels say by themselves, in the words of `content/responses`."""

from __future__ import annotations

from collections.abc import Mapping

from waymark.gateway.events import Bell, Bus
from waymark.gateway.sessions import ButtonSigner
from waymark.gateway.shelf import Recall, Shelf
from waymark.gateway.words import Words
from waymark.messages import Button, Draft, Message, Sender, message_from


class Replies:
    """Words and stores fixed responses."""

    def __init__(self, words: Words, buttons: ButtonSigner, shelf: Shelf, bus: Bus):
        self._words = words
        self._buttons = buttons
        self._shelf = shelf
        self._bus = bus

    def text(self, name: str, recall: Recall) -> str:
        """Return the words of a response, in the language of a talk and with the lines of its country."""
        return self._words.text(name, recall.country, recall.language)

    def message(self, name: str, recall: Recall) -> Message:
        """Return a response that is not stored; without buttons, which nobody could press."""
        return message_from(self.draft(name, recall).model_copy(update={"buttons": ()}))

    def draft(self, name: str, recall: Recall, buttons: Mapping[str, str] | None = None) -> Draft:
        """Return a response; `buttons` adds some: the response that titles each, and what it stands for."""
        draft = self._words.draft(name, recall.country, recall.language)
        more = (Button(title=self.text(title, recall), value=value) for title, value in (buttons or {}).items())
        return draft.model_copy(update={"buttons": (*draft.buttons, *more)})

    async def say(self, conversation_id: str, key: str, draft: Draft, sender: Sender = "assistant") -> None:
        """Store a response as the one under this key; said again under it, nothing changes.

        Raises:
            StoreError: it is not stored.
        """
        messages, run = self._shelf.store.messages, self._shelf.run
        if await run(messages.replies_to, conversation_id, key):
            return
        signed = tuple(self._buttons.sign(conversation_id, button) for button in draft.buttons)
        message = message_from(draft.model_copy(update={"buttons": signed}), sender)
        await run(messages.add_replies, conversation_id, key, [message])
        self._bus.ring(conversation_id, Bell("message"))
