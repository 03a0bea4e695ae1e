"""The ninth answer: above "not at all" it is a disclosure, whatever the words, the button, or the state of the talk."""

from datetime import datetime, timezone

import pytest

from waymark.care.questionnaires.disclosure import Discloser
from waymark.care.questionnaires.step import Pressed
from waymark.safety import Responder, RiskState
from waymark.safety.assess import Turn
from waymark.safety.detector import Reading

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def discloser(content):
    return Discloser(Responder.from_content(content))


def decide(discloser, text, asked="phq9.9", *, pressed=None, state=None):
    return discloser.decide(text, state or RiskState(), asked=asked, pressed=pressed, country="US", now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "1", "2", "3", "3!", "several days", "Nearly every day", "more than half the days", "most days",
        "every single day", "a couple of times", "sometimes", "yes", "kinda", "2️⃣", "everyyy day", "idk",
        "maybe",
    ],
)  # fmt: skip
def test_any_answer_above_zero_is_a_disclosure(discloser, text):
    decision, after = decide(discloser, text)
    assert (decision.level, decision.response) == ("passive_ideation", "takeover")
    assert after.asks == "thinking_of_suicide"
    draft = discloser.responder.draft(decision)
    assert "988" in draft.text
    assert "go on" in draft.text


@pytest.mark.parametrize(
    "text",
    ["0", "not at all", "no", "nah", "not really", "never", "zero", "ok", "skip", "why do you ask?", "stop", "back"],
)
def test_zero_and_commands_are_none(discloser, text):
    decision, after = decide(discloser, text)
    assert (decision.level, decision.response, decision.wording) == ("none", "none", None)
    assert after.asks is None


@pytest.mark.parametrize("asked", [None, "phq9.2", "gad7.7", "safe_now"])
def test_the_same_words_elsewhere_are_none(discloser, asked):
    assert decide(discloser, "nearly every day", asked)[0].response == "none"


@pytest.mark.parametrize(("value", "response"), [(0, "none"), (1, "takeover"), (2, "takeover"), (3, "takeover")])
def test_a_button_says_the_same_as_words(discloser, value, response):
    assert decide(discloser, "", None, pressed=Pressed("phq9.9", value))[0].response == response


def test_a_button_of_another_question_is_none(discloser):
    assert decide(discloser, "", "phq9.9", pressed=Pressed("phq9.2", 3))[0].response == "none"


def test_worse_words_keep_their_own_level(discloser):
    assert decide(discloser, "every day, I want to kill myself tonight")[0].level in (
        "active_ideation",
        "plan_or_intent",
    )


def test_zero_in_an_open_talk_goes_on_with_the_form(discloser):
    state = RiskState(level="passive_ideation", at=NOW, asks="safe_now", is_sure=True)
    decision, _ = decide(discloser, "not at all", state=state)
    assert not decision.speaks


def test_the_assessor_alone_reads_the_answer_too(discloser):
    assessor = discloser.responder.assessor
    asked = [Turn("assistant", "", "phq9.9")]
    assert assessor.assess("nearly every day", asked).level == "passive_ideation"
    assert assessor.assess("not at all", asked).level == "none"


def test_yes_to_the_check_that_follows_is_a_rise(discloser):
    _, after = decide(discloser, "2")
    decision, _ = discloser.decide("yes", after, asked=None, country="US", now=NOW)
    assert decision.level == "active_ideation"


class Alarmed:
    """A network that hears danger in any words at all."""

    def read(self, text, context=()):
        return Reading((0, 0, 1, 0, 0, 0, 0, 0), 0.99) if text else Reading((0, 0, 0, 0, 0, 0, 0, 1), 0.0)


@pytest.mark.parametrize(
    "text", ["several days", "a few days", "2", "2 or 3", "5 days", "skip", "go on", "why do you ask?"]
)
def test_the_words_of_the_form_are_read_as_buttons(content, text):
    alarmed = Discloser(Responder.from_content(content, Alarmed()))
    assert decide(alarmed, text, "phq9.2")[0].response == "none"
    assert decide(alarmed, text, None)[0].response == "takeover"


@pytest.mark.parametrize(
    "text", ["several days, I want out", "every day 💀", "stop", "I can't do this anymore", "idk", "no"]
)
def test_whatever_else_is_said_is_still_listened_to(content, text):
    alarmed = Discloser(Responder.from_content(content, Alarmed()))
    assert decide(alarmed, text, "phq9.2")[0].response == ("none" if text == "no" else "takeover")


@pytest.mark.parametrize("text", ["a few days", "a couple", "a lot", "3"])
def test_english_small_words_are_met_in_english(discloser, text):
    assert decide(discloser, text)[0].wording.startswith("en.")


def test_a_button_is_met_in_the_language_of_the_talk(discloser):
    state = RiskState(language="es")
    decision, after = decide(discloser, "", None, pressed=Pressed("phq9.9", 2), state=state)
    assert decision.wording.startswith("es.")
    assert after.language == "es"


@pytest.mark.parametrize("text", ["go on", "Go on!", "continue", "seguir"])
def test_the_form_that_waits_can_be_gone_back_to_as_was_promised(discloser, text):
    _, state = decide(discloser, "2")
    for said in ("yes", "no"):
        _, state = discloser.decide(said, state, asked=None, country="US", now=NOW, is_waiting=True)
    assert not discloser.decide(text, state, asked=None, country="US", now=NOW, is_waiting=True)[0].speaks
    assert discloser.decide(text, state, asked=None, country="US", now=NOW)[0].speaks


@pytest.mark.parametrize("text", ["ok", "again", "go on without me, I'm done", "yes"])
def test_what_may_mean_something_else_stays_in_the_talk(discloser, text):
    _, state = decide(discloser, "2")
    waiting, plain = (
        discloser.decide(text, state, asked=None, country="US", now=NOW, is_waiting=waits)[0] for waits in (True, False)
    )
    assert waiting == plain
