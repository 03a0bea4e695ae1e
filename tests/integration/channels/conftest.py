"""A real gateway whose channel's provider is a stand-in on another port."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from waymark.keys import new_keys
from waymark.settings import Settings
from waymark.store.upgrade import upgrade

from ..gateway.conftest import free_port, running_gateway
from .bot_api import BotApi, running_bot_api
from .contract.handoff import team
from .house import House
from .process import GatewayProcess
from .rig import Rig
from .telegram_rig import TelegramRig

__all__ = ["team"]


@pytest.fixture
def bot_api() -> Iterator[BotApi]:
    with running_bot_api() as api:
        yield api


@pytest.fixture
def rig(bot_api: BotApi) -> Rig:
    return TelegramRig(bot_api)


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


@pytest.fixture
def process(make_settings, rig) -> Iterator[GatewayProcess]:
    keys = new_keys()
    made = GatewayProcess(
        make_settings(encryption_keys=keys.encryption, signing_keys=keys.signing, brain_secret=keys.brain), keys, rig
    )
    yield made
    made.close()
