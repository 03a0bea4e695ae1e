"""Answers on the scales of a check-in: what is understood, what is asked about, and nothing in between."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_talk import shipped

from waymark.care.checkins.checkin_reader import CheckinReader
from waymark.care.checkins.scale_answers import Answer, Hint


@cache
def reader():
    return CheckinReader(shipped().checkins)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4), ("0", 0), ("10", 10), ("about 4", 4), ("7/10", 7), ("7 out of 10", 7), ("a 6 i guess", 6),
        ("ten", 10),
        ("pretty bad", 3), ("Really bad :(", 1), ("awful", 1), ("so-so", 5), ("ok", 5), ("not bad", 5),
        ("not too bad", 5),
        ("good", 7), ("very good!", 9), ("great thanks", 9), ("no good", 3), ("not great", 3), ("4, pretty bad", 4),
        ("bad, like a 2", 2), ("60%", 6), ("100 percent", 10), ("my sleep was a 4", 4), ("sleep 4", 4), ("4️⃣", 4),
        ("no sleep at all", 0), ("couldn't be worse", 0), ("perfect", 10), ("it was terrible, honestly", 1),
        ("muy mal", 1),
        ("honestly pretty bad because of the noise next door", 3), ("five", 5), ("４", 4), ("not very bad", 5),
        ("4ish", 4),
    ],
)  # fmt: skip
def test_an_answer_is_understood(text, value):
    assert reader().answer("sleep", text) in (Answer(value), Answer(value, is_plain=False))


@pytest.mark.parametrize("text", ["don't know", "idk", "no idea, sorry", "hard to say", "I can't remember", "not sure"])
def test_not_knowing_is_an_answer(text):
    assert reader().answer("energy", text) == Answer(None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11", "out_of_range"), ("-3", "out_of_range"), ("1000", "out_of_range"), ("7 or 8", "two_answers"),
        ("7-8", "two_answers"), ("between 4 and 6", "two_answers"), ("good and bad", "two_answers"),
        ("9, bad", "two_answers"),
        ("it varies", "two_answers"), ("4.5", "half"), ("4,5", "half"), ("5 hours", "count"),
        ("slept 3 nights", "count"),
        ("3/5", "other_scale"), ("3 out of 5", "other_scale"), ("55%", "other_scale"), ("", "empty"),
        ("👎", "unclear"),
        ("purple", "unclear"), ("yes", "unclear"), ("slept 4", "unclear"), ("not 4", "unclear"),
        ("word " * 60, "too_long"),
        ("my cat ate 2 birds", "unclear"), ("not perfect", "unclear"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_asked_about(text, kind):
    assert reader().answer("sleep", text) == Hint(kind)


@pytest.mark.parametrize(
    ("text", "value"),
    [("not at all", 0), ("a bit", 1), ("somewhat", 2), ("quite a bit", 3), ("a lot", 3), ("unbearable", 4), ("4", 4),
     ("no", 0), ("it bothers me a lot", 3), ("2/4", 2), ("not much", 1), ("three", 3), ("not too bad", 1)],
)  # fmt: skip
def test_how_much_something_bothers_has_words_of_its_own(text, value):
    assert reader().bother(text).value == value


@given(
    st.integers(0, 10), st.sampled_from(["{}", "about {}", "{}/10", "a {}", "maybe {}", "{} I think", "{}!", " {} "])
)
def test_a_number_is_itself_however_it_is_written(number, spelling):
    assert reader().answer("people", spelling.format(number)).value == number


@given(st.integers(-1000, 1000).filter(lambda number: not 0 <= number <= 10))
def test_a_number_that_is_not_on_the_scale_is_never_taken(number):
    assert isinstance(reader().answer("work", str(number)), Hint)


@given(st.text(max_size=60))
def test_nothing_raises_and_only_what_is_on_the_scale_comes_out(text):
    for area in ("sleep", "basics"):
        read = reader().answer(area, text)
        assert isinstance(read, Hint) or read.value is None or 0 <= read.value <= 10
        if isinstance(read, Answer) and read.value is not None:
            assert re.search(r"\w", text)
    assert isinstance(reader().bother(text), Answer | Hint)
    assert isinstance(reader().pairs(text), dict)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("sleep 4, energy 6", {"sleep": 4, "energy": 6}),
        ("sleep was pretty bad and energy 3", {"sleep": 3, "energy": 3}),
        ("Sleep: 4\nWork: 5/10\nPeople: ok", {"sleep": 4, "work": 5, "people": 5}), ("sleep 4 and 5", {}),
        ("sleep", {}),
        ("sleep 4, sleep 5", {}), ("energy don't know; sleep 2", {"energy": None, "sleep": 2}),
        ("sleep 40, energy 2", {}),
    ],
)  # fmt: skip
def test_several_are_answered_at_once(text, values):
    assert {area: answer.value for area, answer in reader().pairs(text).items()} == values


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("nausea", [("nausea", None)]), ("dry mouth, headache and shaking", [("dry mouth", None),
        ("headache", None), ("shaking", None)]),
        ("pins and needles", [("pins and needles", None)]), ("nausea 3, sweating", [("nausea", 3),
        ("sweating", None)]),
        ("nausea, quite a bit, and sleepy", [("nausea", 3), ("sleepy", None)]),
        ("Nausea, nausea", [("Nausea", None)]),
        ("😀", []), ("1, 2", []), ("weight gain (2)", [("weight gain", 2)]), ("\x000\x00", []),
        ("gained 9", [("gained 9", None)]),
    ],
)  # fmt: skip
def test_side_effects_are_read_one_by_one(text, effects):
    assert [(effect.text, effect.bother) for effect in reader().effects(text)] == effects


@given(st.text(max_size=120))
def test_a_side_effect_is_always_in_the_persons_words(text):
    plain = " ".join(text.replace("\x00", " ").split()).casefold()
    for effect in reader().effects(text):
        assert effect.text.casefold() in plain or effect.text in plain
