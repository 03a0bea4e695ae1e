"""Reads when a reminder is to come, as a person would, and guesses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.reminders.time_words import Heard, read_times
from waymark.care.reminders.zones import ZoneReader, zone_of
from waymark.content import load_content
from waymark.settings import ROOT

ZONES = ZoneReader(load_content(ROOT / "content").time_zones)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("every Sunday at 6pm", {"repeat": "weekly", "weekdays": (6,), "hour": 18}),
        ("Sundays 18:00", {"repeat": "weekly", "weekdays": (6,), "hour": 18}),
        ("each sun at six in the evening", {"repeat": "weekly", "weekdays": (6,), "hour": 18}),
        ("next Tuesday 10:30", {"weekdays": (1,), "hour": 10, "minute": 30}),
        ("on wensday at 3 p.m.", {"weekdays": (2,), "hour": 15}),
        ("every morning", {"repeat": "daily", "part": "morning"}),
        ("every day at noon", {"repeat": "daily", "hour": 12}),
        ("daily at midnight", {"repeat": "daily", "hour": 0}),
        ("nightly", {"repeat": "daily", "part": "night"}),
        ("every night at 9", {"repeat": "daily", "hour": 21}),
        ("every two weeks on Friday at 9 in the morning", {"repeat": "two_weeks", "weekdays": (4,), "hour": 9}),
        ("every other Sunday 18:00", {"repeat": "two_weeks", "weekdays": (6,), "hour": 18}),
        ("fortnightly", {"repeat": "two_weeks"}),
        ("once a week", {"repeat": "weekly"}),
        ("weekdays at 0730", {"repeat": "weekly", "weekdays": (0, 1, 2, 3, 4), "hour": 7, "minute": 30}),
        ("every weekend at 10am", {"repeat": "weekly", "weekdays": (5, 6), "hour": 10}),
        ("every Monday and Thursday 8am", {"repeat": "weekly", "weekdays": (0, 3), "hour": 8}),
        ("mon, wed and fri at 7 am", {"repeat": "weekly", "weekdays": (0, 2, 4), "hour": 7}),
        ("today at 17h", {"in_days": 0, "hour": 17}),
        ("tonight at 8", {"in_days": 0, "hour": 20}),
        ("tmrw 9am", {"in_days": 1, "hour": 9}),
        ("the day after tomorrow at 9am", {"in_days": 2, "hour": 9}),
        ("in 3 days at 4pm", {"in_days": 3, "hour": 16}),
        ("in two weeks at 4pm", {"in_days": 14, "hour": 16}),
        ("in half an hour", {"in_minutes": 30}),
        ("in an hour", {"in_minutes": 60}),
        ("in 20 mins", {"in_minutes": 20}),
        ("25 December at 9am", {"day": 25, "month": 12, "hour": 9}),
        ("Dec 25th, 2026 9am", {"day": 25, "month": 12, "year": 2026, "hour": 9}),
        ("2026-12-01 08:00", {"year": 2026, "month": 12, "day": 1, "hour": 8}),
        ("1.12.2026, 8.30", {"year": 2026, "month": 12, "day": 1, "hour": 8, "minute": 30}),
        ("12/25/2026 5pm", {"year": 2026, "month": 12, "day": 25, "hour": 17}),
        ("25/12 5pm", {"month": 12, "day": 25, "hour": 17}),
        ("the 25th at 5pm", {"day": 25, "hour": 17}),
        ("half past six tomorrow evening", {"in_days": 1, "hour": 18, "minute": 30}),
        ("quarter to 8 in the morning", {"hour": 7, "minute": 45}),
        ("12am", {"hour": 0}),
        ("12pm", {"hour": 12}),
        ("at 6", {"hour": 6, "is_half_open": True}),
        ("5:30", {"hour": 5, "minute": 30, "is_half_open": True}),
        ("06:00", {"hour": 6}),
    ],
)
def test_what_a_person_would_understand_is_understood(text, heard):
    read = read_times(text)
    assert read.hint is None
    assert read.heard.model_dump(exclude_defaults=True) == heard


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("at 6 or 7pm", "two_times"),
        ("8am and 8pm", "two_times"),
        ("at 25", "impossible"),
        ("25:99", "impossible"),
        ("15 am", "impossible"),
        ("31 February 9am", "impossible"),
        ("the 42nd", "impossible"),
        ("3/4 at 9am", "which_date"),
        ("every month", "unsupported"),
        ("every 3 days", "unsupported"),
        ("hourly", "unsupported"),
        ("every 4 weeks", "unsupported"),
        ("twice a day", "unsupported"),
        ("yesterday at 5pm", "past"),
        ("last Tuesday", "past"),
    ],
)
def test_what_cannot_be_taken_as_it_is_is_asked_about(text, hint):
    assert read_times(text).hint == hint


@pytest.mark.parametrize(
    "text", ["", " ", "🙂", "may I ask something", "the second thing", "mañana", "kein Plan", "I march on", "sat", "1"]
)
def test_other_words_hold_no_sure_time(text):
    assert read_times(text).heard.hour is None


def test_a_bare_number_is_an_hour_only_where_one_was_asked_for():
    assert read_times("7").heard == Heard()
    assert read_times("7", is_time_asked=True).heard.hour == 7


def test_what_is_not_about_time_is_given_back():
    assert read_times("remind me every Sunday at 6pm to do the PHQ-9").rest == "remind me to do the phq"


PIECES = st.sampled_from(
    [
        "every",
        "next",
        "sunday",
        "mondays",
        "at",
        "6",
        "6pm",
        "25:99",
        "31",
        "february",
        "two",
        "weeks",
        "tomorrow",
        "in",
        "3",
        "days",
        "half",
        "past",
        "noon",
        "or",
        "and",
        "phq-9",
        "2026-13-45",
        "12/12/99",
        "9999",
        "am",
        "pm",
        "🙂",
        "the",
        "25th",
        ".",
        ",",
        ":",
        "/",
        "-",
        "every",
        "other",
        "fortnight",
        "morning",
        "²",
        "½",
        "٣",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=12).map(" ".join)), st.booleans())
def test_no_text_raises_and_every_reading_is_whole(text, is_asked):
    read = read_times(text, is_time_asked=is_asked)
    assert Heard.model_validate_json(read.heard.model_dump_json()) == read.heard
    assert read.heard.hour is None or 0 <= read.heard.hour <= 23
    assert 0 <= read.heard.minute <= 59
    assert all(0 <= day <= 6 for day in read.heard.weekdays)
    assert Heard().merged(read.heard) is not None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("London", "Europe/London"),
        ("I'm in london", "Europe/London"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("new york city", "America/New_York"),
        ("NYC please", "America/New_York"),
        ("Pacific time", "America/Los_Angeles"),
        ("eastern", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Mumbai, India", "Asia/Kolkata"),
        ("utc", "Etc/UTC"),
        ("UTC+2", "UTC+02:00"),
        ("gmt -5", "UTC-05:00"),
        ("+05:30", "UTC+05:30"),
        ("usa", "several"),
        ("London or Chicago", "several"),
        ("Atlantis", "unknown"),
        ("UTC+25", "unknown"),
        ("", "unknown"),
        ("🙂", "unknown"),
    ],
)
def test_zones_are_understood_or_asked_about_again(text, zone):
    assert ZONES.read(text) == zone
    if "/" in zone or "UTC" in zone:
        assert zone_of(zone) is not None


def test_a_zone_beside_a_time_is_taken():
    assert ZONES.named_in("every Sunday 6pm London time") == "Europe/London"
    assert ZONES.named_in("18:00 UTC+2") == "UTC+02:00"
    assert ZONES.named_in("this time next Sunday in time") is None


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading_of_zones(text):
    zone = ZONES.read(text)
    if zone not in ("unknown", "several"):
        zone_of(zone)
    ZONES.named_in(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("every morning and evening", "two_times"),
        ("every morning and every night", "two_times"),
        ("mornings and evenings", "two_times"),
        ("every day at 8am and in the evening", "two_times"),
        ("every morning at 9 and at noon", "two_times"),
        ("the first Monday of the month", "unsupported"),
        ("every last Friday of the month at 6pm", "unsupported"),
        ("last friday of each month", "unsupported"),
        ("second tuesday of every month", "unsupported"),
        ("every third wednesday of the month", "unsupported"),
        ("the last day of the month", "unsupported"),
        ("tonight at 9 in the evening", None),
        ("every night at 10pm", None),
        ("tomorrow morning at 9am", None),
        ("every second tuesday at 9am", None),
    ],
)
def test_two_parts_of_a_day_and_days_of_the_month_are_asked_about(text, hint):
    assert read_times(text).hint == hint
