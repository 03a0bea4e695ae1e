"""When a reminder comes next. Pure; right across the change of the clocks.

A time of day that the clocks skip is taken an hour later, one that comes twice counts the first time.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated, Literal

from pydantic import Field

from waymark.care.reminders.zones import zone_of
from waymark.messages import Frozen

Repeat = Literal["once", "daily", "weekly", "two_weeks"]
_LOOKED_AT = 16  # days: in two weeks every repetition has come round


class Schedule(Frozen):
    """When a reminder is due: at a time of day in a zone, on one day or again and again.

    `day` is the one day, or that of the first time. `weekdays` count from 0, Monday; they matter where it is weekly.
    `lead` is how many minutes before that time it comes.
    """

    repeat: Repeat
    day: date
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = ()
    hour: int = Field(ge=0, le=23)
    minute: int = Field(0, ge=0, le=59)
    zone: str
    lead: int = Field(0, ge=0, le=10080)

    def at(self, day: date) -> datetime:
        """Return the moment on a day that it is about, in UTC.

        Raises:
            ValueError: the zone is unknown.
            OverflowError: no calendar has such a day.
        """
        local = datetime.combine(day, time(self.hour, self.minute), tzinfo=zone_of(self.zone))
        return local.astimezone(timezone.utc)

    def next_after(self, after: datetime) -> datetime | None:
        """Return the first moment after another at which the reminder is due, in UTC; None where none comes.

        Raises:
            ValueError: the zone is unknown.
        """
        lead = timedelta(minutes=self.lead)
        if self.repeat == "once":
            due = self.at(self.day) - lead
            return due if due > after else None
        first = max(self.day, (after + lead).astimezone(zone_of(self.zone)).date() - timedelta(days=1))
        days = (first + timedelta(days=more) for more in range(_LOOKED_AT))
        due_times = (self.at(day) - lead for day in days if self._is_on(day))
        return next((due for due in due_times if due > after), None)

    def _is_on(self, day: date) -> bool:
        match self.repeat:
            case "weekly":
                return day.weekday() in (self.weekdays or (self.day.weekday(),))
            case "two_weeks":
                return (day - self.day).days % 14 == 0
            case _:
                return True
