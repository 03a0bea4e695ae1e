"""A reminder as a file for calendars (RFC 5545). Its title says nothing about health.

One that comes again and again stands in floating local time (3.3.5, form 1): six in the evening is six in the evening
wherever the person's calendar is, and the clocks may change. One that comes once stands in UTC.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from waymark.care.reminders.reminder import Reminder

MEDIA_TYPE = "text/calendar; charset=utf-8"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FOLD = 75  # octets of a line


def calendar_file(reminder: Reminder, key: str, title: str, now: datetime) -> str:
    """Return the file; the event has an alarm at its beginning.

    Args:
        reminder: what it is about; the person's own words are not in it.
        key: of the reminder; a file that is made again replaces the event.
        title: what the calendar shows, also on a locked screen.
        now: when the file is made.
    """
    schedule = reminder.schedule
    lead = timedelta(minutes=schedule.lead)
    if schedule.repeat == "once":
        begins, form = schedule.at(schedule.day) - lead, "%Y%m%dT%H%M%SZ"
    else:
        first = _first(reminder)
        begins = datetime(first.year, first.month, first.day, schedule.hour, schedule.minute) - lead
        form = "%Y%m%dT%H%M%S"
    rule = _rule(reminder, begins.weekday())
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Waymark//Reminders//EN",
        "BEGIN:VEVENT",
        f"UID:{_escaped(key)}@waymark",
        f"DTSTAMP:{now.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{begins.strftime(form)}",
        "DURATION:PT15M",
        *([f"RRULE:{rule}"] if rule else []),
        f"SUMMARY:{_escaped(title)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(title)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _first(reminder: Reminder) -> date:
    """Return the first day on which it comes: calendars show DTSTART whether or not the rule names it."""
    schedule = reminder.schedule
    days = (schedule.day + timedelta(days=more) for more in range(7))
    return next(day for day in days if not schedule.weekdays or day.weekday() in schedule.weekdays)


def _rule(reminder: Reminder, first: int) -> str:
    schedule = reminder.schedule
    match schedule.repeat:
        case "daily":
            return "FREQ=DAILY"
        case "weekly":
            shift = first - _first(reminder).weekday()  # a lead may take it to the day before
            days = sorted((day + shift) % 7 for day in schedule.weekdays or (first - shift,))
            return "FREQ=WEEKLY;BYDAY=" + ",".join(_DAYS[day] for day in days)
        case "two_weeks":
            return "FREQ=WEEKLY;INTERVAL=2"
        case _:
            return ""


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, no character cut in two."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > _FOLD - 1:
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
