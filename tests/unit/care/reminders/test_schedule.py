"""When a reminder comes next, also where the clocks change."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.reminders.calendar_file import calendar_file
from waymark.care.reminders.reminder import Reminder, planned
from waymark.care.reminders.schedule import Schedule
from waymark.care.reminders.time_words import Heard
from waymark.care.reminders.zones import zone_of

UTC = timezone.utc
ZONES = [
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "UTC+05:30",
    "Etc/UTC",
]
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
SCHEDULES = st.builds(
    Schedule,
    repeat=st.sampled_from(["once", "daily", "weekly", "two_weeks"]),
    day=st.dates(date(2024, 1, 1), date(2035, 1, 1)),
    weekdays=st.sets(st.integers(0, 6), max_size=3).map(lambda days: tuple(sorted(days))),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    zone=st.sampled_from(ZONES),
    lead=st.sampled_from([0, 60, 1440]),
)
HEARD = st.builds(
    Heard,
    repeat=st.sampled_from([None, "once", "daily", "weekly", "two_weeks"]),
    weekdays=st.sets(st.integers(0, 6), max_size=2).map(lambda days: tuple(sorted(days))),
    year=st.sampled_from([None, 2025, 2027, 9999]),
    month=st.sampled_from([None, 1, 2, 12]),
    day=st.sampled_from([None, 1, 29, 31]),
    in_days=st.sampled_from([None, 0, 1, 400, 999_999]),
    in_minutes=st.sampled_from([None, 1, 600]),
    hour=st.sampled_from([None, 0, 2, 13, 23]),
    part=st.sampled_from([None, "morning", "night"]),
)


def schedule(**values):
    return Schedule(**{"repeat": "weekly", "day": date(2026, 3, 1), "hour": 18, "zone": "Europe/London", **values})


def local_times(made, after, count):
    found = []
    for _ in range(count):
        after = made.next_after(after)
        found.append(after.astimezone(zone_of(made.zone)))
    return found


@pytest.mark.parametrize("start", [datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC)])
@pytest.mark.parametrize("repeat", ["daily", "weekly", "two_weeks"])
def test_the_hour_stays_what_it_is_when_the_clocks_change(start, repeat):
    times = local_times(schedule(repeat=repeat), start, 25)
    assert {(one.hour, one.minute) for one in times} == {(18, 0)}
    assert len({one.utcoffset() for one in times}) == 2


def test_a_time_that_the_clocks_skip_comes_an_hour_later_and_once():
    made = schedule(repeat="daily", hour=1, minute=30, day=date(2026, 3, 27))
    times = local_times(made, datetime(2026, 3, 28, 12, tzinfo=UTC), 2)
    assert [(one.day, one.hour, one.minute) for one in times] == [(29, 2, 30), (30, 1, 30)]


def test_a_time_that_comes_twice_counts_once():
    made = schedule(repeat="daily", hour=1, minute=30)
    times = local_times(made, datetime(2026, 10, 24, 12, tzinfo=UTC), 2)
    assert [(one.day, one.hour, one.utcoffset()) for one in times] == [
        (25, 1, timedelta(hours=1)),
        (26, 1, timedelta(0)),
    ]


def test_every_two_weeks_keeps_its_week():
    made = schedule(repeat="two_weeks", day=date(2026, 3, 1))
    assert [one.date() for one in local_times(made, datetime(2026, 3, 20, tzinfo=UTC), 3)] == [
        date(2026, 3, 29),
        date(2026, 4, 12),
        date(2026, 4, 26),
    ]


def test_an_hour_before_midnight_is_the_day_before():
    made = schedule(repeat="daily", hour=0, lead=60)
    (first,) = local_times(made, datetime(2026, 3, 10, 12, tzinfo=UTC), 1)
    assert (first.day, first.hour) == (10, 23)


@given(SCHEDULES, MOMENTS)
def test_what_is_next_is_never_past_and_always_at_its_hour(made, after):
    due = made.next_after(after)
    if due is None:
        assert made.repeat == "once"
        return
    assert due > after
    local = (due + timedelta(minutes=made.lead)).astimezone(zone_of(made.zone))
    is_skipped = (local.hour, local.minute) != (made.hour, made.minute)
    if is_skipped:  # only on the day on which the clocks go forward
        naive = local.replace(tzinfo=None)
        zone = zone_of(made.zone)
        assert naive.replace(tzinfo=zone).utcoffset() != (naive - timedelta(hours=3)).replace(tzinfo=zone).utcoffset()
    if made.repeat == "weekly":
        assert local.weekday() in (made.weekdays or (made.day.weekday(),))


@given(HEARD, st.sampled_from(ZONES), MOMENTS, st.sampled_from([0, 60, 1440]))
def test_what_is_planned_lies_ahead_and_within_a_year(heard, zone, now, lead):
    made = planned(heard, zone, now, lead=lead)
    if isinstance(made, Schedule):
        due = made.next_after(now)
        assert now < due <= now + timedelta(days=366)
        reminder = Reminder(what="own", words="x", schedule=made)
        assert Reminder.of(reminder.kept(due)) == reminder
    else:
        assert made in ("past", "too_far", "impossible")


@given(SCHEDULES, MOMENTS)
def test_a_calendar_file_begins_when_the_reminder_does(made, now):
    text = calendar_file(Reminder(what="own", words="secret", schedule=made), "k", "A reminder; yours, really", now)
    assert "secret" not in text
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    fields = dict(line.split(":", 1) for line in lines if ":" in line and not line.startswith(("BEGIN", "END")))
    assert fields["SUMMARY"] == "A reminder\\; yours\\, really"
    begins = datetime.strptime(fields["DTSTART"].rstrip("Z"), "%Y%m%dT%H%M%S")
    before = datetime(2020, 1, 1, tzinfo=UTC)
    due = made.next_after(before)
    if made.repeat == "once":
        assert begins.replace(tzinfo=UTC) == due
    else:
        wall = begins + timedelta(minutes=made.lead)
        assert (wall.hour, wall.minute) == (made.hour, made.minute)
        assert wall.date() >= made.day
        assert "RRULE" in fields


def test_the_rule_of_a_lead_moves_its_days():
    made = schedule(weekdays=(0, 6), hour=9, lead=1440, day=date(2026, 3, 1))
    text = calendar_file(
        Reminder(what="appointment", schedule=made), "k", "A reminder", datetime(2026, 3, 1, tzinfo=UTC)
    )
    assert "RRULE:FREQ=WEEKLY;BYDAY=SA,SU" in text
    assert "DTSTART:20260228T090000" in text  # Saturday, for Sunday the first


def test_an_unknown_zone_is_a_value_error():
    for name in ("Mars/Olympus", "", "../etc", "UTC+5"):
        with pytest.raises(ValueError):
            zone_of(name)
    assert zone_of("Europe/London") == ZoneInfo("Europe/London")
