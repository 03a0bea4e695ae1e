"""Outbox: what is still to be done elsewhere, kept with the reason for it so that a crash loses neither.

A worker claims items for a while, does them, and reports `done` or `retry`. Whatever it does not report in time can be
claimed again, so an item may be done twice but is never dropped. Of one conversation and kind only the oldest item can
be claimed; the next one waits until that is done, also while it is waiting for its retry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, insert_numbered
from waymark.store.tables import now, outbox


@dataclass(frozen=True)
class OutboxItem:
    """One thing to do; `attempts` counts how often it was claimed, this time included."""

    id: int
    kind: str
    conversation_id: str
    body: dict[str, Any] = field(repr=False)
    attempts: int
    due_at: datetime


class Outbox:
    """All things that are still to be done."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def add(self, kind: str, conversation_id: str, body: dict[str, Any], due_at: datetime | None = None) -> int:
        """Keep something to be done, now or later, and return its id.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        sealed = self._cipher.seal_json(body)
        with self._database.write("keep something to be done") as connection:
            hold(connection, conversation_id)
            row = {
                "kind": kind,
                "conversation_id": conversation_id,
                "sealed": sealed,
                "attempts": 0,
                "due_at": due_at or now(),
            }
            return insert_numbered(connection, outbox, row)

    def claim(self, kind: str, limit: int, lease_seconds: float) -> list[OutboxItem]:
        """Take the items that are due, longest due first; nobody else gets them until the lease ends."""
        at = now()
        ready = (
            sa.select(outbox.c.id)
            .where(
                outbox.c.kind == kind,
                outbox.c.due_at <= at,
                sa.or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until <= at),
                ~_an_earlier_one_waits(),
            )
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._database.write("claim something to be done") as connection:
            ids = list(connection.scalars(ready))
            take = (
                sa.update(outbox)
                .where(outbox.c.id.in_(ids))
                .values(claimed_until=at + timedelta(seconds=lease_seconds), attempts=outbox.c.attempts + 1)
                .returning(outbox)
            )
            rows = connection.execute(take).all() if ids else []
        return sorted(map(self._item, rows), key=lambda item: (item.due_at, item.id))

    def waits(self, kind: str, conversation_id: str) -> bool:
        """Say whether anything of a kind is still to be done for a conversation."""
        query = (
            sa.select(outbox.c.id).where(outbox.c.conversation_id == conversation_id, outbox.c.kind == kind).limit(1)
        )
        with self._database.read("look for something to be done") as connection:
            return connection.execute(query).first() is not None

    def of(self, conversation_id: str, kind: str) -> list[OutboxItem]:
        """Return what of a kind is still to be done for a conversation, oldest first, claimed or not."""
        query = (
            sa.select(outbox)
            .where(outbox.c.conversation_id == conversation_id, outbox.c.kind == kind)
            .order_by(outbox.c.due_at, outbox.c.id)
        )
        with self._database.read("list what is to be done") as connection:
            return [self._item(row) for row in connection.execute(query)]

    def done(self, item_id: int) -> None:
        """Forget an item that was done."""
        with self._database.write("finish something done") as connection:
            connection.execute(sa.delete(outbox).where(outbox.c.id == item_id))

    def retry(self, item_id: int, delay_seconds: float) -> None:
        """Let an item be claimed again after a while; it keeps its place in its conversation."""
        later = now() + timedelta(seconds=delay_seconds)
        with self._database.write("put off something to be done") as connection:
            connection.execute(sa.update(outbox).where(outbox.c.id == item_id).values(claimed_until=later))

    def _item(self, row: sa.Row[Any]) -> OutboxItem:
        return OutboxItem(
            id=row.id,
            kind=row.kind,
            conversation_id=row.conversation_id,
            body=self._cipher.open_json(row.sealed, f"outbox item {row.id}"),
            attempts=row.attempts,
            due_at=row.due_at,
        )


def _an_earlier_one_waits() -> sa.Exists:
    earlier = outbox.alias("earlier")
    return sa.exists().where(
        earlier.c.conversation_id == outbox.c.conversation_id,
        earlier.c.kind == outbox.c.kind,
        sa.tuple_(earlier.c.due_at, earlier.c.id) < sa.tuple_(outbox.c.due_at, outbox.c.id),
    )
