"""The last look at a reply before it is stored: what must be in it is in it."""

from __future__ import annotations

from collections.abc import Sequence

from waymark.messages import Draft
from waymark.safety import Decision, Responder


def enveloped(drafts: Sequence[Draft], decision: Decision, responder: Responder) -> tuple[Draft, ...]:
    """Return the drafts, with the crisis words added where the decision asks for them and the drafts lack them.

    Every reply to a takeover or check_in names the country's line, whatever the brain said.
    """
    if not decision.speaks:
        return tuple(drafts)
    if any(draft.safety is not None and responder.names_line(draft, decision) for draft in drafts):
        return tuple(drafts)
    return (*drafts, responder.draft(decision))
