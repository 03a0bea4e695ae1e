"""Keeps the dialogue state in Waymark's database, encrypted, and at a flat cost: only the last few turns are replayed.

Rasa's own stores replay a whole conversation on every message. Here the turns before the last four are folded into the
slots and the open form that they left behind.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import structlog
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from waymark.brain import resources
from waymark.errors import StoreError, UnknownConversation
from waymark.store.upgrade import upgrade

KEPT_TURNS = 4  # a form survived twelve digressions with four
_LISTEN = "action_listen"
_DRAFT = "draft"  # the full message; the gateway keeps it, the dialogue never reads it again
_log = structlog.get_logger()


class BoundedTrackerStore(TrackerStore):
    """Loads and saves conversations; a database that is down is an error, never an empty memory."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, **kwargs: Any):
        super().__init__(domain, event_broker, **kwargs)
        try:
            upgrade(resources.settings().store_url)  # so that a bare `rasa shell` finds its tables
        except StoreError as error:  # it may come up later; until then each message says that it is down
            _log.warning("brain.store.down", exc_info=error)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation as far as the dialogue needs it, or None for a new one.

        Raises:
            StoreError: the database cannot be read.
        """
        data = await asyncio.to_thread(resources.store().trackers.load, sender_id)
        if data is None:
            return None
        tracker: DialogueStateTracker = self.init_tracker(sender_id)
        tracker.update_with_events(unpacked(json.loads(data)), self.domain)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the last turns of the conversation and what came of the earlier ones; nothing once it was erased.

        Raises:
            StoreError: the database cannot be written.
        """
        await self.stream_events(tracker)
        data = json.dumps(packed(tracker.events)).encode()
        try:
            await asyncio.to_thread(resources.store().trackers.save, tracker.sender_id, data)
        except UnknownConversation:  # erased while the turn was under way: its answer may still be said
            _log.info("brain.tracker.erased")

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations with a state.

        Raises:
            StoreError: the database cannot be read.
        """
        return await asyncio.to_thread(resources.store().trackers.ids)


def packed(events: Sequence[Event]) -> dict[str, Any]:
    """Return the last turns as they are, and all before them as slots and open form."""
    events = list(events)
    said = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    cut = said[-KEPT_TURNS] if len(said) > KEPT_TURNS else 0
    slots: dict[str, Any] = {}
    loop: str | None = None
    for event in events[:cut]:
        if isinstance(event, SlotSet):
            slots[event.key] = event.value
        elif isinstance(event, ActiveLoop):
            loop = event.name
        elif isinstance(event, AllSlotsReset | Restarted):
            slots = {}
            loop = loop if isinstance(event, AllSlotsReset) else None
    head = {"slots": {name: value for name, value in slots.items() if value is not None}, "loop": loop} if cut else None
    return {"head": head, "events": [_without_draft(event.as_dict()) for event in events[cut:]]}


def unpacked(state: dict[str, Any]) -> list[Event]:
    """Return the events that lead to the state that `packed` wrote."""
    head = state["head"]
    events: list[Event] = []
    if head:
        if head["loop"]:
            events += [ActionExecuted(head["loop"]), ActiveLoop(head["loop"])]
        events += [SlotSet(name, value) for name, value in head["slots"].items()]
        events.append(ActionExecuted(_LISTEN))
    kinds = _kinds()
    return events + [kinds[values["event"]]._from_parameters(values) for values in state["events"]]


@cache
def _kinds() -> dict[str, type[Event]]:
    """Return the classes of events by name; `Event.from_parameters` looks through all classes for each event."""
    return {kind.type_name: kind for kind in all_subclasses(Event)}


def _without_draft(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("event") != BotUttered.type_name:
        return values
    metadata = {name: value for name, value in (values.get("metadata") or {}).items() if name != _DRAFT}
    return {**values, "metadata": metadata}
