"""Measures how soon a disclosure on a channel is answered: from the request to the webhook until `sendMessage` arrives.

    python benchmarks/channel.py [runs]

A gateway process of its own, without a brain, and a stand-in of Telegram's Bot API, both on this machine.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from drills.conftest import free_port
from integration.channels.bot_api import BotApi, running_bot_api
from integration.channels.telegram_rig import TelegramRig

from waymark.gateway.console.credentials import hash_password
from waymark.keys import Keys, new_keys
from waymark.messages import Draft, message_from, paragraphs
from waymark.settings import ROOT
from waymark.store import Store
from waymark.store.upgrade import upgrade

DISCLOSURE = "I want to kill myself"
AT_ONCE = 20


@dataclass
class Bench:
    """A running gateway, the stand-in that it talks to, and people who have not written yet."""

    client: httpx.Client
    api: BotApi
    rig: TelegramRig
    store: Store
    database: Path
    people: Iterator[int]

    def bring(self, kind: str, text: str, person: int) -> int:
        """Bring an update to the webhook, and return the status of the answer."""
        body = self.rig.body(kind, text, person=person)
        return self.client.post(self.rig.path, content=body, headers=self.rig.headers()).status_code

    def known(self) -> int:
        """Return somebody who has read the greeting."""
        person = next(self.people)
        self.bring("start", "", person)
        self.arrival(person, 1)
        return person

    def arrival(self, person: int, number: int) -> float:
        """Wait for the so-many-th message to a person, and return when it arrived."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            calls = [call.at for call in self.api.of("sendMessage") if int(call.fields["chat_id"]) == person]
            if len(calls) >= number:
                return calls[number - 1]
            time.sleep(0.001)
        raise RuntimeError(f"message {number} did not come within 30 s; is the gateway running?")

    def disclose(self, person: int, number: int = 1) -> float:
        """Let a person disclose, and return the seconds until their so-many-th message arrives."""
        started = time.monotonic()
        self.bring("text", DISCLOSURE, person)
        return self.arrival(person, number) - started


def main(runs: int = 30) -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as folder, running_bot_api() as api, running_bench(Path(folder), api) as bench:
        for _ in range(5):
            bench.disclose(next(bench.people))
        show("first message of somebody new", runs, lambda: bench.disclose(next(bench.people)))
        show("somebody known", runs, lambda: bench.disclose(bench.known(), 2))
        show(f"{AT_ONCE} people at once, each", max(1, runs // AT_ONCE), lambda: at_once(bench))
        show("database locked", runs, lambda: while_locked(bench))
        bench.store.responders.add("sam", hash_password("a password of the benchmark"))
        time.sleep(5)  # the handoff loads what it needs
        show("with responders", runs, lambda: bench.disclose(bench.known(), 2))
        show("  until the offer of a human", runs, lambda: bench.disclose(bench.known(), 3))
        show("a responder's text, until it is sent", runs, lambda: responder_speaks(bench))


@contextmanager
def running_bench(folder: Path, api: BotApi) -> Iterator[Bench]:
    """Start a gateway in a folder of its own."""
    keys, port, rig = new_keys(), free_port(), TelegramRig(api)
    url = f"sqlite:///{folder / 'waymark.db'}"
    upgrade(url)
    store = Store.open(url, keys.encryption)
    command = [sys.executable, "-m", "waymark.cli", "gateway"]
    with (folder / "gateway.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, port, keys, rig), stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=15, trust_env=False) as client:
            wait_until_up(client)
            yield Bench(client, api, rig, store, folder / "waymark.db", count(1))
    finally:
        process.kill()
        process.wait()
        store.close()


def environment(folder: Path, port: int, keys: Keys, rig: TelegramRig) -> dict[str, str]:
    """Return the settings as variables."""
    settings = {
        "state_dir": str(folder),
        "port": str(port),
        "brain_url": f"http://127.0.0.1:{free_port()}",
        "rate_limits": "false",
        "encryption_keys": json.dumps(keys.encryption),
        "signing_keys": json.dumps(keys.signing),
        "brain_secret": keys.brain,
        **rig.settings,
    }
    return {**os.environ, **{f"WAYMARK_{name.upper()}": value for name, value in settings.items()}}


def wait_until_up(client: httpx.Client) -> None:
    """Wait until the gateway listens."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            client.get("/healthz").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError("the gateway did not start within 30 s")


def at_once(bench: Bench) -> list[float]:
    """Let many people disclose at the same moment."""
    people = [bench.known() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda person: bench.disclose(person, 2), people))


def while_locked(bench: Bench) -> float:
    """Let somebody known disclose while nothing can be written."""
    person = bench.known()
    with closing(sqlite3.connect(bench.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        seconds = bench.disclose(person, 2)
        other.execute("ROLLBACK")
    return seconds


def responder_speaks(bench: Bench) -> float:
    """Store what a responder says, as the console does."""
    person = bench.known()
    conversation = bench.store.addresses.find(bench.rig.name, str(person))
    started = time.monotonic()
    said = message_from(Draft(blocks=paragraphs(["This is Sam."])), "responder")
    bench.store.messages.add_once(conversation or "", said)
    return bench.arrival(person, 2) - started


def show(name: str, runs: int, measure: Callable[[], float | list[float]]) -> None:
    """Print one line with the median and the range."""
    times: list[float] = []
    for _ in range(runs):
        taken = measure()
        times += taken if isinstance(taken, list) else [taken]
    median, least, most = (1000 * value for value in (statistics.median(times), min(times), max(times)))
    print(f"{name:38} median {median:6.0f} ms   {least:.0f} to {most:.0f} ms   {len(times)} runs")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
