"""What a finished questionnaire adds up to, and how it changed. Never a diagnosis: ranges have the form's own names.

Bands and change follow each instrument's file in `content/instruments/`, which names its sources (for the PHQ-9:
Kroenke 2001; 5 points, a drop by half, under 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from waymark.care.questionnaires.progress import Progress
from waymark.content.instrument_files import Band, Instrument
from waymark.messages import Frozen

ASKED_ABOUT = timedelta(days=14)  # the weeks that the questions are about


class Result(Frozen):
    """The answers to one questionnaire; None stands for a question that was left out, or not asked."""

    instrument: str
    answers: tuple[int | None, ...]
    function: int | None = None

    @property
    def total(self) -> int:
        """The sum of the answers that were given."""
        return sum(given for given in self.answers if given is not None)

    @property
    def skipped(self) -> tuple[int, ...]:
        """The numbers of the questions that were left out, from 1."""
        return tuple(number for number, given in enumerate(self.answers, start=1) if given is None)

    @property
    def is_empty(self) -> bool:
        """Whether no question was answered."""
        return len(self.skipped) == len(self.answers)

    @property
    def is_whole(self) -> bool:
        """Whether every question was answered, so that the total can be named and compared."""
        return not self.skipped

    def highest(self, most: int) -> int:
        """Return the total if each question that was left out had the highest value."""
        return self.total + most * len(self.skipped)

    def band(self, instrument: Instrument) -> Band | None:
        """Return the range of the total; None where a question was left out."""
        if not self.is_whole:
            return None
        return next(band for band in instrument.bands if band.first <= self.total <= band.last)

    def disclosed(self, instrument: Instrument) -> bool:
        """Return whether an item that may tell of danger was answered with more than "not at all"."""
        return any(item.discloses and given for item, given in zip(instrument.items, self.answers, strict=True))


class Kept(Frozen):
    """A result, and when it was kept."""

    result: Result
    at: datetime


class Outcome(Frozen):
    """A result that was kept now, and the one to compare it with, if there is one."""

    now: Kept
    before: Kept | None = None


@dataclass(frozen=True)
class Change:
    """How a total differs from the one before it.

    `points` is above 0 where it rose. `is_clear`, `is_response` and `is_remission` are None where the instrument has no
    rule for change. `overlaps` tells that both are about some of the same days.
    """

    points: int
    is_clear: bool | None
    is_response: bool | None
    is_remission: bool | None
    overlaps: bool


def result_of(progress: Progress) -> Result:
    """Return what a questionnaire adds up to; open questions count as left out."""
    *items, function = (given if isinstance(given, int) else None for given in progress.answers)
    return Result(instrument=progress.instrument, answers=tuple(items), function=function)


def comparable(kept: Iterable[Kept], instrument: str) -> Kept | None:
    """Return the last whole result of an instrument, oldest first; None where there is none."""
    return next((one for one in reversed([*kept]) if one.result.instrument == instrument and one.result.is_whole), None)


def change_between(instrument: Instrument, before: Kept, now: Kept) -> Change | None:
    """Return the change since an earlier result; None where a question was left out of either."""
    one, other = before.result, now.result
    if not (one.is_whole and other.is_whole) or one.instrument != other.instrument:
        return None
    points, rule = other.total - one.total, instrument.change
    return Change(
        points=points,
        is_clear=None if rule is None else abs(points) >= rule.points,
        is_response=None if rule is None else one.total > 0 and -points >= rule.response * one.total,
        is_remission=None if rule is None else other.total < rule.remission <= one.total,
        overlaps=now.at - before.at < ASKED_ABOUT,
    )
