"""Guided exercises: `exercises/en/<id>.yml`, one file each, and what people say while one is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from waymark.content.fault_list import FaultList
from waymark.content.schema import Identifier, Status, Text
from waymark.errors import ContentError, Fault
from waymark.messages import Frozen

How = Literal["better", "same", "worse", "unsure"]
Went = Literal["did", "part", "not_yet"]
MOST_SECONDS = 12  # of one part of a breath; a longer one is no gentle pace


class Breath(Frozen):
    """A pace of breathing in seconds, and how many breaths."""

    inhale: int = Field(ge=1, le=MOST_SECONDS)
    hold: int = Field(ge=0, le=MOST_SECONDS)
    exhale: int = Field(ge=1, le=MOST_SECONDS)
    rounds: int = Field(ge=1, le=20)


class ExerciseStep(Frozen):
    """One step. With a `prompt` any answer goes on; only one that `keeps` is kept, and `ideas` are offered for it.

    Where the answer may be a `feeling`, "this hurts" is one.
    """

    text: Text
    prompt: Text | None = None
    keeps: bool = False
    feeling: bool = False
    ideas: tuple[Text, ...] = ()
    breath: Breath | None = None

    @model_validator(mode="after")
    def _asks_for_what_it_keeps(self) -> ExerciseStep:
        if self.prompt is None and (self.keeps or self.ideas):
            raise ValueError("a step that keeps an answer or offers ideas has a prompt")
        return self


class Exercise(Frozen):
    """One exercise; its id is the file's name. `careful` says who may want to leave it out."""

    title: Text
    about: Text
    known: Text
    sources: tuple[Text, ...]
    takes: Text
    careful: Text
    names: tuple[Text, ...] = Field(min_length=1)
    steps: tuple[ExerciseStep, ...] = Field(min_length=1)
    closing: Text
    status: Status
    reviewed_by: Text | None
    reviewed_on: date | None
    review_due: date

    @model_validator(mode="after")
    def _claims_only_with_a_source(self) -> Exercise:
        if not self.sources and "no claim" not in self.known:
            raise ValueError("`known` without sources says that it makes no claim")
        if sum(step.keeps for step in self.steps) > 1:
            raise ValueError("one step at most keeps its answer")
        return self


class ExerciseWords(Frozen):
    """What people say while an exercise is open: lower case, without apostrophes and punctuation.

    `refusals` before a name mean that this one is not wanted; `any_exercise` is begun where the choice is left to us;
    a text that begins with one of `questions` may be one, whatever is asked. `hurts` means the same as `worse_now`
    where no feeling is asked for; a text that begins with one of `no_step_begins` names no small step.
    """

    next: tuple[Text, ...] = Field(min_length=1)
    again: tuple[Text, ...] = Field(min_length=1)
    other: tuple[Text, ...] = Field(min_length=1)
    any: tuple[Text, ...] = Field(min_length=1)
    any_exercise: Identifier
    fillers: tuple[Text, ...] = Field(min_length=1)
    refusals: tuple[Text, ...] = Field(min_length=1)
    how: dict[How, tuple[Text, ...]]
    worse_now: tuple[Text, ...] = Field(min_length=1)
    hurts: tuple[Text, ...] = Field(min_length=1)
    went: dict[Went, tuple[Text, ...]]
    no_step: tuple[Text, ...] = Field(min_length=1)
    no_step_begins: tuple[Text, ...] = Field(min_length=1)
    negations: tuple[Text, ...] = Field(min_length=1)
    questions: tuple[Text, ...] = Field(min_length=1)
    numbers: dict[int, tuple[Text, ...]]

    @model_validator(mode="after")
    def _one_meaning_each(self) -> ExerciseWords:
        for group in (self.how, self.went):
            said = [saying for sayings in group.values() for saying in sayings]
            twice = sorted({saying for saying in said if said.count(saying) > 1})
            if twice:
                raise ValueError(f"`{twice[0]}` stands twice")
        return self


@dataclass(frozen=True)
class ExerciseBook:
    """All exercises by id, in the order in which they are offered, and how people steer them."""

    exercises: Mapping[str, Exercise]
    words: ExerciseWords


NO_EXERCISES = ExerciseBook(
    {},
    ExerciseWords.model_construct(
        next=(), again=(), other=(), any=(), any_exercise="", fillers=(), refusals=(), how={}, worse_now=(), hurts=(),
        went={}, no_step=(), no_step_begins=(), negations=(), questions=(), numbers={},
    ),
)  # fmt: skip
"""Stands in where no exercises are read."""


def read_exercises(folder: Path, sources: Collection[str]) -> ExerciseBook:
    """Return all exercises of a folder.

    Raises:
        ContentError: with every fault: of form, a source that is not there, or a name that two exercises share.
    """
    faults = FaultList()
    words = faults.read(folder / "words/en.yml", ExerciseWords)
    paths = sorted((folder / "en").glob("*.yml"))
    if not paths:
        faults.append(Fault(folder / "en", 1, "no exercise is here"))
    found = {path.stem: exercise for path in paths if (exercise := faults.read(path, Exercise)) is not None}
    owners: dict[str, str] = {}
    for name, exercise in found.items():
        path = folder / f"en/{name}.yml"
        faults += [Fault(path, 1, f"no source `{source}`") for source in exercise.sources if source not in sources]
        for called in exercise.names:
            if owners.setdefault(called, name) != name:
                faults.append(Fault(path, 1, f"`{called}` is also a name of {owners[called]}"))
    if words is not None and not faults and words.any_exercise not in found:
        faults.append(Fault(folder / "words/en.yml", 1, f"no exercise `{words.any_exercise}`"))
    if words is None or faults:
        raise ContentError(faults)
    return ExerciseBook(MappingProxyType(found), words)
