"""The last look at a reply before it is stored: what must be in it is in it."""

from __future__ import annotations

from collections.abc import Sequence

from waymark.content import Content
from waymark.messages import Draft
from waymark.safety import Decision, Responder
from waymark.safety.respond import main_line


def enveloped(drafts: Sequence[Draft], decision: Decision, responder: Responder) -> tuple[Draft, ...]:
    """Return the drafts, with the crisis words added where the decision asks for them and the drafts lack them.

    Every reply to a takeover or check_in names the country's line, whatever the brain said.
    """
    if decision.response == "none":
        return tuple(drafts)
    line = main_line(responder.content.country(decision.country))
    if any(draft.safety is not None and _names(draft, line, responder.content, decision) for draft in drafts):
        return tuple(drafts)
    return (*drafts, responder.draft(decision))


def _names(draft: Draft, line: str, content: Content, decision: Decision) -> bool:
    ways = content.country(decision.country).lines[0]
    return line in draft.text or any(way in draft.text for way in (ways.call, ways.text, ways.chat) if way)
