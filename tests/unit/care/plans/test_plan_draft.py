"""A kept plan as others show it: in a crisis talk, at the widget's button, on the page for the appointment."""

import pytest

from waymark.answers.render import response_draft
from waymark.care.plans.plan_draft import crisis_draft, lines_of, plan_blocks, plan_draft
from waymark.messages import Bullets, Heading

KEPT = {"entries": {"people": ["Ana 555 0100"], "warning_signs": ["I lie awake"], "gone_part": ["kept from before"]}}


def test_parts_stand_in_the_order_of_the_plan_with_the_line_by_itself(content):
    blocks = plan_blocks(content, "safety_plan", KEPT, lines_of(content, "GB"))
    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "How I notice that it gets worse",
        "People I can ask for help",
        "Professionals and lines",
    ]
    assert [item for block in blocks if isinstance(block, Bullets) for item in block.items] == [
        "I lie awake",
        "Ana 555 0100",
        "Crisis line: call 116 123 (Samaritans)",
        "In danger: call 999 or 112",
    ]


@pytest.mark.parametrize("country", [None, "", "XX", "ZZ"])
def test_where_no_country_is_known_the_words_hold_anywhere(content, country):
    assert "findahelpline.com" in plan_draft(content, "safety_plan", KEPT, lines_of(content, country)).text


def test_every_countrys_line_can_be_named(content):
    for country in content.countries:
        assert "Crisis line: " in plan_draft(content, "safety_plan", KEPT, lines_of(content, country)).text


@pytest.mark.parametrize("values", [None, {}, {"entries": {}}])
def test_without_a_plan_the_draft_tells_how_to_make_one(content, values):
    draft = plan_draft(content, "safety_plan", values)
    assert [button.value for button in draft.buttons] == ["tool:safety_plan"]
    assert crisis_draft(content, values, lines_of(content, "US")) is None


def test_beside_crisis_words_stand_the_entries_and_nothing_to_press(content):
    draft = crisis_draft(content, KEPT, lines_of(content, "US"))
    assert draft.buttons == ()
    assert "own words" in draft.text
    assert "- Ana 555 0100" in draft.text


@pytest.mark.parametrize("values", [{"entries": 3}, {"x": {}}, {"entries": {"people": [3]}}])
def test_what_is_no_plan_is_refused(content, values):
    with pytest.raises(ValueError):
        plan_draft(content, "safety_plan", values)


def test_every_word_is_filled(content):
    values = dict.fromkeys(
        ("name", "title", "number", "count", "examples", "entry", "most", "titles", "line", "emergency"), "x"
    )
    names = [name for name in content.responses if name.startswith("plans_")]
    assert len(names) > 40
    for name in names:
        assert "{" not in response_draft(content, name, 0, values).text
