"""All questions as one form: what it shows, what comes back, and that it adds up as one question at a time does."""

from datetime import datetime, timezone
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.questionnaires.disclosure import Discloser
from waymark.care.questionnaires.filled import Filled, form_of
from waymark.care.questionnaires.progress import as_form, one_by_one, start
from waymark.care.questionnaires.result import result_of
from waymark.care.questionnaires.step import Pressed, Stepper
from waymark.care.questionnaires.words import QuestionnaireWriter
from waymark.content import load_content
from waymark.messages import Form
from waymark.safety import Responder, RiskState
from waymark.settings import ROOT

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)
SKIP = "Leave this one out"
BESIDE_NINTH = "0.0.0.0.0.0.0.0"


@cache
def loaded():
    return load_content(ROOT / "content")


@pytest.fixture
def writer(content):
    return QuestionnaireWriter(content, {"line": "call or text 988", "emergency": "911"})


def filled(values, instrument="phq9", run="r"):
    found = Filled.read(f"form:{instrument}:{run}={values}")
    assert found is not None
    return found


def form_in(draft):
    (form,) = (block for block in draft.blocks if isinstance(block, Form))
    return form


def test_a_form_holds_every_question_with_its_published_answers(book, phq9):
    form = form_of(phq9, book, SKIP)
    instrument = book.instruments["phq9"]
    assert [field.label for field in form.fields] == [
        *(item.text for item in instrument.items),
        instrument.function.text,
    ]
    assert form.text == instrument.instruction
    for field in form.fields[:-1]:
        assert [option.title for option in field.options] == [
            "Not at all", "Several days", "More than half the days", "Nearly every day", SKIP
        ]  # fmt: skip
    assert [field.is_optional for field in form.fields] == [False] * 9 + [True]
    assert form.fields[-1].options[3].title == "Extremely difficult"


def test_answers_given_so_far_stand_in_the_form(book, stepper, phq9):
    progress = stepper.hear(stepper.hear(phq9, "2").progress, "skip").progress
    assert [field.chosen for field in form_of(as_form(progress), book, SKIP).fields][:3] == ["2", "skip", None]
    assert one_by_one(as_form(progress)) == progress


def test_the_form_is_shown_with_its_notice_and_the_word_on_the_ninth(writer, stepper, phq9, gad7):
    draft = writer.question(stepper.change_way(phq9, "as_form").progress, "as_form")
    assert "No permission required" in draft.text
    assert "Question 9 asks about thoughts" in draft.text
    assert "Question 9" not in writer.question(as_form(gad7), "as_form").text.replace("questionnaire", "")
    assert draft.asks == "phq9.form"
    assert [button.value for button in draft.buttons] == ["questionnaire:one_by_one"]
    assert form_in(draft).title == "PHQ-9"
    assert "1. Little interest" in draft.text  # a client that shows only text loses nothing


def test_a_form_that_stands_above_is_not_shown_again_unasked(writer, phq9):
    draft = writer.question(as_form(phq9), None)
    assert not any(isinstance(block, Form) for block in draft.blocks)
    assert [button.value for button in draft.buttons] == ["questionnaire:as_form", "questionnaire:one_by_one"]
    assert draft.asks == "phq9.form"


@pytest.mark.parametrize("text", ["several days", "2", "skip", "back", "why do you ask?", "change question 2"])
def test_while_the_form_is_open_words_fill_no_question(stepper, phq9, text):
    step = stepper.hear(as_form(phq9), text)
    assert (step.event, step.progress) == ("form_open", as_form(phq9))


def test_a_button_of_one_question_goes_on_one_at_a_time(stepper, phq9):
    step = stepper.press(as_form(phq9), Pressed("phq9.1", 2))
    assert (step.progress.asks, step.progress.answers[0]) == ("phq9.2", 2)


@given(
    st.lists(st.sampled_from(("0", "1", "2", "3", "skip")), min_size=9, max_size=9),
    st.sampled_from(("0", "1", "2", "3", "skip")),
)
def test_a_form_adds_up_as_one_question_at_a_time_does(items, function):
    book = loaded().instruments
    stepper, progress = Stepper(book), start(book, "phq9", run="r", now=NOW)
    step = stepper.fill(as_form(progress), filled(".".join([*items, function])))
    for said in (*items, function):
        progress = stepper.hear(progress, said).progress
    assert step.event == "done"
    assert not step.progress.is_form
    assert step.progress == progress
    assert result_of(step.progress) == result_of(progress)


def test_daily_life_left_open_is_asked_by_itself_where_there_is_a_problem(writer, stepper, phq9):
    step = stepper.fill(phq9, filled("1.0.0.0.0.0.0.0.0."))
    assert (step.event, step.progress.asks) == ("filled", "phq9.10")
    assert "not counted" in writer.question(step.progress, step.event).text
    assert stepper.fill(phq9, filled("0.0.0.0.0.0.0.0.0.")).event == "done"


def test_the_form_stands_in_place_of_all_earlier_answers(stepper, phq9):
    half = stepper.hear(stepper.hear(phq9, "3").progress, "3").progress
    assert stepper.fill(half, filled(f"{BESIDE_NINTH}.0.")).progress.answers == (*[0] * 9, None)


@pytest.mark.parametrize(
    "other",
    [
        filled(f"{BESIDE_NINTH}.0.", run="earlier"),
        filled("0.0.0.0.0.0.0.", instrument="gad7"),
        filled(f"{BESIDE_NINTH}.0"),
        filled(f"{BESIDE_NINTH}.4."),
    ],
    ids=["another run", "another questionnaire", "too short", "not on the scale"],
)
def test_a_form_that_is_not_the_one_asked_changes_nothing(stepper, phq9, other):
    half = stepper.hear(phq9, "3").progress
    step = stepper.fill(half, other)
    assert (step.event, step.progress) == ("form_closed", half)


@pytest.mark.parametrize(
    "payload",
    [
        None, "", "form:", "form:phq9:r", "form:phq9:r=x", "form:phq9:r=0.1.222", "form:phq9:r=0,1", "form:phq9=1",
        "answer:phq9.9=3", "form:phq9:r=0\n", "form:phq9:r=" + "1" * 50_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_anything_else_is_no_form(payload):
    assert Filled.read(payload) is None


@pytest.mark.parametrize("value", ["1", "2", "3"])
@pytest.mark.parametrize("others", [BESIDE_NINTH, "......."], ids=["all answered", "others left open"])
def test_the_ninth_answer_in_a_form_is_a_disclosure(content, value, others):
    discloser = Discloser(Responder.from_content(content))
    pressed = discloser.answer_in(f"form:phq9:r={others}.{value}.")
    assert pressed == Pressed("phq9.9", int(value))
    decision, after = discloser.decide("", RiskState(), asked="phq9.form", pressed=pressed, country="US", now=NOW)
    assert (decision.level, decision.response) == ("passive_ideation", "takeover")
    assert after.asks == "thinking_of_suicide"


@pytest.mark.parametrize("value", ["0", "skip", ""])
def test_a_form_without_it_is_none(content, value):
    discloser = Discloser(Responder.from_content(content))
    pressed = discloser.answer_in(f"form:phq9:r=3.3.3.3.3.3.3.3.{value}.3")
    decision, _ = discloser.decide("", RiskState(), asked="phq9.form", pressed=pressed, country="US", now=NOW)
    assert decision.response == "none"


def test_a_form_without_such_an_item_tells_of_no_danger(content):
    assert Discloser(Responder.from_content(content)).answer_in("form:gad7:r=3.3.3.3.3.3.3.3") is None
