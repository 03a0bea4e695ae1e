"""Cases: one per crisis that a human is asked to take over; at most one of a conversation is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4

import sqlalchemy as sa

from waymark.messages import Level
from waymark.store.database import Database, hold
from waymark.store.tables import cases, now

CaseState = Literal["opened", "paged", "claimed", "joined", "closed"]


@dataclass(frozen=True)
class Case:
    """One crisis of one conversation; open while `closed_at` is None."""

    id: str
    conversation_id: str
    level: Level
    state: CaseState
    opened_at: datetime
    closed_at: datetime | None


class Cases:
    """All cases."""

    def __init__(self, database: Database):
        self._database = database

    def open(self, conversation_id: str, level: Level) -> Case:
        """Return the open case of a conversation as it is, or open one at this level.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        fresh = Case(str(uuid4()), conversation_id, level, "opened", now(), None)
        query = sa.select(cases).where(cases.c.conversation_id == conversation_id, cases.c.closed_at.is_(None))
        with self._database.write("open a case") as connection:
            hold(connection, conversation_id)
            row = connection.execute(query).first()
            if row is not None:
                return Case(**row._mapping)
            connection.execute(sa.insert(cases).values(vars(fresh)))
        return fresh

    def of(self, conversation_id: str) -> list[Case]:
        """Return all cases of a conversation, oldest first."""
        query = (
            sa.select(cases).where(cases.c.conversation_id == conversation_id).order_by(cases.c.opened_at, cases.c.id)
        )
        with self._database.read("read cases") as connection:
            return [Case(**row._mapping) for row in connection.execute(query)]
