"""A gateway that is killed without warning loses nothing and says nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from waymark.keys import new_keys
from waymark.settings import ROOT

from .conftest import settle, wait_for

DANGER = "i want to kill myself"


@pytest.fixture
def start(make_settings, rig) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    keys = new_keys()
    settings = make_settings(encryption_keys=keys.encryption, signing_keys=keys.signing, brain_secret=keys.brain)
    given = settings.model_dump(mode="json", exclude_unset=True)
    given |= {
        "encryption_keys": keys.encryption,
        "signing_keys": keys.signing,
        "brain_secret": keys.brain,
        **rig.settings,
    }
    running: list[subprocess.Popen[bytes]] = []

    def begin(brain_seconds: float = 0.0) -> Callable[[bytes], int]:
        command = [sys.executable, "-m", "integration.channels.process", json.dumps(given), str(brain_seconds)]
        process = subprocess.Popen(command, cwd=Path(__file__).parents[2], env={"PYTHONPATH": f"{ROOT}"})
        running.append(process)
        client = httpx.Client(base_url=f"http://127.0.0.1:{settings.port}", trust_env=False)
        wait_for(lambda: is_up(client), 30)

        def bring(body: bytes) -> int:
            return client.post(rig.path, content=body, headers=rig.headers()).status_code

        return bring

    begin.kill = lambda: (running[-1].kill(), running[-1].wait())
    yield begin
    for process in running:
        process.kill()
        process.wait()


def is_up(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.slow
def test_killed_before_the_answer(start, rig):
    bring = start(brain_seconds=3.0)
    assert bring(rig.body("text", "what is TRD")) == 200
    start.kill()
    assert not any("A card" in text for text in rig.sent())
    start()
    wait_for(lambda: any("A card" in text for text in rig.sent()), 40)
    settle()
    assert len(rig.sent()) == 2  # the greeting, and the answer


@pytest.mark.slow
def test_killed_while_telegram_is_down(start, rig):
    bring = start()
    rig.go_down()
    assert bring(rig.body("text", "what is TRD")) == 200
    assert bring(rig.body("text", DANGER)) == 200
    time.sleep(2.0)
    start.kill()
    rig.come_up()
    bring = start()
    wait_for(lambda: len(rig.sent()) == 3, 40)
    settle()
    assert len(rig.sent()) == 3
    assert "988" in rig.sent()[0]
    assert not any("I'm Waymark" in text and "A card" in text for text in rig.sent())


@pytest.mark.slow
def test_killed_after_everything_was_sent(start, rig):
    bring = start()
    event = rig.new_id()
    assert bring(rig.body("text", "what is TRD", event=event)) == 200
    wait_for(lambda: len(rig.sent()) == 2)
    settle()
    start.kill()
    bring = start()
    assert bring(rig.body("text", "what is TRD", event=event)) == 200
    settle(3.0)
    assert len(rig.sent()) == 2
