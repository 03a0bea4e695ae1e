"""What a person may keep an eye on, and how it is answered: `checkins/en/areas.yml` and `words.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from waymark.content.fault_list import FaultList
from waymark.content.schema import Identifier, Text
from waymark.errors import ContentError
from waymark.messages import Frozen

SIDE_EFFECTS = "side_effects"  # the area that is asked in own words; each effect then on the scale `BOTHER`
BOTHER = "bother"
TEN = "ten"


class ScalePoint(Frozen):
    """One value of a scale that has a name. `first` and `last` bound the numbers that do not speak against the name."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    value: int = Field(ge=0)
    first: int = Field(alias="from", ge=0)
    last: int = Field(alias="to")
    text: Text
    is_shown: bool = True
    sayings: tuple[Text, ...] = ()
    alone: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _value_lies_within(self) -> ScalePoint:
        if not self.first <= self.value <= self.last:
            raise ValueError("the value lies between `from` and `to`")
        return self


class CheckinScale(Frozen):
    """A scale from 0 to `most`; some of its values have names, and each whole number counts."""

    most: int = Field(ge=1, le=10)
    points: tuple[ScalePoint, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _counts_up(self) -> CheckinScale:
        values = [point.value for point in self.points]
        if values != sorted(set(values)) or values[-1] > self.most or self.points[-1].last > self.most:
            raise ValueError("the values go up, and none is above `most`")
        owners: dict[str, int] = {}
        for point in self.points:
            for saying in dict.fromkeys((point.text, *point.sayings, *point.alone)):
                if owners.setdefault(saying, point.value) != point.value:
                    raise ValueError(f"`{saying}` stands under two values")
        return self

    @property
    def shown(self) -> tuple[ScalePoint, ...]:
        """The points that are offered."""
        return tuple(point for point in self.points if point.is_shown)

    def name_of(self, value: int) -> str | None:
        """Return what a value is called, where it has a name."""
        return next((point.text for point in self.points if point.value == value), None)


class Area(Frozen):
    """One part of daily life; `sayings` are answers that only fit here, by value."""

    title: Text
    question: Text
    why: Text
    names: tuple[Text, ...] = Field(min_length=1)
    sayings: dict[int, tuple[Text, ...]] = Field(default_factory=dict)


class AreaFile(Frozen):
    """All scales and areas, in the order in which they are asked."""

    scales: dict[Identifier, CheckinScale]
    areas: dict[Identifier, Area] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_what_is_asked(self) -> AreaFile:
        missing = {TEN, BOTHER} - set(self.scales)
        if missing or SIDE_EFFECTS not in self.areas:
            raise ValueError("the scales `ten` and `bother` and the area `side_effects` are needed")
        for name, area in self.areas.items():
            if any(not 0 <= value <= self.scales[TEN].most for value in area.sayings):
                raise ValueError(f"{name}: a saying has a value that is not on the scale")
        owners: dict[str, str] = {}
        for name, area in self.areas.items():
            for called in area.names:
                if owners.setdefault(called, name) != name:
                    raise ValueError(f"`{called}` is a name of {owners[called]} and of {name}")
        return self


class CheckinWords(Frozen):
    """How people answer in a check-in; `together` are names of effects that hold an "and".

    Of side effects, `absences` begin what names none, `besides` follow them before one that is there after all,
    `over` tell that one has gone, `losses` are effects that are a lack: "no libido", and `maybe` names none yet.
    `corrections` begin what puts a treatment change right: "no it was 3 weeks".
    """

    all: tuple[Text, ...] = Field(min_length=1)
    same_as_before: tuple[Text, ...] = Field(min_length=1)
    except_: tuple[Text, ...] = Field(alias="except", min_length=1)
    unknown: tuple[Text, ...] = Field(min_length=1)
    varies: tuple[Text, ...] = Field(min_length=1)
    none: tuple[Text, ...] = Field(min_length=1)
    absences: tuple[Text, ...] = Field(min_length=1)
    besides: tuple[Text, ...] = Field(min_length=1)
    over: tuple[Text, ...] = Field(min_length=1)
    losses: tuple[Text, ...] = Field(min_length=1)
    maybe: tuple[Text, ...] = Field(min_length=1)
    fillers: tuple[Text, ...] = Field(min_length=1)
    negations: tuple[Text, ...] = Field(min_length=1)
    doubts: tuple[Text, ...] = Field(min_length=1)
    links: tuple[Text, ...] = Field(min_length=1)
    counted: tuple[Text, ...] = Field(min_length=1)
    together: tuple[Text, ...] = Field(min_length=1)
    change_leads: tuple[Text, ...] = Field(min_length=1)
    change_signs: tuple[Text, ...] = Field(min_length=1)
    change_names: tuple[Text, ...] = Field(min_length=1)
    checkin_names: tuple[Text, ...] = Field(min_length=1)
    more_done: tuple[Text, ...] = Field(min_length=1)
    fix_day: tuple[Text, ...] = Field(min_length=1)
    fix_words: tuple[Text, ...] = Field(min_length=1)
    questions: tuple[Text, ...] = Field(min_length=1)
    confirms: tuple[Text, ...] = Field(min_length=1)
    denies: tuple[Text, ...] = Field(min_length=1)
    corrections: tuple[Text, ...] = Field(min_length=1)


@dataclass(frozen=True)
class CheckinBook:
    """All areas by id, in order, their scales, and how people answer."""

    areas: Mapping[str, Area]
    scales: Mapping[str, CheckinScale]
    words: CheckinWords

    def scale(self, area: str) -> CheckinScale:
        """Return the scale on which an area is asked; side effects each on that of how much they bother."""
        return self.scales[BOTHER if area == SIDE_EFFECTS else TEN]


_NO_WORDS: dict[str, Any] = dict.fromkeys(CheckinWords.model_fields, ())
NO_CHECKINS = CheckinBook({}, {}, CheckinWords.model_construct(**_NO_WORDS))
"""Stands in where no areas are read."""


def read_checkins(folder: Path) -> CheckinBook:
    """Return what check-ins ask about.

    Raises:
        ContentError: with every fault of both files.
    """
    faults = FaultList()
    areas = faults.read(folder / "en/areas.yml", AreaFile)
    words = faults.read(folder / "en/words.yml", CheckinWords)
    if areas is None or words is None:
        raise ContentError(faults)
    return CheckinBook(MappingProxyType(areas.areas), MappingProxyType(areas.scales), words)
