"""Reads a question against what is being talked about: "what about side effects?" after a card about ECT."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from waymark.answers import thresholds as at
from waymark.answers.rank import CardIndex, Near, Ranking

_OTHER = re.compile(r"\bother (?:one|treatment|option)s?\b|\bthe second one\b|\bthe latter\b", re.IGNORECASE)
_JOINED = "+"


@dataclass(frozen=True)
class Thread:
    """The topics talked about: one, or two after a comparison or two answers at once."""

    topics: tuple[str, ...] = ()

    @classmethod
    def read(cls, written: str | None) -> Thread:
        """Return the thread that `written` tells of."""
        return cls(tuple(written.split(_JOINED)) if written else ())

    @property
    def written(self) -> str:
        """The thread as the dialogue keeps it: `ect+ketamine`."""
        return _JOINED.join(dict.fromkeys(self.topics))

    def topic_for(self, text: str) -> str | None:
        """Return the topic that a text without one is about: the first, or for "the other one" the last."""
        if not self.topics:
            return None
        return self.topics[-1] if _OTHER.search(text) else self.topics[0]


def in_thread(text: str, topic_name: str) -> str:
    """Return the question as it would be asked out of the blue: "ect: what about side effects?"."""
    return f"{topic_name}: {text}"


def rank_in_thread(index: CardIndex, alone: Near, threaded: Near, topic: str) -> Ranking:
    """Return the cards for a question that names no topic, within its thread where that fits better than outside it.

    With the topic's name before it, anything looks like a question about the topic ("ect: what's the weather"); so the
    bare question must itself be somewhat like one that cards of that facet answer.

    Args:
        index: all cards.
        alone: what is near the question.
        threaded: what is near `in_thread`.
        topic: the topic talked about.
    """
    plain = index.rank(alone)
    inside = index.rank(threaded, (), topic)
    if inside.verdict == "none" or plain.is_same_question:
        return plain
    best = inside.cards[0]
    if plain.verdict == "answer" and plain.cards[0].similarity >= best.similarity:
        return plain
    is_about_it = best.similarity + index.facet_similarity(alone, best.card) >= at.FOLLOW_UP
    return replace(inside, in_thread=True) if is_about_it else plain
