"""Saves the question that a person wants to ask their clinician."""

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


class SaveQuestion(Action):
    """The only one that may lead to "saved" being said: it sets `question_saved` after the database has it."""

    def name(self) -> str:
        """Return the action's name in domain.yml."""
        return "action_save_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Save the question, and tell the dialogue whether that worked."""
        text = tracker.get_slot("question_text")
        saved = False
        if text:
            try:
                await asyncio.to_thread(_save, tracker.sender_id, str(text))
                saved = True
            except StoreError as error:
                _log.warning("actions.question.not_saved", exc_info=error)
        return [SlotSet("question_saved", saved), SlotSet("question_text", None)]


def _save(conversation_id: str, text: str) -> None:
    """Keep a question; a second press keeps no second one."""
    questions = resources.store().questions
    if text not in [question.text for question in questions.of(conversation_id)]:
        questions.add(conversation_id, text)
