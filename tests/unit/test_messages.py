import pytest
from pydantic import ValidationError

from waymark.messages import (
    Breathing,
    Bullets,
    Button,
    Chart,
    Crisis,
    Draft,
    Form,
    Heading,
    Line,
    Link,
    Links,
    Message,
    Paragraph,
    Point,
    Question,
    SourceNote,
    Steps,
    Table,
    message_from,
    plain_text,
)  # fmt: skip

BLOCKS = (
    Heading(text="Heading"),
    Paragraph(text="Paragraph"),
    Bullets(items=("one", "two")),
    Steps(items=("first", "second")),
    Table(columns=("drug", "weeks"), rows=(("sertraline", "8"),)),
    Crisis(country="United States", emergency="911", lines=(Line(name="988 Lifeline", call="988", hours="24/7"),)),
    Chart(title="PHQ-9", points=(Point(at="2026-01-01", value=12),), minimum=0, maximum=27, summary="12 of 27"),
    Breathing(inhale=4, hold=0, exhale=6, rounds=6, text="Breathe in for 4 seconds, and out for 6."),
    Links(items=(Link(title="PDF", url="/api/v1/documents/x"),)),
    Form(id="phq9", title="PHQ-9", fields=(Question(name="q1", label="Little"),)),
)  # fmt: skip


def test_text_of_a_draft_says_everything_that_its_blocks_say():
    text = Draft(blocks=BLOCKS).text
    for word in (
        "Heading",
        "Paragraph",
        "two",
        "2. second",
        "drug: sertraline",
        "911",
        "call 988",
        "12 of 27",
        "PDF: /api/v1/documents/x",
        "Little",
        "in for 4 seconds, and out for 6",
    ):
        assert word in text


def test_message_round_trips_through_its_json_form():
    draft = Draft(blocks=BLOCKS, cards=("ect.memory",), sources=(SourceNote(title="t", year=2010, url="https://x"),))
    message = message_from(draft)
    data = message.model_dump_json(by_alias=True)
    assert '"from":"assistant"' in data
    assert Message.model_validate_json(data) == message


def test_a_form_is_whole_as_text_for_a_channel_that_shows_none():
    options = (Button(title="Not at all", value="0"), Button(title="Several days", value="1"))
    fields = (Question(name="phq9.1", label="Little interest", options=options), Question(name="x", label="Low"))
    form = Form(id="f", title="PHQ-9", text="Over the last 2 weeks", fields=fields)
    assert Draft(blocks=(form,)).text.splitlines() == [
        "PHQ-9", "Over the last 2 weeks", "1. Little interest (Not at all / Several days)", "2. Low"
    ]  # fmt: skip


def test_unknown_block_type_is_refused():
    with pytest.raises(ValidationError):
        Draft.model_validate({"blocks": [{"type": "html", "text": "<b>"}]})


@pytest.mark.parametrize("part", ["inhale", "exhale", "rounds"])
def test_a_pace_of_breathing_that_no_one_can_follow_is_refused(part):
    pace = {"inhale": 4, "hold": 0, "exhale": 6, "rounds": 6, "text": "In and out.", part: 0}
    with pytest.raises(ValidationError):
        Breathing.model_validate(pace)


def test_one_draft_after_another_keeps_each_source_once():
    source = SourceNote(title="t", year=2010, url="https://x")
    one = Draft(blocks=(Paragraph(text="a"),), sources=(source,))
    assert one.plus(Draft(blocks=(Paragraph(text="b"),), sources=(source,))).sources == (source,)
    assert plain_text(one.plus(one).blocks) == "a\n\na"
