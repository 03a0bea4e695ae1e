"""Every phrase does what its examples say, in time; every country has a line. The words: test_crisis_words.py."""

import time
from pathlib import Path

import pytest

from waymark.content import load_content
from waymark.messages import plain_text
from waymark.safety import Responder
from waymark.safety.phrases import PhraseBook

CONTENT = load_content(Path(__file__).parents[2] / "content")
BOOK = PhraseBook.from_content(CONTENT)
RESPONDER = Responder.from_content(CONTENT)
PHRASES = pytest.mark.parametrize("phrase", CONTENT.phrases.phrases, ids=lambda phrase: phrase.id)


@PHRASES
def test_phrase_matches_its_examples(phrase):
    missed = [text for text in phrase.must_match if phrase.id not in {hit.phrase for hit in BOOK.hits(text)}]
    assert not missed


@PHRASES
def test_phrase_lets_its_near_misses_pass(phrase):
    caught = [text for text in phrase.must_not_match if phrase.id in {hit.phrase for hit in BOOK.hits(text)}]
    assert not caught


def test_hostile_text_of_the_largest_size_is_read_in_time():
    pieces = (
        "i want to " * 6500,
        "a" * 65_000,
        "! " * 32_000,
        "not going to kill " * 3600,
        "k i l l " * 8000,
        "\u200b😀" * 16_000,
    )
    for text in pieces:
        started = time.process_time()
        RESPONDER.assessor.assess(text[:65_536])
        assert time.process_time() - started < 5, text[:20]


def test_us_lines_hold_what_the_published_protocol_promises():
    united_states = CONTENT.country("US")
    assert united_states.emergency.number == "911"
    assert united_states.lines[0].call == united_states.lines[0].text == "988"
    assert any("poisoning" in line.serves for line in united_states.lines)
    assert plain_text([RESPONDER.lines("US")]).startswith("Emergency: 911")


def test_unknown_country_gets_a_line_that_serves_anywhere():
    assert "findahelpline.com" in plain_text([RESPONDER.lines("QQ")])
