"""Trackers: the dialogue state of the brain, in a form that only the brain reads.

The brain also runs without a gateway, where it names its own conversations: their trackers need no conversation. The
tracker of one that a gateway began goes with it, and no turn that was under way writes it back.
"""

from __future__ import annotations

import sqlalchemy as sa

from waymark.store.conversation_ids import is_of_gateway
from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, upsert
from waymark.store.tables import now, trackers


class Trackers:
    """The dialogue state of each conversation."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def load(self, conversation_id: str) -> bytes | None:
        """Return the state last saved, or None when there is none."""
        query = sa.select(trackers.c.sealed).where(trackers.c.conversation_id == conversation_id)
        with self._database.read("read a dialogue state") as connection:
            sealed = connection.execute(query).scalar()
        return None if sealed is None else self._cipher.open_bytes(sealed, "a dialogue state")

    def save(self, conversation_id: str, data: bytes) -> None:
        """Replace the state.

        Raises:
            UnknownConversation: a gateway began the conversation, and it was erased.
        """
        row = {"conversation_id": conversation_id, "sealed": self._cipher.seal(data), "saved_at": now()}
        with self._database.write("keep a dialogue state") as connection:
            if is_of_gateway(conversation_id):
                hold(connection, conversation_id)
            upsert(connection, trackers, row)

    def ids(self) -> list[str]:
        """Return the conversations that have a state."""
        with self._database.read("list dialogue states") as connection:
            return list(connection.scalars(sa.select(trackers.c.conversation_id).order_by(trackers.c.conversation_id)))
