"""A message becomes the entries that it lists; a sentence stays whole; nothing is lost and nothing made up."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.plans.entries import EntrySplitter, in_sentences
from waymark.content import load_content
from waymark.settings import ROOT

SPLITTER = EntrySplitter(load_content(ROOT / "content").plans.sayings)
PIECES = st.lists(
    st.sampled_from(["music", "a warm bath", "tea", "Ana's place", "walking", "the sea", "café", "the 9 bus"]),
    min_size=2,
    max_size=6,
    unique=True,
)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("music, a bath and my dog", ["music", "a bath", "my dog"]),
        ("music, a bath, and my dog", ["music", "a bath", "my dog"]),
        ("mum, dad", ["mum", "dad"]),
        ("music\nmy dog\n\ntea", ["music", "my dog", "tea"]),
        ("- music\n* my dog\n• tea", ["music", "my dog", "tea"]),
        ("1) music 2) my dog", ["music", "my dog"]),
        ("1. a walk 2. tea 3. bed", ["a walk", "tea", "bed"]),
        ("1) music\n2) when it is bad, call Ana", ["music", "when it is bad, call Ana"]),
        ("music; my dog; tea", ["music", "my dog", "tea"]),
        ("música, perro y café", ["música", "perro", "café"]),
        ("I stop eating, I lie awake", ["I stop eating", "I lie awake"]),
        ("not sleeping, not eating, snapping at people", ["not sleeping", "not eating", "snapping at people"]),
        ("Anna 0151 223, Ben 555-123", ["Anna 0151 223", "Ben 555-123"]),
        ("Anna, 555 123", ["Anna, 555 123"]),
        ("Sam, my brother", ["Sam, my brother"]),
        ("Sam, my brother, and Ana", ["Sam, my brother", "Ana"]),
        ("Dr. Lee, my therapist, the clinic", ["Dr. Lee, my therapist", "the clinic"]),
        ("also add music", ["music"]),
        ("add: music, tea", ["music", "tea"]),
        ("🐶 walk", ["🐶 walk"]),
        ("988", ["988"]),
    ],
)
def test_lists_are_taken_apart(text, entries):
    assert list(SPLITTER.split(text)) == entries


@pytest.mark.parametrize(
    "text",
    [
        "When I stop answering, I know that it is coming",
        "I don't sleep, which makes me sad",
        "mum and dad",
        "walking and listening to music",
        "2 cups of tea and a book, then bed",
        "I go quiet. I cancel plans.",
        "I call Ana, because she knows how it is",
        "the bus at 9.30, if I can",
        "3 friends",
        "Dr. Lee at the clinic",
        "wait 10 minutes, call Ana if it is still bad after that",
    ],
)
def test_a_sentence_stays_whole(text):
    assert SPLITTER.split(text) == (text,)


@pytest.mark.parametrize("text", ["", " ", "...", "—", "1)", "👍", ", ,", "\n\n", "2) 3)"])
def test_what_has_no_words_has_no_entries(text):
    assert [entry for entry in SPLITTER.split(text) if not entry.rstrip(".)").isdigit()] == []


@given(st.text(max_size=400))
def test_anything_is_read_and_every_entry_stands_in_the_message(text):
    plain = " ".join(text.split())
    for entry in SPLITTER.split(text):
        assert entry.strip()
        assert "\n" not in entry
        assert entry in plain


@given(st.text(alphabet=st.sampled_from("ab ,.;\n-1)2. andI•"), max_size=80))
def test_no_word_is_lost(text):
    """Only marks, numbers before entries, and words that join them fall away."""
    left = re.findall(r"[ab]+", " ".join(SPLITTER.split(text)).replace("and", ""))
    given_words = re.findall(r"[ab]+", text.replace("and", ""))
    assert sum(map(len, given_words)) - sum(map(len, left)) <= len(re.findall(r"\b[ab][.)]", text))


@given(PIECES)
def test_every_way_to_write_a_list_gives_the_same_entries(pieces):
    ways = [
        "\n".join(pieces),
        "\n".join(f"- {piece}" for piece in pieces),
        " ".join(f"{number}) {piece}" for number, piece in enumerate(pieces, 1)),
        "\n".join(f"{number}. {piece}" for number, piece in enumerate(pieces, 1)),
        "; ".join(pieces),
        ", ".join(pieces),
    ]
    if len(pieces) > 2:
        ways += [f"{', '.join(pieces[:-1])} and {pieces[-1]}", f"{', '.join(pieces[:-1])}, and {pieces[-1]}"]
    for way in ways:
        assert list(SPLITTER.split(way)) == pieces, way


def test_a_long_text_can_be_taken_by_its_sentences():
    assert in_sentences("I go quiet. I cancel plans! Then I sleep.") == (
        "I go quiet.",
        "I cancel plans!",
        "Then I sleep.",
    )
    assert in_sentences("x" * 301) == ()
