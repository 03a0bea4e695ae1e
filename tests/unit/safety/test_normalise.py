import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.content.schema import Spellings
from waymark.safety.normalise import Normaliser, sentences, sound

NORMALISE = Normaliser(
    Spellings(
        words={
            "gonna": "going to",
            "unalive": "kill",
            "wanna": "want to",
            "sewer slide": "suicide",
            "sewerslide": "suicide",
            "kms": "kill myself",
            "un alive": "kill",
            "sui": "suicide",
        },
        hidden=("suicide", "suicidal", "kill", "die", "kms", "myself", "matarme"),
        spanish={"q": "que", "xq": "porque", "tb": "tambien"},
        spanish_signs=("que", "q", "ya", "no", "mi", "por", "de"),
        letters={"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"},
        emoji={"🔫": "gun"},
    ),
    frozenset({"kill", "myself", "suicide", "die", "dead", "want", "life", "matarme"}),
    frozenset({"vivir", "quiero", "hacer", "pastillas", "cansado"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I’m gonna k1ll mysellllf!!", "im going to kill myself ."),
        ("DON'T want to d1e", "dont want to die"),
        ("i want to d i e", "i want to die"),
        ("i want to fill in p h q 9 now", "i want to fill in p h q 9 now"),
        ("k m s", "kill myself"),
        ("i k m s", "i kill myself"),
        ("i w a n t t o d i e", "i want to die"),
        ("su!c1de", "suicide"),
        ("s**cide and d*e and d*mn", "suicide and die and d*mn"),
        ("sui cide, su icide", "suicide , suicide"),
        ("su.ic.ide and su-icide", "suicide and suicide"),
        ("sewer slide or sewerslide", "suicide or suicide"),
        ("un-alive", "kill"),
        ("ｋｉｌｌ 𝓶𝔂𝓼𝓮𝓵𝓯", "kill myself"),
        ("🅺🅸🅻🅻 ᴍʏsᴇʟꜰ", "kill mysel"),
        ("κιll мyself", "kill myself"),
        ("kiiiill my\u00adself", "kill myself"),
        ("ya no qiero bibir xq q mas", "ya no quiero vivir porque que mas"),
        ("ya no puedo aser nada, mis pastiyas", "ya no puedo hacer nada , mis pastillas"),
        ("estoy cansao de todo, ya no", "estoy cansado de todo , ya no"),
        ("m4t4rme", "matarme"),
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


@given(st.text(max_size=300) | st.text(alphabet="kil mysef.-*_13!@ ,q\u200bkк", max_size=120))
@settings(deadline=None)
def test_what_is_normal_stays_as_it_is(text):
    normal = NORMALISE(text)
    assert NORMALISE(normal) == normal


@pytest.mark.parametrize(
    ("written", "meant"),
    [("bibir", "vivir"), ("boi", "voy"), ("yamo", "llamo"), ("nesesito", "necesito"), ("ermano", "hermano")],
)
def test_spanish_words_that_sound_alike_meet(written, meant):
    assert sound(written) == sound(meant)


def test_english_is_not_taken_for_spanish():
    assert NORMALISE.is_spanish(NORMALISE("ya no quiero vivir"))
    assert not NORMALISE.is_spanish(NORMALISE("my boi is in the band and the band is in town with all of us"))
