from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.trials.dates import Moment, read_dates
from waymark.care.trials.durations import read_durations
from waymark.care.trials.plain import plain


def weeks(text):
    return [span.weeks if span.weeks is None else round(span.weeks, 1) for span in read_durations(plain(text))]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("for 10 weeks", [10]),
        ("6-8 wks", [7]),
        ("six to eight weeks", [7]),
        ("a month and a half", [6.5]),
        ("a fortnight", [2]),
        ("half a year", [26.1]),
        ("two years and three months", [117.4]),
        ("10w", [10]),
        ("90 days", [12.9]),
        ("year and a half", [78.3]),
        ("a few weeks", [None]),
        ("for ages", [None]),
        ("two years ago", []),
        ("I'm 45 years old", []),
        ("twice a week", []),
        ("100 mg a day", []),
        ("the first week", []),
        ("300 a day", []),
        ("eight months before they stopped it", [34.8]),
        ("eight months before that", []),
        ("twenty years since I took it", []),
        ("since about a year ago", [52.2]),
        ("100. year. worked", [52.2]),
        ("25, 1 y: nothing", [52.2]),
        ("not one good day", []),
        ("it only lasted a month", []),
        ("8 weeks zoloft, then 12 on lexapro", [8]),
        ("8 weeks on zoloft, then 12 on lexapro", [8, 12]),
        ("zoloft lasted 8 weeks, lexapro 12", [8, 12]),
        ("seven weeks at 150. It helped in four.", [7, 4]),
        ("three months later, and three months after that", [13, 13]),
        ("two and half years", [130.4]),
        ("1y4m", [69.6]),
        ("200/16w/nil", [16]),
        ("weeks: 8", [8]),
        ("3/4 of a year", [39.1]),
        ("eight long grey weeks", [8]),
        ("most of a year, ten months say", [52.2, 43.5]),
        ("two tablets a day", []),
        ("a miracle for a week", []),
        ("relapsed eight months after discontinuation", []),
        ("a 6 month wait", []),
        ("twelve weeks of Zoloft and twenty of Celexa", [12, 20]),
    ],
)
def test_lengths(text, lengths):
    assert weeks(text) == lengths


def test_a_unit_said_once_serves_for_both():
    assert weeks("30 for a week, then 60 for seven.") == [1, 7]


def test_what_nobody_can_have_done_is_impossible():
    assert [span.is_possible for span in read_durations("for 900 years")] == [False]


@given(st.integers(1, 500), st.sampled_from(["weeks", "wks", "days", "months"]))
def test_a_length_is_read_as_written(count, unit):
    (span,) = read_durations(f"for {count} {unit}")
    size = {"w": 1, "d": 1 / 7, "m": 365.25 / 84}[unit[0]]
    assert span.weeks == pytest.approx(count * size)


@pytest.mark.parametrize(
    ("text", "began", "ended", "length"),
    [
        ("from January to June 2013", Moment(2013, 1), Moment(2013, 6), 26.1),
        ("nov 2020 - jan 2021", Moment(2020, 11), Moment(2021, 1), 13.0),
        ("from November to January 2021", Moment(2020, 11), Moment(2021, 1), 13.0),
        ("2015-17", Moment(2015), Moment(2017), 104.4),
        ("from 2018 to 2019", Moment(2018), Moment(2019), 52.2),
        ("the whole of 2014", Moment(2014), Moment(2014), 52.2),
        ("in spring 2018", Moment(2018, 3), None, None),
        ("until May 2020", None, Moment(2020, 5), None),
    ],
)
def test_times(text, began, ended, length):
    (when,) = read_dates(plain(text))
    assert (when.began, when.ended) == (began, ended)
    assert when.weeks == (length and pytest.approx(length, abs=0.1))


def test_since_has_a_length_where_today_is_known():
    assert read_dates("since march 2026")[0].weeks is None
    assert read_dates("since march 2026", date(2026, 9, 1))[0].weeks == pytest.approx(26.1, abs=0.1)


@pytest.mark.parametrize("text", ["in 2031", "since december 2026", "from 2019 to 2017", "in 1847"])
def test_times_that_cannot_be_are_marked(text):
    (when,) = read_dates(text, date(2026, 11, 21))
    assert not when.is_possible
    assert when.began is when.ended is when.weeks is None
