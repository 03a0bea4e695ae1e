"""Finds sayings in what a person writes, the longest first, and tells what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from waymark.care.questionnaires.answers import Tokens, tokens_of

V = TypeVar("V")


@dataclass(frozen=True)
class Found(Generic[V]):
    """One saying in a text: what it means, and the place of its first token."""

    meaning: V
    place: int


@dataclass(frozen=True)
class Phrases(Generic[V]):
    """What each of many sayings means."""

    meanings: Mapping[Tokens, V]

    @classmethod
    def of(cls, groups: Mapping[V, Iterable[str]]) -> Phrases[V]:
        """Return the sayings of each meaning, written in any way: only their words and numbers count."""
        return cls({tokens_of(saying): meaning for meaning, sayings in groups.items() for saying in sayings})

    def take(self, tokens: Tokens) -> tuple[tuple[Found[V], ...], Tokens]:
        """Return all sayings found, longest first from left to right, and the tokens that are left."""
        longest = max(map(len, self.meanings), default=0)
        found: list[Found[V]] = []
        left: list[str] = []
        place = 0
        while place < len(tokens):
            sizes = range(min(longest, len(tokens) - place), 0, -1)
            size = next((size for size in sizes if tokens[place : place + size] in self.meanings), 0)
            if size:
                found.append(Found(self.meanings[tokens[place : place + size]], place))
            else:
                left.append(tokens[place])
            place += size or 1
        return tuple(found), tuple(left)

    def all_of(self, tokens: Tokens, fillers: Phrases[None]) -> V | None:
        """Return what a text means that is one saying and fillers; None where it says more, or two things."""
        if tokens in self.meanings:
            return self.meanings[tokens]
        found, left = self.take(tokens)
        meanings = {one.meaning for one in found}
        return next(iter(meanings)) if len(meanings) == 1 and not fillers.take(left)[1] else None


def fillers_of(sayings: Iterable[str]) -> Phrases[None]:
    """Return sayings that tell nothing."""
    return Phrases({tokens_of(saying): None for saying in sayings})
