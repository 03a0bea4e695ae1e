"""Reads when something was: years, months, seasons and days, alone and from one to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

WEEKS_A_YEAR: Final = 365.25 / 7
WEEKS_A_MONTH: Final = WEEKS_A_YEAR / 12
EARLIEST_YEAR: Final = 1950  # the first antidepressants came in that decade
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
_SEASONS: Final = {
    "spring": 3,
    "summer": 6,
    "autumn": 9,
    "fall": 9,
    "winter": 12,
    "easter": 4,
    "christmas": 12,
    "xmas": 12,
}
_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth",
        ),
        1,
    )
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEASON: Final = "|".join(_SEASONS)
_DAY: Final = r"(?:the )?(?P<day{0}>\d{{1,2}}(?:st|nd|rd|th)?|" + "|".join(_ORDINALS) + r")(?: of)? "
_POINT: Final = (
    r"(?:(?:early|mid|late|last|this|that|the following|the (?:start|end|beginning|middle) of|about|around)[- ])?(?:"
    rf"(?:{_DAY})?(?P<month{{0}}>{_MONTH})\b\.?(?: (?P<after{{0}}>\d{{{{1,2}}}})(?:st|nd|rd|th)?\b(?! ?(?:mg|weeks))"
    rf")?(?:,? (?:of )?(?P<year{{0}}>(?:19|20)\d\d))?"
    rf"|(?:the )?(?P<season{{0}}>{_SEASON})\b(?:,? (?:of )?(?P<of{{0}}>(?:19|20)\d\d))?|(?P<only{{0}}>(?:19|20)\d\d)"
    rf"\b(?! ?(?:mg|mcg|milli)))"
)
_RANGE: Final = re.compile(
    rf"\b(?P<lead>from |between |since )?{_POINT.format(1)}"
    rf"(?P<link> ?(?:-|/|,) ?| (?:to|until|till|til|through|through to|through until|right through to|all the way to|"
    rf"thru|and|up to|into|up until) ){_POINT.format(2)}|"
    r"\b(?P<short>(?:19|20)\d\d) ?[-/] ?(?P<two>\d\d)\b(?! ?mg)"
)
_WHOLE: Final = re.compile(
    rf"\b(?:the )?(?:whole|all|entirety|throughout|entire)(?: of| year)? ?(?:(?P<year>(?:19|20)\d\d)\b"
    rf"(?: and (?P<next>(?:19|20)\d\d)\b)?|(?P<month>{_MONTH})\b(?! ?(?:\d|to|and|until|till|-)))"
)
_SINGLE: Final = re.compile(
    rf"(?P<lead>\b(?:since|from|until|till|stopped in|started in|began in|in|back in|during|by|on|of)"
    rf" )?\b{_POINT.format('')}"
)
_FUTURE_YEAR: Final = re.compile(
    r"\b(?:in|since|from|until|of) (?P<year>2[1-9]\d\d|1[0-8]\d\d)\b(?! ?(?:mg|mcg|milli))"
)


@dataclass(frozen=True, order=True)
class Moment:
    """A day as far as it is known: the year may be missing (0), month and day too."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True)
class When:
    """What a text tells of a time, and where: begin, end or both, and the weeks between where they are known."""

    start: int
    end: int
    began: Moment | None = None
    ended: Moment | None = None
    weeks: float | None = None
    is_possible: bool = True
    is_since: bool = False


def read_dates(text: str, today: date | None = None) -> tuple[When, ...]:
    """Return every time that plain text tells, in order.

    From June to August counts three months, from 2018 to 2019 one year. With `today`, "since March" counts too, and
    what lies in the future is marked as impossible.
    """
    found = [_whole(match) for match in _WHOLE.finditer(text)]
    found += [When(m.start(), m.end(), is_possible=False) for m in _FUTURE_YEAR.finditer(text)]
    for match in _RANGE.finditer(text):
        if _is_free(match, found) and (when := _range(match)):
            found.append(when)
    for match in _SINGLE.finditer(text):
        if _is_free(match, found) and (when := _single(match, today)):
            found.append(when)
    return tuple(_checked(when, today) for when in sorted(found, key=lambda when: when.start))


def weeks_between(first: When, second: When) -> float | None:
    """Return the weeks from one single time to a later one, or None where they cannot be told."""
    began, ended = first.began, second.began or second.ended
    if began is None or ended is None or first.ended or (second.began and second.ended):
        return None
    if ended.year and not began.year:
        began = Moment(ended.year - (began.month > ended.month > 0), began.month, began.day)
    elif began.year and not ended.year:
        ended = Moment(began.year + (ended.month < began.month), ended.month, ended.day)
    return _weeks(began, ended, is_season=False) if began < ended or not ended.year else None


