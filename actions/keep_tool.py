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
            await asyncio.to_thread(_keep, tracker.sender_id, waiting)
        except StoreError as error:
            _log.warning("actions.tool.not_saved", exc_info=error)
            return [SlotSet("tool_kept", False)]
        return [SlotSet("tool_kept", True), SlotSet("tool_keeps", None)]


def _keep(conversation_id: str, waiting: Sequence[dict[str, Any]]) -> None:
    records = resources.store().records
    for one in waiting:
        if one["values"] is None:
            records.remove(conversation_id, one["kind"], one["key"])
        else:
            records.put(conversation_id, one["kind"], one["key"], one["values"])
