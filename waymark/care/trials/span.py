"""A length of time that a text tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from waymark.care.trials.dates import WEEKS_A_MONTH, WEEKS_A_YEAR

# "next" comes right after another: "three months after that"
Part = Literal["whole", "total", "more", "first", "weak", "next"]
LONGEST: Final = 60 * WEEKS_A_YEAR  # nobody has taken one antidepressant for longer: they came in the 1950s
WEEKS: Final = {"d": 1 / 7, "w": 1.0, "f": 2.0, "m": WEEKS_A_MONTH, "y": WEEKS_A_YEAR, "decade": 10 * WEEKS_A_YEAR}
NUMBER: Final = r"\d+(?:\.\d+)?"


@dataclass(frozen=True)
class Span:
    """A length of time told in a text, and where; `weeks` is None where it is vague ("a few months")."""

    start: int
    end: int
    weeks: float | None
    part: Part = "whole"

    @property
    def is_possible(self) -> bool:
        """Whether anybody can have taken something for so long."""
        return self.weeks is None or 0 < self.weeks <= LONGEST


def meets(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Return whether a place in the text meets one of these lengths."""
    return any(start < span.end and span.start < end for span in spans)
