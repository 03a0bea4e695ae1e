"""Which rules a person's message met. Read again from the text, so that nothing about danger is kept twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from waymark.messages import Level, Message
from waymark.safety.assess import Assessor, Turn

_MOST_REMEMBERED = 5000


@dataclass(frozen=True)
class Evidence:
    """The level of one message and the ids of the rules that it met; no text, no score."""

    level: Level
    rules: tuple[str, ...]


class EvidenceReader:
    """Reads messages as the pipeline did, each once; remembers ids only."""

    def __init__(self, assessor: Assessor):
        self._assessor = assessor
        self._read: OrderedDict[tuple[str, str], Evidence] = OrderedDict()

    def of(self, conversation_id: str, messages: Sequence[Message]) -> dict[str, Evidence]:
        """Return the evidence in each message of a person, by message id; the longest texts take seconds."""
        found: dict[str, Evidence] = {}
        asked: str | None = None
        offered: set[str] = set()
        for message in messages:
            if message.sender == "person":  # a pressed button answers what offered it, not what was asked before
                found[message.id] = self._evidence(conversation_id, message, None if message.text in offered else asked)
                asked, offered = None, set()
            else:  # a question of Waymark's is open until the person answers or a responder speaks
                asked = None if message.sender == "responder" else message.asks or asked
                offered = set() if message.asks else offered | {button.title for button in message.buttons}
        return found

    def _evidence(self, conversation_id: str, message: Message, asked: str | None) -> Evidence:
        key = (conversation_id, message.id)
        known = self._read.get(key)
        if known is None:
            context = (Turn("assistant", "", asked),) if asked else ()
            assessment = self._assessor.assess(message.text, context)
            known = Evidence(assessment.level, assessment.evidence)
            self._read[key] = known
            if len(self._read) > _MOST_REMEMBERED:
                self._read.popitem(last=False)
        return known
