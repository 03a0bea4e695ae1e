"""The closed formats of everything under `content/`; docs/content.md describes them for editors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from waymark.messages import Block, Frozen, Level

Facet = Literal[
    "what", "how_given", "how_well", "how_fast", "how_long", "side_effects", "who_not", "cost_access", "driving_work",
    "if_stops", "compare", "how_common", "causes", "checks", "next_steps", "hope",
]  # fmt: skip
Evidence = Literal["regulator", "guideline", "meta_analysis", "rct", "cohort", "open_label", "review", "expert"]
Status = Literal["drafted", "reviewed"]
RiskLevel = Literal[
    "emergency", "plan_or_intent", "active_ideation", "passive_ideation", "self_harm", "third_party", "medical_urgent"
]
MessageKey = Literal[RiskLevel, "check_in"]
Step = Literal["first", "again", "worse"]
Asks = Literal[
    "safe_now", "thinking_of_suicide", "someone_with_you", "can_call", "safe_place", "is_it_happening_now", "want_plan"
]
AnswerKind = Literal["yes", "no", "unsure"]
Group = Literal[
    "anyone", "veterans", "deaf", "lgbtq", "young_people", "perinatal", "partner_violence", "poisoning", "spanish"
]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Name = Annotated[Text, BeforeValidator(_lower)]


class Source(Frozen):
    """Something published that an answer rests on."""

    authors: Text
    title: Text
    year: int = Field(ge=1900, le=2100)
    kind: Evidence
    doi: Doi | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Source:
        if not (self.doi or self.url):
            raise ValueError("give a doi, or else a url")
        return self

    @property
    def link(self) -> str:
        """Where a reader finds it."""
        return f"https://doi.org/{self.doi}" if self.doi else str(self.url)


class TopicHead(Frozen):
    """The front matter of one topic file."""

    title: Text
    summary: Text
    synonyms: tuple[Name, ...] = Field(min_length=1)
    status: Status
    reviewed_by: Text | None
    reviewed_on: date | None
    review_due: date

    @model_validator(mode="after")
    def _review_is_named(self) -> TopicHead:
        is_named = (self.reviewed_by is not None, self.reviewed_on is not None)
        if is_named != (self.status == "reviewed",) * 2:
            raise ValueError("status is `reviewed` exactly when reviewed_by and reviewed_on are given")
        return self


class CardHead(Frozen):
    """The YAML block under a section's heading."""

    facet: Facet
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    sources: tuple[Text, ...] = Field(min_length=1)
    asks: tuple[Text, ...] = Field(min_length=6, max_length=16)


class Card(Frozen):
    """One answer that stands alone; its id is `<topic>.<section>`."""

    id: str
    topic: str
    title: Text
    head: CardHead
    short: tuple[Block, ...] = Field(min_length=1)
    more: tuple[Block, ...] = ()
    questions: tuple[Text, ...] = ()


class Topic(Frozen):
    """One topic file: what it is about, and its cards."""

    id: str
    head: TopicHead
    cards: tuple[Card, ...]


class Emergency(Frozen):
    """A country's emergency number; none where the country is not known."""

    number: Text | None


class HelpLine(Frozen):
    """One crisis line and the ways to reach it."""

    id: Text
    name: Text
    call: Text | None = None
    text: Text | None = None
    chat: Url | None = None
    hours: Text
    languages: tuple[Text, ...] = Field(min_length=1)
    serves: tuple[Group, ...] = Field(min_length=1)
    source: Url
    checked_on: date

    @model_validator(mode="after")
    def _can_be_reached(self) -> HelpLine:
        if not (self.call or self.text or self.chat):
            raise ValueError("give at least one of call, text, chat")
        return self


class Country(Frozen):
    """One country's emergency number and crisis lines; the first line is named in every crisis message."""

    name: Text
    aliases: tuple[Name, ...] = ()
    status: Status
    emergency: Emergency
    lines: tuple[HelpLine, ...] = Field(min_length=1)


class Phrase(Frozen):
    """One rule that notices danger; it may raise a level, never lower one."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}\.[a-z_]+\.\d{3}$")]
    level: RiskLevel
    pattern: Text
    unless: tuple[Identifier, ...] = ()
    scope: Literal["sentence", "message"] = "sentence"
    response: Literal["check_in"] | None = None
    must_match: tuple[Text, ...] = Field(min_length=1)
    must_not_match: tuple[Text, ...] = Field(min_length=1)


class PhraseFile(Frozen):
    """All phrases of one language, with the pieces that they share."""

    fragments: dict[Identifier, Text] = Field(default_factory=dict)
    guards: dict[Identifier, tuple[Text, ...]] = Field(default_factory=dict)
    phrases: tuple[Phrase, ...] = Field(min_length=1)


class Spellings(Frozen):
    """How people disguise or misspell words."""

    words: dict[Text, Text] = Field(default_factory=dict)
    letters: dict[Text, Text] = Field(default_factory=dict)
    emoji: dict[Text, Text] = Field(default_factory=dict)


class CrisisMessage(Frozen):
    """Words said at one level and step; `{line}`, `{lines}`, `{emergency}` and `{poison}` are filled from the lines."""

    id: Text
    step: Step
    asks: Asks | None = None
    paragraphs: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_a_line(self) -> CrisisMessage:
        if not any("{line}" in text or "{lines}" in text for text in self.paragraphs):
            raise ValueError("a crisis message names the line: use {line} or {lines}")
        return self


class ResponseButton(Frozen):
    """A choice under a response: it leads to a card, or says an intent."""

    title: Text
    card: Text | None = None
    intent: Identifier | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> ResponseButton:
        if (self.card is None) == (self.intent is None):
            raise ValueError("give exactly one of card and intent")
        return self


class Response(Frozen):
    """One wording of something that the assistant says besides cards."""

    text: Text
    buttons: tuple[ResponseButton, ...] = ()


RISK_LEVELS: tuple[RiskLevel, ...] = RiskLevel.__args__  # type: ignore[attr-defined]
LEVELS: tuple[Level, ...] = (*RISK_LEVELS, "none")


class Reading(Frozen):
    """What one kind of answer to one question means."""

    level: RiskLevel
    response: Literal["check_in"] | None = None


class AnswerFile(Frozen):
    """How short answers to our own questions are read; sayings are normalised text."""

    yes: tuple[Text, ...] = Field(min_length=1)
    no: tuple[Text, ...] = Field(min_length=1)
    unsure: tuple[Text, ...] = Field(min_length=1)
    questions: dict[Text, dict[AnswerKind, Reading]]
