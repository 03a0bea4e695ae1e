"""Checklists: things to look at with a clinician, one file each: `checklists/en/<name>.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, model_validator

from waymark.content.fault_list import FaultList
from waymark.content.instrument_files import Option, Scale
from waymark.content.schema import Identifier, Source, Status, Text
from waymark.errors import ContentError, Fault
from waymark.messages import Frozen


class CheckStep(Frozen):
    """One thing that may have been done: how the list calls it, and how it is asked about."""

    id: Identifier
    title: Text
    question: Text
    why: Text


class CheckAnswer(Option):
    """One answer to every step, which is kept by its id."""

    id: Identifier


class Checklist(Frozen):
    """One checklist; its id is the file's name."""

    title: Text
    intro: Text
    notice: Text
    sources: tuple[Text, ...] = Field(min_length=1)
    status: Status
    reviewed_by: Text | None
    reviewed_on: date | None
    review_due: date
    steps: tuple[CheckStep, ...] = Field(min_length=2)
    answers: tuple[CheckAnswer, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _ids_differ(self) -> Checklist:
        for kind, ids in (("step", [step.id for step in self.steps]), ("answer", [one.id for one in self.answers])):
            twice = sorted({name for name in ids if ids.count(name) > 1})
            if twice:
                raise ValueError(f"the {kind} `{twice[0]}` stands twice")
        Scale(options=self.answers)  # the values count up, and no saying stands under two answers
        return self

    @cached_property
    def scale(self) -> Scale:
        """The answers as a scale, which a reader of answers understands."""
        return Scale(options=self.answers)


def read_checklists(folder: Path, sources: Mapping[str, Source]) -> Mapping[str, Checklist]:
    """Return all checklists of a folder.

    Raises:
        ContentError: with every fault of every file: its form, and sources that are not there.
    """
    found: dict[str, Checklist] = {}
    faults = FaultList()
    for path in sorted(folder.glob("en/*.yml")):
        checklist = faults.read(path, Checklist)
        if checklist is not None:
            found[path.stem] = checklist
            faults += [Fault(path, 1, f"no source `{name}`") for name in checklist.sources if name not in sources]
    if not found and not faults:
        faults.append(Fault(folder, 1, "no checklist is here"))
    if faults:
        raise ContentError(faults)
    return MappingProxyType(found)
