"""What the dialogue state tells its person, read from what the tracker store really writes."""

import json
from datetime import datetime, timezone

import pytest
from rasa.shared.core.events import AllSlotsReset, SlotSet, UserUttered

from waymark.brain.questionnaires import QUESTIONNAIRE
from waymark.brain.tools import TOOL, TOOL_KEEPS, OpenTool, written
from waymark.brain.tracker_store import KEPT_TURNS, packed
from waymark.care.checkins.checkin import Checkin
from waymark.care.my_data.unfinished import unfinished
from waymark.care.questionnaires.progress import Progress
from waymark.care.tools.tool import Record

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)


def told(*slots, turns=1):
    events = [UserUttered("begin"), *(SlotSet(name, value) for name, value in slots)]
    events += [UserUttered(f"aside {number}") for number in range(turns)]
    return unfinished(json.dumps(packed(events)).encode())


@pytest.mark.parametrize("turns", [0, 1, KEPT_TURNS + 3])
def test_what_was_begun_is_told_without_what_only_keeps_the_place(turns):
    form = Progress(instrument="phq9", run="abc", started_at=NOW, answers=(2, "skipped", *[None] * 8), at=2, misses=1)
    checkin = Checkin(run="r", began_at=NOW, place="area", queue=("sleep", "energy"), at=1, answers={"sleep": 4})
    found = told(
        (QUESTIONNAIRE, form.model_dump_json()),
        (TOOL, OpenTool(name="checkin", state=checkin.model_dump_json()).model_dump_json()),
        (TOOL_KEEPS, written([Record("trial", "7", {"name": "sertraline"})])),
        ("question_text", "can I drive after ketamine"),
        ("card", "ect.memory"),
        turns=turns,
    )
    assert set(found) == {"questionnaire", "tool", "not_saved_yet", "question"}
    assert found["questionnaire"]["instrument"] == "phq9"
    assert found["questionnaire"]["answers"][:2] == [2, "skipped"]
    assert found["tool"]["name"] == "checkin"
    assert found["tool"]["state"]["answers"] == {"sleep": 4}
    assert found["not_saved_yet"] == [{"kind": "trial", "values": {"name": "sertraline"}}]
    assert found["question"] == "can I drive after ketamine"
    assert not {"run", "misses", "at", "place"} & {*found["questionnaire"], *found["tool"]["state"]}


def test_what_was_finished_or_forgotten_is_no_more_told():
    assert told((TOOL, OpenTool(name="x", state="{}").model_dump_json()), (TOOL, None)) == {}
    events = [UserUttered("a"), SlotSet("question_text", "what now"), AllSlotsReset()]
    assert unfinished(json.dumps(packed(events)).encode()) == {}


@pytest.mark.parametrize(
    "state",
    [
        None,
        b"",
        b"state",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"head": 3}',
        b'{"head": null, "events": [{}]}',
        b'{"head": {"slots": {"tool": "{", "tool_keeps": "x", "questionnaire": "?"}, "loop": null}, "events": []}',
    ],
)
def test_a_state_that_cannot_be_read_tells_nothing(state):
    assert unfinished(state) == {}
