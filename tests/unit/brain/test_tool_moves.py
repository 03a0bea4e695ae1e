"""What the component makes of a message while a tool is open, was stopped, or is not there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache

import pytest
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.nlu.training_data.message import Message

from waymark.brain import resources
from waymark.brain.components.tool_moves import ToolMoves
from waymark.brain.tools import OpenTool, tool_draft
from waymark.care.tools.tool import Move, Record, Said, Tool
from waymark.care.tools.toolbox import Toolbox
from waymark.errors import StoreError
from waymark.messages import Draft, paragraphs


@dataclass(frozen=True)
class Notes(Tool):
    """Keeps a note per message until "that is the last one"; knows "list", which is done at once."""

    name: str = "notes"
    intents: frozenset[str] = frozenset({"ask_capabilities"})

    def begin(self, said: Said) -> Move:
        if said.choice == "list":
            return Move("[]", _draft(f"{len(said.kept('note'))} kept"), is_done=True)
        return Move("[]", self.ask("[]"))

    def hear(self, state: str, said: Said) -> Move | None:
        if said.is_question or (said.is_aside and said.choice is None):
            return None
        if said.text == "that is the last one":
            return Move(state, _draft("bye"), is_done=True)
        notes = [*json.loads(state), said.text or str(said.choice)]
        return Move(json.dumps(notes), self.ask(json.dumps(notes)), (Record("note", "all", {"notes": notes}),))

    def ask(self, state: str) -> Draft:
        return _draft(f"note {len(json.loads(state)) + 1}?")


def _draft(text: str) -> Draft:
    return Draft(blocks=paragraphs([text]))


class Stored:
    """Stands in for the records of a store."""

    def __init__(self, records=(), error=None):
        self.records, self._found, self._error = self, records, error

    def of(self, conversation_id):
        if self._error:
            raise self._error
        return self._found


@pytest.fixture(autouse=True)
def notes(monkeypatch):
    monkeypatch.setattr(resources, "toolbox", lambda: Toolbox.of([Notes()]))
    monkeypatch.setattr(resources, "store", cache(Stored))


def opened(tracker, state="[]"):
    tracker.update(ActiveLoop("tool_form"))
    stopped(tracker, state)


def stopped(tracker, state="[]"):
    tracker.update(SlotSet("tool", OpenTool(name="notes", state=state).model_dump_json()))


def read(tracker, text, intent="unclear", confidence=0.9, pressed=None, **data):
    message = Message(
        data={
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "metadata": {"pressed": pressed} if pressed else {},
            **data,
        }
    )
    (result,) = ToolMoves().process([message], tracker)
    told = {entity["entity"]: entity["value"] for entity in result.get("entities") or []}
    return result.get("intent")["name"], told, result.get("tool_move") or {}


def text_of(move):
    return Draft.model_validate(move["draft"]).text


def test_a_wish_opens_the_tool(tracker):
    name, told, move = read(tracker, "what can you do", "ask_capabilities")
    assert name == "open_tool"
    assert json.loads(told["tool"]) == {"name": "notes", "state": "[]"}
    assert told["tool_turn"]
    assert text_of(move) == "note 1?"


def test_a_step_with_something_to_keep_waits_for_the_action(tracker):
    opened(tracker)
    name, told, move = read(tracker, "my sister")
    assert name == "keep_tool"
    assert "tool_turn" not in told, "the form would ask before the action has saved"
    assert json.loads(told["tool_keeps"]) == [{"kind": "note", "key": "all", "values": {"notes": ["my sister"]}}]
    assert text_of(move) == "note 2?"


def test_what_was_not_saved_is_saved_with_the_next_step(tracker):
    opened(tracker, '["a"]')
    waiting = [{"kind": "note", "key": "all", "values": {"notes": ["a"]}}, {"kind": "x", "key": "y", "values": {}}]
    tracker.update(SlotSet("tool_keeps", json.dumps(waiting)))
    _, told, _ = read(tracker, "b")
    kept = json.loads(told["tool_keeps"])
    assert [(one["kind"], one["values"]) for one in kept] == [("note", {"notes": ["a", "b"]}), ("x", {})]


def test_the_last_step_closes_the_form(tracker):
    opened(tracker, '["a"]')
    name, told, move = read(tracker, "that is the last one")
    assert (name, told["tool_done"], told["tool"], move["is_done"]) == ("use_tool", "yes", None, True)


def test_a_question_is_left_to_others(tracker):
    opened(tracker)
    name, told, move = read(tracker, "what is anhedonia?", "ask_card")
    assert (name, told, move) == ("ask_card", {}, {})


def test_stop_leaves_the_state(tracker):
    opened(tracker, '["a"]')
    name, told, _ = read(tracker, "I want to stop")
    assert (name, told) == ("stop", {})


def test_a_stopped_tool_goes_on_where_it_was(tracker):
    stopped(tracker, '["a"]')
    name, told, move = read(tracker, "tool:notes:go_on", pressed="tool:notes:go_on")
    assert name == "open_tool"
    assert json.loads(told["tool"])["state"] == '["a"]'
    assert text_of(move) == "note 2?"


def test_a_choice_outside_may_be_done_at_once(tracker):
    name, told, move = read(tracker, "x", pressed="tool:notes:list")
    assert (name, text_of(move)) == ("run_tool", "0 kept")
    assert "tool" not in told, "an open tool is not closed by it"


def test_a_button_of_no_tool_is_said_to_be_closed(tracker):
    name, told, move = read(tracker, "x", pressed="tool:gone:yes")
    assert (name, told, move) == ("use_tool", {}, {})


def test_another_form_is_not_left(tracker):
    tracker.update(ActiveLoop("questionnaire_form"))
    name, told, move = read(tracker, "x", pressed="tool:notes")
    assert (name, told, move) == ("open_tool", {}, {})


def test_danger_leaves_the_tool_as_it_is(tracker):
    opened(tracker)
    name, told, move = read(tracker, "I want to die", "crisis", decision=None)
    assert (name, told, move) == ("crisis", {}, {})


def test_after_danger_a_word_is_no_answer(tracker):
    opened(tracker)
    tracker.update(UserUttered("x", {"name": "crisis", "confidence": 1.0}, [], {"text": "x"}))
    assert read(tracker, "no", "deny")[0] == "deny"


def test_a_state_of_another_version_closes_the_tool(tracker):
    opened(tracker, "{")
    assert read(tracker, "my sister")[0] == "stop"


def test_records_that_cannot_be_read_are_none(tracker, monkeypatch):
    monkeypatch.setattr(resources, "store", cache(lambda: Stored(error=StoreError("down"))))
    heard = []
    monkeypatch.setattr(Notes, "begin", lambda self, said: heard.append(said.records) or Move("[]", self.ask("[]")))
    read(tracker, "x", pressed="tool:notes")
    assert heard == [None]


def test_a_tool_is_told_which_cards_the_talk_was_about(tracker, monkeypatch):
    heard = []
    monkeypatch.setattr(Notes, "begin", lambda self, said: heard.append(said) or Move("[]", self.ask("[]")))
    tracker.update(SlotSet("card", "trd.what"))
    card = {"entity": "card", "value": "ect.memory"}
    tracker.update(UserUttered("x", {"name": "ask_card"}, [card], {"text": "x", "card": {"second": "tms.how_long"}}))
    tracker.update(UserUttered("x", {"name": "ask_card"}, [], {"text": "x", "card": {"cards": ["vns.what"]}}))
    read(tracker, "what can you do", "ask_capabilities", card={"verdict": "answer", "cards": ["sleep.what"]})
    read(tracker, "what can you do", "ask_capabilities", card={"verdict": "suggest", "cards": ["sleep.what"]})
    assert [said.cards for said in heard] == [("ect.memory", "tms.how_long", "trd.what")] * 2
    assert [said.card for said in heard] == ["sleep.what", ""]


def test_a_reminder_that_was_stopped_while_it_waited_is_not_there(tracker, monkeypatch):
    early, late = "2027-03-01T09:00:00+00:00", "2027-03-01T11:00:00+00:00"
    stop = Record("reminder_stop", "latest", {}, changed_at=datetime(2027, 3, 1, 10, tzinfo=timezone.utc))
    monkeypatch.setattr(resources, "store", cache(lambda: Stored([stop])))
    waits = [{"kind": "reminder", "key": at, "values": {"set_at": at}} for at in (early, late)]
    tracker.update(SlotSet("tool_keeps", json.dumps(waits)))
    heard = []
    monkeypatch.setattr(Notes, "begin", lambda self, said: heard.append(said) or Move("[]", self.ask("[]")))
    read(tracker, "what can you do", "ask_capabilities")
    assert [record.key for record in heard[0].kept("reminder")] == [late]


def test_only_what_was_saved_is_called_kept():
    content, move = resources.content(), {"draft": _draft("done").model_dump(mode="json"), "is_done": True}
    assert tool_draft(content, "tool", {}, {"tool_kept": True}, move).text == "done\n\nI kept it."
    assert "could not save" in tool_draft(content, "tool", {}, {"tool_kept": False}, move).text
    assert tool_draft(content, "tool", {}, {}, move).text == "done"


def test_a_tool_comes_back_after_something_else():
    slots = {"tool": OpenTool(name="notes", state="[]").model_dump_json()}
    assert "note 1?" in tool_draft(resources.content(), "ask_tool_done", slots, {}, {}).text
    assert "note 1?" not in tool_draft(resources.content(), "ask_tool_done", slots, {}, {}, waits=True).text
    assert tool_draft(resources.content(), "tool_stopped", slots, {}, {}).buttons[0].value == "tool:notes:go_on"
    assert "not open" in tool_draft(resources.content(), "ask_tool_done", {}, {}, {}).text


@pytest.mark.parametrize("pressed", ["answer:phq9.9=2", "form:phq9:r=0.0.0.0.0.0.0.0.2.", "questionnaire:go_on"])
def test_what_a_questionnaire_is_told_never_passes_for_words_to_a_tool(tracker, pressed):
    opened(tracker)
    assert read(tracker, pressed, "answer_item", pressed=pressed) == ("answer_item", {}, {})
