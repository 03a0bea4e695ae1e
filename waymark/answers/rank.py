"""Decides which card answers a question, whether it is sure enough to give it, or whether to ask which one was meant.

Two measures are combined: how likely each card is among all cards, by a linear model; and how similar the question is
to the nearest ask, which alone can tell that a question is about something else altogether.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from waymark.answers import thresholds as at
from waymark.answers.linear import LinearModel, Vectors, softmax

Verdict = Literal["answer", "suggest", "none"]
_FEW = 3  # asks of a card whose similarity counts beside the model: one alone may be a fluke
_LEAST = 1e-9
_ARRAYS, _NAMES, _MODEL = "asks.npz", "index.json", "model"


@dataclass(frozen=True)
class Ranked:
    """One card: how likely it is the one that was meant, and how similar its nearest ask is."""

    card: str
    likelihood: float
    similarity: float


@dataclass(frozen=True)
class Ranking:
    """What to do about a question: give the first card, offer all of these, or neither."""

    verdict: Verdict
    cards: tuple[Ranked, ...]
    in_thread: bool = False  # whether the question was read as one about the topic talked about

    @property
    def ids(self) -> tuple[str, ...]:
        """The cards, likeliest first."""
        return tuple(ranked.card for ranked in self.cards)

    @property
    def is_same_question(self) -> bool:
        """Whether the first card was asked for nearly word by word."""
        return bool(self.cards) and self.cards[0].similarity >= at.SAME_QUESTION


NOTHING = Ranking("none", ())


@dataclass(frozen=True)
class Near:
    """How similar a question is to what each card is asked: its nearest ask, and the mean of its nearest few."""

    embedding: Vectors
    nearest: Vectors
    few: Vectors


@dataclass(frozen=True)
class CardIndex:
    """All cards, ready to be compared with a question.

    `owners` says for each ask which label of the model it belongs to; `facets` tells the facet of each label.
    """

    topics: tuple[str, ...]
    facets: tuple[str, ...]
    asks: Vectors
    owners: NDArray[np.int64]
    model: LinearModel

    def near(self, embedding: Vectors) -> Near:
        """Return how similar a question is to each card's asks.

        Args:
            embedding: the question's vector, of length one; in a thread, with the topic's name before the question.
        """
        each = np.append(self.asks @ embedding, np.float32(-1))[self._places]
        nearest = np.partition(each, -_FEW, axis=1)[:, -_FEW:]
        return Near(embedding, nearest.max(axis=1), nearest.mean(axis=1))

    def rank(
        self,
        near: Near,
        topics: Collection[str] = (),
        thread_topic: str | None = None,
        within: Collection[str] | None = None,
    ) -> Ranking:
        """Return the cards that fit a question.

        Args:
            near: what `near` says of the question.
            topics: the topics that the question names.
            within: those whose cards alone count, unless none of them fits or another card has this very ask; all
                that are named where left out.
            thread_topic: the topic talked about, where the question names none ("what about side effects?").
        """
        wanted = frozenset(topics) or (frozenset({thread_topic}) if thread_topic else frozenset())
        similarities = near.nearest
        likelihoods = self._likelihoods(self.features(near.embedding, wanted), near.few)
        inside_of = wanted if within is None else frozenset(within)
        if inside_of and similarities.max() < at.VERBATIM:
            inside = np.array([label.split(".")[0] in inside_of for label in self.model.labels])
            if inside.any() and similarities[inside].max() >= at.SUGGEST_SIMILARITY:
                likelihoods = np.where(inside, likelihoods, 0)
                likelihoods = likelihoods / max(float(likelihoods.sum()), 1e-9)
                similarities = np.where(inside, similarities, -1)
        return self._verdict(likelihoods, similarities)

    def what(self, topic: str) -> Ranking:
        """Return the card that says what a topic is, as the answer to its bare name."""
        return Ranking("answer", (Ranked(f"{topic}.what", 1.0, 1.0),))

    def facet_similarity(self, near: Near, card: str) -> float:
        """Return how similar a question is to the nearest ask of any card with this card's facet.

        Example: "how much does it cost" is similar to some ask about cost, whichever topic that is about.
        """
        facet = self.facets[self.model.labels.index(card)]
        alike = np.array([other == facet for other in self.facets])
        return float(near.nearest[alike].max())

    def features(self, embedding: Vectors, topics: Collection[str]) -> Vectors:
        """Return a question's vector with the topics that it names."""
        return features(embedding, topics, self.topics)

    def only(self, cards: Collection[str]) -> CardIndex:
        """Return the index without cards that are not there any more."""
        kept = [place for place, label in enumerate(self.model.labels) if label in cards]
        model = LinearModel(
            tuple(self.model.labels[place] for place in kept), self.model.weights[kept], self.model.bias[kept]
        )
        places = {old: new for new, old in enumerate(kept)}
        mask = np.isin(self.owners, kept)
        owners = np.array([places[int(owner)] for owner in self.owners[mask]], np.int64)
        facets = tuple(self.facets[place] for place in kept)
        return replace(self, facets=facets, asks=self.asks[mask], owners=owners, model=model)

    def save(self, folder: Path) -> None:
        """Write the index into a folder, as plain arrays and JSON."""
        (folder / _MODEL).mkdir(parents=True, exist_ok=True)
        np.savez(folder / _ARRAYS, asks=self.asks, owners=self.owners)
        (folder / _NAMES).write_text(json.dumps({"topics": self.topics, "facets": self.facets}))
        self.model.save(folder / _MODEL)

    @classmethod
    def load(cls, folder: Path) -> CardIndex:
        """Return the index that `save` wrote."""
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            asks, owners = arrays["asks"], arrays["owners"]
        names = json.loads((folder / _NAMES).read_text())
        return cls(tuple(names["topics"]), tuple(names["facets"]), asks, owners, LinearModel.load(folder / _MODEL))

    def _likelihoods(self, features: Vectors, nearness: Vectors) -> Vectors:
        """Return the probability of each card: what the model says, and how near the question is to the card's asks."""
        return softmax(np.log(self.model.probabilities(features) + _LEAST) + at.NEARNESS * nearness)

    @cached_property
    def _places(self) -> NDArray[np.int64]:
        """For each card the rows of its asks, filled up with the row after the last."""
        counts = np.bincount(self.owners, minlength=len(self.model.labels))
        order = np.argsort(self.owners, kind="stable")
        places = np.full((len(counts), max(_FEW, int(counts.max()))), len(self.owners), np.int64)
        places[np.arange(places.shape[1]) < counts[:, None]] = order
        return places

    def _verdict(self, likelihoods: Vectors, similarities: Vectors) -> Ranking:
        order = np.argsort(-likelihoods)
        nearest = int(similarities.argmax())
        if similarities[nearest] >= at.SAME_QUESTION:  # nearly one of the asks: nothing knows better than its author
            order = np.array([nearest, *(place for place in order if place != nearest)])
        ranked = [
            Ranked(self.model.labels[place], float(likelihoods[place]), float(similarities[place]))
            for place in order[: at.MOST_SUGGESTIONS]
        ]
        first = ranked[0]
        near = tuple(
            card
            for card in ranked
            if card.likelihood >= at.SUGGEST_LIKELIHOOD and card.similarity >= at.SUGGEST_SIMILARITY
        )
        if first.similarity >= at.SAME_QUESTION or _is_clear(ranked):
            return Ranking("answer", (first, *(card for card in near if card is not first)))
        return Ranking("suggest", near) if near else Ranking("none", tuple(ranked))


def features(embedding: Vectors, topics: Collection[str], known: tuple[str, ...]) -> Vectors:
    """Return a vector with one further place for each known topic, set where the topic is named."""
    named = np.array([at.NAMED_TOPIC if topic in topics else 0 for topic in known], np.float32)
    result: Vectors = np.concatenate([embedding, named]).astype(np.float32)
    return result


def _is_clear(ranked: list[Ranked]) -> bool:
    first = ranked[0]
    is_ahead = len(ranked) < 2 or first.likelihood >= at.ANSWER_MARGIN * ranked[1].likelihood
    return is_ahead and first.likelihood >= at.ANSWER_LIKELIHOOD and first.similarity >= at.ANSWER_SIMILARITY
