"""Saves what a tool wants kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from waymark.care.reminders.reminder import KIND, is_stopped
from waymark.errors import StoreError

_log = structlog.get_logger()


class KeepTool(Action):
    """The only one that may lead to "kept" being said: it sets `tool_kept` after the database has everything."""

    def name(self) -> str:
        """Return the action's name in domain.yml."""
        return "action_keep_tool"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Save what waits; where that fails, leave it waiting, so that it is tried with the next step."""
        waiting = json.loads(tracker.get_slot("tool_keeps") or "[]")
        if not waiting:
            return [SlotSet("tool_kept", None)]
        try:
            kept = await asyncio.to_thread(_keep, tracker.sender_id, waiting)
        except StoreError as error:
            _log.warning("actions.tool.not_saved", exc_info=error)
            return [SlotSet("tool_kept", False)]
        return [SlotSet("tool_kept", True if kept else None), SlotSet("tool_keeps", None)]


def _keep(conversation_id: str, waiting: Sequence[dict[str, Any]]) -> int:
    """Save what waits, but no reminder that was stopped while it waited; return how many things that were."""
    records = resources.store().records
    stopped_at = resources.store().reminders.stopped_at(conversation_id, KIND)
    wanted = [one for one in waiting if not is_stopped(one["kind"], one["values"], stopped_at)]
    for one in wanted:
        if one["values"] is None:
            records.remove(conversation_id, one["kind"], one["key"])
        else:
            records.put(conversation_id, one["kind"], one["key"], one["values"])
    return len(wanted)
