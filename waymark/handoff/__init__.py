"""Handing a crisis to a human: cases, paging that survives a crash, and the truth when nobody is found.

Only this package knows DBOS, apprise and Standard Webhooks, and loads them when a `Handoff` starts, not when it is
imported.
"""

from waymark.handoff.case import EVENTS, OUTCOMES, URGENT, next_state
from waymark.handoff.handoff import Handoff, is_staffed
from waymark.handoff.parts import Speaker

__all__ = ["EVENTS", "OUTCOMES", "URGENT", "Handoff", "Speaker", "is_staffed", "next_state"]
