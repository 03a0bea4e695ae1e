"""Learns from the cards which question each of them answers.

Every ask is an example, and so is every sentence of the short answer: the asks teach how people put it, the answers
which words belong to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from waymark.answers import thresholds as at
from waymark.answers.linear import LinearModel, Vectors
from waymark.answers.rank import CardIndex, features
from waymark.answers.sentences import sentences
from waymark.answers.thread import in_thread
from waymark.content.schema import Card, Topic
from waymark.messages import plain_text

_SHORTEST = 16  # characters; shorter sentences ("It can.") say nothing about their card

NamedTopics = Callable[[str], frozenset[str]]


class Encodes(Protocol):
    """Turns texts into vectors of length one."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector per text."""


@dataclass(frozen=True)
class Example:
    """A text that belongs to a card; `is_ask` where a person might write it, after its topic if `is_follow_up`."""

    text: str
    card: str
    is_ask: bool
    facet: str
    is_follow_up: bool = False


def examples(topics: Mapping[str, Topic]) -> list[Example]:
    """Return everything that the cards teach: asks and titles, follow-ups as `in_thread` puts them, sentences."""
    cards = [(topic, card) for topic in topics.values() for card in topic.cards]
    asks = [Example(text, card.id, True, card.head.facet) for _, card in cards for text in card.asks]
    follow_ups = [
        Example(in_thread(text, topic.head.synonyms[0]), card.id, True, card.head.facet, is_follow_up=True)
        for topic, card in cards
        for text in card.follow_ups
    ]
    return [*asks, *follow_ups] + [
        Example(text, card.id, False, card.head.facet) for topic, card in cards for text in _sentences(topic, card)
    ]


def learn_index(
    taught: Sequence[Example], topics: Sequence[str], encoder: Encodes, named_topics: NamedTopics
) -> CardIndex:
    """Return the index of the cards that the examples speak of.

    Args:
        taught: at least three cards, each with an ask.
        topics: ids of all topics.
        encoder: gives each text its vector.
        named_topics: returns the topics that a text names.
    """
    known = tuple(sorted(topics))
    vectors = encoder.encode([example.text for example in taught])
    named = [named_topics(example.text) if example.is_ask else {example.card.split(".")[0]} for example in taught]
    rows = np.stack([features(vector, names, known) for vector, names in zip(vectors, named, strict=True)])
    importance = [1.0 if example.is_ask else at.ANSWER_TEXT for example in taught]
    model = LinearModel.fit(rows, [example.card for example in taught], strength=at.STRENGTH, importance=importance)
    places = {label: place for place, label in enumerate(model.labels)}
    owners = np.array([places[example.card] for example in taught if example.is_ask], np.int64)
    facet_of = {example.card: example.facet for example in taught}
    facets = tuple(facet_of[label] for label in model.labels)
    return CardIndex(known, facets, vectors[[example.is_ask for example in taught]], owners, model)


def _sentences(topic: Topic, card: Card) -> list[str]:
    found = [text for text in sentences(plain_text(card.short)) if len(text) >= _SHORTEST]
    return [f"{title} {text}" for title in (f"{topic.head.title}:", card.title) for text in found]
