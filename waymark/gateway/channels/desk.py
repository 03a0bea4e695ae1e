"""What every channel shares: what arrives is proved, taken in once, stored, and only then acknowledged and answered.

A provider is told "taken" as soon as that is true. Where the database is down it is told to come again, and a person in
danger is answered at once all the same.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from waymark.errors import StoreError
from waymark.gateway.channels.attendant import Attendant
from waymark.gateway.channels.clerk import Clerk
from waymark.gateway.channels.crowds import Crowds
from waymark.gateway.channels.port import Channel, Event
from waymark.gateway.channels.postman import LEASE_SECONDS
from waymark.gateway.channels.replies import Replies
from waymark.gateway.channels.tally import Tally
from waymark.gateway.pipeline import Inbound, Pipeline
from waymark.gateway.problems import Problem
from waymark.gateway.shelf import Shelf

_REMEMBERED = 10_000


class Desk:
    """Receives for one channel."""

    def __init__(
        self,
        channel: Channel,
        *,
        clerk: Clerk,
        crowds: Crowds,
        attendant: Attendant,
        replies: Replies,
        pipeline: Pipeline,
        shelf: Shelf,
        tally: Tally,
        locale: str,
        country: str,
    ):
        self.channel = channel
        self._clerk = clerk
        self._crowds = crowds
        self._attendant = attendant
        self._replies = replies
        self._pipeline = pipeline
        self._shelf = shelf
        self._tally = tally
        self._place = {"locale": locale, "country": country}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._known: OrderedDict[str, str] = OrderedDict()  # conversations by address, for when the store is down

    async def receive(self, headers: Mapping[str, str], body: bytes) -> None:
        """Take in what a provider brings; the answers follow by themselves.

        Raises:
            ForgedRequest: the caller is not the provider.
            ChannelError: it cannot be read.
            StoreError: it could not be kept; the provider must bring it again.
        """
        self.channel.verify(headers, body)
        for event in self.channel.updates(body):
            self._tally.events.labels(self.channel.name, event.kind).inc()
            await self._take(event)

    async def finish(self, seconds: float = 3.0) -> None:
        """Let what was begun end; what does not is attended to after the restart."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()

    async def _take(self, event: Event) -> None:
        name, store, run = self.channel.name, self._shelf.store, self._shelf.run
        match event.kind:
            case "blocked" | "returned":
                if (known := await run(store.addresses.find, name, event.address)) is not None:
                    await run(store.addresses.note_blocked, known, event.kind == "blocked")
                return
            case "crowd":
                if await self._crowds.are_to_be_told(event):
                    self._spawn(self._crowds.tell_and_leave(event))
                return
            case "other":
                if not (event.address and self._clerk.is_dangerous(event.words, self._shelf.last_known(""))):
                    return
                event = replace(event, kind="text")
            case "button":
                with suppress(StoreError):
                    if await run(store.addresses.find, name, event.address) is None:
                        words = self._replies.text("channel_button_old", self._place["country"])
                        return self._spawn(self._clerk.confirm(event, words))
        await self._take_in(event)

    async def _take_in(self, event: Event) -> None:
        try:
            arrival = await self._shelf.run(self._keep, event)
        except StoreError:
            self._spawn(self._answer_unstored(event))
            raise
        if arrival is not None:
            self._known[event.address] = arrival.conversation_id
            self._known.move_to_end(event.address)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            self._spawn(self._attendant.attend(event, arrival))

    def _keep(self, event: Event) -> Any:
        return self._shelf.store.arrivals.take_in(
            self.channel.name,
            event.id,
            event.address,
            {"event": event.as_json()},
            kind=self._attendant.kind,
            lease_seconds=LEASE_SECONDS,
            **self._place,
        )

    async def _answer_unstored(self, event: Event) -> None:
        """Answer danger, and say to everybody else that something is wrong."""
        unknown = str(uuid5(NAMESPACE_URL, f"waymark:{self.channel.name}:unknown:{event.address}"))
        conversation_id = self._known.get(event.address, unknown)
        recall = self._shelf.last_known(conversation_id)
        if event.kind != "button" and self._clerk.is_dangerous(event.words, recall):
            with suppress(Problem):
                said = Inbound(conversation_id, self._clerk.message_id(event), event.words)
                return await self._attendant.answer(event, (await self._pipeline.receive(said)).messages)
        await self._attendant.tell(event, self._replies.message("channel_not_saved", recall.country))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
