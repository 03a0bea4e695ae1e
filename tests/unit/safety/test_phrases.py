"""Rules read what they are written for, in both languages, in any spelling, and quickly."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.content import load_content
from waymark.content.schema import Phrase, PhraseFile, Spellings
from waymark.errors import ContentError
from waymark.safety.phrases import PhraseBook

CONTENT = load_content(Path(__file__).parents[3] / "content")
BOOK = PhraseBook.from_content(CONTENT)
SPELLINGS = Spellings(spanish={"q": "que"}, spanish_signs=("que", "ya", "me"))


def book(*phrases: dict, **parts: dict) -> PhraseBook:
    common = {"level": "active_ideation", "must_match": ("x",), "must_not_match": ("x",)}
    file = PhraseFile(phrases=tuple(Phrase(**{**common, **phrase}) for phrase in phrases), **parts)
    return PhraseBook.from_content(SimpleNamespace(phrases=file, spellings=SPELLINGS))


def levels(text: str) -> set[str]:
    return {hit.level for hit in BOOK.hits(text) if not hit.is_uncertain}


def test_guard_in_the_same_sentence_stops_a_phrase():
    rules = book(
        {"id": "en.active.001", "pattern": "green door", "unless": ("painted",)}, guards={"painted": (r"\bpaint",)}
    )
    assert rules.hits("the green door")
    assert not rules.hits("I paint the green door")
    assert rules.hits("I paint. The green door is open.")


def test_guard_anywhere_stops_a_phrase_from_another_sentence():
    rules = book(
        {"id": "en.active.001", "pattern": "green door", "unless_anywhere": ("painted",)},
        guards={"painted": (r"\bpaint",)},
    )
    assert rules.hits("the green door")
    assert not rules.hits("I paint. The green door is open.")


def test_unknown_guard_is_a_fault_of_the_file_of_its_language():
    with pytest.raises(ContentError) as error:
        book({"id": "es.active.001", "pattern": "puerta", "unless": ("nobody",)})
    assert "crisis/es/phrases.yml" in str(error.value.faults[0].path)


def test_spanish_phrase_is_read_in_spanish_only():
    rules = book({"id": "es.active.001", "pattern": r"\bpie\b"})
    assert rules.hits("ya me duele el pie")
    assert not rules.hits("the apple pie was better than the cherry pie that my neighbour made")


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.phrase.id)
def test_needed_pieces_stand_in_everything_that_a_phrase_matches(rule):
    if not rule.pieces:
        return
    for text in rule.phrase.must_match:
        normal = BOOK.normalise(text)
        assert any(piece in normal for piece in rule.pieces)


def test_no_example_of_one_language_is_caught_by_a_phrase_of_another():
    caught = [
        (rule.phrase.id, text, hit.phrase)
        for rule in BOOK.rules
        for text in (*rule.phrase.must_match, *rule.phrase.must_not_match)
        for hit in BOOK.hits(text)
        if hit.phrase[:2] != rule.phrase.id[:2]
    ]
    assert not caught


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I want to kill myself", "active_ideation"),
        ("i w@nna k1ll mys3lf", "active_ideation"),
        ("k i l l  m y s e l f, that is what I want to do: I want to kill myself", "active_ideation"),
        ("ｉ ｗａｎｔ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ", "active_ideation"),
        ("i want to unalive myself", "active_ideation"),
        ("I'm going to end my life on Sunday", "plan_or_intent"),
        ("what is the easiest way to kill myself", "plan_or_intent"),
        ("I just swallowed dozens of tablets", "emergency"),
        ("I have a gun in my hand", "emergency"),
        ("I wish I was dead", "passive_ideation"),
        ("I've been cutting myself again", "self_harm"),
        ("my friend is suicidal", "third_party"),
        ("my throat is swelling up since the new tablet", "medical_urgent"),
        ("quiero matarme", "active_ideation"),
        ("m kiero matar, ya no aguanto", "active_ideation"),
        ("me voy a suicidar el domingo", "plan_or_intent"),
        ("me tragué todas las pastillas", "emergency"),
        ("ya no quiero bibir", "passive_ideation"),
        ("quiero cortarme", "self_harm"),
        ("mi hermano dice que se va a matar", "third_party"),
        ("oigo voces que me dicen que salte", "medical_urgent"),
    ],
)
def test_the_unmistakable_is_read_in_any_spelling(text, level):
    assert level in levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "does esketamine lower the risk of suicide",
        "my phone died and this queue is killing me",
        "I'm not suicidal, the form just asks",
        "I tried to kill myself in 2009, I'm fine now and glad I stayed",
        "me muero de hambre con esta pastilla",
        "no me quiero morir, quiero dormir",
        "¿por qué el prospecto habla de suicidio?",
        "mi tío se suicidó hace diez años",
        "me mato trabajando toda la semana",
    ],
)
def test_the_harmless_is_never_taken_over(text):
    assert not levels(text)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.sampled_from("i want to die not que me mato kill . , ! 1 3"), max_size=600))
def test_any_text_is_read_without_error(text):
    BOOK.hits(text)


def test_single_sentences_are_read_in_a_millisecond():
    texts = [text for rule in BOOK.rules for text in (*rule.phrase.must_match, *rule.phrase.must_not_match)]
    taken = []
    for text in texts:
        started = time.process_time()
        BOOK.hits(text)
        taken.append(time.process_time() - started)
    taken.sort()
    assert taken[len(taken) // 2] < 0.002  # 1 ms wanted, doubled for slow machines
    assert taken[int(len(taken) * 0.99)] < 0.01


@pytest.mark.parametrize(
    "piece",
    [
        "i want to ",
        "ya no quiero que me ",
        "a",
        "! ",
        "not going to kill ",
        "k i l l ",
        "s.u.i.",
        "\u200b😀",
        "q xq d ",
    ],
)
def test_the_largest_text_is_read_in_time(piece):
    started = time.process_time()
    BOOK.hits((piece * 65_536)[:65_536])
    assert time.process_time() - started < 6  # 3 s wanted
