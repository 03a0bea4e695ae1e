"""Check-ins over time, for charts: the values of each area, and where a treatment changed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from waymark.care.checkins.checkin import CHANGE, KIND, Effect
from waymark.care.checkins.days import Precision
from waymark.care.tools.tool import Record
from waymark.content.checkin_files import SIDE_EFFECTS
from waymark.messages import Frozen, Point


class KeptCheckin(Frozen):
    """A check-in as it was kept; `side_effects` is None where they were not asked about."""

    areas: dict[str, int]
    at: AwareDatetime
    side_effects: tuple[Effect, ...] | None = None

    @property
    def bother(self) -> int | None:
        """How much the worst side effect bothers; 0 where there is none, None where that is not known."""
        if self.side_effects is None:
            return None
        rated = [effect.bother for effect in self.side_effects if effect.bother is not None]
        return max(rated) if rated else None if self.side_effects else 0


class KeptChange(Frozen):
    """A treatment change as it was kept, in the person's own words."""

    what: str
    on: date
    precision: Precision = "day"
    at: AwareDatetime


@dataclass(frozen=True)
class Mark:
    """Where a treatment changed, for a chart."""

    at: str
    what: str


_CHECKIN: Final[TypeAdapter[KeptCheckin]] = TypeAdapter(KeptCheckin)
_CHANGE: Final[TypeAdapter[KeptChange]] = TypeAdapter(KeptChange)


def series(records: Iterable[Record]) -> Mapping[str, tuple[Point, ...]]:
    """Return for each area that was asked about its values by date, oldest first.

    Areas go from 0, as bad as it gets, to 10; `side_effects` is how much the worst one bothers, from 0 to 4. Records of
    other kinds, and such as this version can't read, are left out.
    """
    found: dict[str, list[Point]] = {}
    for kept in checkins(records):
        values: dict[str, int] = dict(kept.areas)
        if kept.bother is not None:
            values[SIDE_EFFECTS] = kept.bother
        for area, value in values.items():
            found.setdefault(area, []).append(Point(at=kept.at.date().isoformat(), value=value))
    return {area: tuple(points) for area, points in found.items()}


def marks(records: Iterable[Record]) -> tuple[Mark, ...]:
    """Return the treatment changes, oldest first."""
    return tuple(Mark(kept.on.isoformat(), kept.what) for kept in changes(records))


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
