"""Brings in a human where an organisation has some, and says only what is true about it."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from waymark.errors import StoreError
from waymark.gateway.events import QUEUE, Bell, Bus
from waymark.gateway.shelf import Recall, Shelf
from waymark.gateway.words import Words
from waymark.handoff import Handoff
from waymark.messages import Draft
from waymark.safety import Decision
from waymark.store import Case

_TOLD = frozenset({"paged", "page_failed", "unreached"})  # events that follow only where a human was mentioned


class Referral:
    """Opens cases for crisis messages, offers people to share them, and shares them."""

    def __init__(self, handoff: Handoff, shelf: Shelf, bus: Bus, words: Words):
        self._handoff = handoff
        self._shelf = shelf
        self._bus = bus
        self._words = words
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def refer(self, conversation_id: str, decision: Decision, before: Recall) -> tuple[Draft, ...]:
        """Open or raise the case of a crisis message; return what the person is to know of it, if anything.

        Raises:
            StoreError: no case could be kept, and nobody will come.
        """
        async with self._turns.setdefault(conversation_id, asyncio.Lock()):  # of two at once, one says it
            case, response = await self._shelf.run(self._open, conversation_id, decision, before)
        self._ring(case)
        return (self._words.draft(response, decision.country, decision.language),) if response else ()

    async def share(self, conversation_id: str, before: Recall) -> Draft:
        """Let responders read a conversation, as its person has just agreed; return what is true now."""
        try:
            case = await self._shelf.run(self._share, conversation_id, before)
        except StoreError:
            case = None
        if case is not None:
            self._ring(case)
        response = "handoff_unshared" if case is None else "handoff_shared"
        return self._words.draft(response, before.country, before.language)

    def _open(self, conversation_id: str, decision: Decision, before: Recall) -> tuple[Case, str | None]:
        cases, conversation = self._shelf.store.cases, self._shelf.store.conversations.get(conversation_id)
        earlier = next((case for case in cases.of(conversation_id) if case.state != "closed"), None)
        case = self._handoff.open(conversation_id, decision.level)
        if case.state == "joined" or not self._handoff.is_staffed():
            return case, None
        if not case.is_shared:
            return case, None if earlier and self._was_offered(earlier) else "handoff_offer"
        is_new = earlier is None or not earlier.is_shared
        state = conversation.state if conversation is not None else before.state
        is_alone = state == "assistant" and case.state in ("opened", "paged")
        return case, "handoff_paged" if is_new or is_alone else None

    def _was_offered(self, case: Case) -> bool:
        return case.page_due or any(entry.event in _TOLD for entry in self._shelf.store.cases.audit(case.id))

    def _share(self, conversation_id: str, before: Recall) -> Case | None:
        if not self._handoff.is_staffed():
            return None
        case = self._handoff.share(conversation_id)
        if case is None:  # closed between the offer and the answer
            self._handoff.open(conversation_id, before.risk.level)
            case = self._handoff.share(conversation_id)
        return case

    def _ring(self, case: Case) -> None:
        self._bus.ring(case.conversation_id, Bell("state"))
        self._bus.ring(QUEUE, Bell("state"))
