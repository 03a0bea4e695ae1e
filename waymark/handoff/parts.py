"""What the escalation works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from waymark.settings import Settings
from waymark.store import Store

Speaker = Callable[[str, str, str], None]
"""Says a response in a conversation: conversation id, name of the response, id of the message.

It is called from a thread, stores a `system` message under that id with the response's words, and rings the bus. It
does nothing when a message with that id is there already, and raises StoreError when it cannot store one.
"""


@dataclass(frozen=True)
class Parts:
    """The ports of an escalation; `retry_seconds` is the first pause between attempts to page, and doubles."""

    store: Store
    settings: Settings
    speaker: Speaker
    retry_seconds: float = 1.0
