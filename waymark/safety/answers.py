"""Reads a short answer against the question that was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from waymark.content.schema import AnswerFile, AnswerKind, RiskLevel
from waymark.safety.normalise import Normaliser


@dataclass(frozen=True)
class AnswerReader:
    """Knows what "yes", "no" and "not sure" mean after each question that Waymark asks."""

    file: AnswerFile
    normalise: Normaliser

    def read(self, text: str, asked: str | None) -> tuple[RiskLevel, str, bool] | None:
        """Return level, rule id and whether it is uncertain; None where the answer raises no concern.

        Example: "not really" after `safe_now` ("Are you safe right now?") is plan_or_intent by rule
        `answer.safe_now.no`.
        """
        question = self.file.questions.get(asked or "")
        if question is None:
            return None
        words = re.sub(r"[ .,]+", " ", self.normalise(text)).strip()
        for kind, sayings in self._sayings().items():
            if any(words == saying or (len(words) < 60 and words.startswith(saying + " ")) for saying in sayings):
                reading = question.get(kind)
                return (reading.level, f"answer.{asked}.{kind}", reading.response == "check_in") if reading else None
        return None

    def _sayings(self) -> Mapping[AnswerKind, tuple[str, ...]]:
        return {"unsure": self.file.unsure, "no": self.file.no, "yes": self.file.yes}
