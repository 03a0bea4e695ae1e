"""Records: what the tools keep of a conversation, such as treatment trials and plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, upsert
from waymark.store.tables import now, records


@dataclass(frozen=True)
class StoredRecord:
    """One thing that a tool keeps; `key` is unique among a conversation's records of a kind."""

    kind: str
    key: str
    values: Mapping[str, Any] = field(repr=False)
    created_at: datetime
    changed_at: datetime


class Records:
    """What the tools keep of each conversation."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def put(self, conversation_id: str, kind: str, key: str, values: Mapping[str, Any]) -> None:
        """Keep a record, in place of the one with the same kind and key.

        A value `due_at`, an ISO time with its offset, tells when something is to be done about it.

        Raises:
            ValueError: `due_at` is no such time.
            UnknownConversation: the conversation was erased.
        """
        at = now()
        with self._database.write("keep a record") as connection:
            hold(connection, conversation_id)
            found = connection.execute(sa.select(records.c.created_at).where(*_is(conversation_id, kind, key))).scalar()
            row = {
                "conversation_id": conversation_id,
                "kind": kind,
                "key": key,
                "sealed": self._cipher.seal_json(dict(values)),
                "created_at": found or at,
                "changed_at": at,
                "due_at": due_in(values),
            }
            upsert(connection, records, row)

    def remove(self, conversation_id: str, kind: str, key: str) -> None:
        """Forget a record, if it is there."""
        with self._database.write("forget a record") as connection:
            connection.execute(sa.delete(records).where(*_is(conversation_id, kind, key)))

    def of(self, conversation_id: str, kind: str | None = None) -> list[StoredRecord]:
        """Return the records of a conversation, of one kind or all, oldest first."""
        query = sa.select(records).where(records.c.conversation_id == conversation_id)
        if kind is not None:
            query = query.where(records.c.kind == kind)
        with self._database.read("read records") as connection:
            rows = connection.execute(query.order_by(records.c.created_at, records.c.kind, records.c.key)).all()
        return [
            StoredRecord(
                row.kind, row.key, self._cipher.open_json(row.sealed, "a record"), row.created_at, row.changed_at
            )
            for row in rows
        ]


def due_in(values: Mapping[str, Any]) -> datetime | None:
    """Return the time at which something is to be done about a record.

    Raises:
        ValueError: its `due_at` is no time with an offset.
    """
    written = values.get("due_at")
    if written is None:
        return None
    due = datetime.fromisoformat(str(written))
    if due.tzinfo is None:
        raise ValueError("due_at has no offset from UTC")
    return due


def _is(conversation_id: str, kind: str, key: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (records.c.conversation_id == conversation_id, records.c.kind == kind, records.c.key == key)
