"""Reads what is written while a question for the clinician is asked for: nearly everything there is that question.

"Will ECT affect my memory?" is then something to keep, not to answer. Forms are parsed here and not by a `validate_`
action, so they need no action server.
"""

from __future__ import annotations

from typing import Any, Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from waymark.brain.components.untrained import Untrained
from waymark.brain.turns import CRISIS, was_crisis

FORM, SLOT = "question_form", "question_text"
KEEP_QUESTION, GIVE_QUESTION, SAVE_CARD = "keep_question", "give_question", "save_card"
FORGOTTEN: Final = {"entity": SLOT, "value": None}
"""Empties the slot, without an action server: a question that could not be saved must not answer the next form."""

_ASIDES: Final = frozenset(
    {
        "stop", "deny", "affirm", "greet", "goodbye", "thanks", "chitchat", "request_human", "ask_lines",
        "ask_if_human", "ask_privacy", "ask_capabilities", "ask_how_sure", "ask_simpler", "list_questions",
        "keep_question", "express_low_mood", "unclear",
    }
)  # fmt: skip
_SURE: Final = 0.60  # an aside is answered as one only when it is one beyond doubt; else the words are kept


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionText(Untrained):
    """Turns the intent into `give_question` where the form waits for one and the message is no aside."""

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Mark the question that the form waits for, and forget the last one where a new one begins."""
        if tracker.get_slot(SLOT) is not None:
            for message in messages:
                if (message.get("intent") or {}).get("name") == KEEP_QUESTION:
                    _add(message, FORGOTTEN)
        # what follows danger is no question for the clinician
        if tracker.active_loop_name != FORM or tracker.get_slot("requested_slot") != SLOT or was_crisis(tracker):
            return messages
        for message in messages:
            intent = message.get("intent") or {}
            is_aside = intent.get("name") in _ASIDES and float(intent.get("confidence", 0)) >= _SURE
            if intent.get("name") == CRISIS or is_aside:
                continue
            message.set("intent", {"name": GIVE_QUESTION, "confidence": 1.0}, add_to_output=True)
            kept = [entity for entity in message.get("entities") or [] if entity["entity"] == "topic"]
            message.set("entities", kept)  # no card was given, so none is remembered
            _add(message, {**FORGOTTEN, "value": message.get("text")})
        return messages


def _add(message: Message, entity: dict[str, Any]) -> None:
    message.set("entities", [*(message.get("entities") or []), dict(entity)], add_to_output=True)
