"""A real gateway on a real port and a real database; the brain alone is a stand-in that keeps to the port."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from waymark.errors import BrainError
from waymark.gateway.app import create_app
from waymark.gateway.brain_client import Brain, Question
from waymark.gateway.server import make_server
from waymark.messages import Button, Draft, Paragraph, SourceNote
from waymark.settings import Settings
from waymark.store.upgrade import upgrade


class StandInBrain(Brain):
    """Answers from a function; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9", "unused")
        self.asked: list[Question] = []
        self.answer: Callable[[Question], tuple[Draft, ...]] = card
        self.delay = 0.0
        self.is_down = False

    async def ask(self, question: Question, seconds: float) -> tuple[Draft, ...]:
        self.asked.append(question)
        if self.is_down:
            raise BrainError("down")
        if self.delay > seconds:
            await asyncio.sleep(seconds)
            raise BrainError("slow")
        await asyncio.sleep(self.delay)
        return self.answer(question)

    async def is_ready(self) -> bool:
        return not self.is_down


def card(question: Question) -> tuple[Draft, ...]:
    said = question.payload or question.text or ""
    return (
        Draft(
            blocks=(Paragraph(text=f"A card about {len(said)} characters."),),
            buttons=(Button(title="More", value="more:trd.what"),),
            cards=("trd.what",),
            sources=(SourceNote(title="A source", year=2020, url="https://doi.org/10.1000/1"),),
        ),
    )


@dataclass
class Gateway:
    url: str
    brain: StandInBrain
    settings: Settings
    services: object
    client: httpx.Client = field(repr=False)

    def open(self, **body: str) -> Talk:
        response = self.client.post("/api/v1/conversations", json=body)
        assert response.status_code == 201, response.text
        opened = response.json()
        return Talk(self, opened["conversation_id"], {"Authorization": f"Bearer {opened['token']}"}, opened)


@dataclass
class Talk:
    gateway: Gateway
    id: str
    headers: dict[str, str]
    opened: dict

    def post(self, **body: object) -> httpx.Response:
        return self.gateway.client.post("/api/v1/messages", json=body, headers=self.headers)

    def say(self, text: str, **more: object) -> dict:
        response = self.post(text=text, **more)
        assert response.status_code == 200, response.text
        return response.json()

    def transcript(self) -> list[dict]:
        return self.export()["messages"]

    def export(self) -> dict:
        return self.gateway.client.get("/api/v1/conversation", headers=self.headers).raise_for_status().json()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_gateway(settings: Settings) -> Iterator[Gateway]:
    brain = StandInBrain()
    app = create_app(settings, brain)
    server = make_server(app, settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    url = f"http://127.0.0.1:{settings.port}"
    try:
        with httpx.Client(base_url=url, timeout=15, trust_env=False) as client:
            yield Gateway(url, brain, settings, app.state.services, client)
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def make_settings(tmp_path):
    def make(**changes: object) -> Settings:
        patient = {"store_deadline_seconds": 10}  # a busy machine is no database that is down
        settings = Settings(state_dir=tmp_path, port=free_port(), **{**patient, **changes})
        upgrade(settings.store_url)
        return settings

    return make


@pytest.fixture
def gateway(make_settings):
    with running_gateway(make_settings(rate_limits=False)) as running:
        yield running
