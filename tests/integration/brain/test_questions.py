"""Questions for the clinician: kept, suggested and changed by talking, and with the action server gone."""

from __future__ import annotations

import subprocess

import pytest

pytestmark = pytest.mark.slow

ASKED = "at your next appointment?"


def text(drafts):
    return "\n".join(draft.text for draft in drafts)


def values(drafts):
    return [button.value for draft in drafts for button in draft.buttons]


def kept(server, talk):
    return [question.text for question in server.store.questions.of(talk.id)]


def test_a_question_is_kept_and_listed(server, talk):
    assert ASKED in text(talk("keep a question for my doctor"))
    noted = talk("Will ECT affect my memory?")
    assert "Question 1" in text(noted)
    assert noted[0].cards == ()
    assert "card:ect.memory" in values(noted)
    assert kept(server, talk) == ["Will ECT affect my memory?"]
    assert "1. Will ECT affect my memory?" in text(talk("done"))
    assert "Will ECT affect my memory?" in text(talk("show my questions"))


def test_a_cards_button_keeps_on_the_same_list(server, talk):
    talk(payload="card:ect.memory")
    assert "Saved" in text(talk(payload="save:ect.memory"))
    talk("keep a question for my doctor")
    assert "Question 2" in text(talk("How long will it take?"))
    talk("remove 1")
    assert kept(server, talk) == ["How long will it take?"]


def test_suggestions_are_about_what_was_shown(server, talk):
    talk(payload="card:ect.memory")
    assert "Electroconvulsive therapy (ECT): " in text(talk("suggest some questions for my doctor"))
    talk("1")
    (question,) = kept(server, talk)
    assert question.startswith("Electroconvulsive therapy (ECT): ")


def test_a_question_about_questions_is_for_a_card(talk):
    (card,) = talk("what should I ask before agreeing to a treatment")
    assert card.cards == ("appointments.questions",)


def test_digressions_come_back_to_the_question(server, talk):
    talk(payload="tool:clinician_questions:add")
    for aside in ("are you a real person?", "who can read this", "what number can I call"):
        assert ASKED in talk(aside)[-1].text
    card, back = talk(payload="card:ect.what")
    assert card.cards == ("ect.what",)
    assert ASKED in back.text
    talk("Is it safe for me?")
    assert kept(server, talk) == ["Is it safe for me?"]


def test_danger_inside_is_answered_and_never_kept(server, talk):
    talk("keep a question for my doctor")
    (crisis,) = talk("I want to kill myself")
    assert "988" in crisis.text
    assert ASKED not in crisis.text
    assert "safe" in text(talk("yes, I'm safe right now"))
    assert ASKED in text(talk("thank you"))
    assert kept(server, talk) == []
    talk("What could we try next?")
    assert kept(server, talk) == ["What could we try next?"]


@pytest.mark.parametrize("word", ["stop", "no thanks", "done"])
def test_it_can_be_left(server, talk, word):
    talk("keep a question for my doctor")
    assert ASKED not in text(talk(word))
    talk("what is ECT?")
    assert kept(server, talk) == []


def test_wanting_a_human_is_answered_truly_and_recorded(server, talk):
    said = text(talk("I want to talk to a human"))
    assert "988" in said
    assert [case.state for case in server.store.cases.of(talk.id)] == ["opened"]


def test_an_unknown_conversation_is_not_told_that_it_was_saved(stranger):
    stranger("keep a question for my doctor")
    assert "could not save" in text(stranger("Does it hurt?"))


def test_without_the_action_server_the_truth_is_said(server, talk):
    """The last test of this file: the action server does not come back."""
    server.actions.kill()
    server.actions.wait(timeout=10)
    assert isinstance(server.actions, subprocess.Popen)
    talk("keep a question for my doctor")
    talk("Does it hurt?")
    talk("done")
    assert "could not save" in text(talk(payload="save:ect.memory"))
    assert "988" in text(talk("I want to talk to a human"))
    assert [card for draft in talk("what is ECT?") for card in draft.cards] == ["ect.what"]
    assert "988" in text(talk("I want to die"))
    assert kept(server, talk) == []
