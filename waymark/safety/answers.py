"""Reads a short answer against the question that was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from waymark.content.schema import AnswerFile, AnswerKind, Asks, Reading, RiskLevel, Sayings
from waymark.safety.normalise import Normaliser

_SHORT = 60  # characters; in a longer text a yes or no at its head says little
_REPEATS = re.compile(r"(.)\1+")
_EMOJI_TAILS = re.compile("[\ufe0f\u200d\U0001f3fb-\U0001f3ff♀♂]")  # skin tones and the like


@dataclass(frozen=True)
class Answer:
    """A short answer, read; `is_bare` says that the message holds nothing else."""

    asked: Asks
    kind: AnswerKind
    reading: Reading
    is_bare: bool

    @property
    def rule(self) -> str:
        """The id under which this reading appears as evidence."""
        return f"answer.{self.name}"

    @property
    def name(self) -> str:
        """The name of the reply that follows: `safe_now.no`."""
        return f"{self.asked}.{self.kind}"


@dataclass(frozen=True)
class AnswerReader:
    """Knows what "yes", "no" and "not sure" mean after each question that Waymark asks, in any of its languages."""

    file: AnswerFile
    normalise: Normaliser

    def read(self, text: str, asked: str | None) -> tuple[RiskLevel, str, bool] | None:
        """Return level, rule id and whether it is uncertain; None where the answer raises no concern by itself.

        Example: "not really" after `safe_now` ("Are you safe right now?") is plan_or_intent by rule
        `answer.safe_now.no`.
        """
        answer = self.hear(text, asked)
        if answer is None or answer.reading.level in (None, "talk"):
            return None
        level = cast(RiskLevel, answer.reading.level)
        return level, answer.rule, answer.reading.response == "check_in"

    def hear(self, text: str, asked: str | None) -> Answer | None:
        """Return the answer that a text begins with, or is, to the question; the longest saying wins.

        Example: "nah im good" answers `safe_now` with yes and `can_call` with no.
        """
        if asked not in self.file.questions or len(text) > 4 * _SHORT:
            return None
        question: Asks = asked
        readings = self.file.questions[question]
        sayings = {**self._general, **_by_saying(self.file.about.get(question, {}))}
        emoji = "".join(dict.fromkeys(_EMOJI_TAILS.sub("", text).split()))
        emoji = emoji if emoji in sayings else "".join(dict.fromkeys(emoji))
        if emoji in sayings:
            return self._answer(question, sayings[emoji], readings, is_bare=True)
        normalised = self.normalise(text)
        words = re.sub(r"[ .,]+", " ", normalised).strip()
        for reading in (words, _REPEATS.sub(r"\1", words)):
            bare = self._without_fillers(reading)
            if bare in sayings or reading in sayings:
                return self._answer(question, sayings.get(reading) or sayings[bare], readings, is_bare=True)
        if len(words) >= _SHORT:
            return None
        bare = self._without_fillers(words)
        heads = [saying for saying in sayings if bare.startswith(f"{saying} ") and saying not in self.file.only_bare]
        is_no_thing = heads == ["no"] and bare.split(" ")[1] in self.file.after_no and "no ," not in normalised
        if not heads or is_no_thing:
            return self.hear(text, "can_call") if self._says_of_calling(bare) and question != "can_call" else None
        return self._answer(question, sayings[max(heads, key=len)], readings, is_bare=False)

    def _says_of_calling(self, words: str) -> bool:
        """Whether the person says that they will call: good news, whatever was asked."""
        calling = self.file.about.get("can_call", {}).get("yes", ())
        return any(" " in saying and f"{words} ".startswith(f"{saying} ") for saying in calling)

    def _answer(
        self, asked: Asks, kind: AnswerKind, readings: Mapping[AnswerKind, Reading], *, is_bare: bool
    ) -> Answer | None:
        reading = readings.get(kind)
        return Answer(asked, kind, reading, is_bare) if reading is not None else None

    @cached_property
    def _general(self) -> dict[str, AnswerKind]:
        return _by_saying({"yes": self.file.yes, "no": self.file.no, "unsure": self.file.unsure})

    @cached_property
    def _fillers(self) -> tuple[str, ...]:
        return tuple(sorted(self.file.fillers, key=len, reverse=True))

    def _without_fillers(self, words: str) -> str:
        """Drop what people put around an answer: "um well no sorry" is "no"; never all of it."""
        while True:
            bare = words
            for filler in self._fillers:
                bare = bare.removeprefix(f"{filler} ").removesuffix(f" {filler}")
            if bare == words:
                return bare
            words = bare


def _by_saying(sayings: Sayings) -> dict[str, AnswerKind]:
    return {saying: kind for kind, texts in sayings.items() for saying in texts}
