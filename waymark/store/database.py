"""One database, with the few rules that hold on both kinds: short transactions, and errors that quote nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite

from waymark.errors import SettingsError, StoreError, UnknownConversation
from waymark.store.tables import conversations


class Database:
    """A pool of connections to one database; nothing connects before the first transaction."""

    def __init__(self, url: str, deadline_seconds: float):
        self.url = parse_url(url)
        self.name = self.url.set(query={}).render_as_string(hide_password=True)
        if self.url.drivername == "sqlite":
            from waymark.store.sqlite import make_engine
        else:
            from waymark.store.postgres import make_engine
        self._reader = make_engine(self.url, deadline_seconds)
        self._writer = self._reader.execution_options(writes=True)
        self._deadline_seconds = deadline_seconds
        self._turn = Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self.url.drivername == "sqlite"

    def close(self) -> None:
        """Close all connections."""
        self._reader.dispose()

    @contextmanager
    def read(self, task: str) -> Iterator[sa.Connection]:
        """Run one reading transaction; `task` completes the sentence "the database could not …".

        Raises:
            StoreError: the database cannot be reached or refuses.
        """
        with self._safe_errors(task, StoreError), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self, task: str, failure: type[StoreError] = StoreError) -> Iterator[sa.Connection]:
        """Run one writing transaction: all of it is kept, or nothing.

        Raises:
            StoreError: of the kind `failure`, when the database cannot be reached or refuses.
        """
        with self._safe_errors(task, failure), self._in_turn(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let one thread at a time write to SQLite; left to itself it makes them poll, and some wait very long."""
        if self._turn is None:
            yield
        elif self._turn.acquire(timeout=self._deadline_seconds):
            try:
                yield
            finally:
                self._turn.release()
        else:
            raise exc.TimeoutError("other threads kept writing")

    @contextmanager
    def _safe_errors(self, task: str, failure: type[StoreError]) -> Iterator[None]:
        try:
            yield
        except (exc.SQLAlchemyError, UnicodeError, OverflowError) as error:  # the latter two: values that do not fit
            cause = error.orig if isinstance(error, exc.DBAPIError) else error
            raise failure(
                f"{self.name} could not {task} ({type(cause).__name__}); check that the database can be reached "
                "and that `waymark db upgrade` has run"
            ) from error


def parse_url(url: str) -> sa.URL:
    """Return the URL of a kind of database that Waymark works with.

    Raises:
        SettingsError: it is malformed or of another kind; a password in it is not repeated.
    """
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsError(
            "WAYMARK_DATABASE_URL begins with neither sqlite:/// nor postgresql+psycopg://, the two databases that work"
        )
    return parsed


def hold(connection: sa.Connection, conversation_id: str) -> None:
    """Make other writers of this conversation wait until the transaction ends, so that its rows are numbered in order.

    Raises:
        UnknownConversation: there is no such conversation.
    """
    found = sa.select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update(key_share=True)
    if connection.execute(found).first() is None:
        raise unknown(conversation_id)


def unknown(conversation_id: str) -> UnknownConversation:
    """Return the error for a conversation that is not there."""
    return UnknownConversation(f"conversation {conversation_id} was erased or never began; begin a new one")


def insert_numbered(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> int:
    """Add a row and return the number that the database gave it."""
    number: int = connection.execute(sa.insert(table).values(row).returning(*table.primary_key)).scalar_one()
    return number


def insert_once(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Add a row unless one with a key of it is there already; say whether it was added."""
    insert = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table).values(row)
    added = connection.execute(insert.on_conflict_do_nothing().returning(*table.primary_key))
    return added.first() is not None


def upsert(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> None:
    """Write the one row with this primary key, whether or not it is there already."""
    insert = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table).values(values)
    keys = [column.name for column in table.primary_key]
    rest = {name: insert.excluded[name] for name in values if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=rest))
