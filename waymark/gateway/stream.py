"""Server-sent events of one conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from sse_starlette import ServerSentEvent

from waymark.errors import StoreError
from waymark.gateway.events import Bell

if TYPE_CHECKING:
    from waymark.gateway.services import Services

_READ_AGAIN = 2.0  # seconds; notices messages that another process stored


async def event_stream(
    services: Services, conversation_id: str, last_seen: int | None
) -> AsyncIterator[ServerSentEvent]:
    """Yield the state, then every message after `last_seen` (or from now on), each once and in order.

    The stream ends when the conversation is erased.
    """
    store, run = services.shelf.store, services.shelf.run
    with services.metrics.streams.track_inprogress():
        async with services.bus.listen(conversation_id) as bells:
            state = ""
            seen = last_seen
            bell = Bell("message")
            while True:
                if bell.kind == "typing":
                    yield ServerSentEvent(event="typing", data=f'{{"from":"{bell.value}"}}')
                else:
                    try:
                        conversation = await run(store.conversations.get, conversation_id)
                        if conversation is None:
                            return
                        if conversation.state != state:
                            state = conversation.state
                            yield ServerSentEvent(event="state", data=f'{{"state":"{state}"}}')
                        if seen is None:
                            seen = await run(store.messages.last_seq, conversation_id)
                        for seq, message in await run(store.messages.since, conversation_id, seen):
                            yield ServerSentEvent(
                                event="message", id=str(seq), data=message.model_dump_json(by_alias=True)
                            )
                            seen = seq
                    except StoreError:
                        services.metrics.failures.labels("store").inc()
                try:
                    bell = await asyncio.wait_for(bells.get(), _READ_AGAIN)
                except asyncio.TimeoutError:
                    bell = Bell("message")
