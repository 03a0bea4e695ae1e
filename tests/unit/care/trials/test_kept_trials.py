"""What is kept of a trial comes back as it was, and nothing that cannot be is ever kept."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.trials.dates import Moment
from waymark.care.trials.kept_trial import MOST_SESSIONS, MOST_WEEKS, KeptTrial, possible
from waymark.care.trials.trial import Trial

TODAY = date(2026, 11, 25)
MOMENTS = st.none() | st.builds(Moment, st.integers(0, 3000), st.integers(0, 15), st.integers(0, 40))
TRIALS = st.builds(
    Trial,
    kind=st.sampled_from(["medicine", "therapy", "procedure"]),
    name=st.sampled_from(["sertraline", "cbt", "tms", "own"]),
    dose_mg=st.none() | st.floats(-100, 1e6, allow_nan=False),
    weeks=st.none() | st.floats(-10, 1e5, allow_nan=False),
    has_vague_length=st.booleans(),
    sessions=st.none() | st.integers(-5, 10_000),
    began=MOMENTS,
    ended=MOMENTS,
    effect=st.none() | st.sampled_from(["none", "little", "half", "mostly", "full"]),
    has_faded=st.booleans(),
    adherence=st.none() | st.sampled_from(["most_days", "missed_many"]),
    side_effects=st.sampled_from([(), ("stomach",), ("weight", "other")]),
    stopped_for=st.none() | st.sampled_from(["side_effects", "no_effect", "other"]),
)


@given(TRIALS)
def test_a_record_gives_back_the_trial_that_it_keeps(trial):
    trial = possible(trial, 1000, TODAY)
    kept = KeptTrial.of(trial)
    again = KeptTrial.from_values(json.loads(json.dumps(kept.values)))
    assert again == kept
    assert again.trial == Trial(**{**trial.__dict__, "flags": ()})


@given(TRIALS)
def test_what_cannot_be_is_flagged_and_not_kept(trial):
    kept = possible(trial, 1000, TODAY)
    assert kept.dose_mg is None or 0 < kept.dose_mg <= 1000
    assert kept.weeks is None or 0 < kept.weeks <= MOST_WEEKS
    assert kept.sessions is None or 0 < kept.sessions <= MOST_SESSIONS
    for moment in (kept.began, kept.ended):
        assert moment is None or not moment.year or 1950 <= moment.year <= TODAY.year
    assert (kept.dose_mg == trial.dose_mg) or "impossible_dose" in kept.flags
    assert (kept.weeks == trial.weeks) or "impossible_duration" in kept.flags


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "medicine"},
        {"kind": "spell", "name": "sertraline"},
        {"kind": "medicine", "name": "sertraline", "dose_mg": -5},
        {"kind": "medicine", "name": "sertraline", "weeks": 10**6},
        {"kind": "medicine", "name": "sertraline", "sessions": 0},
        {"kind": "medicine", "name": "sertraline", "verdict": "trd"},
    ],
)
def test_a_record_of_something_else_is_refused(values):
    with pytest.raises(ValueError, match="KeptTrial"):
        KeptTrial.from_values(values)


def test_what_was_told_later_counts_and_is_no_longer_left_out():
    kept = KeptTrial(kind="medicine", name="sertraline", left=("weeks", "effect"))
    after = kept.with_more(Trial("medicine", "sertraline", weeks=8))
    assert after.weeks == 8
    assert after.left == ("effect",)
    assert after.missing == ("dose_mg", "adherence", "stopped_for")


def test_why_it_ended_is_not_asked_of_what_goes_on():
    kept = KeptTrial(kind="medicine", name="sertraline", dose_mg=50, weeks=8, effect="none", adherence="most_days")
    assert kept.missing == ("stopped_for",)
    assert kept.model_copy(update={"is_ongoing": True}).missing == ()
