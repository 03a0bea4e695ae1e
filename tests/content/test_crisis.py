"""Every phrase does what its examples say, and every crisis message names the line of every country."""

import re
import time
from pathlib import Path

import pytest

from waymark.content import load_content
from waymark.messages import plain_text
from waymark.safety import Decision, Responder
from waymark.safety.phrases import PhraseBook

CONTENT = load_content(Path(__file__).parents[2] / "content")
BOOK = PhraseBook.from_content(CONTENT)
RESPONDER = Responder.from_content(CONTENT)
PHRASES = pytest.mark.parametrize("phrase", CONTENT.phrases.phrases, ids=lambda phrase: phrase.id)
MESSAGES = [(level, message) for level, messages in CONTENT.crisis.items() for message in messages]


@PHRASES
def test_phrase_matches_its_examples(phrase):
    missed = [text for text in phrase.must_match if phrase.id not in {hit.phrase for hit in BOOK.hits(text)}]
    assert not missed


@PHRASES
def test_phrase_lets_its_near_misses_pass(phrase):
    caught = [text for text in phrase.must_not_match if phrase.id in {hit.phrase for hit in BOOK.hits(text)}]
    assert not caught


@pytest.mark.parametrize("country", CONTENT.countries, ids=str)
@pytest.mark.parametrize(("level", "message"), MESSAGES, ids=[message.id for _, message in MESSAGES])
def test_message_names_the_line_of_the_country_and_leaves_nothing_open(level, message, country):
    response = "check_in" if level == "check_in" else "takeover"
    decision = Decision(
        level="passive_ideation" if level == "check_in" else level,
        response=response,
        score=1,
        wording=message.id,
        country=country,
    )
    text = RESPONDER.draft(decision).text
    line = CONTENT.country(country).lines[0]
    assert any(way in text for way in (line.call, line.text, line.chat) if way)
    assert not re.search(r"[{}]", text)


@pytest.mark.parametrize(("level", "message"), MESSAGES, ids=[message.id for _, message in MESSAGES])
def test_message_promises_nothing_and_blames_nobody(level, message):
    text = " ".join(message.paragraphs)
    for pattern in (
        r"commit(?:ted)? suicide", r"\bpromise me\b", r"someone (?:will|is going to) (?:come|call|join)", r"selfish",
        r"\b(?:between us|i(?:'ll| will) keep (?:this|it) (?:secret|private|confidential))\b", r"attention[- ]seek",
        r"cry for help", r"calm down", r"others have it worse", r"so much to live for", r"i'?m a (?:therapist|counsel)",
    ):  # fmt: skip
        assert not re.search(pattern, text, re.IGNORECASE), f"{message.id} says {pattern}"


@pytest.mark.parametrize(("level", "message"), MESSAGES, ids=[message.id for _, message in MESSAGES])
def test_message_to_a_person_in_distress_is_short(level, message):
    assert len(" ".join(message.paragraphs).split()) <= 130


def test_emergency_messages_begin_with_the_emergency_number():
    for message in CONTENT.crisis["emergency"]:
        assert "{emergency}" in message.paragraphs[0], message.id


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
