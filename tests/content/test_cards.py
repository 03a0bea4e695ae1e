"""One rule per test, over every card that ships."""

import re
from pathlib import Path

import pytest
import textstat

from waymark.content import load_content
from waymark.messages import plain_text

CONTENT = load_content(Path(__file__).parents[2] / "content")
CARDS = pytest.mark.parametrize("card", CONTENT.cards.values(), ids=CONTENT.cards.keys())
# Names of treatments are long words that people already know when they ask about them; they would hide hard sentences.
_LONG_NAMES = re.compile(
    r"\b(?:electroconvulsive|psychotherapy|antidepressants?|antipsychotics?|esketamine|ketamine|[a-z]+(?:etine|azole|azine|pramine|apine|traline))\b",
    re.IGNORECASE,
)


def whole(card):
    return "\n".join([card.title, plain_text(card.short), plain_text(card.more), *card.questions])


@CARDS
def test_short_answer_is_short_and_stands_alone(card):
    assert 40 <= len(plain_text(card.short).split()) <= 110


@CARDS
def test_short_answer_reads_at_grade_eight_or_below(card):
    text = _LONG_NAMES.sub("medicine", plain_text(card.short))
    assert textstat.flesch_kincaid_grade(text) <= 8.0


@CARDS
def test_wording_is_safe_and_kind(card):
    banned = (
        r"commit(?:ted|s)? suicide",
        r"(?:successful|completed|failed) (?:suicide|attempt)",
        r"you (?:have )?failed",
        r"treatment failures?",
        r"failed (?:to respond|treatment|medication|antidepressant)",
        r"just (?:try|stay) (?:harder|positive)",
        r"miracle",
        r"\b(?:it|this|that|which) cures\b",
        r"guarantee",
    )
    found = [pattern for pattern in banned if re.search(pattern, whole(card), re.IGNORECASE)]
    assert not found


@CARDS
def test_card_gives_no_personal_order(card):
    orders = (
        r"\byou should (?:start|stop|switch|take|increase|reduce|double|lower|raise)\b|\bstop taking your\b(?! without)"
    )
    assert not re.search(orders, plain_text(card.short), re.IGNORECASE)


@CARDS
def test_card_cites_sources_that_lead_somewhere(card):
    notes = CONTENT.source_notes(card)
    assert notes
    assert all(note.url.startswith("https://") for note in notes)


@CARDS
def test_a_percentage_comes_with_people(card):
    text = plain_text(card.short)
    if re.search(r"\d+(?:\.\d+)? ?(?:%|percent)", text):
        assert re.search(
            r"people|adults|patients|those|stud(?:y|ies)|trial|review|registry|group|older|women|men",
            text,
            re.IGNORECASE,
        )


@pytest.mark.parametrize("topic", CONTENT.topics.values(), ids=CONTENT.topics.keys())
def test_topic_is_honest_about_its_review(topic):
    assert topic.head.status == "drafted"
    assert topic.head.reviewed_by is None


def test_the_first_topics_are_there():
    wanted = {
        "trd", "adequate_trial", "pseudo_resistance", "augmentation", "ketamine", "esketamine", "tms", "ect",
        "psychotherapy", "exercise", "sleep",
    }  # fmt: skip
    assert wanted <= set(CONTENT.topics)


def test_no_synonym_belongs_to_two_topics():
    owners = {}
    for topic in CONTENT.topics.values():
        for name in topic.head.synonyms:
            assert owners.setdefault(name, topic.id) == topic.id, f"{name} names {owners[name]} and {topic.id}"
