import pytest

from waymark.answers.render import card_draft, more_draft, related, response_draft, suggestions
from waymark.messages import Bullets, Heading, Paragraph


def test_a_card_comes_with_note_sources_and_ways_on(small_content):
    draft = card_draft(small_content, "ect.what")
    assert [block.text for block in draft.blocks] == [
        "The short answer to What is ECT?",
        "No clinician has reviewed this.",
    ]
    assert draft.cards == ("ect.what",)
    assert draft.sources[0].url == "https://one.example"
    assert [button.value for button in draft.buttons] == [
        "more:ect.what",
        "card:ect.memory",
        "card:ect.cost",
        "card:ect.safety",
    ]
    assert draft.buttons[0].title == "Tell me more"


def test_a_reviewed_card_has_no_note(small_content):
    assert len(card_draft(small_content, "tms.what").blocks) == 1


def test_no_more_button_without_more(small_content):
    assert all(not button.value.startswith("more:") for button in card_draft(small_content, "ect.memory").buttons)


def test_the_runner_up_comes_first_among_the_ways_on(small_content):
    draft = card_draft(small_content, "tms.what", also=("ect.what", "tms.what"))
    assert [button.value for button in draft.buttons] == ["card:ect.what", "card:tms.cost"]


def test_related_cards_have_other_facets_first(small_content):
    assert related(small_content, small_content.cards["ect.memory"]) == ("ect.what", "ect.cost", "ect.safety")


def test_more_ends_with_questions_for_the_clinician(small_content):
    blocks = more_draft(small_content, "ect.what").blocks
    assert blocks[0] == Paragraph(text="More about What is ECT?")
    assert blocks[1:3] == (Heading(text="Ask your clinician"), Bullets(items=("What about What is ECT?",)))


def test_a_card_without_more_says_so(small_content):
    draft = more_draft(small_content, "ect.memory")
    assert draft.text == "That is all."
    assert draft.cards == ()


def test_suggestions_give_no_content(small_content):
    draft = suggestions(small_content, ["ect.memory", "gone.card"])
    assert draft.cards == ()
    assert draft.sources == ()
    assert [(button.title, button.value) for button in draft.buttons] == [
        ("Does ECT affect memory?", "card:ect.memory")
    ]


def test_wordings_take_turns_and_placeholders_are_filled(small_content):
    lines = {"line": "call 988"}
    first, second, third = (response_draft(small_content, "greet", turn, lines) for turn in range(3))
    assert first.text == "Hello.\n\nCall call 988."
    assert second.text == "Hello again."
    assert third == first
    assert first.buttons[0].value == "card:ect.what"
    assert second.buttons[0].value == "intent:ask_capabilities"


def test_the_list_of_topics_comes_from_the_content(small_content):
    blocks = response_draft(small_content, "capabilities", 0).blocks
    assert blocks[1] == Bullets(items=("Ect", "Tms", "Sleep"))


def test_an_unfilled_placeholder_is_an_error(small_content):
    with pytest.raises(KeyError):
        response_draft(small_content, "greet", 0)
