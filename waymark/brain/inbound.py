"""What the gateway sends to the brain, checked, and turned into what Rasa reads."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator
from rasa.core.channels.channel import OutputChannel, UserMessage

from waymark.answers.render import to_ask
from waymark.brain import resources
from waymark.brain.components.card_ranker import card_entities
from waymark.brain.questionnaires import PRESSED
from waymark.care.questionnaires.filled import Filled
from waymark.care.questionnaires.step import STEER, Pressed
from waymark.care.tools.tool import PREFIX as TOOL
from waymark.care.tools.tool import value as tool_value
from waymark.messages import Frozen

QUESTION_TEXT, SAVE_CARD = "question_text", "save_card"
MAX_CHARACTERS = 20_000  # ten times what the gateway lets through
_PAYLOAD = re.compile(r"(?P<kind>card|more|sure|simpler|save|intent):(?P<value>[a-z0-9_.]+)")
_INTENTS = {"card": "ask_card", "more": "ask_more", "sure": "ask_how_sure", "simpler": "ask_simpler", "save": SAVE_CARD}
_STEER = re.compile(rf"{STEER}:[a-z0-9_]+|{TOOL}:[a-z0-9_]+(:[a-z0-9_.=-]+)?")
_RESERVED = frozenset(
    {
        "crisis", "restart", "back", "out_of_scope_default", "session_start", "nlu_fallback",
        "save_card", "take_questionnaire", "answer_item", "save_score", "open_tool", "run_tool",
        "use_tool", "keep_tool",
    }
)  # fmt: skip
_NOTHING = "?"  # Rasa needs some text; this has no letters and is answered as unclear

Sender = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Inbound(Frozen):
    """One message: a text, or what a pressed button or a filled form stands for."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sender: Sender
    text: str | None = Field(None, max_length=MAX_CHARACTERS)
    payload: str | None = Field(None, max_length=200)
    metadata: dict[str, Any] = Field(default_factory=dict)

    @field_validator("text", mode="before")
    @classmethod
    def _whole_characters(cls, value: object) -> object:
        """Read half a surrogate as "?": pydantic would refuse the message, and the person would hear nothing."""
        return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of_both(self) -> Inbound:
        if (self.text is None) == (self.payload is None):
            raise ValueError("give exactly one of text and payload")
        json.dumps(self.metadata)
        return self

    def user_message(self, output: OutputChannel, channel: str, intents: Collection[str]) -> UserMessage:
        """Return the message for Rasa; a button carries its parse, so that no text can pass for one.

        Raises:
            ValueError: the payload names no card and no intent that a button may say.
        """
        metadata = {name: value for name, value in self.metadata.items() if name != PRESSED}
        parsed = None
        pressed = _steering(self.payload) if self.payload is not None else None
        if pressed is not None:
            metadata[PRESSED] = pressed  # what it does depends on the open question: a component reads it
        elif self.payload is not None:
            parsed = self._parsed(self.payload, intents)
        text = plain(self.text) if self.text is not None else self.payload
        return UserMessage(text, output, self.sender, parse_data=parsed, input_channel=channel, metadata=metadata)

    def _parsed(self, payload: str, intents: Collection[str]) -> dict[str, Any]:
        found = _PAYLOAD.fullmatch(payload)
        if not found:
            raise ValueError(f"a payload is {', '.join(f'`{name}:…`' for name in _INTENTS)} or `intent:…`")
        kind, value = found["kind"], found["value"]
        entities: list[dict[str, Any]] = []
        if kind == "intent":
            intent = value
            if intent not in intents or intent in _RESERVED:
                raise ValueError("no such intent")
        else:
            intent = _INTENTS[kind]
            if value not in resources.content().cards:
                raise ValueError("no such card")
            entities = [*card_entities(value)]
            if intent == SAVE_CARD:
                entities.append({"entity": QUESTION_TEXT, "value": to_ask(resources.content().cards[value])})
        parsed = {"text": payload, "intent": {"name": intent, "confidence": 1.0}, "entities": entities}
        decision = self.metadata.get("decision")
        return {**parsed, "decision": decision} if decision else parsed


def _steering(payload: str) -> str | None:
    """Return what a questionnaire or a tool reads of a payload, also where it names the intent that begins a tool."""
    if Pressed.read(payload) or Filled.read(payload) or _STEER.fullmatch(payload):
        return payload
    kind, _, intent = payload.partition(":")
    tool = resources.toolbox().by_intent.get(intent) if kind == "intent" else None
    return tool_value(tool.name) if tool is not None else None


def plain(text: str) -> str:
    """Return the text so that Rasa reads it as words: "/restart" is a word and no command."""
    return re.sub(r"^[\s/]+", "", text.replace("\x00", " ")).strip() or _NOTHING
