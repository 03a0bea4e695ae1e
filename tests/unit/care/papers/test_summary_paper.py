"""What stands in a summary: what was chosen, in the person's words, and no verdict."""

import re

import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.papers.material import Material, material_of
from waymark.care.papers.parts import PARTS, USUAL, in_order, read_parts, write_parts
from waymark.care.papers.summary import compose
from waymark.care.trials.dates import Moment
from waymark.care.trials.kept_trial import KeptTrial
from waymark.messages import Chart, Table

from .conftest import GOAL, NOW, RECORDS, SCORES, Kept, form, on

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "kind",
        "name",
        "called",
        "dose_mg",
        "weeks",
        "sessions",
        "began",
        "ended",
        "effect",
        "side_effects",
        "areas",
        "at",
        "what",
        "on",
        "answers",
        "parts",
        "stopped_for",
        "adherence",
    ],
)
VALUES = st.dictionaries(FIELDS, ANYTHING, max_size=8)


@pytest.fixture
def summary(content, material):
    return compose(content, material, PARTS, NOW)


def test_it_says_who_made_it_and_what_it_is_not(content):
    text = compose(content, Material(), PARTS, NOW).draft.text
    for words in ("by the person it is about", "6 March 2027", "not a diagnosis", "not medical advice"):
        assert words in text
    assert "No clinician has reviewed" in " ".join(text.split())


def test_every_part_is_there_in_its_order(summary):
    assert [section.part for section in summary.sections] == list(PARTS)
    text = summary.draft.text
    for words in (
        GOAL,
        "25 January 2027: lithium added",
        "20 out of 27",
        "Sleep",
        "shaky hands",
        "Which trials counted?",
    ):
        assert words in text


@pytest.mark.parametrize("part", PARTS)
def test_only_what_was_chosen_goes_in(content, material, part):
    assert [section.part for section in compose(content, material, [part], NOW).sections] == [part]


def test_the_answers_about_death_stand_in_their_own_part_alone(content, material):
    assert "better off dead" not in compose(content, material, USUAL, NOW).draft.text
    told = compose(content, material, ["safety"], NOW).draft.text
    assert "8 January 2027: Several days" in told
    assert "5 March 2027: Not at all" in told
    assert "A safety plan was begun" in told


def test_trials_are_set_against_the_checklists_and_no_verdict_is_given(summary):
    table = next(
        block for section in summary.sections if section.part == "trials" for block in section.blocks
        if isinstance(block, Table)
    )  # fmt: skip
    assert [row[-1] for row in table.rows] == [
        "counts as a fair trial",
        "ended early for side effects, so it is not counted as one that did not work",
        "not enough is known",
        "listed, not judged",
        "listed, not judged",
    ]
    assert [row[0] for row in table.rows] == [
        "Sertraline (SSRI), March 2019",
        "Venlafaxine (SNRI), May 2021",
        "Bupropion (NDRI), taken now",
        "Transcranial magnetic stimulation (TMS)",
        "horse riding",
    ]
    assert table.rows[4][1] == "about 2.3 years"
    text = summary.draft.text
    assert "for the prescriber to decide" in " ".join(text.split())
    assert not re.search(r"resistan|\bTRD\b|you should|failed", text)


def test_form_with_questions_left_out_has_no_range_and_is_not_in_the_chart(summary):
    blocks = next(section.blocks for section in summary.sections if section.part == "scores")
    (chart,) = [block for block in blocks if isinstance(block, Chart)]
    assert [point.value for point in chart.points] == [20, 15, 9]
    assert [mark.label for mark in chart.marks] == ["lithium added"]
    assert [band.label for band in chart.bands] == ["minimal", "mild", "moderate", "moderately severe", "severe"]
    assert "20" in chart.summary
    assert "lithium added" in chart.summary
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert "left out: 2" in table.rows[3][3]


def test_area_with_three_values_has_a_chart_beside_its_first_and_latest(content):
    later = Kept("checkin", "3", {"areas": {"sleep": 6, "energy": 4}, "at": "2027-03-06T10:00:00Z"})
    found = compose(content, material_of([], [*RECORDS, later], []), ["checkins"], NOW).sections[0].blocks
    assert [type(block).__name__ for block in found[:2]] == ["Chart", "Table"]
    assert [point.value for point in found[0].points] == [3, 5, 6]
    assert [mark.label for mark in found[0].marks] == ["lithium added"]
    assert [row[0] for row in found[1].rows] == ["Sleep", "Energy"]


