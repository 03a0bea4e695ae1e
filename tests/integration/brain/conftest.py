"""A trained model, a brain and an action server, each a real process on a free port, with a database of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from waymark.keys import load_keys
from waymark.messages import Draft
from waymark.processes import RASA_ENVIRONMENT
from waymark.settings import ROOT, Settings
from waymark.store import Store
from waymark.store.upgrade import upgrade

START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(state: Path, **values: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}
    fresh = {"RASA_MAX_CACHE_SIZE": "0"}  # nothing of a test in the cache of the project
    return {**kept, **RASA_ENVIRONMENT, **fresh, "WAYMARK_STATE_DIR": str(state), **values}


def run(arguments: list[str], state: Path, log: Path, **options) -> int:
    """Run a module of this environment to its end and return its status; its output is in the log."""
    with log.open("wb") as output:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment(state),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            **options,
        ).returncode


@pytest.fixture(scope="session")
def run_module():
    return run


@pytest.fixture(scope="session")
def workplace(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("brain")


@pytest.fixture(scope="session")
def model(workplace) -> Path:
    log = workplace / "train.log"
    arguments = ["rasa", "train", "--out", str(workplace / "models"), "--fixed-model-name", "dialogue", "--force"]
    status = run(arguments, workplace, log)
    assert status == 0, log.read_text()[-3000:]
    return workplace / "models/dialogue.tar.gz"


@dataclass
class Server:
    """What the gateway sees of the brain, and what a test may do to it."""

    url: str
    secret: str
    settings: Settings
    store: Store
    actions: subprocess.Popen[bytes]
    logs: tuple[Path, ...]
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=10, trust_env=False))

    def post(self, body, secret: str | None = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.secret if secret is None else secret}"}
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        return self.client.post(f"{self.url}/webhooks/gateway/webhook", headers=headers, **content)

    def say(self, conversation: str, text: str | None = None, **values) -> list[Draft]:
        said = {"text": text} if text is not None else {}
        response = self.post({"sender": conversation, "metadata": {}, **said, **values})
        assert response.status_code == 200, response.text
        return [Draft.model_validate(draft) for draft in response.json()["messages"]]

    def conversation(self) -> str:
        return self.store.conversations.create(locale="en", country="US").id


@pytest.fixture(scope="session")
def server(model, workplace) -> Iterator[Server]:
    brain_port, actions_port = free_port(), free_port()
    settings = Settings(state_dir=workplace, actions_port=actions_port)
    upgrade(settings.store_url)
    env = environment(workplace, WAYMARK_ACTIONS_PORT=str(actions_port))
    logs = (workplace / "brain.log", workplace / "actions.log")
    commands = (
        ["rasa", "run", "--model", str(model), "-i", "127.0.0.1", "-p", str(brain_port)],
        ["rasa_sdk", "--actions", "actions", "--port", str(actions_port)],
    )
    processes = []
    for command, log in zip(commands, logs, strict=True):
        with log.open("wb") as output:
            processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
                )
            )
    keys = load_keys(settings)
    url = f"http://127.0.0.1:{brain_port}"
    found = Server(url, keys.brain, settings, Store.open(settings.store_url, keys.encryption), processes[1], logs)
    try:
        wait_until_ready(found, processes[0])
        yield found
    finally:
        for process in processes:
            process.kill()
            process.wait()
        found.store.close()


def wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, server.logs[0].read_text()[-3000:]
        try:
            if server.client.get(f"{server.url}/webhooks/gateway/ready").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(server.logs[0].read_text()[-3000:])


@pytest.fixture
def talk(server):
    """Say things in a fresh conversation that the gateway knows."""
    conversation = server.conversation()

    def say(text: str | None = None, **values) -> list[Draft]:
        return server.say(conversation, text, **values)

    say.id = conversation
    return say


@pytest.fixture
def stranger(server):
    """Say things in a conversation that no gateway has opened."""
    name = uuid4().hex
    return lambda text=None, **values: server.say(name, text, **values)
