from dataclasses import replace

import pytest

from waymark.answers.render import (
    card_draft,
    cards_draft,
    comparison_draft,
    gist_draft,
    how_sure_draft,
    more_draft,
    related,
    response_draft,
    suggestions,
    to_ask,
)
from waymark.content.treatment_schema import HeadToHead, Treatment
from waymark.messages import Bullets, Heading, Paragraph, Table


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
        "sure:ect.what",
        "simpler:ect.what",
        "save:ect.what",
    ]
    assert draft.buttons[0].title == "Tell me more"


def test_a_reviewed_card_has_no_note(small_content):
    assert len(card_draft(small_content, "tms.what").blocks) == 1


def test_no_more_button_without_more(small_content):
    assert all(not button.value.startswith("more:") for button in card_draft(small_content, "ect.memory").buttons)


def test_the_runner_up_comes_first_among_the_ways_on(small_content):
    draft = card_draft(small_content, "tms.what", also=("ect.what", "tms.what"))
    assert [button.value for button in draft.buttons][:2] == ["card:ect.what", "card:tms.cost"]


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


def test_two_answers_stand_one_after_the_other(small_content):
    draft = cards_draft(small_content, "ect.memory", "ect.cost")
    assert [block.text for block in draft.blocks if isinstance(block, Heading)] == [
        "Does ECT affect memory?",
        "What does ECT cost?",
    ]
    assert draft.cards == ("ect.memory", "ect.cost")
    assert len(draft.sources) == 1


def test_a_gist_is_short_and_says_when_it_repeats(small_content):
    assert gist_draft(small_content, "ect.what").text == "The short answer to What is ECT?"
    assert gist_draft(small_content, "ect.what", again=True).text.startswith("again_lead ")


def test_how_sure_tells_kinds_review_and_sources(small_content):
    blocks = how_sure_draft(small_content, "ect.what").blocks
    assert blocks[1] == Bullets(items=("evidence_review",))
    assert blocks[2].text == "review_drafted review_due 1 January 2027."
    assert "https://one.example" in blocks[4].items[0]


def test_what_is_saved_asks_the_cards_first_question(small_content):
    assert to_ask(small_content.cards["ect.what"]) == "What is ECT? What about What is ECT?"
    assert to_ask(small_content.cards["ect.memory"]) == "Does ECT affect memory?"


def treatment(topic, facts, **values):
    return Treatment(
        name=topic.upper(),
        called=topic,
        topic=topic,
        card=f"{topic}.what",
        kind="procedure",
        synonyms=(topic,),
        facts={name: {"text": f"{topic} {name}", "sources": ("one-2020",)} for name in facts},
        evidence=("rct",),
        decides=(f"{topic} takes time",),
        **values,
    )


@pytest.fixture
def two_treatments(small_content):
    ect = treatment("ect", ("what", "how_fast", "who_not"))
    tms = treatment("tms", ("how_fast", "what", "cost_access"))
    return replace(small_content, treatments={"ect": ect, "tms": tms})


def test_a_comparison_shows_the_facts_that_both_have_and_ranks_nothing(two_treatments):
    draft = comparison_draft(two_treatments, ("tms", "ect"))
    (table,) = (block for block in draft.blocks if isinstance(block, Table))
    assert table.columns == ("", "TMS", "ECT")
    assert table.rows == (("fact_what", "tms what", "ect what"), ("fact_how_fast", "tms how_fast", "ect how_fast"))
    assert draft.blocks[1] == Paragraph(text="not_compared_directly")
    assert Bullets(items=("TMS: tms takes time", "ECT: ect takes time")) in draft.blocks
    assert draft.cards == ("tms.what", "ect.what")


@pytest.mark.parametrize("pair", [("ect", "tms"), ("tms", "ect")])
def test_a_direct_comparison_is_told_whichever_side_holds_it(two_treatments, pair):
    direct = HeadToHead(other="tms", text="In 100 adults they did alike.", sources=("one-2020",))
    ect = two_treatments.treatments["ect"].model_copy(update={"head_to_head": (direct,)})
    content = replace(two_treatments, treatments={**two_treatments.treatments, "ect": ect})
    assert comparison_draft(content, pair).blocks[1] == Paragraph(text="In 100 adults they did alike.")
