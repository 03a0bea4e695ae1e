"""Consents: which conversations are kept for longer, because their person said so, and the codes that open them again.

Of a code only a keyed hash is kept: it finds the conversation, and tells nobody the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, upsert
from waymark.store.tables import consents, now

_PURPOSE = "waymark.return"  # of the keyed hash


@dataclass(frozen=True)
class Consent:
    """That a conversation is kept for longer; `has_code` is False where an account of a messenger opens it."""

    agreed_at: datetime
    has_code: bool


class Consents:
    """All consents."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def agree(self, conversation_id: str, code: str | None = None) -> None:
        """Keep a conversation for longer; a code replaces the one before, which opens nothing any more.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        lookup = None if code is None else self._cipher.fingerprints(code, _PURPOSE)[0]
        row = {"conversation_id": conversation_id, "lookup": lookup, "agreed_at": now()}
        with self._database.write("keep a consent") as connection:
            hold(connection, conversation_id)
            upsert(connection, consents, row)

    def withdraw(self, conversation_id: str) -> bool:
        """Forget a consent and its code; False where there was none."""
        with self._database.write("forget a consent") as connection:
            mine = sa.delete(consents).where(consents.c.conversation_id == conversation_id)
            return connection.execute(mine).rowcount > 0

    def of(self, conversation_id: str) -> Consent | None:
        """Return the consent of a conversation, None where there is none."""
        query = sa.select(consents).where(consents.c.conversation_id == conversation_id)
        with self._database.read("read a consent") as connection:
            row = connection.execute(query).first()
        return None if row is None else Consent(row.agreed_at, row.lookup is not None)

    def find(self, code: str) -> str | None:
        """Return the conversation that a code opens, None where it opens none; both take the same work."""
        lookups = self._cipher.fingerprints(code, _PURPOSE)
        query = sa.select(consents.c.conversation_id).where(consents.c.lookup.in_(lookups))
        with self._database.read("look up a return code") as connection:
            return connection.execute(query).scalar()
