"""Keeps what a questionnaire added up to."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Any

import structlog
from pydantic import ValidationError
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from waymark.care.questionnaires.progress import Progress
from waymark.care.questionnaires.result import Kept, Outcome, Result, comparable, result_of
from waymark.errors import StoreError

_log = structlog.get_logger()


class SaveScore(Action):
    """The only one that may lead to "kept" being said: it sets `score` after the database has it."""

    def name(self) -> str:
        """Return the action's name in domain.yml."""
        return "action_save_score"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Keep the result; where that fails, leave the answers in their slot, so that it can be tried again."""
        try:
            progress = Progress.model_validate_json(tracker.get_slot("questionnaire") or "")
            if not progress.is_complete:
                return [SlotSet("score", None)]
            outcome = await asyncio.to_thread(_keep, tracker.sender_id, progress)
        except ValidationError:
            return [SlotSet("score", None)]
        except StoreError as error:
            _log.warning("actions.score.not_saved", exc_info=error)
            return [SlotSet("score", None)]
        emptied = [SlotSet(name, None) for name in ("questionnaire", "questionnaire_in_danger", "questionnaire_done")]
        return [SlotSet("score", outcome.model_dump(mode="json")), *emptied]


def _keep(conversation_id: str, progress: Progress) -> Outcome:
    """Keep a result once; one without any answer is told, and not kept."""
    scores, result = resources.store().scores, result_of(progress)
    earlier = [score for score in scores.of(conversation_id) if score.run != progress.run]
    if not result.is_empty:
        scores.add(conversation_id, progress.run, result.model_dump(mode="json"))
    kept = [Kept(result=Result.model_validate(score.values), at=score.created_at) for score in earlier]
    return Outcome(now=Kept(result=result, at=datetime.now(timezone.utc)), before=comparable(kept, result.instrument))
