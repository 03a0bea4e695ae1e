"""Questions that a person keeps for their clinician."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, insert_numbered
from waymark.store.tables import now, questions


@dataclass(frozen=True)
class Question:
    """One question, in the person's own words."""

    id: int
    text: str = field(repr=False)
    created_at: datetime


class Questions:
    """The kept questions of each conversation."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def add(self, conversation_id: str, text: str) -> int:
        """Keep a question and return its id.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        row = {"conversation_id": conversation_id, "sealed": self._cipher.seal(text), "created_at": now()}
        with self._database.write("keep a question") as connection:
            hold(connection, conversation_id)
            return insert_numbered(connection, questions, row)

    def of(self, conversation_id: str) -> list[Question]:
        """Return the questions of a conversation, oldest first."""
        query = sa.select(questions).where(questions.c.conversation_id == conversation_id).order_by(questions.c.id)
        with self._database.read("read questions") as connection:
            rows = connection.execute(query).all()
        return [
            Question(row.id, self._cipher.open_text(row.sealed, f"question {row.id}"), row.created_at) for row in rows
        ]
