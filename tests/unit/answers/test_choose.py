import pytest

from waymark.answers.choose import choose
from waymark.answers.find import Found
from waymark.answers.focus import focus, is_readable
from waymark.answers.rank import NOTHING, Ranked, Ranking

CLEAR = Ranking("answer", (Ranked("ect.memory", 0.9, 0.7),))
SURE = Ranking("answer", (Ranked("ect.memory", 0.9, 0.85),))
IN_THREAD = Ranking("answer", (Ranked("ect.memory", 0.6, 0.7),), in_thread=True)
SAME = Ranking("answer", (Ranked("ect.memory", 0.9, 0.99),))
NEAR = Ranking("suggest", (Ranked("ect.memory", 0.3, 0.6), Ranked("ect.what", 0.2, 0.5)))


@pytest.mark.parametrize(
    ("intent", "confidence", "ranking", "expected", "verdict"),
    [
        ("ask_card", 0.9, CLEAR, "ask_card", "answer"),
        ("ask_card", 0.9, NEAR, "ask_card", "suggest"),
        ("ask_card", 0.9, NOTHING, "out_of_scope", "none"),
        ("out_of_scope", 0.3, CLEAR, "ask_card", "answer"),
        ("out_of_scope", 0.9, CLEAR, "ask_card", "suggest"),
        ("out_of_scope", 0.9, NEAR, "out_of_scope", "none"),
        ("ask_personal_advice", 0.5, CLEAR, "ask_personal_advice", "suggest"),
        ("ask_personal_advice", 0.9, NOTHING, "ask_personal_advice", "none"),
        ("greet", 0.9, CLEAR, "greet", "none"),
        ("greet", 0.4, CLEAR, "ask_card", "answer"),
        ("greet", 0.4, NEAR, "greet", "none"),
        ("greet", 0.1, NEAR, "ask_card", "suggest"),
        ("greet", 0.1, NOTHING, "unclear", "none"),
        ("greet", 0.9, SAME, "ask_card", "answer"),
        ("greet", 0.9, SURE, "ask_card", "answer"),
        ("ask_personal_advice", 0.9, SURE, "ask_personal_advice", "suggest"),
        ("ask_privacy", 0.9, IN_THREAD, "ask_card", "answer"),
        ("ask_personal_advice", 0.9, IN_THREAD, "ask_card", "answer"),
        ("crisis", 0.9, NOTHING, "express_low_mood", "none"),
        ("report_side_effect", 0.9, CLEAR, "report_side_effect", "suggest"),
        ("report_side_effect", 0.6, CLEAR, "ask_card", "answer"),
    ],
)
def test_weighs_intent_against_cards(intent, confidence, ranking, expected, verdict):
    choice = choose(intent, confidence, Found(ranking))
    assert (choice.intent, choice.ranking.verdict) == (expected, verdict)


def test_personal_advice_never_becomes_an_answer():
    for confidence in (0.45, 0.6, 0.99):
        assert choose("ask_personal_advice", confidence, Found(CLEAR)).ranking.verdict != "answer"


def test_what_cannot_be_read_is_asked_again():
    assert choose("ask_card", 1.0, Found(SAME), is_readable=False).intent == "unclear"


OTHER = Ranking("answer", (Ranked("ect.what", 0.9, 0.8),))


def test_two_treatments_are_set_side_by_side_whatever_was_read():
    for intent in ("ask_card", "ask_personal_advice", "out_of_scope", "greet"):
        choice = choose(intent, 0.9, Found(NEAR, pair=("ect", "tms")))
        assert (choice.intent, choice.pair) == ("ask_card", ("ect", "tms"))


def test_a_second_question_is_answered_with_the_first():
    assert choose("ask_card", 0.9, Found(CLEAR, second=OTHER)).second == "ect.what"


@pytest.mark.parametrize(
    ("confidence", "ranking", "is_question", "expected"),
    [
        (0.9, SAME, False, "make_safety_plan"),
        (0.9, SAME, True, "ask_card"),
        (0.9, NEAR, True, "make_safety_plan"),
        (0.7, CLEAR, False, "ask_card"),
        (0.7, NOTHING, False, "out_of_scope"),
    ],
)
def test_a_wish_for_a_tool_is_met_unless_a_card_was_asked_for(confidence, ranking, is_question, expected):
    found = Found(ranking)
    assert choose("make_safety_plan", confidence, found, is_wish=True, is_question=is_question).intent == expected


@pytest.mark.parametrize(("confidence", "second"), [(0.9, None), (0.7, "ect.what")])
def test_personal_advice_is_answered_by_two_cards_only_where_it_may_be_none(confidence, second):
    other = Ranking("answer", (Ranked("ect.what", 0.9, 0.7),))
    assert choose("ask_personal_advice", confidence, Found(CLEAR, second=other)).second == second


def test_personal_advice_is_not_answered_by_a_second_card():
    assert choose("ask_personal_advice", 0.9, Found(CLEAR, second=OTHER)).second is None


@pytest.mark.parametrize(
    ("text", "readable"), [("?", False), ("123 !!", False), ("🙂", False), ("y", True), ("ect?", True)]
)
def test_letters_make_a_text_readable(text, readable):
    assert is_readable(text) is readable


def test_the_question_of_a_long_story_is_found():
    story = "I have been ill for years. " * 30
    assert focus(story + "Does ECT affect memory? Thank you for reading. " + "It has been long. " * 10) == (
        "Does ECT affect memory?"
    )
    assert focus("Does ECT affect memory?") == "Does ECT affect memory?"
    assert len(focus("word " * 2000)) <= 600
