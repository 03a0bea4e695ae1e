"""The shipped content, and a talk whose detection is scripted: what is said is tested here, not what is noticed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from waymark.content import load_content
from waymark.safety import Decision, Responder, RiskState
from waymark.safety.assess import NO_RISK, Assessment, Turn

CONTENT_DIR = Path(__file__).parents[3] / "content"


@dataclass(frozen=True)
class ScriptedAssessor:
    """Says what it is told about a text; reads answers as the real one does."""

    real: object
    script: dict[str, tuple[str, str]]

    @property
    def answers(self):
        return self.real.answers

    def assess(self, text: str, context: tuple[Turn, ...] = ()) -> Assessment:
        if text in self.script:
            level, response = self.script[text]
            return Assessment(level, response, 0.9, ("scripted",))
        asked = next((turn.asks for turn in reversed(context) if turn.sender != "person"), None)
        answer = self.answers.read(text, asked)
        if answer is None:
            return NO_RISK
        level, rule, is_uncertain = answer
        return Assessment(level, "check_in" if is_uncertain else "takeover", 0.9, (rule,))


@dataclass
class Talk:
    responder: Responder
    country: str = "US"
    locale: str | None = None
    is_country_sure: bool = True
    state: RiskState = field(default_factory=RiskState)
    now: datetime = datetime(2026, 11, 20, 20, tzinfo=timezone.utc)
    texts: list[str] = field(default_factory=list)

    def say(self, text: str, level: str | None = None, response: str = "takeover") -> Decision:
        """Say a text that is noticed as `level`, or not at all."""
        script = {text: (level, response)} if level else {}
        responder = replace(self.responder, assessor=ScriptedAssessor(self.responder.assessor, script))
        self.now += timedelta(minutes=1)
        decision, self.state = responder.decide(
            text,
            self.state,
            country=self.state.country or self.country,
            now=self.now,
            locale=self.locale,
            is_country_sure=self.is_country_sure,
        )
        if decision.speaks:
            self.texts.append(self.responder.draft(decision).text)
        return decision

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def text(self) -> str:
        return self.texts[-1]


@pytest.fixture(scope="session")
def content():
    return load_content(CONTENT_DIR)


@pytest.fixture(scope="session")
def responder(content):
    return Responder.from_content(content)


@pytest.fixture
def talk(responder):
    return Talk(responder)


@pytest.fixture
def make_talk(responder):
    return lambda **known: Talk(responder, **known)
