"""What one channel does all the time: connect, send, look for what others said, take up what was left undone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from functools import partial

import structlog

from waymark.errors import ChannelError, StoreError
from waymark.gateway.channels.inbox import Inbox
from waymark.gateway.channels.port import Channel
from waymark.gateway.channels.postman import LOOK_EVERY, Postman
from waymark.gateway.channels.worker import Worker
from waymark.gateway.shelf import Shelf

_BROUGHT_AGAIN_FOR = timedelta(days=7)  # no provider brings anything again after that
_FORGET_EVERY = 3600.0
_LONGEST_PAUSE = 60.0
_log = structlog.get_logger()


class Loops:
    """The loops of one channel; they begin after the port listens, and none needs the provider to be there."""

    def __init__(self, channel: Channel, inbox: Inbox, worker: Worker, postman: Postman, shelf: Shelf):
        self._channel = channel
        self._inbox = inbox
        self._worker = worker
        self._postman = postman
        self._shelf = shelf
        self._running: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin all of them."""
        sending = (partial(self._postman.work, kind) for kind in self._postman.kinds)
        loops: list[Callable[[], Awaitable[None]]]
        loops = [self._connect, self._look, self._forget, self._worker.recover, *sending]
        self._running = [asyncio.create_task(self._keep_going(loop)) for loop in loops]

    async def stop(self) -> None:
        """End all of them, then what is under way."""
        for loop in self._running:
            loop.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await asyncio.gather(self._inbox.finish(), self._postman.finish())
        await self._channel.close()

    async def _keep_going(self, loop: Callable[[], Awaitable[None]]) -> None:
        """Run a loop, and again after a fault of ours: everybody's messages go through it."""
        while True:
            try:
                return await loop()
            except Exception as error:  # noqa: BLE001 the edge of a task: without its loops a channel falls silent
                _log.error("channel.loop.failed", channel=self._channel.name, exc_info=error)
            await asyncio.sleep(LOOK_EVERY)

    async def _connect(self) -> None:
        pause = 1.0
        while True:
            try:
                return await self._channel.connect()
            except ChannelError as error:
                pause = error.retry_after or min(pause * 2, _LONGEST_PAUSE)
                _log.warning("channel.connect.failed", channel=self._channel.name, reason=str(error), seconds=pause)
            await asyncio.sleep(pause)

    async def _look(self) -> None:
        while True:
            with suppress(StoreError):
                await self._postman.look()
            await asyncio.sleep(LOOK_EVERY)

    async def _forget(self) -> None:
        while True:
            with suppress(StoreError):
                before = datetime.now(timezone.utc) - _BROUGHT_AGAIN_FOR
                await self._shelf.run(self._shelf.store.arrivals.forget, before)
            await asyncio.sleep(_FORGET_EVERY)
