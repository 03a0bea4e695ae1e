"""How far a person has come in a questionnaire, and each step that they can take. Pure: a step gives a new value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, Union

from waymark.content.instrument_files import InstrumentBook, Scale
from waymark.messages import Frozen

SKIPPED: Final = "skipped"
LASTS: Final = timedelta(hours=24)  # the questions are about the last two weeks: later, the weeks are other ones
Given = Union[int, Literal["skipped"], None]  # noqa: UP007 pydantic reads it at run time


class Progress(Frozen):
    """The answers so far, in order, the question about daily life last; `at` is the place of the open question.

    `run` names this run of the questionnaire, so that it is kept once. `misses` counts messages in a row that answered
    nothing. The place after the last question is the end. `is_form` tells that the person wants all questions at once.
    """

    instrument: str
    run: str
    started_at: datetime
    answers: tuple[Given, ...]
    at: int = 0
    misses: int = 0
    is_form: bool = False

    @property
    def asks(self) -> str | None:
        """What the open question is called in a message: `phq9.9`, `phq9.form` for all at once; None at the end."""
        if self.is_complete:
            return None
        return f"{self.instrument}.form" if self.is_form else f"{self.instrument}.{self.at + 1}"

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to ask."""
        return self.at >= len(self.answers)

    @property
    def items(self) -> tuple[Given, ...]:
        """The answers that are counted."""
        return self.answers[:-1]

    @property
    def is_at_function(self) -> bool:
        """Whether the open question is the one about daily life."""
        return self.at == len(self.answers) - 1

    def fits(self, book: InstrumentBook) -> bool:
        """Return whether the questionnaire is still the one that it was begun with."""
        instrument = book.instruments.get(self.instrument)
        return instrument is not None and len(self.answers) == len(instrument.items) + 1

    def is_stale(self, now: datetime) -> bool:
        """Return whether it was begun so long ago that its two weeks are other ones."""
        return now - self.started_at > LASTS


def start(book: InstrumentBook, instrument: str, *, run: str, now: datetime) -> Progress:
    """Return the beginning of a questionnaire.

    Raises:
        KeyError: there is no such questionnaire.
    """
    count = len(book.instruments[instrument].items) + 1
    return Progress(instrument=instrument, run=run, started_at=now, answers=(None,) * count)


def answer(progress: Progress, value: int) -> Progress:
    """Answer the open question and go to the next one that is not answered.

    The question about daily life is left out where no problem was told of, as the form says.
    """
    return _went_on(progress, value)


def skip(progress: Progress) -> Progress:
    """Leave the open question out and go on."""
    return _went_on(progress, SKIPPED)


def back(progress: Progress) -> Progress:
    """Open the question before; its answer stands until there is another. At the first one, stay."""
    return change(progress, progress.at)


def change(progress: Progress, number: int) -> Progress:
    """Open the question of a number, from 1; a number that is not there, or not asked yet, changes nothing."""
    is_known = 1 <= number <= len(progress.answers) and progress.answers[number - 1] is not None
    return progress.model_copy(update={"at": number - 1, "misses": 0}) if is_known else progress


def go_on(progress: Progress) -> Progress:
    """Leave an answer that was opened again as it is, and go to the first question without one."""
    return progress.model_copy(update={"at": _next(progress.answers), "misses": 0})


def as_form(progress: Progress) -> Progress:
    """Ask all questions at once from here on; the answers so far stand in the form."""
    return progress.model_copy(update={"is_form": True, "misses": 0})


def one_by_one(progress: Progress) -> Progress:
    """Ask one question at a time from here on, beginning with the first one without an answer."""
    return go_on(progress).model_copy(update={"is_form": False})


def fill(progress: Progress, given: Sequence[Given]) -> Progress:
    """Put the answers of a whole form in place of all that were given before, and go to what the form left open.

    The question about daily life is left out where no problem was told of, as the form says.
    """
    return _settled(progress, tuple(given))


def miss(progress: Progress) -> Progress:
    """Count a message that answered nothing."""
    return progress.model_copy(update={"misses": progress.misses + 1})


def scale_of(progress: Progress, book: InstrumentBook) -> Scale:
    """Return the scale of the open question; at the end, that of the last one."""
    found = book.scale_of(f"{progress.instrument}.{min(progress.at + 1, len(progress.answers))}")
    if found is None:
        raise KeyError(progress.instrument)
    return found


def _went_on(progress: Progress, given: Given) -> Progress:
    if progress.is_complete:
        return progress
    return _settled(progress, (*progress.answers[: progress.at], given, *progress.answers[progress.at + 1 :]))


def _settled(progress: Progress, answers: tuple[Given, ...]) -> Progress:
    if None not in answers[:-1] and not _has_problem(answers[:-1]):
        answers = (*answers[:-1], None)  # an answer about daily life falls away with the problems that it was about
    return progress.model_copy(update={"answers": answers, "at": _next(answers), "misses": 0, "is_form": False})


def _next(answers: tuple[Given, ...]) -> int:
    """Return the place of the first question without an answer, or the end."""
    *items, function = answers
    if None in items:
        return items.index(None)
    return len(items) if function is None and _has_problem(items) else len(answers)


def _has_problem(items: Sequence[Given]) -> bool:
    return any(isinstance(given, int) and given > 0 for given in items)
