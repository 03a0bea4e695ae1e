"""Finds the cards for a message, from its words, the topics that it names and the topic that is talked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.answers.choose import focus
from waymark.answers.entities import EntityReader, is_bare
from waymark.answers.learn import Encodes
from waymark.answers.linear import Vectors
from waymark.answers.rank import CardIndex, Ranking
from waymark.answers.thread import in_thread, rank_in_thread
from waymark.content.schema import Topic


@dataclass(frozen=True)
class CardFinder:
    """Knows all cards; safe to share."""

    topics: Mapping[str, Topic]
    encoder: Encodes
    entities: EntityReader
    index: CardIndex

    def find(self, text: str, vector: Vectors, *, thread: str | None = None, wants_more: bool = False) -> Ranking:
        """Return the cards that fit a message.

        Args:
            text: the message.
            vector: of its focus.
            thread: the topic talked about, if any.
            wants_more: whether it asks to be told about something ("tell me about ECT").
        """
        asked = focus(text)
        entities = self.entities.read(asked)
        named = frozenset(entity.topic for entity in entities)
        if not named and thread is not None and thread in self.topics:
            (threaded,) = self.encoder.encode([in_thread(asked, self.topics[thread].head.synonyms[0])])
            return rank_in_thread(self.index, vector, threaded, thread)
        ranking = self.index.rank(vector, named)
        if ranking.verdict != "answer" and len(named) == 1 and (wants_more or is_bare(asked, entities)):
            return self.index.what(entities[0].topic)
        return ranking
