"""What the component makes of a message while a questionnaire is open, was stopped, or is not there."""

from datetime import timedelta

import pytest
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.nlu.training_data.message import Message

from waymark.brain import resources
from waymark.brain.components import questionnaire_answers
from waymark.brain.components.questionnaire_answers import QuestionnaireAnswers
from waymark.care.questionnaires.progress import Progress, start
from waymark.safety import Decision


@pytest.fixture
def progress():
    return start(resources.content().instruments, "phq9", run="r", now=questionnaire_answers._now())


def opened(tracker, progress):
    tracker.update(ActiveLoop("questionnaire_form"))
    tracker.update(SlotSet("requested_slot", "questionnaire_done"))
    stopped(tracker, progress)


def stopped(tracker, progress):
    tracker.update(SlotSet("questionnaire", progress.model_dump_json()))


def at_item(progress, number):
    answers = (*[0] * (number - 1), *progress.answers[number - 1 :])
    return progress.model_copy(update={"answers": answers, "at": number - 1})


def read(tracker, text, intent="out_of_scope", confidence=0.9, pressed=None, **told):
    metadata = {"pressed": pressed, **told}
    data = {"text": text, "intent": {"name": intent, "confidence": confidence}, "metadata": metadata}
    (result,) = QuestionnaireAnswers().process([Message(data=data)], tracker)
    told = {entity["entity"]: entity["value"] for entity in result.get("entities") or []}
    return result.get("intent")["name"], told, (result.get("questionnaire") or {}).get("event")


@pytest.mark.parametrize(
    ("text", "intent", "event"),
    [
        ("several days", "ask_card", "answered"),
        ("nah", "deny", "noted"),
        ("most days?", "ask_card", "noted"),
        ("2 or 3", "unclear", "hint"),
        ("skip", "stop", "skipped"),
        ("why do you ask?", "ask_card", "why"),
        ("my sleep is a mess", "ask_card", "hint"),
        ("take the phq9", "take_questionnaire", "resumed"),
    ],
)
def test_answers_and_commands_are_taken_whatever_the_intent(tracker, progress, text, intent, event):
    opened(tracker, progress)
    name, told, found = read(tracker, text, intent)
    assert (name, found) == ("answer_item", event)
    assert Progress.model_validate_json(told["questionnaire"]).run == "r"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what is anhedonia?", "ask_card"),
        ("how many days is several supposed to be", "ask_card"),
        ("I feel so low", "express_low_mood"),
        ("who can read this", "ask_privacy"),
        ("take the gad-7", "take_questionnaire"),
        ("bye", "goodbye"),
    ],
)
def test_something_else_is_left_to_its_rule(tracker, progress, text, intent):
    opened(tracker, progress)
    assert read(tracker, text, intent) == (intent, {}, None)


def test_a_form_that_is_stopped_is_told_nothing(tracker, progress):
    opened(tracker, progress)
    assert read(tracker, "stop") == ("stop", {}, None)


def test_after_danger_only_a_plain_answer_is_one(tracker, progress):
    opened(tracker, progress)
    tracker.update(UserUttered("x", {"name": "crisis", "confidence": 1.0}))
    assert read(tracker, "no", "deny")[0] == "deny"
    assert read(tracker, "it is all so grey", "chitchat")[0] == "chitchat"
    assert read(tracker, "Not at all")[0] == "answer_item"
    assert read(tracker, "go on", "stop")[0] == "answer_item"


@pytest.mark.parametrize(("text", "pressed"), [("nearly every day", None), ("x", "answer:phq9.9=3")])
def test_an_answer_that_tells_of_danger_is_kept_quietly(tracker, progress, text, pressed):
    opened(tracker, at_item(progress, 9))
    name, told, _ = read(tracker, text, "crisis", pressed=pressed)
    assert name == "crisis"
    assert set(told) == {"questionnaire_in_danger"}  # whatever fills the form's own slots makes it ask on
    kept = Progress.model_validate_json(told["questionnaire_in_danger"])
    assert (kept.answers[8], kept.asks) == (3, "phq9.10")
    tracker.update(SlotSet("questionnaire_in_danger", told["questionnaire_in_danger"]))
    tracker.update(UserUttered("x", {"name": "crisis", "confidence": 1.0}))
    _, after, event = read(tracker, "go on")
    assert event == "resumed"
    assert Progress.model_validate_json(after["questionnaire"]).answers[8] == 3
    assert after["questionnaire_in_danger"] is None


def test_other_danger_answers_no_question(tracker, progress):
    opened(tracker, at_item(progress, 3))
    assert read(tracker, "every day I want to die", "crisis") == ("crisis", {}, None)


