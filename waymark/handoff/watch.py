"""The thread that keeps escalations going: it begins what is due, says that this process lives, and takes over from
processes that no longer say so.

Every process has an executor id of its own. One that dies leaves its escalations under that id; whoever first notices
its silence claims the id in the database and resumes them. A process that is only slow may so be overtaken: then a
step can run twice, which every step allows.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from waymark.errors import StoreError
from waymark.handoff.parts import Parts
from waymark.store import Case

if TYPE_CHECKING:
    from waymark.handoff.engine import Engine

SILENT_SECONDS = 6.0  # after which an executor counts as dead
_EVERY = 1.0
_FORGET_EVERY = 3600.0
_LONGEST_PAUSE = 30.0
_STOP_SECONDS = 10.0
_log = structlog.get_logger()


class Watch:
    """The thread of one process, with an event loop on which its escalations run.

    Nothing is begun before somebody can be reached, or an escalation is under way.
    """

    def __init__(self, parts: Parts, *, is_needed: Callable[[], bool]):
        self._parts = parts
        self._is_needed = is_needed
        self._loop: asyncio.AbstractEventLoop | None = None
        self._awake = asyncio.Event()
        self._thread: threading.Thread | None = None
        self._is_ended = False
        self._engine: Engine | None = None
        self._executor_id = ""
        self._forgot_at = time.monotonic()

    def start(self) -> None:
        """Begin; returns at once, also when the database is down."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(self._loop,), name="handoff", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End within a few seconds; what is under way stays in the database."""
        self._is_ended = True
        self.wake()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)

    def wake(self) -> None:
        """Look at once whether there is something to do."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._awake.set)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_until_complete(self._repeat())
        finally:
            if self._engine is not None:
                self._engine.stop()
            loop.close()

    async def _repeat(self) -> None:
        pause = _EVERY
        while not self._is_ended:
            self._awake.clear()
            try:
                await self._turn()
                pause = _EVERY
            except Exception as error:  # noqa: BLE001 whatever is wrong now, people must be paged once it is not
                _log.warning("handoff.watch.failed", exc_info=error)
                pause = min(pause * 2, _LONGEST_PAUSE)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._awake.wait(), pause)
        await self._finish()

    async def _turn(self) -> None:
        if self._engine is None and await asyncio.to_thread(self._is_needed):
            self._engine = await self._launch()
            await self._repair(self._engine)
        if self._engine is None:
            return
        store = self._parts.store
        await asyncio.to_thread(store.executors.beat, self._executor_id)
        for case in await asyncio.to_thread(store.cases.due):
            await self._begin(self._engine, case)
        for other in await self._engine.others():
            if await asyncio.to_thread(store.executors.claim, other, SILENT_SECONDS):
                _log.warning("handoff.executor.taken_over", count=await self._engine.resume(other))
        if time.monotonic() - self._forgot_at > _FORGET_EVERY:
            self._forgot_at = time.monotonic()
            await self._engine.forget_finished(self._parts.settings.retention_days)
            await asyncio.to_thread(store.executors.forget, _FORGET_EVERY)

    async def _begin(self, engine: Engine, case: Case) -> None:
        if case.state == "opened":
            await engine.escalate(case, await self._rounds(case))
        else:
            await engine.alert(case)

    async def _repair(self, engine: Engine) -> None:
        """Begin the escalations that DBOS does not know although they were begun: its database was lost."""
        for case in await asyncio.to_thread(self._parts.store.cases.queue):
            if case.state == "paged":
                await engine.escalate(case, await self._rounds(case))

    async def _rounds(self, case: Case) -> int:
        audit = await asyncio.to_thread(self._parts.store.cases.audit, case.id)
        return sum(entry.event == "unreached" for entry in audit)

    async def _launch(self) -> Engine:
        from waymark.handoff.engine import Engine

        started, wanted = time.monotonic(), self._parts.settings.executor_id
        if not await asyncio.to_thread(self._parts.store.executors.claim, wanted, SILENT_SECONDS):
            wanted = f"{wanted}-{uuid4().hex[:8]}"  # its last holder died a moment ago, or still lives
        self._executor_id = wanted
        engine = Engine(self._parts, wanted)
        _log.info("handoff.engine.started", seconds=round(time.monotonic() - started, 2))
        return engine

    async def _finish(self) -> None:
        """Interrupt what runs here, and leave it to whoever comes next."""
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if self._engine is not None:
            try:
                self._parts.store.executors.remove(self._executor_id)
            except StoreError:
                _log.warning("handoff.executor.not_ended", part="store")
