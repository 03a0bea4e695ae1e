import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.answers.parts import parts


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("What is ECT? Does it hurt?", ("What is ECT?", "Does it hurt?")),
        ("how does TMS work and how long does it take", ("how does TMS work", "how long does it take")),
        ("is ketamine legal, and is it covered", ("is ketamine legal", "is it covered")),
        ("what does spravato cost; who can get it", ("what does spravato cost", "who can get it")),
        ("does lithium work, also what about my kidneys", ("does lithium work", "what about my kidneys")),
    ],
)
def test_two_questions_are_taken_apart(text, two):
    assert parts(text) == two


@pytest.mark.parametrize(
    "text",
    [
        "is it safe to drink and drive on it",
        "what about sleep and exercise",
        "I started TMS last week and it went fine. What comes next?",
        "my wife and I are worried about ECT",
        "ECT",
        "thanks, what is ECT?",
        "",
    ],
)
def test_one_question_stays_whole(text):
    assert parts(text) == (text,)


def test_of_three_questions_the_last_two_are_taken():
    assert parts("What is it? Does it hurt? Who pays?") == ("Does it hurt?", "Who pays?")


@given(st.text(max_size=400))
def test_no_text_is_lost_or_made_up(text):
    found = parts(text)
    assert 1 <= len(found) <= 2
    assert all(part in text for part in found)
