"""Backup and restore of a SQLite database while Waymark runs; for PostgreSQL, the command that does it.

A backup holds what the database holds, encrypted with the same keys. docs/backup.md says what else to keep.
"""

from __future__ import annotations

import os
import secrets
import shlex
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from waymark.errors import StoreError
from waymark.store import sqlite
from waymark.store.database import parse_url
from waymark.store.upgrade import known_revisions, upgrade

_DEADLINE_SECONDS = 60.0
_LOCKED = {5, 6}  # SQLITE_BUSY and SQLITE_LOCKED, which Python names only from 3.11 on


def backup(url: str, target: Path) -> None:
    """Write a complete copy of the database into a new file, for its owner alone.

    Raises:
        StoreError: the target exists, the database cannot be copied, or it is PostgreSQL; says which command to use.
    """
    parsed = parse_url(url)
    if parsed.drivername != "sqlite":
        raise StoreError(
            f"PostgreSQL makes its own backups: {_command('pg_dump --format=custom', parsed, '--file', target)}"
        )
    if target.exists():
        raise StoreError(f"{target} exists already; name a new file for the backup")
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    try:
        with _safe_errors(f"copy the database to {target}"):
            draft.touch(mode=0o600, exist_ok=False)
            _copy(sqlite.path_of(parsed), draft)
            _make_single(draft)
            _check(draft)
            os.link(draft, target)  # unlike a rename, this never replaces a file
    finally:
        draft.unlink(missing_ok=True)


def restore(url: str, source: Path, *, force: bool = False) -> None:
    """Replace the database with a backup and bring it to the newest schema; stop Waymark before.

    Args:
        url: the database to be replaced.
        source: a file that `backup` wrote.
        force: replace the database even though it holds conversations.

    Raises:
        StoreError: the backup is damaged or of an unknown version, the database holds conversations, or is PostgreSQL.
    """
    parsed = parse_url(url)
    if parsed.drivername != "sqlite":
        options = "pg_restore --clean --if-exists --single-transaction"
        raise StoreError(f"PostgreSQL restores its own backups: {_command(options, parsed, '', source)}")
    target = sqlite.path_of(parsed)
    with _safe_errors(f"restore {source} to {target}"):
        _check(source)
        if not force and _is_in_use(target):
            raise StoreError(f"{target} is in use and would be lost; move it away, or restore with --force")
        sqlite.create_file(target)
        _copy(source, target)
    upgrade(url)


def _copy(source: Path, target: Path) -> None:
    """Copy page by page under SQLite's own locks, so that a running writer harms nothing."""
    limit = time.monotonic() + _DEADLINE_SECONDS

    def give_up_when_locked(status: int, _remaining: int, _total: int) -> None:
        if status in _LOCKED and time.monotonic() > limit:
            raise sqlite3.OperationalError("the database stayed locked")

    with (
        closing(sqlite.connect(source, _DEADLINE_SECONDS, "ro")) as reading,
        closing(sqlite.connect(target, _DEADLINE_SECONDS)) as writing,
    ):
        reading.backup(writing, progress=give_up_when_locked)


def _make_single(path: Path) -> None:
    """Turn write-ahead logging off, so that reading the backup later leaves no other files beside it."""
    with closing(sqlite.connect(path, _DEADLINE_SECONDS)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _check(path: Path) -> None:
    """Raise StoreError unless the file is a whole database of a known revision."""
    with closing(sqlite.connect(path, _DEADLINE_SECONDS, "ro")) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise StoreError(f"{path} is damaged; use another backup")
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision is None or revision[0] not in known_revisions():
        raise StoreError(f"{path} was written by another version of Waymark; use that version, or a newer one")


def _is_in_use(path: Path) -> bool:
    """Tell whether a database has conversations, or tables that are not Waymark's."""
    if not path.exists():
        return False
    with closing(sqlite.connect(path, _DEADLINE_SECONDS, "ro")) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "conversations" not in tables:
            return bool(tables)
        return connection.execute("SELECT 1 FROM conversations LIMIT 1").fetchone() is not None


@contextmanager
def _safe_errors(task: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"could not {task} ({type(error).__name__}); check that both files can be read and written"
        ) from error


def _command(program: str, url: sa.URL, option: str, file: Path) -> str:
    """Return a command line for PostgreSQL's own tool; it asks for the password or finds it in ~/.pgpass."""
    where = {"--host": url.host, "--port": url.port, "--username": url.username, "--dbname": url.database}
    named = [f"{name}={shlex.quote(str(value))}" for name, value in where.items() if value]
    path = shlex.quote(str(file))
    return " ".join([program, *named, f"{option}={path}" if option else path])
