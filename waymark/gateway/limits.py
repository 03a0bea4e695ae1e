"""How much one conversation and one address may send. A message that speaks of danger never meets a limit."""

from __future__ import annotations

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Limits:
    """Moving windows of a minute or an hour, per gateway process."""

    seconds_to_wait = 60

    def __init__(
        self,
        *,
        enabled: bool,
        messages_per_minute: int,
        conversations_per_minute: int,
        returns_per_hour: int,
        returns_per_hour_in_all: int,
    ):
        self._enabled = enabled
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._messages = RateLimitItemPerMinute(messages_per_minute)
        self._conversations = RateLimitItemPerMinute(conversations_per_minute)
        self._returns = RateLimitItemPerHour(returns_per_hour)
        self._returns_in_all = RateLimitItemPerHour(returns_per_hour_in_all)

    def allows_message(self, conversation_id: str) -> bool:
        """Count a message of a conversation and say whether it may pass."""
        return not self._enabled or self._limiter.hit(self._messages, "message", conversation_id)

    def allows_document(self, conversation_id: str) -> bool:
        """Count a paper of a conversation and say whether it may be made."""
        return not self._enabled or self._limiter.hit(self._messages, "document", conversation_id)

    def allows_conversation(self, address: str) -> bool:
        """Count a new conversation of an address and say whether it may be opened."""
        return not self._enabled or self._limiter.hit(self._conversations, "conversation", address)

    def allows_return(self, address: str) -> bool:
        """Count a try of a return code, and say whether it may be made: by this address, and by all together.

        This limit is part of what keeps codes from being guessed: it has no off switch.
        """
        if not self._limiter.hit(self._returns, "return", address):
            return False
        return self._limiter.hit(self._returns_in_all, "return", "all")
