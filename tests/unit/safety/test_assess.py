"""How rules and network are joined; the network is a stand-in that always says the same."""

import pytest

from waymark.content import load_content
from waymark.encoder import Encoder
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


@pytest.mark.parametrize("text", ["I want to die", "I took all my pills to end my life"])
def test_a_phrase_takes_over_whatever_the_network_says(content, text):
    assert assess(content, CALM, text).response == "takeover"


@pytest.mark.parametrize("before", ["what is ECT?", "what is TRD", "hello", "thanks"])
def test_plain_words_of_danger_are_met_after_plain_questions(content, before):
    detector = Detector(Encoder.load(ROOT / "models/encoder"))
    assert (
        Assessor.from_content(content, detector).assess("I want to die", [Turn("person", before)]).response
        == "takeover"
    )


def test_nothing_said_is_no_danger_whatever_was_said_before(content):
    before = [Turn("person", "I want to kill myself")]
    assert assess(content, ALARMED, "", before).response == "none"
    assert assess(content, ALARMED, " \n", before).response == "none"
    assert assess(content, ALARMED, "anything", before).response == "takeover"


def test_the_network_raises_what_the_rules_say(content):
    assert assess(content, ALARMED, "what a nice day").response == "takeover"
