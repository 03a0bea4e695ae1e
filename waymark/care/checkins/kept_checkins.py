"""Reads check-ins and treatment changes as they were kept; such as this version can't read are left out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from waymark.care.checkins.checkin import CHANGE, KIND, Effect
from waymark.care.checkins.days import Precision
from waymark.care.tools.tool import Record
from waymark.content.checkin_files import SIDE_EFFECTS
from waymark.messages import Frozen


class KeptCheckin(Frozen):
    """A check-in as it was kept; `side_effects` is None where they were not asked about."""

    areas: dict[str, int]
    at: AwareDatetime
    side_effects: tuple[Effect, ...] | None = None

    @property
    def asked(self) -> frozenset[str]:
        """All areas that were answered, side effects among them."""
        return frozenset({*self.areas, *([SIDE_EFFECTS] if self.side_effects is not None else [])})

    def only(self, areas: Collection[str]) -> KeptCheckin:
        """Return what it says of some areas."""
        told = {area: value for area, value in self.areas.items() if area in areas}
        return self.model_copy(
            update={"areas": told, "side_effects": self.side_effects if SIDE_EFFECTS in areas else None}
        )


class KeptChange(Frozen):
    """A treatment change as it was kept, in the person's own words."""

    what: str
    on: date
    precision: Precision = "day"
    at: AwareDatetime


_CHECKIN: Final[TypeAdapter[KeptCheckin]] = TypeAdapter(KeptCheckin)
_CHANGE: Final[TypeAdapter[KeptChange]] = TypeAdapter(KeptChange)


def checkins(records: Iterable[Record]) -> tuple[KeptCheckin, ...]:
    """Return all check-ins, oldest first."""
    return tuple(sorted(_read(records, KIND, _CHECKIN), key=lambda kept: kept.at))


def changes(records: Iterable[Record]) -> tuple[KeptChange, ...]:
    """Return all treatment changes, oldest first."""
    return tuple(sorted(_read(records, CHANGE, _CHANGE), key=lambda kept: (kept.on, kept.at)))


def _read(records: Iterable[Record], kind: str, shape: TypeAdapter[Any]) -> list[Any]:
    found = []
    for record in records:
        if record.kind == kind and record.values is not None:
            try:
                found.append(shape.validate_python(dict(record.values)))
            except ValidationError:
                continue
    return found
