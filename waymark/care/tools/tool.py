"""What every tool is: something a person uses by talking, one message at a time. Pure: a move gives new values.

The brain brings each message to the open tool, keeps its state, and saves what it wants kept; a question in the middle,
danger, and "stop" are met there, so that no tool needs to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from waymark.care.questionnaires.commands import Command
from waymark.messages import Draft

PREFIX = "tool"  # of a button's payload: `tool:breathing` begins a tool, `tool:breathing:next` is a choice in it


@dataclass(frozen=True)
class Record:
    """Something that a tool keeps: one trial, one plan. `key` is unique among a conversation's records of a kind.

    `values` is None where it is no longer to be kept. Times are UTC; those of a record that is yet to be kept are None.
    """

    kind: str
    key: str
    values: Mapping[str, Any] | None = field(repr=False)
    created_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Said:
    """One message as a tool reads it.

    `text` is empty where a button was pressed; `choice` is what the button says, without tool and prefix, and empty
    for a button that only begins the tool. `command` is set where the text is nothing but one ("skip", "go back").
    `is_question` and `is_aside` tell that the words look like a question, or like something else that the dialogue has
    an answer for ("who are you?"); a tool that cannot use the words returns None, and they are answered elsewhere.
    `records` are all that are kept of the conversation, oldest first; None where they could not be read. `country` is
    that of the lines, empty where it is not known. `cards` are those that were given lately, the newest first; `card`
    is the one that would answer the text, empty where none does.
    """

    text: str
    now: datetime
    choice: str | None = None
    command: Command | None = None
    is_question: bool = False
    is_aside: bool = False
    intent: str = ""
    records: Sequence[Record] | None = ()
    locale: str = "en"
    country: str = ""
    cards: Sequence[str] = ()
    card: str = ""

    def kept(self, kind: str) -> list[Record]:
        """Return the kept records of a kind, oldest first."""
        return [record for record in self.records or () if record.kind == kind]


@dataclass(frozen=True)
class Move:
    """What came of a message: the tool's state after it as JSON, what is said, and what is to be kept.

    `draft` holds the next question too, with `asks` naming it (`trials.weeks`); it never says that anything was saved,
    which is said by whoever saved it. `is_done` closes the tool; its state is then forgotten.
    """

    state: str
    draft: Draft
    keeps: tuple[Record, ...] = ()
    is_done: bool = False


class Tool(Protocol):
    """One tool; built once from content, safe to share."""

    @property
    def name(self) -> str:
        """What its buttons, words, state and records are called by: `safety_plan`."""

    @property
    def intents(self) -> frozenset[str]:
        """The intents that begin it: what data/nlu teaches, `make_safety_plan`."""

    def begin(self, said: Said) -> Move:
        """Return how it begins, by an intent or a button outside; all it needs may already be in the message."""

    def hear(self, state: str, said: Said) -> Move | None:
        """Return what a message does while the tool is open; None where it says something else.

        A message that answers nothing is met with one kind hint, and at the second in a row with a way out. "skip",
        "go back", "why?" and "start over" arrive as commands; "stop" never does.

        Raises:
            ValueError: the state is not one that this version wrote; the tool is then closed.
        """

    def ask(self, state: str) -> Draft:
        """Return the open question again, after something else was answered in between.

        Raises:
            ValueError: as above.
        """


def value(tool: str, choice: str = "") -> str:
    """Return what a button carries that begins a tool, or makes a choice in it."""
    return f"{PREFIX}:{tool}:{choice}" if choice else f"{PREFIX}:{tool}"


def read_value(payload: str | None) -> tuple[str, str] | None:
    """Return the tool and the choice that a button carries, if it is one of a tool."""
    prefix, _, rest = (payload or "").partition(":")
    tool, _, choice = rest.partition(":")
    return (tool, choice) if prefix == PREFIX and tool else None
