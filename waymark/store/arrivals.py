"""Arrivals: what a channel's provider has brought, taken in once however often it is brought.

Taking in is one transaction: the conversation of the address is found or begun, the arrival noted, and what arrived put
into the outbox, claimed by the process that took it in. Should that process die, another claims it when the lease ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from waymark.store.conversation_ids import new_conversation_id
from waymark.store.crypto import Cipher
from waymark.store.database import Database, hold, insert_numbered, insert_once
from waymark.store.tables import addresses, arrivals, conversations, now, outbox

ADDRESS, EVENT = "waymark.address", "waymark.arrival"  # purposes of the keyed hashes


@dataclass(frozen=True)
class Arrival:
    """What was taken in: whose it is, the outbox item that holds it, and whether the conversation began with it."""

    conversation_id: str
    item_id: int
    is_first: bool
    body: Mapping[str, Any] = field(repr=False)


class Arrivals:
    """Everything that has arrived from channels."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def take_in(
        self,
        channel: str,
        event: str,
        address: str,
        body: Mapping[str, Any],
        *,
        kind: str,
        lease_seconds: float,
        locale: str,
        country: str,
    ) -> Arrival | None:
        """Keep what arrived, to be done by the caller within the lease; None where it was taken in before.

        Args:
            channel: the channel's name.
            event: the provider's id of what arrived.
            address: where its sender is reached.
            body: what to keep; `is_first` is added and says whether a conversation began with it.
            kind: of the outbox item.
            lease_seconds: how long nobody else claims it.
            locale: of a new conversation.
            country: of a new conversation.
        """
        at = now()
        with self._database.write("take in what arrived") as connection:
            row = {"channel": channel, "event": self._event(channel, event), "conversation_id": None, "seen_at": at}
            if not insert_once(connection, arrivals, row):
                return None
            conversation_id, is_first = self._conversation(connection, channel, address, locale, country)
            hold(connection, conversation_id)
            noted = sa.update(arrivals).where(arrivals.c.channel == channel, arrivals.c.event == row["event"])
            connection.execute(noted.values(conversation_id=conversation_id))
            kept = {**body, "is_first": is_first}
            item = {
                "kind": kind,
                "conversation_id": conversation_id,
                "sealed": self._cipher.seal_json(kept),
                "attempts": 1,
                "due_at": at,
                "claimed_until": at + timedelta(seconds=lease_seconds),
            }
            return Arrival(conversation_id, insert_numbered(connection, outbox, item), is_first, kept)

    def is_new(self, channel: str, event: str) -> bool:
        """Note something that belongs to no conversation; False where it was noted before."""
        row = {"channel": channel, "event": self._event(channel, event), "conversation_id": None, "seen_at": now()}
        with self._database.write("note an arrival") as connection:
            return insert_once(connection, arrivals, row)

    def forget(self, before: datetime) -> int:
        """Drop what arrived before a moment after which no provider brings it again; return how much that was."""
        with self._database.write("forget old arrivals") as connection:
            return connection.execute(sa.delete(arrivals).where(arrivals.c.seen_at < before)).rowcount

    def _event(self, channel: str, event: str) -> str:
        return self._cipher.fingerprints(f"{channel}\0{event}", EVENT)[0]

    def _conversation(
        self, connection: sa.Connection, channel: str, address: str, locale: str, country: str
    ) -> tuple[str, bool]:
        lookups = self._cipher.fingerprints(f"{channel}\0{address}", ADDRESS)
        found = sa.select(addresses.c.conversation_id).where(
            addresses.c.channel == channel, addresses.c.lookup.in_(lookups)
        )
        known = connection.execute(found).scalar()
        if known is not None:
            heard = sa.update(addresses).where(
                addresses.c.conversation_id == known, addresses.c.blocked_at.is_not(None)
            )
            connection.execute(heard.values(blocked_at=None))  # who writes lets us through
            return known, False
        at, fresh = now(), new_conversation_id()
        begun = {"id": fresh, "locale": locale, "country": country, "channel": channel, "state": "assistant"}
        connection.execute(sa.insert(conversations).values(**begun, created_at=at, last_at=at))
        row = {
            "conversation_id": fresh,
            "channel": channel,
            "lookup": lookups[0],
            "sealed": self._cipher.seal(address),
            "queued_seq": 0,
        }
        if insert_once(connection, addresses, row):
            return fresh, True
        connection.execute(sa.delete(conversations).where(conversations.c.id == fresh))  # another process was quicker
        return str(connection.execute(found).scalar_one()), False
