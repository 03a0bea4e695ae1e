"""Reads the day on which something changed: "last Monday", "on the 3rd", "two weeks ago", "3 March", "in 2019"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from waymark.care.trials.dates import Moment, When, read_dates
from waymark.care.trials.plain import plain

Precision = Literal["day", "month", "year"]
Problem = Literal["no_day", "future", "impossible", "two_days", "which_way"]
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri",
            "saturday sat", "sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NAMED: Final = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_UNITS: Final = {"day": 1, "week": 7, "wk": 7}
_ISO: Final = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_SLASHED: Final = re.compile(r"\b(?P<one>\d{1,2})[/.](?P<two>\d{1,2})(?:[/.](?P<year>\d{4}|\d{2}))?\b(?![/.]?\d)")
_WRITTEN: Final = re.compile(
    rf"\b(?:(?:on|since|from) )?(?:the )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b\.?"
    rf"|(?P<name>{_MONTH})\b\.? (?:the )?(?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?mg))"
    r"(?:,? (?P<year>\d{4})\b)?"
)
_AGO: Final = re.compile(
    r"\b(?:about |around )?(?:(?P<count>\d{1,3}) |an? |the )?(?P<unit>day|week|wk|month|year)s? (?:ago|back|before)\b"
)
_LENGTH: Final = re.compile(
    r"\b(?:\d{1,3}|an?) (?:day|week|wk|month|year)s?\b(?! (?:earlier|later|after|from|more|longer|sooner)\b)"
)
_SAID: Final = re.compile(
    r"\b(?P<before>the day before yesterday|day before yesterday)\b|\b(?P<last>yesterday|last night)\b"
    r"|\b(?P<now>today|tonight|this morning|this afternoon|this evening|just now|right now|now)\b"
    r"|\b(?P<week>(?:last|this past) week)\b|\b(?P<month>last month)\b|\b(?P<year>last year)\b|\b(?P<this>this month)\b"
    r"|\b(?P<future>tomorrow|next (?:week|month|year)|in \d+ (?:days?|weeks?|months?|years?)|day after tomorrow)\b"
)
_WEEKDAY: Final = re.compile(
    rf"\b(?:(?:on|since|from) )?(?P<which>last |this past |past |this |next |coming )?(?P<day>{_NAMED})\b"
    r"(?P<week> (?:last week|of last week|week))?"
)
_NTH: Final = re.compile(
    r"\b(?:on |since |from )?the (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?! (?:of |day|week|month|time|dose|mg))"
    r"|\bon (?P<bare>\d{1,2})(?:st|nd|rd|th)\b"
)


@dataclass(frozen=True)
class Day:
    """A day as far as it was told."""

    on: date
    precision: Precision = "day"


@dataclass(frozen=True)
class NoDay:
    """Why a text tells no day that can be kept."""

    problem: Problem


def read_day(text: str, today: date) -> Day | NoDay:
    """Return the one day that a text tells, none of them after `today`; a month or a year counts from its first day.

    Example: on 5 March 2027 "the 3rd" is 3 March, "the 9th" is 9 February, "Monday" is 1 March, "3/4" is asked about.
    """
    said = plain(text)
    readers: tuple[Callable[[str, date], list[Day | NoDay]], ...] = (
        _numeric, _written, _ago, _spoken, _named_dates, _weekdays, _days_of_month,
    )  # fmt: skip
    found: list[Day | NoDay] = []
    for read in readers:
        new = read(said, today)
        found += new
        if new:  # what is told most closely counts: "last Monday, the 1st" is one day
            break
    days = {(one.on, one.precision) for one in found if isinstance(one, Day)}
    problem = next((one for one in found if isinstance(one, NoDay)), None)
    if problem is not None or not found:
        return problem or NoDay("no_day")
    if len(days) > 1:
        return NoDay("two_days")
    day = next(one for one in found if isinstance(one, Day))
    return day if day.on <= today else NoDay("future")


def read_told_day(text: str, today: date) -> Day | NoDay:
    """Return the day that an answer to "when?" tells, where "3 weeks" is three weeks ago."""
    day, length = read_day(text, today), _LENGTH.search(plain(text))
    return read_day(f"{length[0]} ago", today) if day == NoDay("no_day") and length else day


def without_day(text: str, today: date) -> str:
    """Return a text without its day, also one that can't be kept, where it stands at its beginning or end."""
    words = text.split()
    for size in range(min(len(words), 7), 0, -1):
        for part, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            told = " ".join(part)
            if read_day(told, today) != NoDay("no_day") and _is_only_a_day(told):
                return " ".join(rest).strip(" ,.;:-")
    return text.strip(" ,.;:-")


def _is_only_a_day(text: str) -> bool:
    rest = plain(text)
    for pattern in (_ISO, _SLASHED, _WRITTEN, _AGO, _SAID, _WEEKDAY, _NTH):
        rest = pattern.sub(" ", rest)
    for when in reversed(read_dates(rest)):
        rest = rest[: when.start] + " " + rest[when.end :]
    return not re.sub(r"\b(?:on|in|since|from|about|around|the|of|back|at|and|early|mid|late)\b|[^\w]", "", rest)


