"""Risk states: what was noticed about a conversation so far, as the safety code describes it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, upsert
from waymark.store.tables import now, risks


class Risks:
    """The risk state of each conversation."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def get(self, conversation_id: str) -> dict[str, Any] | None:
        """Return the state last put, or None when there is none."""
        query = sa.select(risks.c.sealed).where(risks.c.conversation_id == conversation_id)
        with self._database.read("read a risk state") as connection:
            sealed = connection.execute(query).scalar()
        if sealed is None:
            return None
        state: dict[str, Any] = self._cipher.open_json(sealed, f"the risk state of conversation {conversation_id}")
        return state

    def put(self, conversation_id: str, state: dict[str, Any]) -> None:
        """Replace the state.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        row = {"conversation_id": conversation_id, "sealed": self._cipher.seal_json(state), "saved_at": now()}
        with self._database.write("keep a risk state") as connection:
            hold(connection, conversation_id)
            upsert(connection, risks, row)
