"""The day of a treatment change: as people say it, never in the future, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.checkins.days import Day, NoDay, read_day, without_day

TODAY = date(2027, 3, 5)  # a Friday


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("last Monday", date(2027, 3, 1)), ("on the 3rd", date(2027, 3, 3)), ("the 9th", date(2027, 2, 9)),
        ("the 31st", date(2027, 1, 31)), ("Friday", date(2027, 2, 26)), ("yesterday", date(2027, 3, 4)),
        ("today", TODAY),
        ("two weeks ago", date(2027, 2, 19)), ("3 days ago", date(2027, 3, 2)), ("3 March", date(2027, 3, 3)),
        ("March 3rd, 2026", date(2026, 3, 3)), ("13/2", date(2027, 2, 13)), ("2/13/2027", date(2027, 2, 13)),
        ("2027-03-01", date(2027, 3, 1)), ("last week", date(2027, 2, 26)), ("Monday last week", date(2027, 2, 22)),
        ("12 april", date(2026, 4, 12)), ("started lithium last Monday", date(2027, 3, 1)), ("3/3", date(2027, 3, 3)),
        ("went up to 150 on the 3rd", date(2027, 3, 3)), ("on 1 March, a Monday", date(2027, 3, 1)),
    ],
)  # fmt: skip
def test_a_day_is_read(text, on):
    assert read_day(text, TODAY) == Day(on)


@pytest.mark.parametrize(
    ("text", "day"),
    [("in March", Day(date(2027, 3, 1), "month")), ("April", Day(date(2026, 4, 1), "month")),
     ("in 2019", Day(date(2019, 1, 1), "year")),
     ("last month", Day(date(2027, 2, 1), "month")), ("two years ago", Day(date(2025, 1, 1), "year"))],
)  # fmt: skip
def test_a_month_or_a_year_is_enough(text, day):
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("next week", "future"), ("tomorrow", "future"), ("6 March 2027", "future"), ("next Monday", "future"),
        ("2027-03-06", "future"),
        ("31 February 2027", "impossible"), ("3/4", "which_way"), ("01.03.2027", "which_way"),
        ("2027-13-45", "impossible"),
        ("1 March and 2 March", "two_days"), ("from January to March", "two_days"), ("", "no_day"),
        ("nope", "no_day"), ("150", "no_day"),
        ("4 May 1830", "impossible"), ("32/13", "impossible"), ("400 years ago", "impossible"),
    ],
)  # fmt: skip
def test_what_is_no_day_that_can_be_marked_is_asked_again(text, problem):
    found = read_day(text, TODAY)
    assert isinstance(found, NoDay)
    assert found.problem == problem


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("started lithium last Monday", "started lithium"), ("went up to 150 on the 3rd", "went up to 150"),
        ("yesterday: first ECT", "first ECT"), ("stopped it", "stopped it"),
        ("went up on the 31st of November", "went up"),
        ("lithium 300 mg since 2020", "lithium 300 mg"), ("last Monday", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_happened_stands_without_its_day(text, what):
    assert without_day(text, TODAY) == what


@given(st.text(max_size=50), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_nothing_raises_and_no_day_is_in_the_future(text, today):
    found = read_day(text, today)
    assert isinstance(found, NoDay) or date(1950, 1, 1) <= found.on <= today
    assert all(word in text for word in without_day(text, today).split())


@given(st.dates(date(1951, 1, 1), TODAY))
def test_every_day_is_read_back_as_it_is_written(day):
    for text in (
        day.isoformat(),
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"on the {day.day}th of {day:%B %Y}",
    ):
        assert read_day(text, TODAY) == Day(day)
    ago = (TODAY - day).days
    if 1 < ago < 900:
        assert read_day(f"{ago} days ago", TODAY) == Day(TODAY - timedelta(days=ago))
