"""Tells an open page of the console that it is out of date; the page then asks for itself again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from waymark.errors import StoreError
from waymark.gateway.console.auth import Responder, find_signed_in
from waymark.gateway.console.trouble import ConsoleRoute
from waymark.gateway.events import QUEUE, Bell
from waymark.gateway.services import Parts, Services
from waymark.store import Store

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)
_LOOK_AGAIN = 1.0  # seconds; notices what another process did
_ALIVE_EVERY = 5.0  # seconds; web/console_page.js takes a longer silence for a cut


@router.get("/events", response_class=EventSourceResponse)
async def follow(request: Request, services: Parts, _: Responder, case: str | None = None) -> EventSourceResponse:
    """Follow the queue and the case that is named: `changed` on news, `alive` without any, `signed_out` at the end."""
    return EventSourceResponse(_stream(request, services, case), ping=15, send_timeout=30)


async def _stream(request: Request, services: Services, case_id: str | None) -> AsyncIterator[ServerSentEvent]:
    run, seen, told = services.shelf.run, None, 0.0
    with services.metrics.streams.track_inprogress():
        async with AsyncExitStack() as stack:
            bells = [await stack.enter_async_context(services.bus.listen(QUEUE))]
            if case_id is not None and (case := await run(services.shelf.store.cases.get, case_id)) is not None:
                bells.append(await stack.enter_async_context(services.bus.listen(case.conversation_id)))
            while True:
                try:
                    if await find_signed_in(request, services) is None:
                        yield ServerSentEvent(event="signed_out", data="{}")
                        return
                    found = await run(_state, services.shelf.store, case_id)
                    if found != seen or time.monotonic() - told > _ALIVE_EVERY:
                        kind, seen, told = ("changed" if found != seen else "alive"), found, time.monotonic()
                        yield ServerSentEvent(event=kind, data="{}")
                except StoreError:
                    services.metrics.failures.labels("store").inc()
                await _any(bells)


def _state(store: Store, case_id: str | None) -> tuple[object, ...]:
    """Return what, when it changes, makes the page out of date."""
    queue = tuple((case.id, case.level, case.state, case.claimed_by, case.is_shared) for case in store.cases.queue())
    case = store.cases.get(case_id) if case_id is not None else None
    if case is None:
        return (queue,)
    last = store.messages.last_seq(case.conversation_id) if case.is_shared and case.state != "closed" else 0
    return queue, case, last, len(store.cases.audit(case.id))


async def _any(bells: list[asyncio.Queue[Bell]]) -> None:
    """Wait for a ring, not longer than until it is time to look again; drop what rang meanwhile."""
    waiting = [asyncio.ensure_future(queue.get()) for queue in bells]
    try:
        await asyncio.wait(waiting, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for ring in waiting:
            ring.cancel()
    for queue in bells:
        while not queue.empty():
            queue.get_nowait()
