"""What the tools share that say one thing, with buttons that the gateway answers: they are never open."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from waymark.care.tools.tool import Move, Said
from waymark.content import Content
from waymark.messages import Draft


@dataclass(frozen=True)
class OneStepTool(ABC):
    """A `Tool` that is done as soon as it has begun."""

    content: Content

    @property
    @abstractmethod
    def name(self) -> str:
        """See `Tool`."""

    @property
    @abstractmethod
    def intents(self) -> frozenset[str]:
        """See `Tool`."""

    @abstractmethod
    def offer(self, said: Said | None = None) -> Draft:
        """Return what is said, to a message or without one."""

    def begin(self, said: Said) -> Move:
        """Say it; nothing stays open."""
        return Move(state="", draft=self.offer(said), is_done=True)

    def hear(self, state: str, said: Said) -> Move | None:
        """Return nothing: the tool is never open.

        Raises:
            ValueError: it is not empty.
        """
        _check(state)
        return None

    def ask(self, state: str) -> Draft:
        """Return what is said.

        Raises:
            ValueError: the state is not empty.
        """
        _check(state)
        return self.offer()


def _check(state: str) -> None:
    if state:
        raise ValueError("this tool keeps no state")
