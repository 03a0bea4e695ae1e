"""Records that a person wants to talk with a human."""

from __future__ import annotations

import asyncio
from typing import Any, get_args

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from waymark.errors import StoreError
from waymark.handoff import is_staffed
from waymark.messages import Level

_log = structlog.get_logger()


class RequestHuman(Action):
    """Opens a case; what holds with nobody there was said before, and nothing is promised here."""

    def name(self) -> str:
        """Return the action's name in domain.yml."""
        return "action_request_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Open a case at the level that the message was read at, and ask to share it where somebody could read it."""
        try:
            staffed = await asyncio.to_thread(_open, tracker.sender_id, level_of(tracker.latest_message))
        except StoreError as error:
            _log.warning("actions.case.not_opened", exc_info=error)
        else:
            if staffed:
                dispatcher.utter_message(response="utter_handoff_offer")
        return []


def _open(conversation_id: str, level: Level) -> bool:
    """Open the case, and tell whether to ask: somebody is there, and was not given the conversation yet."""
    store = resources.store()
    case = store.cases.open(conversation_id, level)
    return not case.is_shared and is_staffed(store, resources.settings())


def level_of(message: dict[str, Any] | None) -> Level:
    """Return the level in a message's safety decision, `none` where it carries none."""
    values = message or {}
    decision = values.get("decision") or (values.get("metadata") or {}).get("decision") or {}
    level = decision.get("level") if isinstance(decision, dict) else None
    return level if level in get_args(Level) else "none"  # type: ignore[return-value]
