"""Shows a kept safety plan: in a crisis talk, after the crisis words, and whenever the person asks for it.

A crisis answer never waits for the plan: one that was not read when the answer was ready follows as a further message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from waymark.answers.render import words
from waymark.care.plans.plan_draft import KIND, SAFETY_PLAN, crisis_draft, plan_draft
from waymark.content import Content
from waymark.content.schema import Language
from waymark.errors import StoreError
from waymark.gateway.shelf import Recall, Shelf
from waymark.messages import Draft, Level
from waymark.safety import Decision
from waymark.safety.lines import LineBook, Situation

_NOT_FOR: frozenset[Level] = frozenset({"emergency", "third_party", "medical_urgent"})
"""Where one thing is to be done at once, or the danger is not the person's own."""
_ASKED_FOR = (".wants_plan.", ".want_plan.")  # in the ids of what is said about a safety plan
_LOOKED_BACK = 12  # messages among which a plan that was shown is not shown again by itself
_TURNS = 5  # of the event loop, in which it takes notice of what a thread has read already
_log = structlog.get_logger()
Glance = asyncio.Task[Draft | None]


class PlanDesk:
    """The one way from a kept safety plan to the person."""

    def __init__(self, content: Content, shelf: Shelf):
        self._content = content
        self._shelf = shelf

    def glance(self, conversation_id: str, decision: Decision, before: Recall) -> Glance | None:
        """Begin to read the plan, beside everything else, where it belongs to what is said; None where it does not."""
        is_asked = any(part in (decision.wording or "") for part in _ASKED_FOR)
        is_danger = decision.response == "takeover" and decision.level not in _NOT_FOR
        if not (before.exists and before.is_stored) or before.state == "held":
            return None
        if not (is_danger or (is_asked and decision.speaks_alone)):
            return None
        return asyncio.create_task(self._look(conversation_id, decision, is_asked=is_asked))

    async def at_hand(self, glance: Glance | None) -> tuple[Draft, ...]:
        """Return the plan if it has been read by now, without waiting for the database."""
        for _ in range(_TURNS):
            if glance is not None and not glance.done():
                await asyncio.sleep(0)
        draft = glance.result() if glance is not None and glance.done() else None
        return (draft,) if draft is not None else ()

    async def draft(self, conversation_id: str, country: str) -> Draft:
        """Return the plan, or how to make one.

        Raises:
            StoreError: it could not be read.
        """
        values = await self._shelf.run(self._read, conversation_id)
        try:
            return plan_draft(self._content, SAFETY_PLAN, values, self._lines(Situation(country)))
        except ValueError as error:
            raise StoreError("what is kept as a safety plan is none") from error

    async def _look(self, conversation_id: str, decision: Decision, *, is_asked: bool) -> Draft | None:
        situation = Situation(
            decision.country, decision.is_country_sure, decision.needs, decision.cues, decision.language
        )
        try:
            values = await self._shelf.run(self._read_unless_shown, conversation_id, is_asked)
            return crisis_draft(self._content, values, self._lines(situation), decision.language)
        except (StoreError, ValueError) as error:
            _log.warning("gateway.plan.not_read", part="store", reason=type(error).__name__)
            return None

    def _read(self, conversation_id: str) -> Mapping[str, Any] | None:
        found = self._shelf.store.records.of(conversation_id, KIND)
        return next((record.values for record in found if record.key == SAFETY_PLAN), None)

    def _read_unless_shown(self, conversation_id: str, is_asked: bool) -> Mapping[str, Any] | None:
        values = self._read(conversation_id)
        if values is None or is_asked:
            return values
        recent = self._shelf.store.messages.recent(conversation_id, _LOOKED_BACK)
        languages: tuple[Language, ...] = ("en", "es")
        leads = [" ".join(words(self._content, "plans_crisis_lead", language).split()) for language in languages]
        was_shown = any(message.text.startswith(lead) for message in recent for lead in leads)
        return None if was_shown else values

    def _lines(self, situation: Situation) -> Mapping[str, str]:
        book = LineBook(self._content)
        return {"line": book.line(situation), "emergency": book.emergency(situation.country, situation.language)}
