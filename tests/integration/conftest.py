"""Databases to test on: a SQLite file, and a database of its own on the PostgreSQL server of TEST_POSTGRES_URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa


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
