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

from prometheus_client import Counter as Metric

from waymark.errors import StoreError
from waymark.gateway.channels.answerer import Answerer
from waymark.gateway.channels.groups import Groups
from waymark.gateway.channels.port import Channel, Event
from waymark.gateway.channels.postman import LEASE_SECONDS
from waymark.gateway.channels.replies import Replies
from waymark.gateway.channels.worker import Worker
from waymark.gateway.problems import Problem
from waymark.gateway.shelf import Shelf
from waymark.store import Arrival

_REMEMBERED = 10_000


class Inbox:
    """Receives for one channel."""

    def __init__(
        self,
        channel: Channel,
        *,
        answerer: Answerer,
        groups: Groups,
        worker: Worker,
        replies: Replies,
        shelf: Shelf,
        metric: Metric,
        locale: str,
        country: str,
    ):
        self.channel = channel
        self._answerer = answerer
        self._groups = groups
        self._worker = worker
        self._replies = replies
        self._shelf = shelf
        self._metric = metric
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
            self._metric.labels(self.channel.name, event.kind).inc()
            await self._take(event)

    async def finish(self, seconds: float = 3.0) -> None:
        """Let what was begun end; what does not is attended to after the restart."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()

    async def _take(self, event: Event) -> None:
        match event.kind:
            case "blocked" | "returned":
                await self._note_blocked(event)
            case "group":
                is_to_be_told = await self._groups.is_to_be_told(event)
                self._spawn(self._groups.leave(event, tell=is_to_be_told))
            case "button":
                async with self._answerer.turn_of(event.address):
                    if await self._is_pressed_by_a_stranger(event):
                        words = self._replies.text("channel_button_old", self._shelf.last_known(""))
                        self._spawn(self._answerer.confirm(event, words))
                    else:
                        await self._take_in(event)
            case "other":
                recall = self._shelf.last_known("")
                if event.address and await self._answerer.is_dangerous(event.words, recall):
                    await self._take_in(replace(event, kind="text"))
            case _:
                await self._take_in(event)

    async def _note_blocked(self, event: Event) -> None:
        addresses, run = self._shelf.store.addresses, self._shelf.run
        if (conversation_id := await run(addresses.find, self.channel.name, event.address)) is not None:
            await run(addresses.note_blocked, conversation_id, event.kind == "blocked")

    async def _is_pressed_by_a_stranger(self, event: Event) -> bool:
        """Say whether a press comes from nobody we know: no button is theirs, and a press begins no conversation."""
        find = self._shelf.store.addresses.find
        try:
            return await self._shelf.run(find, self.channel.name, event.address) is None
        except StoreError:
            return False

    async def _take_in(self, event: Event) -> None:
        try:
            arrival = await self._shelf.run(self._keep, event)
        except Exception:  # whatever it is, danger is answered now, and the provider brings it again
            self._spawn(self._answer_unstored(event))
            raise
        if arrival is not None:
            self._known[event.address] = arrival.conversation_id
            self._known.move_to_end(event.address)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            self._spawn(self._worker.attend(event, arrival))

    def _keep(self, event: Event) -> Arrival | None:
        return self._shelf.store.arrivals.take_in(
            self.channel.name,
            event.id,
            event.address,
            {"event": event.as_json()},
            kind=self._worker.kind,
            lease_seconds=LEASE_SECONDS,
            **self._place,
        )

    async def _answer_unstored(self, event: Event) -> None:
        """Answer danger, and say to everybody else that something is wrong."""
        unknown = str(uuid5(NAMESPACE_URL, f"waymark:{self.channel.name}:unknown:{event.address}"))
        conversation_id = self._known.get(event.address, unknown)
        recall = self._shelf.last_known(conversation_id)
        if event.kind != "button" and (await self._answerer.decide(event.words, recall)).speaks:
            with suppress(Problem):
                return await self._worker.answer(event, await self._answerer.ask(event, conversation_id, event.words))
        await self._worker.tell(event, self._replies.message("channel_not_saved", recall))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
