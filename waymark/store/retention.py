"""Retention: a conversation is erased when nothing was said in it for long enough, a gap when its time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.store.store import Store

_BATCH = 100


def erase_expired(store: Store, days: int, now: datetime, return_days: int = 0) -> int:
    """Erase every conversation without a message for `days` days before `now`, and expired gaps; return how many.

    Where the person agreed to it, or waits for a reminder through a messenger, `return_days` counts if it is more.

    Gaps are not counted. Each conversation is erased on its own, so that people who are talking never wait long, and
    stays if a message arrives meanwhile.

    Raises:
        StoreError: the database cannot be reached; what was erased until then stays erased.
    """
    store.gaps.erase_expired(now)
    before, kept_before = now - timedelta(days=days), now - timedelta(days=max(days, return_days))
    erased = 0
    while expired := store.conversations.expired(before, _BATCH, kept_before=kept_before):
        erased += sum(store.conversations.erase(each, unless_active_since=before) for each in expired)
    return erased
