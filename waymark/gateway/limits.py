"""How much one conversation and one address may send. A message that speaks of danger never meets a limit."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Limits:
    """Moving windows of one minute, per gateway process."""

    seconds_to_wait = 60

    def __init__(self, *, enabled: bool, messages_per_minute: int, conversations_per_minute: int):
        self._enabled = enabled
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._messages = RateLimitItemPerMinute(messages_per_minute)
        self._conversations = RateLimitItemPerMinute(conversations_per_minute)

    def allows_message(self, conversation_id: str) -> bool:
        """Count a message of a conversation and say whether it may pass."""
        return not self._enabled or self._limiter.hit(self._messages, "message", conversation_id)

    def allows_conversation(self, address: str) -> bool:
        """Count a new conversation of an address and say whether it may be opened."""
        return not self._enabled or self._limiter.hit(self._conversations, "conversation", address)
