"""What one channel does all the time: connect, send, look for what others said, take up what was left undone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import structlog

from waymark.errors import ChannelError, StoreError
from waymark.gateway.channels.attendant import Attendant
from waymark.gateway.channels.desk import Desk
from waymark.gateway.channels.port import Channel
from waymark.gateway.channels.postman import LOOK_EVERY, Postman
from waymark.gateway.shelf import Shelf

_BROUGHT_AGAIN_FOR = timedelta(days=7)  # no provider brings anything again after that
_FORGET_EVERY = 3600.0
_LONGEST_PAUSE = 60.0
_log = structlog.get_logger()


class Rounds:
    """The loops of one channel; they begin after the port listens, and none needs the provider to be there."""

    def __init__(self, channel: Channel, desk: Desk, attendant: Attendant, postman: Postman, shelf: Shelf):
        self._channel = channel
        self._desk = desk
        self._attendant = attendant
        self._postman = postman
        self._shelf = shelf
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin all loops."""
        sending = map(self._postman.work, self._postman.kinds)
        loops = (self._connect(), self._look(), self._forget(), self._attendant.recover(), *sending)
        self._loops = [asyncio.create_task(loop) for loop in loops]

    async def stop(self) -> None:
        """End all loops, then what is under way."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await asyncio.gather(self._desk.finish(), self._postman.finish())
        await self._channel.close()

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