def _is_free(match: re.Match[str], found: list[When]) -> bool:
    return not any(match.start() < when.end and when.start < match.end() for when in found)


def _whole(match: re.Match[str]) -> When:
    if match["month"]:
        moment = Moment(0, _MONTHS[match["month"]])
        return When(match.start(), match.end(), moment, moment, WEEKS_A_MONTH)
    first, last = int(match["year"]), int(match["next"] or match["year"])
    return When(match.start(), match.end(), Moment(first), Moment(last), (last - first + 1) * WEEKS_A_YEAR)


def _range(match: re.Match[str]) -> When | None:
    if match["short"]:
        first, last = int(match["short"]), int(match["short"][:2] + match["two"])
        weeks = (last - first) * WEEKS_A_YEAR
        return When(match.start(), match.end(), Moment(first), Moment(last), weeks) if last > first else None
    if match["link"].strip() == "and" and (match["lead"] or "").strip() != "between":
        return None
    began, ended = _moment(match, "1"), _moment(match, "2")
    if "," in match["link"] and not (began.year and ended.year and began.month):
        return None  # a list of times, unless both are full dates: "Jan 2020, Aug 2020"
    if ended.year and not began.year:
        began = Moment(ended.year - (began.month > ended.month > 0), began.month, began.day)
    elif began.year and not ended.year:
        ended = Moment(began.year + (ended.month < began.month), ended.month, ended.day)
    is_season = bool(match["season1"] or match["season2"])
    start = match.start()
    if match["day1"] and not ended.day:  # "20 feb-may": the number is no day
        began, start = Moment(began.year, began.month), match.start("month1")
    return When(start, match.end(), began, ended, _weeks(began, ended, is_season))


def _weeks(began: Moment, ended: Moment, is_season: bool) -> float | None:
    if not (began.month and ended.month):
        years = ended.year - began.year
        return max(years * WEEKS_A_YEAR, WEEKS_A_YEAR) if years >= 0 else None
    years = ended.year - began.year if began.year else int(ended.month < began.month)
    months = years * 12 + ended.month - began.month
    if began.day and ended.day:
        return months * WEEKS_A_MONTH + (ended.day - began.day) / 7
    return (months + (0 if is_season and months else 1)) * WEEKS_A_MONTH if months >= 0 else None


def _single(match: re.Match[str], today: date | None) -> When | None:
    lead, moment = (match["lead"] or "").strip(), _moment(match, "")
    if match["month"] in ("may", "mar", "march") and not (lead or moment.year or moment.day):
        return None
    if match["season"] in ("fall", "spring") and not (lead or moment.year):
        return None
    if lead in ("until", "till", "stopped in"):
        return When(match.start(), match.end(), ended=moment)
    start = match.start()
    if match["day"] and match["day"].isdigit() and lead not in ("on", "since", "from", "by"):
        moment, start = Moment(moment.year, moment.month), match.start("month")
    weeks = _until_today(moment, today) if lead == "since" and today else None
    return When(start, match.end(), moment, None, weeks, is_since=lead == "since")


def _until_today(moment: Moment, today: date) -> float | None:
    month = moment.month or 1
    year = moment.year or today.year - (month > today.month)
    return ((today.year - year) * 12 + today.month - month) * WEEKS_A_MONTH


def _moment(match: re.Match[str], which: str) -> Moment:
    year = match[f"year{which}"] or match[f"of{which}"] or match[f"only{which}"]
    name, season = match[f"month{which}"], match[f"season{which}"]
    month = _MONTHS[name] if name else _SEASONS[season] if season else 0
    day = match[f"day{which}"] or match[f"after{which}"] or ""
    number = _ORDINALS.get(day) or int(re.sub(r"\D", "", day) or 0)
    return Moment(int(year or 0), month, number if number <= 31 else 0)


def _checked(when: When, today: date | None) -> When:
    years = [moment.year for moment in (when.began, when.ended) if moment and moment.year]
    latest = today.year if today else 2100
    future = today is not None and any(
        moment and (moment.year, moment.month) > (today.year, today.month) for moment in (when.began, when.ended)
    )
    backwards = when.began and when.ended and when.weeks is None and when.ended.year
    is_bad = not when.is_possible or future or backwards or any(not EARLIEST_YEAR <= year <= latest for year in years)
    return When(when.start, when.end, is_possible=False) if is_bad else when
