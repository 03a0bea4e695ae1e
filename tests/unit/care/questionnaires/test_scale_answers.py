"""Free words as answers: what is clear is understood, what is not is asked about, nothing is guessed."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.care.questionnaires.answers import AnswerReader, Hint, Read
from waymark.content import load_content
from waymark.settings import ROOT


@cache
def reader(scale="frequency"):
    book = load_content(ROOT / "content").instruments
    return AnswerReader(book.scale(scale), book.words)


OPTIONS = [option.text for option in reader().scale.options]
NOISE = st.sampled_from(["", " ", "!", "...", " 😭", "\n", " !!", " honestly", " i think", "?"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("more than half the days", 2), ("most days", 2), ("not really", 0), ("nah", 0), ("every single day", 3),
        ("a couple of times", 1), ("Nearly every day!!", 3), ("2", 2), ("two", 2), ("3 i think", 3),
        ("no energy at all, every day", 3), ("everyyy dayyy", 3), ("nooo", 0), ("😭 every day 😭", 3), ("24/7", 3),
        ("2️⃣", 2), ("３", 3), ("option 2", 2), ("I had that nearly every day honestly", 3), ("3, nearly every day", 3),
        ("umm like several days i guess", 1), ("over half the time", 2), ("a few days", 1), ("NOT AT ALL.", 0),
        ("0", 0), ("zero", 0), ("most of the time tbh", 2), ("it's all the time", 3), ("sevral days", 1),
        ("more then half the days", 2), ("i'd say most days", 2), ("once or twice maybe", 1),
    ],
)  # fmt: skip
def test_free_words_are_understood(text, value):
    found = reader().read(text)
    assert isinstance(found, Read)
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2 or 3", "two_answers"), ("between 1 and 2", "two_answers"), ("1-2", "two_answers"), ("1.5", "two_answers"),
        ("several days maybe more than half", "two_answers"), ("3 several days", "two_answers"),
        ("not at all or every day", "two_answers"),
        ("4", "out_of_range"), ("7", "out_of_range"), ("-1", "out_of_range"), ("9" * 30, "out_of_range"),
        ("5 days", "days"), ("like 12 days out of 14", "days"), ("3 times", "days"),
        ("😭😭😭😭💀", "pictures"), ("👎", "pictures"), ("", "empty"), ("  \n", "empty"), ("…", "unclear"),
        ("yes", "how_much"), ("yeah a lot", "how_much"), ("kinda", "how_much"), ("often", "how_much"),
        ("idk", "unclear"), ("not every day", "unclear"), ("not at all sure", "unclear"), ("it was bad", "unclear"),
        ("I don't know", "unclear"), ("every day is different", "unclear"), ("i slept 3 hours and cried", "days"),
        ("my cat ate 2 birds", "unclear"), ("word " * 80, "too_long"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_asked_about(text, kind):
    assert reader().read(text) == Hint(kind)


@pytest.mark.parametrize(
    ("text", "value"),
    [("not difficult", 0), ("somewhat", 1), ("very hard", 2), ("extremely difficult", 3), ("impossible", 3), ("1", 1)],
)
def test_the_other_scale_has_words_of_its_own(text, value):
    assert reader("difficulty").read(text).value == value


def test_only_an_answer_as_published_leaves_no_doubt():
    assert all(reader().read(text).is_plain for text in ("Several days", "several days.", "1", "1 several days"))
    assert not any(reader().read(text).is_plain for text in ("a few days", "several days i think", "nah"))


@given(st.sampled_from(OPTIONS), NOISE, NOISE, st.sampled_from([str, str.upper, str.title]))
def test_an_option_is_itself_however_it_is_written(option, before, after, spell):
    assert reader().read(f"{before} {spell(option)} {after}") in (
        Read(OPTIONS.index(option)), Read(OPTIONS.index(option), is_plain=False)
    )  # fmt: skip


@given(st.sampled_from(OPTIONS), st.sampled_from(OPTIONS), st.sampled_from([" or ", ", ", " and ", " / ", " "]))
def test_two_different_options_are_never_one(one, other, between):
    if one != other:
        assert reader().read(f"{one}{between}{other}") == Hint("two_answers")


@given(st.integers(-(10**6), 10**6))
def test_a_number_is_on_the_scale_or_asked_about(number):
    found = reader().read(str(number))
    assert found == (Read(number) if 0 <= number <= 3 else Hint("out_of_range"))


@given(st.text(max_size=400))
def test_any_text_is_read_or_hinted_at(text):
    found = reader().read(text)
    assert isinstance(found, Hint) or 0 <= found.value <= 3


@given(st.lists(st.sampled_from("😭💀🙃👎🫠❤🔥"), min_size=1, max_size=200))
def test_a_novel_of_emoji_is_no_answer(signs):
    assert reader().read("".join(signs)) == Hint("pictures")


@pytest.mark.parametrize("scale", ["frequency", "difficulty"])
def test_every_saying_reads_as_its_own_option(scale):
    for option in reader(scale).scale.options:
        for saying in (option.text, *option.sayings, *option.alone):
            assert reader(scale).read(saying) in (Read(option.value), Read(option.value, is_plain=False)), saying
