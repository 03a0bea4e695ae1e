"""One step of a questionnaire: what a message, or a button, does to it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from waymark.care.questionnaires import progress as moves
from waymark.care.questionnaires.answers import Hint, HintKind, ItemReader, Read
from waymark.care.questionnaires.commands import Command, CommandReader
from waymark.care.questionnaires.filled import Filled
from waymark.care.questionnaires.progress import Progress, scale_of
from waymark.content.instrument_files import InstrumentBook

Event = Literal[
    "started", "answered", "noted", "changed", "skipped", "back", "at_first", "changing", "not_there", "why",
    "resumed", "hint", "way_out", "done", "stop", "restart", "expired", "as_form", "one_by_one", "form_open",
    "form_closed", "filled",
]  # fmt: skip
Way = Literal["as_form", "one_by_one"]  # chosen by a button alone: not every channel can show a form
MOST_MISSES: Final = 2  # after the second message that answers nothing, a way out is shown
ANSWER: Final = "answer"
STEER: Final = "questionnaire"
_BUTTON: Final = re.compile(r"(?P<item>[a-z][a-z0-9_]*\.\d{1,2})=(?P<value>\d{1,2})")


@dataclass(frozen=True)
class Step:
    """What came of a message: the questionnaire after it, and what to say about it."""

    progress: Progress
    event: Event
    hint: HintKind | None = None
    number: int | None = None
    """The number of the question that was answered, from 1."""


@dataclass(frozen=True)
class Pressed:
    """The answer that a button stands for: `phq9.3=2`, written after `answer:`."""

    item: str
    value: int

    @classmethod
    def read(cls, payload: str | None) -> Pressed | None:
        """Return what a button's payload answers, if it does."""
        kind, _, rest = (payload or "").partition(":")
        found = _BUTTON.fullmatch(rest) if kind == ANSWER else None
        return cls(found["item"], int(found["value"])) if found else None

    @property
    def payload(self) -> str:
        """What the button carries."""
        return f"{ANSWER}:{self.item}={self.value}"


@dataclass(frozen=True)
class Stepper:
    """Takes steps in any questionnaire of a book."""

    book: InstrumentBook

    @cached_property
    def _commands(self) -> CommandReader:
        return CommandReader(self.book.commands)

    @cached_property
    def _items(self) -> ItemReader:
        return ItemReader(self.book)

    def read(self, progress: Progress, text: str) -> Read | Hint:
        """Return the answer that a text gives to the open question.

        A nought with more words is none where it may hide danger: "not at all, tonight it is over".
        """
        found = self._items.read(progress.asks, text) or Hint("empty")
        is_doubtful = isinstance(found, Read) and found.value == 0 and not found.is_bare
        return Hint("unclear") if is_doubtful and progress.asks in self.book.disclosing else found

    def command(self, text: str) -> Command | None:
        """Return the command that a text is, if it is one."""
        return self._commands.read(text)

    def hear(self, progress: Progress, text: str) -> Step:
        """Return what a text does; one that answers nothing leaves the question open and is met with a hint."""
        if progress.is_complete:
            return Step(progress, "done")
        command = self.command(text)
        if command is not None:
            return self.obey(progress, command)
        if progress.is_form:
            return Step(progress, "form_open")
        found = self.read(progress, text)
        if isinstance(found, Read):
            return _answered(progress, found.value, "answered" if found.is_plain else "noted")
        missed = moves.miss(progress)
        return Step(missed, "way_out" if missed.misses >= MOST_MISSES else "hint", found.kind)

    def press(self, progress: Progress, pressed: Pressed) -> Step:
        """Return what a button does: also that of an earlier question, whose answer it changes."""
        name, _, number = pressed.item.partition(".")
        place = int(number) - 1
        is_asked = 0 <= place < len(progress.answers) and (place == progress.at or progress.answers[place] is not None)
        if name != progress.instrument or not is_asked:
            return Step(progress, "not_there")
        opened = progress.model_copy(update={"at": place})
        if pressed.value > scale_of(opened, self.book).most:
            return Step(progress, "not_there")
        return _answered(opened, pressed.value, "answered" if place == progress.at else "changed")

    def change_way(self, progress: Progress, way: Way) -> Step:
        """Return what comes of asking all questions at once from here on, or one at a time; no answer changes."""
        if way == "as_form":
            return Step(moves.as_form(progress), way)
        return _ended(moves.one_by_one(progress), way)

    def fill(self, progress: Progress, filled: Filled) -> Step:
        """Return what a whole form does; one that was shown for another run, or does not fit, changes nothing."""
        is_of_run = (filled.instrument, filled.run) == (progress.instrument, progress.run)
        if not is_of_run or len(filled.given) != len(progress.answers) or not self._are_on_scale(filled):
            return Step(progress, "form_closed")
        return _ended(moves.fill(progress, filled.given), "filled")

    def obey(self, progress: Progress, command: Command) -> Step:
        """Return what a command does; what steers single questions leads nowhere while all are asked at once."""
        match command.name:
            case "skip" | "back" | "change" | "why" if progress.is_form:
                return Step(progress, "form_open")
            case "skip":
                return _ended(moves.skip(progress), "skipped")
            case "go_on":
                return _ended(moves.go_on(progress), "resumed")
            case "back":
                after = moves.back(progress)
                return Step(after, "back" if after.at != progress.at else "at_first")
            case "change":
                after = moves.change(progress, command.number or 0)
                is_there = after.at + 1 == command.number
                return Step(after, "changing" if is_there else "not_there")
            case "why" | "stop" | "restart":
                return Step(progress, command.name)

    def _are_on_scale(self, filled: Filled) -> bool:
        scales = ((self.book.scale_of(item), value) for item, value in filled.answered.items())
        return all(scale is not None and value <= scale.most for scale, value in scales)


def _answered(progress: Progress, value: int, event: Event) -> Step:
    return _ended(moves.answer(progress, value), event, progress.at + 1)


def _ended(progress: Progress, event: Event, number: int | None = None) -> Step:
    return Step(progress, "done" if progress.is_complete else event, number=number)
