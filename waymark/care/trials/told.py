"""Collects all times, lengths and doses that a text tells, before it is known of what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from waymark.care.trials.dates import When, read_dates
from waymark.care.trials.doses import DoseFound, read_doses
from waymark.care.trials.durations import read_durations
from waymark.care.trials.span import Span

_SCORES: Final = re.compile(r"\b\d+(?:\.\d+)? ?(?:/|out of) ?(?:5|10|27|100)\b(?! ?mg)|\b24/7\b|\b50 ?[/ -] ?50\b")

_SESSIONS: Final = re.compile(
    r"\bx ?(\d{1,3})\b|\b(\d{1,3}) (?:\w+ ){0,2}?(?:sessions?|treatments?|infusions?|goes|rounds?|appointments?|"
    r"shocks|doses)\b"
)
_MOST_SESSIONS: Final = 400


@dataclass(frozen=True)
class Told:
    """What plain text tells; no number counts twice: a year is no dose, nor is a score."""

    text: str
    dates: tuple[When, ...]
    spans: tuple[Span, ...]
    doses: tuple[DoseFound, ...]

    @classmethod
    def read(cls, text: str, today: date | None = None) -> Told:
        """Read plain text."""
        dates = read_dates(text, today)
        spans = tuple(
            span
            for span in read_durations(text)
            if not any(span.start < when.end and when.start < span.end for when in dates)
        )
        taken = [(when.start, when.end) for when in dates] + [(span.start, span.end) for span in spans]
        scores = [match.span() for match in _SCORES.finditer(text)]
        return cls(text, dates, spans, read_doses(blanked(text, taken + scores)))

    @property
    def without_lengths(self) -> str:
        """The text with its lengths blanked: "a year and a half" tells of no half effect."""
        return blanked(self.text, [(span.start, span.end) for span in self.spans])


def sessions_in(text: str) -> int | None:
    """Return how many sessions plain text tells of, the highest number; None for none."""
    counts = [int(match[1] or match[2]) for match in _SESSIONS.finditer(text)]
    return max((count for count in counts if 0 < count <= _MOST_SESSIONS), default=None)


def blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return the text, as long as before, with the places overwritten."""
    for start, end in places:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text
