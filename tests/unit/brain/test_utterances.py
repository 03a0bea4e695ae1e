from datetime import datetime, timezone

import pytest

from waymark.brain import resources
from waymark.brain.utterances import Turn, word
from waymark.care.questionnaires.progress import Progress
from waymark.care.questionnaires.result import Kept, Outcome, result_of
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


def answers(*given, at):
    now = datetime(2027, 3, 5, tzinfo=timezone.utc)
    return Progress(instrument="phq9", run="r", started_at=now, answers=given, at=at)


def test_a_question_comes_alone_unless_something_more_urgent_is_asked():
    slots = {"questionnaire": answers(1, *[None] * 9, at=1).model_dump_json()}
    asked = said("ask_questionnaire_done", slots=slots, step={"event": "answered"})
    assert asked.asks == "phq9.2"
    check_in = Decision(level="passive_ideation", response="check_in", score=0.5, country=US, place="beside")
    waits = said("ask_questionnaire_done", slots=slots, step={"event": "answered"}, decision=check_in)
    assert waits.asks is None
    assert "can wait" in waits.text


def test_an_answer_that_told_of_danger_stands_before_the_rest():
    before, after = answers(*[0] * 8, None, None, at=8), answers(*[0] * 8, 2, None, at=9)
    slots = {"questionnaire": before.model_dump_json(), "questionnaire_in_danger": after.model_dump_json()}
    assert said("ask_questionnaire_done", slots=slots).asks == "phq9.10"


def test_a_score_is_told_whether_or_not_it_was_kept():
    whole = answers(*[1] * 9, 0, at=10)
    outcome = Outcome(now=Kept(result=result_of(whole), at=whole.started_at)).model_dump(mode="json")
    kept = said("score_outcome", slots_now={"score": outcome})
    lost = said("score_outcome", slots={"questionnaire": whole.model_dump_json(), "score": outcome})
    assert "9 out of 27" in kept.text
    assert "9 out of 27" in lost.text
    assert "I kept it" in kept.text
    assert "could not keep it" in lost.text


@pytest.mark.parametrize("name", ["ask_questionnaire_done", "questionnaire_intro", "score_outcome"])
@pytest.mark.parametrize(
    "slots", [{}, {"questionnaire": "{"}, {"questionnaire": answers(None, at=0).model_dump_json()}]
)
def test_without_a_readable_questionnaire_none_is_open(name, slots):
    assert "no form open" in said(name, slots=slots).text
