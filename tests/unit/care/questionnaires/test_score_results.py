"""What a questionnaire adds up to: the published ranges, what is left out, and change."""

from datetime import datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.questionnaires.result import Kept, Result, change_between, comparable
from waymark.content import load_content
from waymark.settings import ROOT

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)


@cache
def instruments():
    return load_content(ROOT / "content").instruments.instruments


def of_total(total, items=9, name="phq9"):
    answers = [min(3, max(0, total - 3 * place)) for place in range(items)]
    return Result(instrument=name, answers=tuple(answers))


def kept(total, days_ago=0, **values):
    return Kept(result=of_total(total, **values), at=NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
        (15, "moderately severe"), (19, "moderately severe"), (20, "severe"), (27, "severe"),
    ],
)  # fmt: skip
def test_phq9_ranges_are_those_published(total, band):
    assert of_total(total).band(instruments()["phq9"]).name == band


@pytest.mark.parametrize(
    ("total", "band"),
    [(4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"), (15, "severe"), (21, "severe")],
)  # fmt: skip
def test_gad7_ranges_are_those_published(total, band):
    assert of_total(total, items=7, name="gad7").band(instruments()["gad7"]).name == band


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=9, max_size=9))
def test_a_total_with_gaps_has_no_range_and_says_how_far_it_may_reach(answers):
    result = Result(instrument="phq9", answers=tuple(answers))
    given_values = [value for value in answers if value is not None]
    assert result.total == sum(given_values)
    assert result.highest(3) == sum(given_values) + 3 * answers.count(None)
    assert result.is_whole == (None not in answers)
    assert (result.band(instruments()["phq9"]) is not None) == result.is_whole
    assert [answers[number - 1] for number in result.skipped] == [None] * answers.count(None)


@pytest.mark.parametrize(
    ("before", "now", "clear", "response", "remission"),
    [
        (20, 15, True, False, False), (20, 16, False, False, False), (20, 10, True, True, False),
        (20, 11, True, False, False), (10, 4, True, True, True), (5, 4, False, False, True),
        (4, 3, False, False, False), (10, 15, True, False, False), (10, 14, False, False, False),
        (0, 0, False, False, False), (2, 0, False, True, False),
    ],
)  # fmt: skip
def test_change_follows_the_rules_of_the_phq9(before, now, clear, response, remission):
    change = change_between(instruments()["phq9"], kept(before, 30), kept(now))
    assert (change.points, change.is_clear, change.is_response, change.is_remission) == (
        now - before, clear, response, remission
    )  # fmt: skip


def test_the_gad7_has_no_rule_for_change():
    change = change_between(instruments()["gad7"], kept(20, 30, items=7, name="gad7"), kept(3, items=7, name="gad7"))
    assert (change.points, change.is_clear, change.is_response, change.is_remission) == (-17, None, None, None)


@pytest.mark.parametrize(("days", "overlaps"), [(1, True), (13, True), (14, False), (60, False)])
def test_forms_closer_than_two_weeks_overlap(days, overlaps):
    assert change_between(instruments()["phq9"], kept(9, days), kept(9)).overlaps is overlaps


def test_only_whole_results_of_the_same_form_are_compared():
    gap = Kept(result=Result(instrument="phq9", answers=(None, *[1] * 8)), at=NOW)
    assert change_between(instruments()["phq9"], gap, kept(9)) is None
    assert change_between(instruments()["phq9"], kept(9), gap) is None
    older = kept(12, 40)
    assert comparable([kept(3, 90), older, gap, kept(3, items=7, name="gad7")], "phq9") == older
    assert comparable([gap], "phq9") is None


@pytest.mark.parametrize(("last", "disclosed"), [(0, False), (1, True), (3, True), (None, False)])
def test_the_ninth_answer_tells_of_danger(last, disclosed):
    result = Result(instrument="phq9", answers=(*[3] * 8, last))
    assert result.disclosed(instruments()["phq9"]) is disclosed
