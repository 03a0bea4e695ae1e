"""One reminder as it is kept, and how it comes to its time: made from what was said, moved on when it is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from waymark.care.reminders.schedule import Repeat, Schedule
from waymark.care.reminders.time_words import PART_HOURS, Heard
from waymark.care.reminders.zones import zone_of
from waymark.messages import Frozen

KIND: Final = "reminder"
SET_AT: Final = "set_at"  # when the person said yes to it
What = Literal["phq9", "appointment", "medicines", "own"]
Problem = Literal["past", "too_far", "impossible"]
FURTHEST: Final = timedelta(days=366)
STALE: Final = timedelta(hours=12)  # one that comes round again is left out where it is later than this
MOST_WORDS: Final = 120  # characters of a person's own words


class Reminder(Frozen):
    """What a person wants to be reminded of, and when; `words` are their own."""

    what: What
    words: str = ""
    schedule: Schedule

    def kept(self, due: datetime) -> dict[str, Any]:
        """Return it as a record that is due at a time."""
        return {**self.model_dump(mode="json"), "due_at": due.isoformat()}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Reminder:
        """Return the reminder of a record.

        Raises:
            ValueError: it is none that this version wrote.
        """
        return cls.model_validate(
            {name: value for name, value in values.items() if name not in ("due_at", "was_due_at", SET_AT)}
        )

    def moved_on(self, now: datetime) -> dict[str, Any] | None:
        """Return the record after it was due: its next time after now; None where it comes no more.

        Raises:
            ValueError: its zone is unknown.
        """
        due = self.schedule.next_after(now)
        return None if due is None else self.kept(due)

    def is_stale(self, due: datetime, now: datetime) -> bool:
        """Say whether it is too late to be of use: the next time comes anyway."""
        return self.schedule.repeat != "once" and now - due > STALE


def is_stopped(kind: str, values: Mapping[str, Any] | None, stopped_at: datetime | None) -> bool:
    """Say whether something that waits to be saved is a reminder from before all reminders were stopped.

    One that does not tell when it was set counts as set before: no stop is missed.
    """
    if kind != KIND or values is None or stopped_at is None:
        return False
    try:
        return datetime.fromisoformat(str(values.get(SET_AT))) <= stopped_at
    except (ValueError, TypeError):
        return True


def planned(heard: Heard, zone: str, now: datetime, *, lead: int = 0) -> Schedule | Problem:
    """Return when a reminder comes by what was said at a moment, or why that cannot be.

    Everything needed was said: a day or a repetition, and a time of day that is sure.

    Raises:
        ValueError: the zone is unknown.
    """
    local = now.astimezone(zone_of(zone))
    hour, minute = (PART_HOURS[heard.part], 0) if heard.part and heard.hour is None else (heard.hour or 0, heard.minute)
    repeat: Repeat = heard.repeat or "once"
    if heard.in_minutes is not None:
        moment = (now + timedelta(minutes=heard.in_minutes)).astimezone(zone_of(zone))
        day, hour, minute, repeat = moment.date(), moment.hour, moment.minute, "once"
    else:
        found = _day(heard, local, (hour, minute), lead)
        if not isinstance(found, date):
            return found
        day = found
    weekdays = heard.weekdays if repeat == "weekly" else ()
    made = Schedule(repeat=repeat, day=day, weekdays=weekdays, hour=hour, minute=minute, zone=zone, lead=lead)
    due = made.next_after(now)
    if due is None:
        return "past"
    return "too_far" if due - now > FURTHEST else made


def _day(heard: Heard, local: datetime, time: tuple[int, int], lead: int) -> date | Problem:
    today = local.date()
    if heard.in_days is not None:
        return today + timedelta(days=heard.in_days) if heard.in_days <= FURTHEST.days else "too_far"
    if heard.day is not None:
        return _date(heard, today)
    earliest = local + timedelta(minutes=lead)
    for more in range(8):
        day = earliest.date() + timedelta(days=more)
        is_on = not heard.weekdays or day.weekday() in heard.weekdays
        if is_on and (day > earliest.date() or time > (earliest.hour, earliest.minute)):
            return day
    return "impossible"


def _date(heard: Heard, today: date) -> date | Problem:
    """Return the date that was named; without its year, or its month, the next one that the calendar has."""
    assert heard.day is not None
    for more in range(13):
        year, month = divmod(today.year * 12 + today.month - 1 + more, 12)
        if heard.month not in (None, month + 1) or heard.year not in (None, year):
            continue
        try:
            day = date(year, month + 1, heard.day)
        except ValueError:
            continue
        if day >= today or heard.year is not None:
            return day
    if heard.year is None or heard.month is None:
        return "impossible"
    try:
        return "past" if date(heard.year, heard.month, heard.day) < today else "too_far"
    except ValueError:
        return "impossible"
