"""Plans that a person fills in with their own words: `plans/en/<plan>.yml`, and how people steer them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from waymark.content.fault_list import FaultList
from waymark.content.schema import Identifier, Source, Status, Text
from waymark.errors import ContentError, Fault
from waymark.messages import Frozen

MOST_ENTRIES = 12
MOST_CHARACTERS = 300  # of one entry: longer ones are not read in a hard hour
_SLOT = re.compile(r"\{(number|numbers|digits|text|heading)\}")
Sayings = tuple[Text, ...]


class PlanHeading(Frozen):
    """One part of a plan; with `lines`, the country's crisis line stands under it by itself.

    Where it `holds` signs, low mood is an entry; where it holds people, "I have nobody" is none.
    """

    id: Identifier
    title: Text
    names: Sayings = Field(min_length=1)
    question: Text
    why: Text
    examples: Sayings = Field(min_length=2, max_length=4)
    most: int = Field(ge=1, le=MOST_ENTRIES)
    lines: bool = False
    holds: Literal["signs", "people", "anything"] = "anything"

    @field_validator("examples")
    @classmethod
    def _are_short(cls, examples: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(example) > MOST_CHARACTERS for example in examples):
            raise ValueError(f"an example has at most {MOST_CHARACTERS} characters")
        return examples


class Plan(Frozen):
    """One plan; its id is the file's name. `name` is what it is called in a sentence."""

    title: Text
    name: Text
    intro: Text
    notice: Text
    sources: tuple[Text, ...] = Field(min_length=1)
    status: Status
    reviewed_by: Text | None
    reviewed_on: date | None
    review_due: date
    headings: tuple[PlanHeading, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _headings_differ(self) -> Plan:
        ids = [heading.id for heading in self.headings]
        names = [name for heading in self.headings for name in {heading.title.lower(), *heading.names}]
        for kind, found in (("heading", ids), ("name", names)):
            twice = sorted({one for one in found if found.count(one) > 1})
            if twice:
                raise ValueError(f"the {kind} `{twice[0]}` stands twice")
        return self

    def heading(self, name: str) -> PlanHeading:
        """Return the heading with an id.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[name]

    def place(self, name: str) -> int:
        """Return the place of a heading, from 0.

        Raises:
            KeyError: there is none.
        """
        return self.headings.index(self._by_id[name])

    @cached_property
    def _by_id(self) -> dict[str, PlanHeading]:
        return {heading.id: heading for heading in self.headings}


class PlanSayings(Frozen):
    """What people say to steer a plan, the patterns with places for what they name, and words around an entry."""

    next: Sayings
    skip: Sayings
    back: Sayings
    finish: Sayings
    show: Sayings
    examples: Sayings
    nothing: Sayings
    nobody: Sayings
    exceptions: Sayings
    unsure: Sayings
    unsure_what: Sayings
    pause: Sayings
    clear: Sayings
    delete: Sayings
    yes: Sayings
    no: Sayings
    not_entries: Sayings
    fillers: Sayings
    remove: Sayings
    remove_last: Sayings
    remove_named: Sayings
    take_back: Sayings
    small_words: Sayings
    change: Sayings
    open_change: Sayings
    go_to: Sayings
    ordinals: dict[Text, int]
    leads: Sayings
    questions: Sayings
    relations: Sayings
    clauses: Sayings

    @field_validator(
        "nobody", "unsure_what", "remove", "remove_last", "remove_named", "take_back", "change", "open_change", "go_to"
    )
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(_SLOT.sub("x", pattern))
            except re.error as error:
                raise ValueError(f"`{pattern}` is not a regular expression: {error}") from error
        return patterns


@dataclass(frozen=True)
class PlanBook:
    """All plans by id, and how people steer them."""

    plans: Mapping[str, Plan]
    sayings: PlanSayings


_NO_SAYINGS: dict[str, Any] = {name: {} if name == "ordinals" else () for name in PlanSayings.model_fields}
NO_PLANS = PlanBook({}, PlanSayings.model_construct(**_NO_SAYINGS))
"""Stands in where no plans are read."""


def read_plans(folder: Path, sources: Mapping[str, Source]) -> PlanBook:
    """Return all plans of a folder.

    Raises:
        ContentError: with every fault of every file: its form, and sources that are not there.
    """
    faults = FaultList()
    sayings = faults.read(folder / "sayings.yml", PlanSayings)
    found = {path.stem: faults.read(path, Plan) for path in sorted(folder.glob("en/*.yml"))}
    if not found:
        faults.append(Fault(folder, 1, "no plan is here"))
    plans = {name: plan for name, plan in found.items() if plan is not None}
    faults += [
        Fault(folder / f"en/{name}.yml", 1, f"no source `{source}`")
        for name, plan in plans.items()
        for source in plan.sources
        if source not in sources
    ]
    if sayings is None or faults:
        raise ContentError(faults)
    return PlanBook(MappingProxyType(plans), sayings)
