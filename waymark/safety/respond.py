"""The crisis talk: decides level, response, step and wording once, and puts the decision into words.

Deciding is pure. The gateway keeps the state between messages; where there is no gateway, the brain calls the same
functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from waymark.content import Content
from waymark.content.schema import Country, CrisisMessage, HelpLine, Step
from waymark.messages import Block, Crisis, Draft, Frozen, Level, Line, Paragraph, ResponseKind, SafetyNote
from waymark.safety.assess import URGENCY, Assessment, Assessor, Turn
from waymark.safety.place import PlaceReader

TALK_LASTS = timedelta(hours=24)  # after a day without risk a new disclosure is met as a first one
MOST_LINES = 4  # more than this is a wall of numbers to a person in distress
_REMEMBERED_WORDINGS = 40


class RiskState(Frozen):
    """What the crisis talk of one conversation remembers."""

    level: Level = "none"
    said: tuple[str, ...] = ()
    asks: str | None = None
    at: datetime | None = None


class Decision(Frozen):
    """What one message is and what is said about it; travels to the brain, so it holds ids and never text."""

    level: Level
    response: ResponseKind
    score: float
    evidence: tuple[str, ...] = ()
    step: Step | None = None
    wording: str | None = None
    country: str

    @property
    def note(self) -> SafetyNote:
        """The part that people's clients may see."""
        return SafetyNote(level=self.level, response=self.response)


@dataclass(frozen=True)
class Responder:
    """Decides and words the crisis talk; built once, safe to share."""

    content: Content
    assessor: Assessor
    places: PlaceReader

    @classmethod
    def from_content(cls, content: Content) -> Responder:
        """Build the responder from the content.

        Raises:
            ContentError: a phrase cannot be compiled.
        """
        return cls(content, Assessor.from_content(content), PlaceReader.from_content(content))

    def decide(
        self, text: str, state: RiskState, *, country: str, now: datetime, context: Sequence[Turn] = ()
    ) -> tuple[Decision, RiskState]:
        """Return the decision about a message, and the state after it.

        `country` is what is known so far; a country that the person says they are in wins.
        """
        asked = (Turn("assistant", "", state.asks),) if state.asks else ()
        assessment = self.assessor.assess(text, (*context, *asked))
        place = self.places.country_in(text) or country
        if assessment.response == "none":
            return _decision(assessment, place), state.model_copy(update={"asks": None})
        step = _step(assessment, state, now)
        message = self._wording(assessment, step, state)
        worst = assessment.level if step != "again" or state.level == "none" else state.level
        after = RiskState(
            level=worst, said=(*state.said, message.id)[-_REMEMBERED_WORDINGS:], asks=message.asks, at=now
        )
        return _decision(assessment, place, step, message.id), after

    def draft(self, decision: Decision) -> Draft:
        """Return the words of a decision; they always name the country's line.

        A wording that is not known any more is replaced by the first one of its level.
        """
        messages = self._wordings(decision.level, decision.response)
        message = next((message for message in messages if message.id == decision.wording), messages[0])
        country = self.content.country(decision.country)
        blocks = tuple(_block(text, country, decision.level) for text in message.paragraphs)
        return Draft(blocks=blocks, safety=decision.note, asks=message.asks)

    def lines(self, country: str) -> Crisis:
        """Return the crisis block of a country: emergency number and main lines."""
        return crisis_block(self.content.country(country), "none")

    def _wordings(self, level: Level, response: ResponseKind) -> Sequence[CrisisMessage]:
        if response == "check_in" or level == "none":
            return self.content.crisis["check_in"]
        return self.content.crisis[level]

    def _wording(self, assessment: Assessment, step: Step, state: RiskState) -> CrisisMessage:
        """Prefer words of this step not said yet; else those said longest ago."""
        wordings = self._wordings(assessment.level, assessment.response)
        fitting = [message for message in wordings if message.step == step] or wordings
        last_said = {wording: place for place, wording in enumerate(state.said)}
        return min(fitting, key=lambda message: last_said.get(message.id, -1))


def _decision(assessment: Assessment, country: str, step: Step | None = None, wording: str | None = None) -> Decision:
    return Decision(
        level=assessment.level,
        response=assessment.response,
        score=assessment.score,
        evidence=assessment.evidence,
        step=step,
        wording=wording,
        country=country,
    )


def _step(assessment: Assessment, state: RiskState, now: datetime) -> Step:
    if state.level == "none" or state.at is None or now - state.at > TALK_LASTS:
        return "first"
    if assessment.response == "check_in" or assessment.level == "none":
        return "again"
    return "worse" if URGENCY.index(assessment.level) < URGENCY.index(state.level) else "again"


def crisis_block(country: Country, level: Level) -> Crisis:
    """Return emergency number and the lines that fit: the main ones, and poison control where it may be needed."""
    wanted = [line for line in country.lines if "anyone" in line.serves]
    if level in ("medical_urgent", "emergency"):
        wanted = [*wanted[: MOST_LINES - 1], *(line for line in country.lines if "poisoning" in line.serves)]
    return Crisis(
        country=country.name,
        emergency=country.emergency.number,
        lines=tuple(shown_line(line) for line in wanted[:MOST_LINES]),
    )


def shown_line(line: HelpLine) -> Line:
    """Return what a person needs of a line."""
    return Line(name=line.name, call=line.call, text=line.text, chat=line.chat, hours=line.hours)


def main_line(country: Country) -> str:
    """Return the country's main line in words, to stand in a sentence: "call or text 988 (988 Suicide & Crisis
    Lifeline)"."""
    line = country.lines[0]
    if line.call and line.text == line.call:
        ways = f"call or text {line.call}"
    elif line.call:
        ways = f"call {line.call}" + (f" or text {line.text}" if line.text else "")
    elif line.text:
        ways = f"text {line.text}"
    else:
        ways = f"go to {line.chat}"
    return f"{ways} ({line.name})"


def _block(text: str, country: Country, level: Level) -> Block:
    if text == "{lines}":
        return crisis_block(country, level)
    poison = next((line for line in country.lines if "poisoning" in line.serves), None)
    words = {
        "{emergency}": country.emergency.number or "your local emergency number",
        "{line}": main_line(country),
        "{lines}": main_line(country),
        "{poison}": f"{poison.name} at {poison.call}" if poison else "your local poison center",
    }
    for name, value in words.items():
        text = text.replace(name, value)
    return Paragraph(text=text)
