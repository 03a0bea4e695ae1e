import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.trials.adequacy import explain, judge
from waymark.care.trials.trial import Trial

DOSES = st.one_of(st.none(), st.floats(1, 900))
WEEKS = st.one_of(st.none(), st.floats(0.1, 300))
ADHERENCE = st.sampled_from([None, "most_days", "missed_many"])
REASONS = st.sampled_from([None, "side_effects", "no_effect", "other"])
ILL_KNOWN = {
    "fluvoxamine", "trazodone", "doxepin", "clomipramine", "protriptyline", "isocarboxazid", "moclobemide",
    "agomelatine",
}  # fmt: skip


def of(name="sertraline", **told):
    return Trial("medicine", name, **told)


@pytest.mark.parametrize(
    ("trial", "status", "explanation"),
    [
        (of(dose_mg=50, weeks=6), "counted", "counted"),
        (of(dose_mg=150, weeks=4), "counted", "counted_by_one"),
        (of(dose_mg=150, weeks=3.9), "too_short", "too_short"),
        (of(dose_mg=25, weeks=20), "below_minimum", "below_minimum"),
        (of(dose_mg=25), "below_minimum", "below_minimum"),
        (of(weeks=2), "too_short", "too_short"),
        (of(dose_mg=150), "not_enough_known", "not_enough_known"),
        (of(weeks=20), "not_enough_known", "not_enough_known"),
        (of(), "not_enough_known", "not_enough_known"),
        (of(dose_mg=100, weeks=2, stopped_for="side_effects"), "side_effects", "side_effects"),
        (of(dose_mg=25, weeks=9, stopped_for="side_effects"), "side_effects", "side_effects"),
        (of(stopped_for="side_effects"), "side_effects", "side_effects"),
        (of(dose_mg=100, weeks=9, stopped_for="side_effects"), "counted", "counted"),
        (of(dose_mg=100, weeks=9, adherence="missed_many"), "not_enough_known", "missed_doses"),
        (of("fluvoxamine", dose_mg=200, weeks=20), "no_minimum", "no_minimum"),
        # the published worked case of the MGH-ATRQ
        (of("sertraline", dose_mg=100, weeks=13), "counted", "counted"),
        (of("venlafaxine", dose_mg=75, weeks=7), "below_minimum", "below_minimum"),
        (of("duloxetine", dose_mg=90, weeks=104), "counted", "counted"),
    ],
)
def test_how_a_trial_stands(content, trial, status, explanation):
    judgement = judge(trial, content.medicines[trial.name], content.trials.fair)
    assert (judgement.status, judgement.explanation) == (status, explanation)


@given(DOSES, WEEKS, ADHERENCE, REASONS, st.floats(0, 500), st.floats(0, 100))
def test_more_dose_or_weeks_never_counts_less(content, dose, weeks, adherence, reason, more_dose, more_weeks):
    medicine, fair = content.medicines["sertraline"], content.trials.fair
    less = of(dose_mg=dose, weeks=weeks, adherence=adherence, stopped_for=reason)
    more = of(
        dose_mg=dose and dose + more_dose, weeks=weeks and weeks + more_weeks, adherence=adherence, stopped_for=reason
    )
    assert judge(more, medicine, fair).is_counted >= judge(less, medicine, fair).is_counted


def test_medicines_that_are_unsure_have_no_minimum(content):
    assert all(content.medicines[name].minimum is None for name in ILL_KNOWN)
    assert all(one.minimum is None for one in content.medicines.values() if one.use == "augmentation")


def test_every_explanation_is_there_and_whole(content):
    shown = {
        judge(of(name, **told), content.medicines[name], content.trials.fair)
        for name in ("sertraline", "doxepin")
        for told in (
            {}, {"dose_mg": 50, "weeks": 4}, {"dose_mg": 50, "weeks": 8}, {"dose_mg": 50, "weeks": 1}, {"dose_mg": 5},
            {"stopped_for": "side_effects"}, {"dose_mg": 50, "weeks": 8, "adherence": "missed_many"},
        )
    }  # fmt: skip
    assert {judgement.explanation for judgement in shown} == set(content.trials.explanations)
    assert not any("{" in explain(judgement, content.trials) for judgement in shown)


def test_only_medicines_are_judged(content):
    with pytest.raises(ValueError, match="medicines"):
        judge(Trial("therapy", "cbt"), content.medicines["sertraline"], content.trials.fair)
