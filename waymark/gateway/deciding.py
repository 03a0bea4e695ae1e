"""Asks the crisis talk about a text, with all that is known of its conversation."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from functools import partial

from waymark.care.questionnaires.disclosure import Discloser
from waymark.care.questionnaires.step import Pressed
from waymark.gateway.shelf import Recall
from waymark.safety import Decision, RiskState

_READ_AT_ONCE = 1000  # characters; longer texts are read in a thread, for others must be answered meanwhile


async def decide(
    discloser: Discloser, text: str, recall: Recall, pressed: Pressed | None = None
) -> tuple[Decision, RiskState]:
    """Return what the crisis talk makes of a text or a given answer, and the risk after it; nothing is kept."""
    read = partial(
        discloser.decide,
        text,
        recall.risk,
        asked=recall.asked,
        pressed=pressed,
        country=recall.country,
        now=datetime.now(timezone.utc),
        context=recall.context,
        locale=recall.locale,
        is_country_sure=recall.is_country_sure,
        is_waiting=recall.is_waiting,
    )
    return read() if len(text) <= _READ_AT_ONCE else await asyncio.to_thread(read)
