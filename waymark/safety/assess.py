"""Reads how much danger a message speaks of. Pure and quick: no model server, no database, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.content import Content
from waymark.content.schema import RiskLevel
from waymark.messages import Level, ResponseKind, SafetyNote
from waymark.safety.answers import AnswerReader
from waymark.safety.phrases import PhraseBook

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

    @classmethod
    def from_content(cls, content: Content) -> Assessor:
        """Build the assessor from the crisis content.

        Raises:
            ContentError: a phrase cannot be compiled.
        """
        phrases = PhraseBook.from_content(content)
        return cls(phrases, AnswerReader(content.answers, phrases.normalise))

    def assess(self, text: str, context: Sequence[Turn] = ()) -> Assessment:
        """Return the level of a message of any length and what to do about it.

        The last thing that the assistant asked gives a bare "yes" or "no" its meaning. Example: "yes" after "Are you
        thinking about suicide?" is active_ideation.
        """
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
