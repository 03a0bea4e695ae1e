"""Sees to it that everything taken in is attended to, once, whatever fails meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from contextlib import nullcontext, suppress
from typing import TypeVar

import structlog

from waymark.errors import StoreError, UnknownConversation
from waymark.gateway.channels.answerer import Answerer
from waymark.gateway.channels.port import Event
from waymark.gateway.channels.postman import LEASE_SECONDS, LOOK_EVERY, Postman
from waymark.gateway.channels.replies import Replies
from waymark.gateway.problems import Problem
from waymark.gateway.shelf import Shelf
from waymark.messages import Message
from waymark.store import Arrival, OutboxItem

T = TypeVar("T")
_BATCH = 8
_MOST_ATTEMPTS = 40  # then something is wrong with the message itself
_REMEMBERED = 10_000
_SLOW_DOWN_EVERY = 60.0
_log = structlog.get_logger()


class Worker:
    """Attends to what one channel brought, and again to what was left undone."""

    def __init__(self, name: str, answerer: Answerer, postman: Postman, replies: Replies, shelf: Shelf):
        self.kind = f"{name}:arrived"
        self._name = name
        self._answerer = answerer
        self._postman = postman
        self._replies = replies
        self._shelf = shelf
        self._busy: set[int] = set()
        self._answered: OrderedDict[str, None] = OrderedDict()  # events whose answer went out unstored
        self._told: OrderedDict[str, None] = OrderedDict()  # events whose sender knows that something is wrong
        self._slowed: OrderedDict[str, float] = OrderedDict()  # conversations that were asked to wait, and when

    async def attend(self, event: Event, arrival: Arrival, attempt: int = 1) -> None:
        """Attend to one event; never raises, for what is left undone is claimed again."""
        if arrival.item_id in self._busy:
            return
        self._busy.add(arrival.item_id)
        try:
            await self._attend(event, arrival, attempt)
        except UnknownConversation:
            pass  # erased meanwhile, and everything with it
        except (StoreError, Problem) as problem:
            await self._put_off(event, arrival, problem, attempt)
        except Exception as error:  # noqa: BLE001 the edge of a task: nobody else would say anything
            _log.error("channel.event.failed", channel=self._name, kind=event.kind, attempt=attempt, exc_info=error)
            await self._put_off(event, arrival, error, attempt)
        finally:
            self._busy.discard(arrival.item_id)

    async def recover(self) -> None:
        """Attend, for ever, to what a dead process took in, or a failure left undone."""
        outbox = self._shelf.store.outbox
        while True:
            with suppress(StoreError):
                items = await self._shelf.run(outbox.claim, self.kind, _BATCH, LEASE_SECONDS)
                await asyncio.gather(*map(self._again, items))
            await asyncio.sleep(LOOK_EVERY)

    async def answer(self, event: Event, messages: Sequence[Message]) -> None:
        """Send, once, the answer to an event that could not be stored."""
        if messages and event.id not in self._answered:
            _remember(self._answered, event.id, None)
            for message in messages:
                await self._postman.send_directly(event.address, message)

    async def tell(self, event: Event, message: Message) -> None:
        """Say, once for each event and unless it was answered, that something is wrong."""
        if event.id not in self._told and event.id not in self._answered:
            _remember(self._told, event.id, None)
            await self._postman.send_directly(event.address, message)

    async def _again(self, item: OutboxItem) -> None:
        arrival = Arrival(item.conversation_id, item.id, item.body["is_first"], item.body)
        await self.attend(Event(**item.body["event"]), arrival, item.attempts)

    async def _attend(self, event: Event, arrival: Arrival, attempt: int) -> None:
        was_answered = event.id in self._answered
        with self._postman.holding_back(arrival.conversation_id) if was_answered else nullcontext():
            await self.answer(event, await self._answerer.attend(event, arrival, is_retry=attempt > 1))
            if was_answered:
                self._postman.note_brought(await self._said_before(event, arrival))
        await self._postman.queue(arrival.conversation_id)
        await self._shelf.run(self._shelf.store.outbox.done, arrival.item_id)

    async def _said_before(self, event: Event, arrival: Arrival) -> Collection[str]:
        """Return the replies that went out while they could not be stored; what is said of humans is not among them."""
        replies_to = self._shelf.store.messages.replies_to
        kept = await self._shelf.run(replies_to, arrival.conversation_id, self._answerer.message_id(event))
        is_takeover = any(reply.safety is not None and reply.safety.response == "takeover" for reply in kept)
        return {reply.id for reply in kept if reply.safety is not None or not is_takeover}

    async def _put_off(self, event: Event, arrival: Arrival, problem: Exception, attempt: int) -> None:
        recall = self._shelf.last_known(arrival.conversation_id)
        outbox, run = self._shelf.store.outbox, self._shelf.run
        status = problem.status if isinstance(problem, Problem) else 503
        if status == 429:
            last = self._slowed.get(arrival.conversation_id)
            if last is None or time.monotonic() - last > _SLOW_DOWN_EVERY:
                _remember(self._slowed, arrival.conversation_id, time.monotonic())
                await self._postman.send_directly(event.address, self._replies.message("slow_down", recall))
        elif status == 503:
            await self.tell(event, self._replies.message("channel_not_saved", recall))
        with suppress(StoreError):
            if status == 503 and attempt < _MOST_ATTEMPTS:
                await run(outbox.retry, arrival.item_id, min(2**attempt, 60))
            else:
                await run(outbox.done, arrival.item_id)


def _remember(memory: OrderedDict[str, T], key: str, value: T) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _REMEMBERED:
        memory.popitem(last=False)
