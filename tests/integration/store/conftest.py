"""A database of its own for every test: a SQLite file, and a database on the PostgreSQL server of TEST_POSTGRES_URL."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from waymark.messages import Draft, Message, Sender, message_from, paragraphs
from waymark.settings import ROOT
from waymark.store import Store
from waymark.store.tables import metadata
from waymark.store.upgrade import upgrade

PATIENCE = 10.0  # so that a busy machine fails no test that is not about deadlines


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
