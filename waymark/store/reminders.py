"""Reminders: records that are due, and what is said about each of them, exactly once.

What is said is stored in the transaction that moves the record on to its next time; whoever comes second finds the
record moved, and stores nothing. So neither a crash nor a second gateway says anything twice or loses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog

from waymark.errors import StoreError
from waymark.messages import Message
from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, insert_numbered, upsert
from waymark.store.records import due_in
from waymark.store.tables import conversations, messages, now, records

_log = structlog.get_logger()


@dataclass(frozen=True)
class DueRecord:
    """A record of a kind that is due."""

    conversation_id: str
    kind: str
    key: str
    values: Mapping[str, Any] = field(repr=False)
    due_at: datetime


class Reminders:
    """All records that are due at some time."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def due(self, kind: str, at: datetime, limit: int) -> list[DueRecord]:
        """Return records of a kind that are due at a moment, longest due first."""
        query = (
            sa.select(records)
            .where(records.c.kind == kind, records.c.due_at <= at)
            .order_by(records.c.due_at, records.c.conversation_id, records.c.key)
            .limit(limit)
        )
        with self._database.read("look for what is due") as connection:
            rows = connection.execute(query).all()
        return [found for row in rows if (found := self._opened(row)) is not None]

    def _opened(self, row: sa.Row[Any]) -> DueRecord | None:
        """Return a row as a record; None, with a warning, where its key is gone: the others are still brought."""
        try:
            values = self._cipher.open_json(row.sealed, "a record")
        except StoreError as error:
            _log.warning("store.record.not_opened", exc_info=error)
            return None
        return DueRecord(row.conversation_id, row.kind, row.key, values, row.due_at)

    def stop(self, conversation_id: str, kind: str) -> int:
        """Forget all records of a kind and return how many there were; note when, for one that waits to be saved."""
        mine = sa.delete(records).where(records.c.conversation_id == conversation_id, records.c.kind == kind)
        is_there = sa.select(conversations.c.id).where(conversations.c.id == conversation_id)
        at = now()
        note = {
            "conversation_id": conversation_id,
            "kind": stop_of(kind),
            "key": "latest",
            "sealed": self._cipher.seal_json({"stopped_at": at.isoformat()}),
            "created_at": at,
            "changed_at": at,
        }
        with self._database.write("stop what is due") as connection:
            stopped = connection.execute(mine).rowcount
            if connection.execute(is_there).first() is not None:
                upsert(connection, records, note)
            return stopped

    def stopped_at(self, conversation_id: str, kind: str) -> datetime | None:
        """Return when all records of a kind were stopped last; None where they never were."""
        query = sa.select(records.c.changed_at).where(
            records.c.conversation_id == conversation_id, records.c.kind == stop_of(kind)
        )
        with self._database.read("look for a stop") as connection:
            found: datetime | None = connection.execute(query).scalar()
        return found

    def move_on(self, due: DueRecord, values: Mapping[str, Any] | None, message: Message | None = None) -> bool:
        """Give a due record its new values, or forget it where they are None, and store what is said about it.

        All or nothing. False where the record is not due at that time any more: somebody else moved it, or the person
        changed or cancelled it. The message does not count as one of the talk: it keeps no conversation from expiring.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        mine = (
            records.c.conversation_id == due.conversation_id,
            records.c.kind == due.kind,
            records.c.key == due.key,
            records.c.due_at == due.due_at,
        )
        with self._database.write("move on what is due") as connection:
            hold(connection, due.conversation_id)
            if values is None:
                moved = connection.execute(sa.delete(records).where(*mine)).rowcount
            else:
                sealed = self._cipher.seal_json(dict(values))
                change = sa.update(records).where(*mine).values(sealed=sealed, due_at=due_in(values))
                moved = connection.execute(change).rowcount
            if moved and message is not None:
                row = {
                    "conversation_id": due.conversation_id,
                    "message_id": message.id,
                    "sealed": self._cipher.seal_json(message.model_dump(mode="json", by_alias=True)),
                    "created_at": now(),
                }
                insert_numbered(connection, messages, row)
        return moved > 0


def stop_of(kind: str) -> str:
    """Return the kind of the record that notes when all records of a kind were stopped."""
    return f"{kind}_stop"
