"""What the component makes of a questionnaire as one form: chosen, sent, sent in danger, sent late or after a stop."""

from datetime import timedelta

import pytest
from rasa.shared.core.events import ActiveLoop, SlotSet
from rasa.shared.nlu.training_data.message import Message

from waymark.brain import resources
from waymark.brain.components import questionnaire_answers
from waymark.brain.components.questionnaire_answers import QuestionnaireAnswers
from waymark.brain.questionnaires import questionnaire_draft
from waymark.care.questionnaires.progress import Progress, as_form, start
from waymark.messages import Form

WHOLE = "form:phq9:r=1.0.0.0.0.0.0.0.0.1"
NINTH = "form:phq9:r=0.0.0.0.0.0.0.0.2.1"


@pytest.fixture
def progress():
    return start(resources.content().instruments, "phq9", run="r", now=questionnaire_answers._now())


def opened(tracker, progress):
    tracker.update(ActiveLoop("questionnaire_form"))
    stopped(tracker, progress)


def stopped(tracker, progress):
    tracker.update(SlotSet("questionnaire", progress.model_dump_json()))


def at_item(progress, number):
    answers = (*[0] * (number - 1), *progress.answers[number - 1 :])
    return progress.model_copy(update={"answers": answers, "at": number - 1})


def read(tracker, text, intent="unclear", pressed=None):
    data = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "metadata": {"pressed": pressed}}
    (result,) = QuestionnaireAnswers().process([Message(data=data)], tracker)
    told = {entity["entity"]: entity["value"] for entity in result.get("entities") or []}
    return result.get("intent")["name"], told, (result.get("questionnaire") or {}).get("event")


def press(tracker, payload, intent="unclear"):
    return read(tracker, payload, intent, pressed=payload)


def kept(told, slot="questionnaire"):
    return Progress.model_validate_json(told[slot])


def shown(told, event, **more):
    slots = {"questionnaire": None, "questionnaire_in_danger": None, **told}
    return questionnaire_draft(
        resources.content(), "ask_questionnaire_done", {"line": "988"}, slots, told, {"event": event}, **more
    )


def test_all_at_once_is_chosen_and_left_again_without_losing_an_answer(tracker, progress):
    opened(tracker, at_item(progress, 4))
    name, told, event = press(tracker, "questionnaire:as_form")
    assert (name, event, kept(told).is_form) == ("answer_item", "as_form", True)
    assert any(isinstance(block, Form) for block in shown(told, event).blocks)
    stopped(tracker, kept(told))
    _, told, event = press(tracker, "questionnaire:one_by_one")
    assert (event, kept(told)) == ("one_by_one", at_item(progress, 4))


def test_the_form_ends_the_questionnaire(tracker, progress):
    opened(tracker, as_form(progress))
    name, told, event = press(tracker, WHOLE)
    assert (name, event, told["questionnaire_done"]) == ("answer_item", "done", "yes")
    assert kept(told).answers == (1, *[0] * 8, 1)


def test_text_never_passes_for_a_form(tracker, progress):
    opened(tracker, as_form(progress))
    assert read(tracker, WHOLE)[2] == "form_open"


def test_a_form_that_tells_of_danger_is_kept_whole_and_waits(tracker, progress):
    opened(tracker, as_form(progress))
    name, told, _ = press(tracker, NINTH, "crisis")
    assert (name, set(told)) == ("crisis", {"questionnaire_in_danger"})
    tracker.update(SlotSet("questionnaire_in_danger", told["questionnaire_in_danger"]))
    for aside in ("thank you", "no", "2", "is the hotline free?"):
        assert read(tracker, aside, "thanks") == ("thanks", {}, None)
    waiting = shown(told, None)
    assert "go on" in waiting.text
    assert "total" not in waiting.text
    name, told, event = read(tracker, "go on")
    assert (name, event, told["questionnaire_done"]) == ("answer_item", "done", "yes")
    assert kept(told).answers[8] == 2
    assert told["questionnaire_in_danger"] is None


def test_other_danger_leaves_the_form_open(tracker, progress):
    opened(tracker, as_form(progress))
    assert read(tracker, "I want to die", "crisis") == ("crisis", {}, None)
    _, told, event = read(tracker, "go on")
    assert any(isinstance(block, Form) for block in shown(told, event).blocks)


def test_a_form_of_an_earlier_start_is_not_mixed_in(tracker, progress):
    half = at_item(progress.model_copy(update={"run": "later"}), 4)
    opened(tracker, half)
    name, told, event = press(tracker, WHOLE)
    assert (name, event, kept(told)) == ("answer_item", "form_closed", half)
    assert press(tracker, NINTH, "crisis") == ("crisis", {}, None)


def test_a_form_from_the_day_before_is_not_added_up(tracker, progress):
    opened(
        tracker, progress.model_copy(update={"started_at": progress.started_at - timedelta(days=2), "is_form": True})
    )
    assert press(tracker, WHOLE)[2] == "expired"
    assert press(tracker, "questionnaire:as_form")[2] == "expired"
    assert press(tracker, NINTH, "crisis") == ("crisis", {}, None)


def test_a_form_sent_after_a_stop_still_counts(tracker, progress):
    stopped(tracker, as_form(progress))
    name, told, _ = press(tracker, WHOLE)
    assert (name, kept(told).is_complete) == ("save_score", True)
    name, told, _ = press(tracker, WHOLE.removesuffix("1"))
    assert (name, kept(told).asks) == ("take_questionnaire", "phq9.10")


def test_sent_while_another_form_is_open_it_is_kept_for_later(tracker, progress):
    tracker.update(ActiveLoop("tool_form"))
    stopped(tracker, as_form(progress))
    for payload in (WHOLE, WHOLE.removesuffix("1")):
        assert kept(press(tracker, payload)[1]).answers[:9] == (1, *[0] * 8)
    tracker.update(ActiveLoop(None))
    stopped(tracker, kept(press(tracker, WHOLE)[1]))
    assert read(tracker, "take the PHQ-9", "take_questionnaire")[0] == "save_score"
    assert read(tracker, "take the GAD-7", "take_questionnaire")[0] == "take_questionnaire"


def test_after_a_stop_danger_in_a_form_waits_for_go_on(tracker, progress):
    stopped(tracker, as_form(progress))
    _, told, _ = press(tracker, NINTH, "crisis")
    tracker.update(SlotSet("questionnaire_in_danger", told["questionnaire_in_danger"]))
    name, told, _ = read(tracker, "go on", "affirm")
    assert (name, kept(told).answers[8]) == ("save_score", 2)


def test_a_form_of_nothing_that_is_known_is_told_so(tracker, progress):
    assert press(tracker, WHOLE) == ("answer_item", {}, None)
    assert press(tracker, "questionnaire:as_form") == ("answer_item", {}, None)
    stopped(tracker, progress.model_copy(update={"run": "later"}))
    assert press(tracker, WHOLE) == ("answer_item", {}, None)


def test_the_form_of_a_stopped_questionnaire_is_shown_on_demand(tracker, progress):
    stopped(tracker, at_item(progress, 3))
    name, told, event = press(tracker, "questionnaire:as_form")
    assert name == "take_questionnaire"
    (form,) = (block for block in shown(told, event).blocks if isinstance(block, Form))
    assert [field.chosen for field in form.fields][:3] == ["0", "0", None]
