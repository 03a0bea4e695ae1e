"""The closed formats of everything under `content/`; docs/content.md describes them for editors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from waymark.messages import Block, Frozen, Level, Ways

Facet = Literal[
    "what", "how_given", "how_well", "how_fast", "how_long", "side_effects", "who_not", "cost_access", "driving_work",
    "if_stops", "compare", "how_common", "causes", "checks", "next_steps", "hope",
]  # fmt: skip
Evidence = Literal["regulator", "guideline", "meta_analysis", "rct", "cohort", "open_label", "review", "expert"]
Status = Literal["drafted", "reviewed"]
RiskLevel = Literal[
    "emergency", "plan_or_intent", "active_ideation", "passive_ideation", "self_harm", "third_party", "medical_urgent"
]
Language = Literal["en", "es"]
MessageKey = Literal[RiskLevel, "check_in"]
Step = Literal["first", "again", "worse"]
Asks = Literal[
    "safe_now", "thinking_of_suicide", "is_it_happening_now", "someone_with_you", "can_call", "what_stops_you",
    "want_plan", "they_safe", "safe_from_them", "wound", "phq9.9",
]  # fmt: skip
AnswerKind = Literal["yes", "no", "unsure"]
Need = Literal[
    "cannot_talk", "no_phone", "no_credit", "no_police", "fears_hospital", "tried_line", "alone", "elsewhere",
    "deaf", "spanish", "veteran", "young", "lgbtq", "perinatal", "partner_violence",
]  # fmt: skip
Sign = Literal[
    "overdose", "wrong_dose", "psychosis", "mania", "shutdown", "drug_reaction", "body_sign", "violence",
    "harm_others", "withdrawal", "asks_how", "happening_now",
]  # fmt: skip
TurnTaken = Literal["takes_back", "wants_lines", "wants_calm", "wants_plan", "wants_secrecy"]
Cue = Literal[Need, Sign, TurnTaken]
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
    gist: Annotated[Text, StringConstraints(max_length=240)] | None = None
    asks: tuple[Text, ...] = Field(min_length=6, max_length=16)


class Card(Frozen):
    """One answer that stands alone; its id is `<topic>.<section>`.

    `further_asks` are put out of the blue, `follow_ups` where the topic is talked about already.
    """

    id: str
    topic: str
    title: Text
    head: CardHead
    short: tuple[Block, ...] = Field(min_length=1)
    more: tuple[Block, ...] = ()
    questions: tuple[Text, ...] = ()
    further_asks: tuple[Text, ...] = ()
    follow_ups: tuple[Text, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """Every question that the card is known to answer, its title last."""
        return (*self.head.asks, *self.further_asks, self.title)


class Topic(Frozen):
    """One topic file: what it is about, and its cards."""

    id: str
    head: TopicHead
    cards: tuple[Card, ...]


class Emergency(Frozen):
    """A country's emergency number, and others that work too; none where the country is not known."""

    number: Text | None
    also: tuple[Text, ...] = ()


class LineWords(Frozen):
    """How a line is written in another language; what is left out is written as in the line itself."""

    name: Text | None = None
    call: Text | None = None
    text: Text | None = None
    chat: Url | None = None


class HelpLine(Frozen):
    """One crisis line and the ways to reach it; `hours` only where its source tells them."""

    id: Text
    name: Text
    call: Text | None = None
    text: Text | None = None
    chat: Url | None = None
    hours: Text | None = None
    languages: tuple[Text, ...] = Field(min_length=1)
    serves: tuple[Group, ...] = Field(min_length=1)
    es: LineWords | None = None
    source: Url
    checked_on: date

    @model_validator(mode="after")
    def _can_be_reached(self) -> HelpLine:
        if not (self.call or self.text or self.chat):
            raise ValueError("give at least one of call, text, chat")
        return self


class CountryWords(Frozen):
    """A country's name in another language."""

    name: Text


class Country(Frozen):
    """One country's emergency number and crisis lines; the first line is named in every crisis message.

    `called` is the name as it stands in a sentence, where that is another one ("the Netherlands"). `hints` are words
    that people there use ("nhs"): they make Waymark ask for the country, and decide nothing.
    """

    name: Text
    called: Text | None = None
    aliases: tuple[Name, ...] = ()
    hints: tuple[Name, ...] = ()
    es: CountryWords | None = None
    status: Status
    emergency: Emergency
    lines: tuple[HelpLine, ...] = Field(min_length=1)


