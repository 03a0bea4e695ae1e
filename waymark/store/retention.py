"""Retention: a conversation is erased when nothing was said in it for long enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.store.store import Store

_BATCH = 100


def erase_expired(store: Store, days: int, now: datetime) -> int:
    """Erase every conversation without a message for `days` days before `now`; return how many.

    Each is erased on its own, so that people who are talking never wait long, and stays if a message arrives meanwhile.

    Raises:
        StoreError: the database cannot be reached; what was erased until then stays erased.
    """
    before = now - timedelta(days=days)
    erased = 0
    while expired := store.conversations.expired(before, _BATCH):
        erased += sum(store.conversations.erase(each, unless_active_since=before) for each in expired)
    return erased
