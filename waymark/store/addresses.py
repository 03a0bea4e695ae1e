"""Addresses: where the person of a conversation is reached, and which of its messages are on their way there.

An address is found by a keyed hash and stands sealed beside it. Every message that was not said by the person is put
into the outbox exactly once: the number up to which that was done is moved in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from waymark.store.arrivals import ADDRESS
from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, insert_numbered
from waymark.store.tables import addresses, button_ids, messages, now, outbox


@dataclass(frozen=True)
class Address:
    """Where a conversation's person is reached."""

    conversation_id: str
    channel: str
    address: str = field(repr=False)
    queued_seq: int
    is_blocked: bool
    has_failed: bool


@dataclass(frozen=True)
class Parcel:
    """One thing to send: its kind in the outbox, what is sent, and what its buttons' ids stand for."""

    kind: str
    body: Mapping[str, Any] = field(repr=False)
    buttons: Mapping[str, str] = field(default_factory=dict, repr=False)


class Addresses:
    """All addresses."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def find(self, channel: str, address: str) -> str | None:
        """Return the conversation of an address, None where there is none."""
        lookups = self._cipher.fingerprints(f"{channel}\0{address}", ADDRESS)
        query = sa.select(addresses.c.conversation_id).where(
            addresses.c.channel == channel, addresses.c.lookup.in_(lookups)
        )
        with self._database.read("look up an address") as connection:
            return connection.execute(query).scalar()

    def of(self, conversation_id: str) -> Address | None:
        """Return where the conversation's person is reached, None on the web or once it is erased."""
        query = sa.select(addresses).where(addresses.c.conversation_id == conversation_id)
        with self._database.read("read an address") as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Address(
            conversation_id=conversation_id,
            channel=row.channel,
            address=self._cipher.open_text(row.sealed, f"the address of conversation {conversation_id}"),
            queued_seq=row.queued_seq,
            is_blocked=row.blocked_at is not None,
            has_failed=row.failed_at is not None,
        )

    def note_blocked(self, conversation_id: str, is_blocked: bool) -> None:
        """Remember that the person lets nothing through, or does again."""
        self._set(conversation_id, blocked_at=now() if is_blocked else None)

    def note_failed(self, conversation_id: str) -> None:
        """Remember that something could not be delivered for good."""
        self._set(conversation_id, failed_at=now())

    def waiting(self, channel: str, limit: int) -> list[str]:
        """Return conversations that have messages which are not in the outbox yet."""
        newer = sa.exists().where(
            messages.c.conversation_id == addresses.c.conversation_id, messages.c.seq > addresses.c.queued_seq
        )
        query = sa.select(addresses.c.conversation_id).where(addresses.c.channel == channel, newer).limit(limit)
        with self._database.read("look for messages to send") as connection:
            return list(connection.scalars(query))

    def put_out(self, conversation_id: str, after: int, up_to: int, parcels: Sequence[Parcel]) -> bool:
        """Put parcels into the outbox, all or none; False where somebody else did so since `after` was read.

        Raises:
            UnknownConversation: the conversation was erased.
        """
        moved = (
            sa.update(addresses)
            .where(addresses.c.conversation_id == conversation_id, addresses.c.queued_seq == after)
            .values(queued_seq=up_to)
        )
        at = now()
        with self._database.write("put messages into the outbox") as connection:
            hold(connection, conversation_id)
            if connection.execute(moved).rowcount == 0:
                return False
            for parcel in parcels:
                for button_id, value in parcel.buttons.items():
                    row = {"id": button_id, "conversation_id": conversation_id, "sealed": self._cipher.seal(value)}
                    connection.execute(sa.insert(button_ids).values(row))
                item = {"kind": parcel.kind, "conversation_id": conversation_id, "attempts": 0, "due_at": at}
                insert_numbered(connection, outbox, {**item, "sealed": self._cipher.seal_json(dict(parcel.body))})
        return True

    def _set(self, conversation_id: str, **values: Any) -> None:
        change = sa.update(addresses).where(addresses.c.conversation_id == conversation_id).values(values)
        with self._database.write("change an address") as connection:
            connection.execute(change)
