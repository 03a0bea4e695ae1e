"""Tells open event streams that something new can be read."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

QUEUE = "console.queue"  # wakes the consoles; it is no conversation's
Kind = Literal["message", "typing", "state"]
_MOST_WAITING = 100  # a stream that is further behind reads everything from the store anyway


@dataclass(frozen=True)
class Bell:
    """One ring: new messages can be read, someone types, or the state changed."""

    kind: Kind
    value: str = ""


class Bus:
    """Rings the streams of a conversation in this process; other processes are noticed by reading again."""

    def __init__(self) -> None:
        self._streams: dict[str, set[asyncio.Queue[Bell]]] = defaultdict(set)

    def ring(self, conversation_id: str, bell: Bell) -> None:
        """Wake every stream of the conversation."""
        for queue in self._streams.get(conversation_id, ()):
            if queue.qsize() < _MOST_WAITING:
                queue.put_nowait(bell)

    @asynccontextmanager
    async def listen(self, conversation_id: str) -> AsyncIterator[asyncio.Queue[Bell]]:
        """Give a queue of rings for as long as the context lasts."""
        queue: asyncio.Queue[Bell] = asyncio.Queue()
        self._streams[conversation_id].add(queue)
        try:
            yield queue
        finally:
            self._streams[conversation_id].discard(queue)
            if not self._streams[conversation_id]:
                del self._streams[conversation_id]
