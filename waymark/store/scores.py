"""Scores: what the questionnaires of a conversation added up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, insert_once
from waymark.store.tables import now, scores


@dataclass(frozen=True)
class Score:
    """One finished questionnaire; `values` is what `waymark.care` made of it."""

    run: str
    values: Mapping[str, Any] = field(repr=False)
    created_at: datetime


class Scores:
    """The finished questionnaires of each conversation."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def add(self, conversation_id: str, run: str, values: Mapping[str, Any]) -> bool:
        """Keep a finished questionnaire, once per run; False where it was kept before.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        row = {
            "conversation_id": conversation_id,
            "run": run,
            "sealed": self._cipher.seal_json(dict(values)),
            "created_at": now(),
        }
        with self._database.write("keep a score") as connection:
            hold(connection, conversation_id)
            return insert_once(connection, scores, row)

    def of(self, conversation_id: str) -> list[Score]:
        """Return the finished questionnaires of a conversation, oldest first."""
        query = (
            sa.select(scores)
            .where(scores.c.conversation_id == conversation_id)
            .order_by(scores.c.created_at, scores.c.run)
        )
        with self._database.read("read scores") as connection:
            rows = connection.execute(query).all()
        return [Score(row.run, self._cipher.open_json(row.sealed, "a score"), row.created_at) for row in rows]
