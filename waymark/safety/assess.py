"""Reads how much danger a message speaks of: by rules, and by a small network in this process.

A rule may raise what the network says, never lower it. Without the network the rules stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.content import Content
from waymark.content.schema import RiskLevel
from waymark.messages import Level, ResponseKind, SafetyNote
from waymark.safety.answers import AnswerReader
from waymark.safety.detector import Detector, Reading
from waymark.safety.language import LanguageReader
from waymark.safety.phrases import PhraseBook
from waymark.safety.thresholds import CHECK_IN, CHECK_IN_SPANISH, TAKEOVER, URGENT

# From the most urgent to the least. The order of the steps is fixed by the C-SSRS; kinds stand where their reply is
# needed sooner.
URGENCY: tuple[RiskLevel, ...] = (
    "emergency",
    "plan_or_intent",
    "medical_urgent",
    "active_ideation",
    "self_harm",
    "passive_ideation",
    "third_party",
)
# A phrase either matches or not: these are ranks for sorting, not probabilities.
_SCORES: dict[ResponseKind, float] = {"takeover": 0.95, "check_in": 0.5, "none": 0.02}
_WEIGHT: dict[ResponseKind, int] = {"none": 0, "check_in": 1, "takeover": 2}


@dataclass(frozen=True)
class Turn:
    """An earlier message of the conversation; `asks` names what an assistant's message asked."""

    sender: str
    text: str
    asks: str | None = None


@dataclass(frozen=True)
class Assessment:
    """What one message is, read with its conversation. `evidence` holds ids of rules, never text."""

    level: Level
    response: ResponseKind
    score: float
    evidence: tuple[str, ...] = ()

    @property
    def note(self) -> SafetyNote:
        """The part that people's clients may see."""
        return SafetyNote(level=self.level, response=self.response)


NO_RISK = Assessment("none", "none", _SCORES["none"])


@dataclass(frozen=True)
class Assessor:
    """Assesses messages; built once, safe to share."""

    phrases: PhraseBook
    answers: AnswerReader
    languages: LanguageReader
    detector: Detector | None = None

    @classmethod
    def from_content(cls, content: Content, detector: Detector | None = None) -> Assessor:
        """Build the assessor from the crisis content and, where it is at hand, the network.

        Raises:
            ContentError: a phrase cannot be compiled.
        """
        phrases = PhraseBook.from_content(content)
        answers = AnswerReader(content.answers, phrases.normalise)
        return cls(phrases, answers, LanguageReader.from_content(content), detector)

    def assess(self, text: str, context: Sequence[Turn] = ()) -> Assessment:
        """Return the level of a message of any length and what to do about it.

        The last thing that the assistant asked gives a bare "yes" or "no" its meaning. Example: "yes" after "Are you
        thinking about suicide?" is active_ideation.
        """
        by_rules = self._by_rules(text, context)
        if self.detector is None or not text.strip():  # a pressed button says nothing about danger
            return by_rules
        reading = self.detector.read(text, [turn.text for turn in context if turn.text])
        check_in = CHECK_IN if self.languages.read(text) in ("en", None) else CHECK_IN_SPANISH
        return _joined(by_rules, _by_network(reading, check_in))

    def _by_rules(self, text: str, context: Sequence[Turn]) -> Assessment:
        found = [(hit.level, hit.phrase, hit.is_uncertain) for hit in self.phrases.hits(text)]
        asked = next((turn.asks for turn in reversed(context) if turn.sender != "person"), None)
        answer = self.answers.read(text, asked)
        if answer is not None:
            found.append(answer)
        if not found:
            return NO_RISK
        level = min((level for level, _, _ in found), key=URGENCY.index)
        is_uncertain = all(uncertain for _, _, uncertain in found)
        if is_uncertain is False:
            level = min((level for level, _, uncertain in found if not uncertain), key=URGENCY.index)
        response: ResponseKind = "check_in" if is_uncertain else "takeover"
        return Assessment(level, response, _SCORES[response], tuple(dict.fromkeys(rule for _, rule, _ in found)))


def _by_network(reading: Reading, check_in: float) -> Assessment:
    if reading.risk >= TAKEOVER:
        return Assessment(reading.risk_level, "takeover", reading.risk, (f"network.{reading.risk_level}",))
    if reading.risk >= check_in or reading.urgent >= URGENT:
        return Assessment(reading.level, "check_in", reading.risk, (f"network.{reading.risk_level}",))
    return Assessment("none", "none", reading.risk)


def _joined(rules: Assessment, network: Assessment) -> Assessment:
    """Return the stronger response, at the most urgent level that asks for it."""
    strongest = max(rules.response, network.response, key=_WEIGHT.__getitem__)
    levels = [found.level for found in (rules, network) if found.response == strongest and found.level != "none"]
    return Assessment(
        min(levels, key=URGENCY.index) if levels else "none",
        strongest,
        max(rules.score, network.score) if rules.evidence else network.score,
        rules.evidence + network.evidence,
    )
