"""SQLite as Waymark uses it: one file, many readers, one writer at a time.

Opening never makes a file: a wrong path must fail, not begin an empty database. Only `create_file` makes one, readable
by its owner alone. Write-ahead logging is a lasting property of the file and is set once, by `use_wal`: processes that
all set it when they connect lock each other out.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from waymark.errors import SettingsError

_WAIT_SECONDS = 0.05


def path_of(url: sa.URL) -> Path:
    """Return the file behind a SQLite URL.

    Raises:
        SettingsError: the URL names no plain file.
    """
    if not url.database or url.database == ":memory:" or url.database.startswith("file:") or url.query:
        raise SettingsError(
            "WAYMARK_DATABASE_URL: SQLite needs a plain file, like sqlite:////var/lib/waymark/waymark.db"
        )
    return Path(url.database).absolute()


def create_file(path: Path) -> None:
    """Make an empty database for the owner alone, unless there is one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)


def connect(path: Path, deadline_seconds: float, mode: Literal["ro", "rw"] = "rw") -> sqlite3.Connection:
    """Return a connection to an existing file, in which every transaction is begun by hand."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=deadline_seconds,  # this is SQLite's busy_timeout
        isolation_level=None,
        check_same_thread=False,  # the pool hands a connection to one thread at a time
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")  # erased means overwritten
    return connection


def make_engine(url: sa.URL, deadline_seconds: float) -> sa.Engine:
    """Return an engine whose writing transactions take the write lock at once, so that none fails halfway."""
    path = path_of(url)
    engine = sa.create_engine(
        url,
        creator=lambda: connect(path, deadline_seconds),
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=deadline_seconds,
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def use_wal(path: Path, deadline_seconds: float) -> None:
    """Turn write-ahead logging on for good; waits for others, since SQLite itself does not wait here."""
    limit = time.monotonic() + deadline_seconds
    connection = connect(path, deadline_seconds)
    try:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > limit:
                    raise
                time.sleep(_WAIT_SECONDS)
    finally:
        connection.close()
