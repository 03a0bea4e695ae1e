"""Counts of what channels bring and take."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter


class Tally:
    """Counters that all channels of a gateway share; labels come from closed lists."""

    def __init__(self, registry: CollectorRegistry):
        self.events = Counter("waymark_channel_events", "What channels brought", ["channel", "kind"], registry=registry)
        self.sends = Counter(
            "waymark_channel_sends", "What channels were given to send", ["channel", "outcome"], registry=registry
        )
