"""Ids of conversations: those that a gateway begins are UUIDs with hyphens; a brain without gateway names its own."""

from __future__ import annotations

from uuid import UUID, uuid4


def new_conversation_id() -> str:
    """Return an id that no conversation had."""
    return str(uuid4())


def is_of_gateway(conversation_id: str) -> bool:
    """Return whether an id is one that `new_conversation_id` gives; that of `rasa shell` has no hyphens."""
    try:
        return str(UUID(conversation_id)) == conversation_id
    except ValueError:
        return False
