"""What the dialogue keeps of an open tool, and which words belong to a turn of it. Knows no Rasa."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from waymark.answers.render import response_draft, words
from waymark.brain import resources
from waymark.care.tools.tool import Record, Tool, value
from waymark.content import Content
from waymark.messages import Button, Draft, Frozen

TOOL_FORM, TOOL, TOOL_TURN, TOOL_DONE, TOOL_KEEPS = "tool_form", "tool", "tool_turn", "tool_done", "tool_keeps"
TOOL_KEPT = "tool_kept"  # the slot that only the action which saved sets
MOVE = "tool_move"  # in the parse data: what the tool said
GO_ON = "go_on"  # the choice that opens a stopped tool again


class OpenTool(Frozen):
    """A tool that is open, or was stopped: its name and its own state."""

    name: str
    state: str

    @property
    def tool(self) -> Tool:
        """The tool itself.

        Raises:
            KeyError: this version has no such tool.
        """
        return resources.toolbox().tools[self.name]


def open_tool_in(slots: Mapping[str, Any]) -> OpenTool | None:
    """Return the tool that the slots hold; None where they hold none, or one that this version does not know."""
    try:
        found = OpenTool.model_validate_json(slots.get(TOOL) or "")
        found.tool.ask(found.state)
    except (ValueError, KeyError):
        return None
    return found


def written(keeps: Iterable[Record]) -> str | None:
    """Return records as a slot holds them until they are saved; None where there are none."""
    found = [{"kind": one.kind, "key": one.key, "values": one.values} for one in keeps]
    return json.dumps(found) if found else None


def keeps_in(slots: Mapping[str, Any]) -> tuple[Record, ...]:
    """Return the records that wait to be saved."""
    return tuple(Record(one["kind"], one["key"], one["values"]) for one in json.loads(slots.get(TOOL_KEEPS) or "[]"))


def together(earlier: Sequence[Record], later: Sequence[Record]) -> tuple[Record, ...]:
    """Return records in order, the later one of each kind and key standing."""
    return tuple({(one.kind, one.key): one for one in (*earlier, *later)}.values())


def tool_draft(
    content: Content,
    name: str,
    slots: Mapping[str, Any],
    slots_now: Mapping[str, Any],
    move: Mapping[str, Any],
    *,
    waits: bool = False,
) -> Draft:
    """Return the words of a response about tools.

    Args:
        content: where the words stand.
        name: the response: `tool`, `ask_tool_done` or `tool_stopped`.
        slots: all slots.
        slots_now: those set since the person's last message.
        move: what the message did to the tool; empty where it did something else, and the tool comes back.
        waits: whether something more urgent is asked beside it, so that the tool asks nothing.
    """
    found = open_tool_in(slots)
    if name == "tool_stopped":
        draft = response_draft(content, name, 0)
        return draft if found is None else draft.model_copy(update={"buttons": (_go_on(content, found),)})
    if "draft" in move:
        return _kept(content, Draft.model_validate(move["draft"]), move, slots_now)
    if found is None:
        return response_draft(content, "tool_closed", 0)
    if waits:
        return response_draft(content, "tool_waits", 0)
    return response_draft(content, "tool_again", 0).plus(found.tool.ask(found.state))


def _kept(content: Content, said: Draft, move: Mapping[str, Any], slots_now: Mapping[str, Any]) -> Draft:
    """Tell first that something could not be kept; that it was kept is told once, when the tool closes."""
    is_kept = slots_now.get(TOOL_KEPT)
    if is_kept is False:
        return response_draft(content, "tool_not_kept", 0).plus(said)
    return said.plus(response_draft(content, "tool_kept", 0)) if is_kept and move.get("is_done") else said


def _go_on(content: Content, found: OpenTool) -> Button:
    return Button(title=words(content, "tool_go_on_title"), value=value(found.name, GO_ON))
