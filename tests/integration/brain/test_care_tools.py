"""Tools through the real brain: begun, interrupted, in danger, stopped and gone on with, kept and shown again."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def text(drafts):
    return "\n".join(draft.text for draft in drafts)


def kept(server, talk, kind):
    return [record.values for record in server.store.records.of(talk.id, kind)]


def test_a_treatment_is_told_in_one_go_with_a_question_in_the_middle(server, talk):
    begun = text(talk("I took sertraline 150 for about 10 weeks in 2019, it did nothing"))
    assert "150 mg" in begun
    (trial,) = kept(server, talk, "trial")
    assert (trial["name"], trial["dose_mg"], trial["weeks"]) == ("sertraline", 150, 10)
    card, back = talk("what is anhedonia?")
    assert card.cards == ("diagnosis.anhedonia",)
    assert "Back to where we were" in back.text
    assert "ertraline" in text(talk(payload="tool:trials:list"))


def test_danger_comes_first_and_the_tool_waits(server, talk):
    talk("I want to make a safety plan")
    (crisis,) = talk("I want to kill myself")
    assert "988" in crisis.text
    assert crisis.safety is not None
    assert "safe" in text(talk("yes, I'm safe right now"))
    assert kept(server, talk, "plan") == []
    assert talk("thank you")[-1].asks.startswith("safety_plan.")


def test_a_safety_plan_is_kept_step_by_step_and_shown_again(server, talk):
    assert talk("I want to make a safety plan")[-1].asks.startswith("safety_plan.")
    talk("I stop answering my phone")
    assert "I stop answering my phone" in str(kept(server, talk, "plan"))
    stopped = talk("stop")
    assert stopped[0].buttons[0].value == "tool:safety_plan:go_on"
    assert talk("what is ECT?")[0].cards == ("ect.what",)
    assert "I stop answering my phone" in text(talk("show my safety plan"))
    assert talk(payload="tool:safety_plan:go_on")[-1].asks.startswith("safety_plan.")


def test_an_exercise_goes_on_step_by_step(server, talk):
    begun = talk("can you do a breathing exercise with me")
    assert any(block.type == "breathing" for draft in (*begun, *talk("ok"), *talk("next")) for block in draft.blocks)
    for _ in range(8):
        said = talk("next")
        if said[-1].asks == "exercise.closing":
            break
    talk("a bit better")
    assert kept(server, talk, "exercise")[0]["exercise"] == "breathing"


def test_a_check_in_is_kept(server, talk):
    talk("I want to do a check-in")
    asked = text(talk("sleep"))
    assert "sleep" in asked.lower()
    for said in ("3", "done", "no", "no"):
        talk(said)
        if kept(server, talk, "checkin"):
            break
    assert kept(server, talk, "checkin")[0]["areas"] == {"sleep": 3}


def test_own_data_is_offered_with_buttons_that_the_gateway_answers(talk):
    values = {button.value for draft in talk("what do you know about me?") for button in draft.buttons}
    assert {"data:show", "data:export", "data:erase"} <= values


@pytest.mark.parametrize(
    "said",
    [
        "I want to make a safety plan", "help me calm down with an exercise", "make a summary for my appointment",
        "remind me every sunday at 6pm to do the phq9", "I want to make a relapse plan", "let me do a check-in",
        "add a medicine that I tried", "go through the steps with me",
    ],
)  # fmt: skip
def test_every_tool_is_left_with_one_word_and_small_talk_is_met_on_the_way(talk, said):
    talk(said)
    again = talk("are you a real person?")
    assert "program" in text(again)
    assert "stop here" in text(talk("stop"))
    assert talk("what is ECT?")[0].cards == ("ect.what",)


def test_a_stranger_is_told_that_nothing_was_kept(stranger):
    assert "could not save" in text(stranger("I took sertraline 150 for about 10 weeks in 2019, it did nothing"))
