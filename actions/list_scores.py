"""Reads what a person's questionnaires added up to."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from waymark.care.questionnaires.result import Kept, Result
from waymark.errors import StoreError

_log = structlog.get_logger()


class ListScores(Action):
    """Hands the scores to the dialogue; None means that they could not be read."""

    def name(self) -> str:
        """Return the action's name in domain.yml."""
        return "action_list_scores"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Read the scores, oldest first."""
        try:
            scores = await asyncio.to_thread(resources.store().scores.of, tracker.sender_id)
        except StoreError as error:
            _log.warning("actions.scores.not_read", exc_info=error)
            return [SlotSet("score_list", None)]
        kept = (Kept(result=Result.model_validate(score.values), at=score.created_at) for score in scores)
        return [SlotSet("score_list", [one.model_dump(mode="json") for one in kept])]
