"""What the contract needs of a channel under test: its recorded payloads, and a stand-in of its provider."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "recorded"
WORDS = "recorded words"  # stands in every payload that carries words of a person


class Rig(ABC):
    """One channel with its provider's stand-in; a new channel brings a subclass and passes `contract.Contract`."""

    name: str
    settings: dict[str, Any]  # what turns the channel on
    wordy: tuple[str, ...]  # recorded payloads whose words come from one person and are read
    grouped: tuple[str, ...] = ()  # recorded payloads from groups, with words
    wordless: tuple[str, ...] = ()  # what one person sent that is no text
    ignored: tuple[str, ...] = ()  # recorded payloads that need no answer
    unreadable: tuple[bytes, ...]  # bodies that are none of the provider's

    def __init__(self) -> None:
        self._count = itertools.count(500)

    @property
    def path(self) -> str:
        return f"/channels/{self.name}"

    def recorded(self, kind: str) -> str:
        return (RECORDED / self.name / f"{kind}.json").read_text()

    def kinds(self) -> list[str]:
        return sorted(path.stem for path in (RECORDED / self.name).glob("*.json"))

    def new_id(self) -> int:
        return next(self._count)

    def button(self, title: str, person: int = 1) -> str:
        """Return the id of the newest button with a title that a person was shown."""
        return next(button["id"] for button in reversed(self.buttons(person)) if button["title"] == title)

    @abstractmethod
    def body(self, kind: str, text: str = WORDS, *, person: int = 1, event: int | None = None) -> bytes:
        """Return a recorded payload as another person would have sent it, under another provider's id."""

    @abstractmethod
    def headers(self, *, forged: bool = False) -> dict[str, str]:
        """Return what proves where a request comes from, or a good try."""

    @abstractmethod
    def sent(self, person: int = 1) -> list[str]:
        """Return the texts that the provider has brought to a person."""

    @abstractmethod
    def sent_to_group(self) -> list[str]:
        """Return the texts that the provider has brought to the recorded group."""

    @abstractmethod
    def everything_sent(self) -> list[str]:
        """Return the texts that the provider has brought to anybody."""

    @abstractmethod
    def has_left_group(self) -> bool:
        """Say whether the recorded group was left; True where the provider knows no groups."""

    @abstractmethod
    def tries(self) -> int:
        """Return how often the provider was given a message, taken or not."""

    @abstractmethod
    def buttons(self, person: int = 1) -> list[dict[str, str]]:
        """Return all buttons that a person was shown: `title` and `id`."""

    @abstractmethod
    def press(self, button_id: str, *, person: int = 1, event: int | None = None) -> bytes:
        """Return the payload of a press."""

    @abstractmethod
    def longest_text(self) -> int:
        """Return the length of the longest text that was handed over, as the provider counts."""

    @abstractmethod
    def go_down(self) -> None:
        """Let the provider be unreachable."""

    @abstractmethod
    def come_up(self) -> None:
        """Let it be reachable again."""

    @abstractmethod
    def slow_down(self, seconds: float) -> None:
        """Let the provider take messages at once, and say so only after a while."""

    @abstractmethod
    def block(self, person: int = 1) -> None:
        """Let the provider refuse everything to a person."""

    @abstractmethod
    def unblock(self, person: int = 1) -> None:
        """Let it refuse nothing to them any more."""

    @abstractmethod
    def fail_once(self, status: int, wait: int | None = None) -> None:
        """Let the next message be refused with a status of HTTP, and with a request to wait."""
