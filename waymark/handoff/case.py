"""The states of a case, and what leads from one to the next. Pure.

opened → paged → claimed → joined → closed
  ↑________|  nobody was found; the next message that speaks of danger begins again
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from waymark.errors import CaseError
from waymark.messages import Level
from waymark.store import CaseState

OUTCOMES = ("reached", "called_988", "called_emergency", "no_answer", "false_alarm")
URGENT: frozenset[Level] = frozenset({"emergency", "plan_or_intent"})  # shared with responders without asking

_OPEN: tuple[CaseState, ...] = ("opened", "paged", "claimed", "joined")
_STAYS: Mapping[CaseState, CaseState] = MappingProxyType({state: state for state in _OPEN})
_STEPS: Mapping[str, Mapping[CaseState, CaseState]] = MappingProxyType(
    {
        "opened": {},  # only a new case is opened
        "raised": _STAYS,
        "shared": _STAYS,
        "paged": {**_STAYS, "opened": "paged"},
        "page_failed": _STAYS,
        "unreached": {"opened": "opened", "paged": "opened"},
        "claimed": {"opened": "claimed", "paged": "claimed"},
        "joined": {"claimed": "joined"},
        "closed": {"claimed": "closed", "joined": "closed"},
    }
)
EVENTS = tuple(_STEPS)


def next_state(state: CaseState, event: str) -> CaseState:
    """Return the state that an event leads to.

    Raises:
        CaseError: there is no such event, or it cannot happen in this state.
    """
    try:
        return _STEPS[event][state]
    except KeyError:
        raise CaseError(f"a case that is {state} cannot be {event}; see waymark/handoff/case.py") from None


def states_before(event: str) -> tuple[CaseState, ...]:
    """Return the states in which an event can happen."""
    return tuple(_STEPS[event])
