"""Reads the questions that a person has kept for their clinician."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from waymark.errors import StoreError

_log = structlog.get_logger()


class ListQuestions(Action):
    """Hands the kept questions to the dialogue; None means that they could not be read."""

    def name(self) -> str:
        """Return the action's name in domain.yml."""
        return "action_list_questions"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Read the questions, oldest first."""
        try:
            kept = await asyncio.to_thread(resources.store().questions.of, tracker.sender_id)
        except StoreError as error:
            _log.warning("actions.questions.not_read", exc_info=error)
            return [SlotSet("question_list", None)]
        return [SlotSet("question_list", [question.text for question in kept])]
