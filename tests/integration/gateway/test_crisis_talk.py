"""The crisis talk through a real gateway: kept between messages, with the brain dead, beside a human, in Spanish."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from waymark.messages import Button, Draft, Paragraph
from waymark.safety import RiskState


def text_of(answer):
    return "\n".join(message["text"] for message in answer["messages"])


def test_a_whole_talk_goes_on_with_the_brain_dead(gateway):
    gateway.brain.is_down = True
    talk = gateway.open(country="GB")
    said = [
        "I keep thinking about killing myself",
        "no",
        "I can't call, he's in the room",
        "maybe",
        "what was the number again",
        "just joking",
    ]
    texts = [text_of(talk.say(text)) for text in said]
    assert len(set(texts)) == len(texts)
    assert all("116 123" in text or "85258" in text for text in texts)
    assert not any("can't look that up" in text for text in texts)


def test_a_bare_answer_without_risk_is_followed_by_the_gateway(gateway):
    talk = gateway.open()
    talk.say("I want to die")
    before = len(gateway.brain.asked)
    answer = talk.say("no")
    assert answer["safety"] == {"level": "none", "response": "none"}
    assert "Thank you" in text_of(answer) or "glad" in text_of(answer) or "Okay" in text_of(answer)
    assert all(asked.decision.response == "takeover" for asked in gateway.brain.asked[before:])


def test_what_a_person_needs_is_remembered_over_a_restart_of_memory(gateway):
    talk = gateway.open()
    talk.say("I'm a veteran")
    gateway.services.shelf.forget(talk.id)
    assert "Veterans Crisis Line" in text_of(talk.say("I want to kill myself"))


def test_a_country_once_named_stays(gateway):
    talk = gateway.open()
    talk.say("I live in New Zealand")
    assert "1737" in text_of(talk.say("I want to die"))
    assert talk.export()["country"] == "NZ"


def test_the_default_country_comes_with_the_directory_and_a_known_one_without(gateway):
    assert "findahelpline.com" in text_of(gateway.open().say("I want to die"))
    assert "findahelpline.com" not in text_of(gateway.open(country="GB").say("I want to die"))
    assert "findahelpline.com" not in text_of(gateway.open(locale="en-US").say("I want to die"))


def test_spanish_all_along(gateway):
    gateway.brain.is_down = True
    talk = gateway.open(locale="es-US")
    assert "no una persona" in talk.opened["messages"][0]["text"]
    for text in ("I want to die, ya no puedo más, no quiero vivir", "no sé", "no puedo llamar", "¿cuál era el número?"):
        assert "988, oprime 2" in text_of(talk.say(text)) or "AYUDA" in text_of(talk.say(text))
    assert "no puedo buscar" in text_of(talk.say("¿qué es la terapia electroconvulsiva?"))


def test_a_long_and_an_empty_message_are_answered_in_spanish(gateway):
    talk = gateway.open(locale="es-US")
    assert "vacío" in text_of(talk.say(" "))
    assert "demasiado largo" in text_of(talk.say("¿qué es la terapia electroconvulsiva? " * 80))


def test_coming_back_another_day_adds_one_gentle_check_to_the_answer(gateway):
    talk = gateway.open()
    talk.say("I want to die")
    store = gateway.services.shelf.store
    state = RiskState.model_validate(store.risks.get(talk.id))
    earlier = state.model_copy(update={"at": datetime.now(timezone.utc) - timedelta(hours=20)})
    store.risks.put(talk.id, earlier.model_dump(mode="json"))
    gateway.services.shelf.forget(talk.id)
    answer = talk.say("what is TRD")
    assert "A card about" in text_of(answer)
    assert "988" in text_of(answer)
    assert answer["safety"]["response"] == "none"
    assert len(talk.say("what is ECT")["messages"]) == 1


def test_a_button_answers_no_question_of_the_crisis_talk(gateway):
    talk = gateway.open()
    yes = Draft(blocks=(Paragraph(text="A card."),), buttons=(Button(title="No, thanks", value="more:trd.what"),))
    gateway.brain.answer = lambda _: (yes,)
    (button,) = talk.say("what is TRD")["messages"][0]["buttons"]
    talk.say("I want to die")
    answer = talk.post(button=button["value"]).json()
    assert answer["safety"]["level"] == "none"
    assert "A card." in text_of(answer)


def test_beside_a_human_nothing_unsaid_is_remembered_as_said(gateway):
    talk = gateway.open()
    store = gateway.services.shelf.store
    store.conversations.set_state(talk.id, "held")
    talk.say("I want to die")
    said = RiskState.model_validate(store.risks.get(talk.id)).said
    assert talk.say("I want to die")["messages"] == []
    assert talk.say("I can't call, he's in the room")["messages"] == []
    assert RiskState.model_validate(store.risks.get(talk.id)).said == said


def test_a_crisis_in_a_form_is_answered_and_the_form_goes_on(gateway):
    talk = gateway.open()
    form = Draft(blocks=(Paragraph(text="What would you like to ask?"),), asks="question.text")
    gateway.brain.answer = lambda _: (form,)
    talk.say("keep a question")
    assert "988" in text_of(talk.say("I want to kill myself"))
    assert talk.say("yes I'm safe")["safety"]["level"] == "none"
    assert "What would you like to ask?" in text_of(talk.say("does it hurt?"))


def test_answers_to_the_crisis_talk_are_never_refused_for_rate(make_settings):
    from .conftest import running_gateway

    with running_gateway(make_settings(messages_per_minute=1)) as gateway:
        talk = gateway.open()
        talk.say("what is TRD")
        talk.say("I want to die")
        for text in ("no", "what was the number again"):
            assert talk.post(text=text).status_code == 200


@pytest.mark.parametrize("path", ["/crisis-protocol"])
def test_the_protocol_that_is_published_is_the_one_of_the_repository(gateway, path):
    page = gateway.client.get(path).text
    assert "No clinician has reviewed this protocol yet" in page
    assert "at least four wordings" in page
