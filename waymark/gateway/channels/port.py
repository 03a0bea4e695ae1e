"""What a messaging channel has to do. docs/channels.md tells how to add one.

A channel translates, and talks to its provider; it keeps nothing and decides nothing. What is done with what it read,
and when it sends, is decided elsewhere.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from waymark.messages import Message

EventKind = Literal[
    "text",  # a person wrote something
    "edited",  # a person changed what they wrote
    "media",  # a person sent something that is not text; `text` holds what they wrote with it
    "button",  # a person pressed a button; `text` holds its id
    "started",  # a person opened the chat
    "blocked",  # a person lets nothing through any more
    "returned",  # a person lets messages through again
    "group",  # something happened in a group
    "other",  # nothing that needs an answer, unless its words speak of danger
]
Native = Mapping[str, Any]  # one thing to send, as the provider takes it; JSON's types only
Wording = Callable[[str], str]  # gives the words of a response, for what a channel itself must name


@dataclass(frozen=True)
class Event:
    """One thing that happened on a channel.

    `id` is the provider's, the same each time it is brought; `address` is where the person is reached, empty where
    nobody is; `text` is what the person wrote; `beside` are words that came with it and are read for danger only, like
    the name of a file; `receipt` is what the provider wants back to see a press confirmed.
    """

    kind: EventKind
    id: str
    address: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    beside: str = field(default="", repr=False)
    receipt: str = field(default="", repr=False)

    @property
    def words(self) -> str:
        """All words, as they are read for danger."""
        return "\n".join(part for part in (self.text, self.beside) if part)

    def as_json(self) -> dict[str, Any]:
        """Return what the store keeps of it."""
        return asdict(self)


@dataclass(frozen=True)
class ChannelLimits:
    """What the provider accepts: characters of one text, as it counts them, and of buttons."""

    text: int
    buttons: int
    button_title: int
    button_bytes: int = 64


class Channel(ABC):
    """One provider of messages."""

    name: str
    limits: ChannelLimits

    @abstractmethod
    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Return if the request comes from the provider; names of headers are in lower case.

        Compares secrets in constant time.

        Raises:
            ForgedRequest: it does not prove that it does.
        """

    @abstractmethod
    def updates(self, body: bytes) -> Sequence[Event]:
        """Return everything that the request brings, in order; what needs no answer may be left out.

        Raises:
            ChannelError: it cannot be read.
        """

    @abstractmethod
    def render(self, message: Message) -> Sequence[Native]:
        """Return the message as one or more things to send, in order; each keeps to the limits, and nothing is lost.

        The values of its buttons are short ids already.
        """

    @abstractmethod
    async def send(self, address: str, native: Native) -> None:
        """Hand one thing to the provider; it has accepted it when this returns.

        Raises:
            ChannelError: it has not; says whether and when to try again.
        """

    async def confirm(self, receipt: str, words: str = "") -> None:  # noqa: B027 most providers need none
        """Show the person that a press arrived; with `words`, why it does nothing.

        Raises:
            ChannelError: the provider did not take it.
        """

    async def leave(self, address: str) -> None:  # noqa: B027 most providers have no groups
        """Leave a group.

        Raises:
            ChannelError: the provider did not take it.
        """

    async def connect(self) -> None:  # noqa: B027 most providers are told by hand
        """Tell the provider where to bring what happens; tried again until it succeeds.

        Raises:
            ChannelError: the provider did not take it.
        """

    async def close(self) -> None:  # noqa: B027 nothing to close unless it holds connections
        """Release connections."""
