"""A database of its own for every test: a SQLite file, and a database on the PostgreSQL server of TEST_POSTGRES_URL."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from waymark.messages import Draft, Message, Sender, message_from, paragraphs
from waymark.settings import ROOT
from waymark.store import Store
from waymark.store.tables import metadata
from waymark.store.upgrade import upgrade

PATIENCE = 10.0  # so that a busy machine fails no test that is not about deadlines


def postgres_server() -> sa.URL:
    """Return the server to test on, or skip."""
    url = os.environ.get("TEST_POSTGRES_URL")
    if not url:
        pytest.skip("TEST_POSTGRES_URL is not set; example: postgresql+psycopg://postgres@127.0.0.1:5432/test")
    return sa.make_url(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'state' / 'waymark.db'}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    server, name = postgres_server(), f"waymark_{uuid4().hex}"
    admin = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database without tables."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def key() -> str:
    return Fernet.generate_key().decode()


@pytest.fixture
def store(url: str, key: str) -> Iterator[Store]:
    upgrade(url)
    store = Store.open(url, [key], deadline_seconds=PATIENCE)
    yield store
    store.close()


@pytest.fixture
def conversation(store: Store) -> str:
    return store.conversations.create("en", "US").id


@pytest.fixture
def rows(url: str) -> Callable[[], list[object]]:
    """All values of all rows of all tables, as they stand in the database."""

    def read() -> list[object]:
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            tables = (connection.execute(sa.text(f"SELECT * FROM {name}")) for name in metadata.tables)
            values = [value for table in tables for row in table for value in row]
        engine.dispose()
        return values

    return read


@pytest.fixture
def say() -> Callable[..., Message]:
    def make(text: str = "hello", sender: Sender = "person") -> Message:
        return message_from(Draft(blocks=paragraphs([text])), sender)

    return make


@pytest.fixture
def in_process() -> Callable[..., subprocess.Popen[str]]:
    """Start Python code in a process of its own; its arguments are in sys.argv[1:]."""

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start
