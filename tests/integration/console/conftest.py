"""A responder's browser without a screen: keeps cookies, reads the forms of pages, sends them as they stand."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
import sqlalchemy as sa

from waymark.gateway.console.credentials import hash_password
from waymark.settings import Settings
from waymark.store import Case
from waymark.store.upgrade import upgrade

from ..gateway.conftest import Gateway, Talk, free_port, make_settings, running_gateway

__all__ = ["make_settings"]
PASSWORD = "correct horse battery staple"
HASH = hash_password(PASSWORD)
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_MESSAGE_ID = re.compile(r'name="message_id" value="([^"]+)"')


@dataclass
class Desk:
    """One responder at one browser."""

    gateway: Gateway
    name: str
    client: httpx.Client = field(repr=False)
    page: str = field(default="", repr=False)

    def open(self, path: str = "/console") -> httpx.Response:
        response = self.client.get(path)
        self.page = response.text
        return response

    @property
    def token(self) -> str:
        found = _TOKEN.search(self.page)
        assert found, self.page
        return found[1]

    @property
    def message_id(self) -> str:
        found = _MESSAGE_ID.search(self.page)
        assert found, self.page
        return found[1]

    def sign_in(self, password: str = PASSWORD, **more: str) -> httpx.Response:
        self.open("/console/login")
        return self.send("/console/login", name=self.name, password=password, **more)

    def send(self, path: str, **fields: str) -> httpx.Response:
        return self.client.post(path, data={"csrf": self.token, **fields})

    def do(self, case: Case, action: str, **fields: str) -> httpx.Response:
        self.open(f"/console/cases/{case.id}")
        return self.send(f"/console/cases/{case.id}/{action}", **fields)

    def say(self, case: Case, text: str) -> httpx.Response:
        self.open(f"/console/cases/{case.id}")
        return self.send(f"/console/cases/{case.id}/say", text=text, message_id=self.message_id)


@pytest.fixture(scope="package")
def one_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    settings = Settings(
        state_dir=tmp_path_factory.mktemp("state"), port=free_port(), rate_limits=False, store_deadline_seconds=10
    )
    upgrade(settings.store_url)
    with running_gateway(settings) as running:
        yield running


@pytest.fixture
def gateway(one_gateway: Gateway) -> Gateway:
    """The gateway of all tests, with nothing and nobody in its database."""
    run_sql(
        one_gateway, "DELETE FROM audit", "DELETE FROM cases", "DELETE FROM conversations", "DELETE FROM responders"
    )
    return one_gateway


def run_sql(gateway: Gateway, *statements: str) -> None:
    engine = sa.create_engine(gateway.settings.store_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def deactivate(gateway: Gateway, name: str) -> None:
    run_sql(gateway, f"UPDATE responders SET is_active = 0 WHERE name = '{name}'")


@pytest.fixture
def make_desk(gateway: Gateway) -> Iterator[Callable[[str], Desk]]:
    """Add a responder and open a browser for them, not yet signed in."""
    clients: list[httpx.Client] = []

    def make(name: str = "ana") -> Desk:
        gateway.services.shelf.store.responders.add(name, HASH)
        clients.append(httpx.Client(base_url=gateway.url, timeout=15, trust_env=False))
        return Desk(gateway, name, clients[-1])

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def ana(make_desk: Callable[[str], Desk]) -> Desk:
    desk = make_desk("ana")
    assert desk.sign_in().status_code == 303
    return desk


@pytest.fixture
def bea(make_desk: Callable[[str], Desk]) -> Desk:
    desk = make_desk("bea")
    assert desk.sign_in().status_code == 303
    return desk


@pytest.fixture
def open_case(gateway: Gateway) -> Callable[..., tuple[Talk, Case]]:
    """Let a person say something and open their case at a level; responders, where there are any, are paged by then."""

    def make(level: str = "plan_or_intent", text: str = "I have a plan to kill myself", **body: str):
        talk = gateway.open(**body)
        talk.say(text)
        return talk, paged(gateway, gateway.services.handoff.open(talk.id, level))

    return make


def paged(gateway: Gateway, case: Case) -> Case:
    """Wait until nobody has to be paged for a case any more; return it as it is then."""
    until = time.monotonic() + 15
    while case.page_due:
        assert time.monotonic() < until, case
        time.sleep(0.02)
        case = gateway.services.shelf.store.cases.get(case.id)
    return case


def joined(desk: Desk, case: Case) -> Case:
    """Claim and join as a responder does."""
    assert desk.do(case, "claim").status_code == 303
    assert desk.do(case, "join").status_code == 303
    return desk.gateway.services.shelf.store.cases.get(case.id)
