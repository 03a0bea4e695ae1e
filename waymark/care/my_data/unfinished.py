"""Reads in the kept dialogue state what its person would call theirs: what they began and did not finish. Pure.

The last turns that are in it, too, are messages, and are given as those.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

_BOOKKEEPING: Final = frozenset({"run", "misses", "place", "at", "at_effect", "key", "is_seen"})
_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})


def unfinished(state: bytes | None) -> Mapping[str, Any]:
    """Return what is begun and not finished, by what it is; empty where there is nothing, or nothing that can be read.

    `questionnaire` and `tool` hold the answers so far, `not_saved_yet` what waits to be kept, `question` the question
    that is being written down.
    """
    try:
        slots = _slots(json.loads(state or b"{}"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    tool = _json(slots.get("tool"))
    waiting = _json(slots.get("tool_keeps"))
    found = {
        "questionnaire": _plain(_json(slots.get("questionnaire_in_danger") or slots.get("questionnaire"))),
        "tool": _plain({**tool, "state": _json(tool.get("state"))}) if isinstance(tool, dict) else None,
        "not_saved_yet": _plain(waiting),
        "question": slots.get("question_text"),
    }
    return {name: told for name, told in found.items() if told not in _NOTHING}


def _slots(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the slots as the kept turns leave them; see `packed` in the tracker store of the brain."""
    slots = dict((state.get("head") or {}).get("slots") or {})
    for event in state.get("events") or ():
        match event["event"]:
            case "slot":
                slots[event["name"]] = event["value"]
            case "reset_slots" | "restart":
                slots = {}
    return slots


def _json(text: object) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """Return a value without what only keeps the place, and without what is empty."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    told = {name: _plain(held) for name, held in value.items() if name not in _BOOKKEEPING}
    return {name: held for name, held in told.items() if held not in _NOTHING}
