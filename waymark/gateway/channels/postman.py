"""Brings messages to people: what was said in a channel's conversation goes through the outbox, in order, once.

A takeover has a kind of its own in the outbox, so that it waits for nothing that is queued for the same person. A send
that ended without an answer is tried again: a message may come twice then, but it is not lost.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import structlog

from waymark.errors import ChannelError, StoreError
from waymark.gateway.channels.parcels import parcels_of
from waymark.gateway.channels.port import Channel
from waymark.gateway.channels.tally import Tally
from waymark.gateway.shelf import Shelf
from waymark.messages import Message
from waymark.store import OutboxItem

LOOK_EVERY = 1.0  # seconds; notices what another process or part stored
LEASE_SECONDS = 15.0
_SEND_SECONDS = 12.0  # less than the lease, so that no second process begins while the first one sends
_LET_PASS_SECONDS = 0.5  # how long anything else waits for a takeover of the same conversation
_MOST_AT_ONCE = 32
_GIVE_UP_AFTER = timedelta(hours=24)
_REMEMBERED = 1000
_DIRECT_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
_log = structlog.get_logger()


class Postman:
    """Sends for one channel."""

    def __init__(self, channel: Channel, shelf: Shelf, tally: Tally):
        self._channel = channel
        self._shelf = shelf
        self._tally = tally
        self._bells = {f"{channel.name}:now": asyncio.Event(), f"{channel.name}:send": asyncio.Event()}
        self.kinds = tuple(self._bells)  # takeovers, and everything else
        self._sending: set[asyncio.Task[None]] = set()
        self._sent: OrderedDict[int, None] = OrderedDict()  # accepted by the provider, and perhaps not yet struck off

    async def queue(self, conversation_id: str, skip: Collection[str] = ()) -> None:
        """Put all new messages of a conversation into the outbox, but those that were brought already.

        Raises:
            StoreError: nothing was put there; the next look finds them again.
        """
        store, run = self._shelf.store, self._shelf.run
        while (where := await run(store.addresses.of, conversation_id)) is not None:
            found = await run(store.messages.since, conversation_id, where.queued_seq)
            if not found:
                break
            new = [message for _, message in found if message.sender != "person" and message.id not in skip]
            if where.is_blocked and new:
                await self._fail(conversation_id, "blocked")
            parcels = (
                []
                if where.is_blocked
                else [parcel for message in new for parcel in parcels_of(message, self._channel, *self.kinds)]
            )
            await run(store.addresses.put_out, conversation_id, where.queued_seq, found[-1][0], parcels)
        for bell in self._bells.values():
            bell.set()

    async def look(self) -> None:
        """Queue what others have said: late answers, responders, the handoff."""
        for conversation_id in await self._shelf.run(self._shelf.store.addresses.waiting, self._channel.name, 100):
            try:
                await self.queue(conversation_id)
            except StoreError:  # one conversation that cannot be read holds up no other
                _log.warning("channel.message.not_queued", channel=self._channel.name, part="store")

    async def work(self, kind: str) -> None:
        """Send what is in the outbox, for ever."""
        bell = self._bells[kind]
        while True:
            bell.clear()
            items: Sequence[OutboxItem] = ()
            room = _MOST_AT_ONCE - len(self._sending) if kind == self.kinds[1] else _MOST_AT_ONCE
            with suppress(StoreError):
                items = await self._shelf.run(self._shelf.store.outbox.claim, kind, max(room, 0), LEASE_SECONDS)
            for item in items:
                task = asyncio.create_task(self._deliver(item))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
                task.add_done_callback(lambda _: bell.set())
            if not items:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(bell.wait(), LOOK_EVERY)

    async def send_directly(self, address: str, message: Message) -> None:
        """Send a message that could not be stored, or belongs to nobody any more; without its buttons."""
        for native in self._channel.render(message.model_copy(update={"buttons": ()})):
            for pause in (*_DIRECT_PAUSES, None):
                try:
                    await asyncio.wait_for(self._channel.send(address, native), _SEND_SECONDS)
                    self._count("direct")
                    break
                except (ChannelError, asyncio.TimeoutError) as error:
                    if pause is None or (isinstance(error, ChannelError) and error.is_final):
                        self._count("failed")
                        return
                    await asyncio.sleep(pause)

    async def finish(self, seconds: float = 3.0) -> None:
        """Let what is being sent end, so that it is not sent again after a restart."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)

    async def _deliver(self, item: OutboxItem) -> None:
        store, run = self._shelf.store, self._shelf.run
        try:
            where = await run(store.addresses.of, item.conversation_id)
            urgent = self.kinds[0]
            if item.kind != urgent and await run(store.outbox.waits, urgent, item.conversation_id):
                return await run(store.outbox.retry, item.id, _LET_PASS_SECONDS)
            if where is not None and item.id not in self._sent:
                if where.is_blocked:
                    raise ChannelError("this person lets nothing through", is_blocked=True)
                await asyncio.wait_for(self._channel.send(where.address, item.body["native"]), _SEND_SECONDS)
                self._sent[item.id] = None
                if len(self._sent) > _REMEMBERED:
                    self._sent.popitem(last=False)
                self._count("sent")
            await run(store.outbox.done, item.id)
        except (ChannelError, asyncio.TimeoutError) as error:
            problem = error if isinstance(error, ChannelError) else ChannelError("no answer in time")
            with suppress(StoreError):
                await self._refused(item, problem)
        except StoreError:
            _log.warning("channel.outbox.failed", channel=self._channel.name, part="store")
        except Exception as error:  # noqa: BLE001 the edge of a task: the item is claimed again when its lease ends
            _log.error("channel.send.failed", channel=self._channel.name, exc_info=error)

    async def _refused(self, item: OutboxItem, error: ChannelError) -> None:
        store, run = self._shelf.store, self._shelf.run
        if error.is_blocked:
            await run(store.addresses.note_blocked, item.conversation_id, True)
        if error.is_final or datetime.now(timezone.utc) - item.due_at > _GIVE_UP_AFTER:
            await self._fail(item.conversation_id, "blocked" if error.is_blocked else "failed")
            await run(store.outbox.done, item.id)
            return
        self._count("put_off")
        longest = 8 if item.kind == self.kinds[0] else 60
        delay = error.retry_after if error.retry_after is not None else min(2 ** min(item.attempts - 1, 8), longest)
        await run(store.outbox.retry, item.id, delay)
        _log.warning("channel.send.put_off", channel=self._channel.name, attempt=item.attempts, seconds=delay)

    async def _fail(self, conversation_id: str, outcome: str) -> None:
        self._count(outcome)
        _log.warning("channel.message.not_delivered", channel=self._channel.name, reason=outcome)
        await self._shelf.run(self._shelf.store.addresses.note_failed, conversation_id)

    def _count(self, outcome: str) -> None:
        self._tally.sends.labels(self._channel.name, outcome).inc()