class Phrase(Frozen):
    """One rule that notices danger; it may raise a level, never lower one."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}\.[a-z_]+\.\d{3}$")]
    level: RiskLevel
    pattern: Text
    unless: tuple[Identifier, ...] = ()
    unless_anywhere: tuple[Identifier, ...] = ()
    scope: Literal["sentence", "message"] = "sentence"
    response: Literal["check_in"] | None = None
    must_match: tuple[Text, ...] = Field(min_length=1)
    must_not_match: tuple[Text, ...] = Field(min_length=1)


class PhraseFile(Frozen):
    """All phrases of one language, or of all languages together, with the pieces that they share."""

    fragments: dict[Identifier, Text] = Field(default_factory=dict)
    guards: dict[Identifier, tuple[Text, ...]] = Field(default_factory=dict)
    phrases: tuple[Phrase, ...] = Field(min_length=1)


class Spellings(Frozen):
    """How people disguise or misspell words; `spanish` counts only in a text with enough `spanish_signs`."""

    words: dict[Text, Text] = Field(default_factory=dict)
    letters: dict[Text, Text] = Field(default_factory=dict)
    emoji: dict[Text, Text] = Field(default_factory=dict)
    hidden: tuple[Text, ...] = ()
    spanish: dict[Text, Text] = Field(default_factory=dict)
    spanish_signs: tuple[Text, ...] = ()


class CrisisReply(Frozen):
    """Words of the crisis talk; `{line}`, `{lines}`, `{emergency}` and `{poison}` are filled from the lines.

    `when` names the cues and levels that the words are for; words for none of them fit always.
    """

    id: Text
    asks: Asks | None = None
    when: tuple[Literal[Cue, RiskLevel], ...] = ()
    paragraphs: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_a_line(self) -> CrisisReply:
        if not any("{line}" in text or "{lines}" in text for text in self.paragraphs):
            raise ValueError("a crisis message names the line: use {line} or {lines}")
        return self


class CrisisMessage(CrisisReply):
    """Words said at one level and step."""

    step: Step


class Aside(Frozen):
    """A sentence or two, put into a crisis message when the person has just told of a need or a sign."""

    id: Text
    text: Text


class CueRule(Frozen):
    """One rule that reads what a person's situation is; it chooses words and lines, never a level."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}\.cue\.[a-z_]+\.\d{3}$")]
    cue: Cue
    pattern: Text
    must_match: tuple[Text, ...] = Field(min_length=1)
    must_not_match: tuple[Text, ...] = Field(min_length=1)


class CueFile(Frozen):
    """All cue rules of one language, with the pieces that they share."""

    fragments: dict[Identifier, Text] = Field(default_factory=dict)
    cues: tuple[CueRule, ...] = Field(min_length=1)


class CrisisWords(Frozen):
    """The small words of one language: how a line is named in a sentence, and how the language is recognised."""

    call: Text
    text: Text
    text_word: Text | None = None  # where a word is texted to a number ("HOME to 741741"), if that is said otherwise
    text_to: str = " to "
    call_or_text: Text
    chat: Text
    join: str
    line: Text
    line_abroad: Text
    emergency: Text
    emergency_or: Text
    local_emergency: Text
    local_poison: Text
    poison: Text
    lines_abroad: Text
    other_country: Text
    ways: Ways | None = None
    hours: dict[Text, Text] = Field(default_factory=dict)
    question_words: tuple[Text, ...] = Field(min_length=5)
    function_words: tuple[Text, ...] = Field(min_length=20)
    letters: str = ""


class ResponseButton(Frozen):
    """A choice under a response: a card, an intent, a step of a questionnaire, a tool (`breathing`) or a choice in one
    (`breathing:next`), consent that responders read along, or to tell the editors.
    """

    title: Text
    card: Text | None = None
    intent: Identifier | None = None
    questionnaire: Identifier | None = None
    tool: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(:[a-z0-9_.=-]+)?$")] | None = None
    share: Literal[True] | None = None
    gap: Literal[True] | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> ResponseButton:
        kinds = (self.card, self.intent, self.questionnaire, self.tool, self.share, self.gap)
        if sum(value is not None for value in kinds) != 1:
            raise ValueError("give exactly one of card, intent, questionnaire, tool, share and gap")
        return self


class Response(Frozen):
    """One wording of something that the assistant says besides cards."""

    text: Text
    buttons: tuple[ResponseButton, ...] = ()


RISK_LEVELS: tuple[RiskLevel, ...] = RiskLevel.__args__  # type: ignore[attr-defined]
LEVELS: tuple[Level, ...] = (*RISK_LEVELS, "none")


class Reading(Frozen):
    """What one kind of answer to one question means: a level, the level of the `talk` so far, or no risk."""

    level: Literal[RiskLevel, "talk"] | None = None
    response: Literal["check_in"] | None = None


Sayings = dict[AnswerKind, tuple[Text, ...]]


class AnswerWords(Frozen):
    """How people of one language answer in a word or two; `about` holds answers that only fit one question.

    Sayings are normalised text, or emoji. Those of `only_bare` answer nothing when more follows ("ok so what is ect"),
    nor does a no before a word of `after_no` ("no credit left").
    """

    yes: tuple[Text, ...] = Field(min_length=1)
    no: tuple[Text, ...] = Field(min_length=1)
    unsure: tuple[Text, ...] = Field(min_length=1)
    fillers: tuple[Text, ...] = ()
    only_bare: tuple[Text, ...] = ()
    after_no: tuple[Text, ...] = ()
    about: dict[Asks, Sayings] = Field(default_factory=dict)


class AnswerFile(AnswerWords):
    """How short answers to our own questions are read, in all languages."""

    questions: dict[Asks, dict[AnswerKind, Reading]]
