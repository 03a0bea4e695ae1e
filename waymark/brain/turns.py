"""What came before in a conversation, as Rasa's tracker holds it."""

from __future__ import annotations

from itertools import islice

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

CRISIS = "crisis"


def was_crisis(tracker: DialogueStateTracker, back: int = 0) -> bool:
    """Return whether the person's last message was danger; `back` counts messages further into the past."""
    said = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    message = next(islice(said, back, None), None)
    return message is not None and (message.intent or {}).get("name") == CRISIS
