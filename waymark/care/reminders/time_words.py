"""Reads from a person's words when a reminder is to come: days, dates, times of day, how often. Never raises.

Nothing is guessed: a time that may be morning or evening, a date that may be read in two ways, and two times at once
are asked about. What is left of the words when those about time are taken away is given back too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from waymark.care.reminders.schedule import Repeat
from waymark.messages import Frozen

TimeHint = Literal["two_times", "impossible", "which_date", "unsupported", "two_days", "past"]
Part = Literal["morning", "noon", "afternoon", "evening", "night"]
MOST_CHARACTERS: Final = 500
PART_HOURS: Final[dict[Part, int]] = {"morning": 8, "noon": 12, "afternoon": 15, "evening": 18, "night": 21}
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
_MONTHS: Final = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
    "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_DAYS: Final = (
    "mon(?:day)?", "tue(?:s(?:day)?)?", "(?:wed(?:nesday|nsday)?|wensday|wendsday)", "thu(?:r(?:s(?:day)?)?)?",
    "fri(?:day)?", "sat(?:urday|erday)?", "sun(?:day)?",
)  # fmt: skip
_MONTH: Final = "|".join(_MONTHS)
_DAY: Final = "|".join(f"{day}s?" for day in _DAYS)
_EVERY: Final = r"(?:every|each|evry)(?: single)?"
_PART: Final = "morning|afternoon|evening|night|noon|midday|lunch ?time|lunch|bedtime"
_HALF: Final = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?)"
_UNSUPPORTED: Final = re.compile(
    rf"\b(?:{_EVERY} (?:\d+|other|second|third) (?:days?|months?|hours?|minutes?|mins?|years?)"
    rf"|{_EVERY} (?:hour|minute|month|year|quarter|[3-9] weeks|\d\d+ weeks)"
    rf"|(?:{_EVERY} |the )?(?:first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last) (?:{_DAY}|(?:week ?|work ?)?day"
    rf"|weekend) (?:of|in) (?:the|each|every) month|{_EVERY} (?:first|1st|third|3rd|fourth|4th|last) (?:{_DAY})"
    r"|monthly|hourly|yearly|annually|(?:twice|[2-9] times) (?:a|per) (?:day|week)|twice (?:daily|weekly))\b"
)
_GONE: Final = re.compile(rf"\b(?:yesterday|last (?:week|month|night|{_DAY})|\d+ (?:days?|weeks?|hours?) ago)\b")
_TWO_WEEKS: Final = re.compile(
    rf"\b(?:{_EVERY} (?:2|other|second) (?:weeks?|(?P<day>{_DAY}))|{_EVERY} fortnight|fortnightly|bi-?weekly"
    r"|once every (?:2|other) weeks?)\b"
)
_WEEKLY: Final = re.compile(rf"\b(?:{_EVERY} week|weekly|once (?:a|per) week)\b")
_WORKDAYS: Final = re.compile(
    rf"\b(?:{_EVERY} (?:week|work)day|week ?days|work ?days|mon(?:day)? (?:to|-) fri(?:day)?)\b"
)
_WEEKENDS: Final = re.compile(rf"\b(?:{_EVERY} weekend|weekends)\b")
_DAILY: Final = re.compile(
    rf"\b(?:{_EVERY} ?days?|daily|once (?:a|per) day|(?P<night>nightly)|{_EVERY} (?P<part>{_PART})"
    r"|(?P<many>mornings|evenings))\b"
)
_WEEKDAYS: Final = re.compile(
    rf"\b(?:(?P<every>{_EVERY}) |(?:on|next|this|coming|the) )*"
    rf"(?P<days>(?:{_DAY})(?:(?:,| and|, and| &) ?(?:{_DAY}))*)\b"
)
_ISO: Final = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_DOTTED: Final = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d|\d\d)?(?!\d)")
_SLASHED: Final = re.compile(r"\b(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?\b")
_NAMED: Final = re.compile(
    rf"\b(?:(?:on )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"|(?P<month2>{_MONTH}) (?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![:\d]| ?[ap]\.?m))\b\.?"
    r"(?:,? (?P<year>20\d\d))?"
)
_NTH: Final = re.compile(r"\b(?:on )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b")
_IN: Final = re.compile(
    r"\bin (?:about )?(?P<many>\d{1,4}|an?|half an?) (?P<unit>min(?:ute)?s?|hours?|hrs?|days?|weeks?)\b"
)
_RELATIVE: Final = re.compile(
    r"\b(?:(?P<after>(?:the )?day after (?:tomorrow|tmrw))|(?P<today>today)|(?P<tonight>tonight|tonite|this evening)"
    r"|(?P<tomorrow>tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|2moro)"
    r"|(?P<week>next week|a week from (?:now|today)))\b"
)
_CLOCK: Final = re.compile(rf"\b(?:at |@ ?)?(?P<hour>\d{{1,2}})[:.h](?P<minute>\d\d)(?!\d)(?: ?{_HALF})?")
_HOUR: Final = re.compile(rf"\b(?:at |@ ?)?(?P<hour>\d{{1,2}}) ?{_HALF}")
_OCLOCK: Final = re.compile(r"\b(?:at )?(?P<hour>\d{1,2}) ?(?:o ?clock|h|hrs)\b")
_PAST: Final = re.compile(
    rf"\b(?:at )?(?:(?P<what>half|quarter)(?: (?P<way>past|to|till))?) (?P<hour>\d{{1,2}})\b(?: ?{_HALF})?"
)
_AT: Final = re.compile(r"(?:\b(?:at|around|about|by) |@ ?)(?P<hour>\d{1,4})\b(?![:./\d])")
_BARE: Final = re.compile(r"^\W*(?P<hour>\d{1,2})\W*$")
_NOON: Final = re.compile(r"\b(?:at )?(?P<noon>noon|midday)\b|\b(?:at )?(?P<midnight>midnight)\b")
_ONLY_HALF: Final = re.compile(rf"\W*(?:(?:its?|in|the|is|i mean|yes|sorry) )*{_HALF}(?: please| pls)?\W*")
_PARTS_OF_DAY: Final[dict[Part, frozenset[int]]] = {
    "morning": frozenset(range(13)), "afternoon": frozenset(range(12, 19)), "evening": frozenset({*range(16, 24), 0}),
    "night": frozenset({*range(17, 24), *range(7)}), "noon": frozenset(range(24)),
}  # fmt: skip
_IN_PART: Final = re.compile(rf"\b(?:in the |at |this |the )?(?P<part>{_PART})s?\b")


class Heard(Frozen):
    """What was said about when; what was not said is None, or empty.

    `in_days` and `in_minutes` count from the moment it was said. `is_half_open` tells that the hour may be that of the
    morning or of the evening.
    """

    repeat: Repeat | None = None
    weekdays: tuple[int, ...] = ()
    year: int | None = None
    month: int | None = None
    day: int | None = None
    in_days: int | None = None
    in_minutes: int | None = None
    hour: int | None = None
    minute: int = 0
    is_half_open: bool = False
    part: Part | None = None

    @property
    def has_day(self) -> bool:
        """Whether something was said about the day, or about how often."""
        return bool(self.repeat or self.weekdays or self.day or self.in_days is not None or self.in_minutes is not None)

    @property
    def has_time(self) -> bool:
        """Whether something was said about the time of day."""
        return self.hour is not None or self.part is not None or self.in_minutes is not None

    def merged(self, later: Heard) -> Heard:
        """Return both together; of a day, or a time, the later one stands."""
        days = {"repeat", "weekdays", "year", "month", "day", "in_days", "in_minutes"}
        times = {"hour", "minute", "is_half_open", "part"}
        kept = {
            name for fields, is_said in ((days, later.has_day), (times, later.has_time)) if is_said for name in fields
        }
        if later.weekdays and not later.repeat and self.repeat in ("weekly", "two_weeks") and not self.weekdays:
            kept -= {"repeat"}  # "every week", and then "Sunday"
        if self.hour is not None and later.part is not None and later.hour is None and self.is_half_open:
            half = _halved(self.hour, later.part)
            return self.model_copy(update={"hour": half, "is_half_open": False, "part": None})
        return self.model_copy(update={name: getattr(later, name) for name in kept})


@dataclass(frozen=True)
class TimeRead:
    """What a text says about when, why it cannot be taken as it is, and the words that are about something else."""

    heard: Heard
    hint: TimeHint | None = None
    rest: str = ""


def read_times(text: str, *, is_time_asked: bool = False) -> TimeRead:
    """Return what a text says about when; with `is_time_asked` a bare number is an hour."""
    return _Reading(_plain(text[:MOST_CHARACTERS])).read(is_time_asked)


def half_of_day(text: str) -> Part | None:
    """Return the part of the day of a bare "pm" or "a.m."; None where a text says anything else."""
    found = _ONLY_HALF.fullmatch(_plain(text[:MOST_CHARACTERS]))
    return None if found is None else "morning" if found["half"].startswith("a") else "evening"


class _Reading:
    """One text; what was read is taken out of it."""

    def __init__(self, text: str):
        self.text = text
        self.found: dict[str, object] = {}
        self.hint: TimeHint | None = None

    def read(self, is_time_asked: bool) -> TimeRead:
        if self._take(_UNSUPPORTED):
            self.hint = "unsupported"
        if self._take(_GONE):
            self.hint = "past"
        self._repeats()
        self._dates()
        self._days()
        self._times(is_time_asked)
        return TimeRead(Heard.model_validate(self.found), self.hint, " ".join(self.text.split()))

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.text)
        if found:
            self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found

    def _repeats(self) -> None:
        if found := self._take(_TWO_WEEKS):
            self.found["repeat"] = "two_weeks"
            if found["day"]:
                self.found["weekdays"] = _weekdays(found["day"])
        elif self._take(_WEEKLY):
            self.found["repeat"] = "weekly"
        for pattern, days in ((_WORKDAYS, (0, 1, 2, 3, 4)), (_WEEKENDS, (5, 6))):
            if self._take(pattern):
                self.found |= {"repeat": "weekly", "weekdays": days}
        if found := self._take(_DAILY):
            self.found["repeat"] = "daily"
            part = "night" if found["night"] else found["part"] or (found["many"] or "").removesuffix("s")
            if part:
                self.found["part"] = _part(part)

    def _dates(self) -> None:
        if found := self._take(_ISO) or self._take(_DOTTED):
            self._set_date(found["day"], found["month"], found["year"])
        elif found := self._take(_SLASHED):
            one, two = int(found["one"]), int(found["two"])
            if one <= 12 and two <= 12 and one != two:
                self.hint = "which_date"
            else:
                day, month = (two, one) if two > 12 else (one, two)
                self._set_date(day, month, found["year"])
        elif found := self._take(_NAMED):
            named = found["month"] or found["month2"]
            number = next(place for place, name in enumerate(_MONTHS, 1) if re.fullmatch(name, named))
            self._set_date(found["day"] or found["day2"], number, found["year"])
        elif found := self._take(_NTH):
            self.found["day"] = int(found["day"])
            if not 1 <= int(found["day"]) <= 31:
                self._refuse_day()

    def _set_date(self, day: str | int, month: str | int, year: str | None) -> None:
        values = {
            "day": int(day),
            "month": int(month),
            "year": int(year) + (2000 if len(year) == 2 else 0) if year else None,
        }
        try:
            date(values["year"] or 2024, values["month"] or 0, values["day"] or 0)  # 2024 has a 29 February
        except ValueError:
            self._refuse_day()
        else:
            self.found |= values

    def _refuse_day(self) -> None:
        self.hint = "impossible"
        self.found.pop("day", None)

    def _days(self) -> None:
        if found := self._take(_IN):
            few = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5}
            many = few.get(found["many"]) or float(found["many"])
            unit = found["unit"]
            if unit.startswith(("min", "h")):
                self.found["in_minutes"] = max(1, round(many * (60 if unit.startswith("h") else 1)))
            else:
                self.found["in_days"] = round(many * (7 if unit.startswith("week") else 1))
        if found := self._take(_RELATIVE):
            kind = found.lastgroup or ""
            self.found["in_days"] = {"after": 2, "tomorrow": 1, "week": 7}.get(kind, 0)
            if kind == "tonight":
                self.found["part"] = "evening"
        while found := self._take(_WEEKDAYS):
            days = _weekdays(found["days"])
            is_many = found["every"] or any(len(day) > 4 and day.endswith("s") for day in found["days"].split())
            if self.found.get("weekdays") and not is_many and self.found.get("repeat") is None:
                self.hint = self.hint or "two_days"
            if is_many or (len(days) > 1 and self.found.get("repeat") is None):
                self.found.setdefault("repeat", "weekly")
                if self.found["repeat"] == "daily":
                    self.found["repeat"] = "weekly"
            earlier = self.found.get("weekdays", ())
            self.found["weekdays"] = tuple(sorted({*earlier, *days}))  # type: ignore[misc]
        if self.found.get("repeat") == "two_weeks" and len(self.found.get("weekdays", ())) > 1:  # type: ignore[arg-type]
            self.hint = self.hint or "two_days"

    def _times(self, is_time_asked: bool) -> None:
        times: list[tuple[int, int, bool]] = []
        for pattern in (_CLOCK, _PAST, _HOUR, _OCLOCK, _AT, *((_BARE,) if is_time_asked else ())):
            while found := self._take(pattern):
                read = _clock(pattern, found)
                if read is None:
                    self.hint = self.hint or "impossible"
                else:
                    times.append(read)
        while found := self._take(_NOON):
            times.append((12 if found["noon"] else 0, 0, False))
        while found := self._take(_IN_PART):
            self._set_part(_part(found["part"]))
        if re.search(r"\b(?:or|and|to|-) ?\d{1,2}\b", self.text) and times:
            times.append((-1, 0, False))  # "at 6 or 7"
        if len({(hour, minute) for hour, minute, _ in times}) > 1:
            self.hint = self.hint or "two_times"
        elif times:
            hour, minute, is_half_open = times[0]
            part = self.found.pop("part", None)
            if not is_half_open and part is not None and hour not in _PARTS_OF_DAY[part]:  # type: ignore[index]
                self.hint = self.hint or "two_times"  # "8am and evening"
            if is_half_open and part is not None:
                hour, is_half_open = _halved(hour, part), False  # type: ignore[arg-type]
            self.found |= {"hour": hour, "minute": minute, "is_half_open": is_half_open}

    def _set_part(self, part: Part) -> None:
        earlier = self.found.get("part")
        if earlier not in (None, part) and {earlier, part} != {"evening", "night"}:
            self.hint = self.hint or "two_times"  # "every morning and evening"
        self.found["part"] = part


def _clock(pattern: re.Pattern[str], found: re.Match[str]) -> tuple[int, int, bool] | None:
    """Return hour, minute, and whether it may be morning or evening; None where no clock shows that."""
    groups = found.groupdict()
    written = groups["hour"]
    hour, minute = int(written), int(groups.get("minute") or 0)
    if pattern is _AT and len(written) > 2:
        hour, minute = divmod(hour, 100)
    if pattern is _PAST:
        minute = 30 if groups["what"] == "half" else 15
        if groups["way"] in ("to", "till"):
            hour, minute = (hour - 1) or 12, 60 - minute
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    half = (groups.get("half") or "").replace(".", "")
    if half:
        if hour > 12:
            return (hour % 24, minute, False) if half == "pm" else None
        return (hour % 12 + (12 if half == "pm" else 0), minute, False)
    is_written_out = pattern is _CLOCK and (written.startswith("0") or hour >= 7)
    is_open = 1 <= hour <= 12 and not written.startswith("0") and len(written) < 3 and not is_written_out
    return (hour % 24, minute, is_open)


def _halved(hour: int, part: Part) -> int:
    """Return an hour of the clock in a part of the day."""
    if part == "morning":
        return hour % 12
    if part == "night" and hour % 12 < 6:
        return hour % 12
    if part == "noon" and hour in (10, 11):
        return hour
    return hour % 12 + 12


def _part(word: str) -> Part:
    if word in ("morning", "afternoon", "evening", "night"):
        return word  # type: ignore[return-value]
    return "night" if word == "bedtime" else "noon"


def _weekdays(words: str) -> tuple[int, ...]:
    named = re.findall(r"[a-z]+", words.replace(" and ", " "))
    found = {place for word in named for place, day in enumerate(_DAYS) if re.fullmatch(f"{day}s?", word)}
    return tuple(sorted(found))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"['’`´]", "", folded).replace("–", "-").replace("−", "-")
    folded = re.sub(r"\bphq ?-? ?9\b", "phq", re.sub(r"\bgad ?-? ?7\b", "gad", folded))
    folded = re.sub(rf"\b({'|'.join(_NUMBERS)})\b(?! (?:of|more|thing))", lambda found: str(_NUMBERS[found[1]]), folded)
    return " ".join(folded.split())
