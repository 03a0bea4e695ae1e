"""How far a person has come with their list of questions. Pure: a step gives a new value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from pydantic import Field

from waymark.messages import Frozen

Step = Literal["add", "suggest", "change", "number"]
Wish = Literal["change", "remove"]
MOST_MISSES: Final = 2
_MOST_CARDS: Final = 8


class QuestionsState(Frozen):
    """The open step; the questions themselves are records.

    `number` and `key` are those of the question to change, `wish` what a number is asked for, `offered` the names of
    suggestions, `cards` those that the talk was about, the newest first, `heard` what was written in asking for a
    question to be kept, `removed` what was taken off last and can be put back.
    """

    step: Step = "add"
    wish: Wish = "change"
    number: int = Field(default=0, ge=0)
    key: str = ""
    offered: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    heard: str = ""
    removed: str = ""
    has_begun: bool = False
    misses: int = Field(default=0, ge=0)

    @property
    def asks(self) -> str:
        """What the open question is called in a message."""
        return f"clinician_questions.{self.step}"

    def seeing(self, cards: Sequence[str]) -> QuestionsState:
        """Return the state that knows of the cards given lately, too."""
        return self.model_copy(update={"cards": tuple(dict.fromkeys([*cards, *self.cards]))[:_MOST_CARDS]})

    def adding(self, *, heard: str = "", removed: str = "", has_begun: bool = True) -> QuestionsState:
        """Return the state that waits for a question; what was open before is forgotten."""
        return QuestionsState(cards=self.cards, heard=heard, removed=removed, has_begun=has_begun)

    def changing(self, number: int, key: str) -> QuestionsState:
        """Return the state that waits for new words of a question."""
        return QuestionsState(step="change", number=number, key=key, cards=self.cards)

    def choosing(self, wish: Wish) -> QuestionsState:
        """Return the state that waits for the number of a question."""
        return QuestionsState(step="number", wish=wish, cards=self.cards)

    def suggesting(self, offered: tuple[str, ...]) -> QuestionsState:
        """Return the state that waits for a choice among suggestions."""
        return QuestionsState(step="suggest", offered=offered, cards=self.cards)

    def missed(self) -> QuestionsState:
        """Return the state after a message that answered nothing."""
        return self.model_copy(update={"misses": self.misses + 1})
