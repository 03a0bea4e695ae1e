"""Brings messages to the open tool, begins tools, and tells the slots what came of it.

A tool's state stands in one slot as JSON. What it wants kept waits in another until the action server has saved it, so
that a tool goes on while nothing can be saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Final
from uuid import uuid4

import structlog
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from waymark.brain import resources
from waymark.brain.components.questionnaire_answers import SURE, is_aside_intent, is_danger, set_intent
from waymark.brain.decisions import decision_in
from waymark.brain.questionnaires import PRESSED
from waymark.brain.tools import (
    GO_ON,
    MOVE,
    TOOL,
    TOOL_DONE,
    TOOL_FORM,
    TOOL_KEEPS,
    TOOL_TURN,
    OpenTool,
    keeps_in,
    open_tool_in,
    together,
    written,
)
from waymark.brain.turns import shown_lately, was_crisis
from waymark.brain.untrained import Untrained
from waymark.care.reminders.reminder import KIND, is_stopped
from waymark.care.tools.tool import Move, Record, Said, Tool, read_value
from waymark.errors import StoreError
from waymark.store.reminders import stop_of

OPEN, USE, KEEP, RUN, STOP = "open_tool", "use_tool", "keep_tool", "run_tool", "stop"
TOOL_INTENTS: Final = frozenset({OPEN, USE, KEEP, RUN})
_log = structlog.get_logger()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ToolMoves(Untrained):
    """Sets `open_tool`, `use_tool`, `keep_tool` or `run_tool`, and the draft that the tool says."""

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read each message that is no danger: the open tool first, then the wish for one."""
        for message in messages:
            if not is_danger(message):
                _read(message, tracker)
        return messages


def _read(message: Message, tracker: DialogueStateTracker) -> None:
    payload = (message.get("metadata") or {}).get(PRESSED)
    pressed = read_value(payload)
    if payload is not None and pressed is None:
        return  # a button or a form of a questionnaire: what it carries is no text for the open tool
    held, is_open = open_tool_in(tracker.current_slot_values()), tracker.active_loop_name == TOOL_FORM
    if is_open and held is None:
        set_intent(message, STOP)
    elif is_open and held is not None and (pressed is None or pressed[0] == held.name):
        _hear(message, tracker, held, pressed[1] if pressed else None)
    elif pressed is not None:
        _press(message, tracker, held, *pressed)
    else:
        tool = resources.toolbox().by_intent.get(_intent(message))
        if tool is not None:
            _begin(message, tracker, tool, None)


def _hear(message: Message, tracker: DialogueStateTracker, held: OpenTool, choice: str | None) -> None:
    said = _said(message, tracker, choice)
    if said.command is not None and said.command.name == STOP:
        set_intent(message, STOP)
        return
    if choice in ("", GO_ON):
        _take(message, tracker, held.name, Move(held.state, held.tool.ask(held.state)), USE)
        return
    if choice is None and said.command is None and was_crisis(tracker):
        return  # after danger, "no" may answer what the crisis talk asked
    wished = resources.toolbox().by_intent.get(said.intent) if said.is_aside else None
    if wished is not None and wished.name != held.name:
        _begin(message, tracker, wished, None)
        return
    move = held.tool.hear(held.state, said)
    if move is None and said.command is not None and said.command.name == GO_ON:
        move = Move(held.state, held.tool.ask(held.state))
    if move is not None:
        _take(message, tracker, held.name, move, KEEP if move.keeps and not move.is_done else USE)


def _press(message: Message, tracker: DialogueStateTracker, held: OpenTool | None, name: str, choice: str) -> None:
    tool = resources.toolbox().tools.get(name)
    if tool is None:
        set_intent(message, USE)  # of a version that had such a tool: it is said to be closed
    elif held is not None and held.name == name and choice == GO_ON and tracker.active_loop_name is None:
        _take(message, tracker, name, Move(held.state, tool.ask(held.state)), OPEN)
    else:
        _begin(message, tracker, tool, choice)


def _begin(message: Message, tracker: DialogueStateTracker, tool: Tool, choice: str | None) -> None:
    """Begin a tool; while a form is open, only one that is done at once."""
    move = tool.begin(_said(message, tracker, choice))
    if move.is_done:
        _take(message, tracker, tool.name, move, RUN)
    elif tracker.active_loop_name is None:
        _take(message, tracker, tool.name, move, OPEN)
    else:
        set_intent(message, OPEN)


def _take(message: Message, tracker: DialogueStateTracker, name: str, move: Move, intent: str) -> None:
    """Tell the slots; only a step fills one that the form asks for, or it would go on before an action has run."""
    set_intent(message, intent)
    keeps = together(keeps_in(tracker.current_slot_values()), move.keeps)
    values: dict[str, str | None] = {TOOL_KEEPS: written(keeps)}
    if intent != RUN:
        values[TOOL] = None if move.is_done else OpenTool(name=name, state=move.state).model_dump_json()
    if intent == OPEN:
        values[TOOL_DONE] = None
    if intent in (OPEN, USE):
        values[TOOL_TURN] = uuid4().hex
    if move.is_done and intent == USE:
        values[TOOL_DONE] = "yes"
    kept = [entity for entity in message.get("entities") or [] if entity["entity"] == "topic"]
    told = [{"entity": slot, "value": value} for slot, value in values.items()]
    message.set("entities", [*kept, *told], add_to_output=True)
    said = {"draft": move.draft.model_dump(mode="json"), "is_done": move.is_done}
    message.set(MOVE, said, add_to_output=True)


def _said(message: Message, tracker: DialogueStateTracker, choice: str | None) -> Said:
    text = "" if choice is not None else str(message.get("text") or "")
    intent, confidence = _intent(message), float((message.get("intent") or {}).get("confidence", 0))
    return Said(
        text=text,
        now=datetime.now(timezone.utc),
        choice=choice,
        command=resources.stepper().command(text) if text else None,
        is_question=resources.responder().languages.asks_something(text),
        is_aside=confidence >= SURE and is_aside_intent(intent),
        intent=intent,
        records=_records(tracker),
        country=decision.country if (decision := decision_in({"decision": message.get("decision")})) else "",
        locale=str((message.get("metadata") or {}).get("locale") or "en"),
        cards=shown_lately(tracker),
        card=_card(message) if text else "",
    )


def _records(tracker: DialogueStateTracker) -> Sequence[Record] | None:
    """Return what is kept, with what still waits to be saved; None where it cannot be read."""
    try:
        stored = resources.store().records.of(tracker.sender_id)
    except StoreError as error:
        _log.warning("brain.records.not_read", exc_info=error)
        return None
    known = {
        (one.kind, one.key): Record(one.kind, one.key, one.values, one.created_at, one.changed_at) for one in stored
    }
    stopped_at = next((one.changed_at for one in stored if one.kind == stop_of(KIND)), None)
    waiting = keeps_in(tracker.current_slot_values())
    known |= {(one.kind, one.key): one for one in waiting if not is_stopped(one.kind, one.values, stopped_at)}
    return [record for record in known.values() if record.values is not None]


def _card(message: Message) -> str:
    """Return the card that answers a message, where one is clear."""
    ranked = message.get("card") or {}
    return str(ranked["cards"][0]) if ranked.get("verdict") == "answer" and ranked.get("cards") else ""


def _intent(message: Message) -> str:
    return str((message.get("intent") or {}).get("name"))
