from hypothesis import given
from hypothesis import strategies as st

from waymark.gateway.channels.answerer import command_in
from waymark.gateway.channels.split import packed, split_text, utf16_length


def test_paragraphs_stay_whole_where_they_fit():
    assert split_text("one two.\n\nthree four.\n\nfive", 22) == ["one two.\n\nthree four.", "five"]


def test_then_lines_sentences_and_words():
    assert split_text("one two\nthree four", 12) == ["one two", "three four"]
    assert split_text("One two. Three four.", 12) == ["One two.", "Three four."]
    assert split_text("one two three", 8) == ["one two", "three"]
    assert split_text("abcdefgh", 3) == ["abc", "def", "gh"]


def test_half_a_character_is_never_sent():
    assert split_text("🙂🙂🙂", 3, utf16_length) == ["🙂", "🙂", "🙂"]


def test_parts_are_put_together():
    assert packed(["a", "b", "c" * 8, "d"], 9) == ["a\n\nb", "cccccccc", "d"]
    assert packed(["", " "], 9) == []


@given(st.text(max_size=400), st.integers(2, 60))
def test_nothing_is_lost_and_every_piece_fits(text, limit):
    pieces = split_text(text, limit, utf16_length)
    assert all(piece and utf16_length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_only_a_whole_message_is_a_command():
    assert command_in(" Erase  everything. ") == "erase"
    assert command_in("/stop") == "stop"
    assert command_in("stop") is None
    assert command_in("erase everything that hurts") is None
