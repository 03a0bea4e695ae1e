"""A whole questionnaire as one form: what the form is called, and what comes back of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from waymark.care.questionnaires.progress import SKIPPED, Given, Progress
from waymark.content.instrument_files import InstrumentBook
from waymark.messages import Button, Form, Question

FORM: Final = "form"
SKIP: Final = "skip"  # the value that leaves a question out
_FILLED: Final = re.compile(
    rf"{FORM}:(?P<instrument>[a-z][a-z0-9_]*):(?P<run>[A-Za-z0-9]{{1,64}})=(?P<given>[a-z0-9.]*)"
)
_GIVEN: Final = re.compile(rf"[0-9]{{1,2}}|{SKIP}|")


@dataclass(frozen=True)
class Filled:
    """The answers of one form, in order: `form:phq9:<run>=0.1.skip.…`; nothing stands where a question was left open.

    `run` names the run of the questionnaire that the form was shown for.
    """

    instrument: str
    run: str
    given: tuple[Given, ...]

    @classmethod
    def read(cls, payload: str | None) -> Filled | None:
        """Return the answers that a payload holds, if it is that of a form."""
        found = _FILLED.fullmatch(payload or "")
        values = found["given"].split(".") if found else ()
        if found is None or not all(_GIVEN.fullmatch(value) for value in values):
            return None
        return cls(found["instrument"], found["run"], tuple(_given(value) for value in values))

    @property
    def answered(self) -> Mapping[str, int]:
        """The value of each question that was answered, by what the question is called: `phq9.9`."""
        return {
            f"{self.instrument}.{number}": given
            for number, given in enumerate(self.given, start=1)
            if isinstance(given, int)
        }


def form_of(progress: Progress, book: InstrumentBook, skip_title: str) -> Form:
    """Return all questions of a questionnaire as one form, with the answers so far chosen in it.

    Every question can be left out, with the words of `skip_title`; the one about daily life may also stay open, and is
    asked by itself afterwards where it applies. `id` is what `Filled` is read from, its answers after a `=`.
    """
    instrument = book.instruments[progress.instrument]
    labels = [*(item.text for item in instrument.items), instrument.function.text]
    fields = []
    for number, (label, given) in enumerate(zip(labels, progress.answers, strict=True), start=1):
        is_item = number <= len(instrument.items)
        scale = book.scale(instrument.scale if is_item else instrument.function.scale)
        published = (Button(title=option.text, value=str(option.value)) for option in scale.options)
        fields.append(
            Question(
                name=f"{progress.instrument}.{number}",
                label=label,
                options=(*published, Button(title=skip_title, value=SKIP)),
                is_optional=not is_item,
                chosen=_chosen(given),
            )
        )
    name = f"{FORM}:{progress.instrument}:{progress.run}"
    return Form(id=name, title=instrument.name, text=instrument.instruction, fields=tuple(fields))


def _chosen(given: Given) -> str | None:
    return SKIP if given == SKIPPED else None if given is None else str(given)


def _given(value: str) -> Given:
    if value == SKIP:
        return SKIPPED
    return int(value) if value else None
