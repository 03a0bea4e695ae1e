"""The first component: every message carries a safety decision before anything else looks at it."""

from __future__ import annotations

from datetime import datetime, timezone

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from waymark.brain import resources
from waymark.brain.decisions import decision_in
from waymark.brain.questionnaires import PRESSED, QUESTIONNAIRE_FORM, progress_in
from waymark.brain.turns import CRISIS, was_crisis
from waymark.brain.untrained import Untrained
from waymark.safety import Decision, RiskState


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyAssessor(Untrained):
    """Takes the gateway's decision, or where there is no gateway decides itself, with the state kept in the tracker."""

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Set `decision`, and the intent `crisis` where the crisis talk takes over."""
        for message in messages:
            decision = decision_in(message.get("metadata")) or self._decide(message, tracker)
            message.set("decision", decision.model_dump(mode="json"), add_to_output=True)
            if decision.speaks_alone:
                message.set("intent", {"name": CRISIS, "confidence": 1.0}, add_to_output=True)
        return messages

    def _decide(self, message: Message, tracker: DialogueStateTracker) -> Decision:
        payload = (message.get("metadata") or {}).get(PRESSED)
        decision, risk = resources.discloser().decide(
            "" if payload else message.get("text") or "",
            _risk_so_far(tracker),
            asked=_asked(tracker),
            pressed=resources.discloser().answer_in(payload),
            country=resources.settings().default_country,
            now=datetime.now(timezone.utc),
            is_waiting=tracker.active_loop_name == QUESTIONNAIRE_FORM,
        )
        message.set("risk", risk.model_dump(mode="json"), add_to_output=True)
        return decision


def _asked(tracker: DialogueStateTracker) -> str | None:
    """Return the question of a questionnaire that is open; after danger, the crisis talk asked last."""
    progress = progress_in(tracker.current_slot_values())
    is_open = tracker.active_loop_name == QUESTIONNAIRE_FORM and not was_crisis(tracker)
    return progress.asks if progress and is_open else None


def _risk_so_far(tracker: DialogueStateTracker) -> RiskState:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and "risk" in event.parse_data:
            return RiskState.model_validate(event.parse_data["risk"])
    return RiskState()
