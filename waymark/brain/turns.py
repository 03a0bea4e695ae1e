"""What came before in a conversation, as Rasa's tracker holds it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

CRISIS = "crisis"
_ASK_CARD = "ask_card"
_CARD = "card"
_LATELY = 6  # messages; what was given longer ago is told in full again


def was_crisis(tracker: DialogueStateTracker, back: int = 0) -> bool:
    """Return whether the person's last message was danger; `back` counts messages further into the past."""
    said = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    message = next(islice(said, back, None), None)
    return message is not None and (message.intent or {}).get("name") == CRISIS


def given_lately(tracker: DialogueStateTracker) -> frozenset[str]:
    """Return the cards that answered the person's last few messages, the very last one left out."""
    said = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    asked = (event for event in islice(said, 1, 1 + _LATELY) if (event.intent or {}).get("name") == _ASK_CARD)
    return frozenset(entity["value"] for event in asked for entity in event.entities if entity["entity"] == "card")


def shown_lately(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """Return the cards that the talk was about lately, the newest first; at least the last one, however long ago."""
    said = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    found = [card for event in islice(said, _LATELY) for card in _cards_of(event)]
    last = tracker.get_slot(_CARD)
    return tuple(dict.fromkeys([*found, *([str(last)] if last else [])]))


def _cards_of(event: UserUttered) -> Iterator[str]:
    """Yield the card that a message got or was about, and the one for its second question."""
    given = [entity["value"] for entity in event.entities if entity["entity"] == _CARD]
    chosen: dict[str, Any] = (event.parse_data or {}).get(_CARD) or {}
    yield from given
    if given and chosen.get("second"):
        yield str(chosen["second"])
