"""What the console's pages share in one gateway process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from waymark.gateway.console.credentials import is_password
from waymark.gateway.console.evidence import EvidenceReader
from waymark.gateway.console.login_limits import LoginLimits
from waymark.gateway.console.sessions import ConsoleSessions
from waymark.safety.assess import Assessor


@dataclass(frozen=True)
class Console:
    """Sessions, limits and evidence of the console."""

    sessions: ConsoleSessions
    login_limits: LoginLimits
    evidence: EvidenceReader
    _one_at_a_time: asyncio.Semaphore

    @classmethod
    def build(cls, signing_keys: tuple[str, ...], assessor: Assessor, *, limited: bool) -> Console:
        """Build all of it without touching the database."""
        return cls(
            ConsoleSessions(signing_keys), LoginLimits(enabled=limited), EvidenceReader(assessor), asyncio.Semaphore(1)
        )

    async def is_password(self, password_hash: str | None, typed: str) -> bool:
        """Check a password off the event loop, one at a time: a flood of tries must not slow the answers to people."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(is_password, password_hash, typed)
