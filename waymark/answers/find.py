"""Finds the cards for a message, from its words, what it names and what is talked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from waymark.answers import thresholds as at
from waymark.answers.compare import Comparisons, Pair
from waymark.answers.entities import EntityReader, is_bare
from waymark.answers.focus import focus
from waymark.answers.learn import Encodes
from waymark.answers.linear import Vectors
from waymark.answers.parts import parts
from waymark.answers.rank import CardIndex, Ranking
from waymark.answers.thread import Thread, in_thread, rank_in_thread
from waymark.content.schema import Topic

SUBJECT = "trd"  # what all topics are about: who names it has not named a topic yet
_BOTH = re.compile(r"\band\b|&|\bboth\b|,", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """The cards for a message; `second` where it asks a second thing, `pair` where it compares two treatments."""

    ranking: Ranking
    second: Ranking | None = None
    pair: Pair | None = None


@dataclass(frozen=True)
class CardFinder:
    """Knows all cards and treatments; safe to share."""

    topics: Mapping[str, Topic]
    encoder: Encodes
    entities: EntityReader
    index: CardIndex
    comparisons: Comparisons

    def find(self, text: str, vector: Vectors, *, thread: str | None = None, wants_more: bool = False) -> Found:
        """Return what fits a message.

        Args:
            text: the message.
            vector: of its focus.
            thread: what is talked about, as `Thread` writes it, if anything.
            wants_more: whether it asks to be told about something ("tell me about ECT").
        """
        asked, talk = focus(text), Thread.read(thread)
        topic = talk.topic_for(asked)
        whole = self._rank(asked, vector, topic, wants_more)
        if whole.is_same_question:
            return Found(whole)
        pair = self.comparisons.pair_in(asked, topic)
        if pair is not None:
            return Found(whole, pair=pair)
        two = self._two(asked, vector, topic)
        return Found(replace(two[0], verdict="answer"), second=two[1]) if two else Found(whole)

    def _two(self, asked: str, vector: Vectors, thread: str | None) -> tuple[Ranking, Ranking] | None:
        """Return the cards of both questions of a message, where it has two and both have an answer of their own."""
        split = parts(asked)
        if len(split) == 2:
            vectors = self.encoder.encode(list(split))
            first = self._rank(split[0], vectors[0], thread, False)
            named = [entity.id for entity in self.entities.read(split[0])]
            second = self._rank(split[1], vectors[1], named[0] if named else thread, False)
            return _if_two(first, second)
        named = list(dict.fromkeys(entity.id for entity in self.entities.read(asked)))
        if len(named) != 2 or SUBJECT in named or not _BOTH.search(asked):
            return None
        first, second = (self.index.rank(vector, frozenset({topic}), within={topic}) for topic in named)
        return _if_two(first, second)

    def _rank(self, asked: str, vector: Vectors, thread: str | None, wants_more: bool) -> Ranking:
        entities = self.entities.read(asked)
        named = frozenset(entity.id for entity in entities)
        if not named and thread is not None and thread in self.topics:
            (threaded,) = self.encoder.encode([in_thread(asked, self.topics[thread].head.synonyms[0])])
            return rank_in_thread(self.index, vector, threaded, thread)
        ranking = self.index.rank(vector, named, within=named - {SUBJECT})
        if ranking.verdict != "answer" and len(named) == 1 and (wants_more or is_bare(asked, entities)):
            return self.index.what(entities[0].id)
        return ranking


def _if_two(first: Ranking, second: Ranking) -> tuple[Ranking, Ranking] | None:
    is_clear = "answer" in (first.verdict, second.verdict) and _may_answer(first) and _may_answer(second)
    return (first, second) if is_clear and first.ids[0] != second.ids[0] else None


def _may_answer(ranking: Ranking) -> bool:
    return ranking.verdict == "answer" or (ranking.verdict == "suggest" and ranking.cards[0].likelihood >= at.SECOND)
