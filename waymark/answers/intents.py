"""Learns from examples what a person does with a message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from waymark.answers import thresholds as at
from waymark.answers.choose import ASK_CARD
from waymark.answers.linear import LinearModel, Vectors


def learn_intents(vectors: Vectors, intents: Sequence[str]) -> LinearModel:
    """Return the model that reads what a person does with a message.

    Rare intents count as much as frequent ones, and asking counts more: it has more to it than all others.

    Args:
        vectors: one row per example.
        intents: the intent of each row; at least three different ones.
    """
    counts = Counter(intents)
    each = len(intents) / len(counts)
    importance = [each / counts[intent] * (at.ASKING if intent == ASK_CARD else 1.0) for intent in intents]
    return LinearModel.fit(vectors, intents, strength=at.STRENGTH, importance=importance)
