"""Executors: the processes that page responders, each with the last moment at which it said that it lives."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from waymark.store.database import Database, upsert
from waymark.store.tables import executors, now


class Executors:
    """All processes that page."""

    def __init__(self, database: Database):
        self._database = database

    def beat(self, executor_id: str) -> None:
        """Say that an executor lives."""
        with self._database.write("say that a process lives") as connection:
            upsert(connection, executors, {"id": executor_id, "seen_at": now()})

    def claim(self, executor_id: str, silent_seconds: float) -> bool:
        """Take an id that nobody has used for so long; True for exactly one of all who try at once."""
        at = now()
        with self._database.write("take over from a process") as connection:
            insert = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(executors)
            taken = insert.values(id=executor_id, seen_at=at).on_conflict_do_update(
                index_elements=["id"],
                set_={"seen_at": at},
                where=executors.c.seen_at < at - timedelta(seconds=silent_seconds),
            )
            return connection.execute(taken.returning(executors.c.id)).first() is not None

    def remove(self, executor_id: str) -> None:
        """Forget an executor that has ended."""
        with self._database.write("forget a process") as connection:
            connection.execute(sa.delete(executors).where(executors.c.id == executor_id))

    def forget(self, silent_seconds: float) -> None:
        """Forget all executors that have said nothing for so long; one that still lives says so again."""
        before = now() - timedelta(seconds=silent_seconds)
        with self._database.write("forget processes") as connection:
            connection.execute(sa.delete(executors).where(executors.c.seen_at < before))
