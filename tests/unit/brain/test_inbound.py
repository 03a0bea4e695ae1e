import pytest
from pydantic import ValidationError
from rasa.core.channels.channel import CollectingOutputChannel

from waymark.brain.inbound import Inbound, plain

INTENTS = {"keep_question", "ask_capabilities", "crisis", "save_card", "greet"}


def message(**values):
    inbound = Inbound.model_validate({"sender": "someone", **values})
    return inbound.user_message(CollectingOutputChannel(), "gateway", INTENTS)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/restart", "restart"),
        ("  /restart", "restart"),
        ("\u00a0\u2003//restart", "restart"),
        ("\x00/restart", "restart"),
        ('/ask_card{"card":"ect.what"}', 'ask_card{"card":"ect.what"}'),
        ("and/or", "and/or"),
        ("/", "?"),
        (" \n ", "?"),
        ("", "?"),
    ],
)
def test_slash_text_is_text(written, read):
    assert plain(written) == read
    assert message(text=written).text == read
    assert message(text=written).parse_data is None


def test_half_a_surrogate_is_read():
    assert message(text="half \ud800 a surrogate").text == "half ? a surrogate"


def test_a_card_button_carries_its_parse():
    parsed = message(payload="card:trd.what", metadata={"decision": {"level": "none"}}).parse_data
    assert parsed["intent"]["name"] == "ask_card"
    assert {entity["entity"]: entity["value"] for entity in parsed["entities"]} == {"card": "trd.what", "thread": "trd"}
    assert parsed["decision"] == {"level": "none"}


def test_more_and_intent_buttons():
    assert message(payload="more:trd.what").parse_data["intent"]["name"] == "ask_more"
    parsed = message(payload="intent:ask_capabilities").parse_data
    assert parsed["intent"]["name"] == "ask_capabilities"
    assert parsed["entities"] == []


def test_an_intent_that_begins_a_tool_is_the_tools_button():
    made = message(payload="intent:keep_question")
    assert (made.parse_data, made.metadata) == (None, {"pressed": "tool:clinician_questions"})


def test_a_card_to_ask_about_carries_its_question():
    parsed = message(payload="save:ect.memory").parse_data
    told = {entity["entity"]: entity["value"] for entity in parsed["entities"]}
    assert parsed["intent"]["name"] == "save_card"
    assert told["card"] == "ect.memory"
    assert told["question_text"].endswith("?")


@pytest.mark.parametrize(
    "payload", ["answer:phq9.9=3", "questionnaire:phq9", "questionnaire:go_on", "form:phq9:r=0.skip..3"]
)
def test_buttons_of_a_questionnaire_are_read_by_the_pipeline(payload):
    made = message(payload=payload, metadata={"locale": "en"})
    assert made.parse_data is None
    assert made.metadata == {"locale": "en", "pressed": payload}


def test_no_metadata_from_elsewhere_passes_for_a_button():
    assert message(text="hello", metadata={"pressed": "answer:phq9.9=0"}).metadata == {}


@pytest.mark.parametrize(
    "payload",
    [
        "answer:phq9=3", "answer:phq9.9=x", "questionnaire:", "questionnaire:A b", "intent:answer_item",
        "card:no.card", "more:no.card", "intent:restart", "intent:crisis", "intent:save_card", "intent:nothing",
        "/restart", "card:", "", "card:trd.what ", "intent:greet{}",
    ],
)  # fmt: skip
def test_unknown_payloads_are_refused(payload):
    with pytest.raises((ValueError, ValidationError)):
        message(payload=payload)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "hello", "payload": "intent:greet"},
        {"text": 5},
        {"text": "hello", "extra": 1},
        {"text": "x" * 20_001},
        {"sender": "", "text": "hello"},
        {"sender": 1, "text": "hello"},
        {"text": "hello", "metadata": []},
    ],
)
def test_wrong_bodies_are_refused(body):
    with pytest.raises(ValidationError):
        Inbound.model_validate({"sender": "someone", **body})