def test_score_that_does_not_fit_its_form_is_left_out(content):
    odd = [
        (form("phq9", 9, 9), on(1, 1)),
        (form("phq9", *[9] * 9), on(1, 1)),
        (form("xyz", 1), on(1, 1)),
        ({}, on(1, 1)),
    ]
    text = compose(content, material_of(odd, [], []), ["scores", "safety"], NOW).draft.text
    assert "No forms are kept" in text


def test_nothing_kept_is_said_plainly(content):
    text = compose(content, Material(), PARTS, NOW).draft.text
    for words in (
        "No forms are kept",
        "No check-ins",
        "No treatments are kept",
        "No questions are kept",
        "No safety plan",
    ):
        assert words in text


def test_sources_of_forms_and_checklists_are_named(content, material):
    ids = {note.title for note in compose(content, material, PARTS, NOW).sources}
    assert {content.sources["sackeim-2019"].title, content.sources["kroenke-2001"].title} <= ids
    assert compose(content, material, ["goals"], NOW).sources == ()


def test_choices_are_carried_as_text_and_read_back():
    assert read_parts(write_parts(["scores", "goals", "nonsense"])) == ("goals", "scores")
    assert read_parts("") == USUAL
    assert read_parts("x.y") == USUAL
    assert read_parts(write_parts(PARTS)) == PARTS == in_order(reversed(PARTS))


def test_words_are_plain_and_leave_nothing_open(content):
    told = {name: told[0].text for name, told in content.responses.items() if name.startswith("summary_")}
    assert len(told) > 100
    asked = " ".join(text for name, text in told.items() if name.endswith(("_ask", "_ready", "_intro")))
    assert textstat.flesch_kincaid_grade(re.sub(r"\{\w+\}", "x", asked)) <= 8


def test_no_placeholder_is_left(summary):
    assert not re.search(r"[{}]|\bNone\b", summary.draft.text)


@given(
    values=st.lists(st.tuples(st.sampled_from(["trial", "checkin", "change", "summary", "plan"]), VALUES), max_size=6)
)
def test_whatever_is_kept_can_be_composed(content, values):
    records = [Kept(kind, str(number), one) for number, (kind, one) in enumerate(values)]
    found = material_of(SCORES, [*RECORDS, *records], ["\x00\ud800 ?"])
    draft = compose(content, found, PARTS, NOW).draft
    assert draft.text
    draft.model_dump_json().encode()


@given(ANYTHING, st.sampled_from(["trial", "checkin", "change", "summary"]))
def test_whatever_was_kept_where_an_object_belongs_does_no_harm(content, value, kind):
    record = Kept(kind, "1", {"areas": value, "side_effects": value, "answers": value, "on": value, "what": "x"})
    assert compose(content, material_of([], [record], []), PARTS, NOW).draft.text


def test_too_much_is_cut_to_the_latest():
    many = [Kept("trial", str(n), {"kind": "medicine", "name": "sertraline", "weeks": n + 1}) for n in range(500)]
    found = material_of([(form("phq9", *[0] * 9), on(1, 1))] * 500, many, ["q"] * 500)
    assert (len(found.trials), len(found.scores), len(found.questions)) == (60, 100, 60)
    assert found.trials[-1].trial.weeks == 500


def test_trials_are_read_as_their_tool_keeps_them(content):
    told = [
        KeptTrial(kind="medicine", name="sertraline", dose_mg=100, weeks=8, began=Moment(2020, 2), effect="little"),
        KeptTrial(kind="medicine", name="own", called="a blue pill", is_ongoing=True, left=("dose_mg",)),
    ]
    records = [Kept("trial", str(number), one.values) for number, one in enumerate(told)]
    text = compose(content, material_of([], records, []), ["trials"], NOW).draft.text
    assert "Sertraline (SSRI), February 2020; Highest dose and length: 100 mg a day, about 8 weeks" in text
    assert "a blue pill, taken now" in text
