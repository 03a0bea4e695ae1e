import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.content.schema import Spellings
from waymark.safety.normalise import Normaliser, sentences

NORMALISE = Normaliser(
    Spellings(
        words={"gonna": "going to", "unalive": "kill", "wanna": "want to", "s*icide": "suicide"},
        letters={"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"},
        emoji={"🔫": "gun"},
    ),
    frozenset({"kill", "myself", "suicide", "die", "dead", "want", "life"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I’m gonna k1ll mysellllf!!", "im going to kill myself ."),
        ("DON'T want to d1e", "dont want to die"),
        ("i want to d i e", "i want to d i e"),
        ("k i l l  m y s e l f", "kill myself"),
        ("s.u.i.c.i.d.e", "suicide"),
        ("$uicide", "suicide"),
        ("s*icide", "suicide"),
        ("ѕuісіdе", "suicide"),
        ("unalive me", "kill me"),
        ("I took B12, T3 and GH001 at 3am", "i took b12 , t3 and gh001 at 3am"),
        ("PHQ-9 was 14.5", "phq 9 was 14.5"),
        ("one. two? three", "one . two . three"),
        ("a 🔫 b 🙂", "a gun b"),
        ("no\u200bthing", "nothing"),
        ("kill\ud800", "kill"),
        ("", ""),
    ],
)
def test_disguised_words_read_as_plain_ones(text, expected):
    assert NORMALISE(text) == expected


def test_sentences_split_at_ends_only():
    assert sentences(NORMALISE("I slept. The doctor, she said no! Ok")) == ["i slept", "the doctor , she said no", "ok"]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=400))
def test_any_text_gives_lower_case_words_and_single_spaces(text):
    normal = NORMALISE(text)
    assert normal == normal.lower()
    assert "  " not in normal
    assert normal == normal.strip()
