"""Every error that Waymark raises on purpose.

    WaymarkError
    ├── SettingsError     a setting is missing, unknown or unsafe
    ├── ContentError      a file under content/ breaks its format; carries every fault
    ├── EncoderError      the sentence encoder's files are missing or damaged
    ├── StoreError        the database cannot be reached or refuses
    │   ├── NotStored     a message could not be kept
    │   ├── UnknownConversation  the conversation was erased or never began
    │   └── CaseConflict  somebody else has the case, or it is past that step
    ├── CaseError         a crisis case cannot take that step; it would be a fault of ours
    ├── PageError         a responder's target could not be paged
    ├── PaperError        a summary or another paper cannot be made just now
    ├── TokenError        a bearer token is missing, malformed, forged or expired
    ├── ChannelError      a channel's provider did not take a message; says when to try again, if ever
    │   └── ForgedRequest     a request that claims to come from a provider does not
    ├── BrainError        the dialogue server is down, slow, or answered nothing
    └── TrainingError     no dialogue model is there, or training one failed

Each message names what was wrong, where, and how to mend it; none holds a word that a person wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class WaymarkError(Exception):
    """Base of all errors that Waymark raises on purpose."""


class SettingsError(WaymarkError):
    """Raised when the process cannot start with the settings that it was given."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in one content file; `line` counts from 1."""

    path: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


class ContentError(WaymarkError):
    """Raised once for all of `content/`, with every fault found."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(sorted(faults))
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"content has {len(self.faults)} fault(s), see docs/content.md:\n{lines}")


class EncoderError(WaymarkError):
    """Raised when the encoder's files are missing or do not match their recorded digests."""


class StoreError(WaymarkError):
    """Raised when the database cannot be reached or refuses an operation."""


class NotStored(StoreError):
    """Raised when a message could not be kept; the caller must not acknowledge it as saved."""


class UnknownConversation(StoreError):
    """Raised when something is to be kept for a conversation that was erased or never began."""


class CaseConflict(StoreError):
    """Raised when somebody else has the case, or it is past that step; nothing was changed."""


class CaseError(WaymarkError):
    """Raised when a crisis case is asked for a step that its state does not allow."""


class PageError(WaymarkError):
    """Raised when a target could not be paged; names the kind of target and the reason, never its address."""


class PaperError(WaymarkError):
    """Raised when too many papers are being made, one takes too long or grows too large, or a font is missing."""


class TokenError(WaymarkError):
    """Raised when a bearer token is missing, malformed, forged or expired."""


class ChannelError(WaymarkError):
    """Raised when a channel's provider did not take a message.

    `is_final` says that trying again is of no use, `is_blocked` that the person lets nothing through, `retry_after`
    how many seconds the provider asks to wait.
    """

    def __init__(
        self, problem: str, *, is_final: bool = False, is_blocked: bool = False, retry_after: float | None = None
    ):
        super().__init__(problem)
        self.is_final = is_final or is_blocked
        self.is_blocked = is_blocked
        self.retry_after = retry_after


class ForgedRequest(ChannelError):
    """Raised when a request that claims to come from a provider does not prove it."""


class BrainError(WaymarkError):
    """Raised when the dialogue server is down, too slow, or answered with nothing."""


class TrainingError(WaymarkError):
    """Raised when there is no dialogue model, or training one failed; names the log."""
