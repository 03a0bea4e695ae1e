"""Going through a questionnaire: answers, steps back and aside, stops, and whatever people type."""

from datetime import datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.questionnaires.progress import LASTS, Progress, start
from waymark.care.questionnaires.result import result_of
from waymark.care.questionnaires.step import Pressed, Stepper
from waymark.content import load_content
from waymark.settings import ROOT

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)


@cache
def cached_stepper():
    return Stepper(load_content(ROOT / "content").instruments)


def said(stepper, progress, *texts):
    step = None
    for text in texts:
        step = stepper.hear(progress, text)
        progress = step.progress
    return step


def test_nine_answers_and_daily_life_are_the_whole(stepper, phq9):
    step = said(stepper, phq9, *["1"] * 9)
    assert step.progress.is_at_function
    assert step.progress.asks == "phq9.10"
    step = said(stepper, step.progress, "very difficult")
    assert step.event == "done"
    result = result_of(step.progress)
    assert (result.total, result.function, result.skipped) == (9, 2, ())


def test_without_any_problem_daily_life_is_not_asked_about(stepper, gad7):
    step = said(stepper, gad7, *["not at all"] * 7)
    assert step.event == "done"
    assert result_of(step.progress).function is None


def test_going_back_changes_one_answer_and_comes_back(stepper, phq9):
    step = said(stepper, phq9, "0", "3", "0", "back")
    assert (step.event, step.progress.asks) == ("back", "phq9.3")
    step = said(stepper, step.progress, "back", "1")
    assert step.progress.asks == "phq9.4"
    assert step.progress.answers[:3] == (0, 1, 0)


def test_going_on_leaves_a_reopened_answer_as_it_is(stepper, phq9):
    step = said(stepper, phq9, "0", "3", "0", "change question 2", "go on")
    assert step.progress.asks == "phq9.4"
    assert step.progress.answers[:3] == (0, 3, 0)


def test_back_at_the_first_question_stays_there(stepper, phq9):
    step = said(stepper, phq9, "go back")
    assert (step.event, step.progress.asks) == ("at_first", "phq9.1")


@pytest.mark.parametrize("text", ["change question 7", "change question 0", "change 99"])
def test_a_question_not_come_to_cannot_be_changed(stepper, phq9, text):
    step = said(stepper, phq9, "1", "2", text)
    assert (step.event, step.progress.asks) == ("not_there", "phq9.3")


def test_skipping_is_allowed_and_remembered(stepper, phq9):
    step = said(stepper, phq9, "skip", "can I skip this one please", *["2"] * 7, "skip")
    assert step.event == "done"
    assert result_of(step.progress).skipped == (1, 2)
    assert result_of(step.progress).function is None


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("stop", "stop"), ("please stop", "stop"), ("I don't want to do this anymore", "stop"),
        ("why do you ask?", "why"), ("Why?", "why"), ("ok go on", "resumed"), ("start over", "restart"),
        ("wait, go back", "back"), ("pass", "skipped"),
    ],
)  # fmt: skip
def test_commands_are_heard_in_plain_words(stepper, phq9, text, event):
    step = said(stepper, phq9, "1", text)
    assert step.event == event


def test_wrong_input_gets_one_hint_and_then_a_way_out(stepper, phq9):
    first = said(stepper, phq9, "it was bad")
    assert (first.event, first.hint) == ("hint", "unclear")
    second = said(stepper, first.progress, "😭😭😭")
    assert (second.event, second.hint) == ("way_out", "pictures")
    assert second.progress.asks == "phq9.1"
    third = said(stepper, second.progress, "1", "42")
    assert third.event == "hint"


def test_a_loose_answer_is_told_apart_from_a_plain_one(stepper, phq9):
    assert said(stepper, phq9, "Several days").event == "answered"
    loose = said(stepper, phq9, "a few days")
    assert (loose.event, loose.number) == ("noted", 1)


def test_a_button_of_an_earlier_question_changes_that_answer(stepper, phq9):
    progress = said(stepper, phq9, "0", "3", "0").progress
    step = stepper.press(progress, Pressed("phq9.2", 1))
    assert (step.event, step.number) == ("changed", 2)
    assert step.progress.answers[:3] == (0, 1, 0)
    assert step.progress.asks == "phq9.4"


@pytest.mark.parametrize("item", ["phq9.5", "phq9.0", "phq9.11", "gad7.1"])
def test_a_button_of_another_question_changes_nothing(stepper, phq9, item):
    progress = said(stepper, phq9, "0", "3").progress
    step = stepper.press(progress, Pressed(item, 1))
    assert (step.event, step.progress) == ("not_there", progress)


def test_a_value_off_the_scale_changes_nothing(stepper, phq9):
    assert stepper.press(phq9, Pressed("phq9.1", 4)).event == "not_there"


def test_problems_taken_back_take_the_answer_about_daily_life_with_them(stepper, phq9):
    progress = said(stepper, phq9, "1", *["0"] * 8).progress
    assert progress.is_at_function
    step = said(stepper, progress, "change question 1", "0")
    assert step.event == "done"


@pytest.mark.parametrize("payload", ["answer:phq9.3=2", "answer:gad7.10=0"])
def test_a_payload_reads_back(payload):
    assert Pressed.read(payload).payload == payload


@pytest.mark.parametrize("payload", [None, "", "card:ect.what", "answer:phq9", "answer:=1", "answer:phq9.3=2 ", "x"])
def test_another_payload_is_no_answer(payload):
    assert Pressed.read(payload) is None


def test_a_run_is_stale_after_a_day(phq9):
    assert not phq9.is_stale(NOW + LASTS)
    assert phq9.is_stale(NOW + LASTS + timedelta(seconds=1))


TEXTS = st.one_of(
    st.sampled_from(
        ["0", "1", "2", "3", "back", "skip", "go on", "why", "stop", "change 2", "change 10", "idk", "4", "nah"]
    ),
    st.text(max_size=40),
)


@given(st.sampled_from(["phq9", "gad7"]), st.lists(TEXTS, max_size=60))
def test_whatever_is_typed_the_questionnaire_stays_whole(name, texts):
    """Never a value off the scale, never an open question without a place, and it can be read back from its slot."""
    stepper = cached_stepper()
    progress = start(stepper.book, name, run="r", now=NOW)
    for text in texts:
        step = stepper.hear(progress, text)
        progress = step.progress
        assert progress.fits(stepper.book)
        assert 0 <= progress.at <= len(progress.answers)
        assert progress.is_complete == (step.event == "done")
        assert Progress.model_validate_json(progress.model_dump_json()) == progress
    result = result_of(progress)
    most = 3 * len(result.answers)
    assert 0 <= result.total <= result.highest(3) <= most


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9), st.integers(1, 9), st.integers(0, 3))
def test_a_changed_answer_counts_and_no_other_moves(values, number, value):
    stepper = cached_stepper()
    progress = start(stepper.book, "phq9", run="r", now=NOW)
    for one in values[:-1]:
        progress = stepper.hear(progress, str(one)).progress
    if number < 9:
        progress = stepper.press(progress, Pressed(f"phq9.{number}", value)).progress
        values = [*values[: number - 1], value, *values[number:]]
    progress = stepper.hear(progress, str(values[-1])).progress
    assert list(progress.items) == values
    assert result_of(progress).total == sum(values)
