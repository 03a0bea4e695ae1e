from uuid import uuid4

import pytest

from .conftest import running_gateway


def test_greeting_says_what_this_is_and_names_the_line(gateway):
    talk = gateway.open()
    (greeting,) = talk.opened["messages"]
    assert talk.opened["state"] == "assistant"
    assert greeting["from"] == "assistant"
    assert "not a person" in greeting["text"]
    assert "988" in greeting["text"]


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ({}, "988"),
        ({"country": "gb"}, "116 123"),
        ({"locale": "en-IE"}, "116 123"),
        ({"country": "QQ"}, "findahelpline"),
    ],
)
def test_greeting_names_the_line_of_the_country(gateway, body, number):
    assert number in gateway.open(**body).opened["messages"][0]["text"]


def test_question_gets_the_brains_card_with_sources(gateway):
    answer = gateway.open().say("what is treatment-resistant depression?")
    (message,) = answer["messages"]
    assert message["cards"] == ["trd.what"]
    assert message["sources"][0]["url"].startswith("https://doi.org/")
    assert answer["safety"] == {"level": "none", "response": "none"}
    assert answer["state"] == "assistant"


def test_button_is_resolved_by_the_gateway_and_kept_as_its_words(gateway):
    talk = gateway.open()
    (button,) = talk.say("what is TRD")["messages"][0]["buttons"]
    assert talk.post(button=button["value"]).status_code == 200
    assert gateway.brain.asked[-1].payload == "more:trd.what"
    assert "More" in [message["text"] for message in talk.transcript()]


def test_button_of_another_conversation_is_unknown(gateway):
    (button,) = gateway.open().say("what is TRD")["messages"][0]["buttons"]
    assert gateway.open().post(button=button["value"]).status_code == 422


def test_retry_with_the_same_id_gets_the_same_answer_and_is_stored_once(gateway):
    talk, message_id = gateway.open(), str(uuid4())
    first, second = talk.say("what is TRD", id=message_id), talk.say("what is TRD", id=message_id)
    assert first == second
    assert len(gateway.brain.asked) == 1
    assert [message["id"] for message in talk.transcript()].count(message_id) == 1


def test_same_id_for_another_message_is_a_conflict(gateway):
    talk, message_id = gateway.open(), str(uuid4())
    talk.say("what is TRD", id=message_id)
    assert talk.post(text="what is ECT", id=message_id).status_code == 409


def test_same_id_in_another_conversation_is_another_message(gateway):
    message_id = str(uuid4())
    gateway.open().say("what is TRD", id=message_id)
    assert gateway.open().say("what is ECT", id=message_id)["messages"]


def test_transcript_holds_everything_in_order(gateway):
    talk = gateway.open()
    talk.say("one question")
    talk.say("another question")
    senders = [message["from"] for message in talk.transcript()]
    assert senders == ["assistant", "person", "assistant", "person", "assistant"]


def test_erasing_leaves_nothing_and_the_token_opens_nothing(gateway):
    talk = gateway.open()
    talk.say("what is TRD")
    assert gateway.client.delete("/api/v1/conversation", headers=talk.headers).status_code == 204
    assert gateway.client.get("/api/v1/conversation", headers=talk.headers).status_code == 404
    response = talk.post(text="what is TRD")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_renewed_token_opens_the_same_conversation(gateway):
    talk = gateway.open()
    renewed = gateway.client.post("/api/v1/token", headers=talk.headers).json()
    headers = {"Authorization": f"Bearer {renewed['token']}"}
    export = gateway.client.get("/api/v1/conversation", headers=headers).json()
    assert export["conversation_id"] == talk.id


def test_conversation_survives_a_restart(make_settings):
    settings = make_settings()
    with running_gateway(settings) as gateway:
        talk = gateway.open()
        talk.say("what is TRD")
    with running_gateway(settings) as gateway:
        talk.gateway = gateway
        assert len(talk.transcript()) == 3


def test_long_text_is_answered_politely(gateway):
    answer = gateway.open().say("how long does tms take to work for people? " * 60)
    assert not gateway.brain.asked
    assert "too long" in answer["messages"][0]["text"]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\x00\x01"])
def test_message_without_words_gets_a_polite_answer(gateway, text):
    assert gateway.open().say(text)["messages"][0]["text"]


@pytest.mark.parametrize(
    "text", ["/restart", "  /restart", '/ask_card{"card":"ect.memory"}', "\x07bell", "a\x00b", "😀" * 50]
)
def test_odd_text_is_passed_on_as_text(gateway, text):
    assert gateway.open().say(text)["messages"]
    assert gateway.brain.asked[-1].payload is None


def test_lone_surrogates_are_survived(gateway):
    talk = gateway.open()
    body = b'{"text": "what \\ud800 is TRD"}'
    response = gateway.client.post(
        "/api/v1/messages", content=body, headers={**talk.headers, "Content-Type": "application/json"}
    )
    assert response.status_code == 200
    assert len(talk.transcript()) == 3


def test_export_holds_what_was_kept(gateway):
    talk = gateway.open()
    gateway.services.shelf.store.questions.add(talk.id, "Could it be my thyroid?")
    talk.say("I want to kill myself")
    stored = talk.export()["stored"]
    assert stored["questions"][0]["text"] == "Could it be my thyroid?"
    assert stored["cases"][0]["level"] == "active_ideation"
