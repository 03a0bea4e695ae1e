"""Brings messages to people: what was said in a channel's conversation goes through the outbox, in order, once.

A takeover has a kind of its own in the outbox, so that it waits for nothing that is queued for the same person. A send
that ended without an answer is tried again: a message may come twice then, but it is not lost.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone

import structlog
from prometheus_client import Counter as Metric

from waymark.errors import ChannelError, StoreError
from waymark.gateway.channels.port import Channel, Native
from waymark.gateway.shelf import Shelf
from waymark.messages import Button, Message
from waymark.store import OutboxItem, Parcel

LOOK_EVERY = 1.0  # seconds; notices what another process or part stored
LEASE_SECONDS = 15.0
_SEND_SECONDS = 12.0  # less than the lease, so that no second process begins while the first one sends
_MOST_AT_ONCE = 32
_GIVE_UP_AFTER = timedelta(hours=24)
_REMEMBERED = 1000
_DIRECT_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
_log = structlog.get_logger()


class Postman:
    """Sends for one channel."""

    def __init__(self, channel: Channel, shelf: Shelf, metric: Metric):
        self._channel = channel
        self._shelf = shelf
        self._metric = metric
        self._urgent, self._ordinary = f"{channel.name}:now", f"{channel.name}:send"
        self.kinds = (self._urgent, self._ordinary)
        self._bells = {kind: asyncio.Event() for kind in self.kinds}
        self._sending: set[asyncio.Task[bool]] = set()
        self._held_back: Counter[str] = Counter()  # conversations, and by how many
        self._brought: OrderedDict[str, None] = OrderedDict()  # messages
        self._sent: OrderedDict[int, None] = OrderedDict()  # accepted by the provider, and perhaps not yet struck off

    @contextmanager
    def holding_back(self, conversation_id: str) -> Iterator[None]:
        """Queue nothing of a conversation meanwhile: it is still to be told which messages were brought already."""
        self._held_back[conversation_id] += 1
        try:
            yield
        finally:
            self._held_back[conversation_id] -= 1
            if not self._held_back[conversation_id]:
                del self._held_back[conversation_id]

    def note_brought(self, message_ids: Iterable[str]) -> None:
        """Remember messages that reached the person before they could be stored."""
        for message_id in message_ids:
            self._brought[message_id] = None
            if len(self._brought) > _REMEMBERED:
                self._brought.popitem(last=False)

    async def queue(self, conversation_id: str) -> None:
        """Put all new messages of a conversation into the outbox, but those that were brought already.

        Raises:
            StoreError: nothing was put there; the next look finds them again.
        """
        store, run = self._shelf.store, self._shelf.run
        while (where := await run(store.addresses.of, conversation_id)) is not None:
            found = await run(store.messages.since, conversation_id, where.queued_seq)
            if not found or self._held_back[conversation_id]:
                break
            new = [message for _, message in found if message.sender != "person" and message.id not in self._brought]
            if where.is_blocked and new:
                await self._fail(conversation_id, "blocked")
            parcels = [] if where.is_blocked else [parcel for message in new for parcel in self._pack(message)]
            await run(store.addresses.put_out, conversation_id, where.queued_seq, found[-1][0], parcels)
        self._look_again()

    async def look(self) -> None:
        """Queue what others have said: late answers, responders, the handoff."""
        for conversation_id in await self._shelf.run(self._shelf.store.addresses.waiting, self._channel.name, 100):
            try:
                await self.queue(conversation_id)
            except Exception as error:  # noqa: BLE001 one conversation that cannot be read holds up no other
                _log.warning("channel.message.not_queued", channel=self._channel.name, exc_info=error)

    async def work(self, kind: str) -> None:
        """Send what is in the outbox, for ever."""
        bell = self._bells[kind]
        while True:
            bell.clear()
            items: Sequence[OutboxItem] = ()
            room = _MOST_AT_ONCE - len(self._sending) if kind == self._ordinary else _MOST_AT_ONCE
            with suppress(StoreError):
                items = await self._shelf.run(self._shelf.store.outbox.claim, kind, max(room, 0), LEASE_SECONDS)
            for item in items:
                task = asyncio.create_task(self._deliver(item))
                self._sending.add(task)
                task.add_done_callback(self._ended)
            if not items:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(bell.wait(), LOOK_EVERY)

    async def send_directly(self, address: str, message: Message) -> None:
        """Send a message that could not be stored, or belongs to nobody any more; without its buttons."""
        for native in self._channel.render(message.model_copy(update={"buttons": ()})):
            for pause in (*_DIRECT_PAUSES, None):
                try:
                    await self._send(address, native)
                    self._count("direct")
                    break
                except ChannelError as error:
                    if pause is None or error.is_final:
                        self._count("failed")
                        return
                    await asyncio.sleep(max(pause, error.retry_after or 0.0))

    async def finish(self, seconds: float = 3.0) -> None:
        """Let what is being sent end, so that it is not sent again after a restart."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)

    def _pack(self, message: Message) -> Sequence[Parcel]:
        """Return one parcel per thing to send, in order, with short ids in place of the values of buttons."""
        values = {secrets.token_urlsafe(12): button.value for button in message.buttons}
        short = (Button(title=button.title, value=given) for button, given in zip(message.buttons, values, strict=True))
        natives = self._channel.render(message.model_copy(update={"buttons": tuple(short)}))
        is_urgent = message.safety is not None and message.safety.response == "takeover"
        kind, last = self._urgent if is_urgent else self._ordinary, len(natives) - 1
        return [
            Parcel(kind, {"native": dict(native)}, values if place == last else {})
            for place, native in enumerate(natives)
        ]

    async def _deliver(self, item: OutboxItem) -> bool:
        """Send one item; False where it was given back to let a takeover pass, which looks again when it ends."""
        store, run = self._shelf.store, self._shelf.run
        try:
            if item.kind == self._ordinary and await run(store.outbox.waits, self._urgent, item.conversation_id):
                await run(store.outbox.retry, item.id, 0.0)
                return not await run(store.outbox.waits, self._urgent, item.conversation_id)  # it ended a moment ago
            where = await run(store.addresses.of, item.conversation_id)
            if where is not None and item.id not in self._sent:
                if where.is_blocked:
                    raise ChannelError("this person lets nothing through", is_blocked=True)
                await self._send(where.address, item.body["native"])
                self._sent[item.id] = None
                if len(self._sent) > _REMEMBERED:
                    self._sent.popitem(last=False)
                self._count("sent")
            await run(store.outbox.done, item.id)
        except StoreError:
            _log.warning("channel.outbox.failed", channel=self._channel.name, part="store")
        except ChannelError as error:
            await self._refused(item, error)
        except Exception as error:  # noqa: BLE001 the edge of a task: counts as refused, so that it is given up one day
            _log.error("channel.send.failed", channel=self._channel.name, exc_info=error)
            await self._refused(item, ChannelError("a fault of ours"))
        return True

    def _ended(self, task: asyncio.Task[bool]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and task.result():
            self._look_again()

    async def _send(self, address: str, native: Native) -> None:
        try:
            await asyncio.wait_for(self._channel.send(address, native), _SEND_SECONDS)
        except asyncio.TimeoutError:
            raise ChannelError("no answer in time") from None

    async def _refused(self, item: OutboxItem, error: ChannelError) -> None:
        """Put it off or give it up; where that cannot be kept, it is claimed again when its lease ends."""
        store, run = self._shelf.store, self._shelf.run
        with suppress(StoreError):
            if error.is_blocked:
                await run(store.addresses.note_blocked, item.conversation_id, True)
            if error.is_final or datetime.now(timezone.utc) - item.due_at > _GIVE_UP_AFTER:
                await self._fail(item.conversation_id, "blocked" if error.is_blocked else "failed")
                await run(store.outbox.done, item.id)
                return
            self._count("put_off")
            longest = 8 if item.kind == self._urgent else 60
            delay = error.retry_after if error.retry_after is not None else min(2 ** min(item.attempts - 1, 8), longest)
            await run(store.outbox.retry, item.id, delay)
            _log.warning("channel.send.put_off", channel=self._channel.name, attempt=item.attempts, seconds=delay)

    async def _fail(self, conversation_id: str, outcome: str) -> None:
        self._count(outcome)
        _log.warning("channel.message.not_delivered", channel=self._channel.name, reason=outcome)
        await self._shelf.run(self._shelf.store.addresses.note_failed, conversation_id)

    def _look_again(self) -> None:
        for bell in self._bells.values():
            bell.set()

    def _count(self, outcome: str) -> None:
        self._metric.labels(self._channel.name, outcome).inc()
