"""The store as the gateway uses it: off the event loop, bounded in time, with the last known state at hand.

When the database is down, a person in danger is still answered with what was last known of the conversation.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

from waymark.care.my_data.payloads import ASKS_REMINDED
from waymark.content.schema import Language
from waymark.errors import StoreError
from waymark.messages import Message
from waymark.safety import RiskState
from waymark.safety.assess import Turn
from waymark.safety.language import of_locale
from waymark.store import ConversationState, Store

T = TypeVar("T")
_MOST_REMEMBERED = 10_000
_ITEM = re.compile(r"[a-z0-9_]+\.(\d{1,2}|form)")  # what a question of a questionnaire is called: `phq9.9`, `phq9.form`
_LOOKED_BACK = 16  # messages among which the person's last one stands, and the question of a form that waits


@dataclass(frozen=True)
class Recall:
    """What is known of a conversation; `is_stored` is False where the database could not be asked.

    `is_country_sure` is False where the country is only the default. `said` is the person's last message, unless a
    crisis talk is going on, whose own question tells more. `asked` is what the person was asked last: a message that
    asks nothing, or a reminder, leaves the question open. `asked_last` is what the very last message asked,
    `is_waiting` tells whether a questionnaire was asked from lately.
    """

    country: str
    locale: str
    state: ConversationState
    risk: RiskState
    exists: bool = True
    is_stored: bool = True
    is_country_sure: bool = False
    said: str | None = field(default=None, repr=False)
    asked: str | None = None
    asked_last: str | None = None
    is_waiting: bool = False
    channel: str = "web"

    @property
    def context(self) -> tuple[Turn, ...]:
        """The earlier turns that give a short message its meaning."""
        return (Turn("person", self.said),) if self.said and self.risk.level == "none" else ()

    @property
    def language(self) -> Language:
        """The language of the talk: that of the person's words, else that of the locale."""
        return self.risk.language or of_locale(self.locale)


class Shelf:
    """Runs store operations in threads with a deadline, and remembers conversations for when that fails."""

    def __init__(self, store: Store, *, deadline_seconds: float, country: str, locale: str, threads: int = 16):
        self.store = store
        self._deadline = deadline_seconds
        self._unknown = Recall(country=country, locale=locale, state="assistant", risk=RiskState())
        self._known: OrderedDict[str, Recall] = OrderedDict()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    async def run(self, operation: Callable[..., T], *values: object) -> T:
        """Return the result of one store operation.

        Raises:
            StoreError: it failed, or took longer than the deadline.
        """
        call = asyncio.get_running_loop().run_in_executor(self._threads, operation, *values)
        try:
            return await asyncio.wait_for(call, self._deadline)
        except asyncio.TimeoutError:
            raise StoreError("the database did not answer within the deadline") from None

    async def recall(self, conversation_id: str) -> Recall:
        """Return what is known of a conversation, from memory where the database cannot be asked."""
        remembered = self.last_known(conversation_id)
        try:
            found = await self.run(self._load, conversation_id)
        except StoreError:
            return replace(remembered, is_stored=False)
        if found is None:
            self.forget(conversation_id)
            return replace(self._unknown, exists=False)
        if _is_newer(remembered.risk, found.risk):
            found = replace(found, risk=remembered.risk)
        return found

    def last_known(self, conversation_id: str) -> Recall:
        """Return what this process last knew of a conversation, or the defaults."""
        return self._known.get(conversation_id, self._unknown)

    def remember(self, conversation_id: str, recall: Recall) -> None:
        """Keep the latest state in memory, the oldest conversations making room."""
        self._known[conversation_id] = recall
        self._known.move_to_end(conversation_id)
        if len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)

    def forget(self, conversation_id: str) -> None:
        """Drop a conversation that was erased."""
        self._known.pop(conversation_id, None)

    def close(self) -> None:
        """Let running operations end and close the store."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.store.close()

    def _load(self, conversation_id: str) -> Recall | None:
        conversation = self.store.conversations.get(conversation_id)
        if conversation is None:
            return None
        stored = self.store.risks.get(conversation_id)
        risk = RiskState.model_validate(stored) if stored else RiskState()
        recent = self.store.messages.recent(conversation_id, _LOOKED_BACK)
        to_person = [message for message in recent if message.sender != "person"]
        return Recall(
            country=conversation.country,
            locale=conversation.locale,
            state=conversation.state,
            risk=risk,
            said=_said(recent) if risk.level == "none" else None,
            asked=_asked(to_person),
            asked_last=to_person[-1].asks if to_person else None,
            channel=conversation.channel,
            is_waiting=any(_ITEM.fullmatch(message.asks or "") for message in to_person),
            is_country_sure=conversation.country != self._unknown.country
            or conversation.locale.upper().endswith(f"-{conversation.country}"),
        )


def _said(recent: Sequence[Message]) -> str | None:
    """Return the person's last message; a form tells of two weeks, and is no beginning of what they say next."""
    last = next((message for message in reversed(recent) if message.sender == "person"), None)
    return None if last is None or last.blocks else last.text


def _asked(to_person: Sequence[Message]) -> str | None:
    """Return what was asked last; the ninth item of the PHQ-9 stays asked, whatever is said on our own account."""
    asks = (message.asks for message in reversed(to_person))
    return next((asked for asked in asks if asked is not None and asked != ASKS_REMINDED), None)


def _is_newer(one: RiskState, other: RiskState) -> bool:
    return one.at is not None and (other.at is None or one.at > other.at)
