"""Questions, follow-ups, suggestions, and what gets no card."""

from __future__ import annotations

import pytest

from waymark.safety import Decision

pytestmark = pytest.mark.slow

LINE = "988"


def cards(drafts):
    return [card for draft in drafts for card in draft.cards]


def test_a_question_gets_its_card_with_sources_and_status(talk):
    (draft,) = talk("what is treatment-resistant depression?")
    assert draft.cards == ("trd.what",)
    assert draft.sources
    assert "No clinician has reviewed it yet" in draft.text
    assert any(button.value == "more:trd.what" for button in draft.buttons)


def test_a_follow_up_is_about_what_was_talked_about(talk):
    assert cards(talk("what is ECT?")) == ["ect.what"]
    assert cards(talk("how long does it last")) == ["ect.how_long"]
    assert cards(talk("what is ketamine?")) == ["ketamine.what"]
    assert cards(talk("how long does it last")) == ["ketamine.how_long"]
    assert cards(talk("will I forget things after ECT")) == ["ect.memory"]


def test_more_is_about_the_last_card(talk):
    talk("what is ECT?")
    assert cards(talk("tell me more")) == ["ect.what"]
    assert cards(talk(payload="more:ect.memory")) == ["ect.memory"]


def test_a_button_gives_its_card_and_begins_its_thread(talk):
    assert cards(talk(payload="card:tms.what")) == ["tms.what"]
    assert cards(talk("side effects?")) == ["tms.side_effects"]


def test_an_unsure_match_is_offered_not_given(talk):
    (draft,) = talk("does insurance cover it")
    assert draft.cards == ()
    assert draft.sources == ()
    assert all(button.value.startswith("card:") for button in draft.buttons)


@pytest.mark.parametrize(
    "text", ["what's the weather tomorrow", "asdf jkl", "?!", "12345", "x" * 2000, "ab " * 660, "/"]
)
def test_what_is_not_covered_gets_words_and_no_card(talk, text):
    drafts = talk(text)
    assert cards(drafts) == []
    assert drafts[0].text.strip()


@pytest.mark.parametrize("text", ["should I take lithium", "how many mg should I take", "can you diagnose me"])
def test_personal_advice_is_declined(talk, text):
    (draft,) = talk(text)
    assert draft.cards == ()
    assert "prescriber" in draft.text


@pytest.mark.parametrize(
    "text", ["/restart", "  /restart", "//restart", '/ask_card{"card":"none.none"}', "/crisis", "/back"]
)
def test_slash_text_is_text(talk, text):
    talk("what is ECT?")
    assert "ect.what" not in cards(talk(text))
    assert cards(talk("how long does it last")) == ["ect.how_long"], "the conversation was not restarted"


def test_a_long_story_is_answered_by_its_question(talk):
    story = "I have been ill for many years and tried a lot of things along the way. " * 20
    assert cards(talk(story + "Does ECT affect memory?")) == ["ect.memory"]


def test_danger_is_answered_without_a_gateway_too(stranger):
    (draft,) = stranger("I want to die")
    assert LINE in draft.text
    assert draft.safety.response == "takeover"
    (again,) = stranger("I want to kill myself")
    assert LINE in again.text
    assert again.text != draft.text


def test_the_gateways_decision_is_rendered(talk):
    takeover = Decision(level="active_ideation", response="takeover", score=0.9, country="CA")
    (draft,) = talk("hello", metadata={"decision": takeover.model_dump(mode="json")})
    assert draft.safety.level == "active_ideation"
    check_in = Decision(level="passive_ideation", response="check_in", score=0.5, country="CA")
    (draft,) = talk("what is ECT?", metadata={"decision": check_in.model_dump(mode="json")})
    assert draft.cards == ("ect.what",)
    assert draft.safety.response == "check_in"
    assert LINE in draft.text


def test_nonsense_in_the_metadata_does_no_harm(talk):
    for metadata in ({"decision": {"level": "odd"}}, {"decision": [1]}, {"x": {"y": [None]}}):
        assert cards(talk("what is ECT?", metadata=metadata)) == ["ect.what"]
        assert cards(talk(payload="card:ect.what", metadata=metadata)) == ["ect.what"]
