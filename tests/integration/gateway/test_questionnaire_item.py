"""The ninth answer of the PHQ-9 through a real gateway: by button, by words, with the brain gone; and the export."""

from __future__ import annotations

import pytest

from waymark.messages import Button, Draft, Paragraph


def ninth(question):
    buttons = tuple(Button(title=str(value), value=f"answer:phq9.9={value}") for value in range(4))
    return (Draft(blocks=(Paragraph(text="The ninth question."),), buttons=buttons, asks="phq9.9"),)


@pytest.fixture
def talk(gateway):
    gateway.brain.answer = ninth
    talk = gateway.open()
    talk.buttons = talk.say("next")["messages"][-1]["buttons"]
    return talk


def press(talk, value):
    response = talk.post(button=talk.buttons[value]["value"])
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("value", [1, 2, 3])
def test_a_button_above_zero_is_met_before_anything_else(gateway, talk, value):
    answer = press(talk, value)
    assert answer["safety"] == {"level": "passive_ideation", "response": "takeover"}
    (message,) = [one for one in answer["messages"] if one["safety"]]
    assert "988" in message["text"]
    assert message["asks"] == "thinking_of_suicide"
    assert "ninth" not in message["text"]


@pytest.mark.parametrize("text", ["nearly every day", "2", "a couple of times"])
def test_so_are_words(talk, text):
    assert talk.say(text)["safety"]["level"] == "passive_ideation"


@pytest.mark.parametrize("text", ["not at all", "0", "nah", "skip"])
def test_zero_goes_on_with_the_form(talk, text):
    assert talk.say(text)["safety"] == {"level": "none", "response": "none"}
    assert press(talk, 0)["safety"] == {"level": "none", "response": "none"}


def test_it_is_met_with_the_brain_gone_too(gateway, talk):
    gateway.brain.is_down = True
    assert "988" in press(talk, 3)["messages"][0]["text"]


def test_what_is_said_on_our_own_account_leaves_the_item_open(gateway, talk):
    gateway.brain.answer = lambda question: (Draft(blocks=(Paragraph(text="This is all that I keep."),)),)
    talk.say("what do you keep?")
    assert talk.say("nearly every day")["safety"]["level"] == "passive_ideation"


def test_after_another_question_the_same_words_mean_something_else(gateway, talk):
    gateway.brain.answer = lambda question: (Draft(blocks=(Paragraph(text="Something."),), asks="phq9.8"),)
    talk.say("back")
    assert talk.say("nearly every day")["safety"]["level"] == "none"


def test_scores_are_exported_and_erased(gateway, talk):
    store = gateway.services.shelf.store
    store.scores.add(talk.id, "run", {"instrument": "phq9", "answers": [1] * 9, "function": 0})
    (score,) = talk.export()["stored"]["scores"]
    assert (score["instrument"], score["total"]) == ("phq9", 9)
    assert score["created_at"]
    gateway.client.delete("/api/v1/conversation", headers=talk.headers).raise_for_status()
    assert store.scores.of(talk.id) == []
