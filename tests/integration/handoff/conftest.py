"""A real store, a real DBOS and a real HTTP target that checks signatures as its owner would."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from standardwebhooks import Webhook

from waymark.handoff import Handoff
from waymark.settings import ROOT, Settings
from waymark.store import Store
from waymark.store.upgrade import upgrade

SECRET = "whsec_" + "c2VjcmV0LW9mLWEtdGVzdC1vbmx5LTMyLWJ5dGVzISE="
KEY = Fernet.generate_key().decode()
PATIENCE = 30.0


@dataclass(frozen=True)
class Seen:
    """One request as the target got it; `at` is when."""

    id: str
    body: dict
    raw: str
    at: float
    status: int


class Target:
    """Listens on loopback, verifies each webhook, and answers as it is told."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.forged = 0
        self.answers: list[int] = []  # the next statuses; 200 when there are none
        self.delay = 0.0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/page"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def accepted(self) -> list[Seen]:
        return [each for each in self.seen if each.status == 200]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        target = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["content-length"])).decode()
                try:
                    body = Webhook(SECRET).verify(raw, dict(self.headers))
                except Exception:
                    target.forged += 1
                    body = {}
                status = target.answers.pop(0) if target.answers else 200
                target.seen.append(Seen(self.headers.get("webhook-id", ""), body, raw, time.time(), status))
                time.sleep(target.delay)
                try:
                    self.send_response(status)
                    self.send_header("content-length", "0")
                    self.end_headers()
                except OSError:
                    pass

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def target() -> Iterator[Target]:
    target = Target()
    yield target
    target.server.shutdown()
    target.server.server_close()


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings with timers of seconds, not minutes."""

    def make(**changes: object) -> Settings:
        timers = {"page_again_seconds": 1.0, "next_contact_seconds": 1.0, "give_up_seconds": 1.0}
        return Settings(state_dir=tmp_path / "state", **{**timers, **changes})

    return make


@pytest.fixture
def by_webhook(settings: Callable[..., Settings], target: Target) -> Callable[..., Settings]:
    return lambda **changes: settings(
        **{"handoff_webhook_url": target.url, "handoff_webhook_secret": SECRET, **changes}
    )


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty database on the server of TEST_POSTGRES_URL."""
    server, name = sa.make_url(os.environ["TEST_POSTGRES_URL"]), f"waymark_{uuid4().hex}"
    admin = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@dataclass
class Team:
    """One running handoff, with what the person was told."""

    handoff: Handoff
    store: Store
    said: list[tuple[str, str, str]] = field(default_factory=list)

    def conversation(self) -> str:
        return self.store.conversations.create("en", "US").id

    def events(self, case_id: str) -> list[str]:
        entries = self.store.cases.audit(case_id)
        return [f"{entry.event} {entry.detail}".strip() for entry in entries]

    def told(self, conversation: str) -> list[str]:
        return [response for each, response, _ in self.said if each == conversation]


@pytest.fixture
def team() -> Iterator[Callable[..., Team]]:
    """Start a handoff with these settings; all are stopped in the end."""
    running: list[Team] = []

    def start(settings: Settings, *, retry_seconds: float = 0.1, begin: bool = True) -> Team:
        upgrade(settings.store_url)
        store = Store.open(settings.store_url, [KEY], deadline_seconds=10)
        said: list[tuple[str, str, str]] = []

        def speak(conversation: str, response: str, message_id: str) -> None:
            said.append((conversation, response, message_id))

        made = Team(Handoff(store, settings, speak, retry_seconds=retry_seconds), store, said)
        running.append(made)
        if begin:
            made.handoff.start()
        return made

    yield start
    for each in running:
        each.handoff.stop()
        each.store.close()


def wait_for(condition: Callable[[], object], what: str = "it", seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds:g} s in vain for {what}"
        time.sleep(0.02)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


WORKER = """
import json, sys, time
from waymark.handoff import Handoff
from waymark.log import configure_logging
from waymark.messages import Draft, message_from, paragraphs
from waymark.settings import Settings
from waymark.store import Store

configure_logging()
key, given, hangs = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3] == "hangs"
settings = Settings(**given)
store = Store.open(settings.store_url, [key], deadline_seconds=10)

def speak(conversation, response, message_id):
    message = message_from(Draft(blocks=paragraphs([response])), "system")
    store.messages.add_once(conversation, message.model_copy(update={"id": message_id}))
    if hangs:
        time.sleep(3600)

handoff = Handoff(store, settings, speak, retry_seconds=0.2)
handoff.start()
print("started", flush=True)
for line in sys.stdin:
    name, *values = json.loads(line)
    answer = getattr(handoff, name)(*values)
    print(json.dumps(getattr(answer, "id", None)), flush=True)
handoff.stop()
"""


class Worker:
    """A handoff in a process of its own, which can be killed."""

    def __init__(self, settings: Settings, *, hangs: bool = False):
        given = settings.model_dump(mode="json", exclude_defaults=True)
        given["handoff_webhook_secret"] = SECRET if settings.handoff_webhook_secret else None
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, KEY, json.dumps(given), "hangs" if hangs else ""],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "started\n", self.process.stderr.read()

    def ask(self, name: str, *values: str) -> str | None:
        self.process.stdin.write(json.dumps([name, *values]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def end(self) -> str:
        """End cleanly and return what was logged."""
        _, logged = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, logged
        return logged


@pytest.fixture
def worker() -> Iterator[Callable[..., Worker]]:
    workers: list[Worker] = []

    def start(settings: Settings, **how: bool) -> Worker:
        workers.append(Worker(settings, **how))
        return workers[-1]

    yield start
    for each in workers:
        if each.process.poll() is None:
            each.kill()
        for pipe in (each.process.stdin, each.process.stdout, each.process.stderr):
            pipe.close()
