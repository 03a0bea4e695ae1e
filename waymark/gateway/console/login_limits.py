"""How often a password may be tried. Somebody who guesses must not be able to lock out the responder on shift."""

from __future__ import annotations

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class LoginLimits:
    """Moving windows per gateway process: strict for one name at one address, wider for each of them alone."""

    seconds_to_wait = 300

    def __init__(self, *, enabled: bool):
        self._enabled = enabled
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._both = RateLimitItemPerMinute(5, 5)
        self._address = RateLimitItemPerMinute(30, 5)
        self._name = RateLimitItemPerHour(100)

    def allows(self, name: str, address: str) -> bool:
        """Count one try and say whether it may be made."""
        if not self._enabled:
            return True
        return (
            self._limiter.hit(self._address, "address", address)
            and self._limiter.hit(self._both, "both", name, address)
            and self._limiter.hit(self._name, "name", name)
        )

    def forget(self, name: str, address: str) -> None:
        """Let the tries before a right password count no more."""
        self._limiter.clear(self._both, "both", name, address)
