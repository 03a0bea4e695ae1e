"""Words for everything that the dialogue says, taken from `content/`.

Rasa stays silent where a generator returns nothing or raises; so this one always returns something safe.
"""

from __future__ import annotations

from typing import Any

import structlog
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from waymark.brain import resources
from waymark.brain.turns import given_lately, was_crisis
from waymark.brain.utterances import Turn, word
from waymark.messages import Draft, paragraphs
from waymark.safety.respond import main_line

_log = structlog.get_logger()
PREFIX = "utter_"


class ContentGenerator(NaturalLanguageGenerator):
    """Renders every `utter_…` in this process, without a network."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None):
        resources.responder()  # read now: a fault in content must stop the start, not the first message

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """Return text and draft of a response, with the check-in added to the first one of a turn that needs it."""
        name, count, country = utter_action.removeprefix(PREFIX), 0, resources.settings().default_country
        try:
            turn = turn_of(tracker)
            count, country = _count(name, tracker), turn.country
            draft = word(resources.content(), name, count, turn)
            if turn.decision and turn.decision.speaks_beside and not _has_spoken(tracker):
                draft = draft.plus(resources.responder().draft(turn.decision))
        except Exception as error:  # noqa: BLE001 - an edge: whatever fails, something safe is said
            _log.error("brain.response.failed", exc_info=error)
            draft = fallback(country)
        return {"text": draft.text, "draft": draft.model_dump(mode="json"), "count": count}


def turn_of(tracker: DialogueStateTracker) -> Turn:
    """Return what the words of this turn depend on."""
    message = tracker.latest_message
    parsed = message.parse_data if message else {}
    return Turn.read(
        parsed,
        slots=tracker.current_slot_values(),
        slots_now=_slots_set_now(tracker),
        default_country=resources.settings().default_country,
        retention_days=resources.settings().retention_days,
        follows_crisis=was_crisis(tracker, back=1),
        given=given_lately(tracker),
    )


def fallback(country: str) -> Draft:
    """Return the country's line, in words that need nothing else."""
    return Draft(blocks=paragraphs([main_line(resources.content().country(country))]))


def _slots_set_now(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the slots set since the person's last message: an older value may be from another time."""
    found: dict[str, Any] = {}
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if event.type_name == "slot":
            found.setdefault(event.key, event.value)
    return found


def _has_spoken(tracker: DialogueStateTracker) -> bool:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered):
            return True
    return False


def _count(name: str, tracker: DialogueStateTracker) -> int:
    """Return how often the response was said before, as its last utterance recorded it."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered) and event.metadata.get("utter_action") == PREFIX + name:
            return int(event.metadata.get("count", 0)) + 1
    return 0
