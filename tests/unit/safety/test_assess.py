"""How rules and network are joined; the network is a stand-in that always says the same."""

import pytest

from waymark.content import load_content
from waymark.safety.assess import Assessor, Turn
from waymark.safety.detector import Detector, Reading
from waymark.settings import ROOT

CALM = Reading((1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 0.0)
ALARMED = Reading((0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0), 1.0)


class Says(Detector):
    """Reads the same in any text."""

    def __init__(self, reading):
        object.__setattr__(self, "reading", reading)

    def read(self, text, before=()):
        return self.reading


@pytest.fixture(scope="module")
def content():
    return load_content(ROOT / "content")


def assess(content, reading, text, context=()):
    return Assessor.from_content(content, Says(reading)).assess(text, context)


def test_a_phrase_in_which_the_network_sees_no_danger_asks_kindly(content):
    assert Assessor.from_content(content).assess("I want to die").response == "takeover"
    assert assess(content, CALM, "I want to die").response == "check_in"


def test_an_emergency_is_never_doubted(content):
    found = assess(content, CALM, "I took all my pills to end my life")
    assert (found.level, found.response) == ("emergency", "takeover")


def test_an_answer_to_our_own_question_is_never_doubted(content):
    asked = [Turn("assistant", "", "suicide_direct")]
    plain = Assessor.from_content(content).assess("yes", asked)
    assert assess(content, CALM, "yes", asked).response == plain.response


def test_nothing_said_is_no_danger_whatever_was_said_before(content):
    before = [Turn("person", "I want to kill myself")]
    assert assess(content, ALARMED, "", before).response == "none"
    assert assess(content, ALARMED, " \n", before).response == "none"
    assert assess(content, ALARMED, "anything", before).response == "takeover"


def test_the_network_raises_what_the_rules_say(content):
    assert assess(content, ALARMED, "what a nice day").response == "takeover"
