"""Reads which parts go into a summary: "all", "1, 3 and 5", "not the scores", "only my questions"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from waymark.care.papers.parts import USUAL, Part, in_order
from waymark.content.summary_file import SummaryWords

_RANGE: Final = re.compile(r"\b(\d{1,2}) ?(?:-|–|to|through) ?(\d{1,2})\b")
_WORD: Final = re.compile(r"[^\W_]+")
_MOST_STRANGE: Final = 1  # words that mean nothing here; with more, the message is about something else
_MARKS: Final = ("all", "none", "leave_out", "but", "put_in", "add")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without apostrophes and punctuation."""
    return _WORD.findall(text.lower().replace("'", "").replace("’", ""))


@dataclass(frozen=True)
class PartReader:
    """Reads choices of parts; built once, safe to share."""

    words: SummaryWords

    def read(self, text: str, now: Sequence[Part]) -> tuple[Part, ...] | None:
        """Return the parts that go in after a message; None where it chooses none. Numbers count from 1.

        Args:
            text: what the person wrote.
            now: the parts that are in so far.
        """
        if self.is_one_of(text, self.words.accept):
            return (*now,)
        found = self._found(words_of(_RANGE.sub(_spelled, text)))
        if found is None:
            return None
        chosen: list[str] = []
        left: list[str] = []
        has_all, has_none, adds, leaves_out = False, False, False, False
        for mark in found:
            match mark:
                case "all":
                    has_all = True
                case "none":
                    has_none = True
                case "leave_out" | "put_in":
                    leaves_out = mark == "leave_out"
                case "but":
                    leaves_out = not leaves_out
                case "add":
                    leaves_out, adds = False, True
                case part:
                    (left if leaves_out else chosen).append(part)
        if has_none and not chosen:
            return ()
        if not (chosen or left or has_all):
            return None
        base = {*USUAL} if has_all else {*now} if adds or not chosen else set()
        return in_order((base | {*chosen}) - {*left})

    def is_one_of(self, text: str, sayings: Sequence[str]) -> bool:
        """Tell whether a text is nothing but one or more of these, with words around that tell nothing."""
        known = {tuple(words_of(saying)) for saying in sayings}
        tokens, place, hits = words_of(text), 0, 0
        longest = max(map(len, known), default=0)
        while place < len(tokens):
            fits = (n for n in range(longest, 0, -1) if tuple(tokens[place : place + n]) in known)
            length = next(fits, 0)
            if not length and tokens[place] not in self._fillers:
                return False
            hits += length > 0
            place += length or 1
        return hits > 0

    def _found(self, tokens: Sequence[str]) -> list[str] | None:
        """Return what each run of words says, the longest that fits first; None where too much says nothing."""
        found: list[str] = []
        place = strange = 0
        while place < len(tokens):
            for length in range(min(self._longest, len(tokens) - place), 0, -1):
                meant = self._meanings.get(" ".join(tokens[place : place + length]))
                if meant is not None:
                    found.append(meant)
                    place += length
                    break
            else:
                if tokens[place].isdecimal():
                    return None  # a number of no part
                strange += tokens[place] not in self._fillers
                place += 1
        return found if found and strange <= _MOST_STRANGE else None

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        numbers = {str(number): part for number, part in enumerate(USUAL, start=1)}
        marks = {saying: mark for mark in _MARKS for saying in getattr(self.words, mark)}
        parts = {saying: part for part, sayings in self.words.parts.items() for saying in sayings}
        return {" ".join(words_of(saying)): meant for saying, meant in {**numbers, **marks, **parts}.items()}

    @cached_property
    def _fillers(self) -> frozenset[str]:
        return frozenset(word for saying in self.words.fillers for word in words_of(saying))

    @cached_property
    def _longest(self) -> int:
        return max(len(saying.split()) for saying in self._meanings)


def _spelled(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    return " ".join(map(str, range(first, last + 1))) if first <= last else f"{first} {last}"
