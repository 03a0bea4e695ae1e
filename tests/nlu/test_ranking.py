"""Floors under what was measured when the thresholds were chosen; `python benchmarks/ranking.py -v` shows the rest.

Two in five of the asks held back are put sideways, without a word of their card, so they are lower than for plain ones.
"""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks import ranking

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader():
    found = ranking.whole()
    ranking.resources.teaching_encoder().keep()
    return found


@pytest.fixture(scope="module")
def left_out():
    return list(ranking.left_out(one_in=4))


def test_an_ask_that_was_left_out_finds_its_card(left_out):
    counts = Counter(ranking.outcome(truth, choice) for _, truth, choice in left_out if "." in truth)
    given = counts["answer right"] + counts["answer wrong"]
    assert counts["answer right"] / given >= 0.74
    assert (counts["answer right"] + counts["suggest right"]) / counts.total() >= 0.66


def test_a_wrong_card_is_at_least_of_the_right_topic(left_out):
    given = [
        (truth, choice.ranking.ids[0]) for _, truth, choice in left_out if "." in truth and ranking.is_answer(choice)
    ]
    assert sum(truth.split(".")[0] == card.split(".")[0] for truth, card in given) / len(given) >= 0.80


def test_other_intents_rarely_get_a_card(left_out):
    others = [choice for _, truth, choice in left_out if "." not in truth]
    assert sum(map(ranking.is_answer, others)) / len(others) <= 0.12


def test_questions_from_elsewhere_get_no_card(reader):
    wrong = [(kind, text) for kind, text, choice in ranking.out_of_scope(reader) if ranking.is_answer(choice)]
    assert not [text for kind, text in wrong if kind in ("everyday", "computers", "dosing", "gibberish", "small_talk")]
    assert len(wrong) <= 2, wrong


def test_follow_ups_are_read_in_their_thread(reader):
    wrong = [text for text, wanted, choice in ranking.follow_ups(reader) if not ranking.fits(wanted, choice)]
    assert len(wrong) <= 6, wrong


def test_nearly_every_ask_finds_its_own_card(reader):
    examples = ranking.examples(reader.finder.topics)
    asks = [example for example in examples if example.is_ask and not example.is_follow_up][::41]
    missed = [example.text for example in asks if reader.read(example.text).ranking.ids[:1] != (example.card,)]
    assert len(missed) / len(asks) <= 0.02, missed