def _numeric(text: str, today: date) -> list[Day | NoDay]:
    found: list[Day | NoDay] = [_date(int(m["year"]), int(m["month"]), int(m["day"])) for m in _ISO.finditer(text)]
    return found or [_slashed(match, today) for match in _SLASHED.finditer(text)]


def _written(text: str, today: date) -> list[Day | NoDay]:
    found: list[Day | NoDay] = []
    for match in _WRITTEN.finditer(text):
        day, month = int(match["day"] or match["after"]), _MONTHS[match["month"] or match["name"]]
        found.append(_date(int(match["year"]), month, day) if match["year"] else _latest(month, day, today))
    return found


def _slashed(match: re.Match[str], today: date) -> Day | NoDay:
    """Return the date that two or three numbers tell; which is the month is only known where one of them can't be."""
    one, two = int(match["one"]), int(match["two"])
    if one <= 12 and two <= 12 and one != two:
        return NoDay("which_way")
    day, month = (one, two) if one > 12 or one == two else (two, one)
    year = int(match["year"] or 0)
    if match["year"] is None:
        return _latest(month, day, today)
    return _date(2000 + year if year < 100 else year, month, day)


def _ago(text: str, today: date) -> list[Day | NoDay]:
    found: list[Day | NoDay] = []
    for match in _AGO.finditer(text):
        count, unit = int(match["count"] or 1), match["unit"]
        if unit in _UNITS:
            found.append(Day(today - timedelta(days=count * _UNITS[unit])))
        elif unit == "month":
            found.append(_months_before(today, count))
        else:
            found.append(Day(date(today.year - count, 1, 1), "year") if count < 100 else NoDay("impossible"))
    return found


def _spoken(text: str, today: date) -> list[Day | NoDay]:
    found: list[Day | NoDay] = []
    for match in _SAID.finditer(text):
        if match["future"]:
            found.append(NoDay("future"))
        elif match["before"]:
            found.append(Day(today - timedelta(days=2)))
        elif match["last"]:
            found.append(Day(today - timedelta(days=1)))
        elif match["week"]:
            if not _WEEKDAY.search(text):
                found.append(Day(today - timedelta(days=7)))
        elif match["month"]:
            found.append(_months_before(today, 1))
        elif match["year"]:
            found.append(Day(date(today.year - 1, 1, 1), "year"))
        elif match["this"]:
            found.append(Day(today.replace(day=1), "month"))
        else:
            found.append(Day(today))
    return found


def _named_dates(text: str, today: date) -> list[Day | NoDay]:
    told = read_dates(text) or (read_dates(f"in {text}") if text.strip() in _MONTHS else ())
    return [_moment(when, today) for when in told]


def _moment(when: When, today: date) -> Day | NoDay:
    moment = when.began or when.ended
    if not when.is_possible or moment is None:
        return NoDay("impossible")
    if when.began and when.ended and when.began != when.ended:
        return NoDay("two_days")
    return _known(moment, today)


def _known(moment: Moment, today: date) -> Day | NoDay:
    if not moment.month:
        return Day(date(moment.year, 1, 1), "year") if moment.year else NoDay("no_day")
    year = moment.year or today.year - (moment.month > today.month)
    return Day(date(year, moment.month, 1), "month")


def _weekdays(text: str, today: date) -> list[Day | NoDay]:
    found: list[Day | NoDay] = []
    for match in _WEEKDAY.finditer(text):
        if (match["which"] or "").strip() in ("next", "coming"):
            found.append(NoDay("future"))
            continue
        back = (today.weekday() - _WEEKDAYS[match["day"]]) % 7 or 7
        found.append(Day(today - timedelta(days=back + (7 if match["week"] and back <= today.weekday() else 0))))
    return found


def _days_of_month(text: str, today: date) -> list[Day | NoDay]:
    found: list[Day | NoDay] = []
    for match in _NTH.finditer(text):
        day = int(match["day"] or match["bare"])
        months = ((today.year, today.month), *(_before(today, count) for count in (1, 2)))
        fitting = [(y, m) for y, m in months if 1 <= day <= monthrange(y, m)[1] and date(y, m, day) <= today]
        found.append(Day(date(*fitting[0], day)) if fitting else NoDay("impossible"))
    return found


def _date(year: int, month: int, day: int) -> Day | NoDay:
    try:
        return Day(date(year, month, day)) if year >= 1950 else NoDay("impossible")
    except ValueError:
        return NoDay("impossible")


def _latest(month: int, day: int, today: date) -> Day | NoDay:
    """Return the last time that a day of the year was; a 29 February may be some years ago."""
    for year in range(today.year, today.year - 8, -1):
        found = _date(year, month, day) if month <= 12 else NoDay("impossible")
        if isinstance(found, Day) and found.on <= today:
            return found
    return NoDay("impossible")


def _months_before(today: date, count: int) -> Day | NoDay:
    year, month = _before(today, count)
    return Day(date(year, month, 1), "month") if year >= 1950 else NoDay("impossible")


def _before(today: date, count: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 - count
    return months // 12, months % 12 + 1
