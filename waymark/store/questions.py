"""Questions that a person keeps for their clinician: records of one kind, whoever keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import uuid4

import sqlalchemy as sa
import structlog

from waymark.errors import StoreError
from waymark.store.crypto import Cipher
from waymark.store.database import Database, insert_once
from waymark.store.records import Records
from waymark.store.tables import questions, records

QUESTION: Final = "question"  # the kind of record
_log = structlog.get_logger()


@dataclass(frozen=True)
class Question:
    """One question, in the person's own words; `id` is the key of its record."""

    id: str
    text: str = field(repr=False)
    created_at: datetime


class Questions:
    """The kept questions of each conversation."""

    def __init__(self, database: Database, cipher: Cipher, kept: Records):
        self._database = database
        self._cipher = cipher
        self._kept = kept

    def add(self, conversation_id: str, text: str) -> str:
        """Keep a question and return its id.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        key = uuid4().hex
        self._kept.put(conversation_id, QUESTION, key, {"text": text})
        return key

    def of(self, conversation_id: str) -> list[Question]:
        """Return the questions of a conversation, oldest first."""
        found = self._kept.of(conversation_id, QUESTION)
        return [Question(record.key, str(record.values.get("text", "")), record.created_at) for record in found]

    def carry_over(self) -> int:
        """Make records of the questions that earlier versions kept in a table of their own; return how many.

        What cannot be opened, because its key is gone, stays where it is.
        """
        carried = 0
        with self._database.write("carry over questions") as connection:
            for row in connection.execute(sa.select(questions).order_by(questions.c.id)).all():
                try:
                    text = self._cipher.open_text(row.sealed, f"question {row.id}")
                except StoreError as error:
                    _log.warning("store.question.not_opened", exc_info=error)
                    continue
                values = {
                    "conversation_id": row.conversation_id,
                    "kind": QUESTION,
                    "key": f"question-{row.id}",
                    "sealed": self._cipher.seal_json({"text": text}),
                    "created_at": row.created_at,
                    "changed_at": row.created_at,
                }
                insert_once(connection, records, values)
                connection.execute(sa.delete(questions).where(questions.c.id == row.id))
                carried += 1
        return carried
