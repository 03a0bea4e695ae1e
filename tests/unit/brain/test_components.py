from types import SimpleNamespace

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.nlu.training_data.message import Message

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


def test_components_are_created_without_a_model():
    nothing = SimpleNamespace()
    for component in (SafetyAssessor, TopicEntities):
        assert isinstance(component.create({}, nothing, nothing, nothing), component)
