"""Dates as people write them."""

from __future__ import annotations

from typing import Final

from waymark.care.trials.dates import Moment

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date_text(at: str) -> str:
    """Return a date `2027-03-05` as 5 March 2027."""
    year, month, day = (int(part) for part in at.split("-"))
    return f"{day} {_MONTHS[month - 1]} {year}"


def moment_text(moment: Moment | None) -> str:
    """Return as much of a day as is known: March 2019, 2019; empty without a year."""
    if moment is None or not 0 < moment.year < 10_000:
        return ""
    return f"{_MONTHS[moment.month - 1]} {moment.year}" if 1 <= moment.month <= 12 else str(moment.year)
