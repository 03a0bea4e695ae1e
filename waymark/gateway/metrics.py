"""Counts for Prometheus. Labels come from closed lists: no text, no ids."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """All metrics of one gateway process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "waymark_messages",
            "Messages from people, by what was noticed and done",
            ["level", "response"],
            registry=self.registry,
        )
        self.answers = Counter(
            "waymark_answers", "Replies, by where they came from", ["origin"], registry=self.registry
        )
        self.problems = Counter("waymark_problems", "Refused requests", ["status"], registry=self.registry)
        self.failures = Counter(
            "waymark_failures", "Parts that did not answer in time", ["part"], registry=self.registry
        )
        self.seconds = Histogram(
            "waymark_reply_seconds",
            "From a message's arrival to its reply",
            ["response"],
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4, 8),
            registry=self.registry,
        )
        self.streams = Gauge("waymark_event_streams", "Open event streams", registry=self.registry)
