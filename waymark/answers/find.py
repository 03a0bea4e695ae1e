"""Finds the cards for a message, from its words, what it names and what is talked about."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from waymark.answers import thresholds as at
from waymark.answers.compare import Comparisons, Pair
from waymark.answers.entities import Entity, EntityReader, is_bare
from waymark.answers.focus import focus
from waymark.answers.halves import halves
from waymark.answers.learn import Encodes
from waymark.answers.linear import Vectors
from waymark.answers.rank import CardIndex, Near, Ranking
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
        entities = self.entities.read(asked)
        near = self.index.near(vector)
        whole = self._rank(asked, entities, near, topic, wants_more)
        if whole.is_same_question:
            return Found(whole)
        pair = self.comparisons.pair_in(asked, topic)
        if pair is not None:
            return Found(whole, pair=pair)
        two = self._two(asked, entities, near, topic)
        return Found(replace(two[0], verdict="answer"), second=two[1]) if two else Found(whole)

    def _two(
        self, asked: str, entities: Sequence[Entity], near: Near, thread: str | None
    ) -> tuple[Ranking, Ranking] | None:
        """Return the cards of both questions of a message, where it has two and both have an answer of their own."""
        found = self._clearest(halves(asked), thread)
        if found is not None:
            return found
        named = list(dict.fromkeys(entity.id for entity in entities))
        if len(named) != 2 or SUBJECT in named or not _BOTH.search(asked):
            return None
        first, second = (self.index.rank(near, frozenset({topic}), within={topic}) for topic in named)
        return (first, second) if _are_two(first, second) else None

    def _clearest(self, ways: Sequence[tuple[str, str]], thread: str | None) -> tuple[Ranking, Ranking] | None:
        """Return the cards of the way to read a message as two questions whose halves are clearest, if any are."""
        if not ways:
            return None
        vectors = iter(self.encoder.encode([half for way in ways for half in way]))
        read = []
        for first, second in ways:
            named = self.entities.read(first)
            ranked = self._rank(first, named, self.index.near(next(vectors)), thread)
            after, near = self._thread_after(named, ranked, thread), self.index.near(next(vectors))
            read.append((ranked, self._rank(second, self.entities.read(second), near, after)))
        return max((two for two in read if _are_two(*two) and _are_clear(*two)), key=_clarity, default=None)

    def _thread_after(self, named: Sequence[Entity], ranked: Ranking, thread: str | None) -> str | None:
        """Return the topic that a second question is about where it names none: that of the first."""
        if named:
            return named[0].id
        best = ranked.cards[0]
        is_told = ranked.verdict == "answer" and best.likelihood >= at.HALF and best.similarity >= at.HALF_THREAD
        return best.card.split(".")[0] if thread is None and is_told else thread

    def _rank(
        self, asked: str, entities: Sequence[Entity], near: Near, thread: str | None, wants_more: bool = False
    ) -> Ranking:
        named = frozenset(entity.id for entity in entities)
        if not named and thread is not None and thread in self.topics:
            (threaded,) = self.encoder.encode([in_thread(asked, self.topics[thread].head.synonyms[0])])
            return rank_in_thread(self.index, near, self.index.near(threaded), thread)
        ranking = self.index.rank(near, named, within=named - {SUBJECT})
        if ranking.verdict != "answer" and len(named) == 1 and (wants_more or is_bare(asked, entities)):
            return self.index.what(entities[0].id)
        return ranking


def _are_two(first: Ranking, second: Ranking) -> bool:
    is_clear = "answer" in (first.verdict, second.verdict) and _may_answer(first) and _may_answer(second)
    return is_clear and first.ids[0] != second.ids[0]


def _may_answer(ranking: Ranking) -> bool:
    return ranking.verdict == "answer" or (ranking.verdict == "suggest" and ranking.cards[0].likelihood >= at.SECOND)


def _are_clear(first: Ranking, second: Ranking) -> bool:
    best = (first.cards[0], second.cards[0])
    likelihoods = [card.likelihood for card in best]
    is_likely = min(likelihoods) >= at.OTHER_HALF and max(likelihoods) >= at.HALF
    return is_likely and all(card.similarity >= at.HALF_SIMILARITY for card in best)


def _clarity(two: tuple[Ranking, Ranking]) -> float:
    return math.prod(ranking.cards[0].likelihood * ranking.cards[0].similarity for ranking in two)
