"""Answers what one person sent through a channel: by the pipeline, or by a fixed response where none is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timezone
from typing import Literal
from uuid import NAMESPACE_URL, uuid5
from weakref import WeakValueDictionary

from waymark.care.my_data import payloads
from waymark.care.questionnaires.disclosure import Discloser
from waymark.care.reminders.reminder import KIND
from waymark.errors import ChannelError, StoreError
from waymark.gateway.channels.port import Channel, Event
from waymark.gateway.channels.replies import Replies
from waymark.gateway.deciding import decide
from waymark.gateway.inbound import Inbound
from waymark.gateway.pipeline import Pipeline
from waymark.gateway.sessions import ButtonSigner
from waymark.gateway.shelf import Recall, Shelf
from waymark.messages import Draft, Message
from waymark.safety import Decision, Responder
from waymark.store import Arrival

Command = Literal["start", "stop", "erase"]
_COMMANDS: dict[str, Command] = {
    "/start": "start",
    "start": "start",
    "/stop": "stop",  # the plain word is the dialogue's: it ends a form
    "/erase": "erase",
    "erase": "erase",
    "erase everything": "erase",
    "erase my data": "erase",
    "delete everything": "erase",
    "delete my data": "erase",
}
_ERASE, _KEEP, _ASK_ERASE = "channel:erase", "channel:keep", "channel:ask_erase"  # what our own buttons stand for
_APART_SECONDS = 10.0  # presses of one button that are closer than this are one press


class Answerer:
    """Answers the people of one channel."""

    def __init__(
        self,
        channel: Channel,
        *,
        replies: Replies,
        pipeline: Pipeline,
        shelf: Shelf,
        buttons: ButtonSigner,
        responder: Responder,
    ):
        self._channel = channel
        self._replies = replies
        self._pipeline = pipeline
        self._shelf = shelf
        self._buttons = buttons
        self._discloser = Discloser(responder)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def attend(self, event: Event, arrival: Arrival, *, is_retry: bool = False) -> Sequence[Message]:
        """Answer, and leave the answers in the store for the postman; return those that could not be stored.

        Raises:
            Problem: the pipeline refused: too many messages, or nothing can be stored.
            StoreError: nothing can be stored.
        """
        recall = await self._shelf.recall(arrival.conversation_id)
        if event.kind == "button":
            return await self._press(event, arrival, recall, is_retry)
        command = self._command(event)
        if command == "stop":
            await self._shelf.run(self._shelf.store.reminders.stop, arrival.conversation_id, KIND)
        if command and (command == "erase" or recall.state != "held"):
            await self._say(event, arrival, command, self._fixed(command, recall))
            return ()
        if await self.is_dangerous(event.words, recall):
            return await self.ask(event, arrival.conversation_id, event.words)
        if event.kind == "media":
            unstored = await self.ask(event, arrival.conversation_id, event.text) if event.text else ()
            await self._acknowledge_media(event, arrival, recall)
            return unstored
        if arrival.is_first:
            await self._say(event, arrival, "greeting", self._replies.draft("greeting", recall))
        return await self.ask(event, arrival.conversation_id, event.text)

    async def ask(self, event: Event, conversation_id: str, text: str, payload: str | None = None) -> Sequence[Message]:
        """Have the pipeline answer; return those answers that it could not store.

        Raises:
            Problem: it refused.
        """
        message_id = self.message_id(event)
        answer = await self._pipeline.receive(Inbound(conversation_id, message_id, text, payload))
        try:
            kept = await self._shelf.run(self._shelf.store.messages.replies_to, conversation_id, message_id)
        except StoreError:
            kept = []
        stored = {message.id for message in kept}
        return [message for message in answer.messages if message.id not in stored]

    async def is_dangerous(self, text: str, recall: Recall) -> bool:
        """Say whether a text speaks of danger; nothing is kept."""
        return bool(text.strip()) and (await self.decide(text, recall)).response != "none"

    async def decide(self, text: str, recall: Recall) -> Decision:
        """Return what the crisis talk makes of a text; nothing is kept."""
        decision, _ = await decide(self._discloser, text, recall)
        return decision

    def message_id(self, event: Event) -> str:
        """Return the id under which the pipeline knows what this event says, however often it is brought."""
        return str(uuid5(NAMESPACE_URL, f"waymark:{self._channel.name}:{event.id}"))

    def turn_of(self, address: str) -> asyncio.Lock:
        """Return what a press is taken in under, and a conversation erased: so a press never begins a new one."""
        return self._turns.setdefault(address, asyncio.Lock())

    async def confirm(self, event: Event, words: str = "") -> None:
        """Show that a press arrived; the press itself is answered whether or not that succeeds."""
        with suppress(ChannelError):
            await self._channel.confirm(event.receipt, words)

    def _command(self, event: Event) -> Command | None:
        """Return the command that an event is; its words are ours, and so need not be read for danger."""
        if event.kind == "started":
            return "start"
        return command_in(event.words) if event.kind in ("text", "edited") else None

    async def _press(self, event: Event, arrival: Arrival, recall: Recall, is_retry: bool) -> Sequence[Message]:
        press = self._shelf.store.button_ids.press
        pressed = await self._shelf.run(press, event.text, arrival.conversation_id, _APART_SECONDS)
        said = self._buttons.read(arrival.conversation_id, pressed.value) if pressed else None
        await self.confirm(event, "" if said else self._replies.text("channel_button_old", recall))
        if pressed is None or said is None or (pressed.again and not is_retry):
            return ()
        if said.payload in (_ERASE, payloads.ERASE_SURE):
            return [await self._erase(event, arrival, recall)]
        if said.payload in (_ASK_ERASE, payloads.ERASE):
            await self._say(event, arrival, "erase", self._fixed("erase", recall))
            return ()
        if said.payload == _KEEP:
            await self._say(event, arrival, "kept", self._replies.draft("channel_kept", recall))
            return ()
        return await self.ask(event, arrival.conversation_id, said.title, said.payload)

    async def _acknowledge_media(self, event: Event, arrival: Arrival, recall: Recall) -> None:
        is_held = recall.state == "held"
        if not event.text:
            mark = self._replies.text("channel_media_mark", recall)
            now = datetime.now(timezone.utc)
            sent = Message(id=self.message_id(event), sender="person", text=mark, created_at=now)
            await self._shelf.run(self._shelf.store.messages.add_from_person, arrival.conversation_id, sent, "media")
        draft = self._replies.draft("channel_media_held" if is_held else "channel_media", recall)
        key = f"{self.message_id(event)}.media"
        await self._replies.say(arrival.conversation_id, key, draft, "system" if is_held else "assistant")

    async def _erase(self, event: Event, arrival: Arrival, recall: Recall) -> Message:
        store = self._shelf.store
        async with self.turn_of(event.address), self._pipeline.turn_of(arrival.conversation_id):
            try:
                await self._shelf.run(store.conversations.erase, arrival.conversation_id)
            except StoreError:
                return self._replies.message("channel_not_erased", recall)
            self._shelf.forget(arrival.conversation_id)
            with suppress(StoreError):  # so that the same press, brought again, begins nothing anew
                await self._shelf.run(store.arrivals.is_new, self._channel.name, event.id)
        return self._replies.message("channel_erased", recall)

    def _fixed(self, command: Command, recall: Recall) -> Draft:
        match command:
            case "start":
                return self._replies.draft("greeting", recall)
            case "stop":
                return self._replies.draft("channel_stop", recall, {"channel_erase_title": _ASK_ERASE})
            case "erase":
                choices = {"channel_erase_yes": _ERASE, "channel_erase_no": _KEEP}
                return self._replies.draft("channel_erase_ask", recall, choices)

    async def _say(self, event: Event, arrival: Arrival, part: str, draft: Draft) -> None:
        await self._replies.say(arrival.conversation_id, f"{self.message_id(event)}.{part}", draft)


def command_in(text: str) -> Command | None:
    """Return the command that this text is, None for everything else: only a whole message counts, never a part."""
    return _COMMANDS.get(" ".join(text.casefold().split()).rstrip(".!"))
