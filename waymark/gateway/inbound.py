"""One message as it arrived, whichever way it came."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timezone

from waymark.messages import Block, Message


@dataclass(frozen=True)
class Inbound:
    """One message as it arrived; `payload` is what a pressed button or a filled form stands for.

    `form` is what the form is called, which can be sent once; `missing` names its questions without an answer, and
    `blocks` tells what was chosen.
    """

    conversation_id: str
    message_id: str
    text: str
    payload: str | None = None
    form: str | None = None
    missing: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def message(self) -> Message:
        """The message as it is stored; one in the person's own words, or a button's, has no blocks."""
        at = datetime.now(timezone.utc)
        return Message(id=self.message_id, sender="person", text=self.text, blocks=self.blocks, created_at=at)

    @property
    def fingerprint(self) -> str:
        """A digest that tells a retry from another message under the same id."""
        return f"{self.once or ''}{self._digest([self.text, self.payload])}"

    @property
    def once(self) -> str | None:
        """The beginning that the fingerprints of all answers to one form share; None for everything else."""
        return None if self.form is None else self._digest([self.form])

    def _digest(self, said: list[str | None]) -> str:
        return hashlib.sha256(self.conversation_id.encode() + json.dumps(said).encode()).hexdigest()