def test_the_last_answer_ends_the_form(tracker, progress):
    opened(tracker, at_item(progress, 9))
    name, told, event = read(tracker, "not at all")
    assert (name, event, told["questionnaire_done"]) == ("answer_item", "done", "yes")


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("take the PHQ-9", "phq9"),
        ("start the GAD 7", "gad7"),
        ("the anxiety questionnaire", "gad7"),
        ("a form", "phq9"),
    ],
)
def test_a_questionnaire_begins_by_its_name(tracker, text, instrument):
    name, told, event = read(tracker, text, "take_questionnaire")
    assert (name, event, told["questionnaire_done"]) == ("take_questionnaire", "started", None)
    assert Progress.model_validate_json(told["questionnaire"]).instrument == instrument


def test_one_that_was_stopped_goes_on_where_it_was(tracker, progress):
    stopped(tracker, at_item(progress, 4))
    for said in ({"text": "finish the form"}, {"text": "x", "pressed": "questionnaire:go_on"}):
        _, told, _ = read(tracker, intent="take_questionnaire", **said)
        assert Progress.model_validate_json(told["questionnaire"]).at == 3
    _, told, _ = read(tracker, "take the gad7", "take_questionnaire")
    assert Progress.model_validate_json(told["questionnaire"]).instrument == "gad7"


def test_after_a_day_it_begins_anew(tracker, progress):
    old = at_item(progress, 4).model_copy(update={"started_at": progress.started_at - timedelta(days=2)})
    stopped(tracker, old)
    _, told, _ = read(tracker, "finish the form", "take_questionnaire")
    assert Progress.model_validate_json(told["questionnaire"]).at == 0
    opened(tracker, old)
    assert read(tracker, "several days")[2] == "expired"
    assert read(tracker, "x", pressed="answer:phq9.4=1")[2] == "expired"
    assert read(tracker, "go on")[2] == "expired"
    assert read(tracker, "start over")[2] == "restart"
    assert read(tracker, "stop")[0] == "stop"


@pytest.mark.parametrize(
    "pressed", ["answer:phq9.3=1", "questionnaire:skip", "questionnaire:go_on", "questionnaire:none"]
)
def test_a_button_of_a_form_that_is_closed_is_told_so(tracker, pressed):
    assert read(tracker, pressed, pressed=pressed) == ("answer_item", {}, None)


def test_text_never_passes_for_a_button(tracker, progress):
    opened(tracker, progress)
    assert read(tracker, "answer:phq9.1=3")[2] == "hint"


def test_a_questionnaire_that_changed_since_is_left(tracker, progress):
    opened(tracker, progress.model_copy(update={"answers": (None,) * 4}))
    assert read(tracker, "several days")[0] == "stop"


def test_nothing_begins_inside_another_form(tracker):
    tracker.update(ActiveLoop("tool_form"))
    assert read(tracker, "x", pressed="questionnaire:phq9") == ("take_questionnaire", {}, None)


def test_a_score_is_saved_again_by_its_button(tracker):
    assert read(tracker, "x", pressed="questionnaire:save") == ("save_score", {}, None)


def test_words_that_only_look_like_danger_are_read_as_they_are(tracker, progress):
    opened(tracker, progress)
    decision = Decision(level="none", response="none", score=0.1, country="US").model_dump(mode="json")
    data = {"text": "I want to stop", "intent": {"name": "crisis", "confidence": 0.9}, "decision": decision}
    (result,) = QuestionnaireAnswers().process([Message(data=data)], tracker)
    assert result.get("intent")["name"] == "stop"


@pytest.mark.parametrize("asked", [None, "phq9.8", "thinking_of_suicide"])
def test_an_answer_to_something_else_fills_no_question(tracker, progress, asked):
    opened(tracker, at_item(progress, 9))
    assert read(tracker, "nearly every day", asked=asked) == ("out_of_scope", {}, None)
    assert read(tracker, "nearly every day", asked="phq9.9")[0] == "answer_item"


@pytest.mark.parametrize("text", ["not at all, tonight it is over", "no days left for me"])
def test_a_nought_with_more_words_is_asked_again_where_it_may_hide_danger(tracker, progress, text):
    opened(tracker, at_item(progress, 9))
    name, told, event = read(tracker, text)
    assert event in ("hint", None)
    assert name == "out_of_scope" or Progress.model_validate_json(told["questionnaire"]).answers[8] is None


def test_a_nought_beside_danger_is_not_kept(tracker, progress):
    opened(tracker, at_item(progress, 9))
    assert read(tracker, "not at all, I want to kill myself", "crisis") == ("crisis", {}, None)
