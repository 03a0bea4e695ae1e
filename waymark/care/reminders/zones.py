"""Reads a time zone: a city, the name of a zone, or an offset from UTC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import cached_property
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

Unread = Literal["unknown", "several"]
_AWAY: Final = r"(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?(?!\d)"
_OFFSET: Final = re.compile(rf"(?:\b(?:utc|gmt) ?)?{_AWAY}")
_NAMED_OFFSET: Final = re.compile(rf"\b(?:utc|gmt) ?{_AWAY}")
_FIXED: Final = re.compile(r"UTC([+-])(\d\d):(\d\d)")
_AREAS: Final = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
_FURTHEST: Final = 14  # hours from UTC
_MOST_CHARACTERS: Final = 200
_SEVERAL: Final = frozenset(
    {
        "us",
        "usa",
        "united states",
        "america",
        "canada",
        "australia",
        "brazil",
        "mexico",
        "russia",
        "indonesia",
        "europe",
    }
)


@dataclass(frozen=True)
class ZoneReader:
    """Reads zones; `names` are those that the tz database does not have."""

    names: Mapping[str, str]

    def read(self, text: str) -> str | Unread:
        """Return the zone that a text names, as it is kept: `Europe/London`, or `UTC+05:30`.

        A text that names a country with several zones, or two places with different ones, is `several`.
        """
        plain = _plain(text[:_MOST_CHARACTERS])
        offset = _OFFSET.search(plain)
        if offset is not None:
            return _fixed(offset) or "unknown"
        words = re.sub(r"[^a-z]+", " ", plain).split()
        found: list[str] = []
        place = 0
        while place < len(words):
            sizes = range(min(self._longest, len(words) - place), 0, -1)
            size = next((size for size in sizes if " ".join(words[place : place + size]) in self._zones), 0)
            if size:
                found.append(self._zones[" ".join(words[place : place + size])])
            place += size or 1
        if len(set(found)) == 1:
            return found[0]
        is_wide = not found and not _SEVERAL.isdisjoint({" ".join(words), *words})
        return "several" if found or is_wide else "unknown"

    def named_in(self, text: str) -> str | None:
        """Return the zone that is named beside a time ("6pm London time", "18:00 UTC+2"); None where none is."""
        plain = _plain(text[:_MOST_CHARACTERS])
        offset = _NAMED_OFFSET.search(plain)
        if offset is not None:
            return _fixed(offset)
        beside = re.search(r"((?:[a-z]+ ){1,3})time\b", re.sub(r"[^a-z]+", " ", plain))
        words = beside[1].split() if beside else []
        for start in range(len(words)):
            name = " ".join(words[start:])
            if name in self._zones:
                return self._zones[name]
        return None

    @cached_property
    def _zones(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for zone in sorted(available_timezones()):
            if zone.split("/")[0] in _AREAS:
                whole = _letters(zone)
                found.setdefault(whole, zone)
                found.setdefault(_letters(zone.rsplit("/", 1)[1]), zone)
        return {**found, **self.names}

    @cached_property
    def _longest(self) -> int:
        return max(len(name.split()) for name in self._zones)


def zone_of(name: str) -> tzinfo:
    """Return the zone of a name as it is kept.

    Raises:
        ValueError: there is no such zone.
    """
    fixed = _FIXED.fullmatch(name)
    if fixed:
        offset = timedelta(hours=int(fixed[2]), minutes=int(fixed[3]))
        return timezone(-offset if fixed[1] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError("there is no such time zone") from error


def zone_words(name: str) -> str:
    """Return how a zone is called: London, UTC+05:30."""
    return name.rsplit("/", 1)[-1].replace("_", " ")


def _fixed(found: re.Match[str]) -> str | None:
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > _FURTHEST:
        return None
    return f"UTC{found['sign']}{hours:02d}:{minutes:02d}"


def _letters(zone: str) -> str:
    return " ".join(re.sub(r"[^a-z]+", " ", _plain(zone)).split())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("−", "-").replace("–", "-"))
    return "".join(sign for sign in folded if not unicodedata.combining(sign)).casefold()
