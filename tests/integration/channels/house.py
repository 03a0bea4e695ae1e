"""A gateway with a channel on it, and what a test does to both."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx

from waymark.errors import StoreError

from ..gateway.conftest import Gateway, StandInBrain
from .rig import Rig

DANGER = "i want to kill myself"
_OF_A_PERSON = ("conversations", "messages", "addresses", "outbox", "button_ids", "risks")
PATIENCE = 40.0  # a store that is slow once is asked again only when its lease is over
T = TypeVar("T")


def wait_for(condition: Callable[[], T], seconds: float = PATIENCE) -> T:
    until = time.monotonic() + seconds
    while True:
        found = condition()
        if found or time.monotonic() > until:
            assert found, "did not happen in time"
            return found
        time.sleep(0.02)


def settle(seconds: float = 1.3) -> None:
    """Give everything that should not happen the time to happen."""
    time.sleep(seconds)


@dataclass
class House:
    """A running gateway whose channel's provider is a stand-in."""

    gateway: Gateway
    rig: Rig

    @property
    def brain(self) -> StandInBrain:
        return self.gateway.brain

    @property
    def store(self):
        return self.gateway.services.shelf.store

    @property
    def channel(self):
        return self.gateway.services.channels.get(self.rig.name).channel

    def bring(self, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.gateway.client.post(self.rig.path, content=body, headers=headers or self.rig.headers())

    def say(self, text: str, *, kind: str = "text", person: int = 1, event: int | None = None) -> None:
        assert self.bring(self.rig.body(kind, text, person=person, event=event)).status_code == 200

    def press(self, button_id: str, *, person: int = 1, event: int | None = None) -> None:
        assert self.bring(self.rig.press(button_id, person=person, event=event)).status_code == 200

    def hear(self, words: str, *, person: int = 1, seconds: float = PATIENCE) -> str:
        """Wait until something with these words was brought to a person, and return it."""
        try:
            return wait_for(lambda: next((text for text in self.rig.sent(person) if words in text), ""), seconds)
        except AssertionError:
            raise AssertionError(f"{words!r} was not brought, only {self.rig.sent(person)}") from None

    def meet(self, person: int = 1) -> None:
        """Let a person open the chat and read the greeting."""
        self.say("", kind="start", person=person)
        self.hear("I'm Waymark", person=person)

    def conversation(self, person: int = 1) -> str | None:
        return self.store.addresses.find(self.rig.name, str(person))

    def said_by_person(self, person: int = 1) -> list[str]:
        said = self.store.messages.all(self.conversation(person))
        return [message.text for message in said if message.sender == "person"]

    def kept(self) -> int:
        """Return how many rows hold anything of anybody."""
        with closing(sqlite3.connect(self.gateway.settings.state_dir / "waymark.db")) as database:
            counts = (database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _OF_A_PERSON)
            return sum(counts)


@contextmanager
def locked(house: House) -> Iterator[None]:
    """The database can be read, not written."""
    with closing(sqlite3.connect(house.gateway.settings.state_dir / "waymark.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def silent(house: House) -> Iterator[None]:
    """The database does not answer at all."""
    shelf = house.gateway.services.shelf

    async def run(*_: object) -> None:
        raise StoreError("down")

    shelf.run = run
    yield
    del shelf.run
