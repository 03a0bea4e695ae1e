"""Conversations: who a message belongs to, where it came from, and how all of it is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from waymark.store.conversation_ids import new_conversation_id
from waymark.store.database import Database, unknown
from waymark.store.tables import addresses, consents, conversations, metadata, now, records, trackers

ConversationState = Literal["assistant", "waiting", "held"]


@dataclass(frozen=True)
class Conversation:
    """One conversation; `state` says who answers: the assistant, nobody yet, or a responder who holds it."""

    id: str
    locale: str
    country: str
    channel: str
    state: ConversationState
    created_at: datetime
    last_at: datetime


class Conversations:
    """All conversations."""

    def __init__(self, database: Database):
        self._database = database

    def create(self, locale: str, country: str, channel: str = "web") -> Conversation:
        """Begin a conversation with a fresh id."""
        at = now()
        fresh = Conversation(new_conversation_id(), locale, country, channel, "assistant", at, at)
        with self._database.write("begin a conversation") as connection:
            connection.execute(sa.insert(conversations).values(vars(fresh)))
        return fresh

    def get(self, conversation_id: str) -> Conversation | None:
        """Return the conversation, or None once it is erased."""
        with self._database.read("look up a conversation") as connection:
            row = connection.execute(sa.select(conversations).where(conversations.c.id == conversation_id)).first()
        return Conversation(**row._mapping) if row else None

    def set_country(self, conversation_id: str, country: str) -> None:
        """Remember whose lines are named from now on.

        Raises:
            UnknownConversation: it was erased.
        """
        self._set(conversation_id, country=country)

    def set_state(self, conversation_id: str, state: ConversationState) -> None:
        """Remember who answers from now on.

        Raises:
            UnknownConversation: it was erased.
        """
        self._set(conversation_id, state=state)

    def erase(self, conversation_id: str, *, unless_active_since: datetime | None = None) -> bool:
        """Delete everything of a conversation from every table; True when there was anything.

        With `unless_active_since`, a conversation that got a message at that time or later is left alone.
        """
        whole = sa.delete(conversations).where(conversations.c.id == conversation_id)
        if unless_active_since is not None:
            whole = whole.where(conversations.c.last_at < unless_active_since)
        with self._database.write("erase a conversation") as connection:
            erased = connection.execute(whole).rowcount
            remains = sa.select(conversations.c.id).where(conversations.c.id == conversation_id)
            if connection.execute(remains).first() is not None:
                return False
            for table in metadata.sorted_tables:
                if "conversation_id" in table.c:
                    erased += connection.execute(
                        sa.delete(table).where(table.c.conversation_id == conversation_id)
                    ).rowcount
        return erased > 0

    def expired(self, before: datetime, limit: int, *, kept_before: datetime | None = None) -> list[str]:
        """Return ids whose last message, or dialogue state that belongs to no conversation, is older than `before`.

        With `kept_before`, those whose person agreed to be kept for longer, or waits for a reminder through a
        messenger, are left out until that time has passed, too.
        """
        is_old = conversations.c.last_at < before
        if kept_before is not None:
            is_old = sa.and_(is_old, sa.or_(conversations.c.last_at < kept_before, ~is_kept_longer()))
        silent = sa.select(conversations.c.id).where(is_old).order_by(conversations.c.last_at)
        ours = sa.exists().where(conversations.c.id == trackers.c.conversation_id)
        alone = (
            sa.select(trackers.c.conversation_id)
            .where(trackers.c.saved_at < before, ~ours)
            .order_by(trackers.c.saved_at)
        )
        with self._database.read("list old conversations") as connection:
            found = list(connection.scalars(silent.limit(limit)))
            return found + list(connection.scalars(alone.limit(limit - len(found))))

    def is_kept_longer(self, conversation_id: str) -> bool:
        """Say whether a conversation is kept for longer: its person agreed, or a reminder waits in a messenger."""
        query = sa.select(conversations.c.id).where(conversations.c.id == conversation_id, is_kept_longer())
        with self._database.read("look up how long a conversation is kept") as connection:
            return connection.execute(query).first() is not None

    def _set(self, conversation_id: str, **values: str) -> None:
        change = sa.update(conversations).where(conversations.c.id == conversation_id).values(values)
        with self._database.write("change a conversation") as connection:
            if connection.execute(change).rowcount == 0:
                raise unknown(conversation_id)


def is_kept_longer() -> sa.ColumnElement[bool]:
    """Return the condition that a conversation is kept for longer; see `Conversations.is_kept_longer`."""
    agreed = sa.exists().where(consents.c.conversation_id == conversations.c.id)
    waits = sa.exists().where(records.c.conversation_id == conversations.c.id, records.c.due_at.is_not(None))
    is_reached = sa.exists().where(addresses.c.conversation_id == conversations.c.id)
    return sa.or_(agreed, sa.and_(waits, is_reached))
