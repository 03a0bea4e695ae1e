"""What the crisis talk remembers between messages, and what it decides about one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from waymark.content.schema import Cue, Language, Need, Step
from waymark.messages import Frozen, Level, ResponseKind, SafetyNote


class RiskState(Frozen):
    """What the crisis talk of one conversation remembers. Holds ids and names, never text.

    `at` is the time of the last danger; `cues` are those of the last dangerous message; `hint` is a country that
    something pointed at; `checked` says that the gentle check of another day was made; `stays` counts the messages in a
    row that were answered in the talk although nothing in them called for it; `is_sure` says that danger was clear at
    least once, and not only asked about.
    """

    level: Level = "none"
    said: tuple[str, ...] = ()
    asks: str | None = None
    at: datetime | None = None
    needs: tuple[Need, ...] = ()
    cues: tuple[Cue, ...] = ()
    language: Language | None = None
    country: str | None = None
    hint: str | None = None
    was_asked_for_country: bool = False
    checked: bool = False
    stays: int = 0
    is_sure: bool = False


class Decision(Frozen):
    """What one message is and what is said about it; travels to the brain, so it holds ids and never text.

    `wording` may be set where `response` is none: words of the talk that follow an answer or a request. `place` says
    where they stand: `alone` in place of any other answer, or `beside` it.
    """

    level: Level
    response: ResponseKind
    score: float
    evidence: tuple[str, ...] = ()
    step: Step | None = None
    wording: str | None = None
    asides: tuple[str, ...] = ()
    place: Literal["alone", "beside"] | None = None
    country: str
    is_country_sure: bool = True
    other_country: str | None = None
    needs: tuple[Need, ...] = ()
    cues: tuple[Cue, ...] = ()
    language: Language = "en"

    @property
    def note(self) -> SafetyNote:
        """The part that people's clients may see."""
        return SafetyNote(level=self.level, response=self.response)

    @property
    def speaks_alone(self) -> bool:
        """Whether the crisis talk answers the message by itself, without the brain."""
        return self.response == "takeover" or (self.wording is not None and self.place == "alone")

    @property
    def speaks_beside(self) -> bool:
        """Whether the crisis talk adds something to the ordinary answer."""
        return self.speaks and not self.speaks_alone

    @property
    def speaks(self) -> bool:
        """Whether the crisis talk says anything at all."""
        return self.response != "none" or self.wording is not None
