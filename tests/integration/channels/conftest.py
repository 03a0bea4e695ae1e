"""A real gateway whose channel's provider is a stand-in on another port."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import httpx
import pytest

from waymark.settings import Settings
from waymark.store.upgrade import upgrade

from ..gateway.conftest import Gateway, StandInBrain, free_port, running_gateway
from .bot_api import TOKEN, BotApi, running_bot_api
from .rig import Rig, TelegramRig

T = TypeVar("T")


def wait_for(condition: Callable[[], T], seconds: float = 10.0) -> T:
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
    """A gateway, a channel on it, and what a test does to both."""

    gateway: Gateway
    rig: Rig

    @property
    def brain(self) -> StandInBrain:
        return self.gateway.brain

    @property
    def store(self):
        return self.gateway.services.shelf.store

    def bring(self, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.gateway.client.post(self.rig.path, content=body, headers=headers or self.rig.headers())

    def say(self, text: str, *, kind: str = "text", person: int = 1, event: int | None = None) -> None:
        assert self.bring(self.rig.body(kind, text, person=person, event=event)).status_code == 200

    def press(self, button_id: str, *, person: int = 1, event: int | None = None) -> None:
        assert self.bring(self.rig.press(button_id, person=person, event=event)).status_code == 200

    def hear(self, words: str, *, person: int = 1, seconds: float = 10.0) -> str:
        """Wait until something with these words was brought to a person, and return it."""
        return wait_for(lambda: next((text for text in self.rig.sent(person) if words in text), ""), seconds)

    def meet(self, person: int = 1) -> None:
        """Let a person open the chat and read the greeting."""
        self.say("", kind="start", person=person)
        self.hear("I'm Waymark", person=person)

    def conversation(self, person: int = 1) -> str | None:
        return self.store.addresses.find(self.rig.name, str(person))


@pytest.fixture
def bot_api() -> Iterator[BotApi]:
    with running_bot_api() as api:
        yield api


@pytest.fixture
def rig(bot_api: BotApi) -> Rig:
    return TelegramRig(bot_api, TOKEN)


@pytest.fixture
def make_settings(tmp_path, rig):
    def make(**changes: object) -> Settings:
        settings = Settings(state_dir=tmp_path, port=free_port(), **{"rate_limits": False, **rig.settings, **changes})
        upgrade(settings.store_url)
        return settings

    return make


@pytest.fixture
def house(make_settings, rig) -> Iterator[House]:
    with running_gateway(make_settings()) as gateway:
        yield House(gateway, rig)
