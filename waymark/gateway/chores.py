"""What the gateway does between messages: late answers, telling the brain, erasing what has expired."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone

import structlog

from waymark.errors import BrainError, StoreError, UnknownConversation
from waymark.gateway.brain_client import ASK, TELL, Brain, Question
from waymark.gateway.pipeline import Pipeline
from waymark.gateway.reminding import Reminding
from waymark.gateway.shelf import Shelf
from waymark.settings import Settings
from waymark.store import OutboxItem
from waymark.store.retention import erase_expired

_BRAIN_EVERY = 1.0  # seconds between looks at the outbox
_REMINDERS_EVERY = 10.0
_RETENTION_EVERY = 3600.0
_LEASE_SECONDS = 30
_BATCH = 8
_LONGEST_DELAY = 60
_MOST_ATTEMPTS = 200  # about three hours of a brain that is down; later the person has moved on
_log = structlog.get_logger()


class Chores:
    """Background loops of one gateway process; several gateways share the work through claims."""

    def __init__(self, shelf: Shelf, brain: Brain, pipeline: Pipeline, reminding: Reminding, settings: Settings):
        self._shelf = shelf
        self._brain = brain
        self._pipeline = pipeline
        self._deadline = settings.brain_deadline_seconds
        self._settings = settings
        self._reminding = reminding
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin all loops."""
        self._loops = [
            asyncio.create_task(self._repeat(self.visit_brain, _BRAIN_EVERY)),
            asyncio.create_task(self._repeat(self._reminding.remind, _REMINDERS_EVERY)),
            asyncio.create_task(self._repeat(self.erase_expired, _RETENTION_EVERY)),
        ]

    async def stop(self) -> None:
        """End all loops."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def visit_brain(self) -> None:
        """Answer kept questions and tell the brain what the gateway answered for it, if it is there."""
        outbox = self._shelf.store.outbox
        for kind in (TELL, ASK):
            for item in await self._shelf.run(outbox.claim, kind, _BATCH, _LEASE_SECONDS):
                try:
                    await self._deliver(kind, item)
                except UnknownConversation:
                    await self._shelf.run(outbox.done, item.id)
                except BrainError:
                    if item.attempts >= _MOST_ATTEMPTS:
                        await self._shelf.run(outbox.done, item.id)
                    else:
                        delay = min(2**item.attempts, _LONGEST_DELAY)
                        await self._shelf.run(outbox.retry, item.id, delay)
                else:
                    await self._shelf.run(outbox.done, item.id)

    async def erase_expired(self) -> None:
        """Erase conversations whose time is over."""
        now = datetime.now(timezone.utc)
        days, longest = self._settings.retention_days, self._settings.return_days
        await asyncio.to_thread(erase_expired, self._shelf.store, days, now, longest)

    async def _deliver(self, kind: str, item: OutboxItem) -> None:
        question = Question.from_json(item.body["question"])
        if kind == ASK:
            await self._pipeline.answer_late(question, item.body["message_id"])
        else:
            await self._brain.ask(question, self._deadline)

    async def _repeat(self, chore: Callable[[], Awaitable[None]], seconds: float) -> None:
        while True:
            try:
                await chore()
            except StoreError:
                _log.warning("gateway.chore.failed", part="store")
            except Exception as error:  # noqa: BLE001 an edge: the chore is tried again, whatever failed
                _log.warning("gateway.chore.failed", exc_info=error)
            await asyncio.sleep(seconds)
