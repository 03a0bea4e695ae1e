import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.answers.halves import MOST_JOINTS, halves


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("What is this ECT? Does it hurt?", ("What is this ECT?", "Does it hurt?")),
        ("how does TMS work and how long does it take", ("how does TMS work", "how long does it take")),
        ("is ketamine legal, and is it covered", ("is ketamine legal", "is it covered")),
        ("what does spravato cost; who can get it", ("what does spravato cost", "who can get it")),
        ("does lithium work, also what about my kidneys", ("does lithium work", "what about my kidneys")),
        ("tell me about VNS + how bad is my voice after", ("tell me about VNS", "how bad is my voice after")),
    ],
)
def test_two_questions_can_be_taken_apart(text, way):
    assert way in halves(text)


@pytest.mark.parametrize("text", ["ECT", "thanks, what is ECT?", "what about sleep and exercise", "", "and " * 4])
def test_a_text_without_two_sides_of_three_words_stays_whole(text):
    assert halves(text) == ()


def test_a_story_of_many_joints_is_tried_near_its_middle():
    text = ", and ".join(f"part number {number} of it" for number in range(30))
    ways = halves(text)
    assert len(ways) == MOST_JOINTS
    assert all(abs(len(first) - len(second)) < len(text) / 4 for first, second in ways)


@given(st.text(max_size=400))
def test_no_text_is_made_up(text):
    assert all(half in text for way in halves(text) for half in way)
