import pytest

from waymark.brain import resources
from waymark.brain.utterances import Turn, word
from waymark.safety import Decision

US = "US"


def turn(**values):
    return Turn(decision=values.pop("decision", None), country=US, retention_days=30, **values)


def said(name, *, count=0, **values):
    return word(resources.content(), name, count, turn(**values))


def test_a_card_is_given_with_its_runner_up():
    draft = said("card", verdict="answer", cards=("trd.what", "trd.how_common"))
    assert draft.cards == ("trd.what",)
    assert "card:trd.how_common" in [button.value for button in draft.buttons]


def test_near_cards_are_offered():
    draft = said("card", verdict="suggest", cards=("trd.what", "trd.how_common"))
    assert draft.cards == ()
    assert [button.value for button in draft.buttons] == ["card:trd.what", "card:trd.how_common"]


@pytest.mark.parametrize("cards", [(), ("gone.card",)])
def test_a_card_that_is_not_there_is_not_covered(cards):
    assert said("card", verdict="answer", cards=cards).cards == ()


def test_more_is_about_the_last_card():
    assert said("more", slots={"card": "trd.what"}).cards == ("trd.what",)
    assert said("more", slots={"card": "gone.card"}).cards == ()
    assert said("more").cards == ()


def test_only_what_was_saved_now_is_called_saved():
    saved = said("question_outcome", slots_now={"question_saved": True})
    for values in ({}, {"slots": {"question_saved": True}}, {"slots_now": {"question_saved": False}}):
        assert said("question_outcome", **values) != saved


def test_a_saved_question_offers_the_card_that_fits():
    draft = said("question_outcome", slots_now={"question_saved": True}, verdict="answer", cards=("trd.what",))
    assert draft.buttons[0].value == "card:trd.what"
    assert draft.cards == ()


def test_the_list_tells_empty_from_unreadable():
    full = said("question_list", slots_now={"question_list": ["Does it hurt?"]})
    assert "Does it hurt?" in full.text
    empty, unread = said("question_list", slots_now={"question_list": []}), said("question_list")
    assert len({full.text, empty.text, unread.text}) == 3


def test_personal_advice_offers_cards_and_gives_none():
    draft = said("decline_personal_advice", verdict="suggest", cards=("augmentation.lithium",))
    assert draft.cards == ()
    assert draft.buttons[0].value == "card:augmentation.lithium"


def test_no_after_danger_is_no_small_talk():
    assert said("denied", follows_crisis=True).text != said("denied").text
    assert "988" in said("denied", follows_crisis=True).text


def test_danger_is_worded_by_its_owner():
    decision = Decision(level="active_ideation", response="takeover", score=0.95, country=US)
    draft = said("crisis", decision=decision)
    assert draft.safety is not None
    assert "988" in draft.text


def test_danger_without_a_decision_still_names_the_line():
    assert "988" in said("crisis").text


def test_an_unreadable_decision_is_no_decision():
    read = Turn.read(
        {"decision": {"level": "nonsense"}}, slots={}, slots_now={}, default_country="CA", retention_days=30
    )
    assert read.decision is None
    assert read.country == "CA"
