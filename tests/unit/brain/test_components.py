from types import SimpleNamespace

import pytest
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.nlu.training_data.message import Message

from waymark.brain.components.question_text import QuestionText
from waymark.brain.components.safety_assessor import SafetyAssessor
from waymark.brain.components.topic_entities import TopicEntities
from waymark.safety import Decision


def message(text, intent=None, confidence=0.9, **data):
    values = {"text": text, **data}
    if intent:
        values["intent"] = {"name": intent, "confidence": confidence}
    return Message(data=values)


def assessed(text, tracker, **data):
    (result,) = SafetyAssessor().process([message(text, **data)], tracker)
    return result


def test_the_gateways_decision_is_taken(tracker):
    decision = Decision(level="self_harm", response="takeover", score=0.9, country="CA")
    result = assessed("hello", tracker, metadata={"decision": decision.model_dump(mode="json")})
    assert result.get("decision")["country"] == "CA"
    assert result.get("intent") == {"name": "crisis", "confidence": 1.0}
    assert result.get("risk") is None


@pytest.mark.parametrize(
    "metadata", [None, {}, {"decision": None}, {"decision": {"level": "nonsense"}}, {"decision": 5}]
)
def test_without_a_readable_decision_it_decides_itself(tracker, metadata):
    result = assessed("I want to kill myself", tracker, metadata=metadata)
    assert result.get("intent")["name"] == "crisis"
    assert result.get("decision")["response"] == "takeover"
    assert "decision" in result.as_dict(only_output_properties=True)


def test_without_a_gateway_the_tracker_keeps_the_risk(tracker):
    first = assessed("I want to kill myself", tracker)
    tracker.update(UserUttered("x", first.get("intent"), [], first.as_dict(only_output_properties=True)))
    again = assessed("I want to kill myself", tracker)
    assert first.get("decision")["step"] == "first"
    assert again.get("decision")["step"] == "again"
    assert again.get("decision")["wording"] != first.get("decision")["wording"]


def test_nothing_dangerous_keeps_its_intent(tracker):
    result = assessed("what is ect", tracker)
    assert result.get("intent") is None
    assert result.get("decision")["response"] == "none"


def test_topics_are_marked():
    (result,) = TopicEntities().process([message("is ECT like TMS?")])
    assert [(entity["value"], entity["start"]) for entity in result.get("entities")] == [("ect", 3), ("tms", 12)]


def waiting(tracker):
    tracker.update(ActiveLoop("question_form"))
    tracker.update(SlotSet("requested_slot", "question_text"))


@pytest.mark.parametrize(
    ("intent", "confidence", "expected"),
    [
        ("ask_card", 0.9, "give_question"),
        ("ask_personal_advice", 0.9, "give_question"),
        ("out_of_scope", 0.9, "give_question"),
        ("ask_if_human", 0.4, "give_question"),
        ("ask_if_human", 0.9, "ask_if_human"),
        ("stop", 0.9, "stop"),
        ("crisis", 1.0, "crisis"),
        ("express_low_mood", 0.8, "express_low_mood"),
    ],
)
def test_while_a_question_is_asked_for_nearly_everything_is_it(tracker, intent, confidence, expected):
    waiting(tracker)
    (result,) = QuestionText().process([message("Will it hurt?", intent, confidence)], tracker)
    assert result.get("intent")["name"] == expected
    kept = [entity["value"] for entity in result.get("entities") or [] if entity["entity"] == "question_text"]
    assert kept == (["Will it hurt?"] if expected == "give_question" else [])


def test_what_follows_danger_is_no_question(tracker):
    waiting(tracker)
    tracker.update(UserUttered("x", {"name": "crisis", "confidence": 1.0}))
    (result,) = QuestionText().process([message("I am so tired", "out_of_scope")], tracker)
    assert result.get("intent")["name"] == "out_of_scope"


def test_outside_the_form_nothing_changes(tracker):
    (result,) = QuestionText().process([message("Will it hurt?", "ask_card")], tracker)
    assert result.get("intent")["name"] == "ask_card"


def test_a_new_form_forgets_the_last_question(tracker):
    tracker.update(SlotSet("question_text", "an old one"))
    (result,) = QuestionText().process([message("keep a question", "keep_question")], tracker)
    assert result.get("entities") == [{"entity": "question_text", "value": None}]


def test_a_card_found_in_the_form_is_not_remembered_as_given(tracker):
    waiting(tracker)
    given = message("Will it hurt?", "ask_card", entities=[{"entity": "card", "value": "ect.what"}])
    (result,) = QuestionText().process([given], tracker)
    assert [entity["entity"] for entity in result.get("entities")] == ["question_text"]


def test_components_are_created_without_a_model():
    nothing = SimpleNamespace()
    for component in (SafetyAssessor, TopicEntities, QuestionText):
        assert isinstance(component.create({}, nothing, nothing, nothing), component)
