"""Asks the brain: one message of a conversation at a time, within a deadline, and puts beside what it says what only
the gateway can: links to papers, the way to the list of gaps, and what the person's own data call for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from weakref import WeakValueDictionary

from waymark.errors import BrainError
from waymark.gateway.brain_client import Brain, Question
from waymark.gateway.data_desk import DataDesk
from waymark.gateway.events import Bell, Bus
from waymark.gateway.forms import fitted
from waymark.gateway.gap_desk import GapDesk
from waymark.gateway.paper_desk import PaperDesk
from waymark.gateway.shelf import Recall
from waymark.messages import Draft

_ANSWER_MARGIN = 0.2  # seconds kept back from the deadline for storing and sending the answer


class Asking:
    """The one way from a message to the brain's answer."""

    def __init__(self, brain: Brain, bus: Bus, papers: PaperDesk, gaps: GapDesk, data: DataDesk):
        self._brain = brain
        self._bus = bus
        self._papers = papers
        self._gaps = gaps
        self._data = data
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn_of(self, conversation_id: str) -> asyncio.Lock:
        """Return what the brain is asked under, and a conversation erased: else the brain may keep a turn of it."""
        return self._turns.setdefault(conversation_id, asyncio.Lock())

    async def answer(self, question: Question, message_id: str, recall: Recall, seconds: float) -> Sequence[Draft]:
        """Return what is said to `question` within `seconds`, the answer's way to the person included.

        Raises:
            BrainError: the brain was away, silent, or still busy with an earlier message.
        """
        drafts = await self._papers.shown(question.conversation_id, await self._in_turn(question, seconds))
        return self._data.fitted(self._gaps.offered(fitted(drafts, recall.channel), question, message_id), recall)

    async def _in_turn(self, question: Question, seconds: float) -> Sequence[Draft]:
        turn = self.turn_of(question.conversation_id)
        waited_from = time.monotonic()
        try:
            await asyncio.wait_for(turn.acquire(), max(seconds - _ANSWER_MARGIN, 0.01))
        except asyncio.TimeoutError:
            raise BrainError("an earlier message of this conversation is still being answered") from None
        try:
            self._bus.ring(question.conversation_id, Bell("typing", "assistant"))
            drafts = await self._brain.ask(question, seconds - _ANSWER_MARGIN - (time.monotonic() - waited_from))
        finally:
            turn.release()
        if not any(draft.text.strip() for draft in drafts):
            raise BrainError("the brain said nothing")
        return drafts
