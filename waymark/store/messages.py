"""Messages: kept before they are processed, numbered so that a client can ask for what came after the last one it saw.

Numbers grow over the whole database. Within one conversation they also become visible in order, because every writer
takes hold of the conversation first; a client that resumes after a number has therefore missed nothing below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from waymark.errors import NotStored, StoreError
from waymark.messages import Message
from waymark.store.crypto import Cipher
from waymark.store.database import Database, insert_numbered, unknown
from waymark.store.tables import conversations, messages, now


@dataclass(frozen=True)
class Kept:
    """How a message from a person was taken in; `same` says that what was sent is what was kept under its id.

    `was_sent` says that another message was kept already of what can be sent once; `seq` is then that one's.
    """

    seq: int
    is_new: bool
    same: bool
    was_sent: bool = False


class Messages:
    """All messages of all conversations."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def add_from_person(
        self, conversation_id: str, message: Message, fingerprint: str, once: str | None = None
    ) -> Kept:
        """Keep a message once, however often and from however many threads it is sent.

        Args:
            conversation_id: the conversation it belongs to.
            message: what was sent; its id is unique within the conversation only.
            fingerprint: hexadecimal digest of what was sent, to tell a retry from another message under the same id.
            once: how a fingerprint begins of which a conversation keeps one message only; None where any number is.

        Raises:
            UnknownConversation: the conversation was erased.
            NotStored: the database cannot be reached or refuses.
        """
        earlier = sa.select(messages.c.seq, messages.c.fingerprint).where(
            messages.c.conversation_id == conversation_id, messages.c.message_id == message.id
        )
        row = self._row(conversation_id, message, fingerprint=fingerprint)
        with self._database.write("keep a message", NotStored) as connection:
            _touch(connection, conversation_id, row["created_at"])
            found = connection.execute(earlier).first()
            if found is not None:
                return Kept(seq=found.seq, is_new=False, same=found.fingerprint == fingerprint)
            sent = connection.execute(_begun_with(conversation_id, once)).scalar() if once else None
            if sent is not None:
                return Kept(seq=sent, is_new=False, same=False, was_sent=True)
            return Kept(seq=insert_numbered(connection, messages, row), is_new=True, same=True)

    def add_replies(self, conversation_id: str, reply_to: str | None, replies: Sequence[Message]) -> list[int]:
        """Keep what was said to a person, all or nothing, and return the numbers.

        Raises:
            UnknownConversation: the conversation was erased.
            NotStored: the database cannot be reached or refuses.
        """
        rows = [self._row(conversation_id, reply, reply_to=reply_to) for reply in replies]
        with self._database.write("keep replies", NotStored) as connection:
            _touch(connection, conversation_id, now())
            return [insert_numbered(connection, messages, row) for row in rows]

    def add_once(self, conversation_id: str, message: Message) -> bool:
        """Keep what was said to a person unasked; False when a message with its id is there already.

        Raises:
            UnknownConversation: the conversation was erased.
            NotStored: the database cannot be reached or refuses.
        """
        earlier = sa.select(messages.c.seq).where(
            messages.c.conversation_id == conversation_id, messages.c.message_id == message.id
        )
        row = self._row(conversation_id, message)
        with self._database.write("keep a message", NotStored) as connection:
            _touch(connection, conversation_id, row["created_at"])
            if connection.execute(earlier).first() is not None:
                return False
            insert_numbered(connection, messages, row)
            return True

    def get(self, conversation_id: str, message_id: str) -> Message | None:
        """Return one message, None where the conversation has none of this id."""
        found = self._read(conversation_id, messages.c.message_id == message_id)
        return found[0] if found else None

    def replies_to(self, conversation_id: str, message_id: str) -> list[Message]:
        """Return what was said in answer to a message, oldest first."""
        return self._read(conversation_id, messages.c.reply_to == message_id)

    def since(self, conversation_id: str, after: int, limit: int = 200) -> list[tuple[int, Message]]:
        """Return the first messages numbered above `after`, with their numbers."""
        query = _of(conversation_id).where(messages.c.seq > after).order_by(messages.c.seq).limit(limit)
        return [(row.seq, self._message(row)) for row in self._rows(query)]

    def last_seq(self, conversation_id: str) -> int:
        """Return the number of the newest message, 0 where there is none."""
        newest = sa.select(sa.func.max(messages.c.seq)).where(messages.c.conversation_id == conversation_id)
        with self._database.read("find the newest message") as connection:
            return connection.execute(newest).scalar() or 0

    def count(self, conversation_id: str) -> int:
        """Return how many messages a conversation has."""
        query = sa.select(sa.func.count()).where(messages.c.conversation_id == conversation_id)
        with self._database.read("count messages") as connection:
            return connection.execute(query).scalar() or 0

    def recent(self, conversation_id: str, count: int) -> list[Message]:
        """Return the last messages, oldest first."""
        query = _of(conversation_id).order_by(messages.c.seq.desc()).limit(count)
        return [self._message(row) for row in reversed(self._rows(query))]

    def all(self, conversation_id: str) -> list[Message]:
        """Return the whole conversation, oldest first."""
        return self._read(conversation_id)

    def _read(self, conversation_id: str, *conditions: sa.ColumnElement[bool]) -> list[Message]:
        query = _of(conversation_id).where(*conditions).order_by(messages.c.seq)
        return [self._message(row) for row in self._rows(query)]

    def _rows(self, query: sa.Select[tuple[int, bytes]]) -> Sequence[sa.Row[tuple[int, bytes]]]:
        with self._database.read("read messages") as connection:
            return connection.execute(query).all()

    def _row(self, conversation_id: str, message: Message, **values: str | None) -> dict[str, Any]:
        return {
            "conversation_id": conversation_id,
            "message_id": message.id,
            "sealed": self._cipher.seal_json(message.model_dump(mode="json", by_alias=True)),
            "created_at": now(),
            **values,
        }

    def _message(self, row: sa.Row[tuple[int, bytes]]) -> Message:
        body = self._cipher.open_json(row.sealed, f"message {row.seq}")
        try:
            return Message.model_validate(body)
        except ValidationError:
            problem = f"message {row.seq} has a form that this version cannot read; run the version that wrote it"
        raise StoreError(problem)  # outside the handler: the validation error would quote the message


def _of(conversation_id: str) -> sa.Select[tuple[int, bytes]]:
    return sa.select(messages.c.seq, messages.c.sealed).where(messages.c.conversation_id == conversation_id)


def _begun_with(conversation_id: str, once: str) -> sa.Select[tuple[int]]:
    begins = messages.c.fingerprint.startswith(once, autoescape=True)
    return sa.select(messages.c.seq).where(messages.c.conversation_id == conversation_id, begins).limit(1)


def _touch(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    change = sa.update(conversations).where(conversations.c.id == conversation_id).values(last_at=at)
    if connection.execute(change).rowcount == 0:
        raise unknown(conversation_id)
