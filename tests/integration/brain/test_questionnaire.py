"""The PHQ-9 through the real brain: straight on, interrupted, in danger, stopped and resumed, kept and compared."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

FIRST = "Little interest or pleasure in doing things"
SECOND = "Feeling down, depressed, or hopeless"
THIRD = "Trouble falling or staying asleep, or sleeping too much"
NINTH = "Thoughts that you would be better off dead or of hurting yourself in some way"


def text(drafts):
    return "\n".join(draft.text for draft in drafts)


def scores(server, talk):
    return [score.values for score in server.store.scores.of(talk.id)]


def test_a_whole_form_is_scored_and_kept(server, talk):
    intro, question = talk("take the PHQ-9")
    assert "not a diagnosis" in intro.text
    assert FIRST in question.text
    assert question.asks == "phq9.1"
    assert SECOND in text(talk(payload=question.buttons[1].value))
    for said in ("most days", "2", "nah", "a couple of times", "every single day", "not at all", "0"):
        talk(said)
    assert "not counted" in text(talk("not at all"))
    outcome = text(talk("very difficult"))
    assert "9 out of 27" in outcome
    assert "mild" in outcome
    assert "I kept it" in outcome
    assert scores(server, talk) == [{"instrument": "phq9", "answers": [1, 2, 2, 0, 1, 3, 0, 0, 0], "function": 2}]
    assert "PHQ-9 9 out of 27 (mild)" in text(talk("show my scores"))


def test_interruptions_are_answered_and_the_form_goes_on_where_it_was(server, talk):
    talk("take the PHQ-9")
    talk("1")
    card, back = talk("what is anhedonia?")
    assert card.cards == ("diagnosis.anhedonia",)
    assert SECOND in back.text
    for aside in ("are you a real person?", "who can read this", "keep a question for my doctor", "show my scores"):
        assert SECOND in talk(aside)[-1].text
    assert "two main signs" in text(talk("why do you ask?"))
    assert "two answers" in text(talk("1 or 2"))
    way_out = talk("😭😭😭")
    assert "questionnaire:skip" in [button.value for button in way_out[0].buttons]
    assert THIRD in text(talk("skip"))
    assert SECOND in text(talk("back"))
    assert THIRD in text(talk("several days"))
    assert 'Question 1 is now "Not at all"' in text(talk(payload="answer:phq9.1=0"))


def test_danger_in_the_middle_comes_first_and_the_form_waits(server, talk):
    talk("take the PHQ-9")
    talk("1")
    (crisis,) = talk("I want to kill myself")
    assert "988" in crisis.text
    assert SECOND not in crisis.text
    assert "safe" in text(talk("yes, I'm safe right now"))
    assert SECOND in text(talk("thank you"))
    assert THIRD in text(talk("nearly every day"))


def test_the_ninth_answer_is_met_before_the_score_and_still_counts(server, talk):
    talk("take the PHQ-9")
    for _ in range(7):
        talk("0")
    assert NINTH in text(talk("0"))
    (crisis,) = talk("several days")
    assert "988" in crisis.text
    assert crisis.asks == "thinking_of_suicide"
    assert "out of 27" not in crisis.text
    reply = text(talk("no"))
    assert "988" in reply
    assert "Question" not in reply
    assert "not counted" in text(talk("go on"))
    outcome = text(talk("not difficult at all"))
    assert "1 out of 27" in outcome
    assert "988" in outcome
    assert scores(server, talk)[0]["answers"] == [0] * 8 + [1]


def form_payload(talk):
    intro = talk("take the PHQ-9")[0]
    assert "questionnaire:as_form" in [button.value for button in intro.buttons]
    (shown,) = talk(payload="questionnaire:as_form")
    (form,) = (block for block in shown.blocks if block.type == "form")
    assert shown.asks == "phq9.form"
    return form.id


def test_all_at_once_is_scored_and_kept_as_one_at_a_time_is(server, talk):
    outcome = text(talk(payload=f"{form_payload(talk)}=1.2.2.0.1.3.0.0.0.2"))
    assert "9 out of 27" in outcome
    assert "mild" in outcome
    assert "I kept it" in outcome
    assert scores(server, talk) == [{"instrument": "phq9", "answers": [1, 2, 2, 0, 1, 3, 0, 0, 0], "function": 2}]


def test_beside_the_form_other_things_are_answered_and_it_stays(server, talk):
    form = form_payload(talk)
    card, back = talk("what is anhedonia?")
    assert card.cards == ("diagnosis.anhedonia",)
    assert "above" in back.text
    assert "above" in text(talk("nearly every day"))
    assert FIRST in text(talk(payload="questionnaire:one_by_one"))
    talk("stop")
    assert "not counted" in text(talk(payload=f"{form}=1.1.1.1.1.1.1.1.0."))
    assert "8 out of 27" in text(talk("skip"))
    assert "no form open" in text(talk(payload=f"{form}=1.1.1.1.1.1.1.1.0.0"))
    assert len(scores(server, talk)) == 1


def test_the_ninth_answer_of_a_form_is_met_before_the_score_too(server, talk):
    (crisis,) = talk(payload=f"{form_payload(talk)}=0.0.0.0.0.0.0.0.1.0")
    assert "988" in crisis.text
    assert "out of 27" not in crisis.text
    assert "out of 27" not in text(talk("no"))
    outcome = text(talk("go on"))
    assert "1 out of 27" in outcome
    assert "988" in outcome
    assert scores(server, talk)[0]["answers"] == [0] * 8 + [1]


def test_stopped_and_resumed_then_compared(server, talk):
    talk("take the PHQ-9")
    for said in ("3", "3", "3"):
        talk(said)
    stopped = talk("I want to stop")
    assert "come back" in text(stopped)
    assert talk("what is ECT?")[0].cards == ("ect.what",)
    resumed, question = talk(payload=stopped[0].buttons[0].value)
    assert "where you stopped" in resumed.text
    assert question.asks == "phq9.4"
    for said in ("3", "3", "3", "3", "0", "0"):
        talk(said)
    assert "21 out of 27" in text(talk("skip"))
    talk("fill in the PHQ-9")
    for said in ("1", "1", "1", "1", "1", "1", "1", "0", "0"):
        talk(said)
    compared = text(talk("somewhat difficult"))
    assert "it was 21, so it went down by 14" in compared
    assert "response" in compared


def test_left_out_questions_give_no_range(server, talk):
    talk("start the GAD-7")
    for said in ("1", "skip", "1", "1", "1", "1", "1"):
        talk(said)
    outcome = text(talk("not difficult at all"))
    assert "6 out of 21" in outcome
    assert "question 2" in outcome
    assert "range" in outcome
    assert "mild" not in outcome


def test_a_button_of_a_form_that_is_closed_says_so(talk):
    assert "no form open" in text(talk(payload="answer:phq9.3=2"))


def test_an_unknown_conversation_is_not_told_that_it_was_kept(stranger):
    stranger("start the GAD-7")
    for _ in range(6):
        stranger("not at all")
    outcome = text(stranger("not at all"))
    assert "0 out of 21" in outcome
    assert "could not keep it" in outcome
