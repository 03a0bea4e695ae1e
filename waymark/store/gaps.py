"""Gaps: questions that nothing answers, which people agreed to let the editors see.

A gap tells neither who asked nor in which conversation, and of its time only the day. That a message was passed on is
marked apart from it, in its conversation, and erased with that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, insert_numbered, insert_once
from waymark.store.tables import gap_marks, gaps, now

MOST_CHARACTERS = 1000


@dataclass(frozen=True)
class Gap:
    """One question, in the words of somebody whom it does not name; `created_at` is the beginning of its day in UTC."""

    id: int
    text: str = field(repr=False)
    language: str
    created_at: datetime
    expires_at: datetime


class Gaps:
    """All gaps; each is kept for `days` days at most."""

    def __init__(self, database: Database, cipher: Cipher, days: int):
        self._database = database
        self._cipher = cipher
        self.days = days

    def add(self, conversation_id: str, message_id: str, text: str, language: str) -> bool:
        """Keep the text of a message, cut to 1,000 characters; False where this message was passed on before.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        day = now().replace(hour=0, minute=0, second=0, microsecond=0)
        row = {
            "sealed": self._cipher.seal(text[:MOST_CHARACTERS]),
            "language": language,
            "created_at": day,
            "expires_at": day + timedelta(days=self.days),
        }
        with self._database.write("keep a question for the editors") as connection:
            hold(connection, conversation_id)
            if not insert_once(connection, gap_marks, {"conversation_id": conversation_id, "message_id": message_id}):
                return False
            insert_numbered(connection, gaps, row)
        return True

    def passed_on(self, conversation_id: str) -> int:
        """Return how many questions of a conversation were passed on; which ones they are cannot be told."""
        query = sa.select(sa.func.count()).where(gap_marks.c.conversation_id == conversation_id)
        with self._database.read("count questions that were passed on") as connection:
            return connection.execute(query).scalar() or 0

    def newest(self, limit: int, skip: int = 0) -> list[Gap]:
        """Return gaps that have not expired, newest first, without the first `skip` of them."""
        query = sa.select(gaps).where(gaps.c.expires_at > now()).order_by(gaps.c.id.desc()).limit(limit).offset(skip)
        with self._database.read("read questions for the editors") as connection:
            rows = connection.execute(query).all()
        return [
            Gap(
                id=row.id,
                text=self._cipher.open_text(row.sealed, f"gap {row.id}"),
                language=row.language,
                created_at=row.created_at,
                expires_at=row.expires_at,
            )
            for row in rows
        ]

    def counts(self) -> Mapping[str, int]:
        """Return how many gaps have not expired, by language."""
        query = (
            sa.select(gaps.c.language, sa.func.count().label("total"))
            .where(gaps.c.expires_at > now())
            .group_by(gaps.c.language)
            .order_by(gaps.c.language)
        )
        with self._database.read("count questions for the editors") as connection:
            return {row.language: row.total for row in connection.execute(query)}

    def remove(self, gap_id: int) -> bool:
        """Delete one gap; False where it is not there any more."""
        with self._database.write("remove a question for the editors") as connection:
            return connection.execute(sa.delete(gaps).where(gaps.c.id == gap_id)).rowcount > 0

    def erase_expired(self, at: datetime) -> int:
        """Delete the gaps whose time is over at a moment; return how many."""
        with self._database.write("erase old questions for the editors") as connection:
            return connection.execute(sa.delete(gaps).where(gaps.c.expires_at <= at)).rowcount
