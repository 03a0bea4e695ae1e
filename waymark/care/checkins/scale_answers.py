"""Reads an answer on a scale of a check-in: a number, "7/10", "pretty bad", or that somebody doesn't know.

Nothing is guessed: two answers, a number that is not on the scale, and a count of hours are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from waymark.care.questionnaires.answers import Tokens, tokens_of
from waymark.care.tools.phrases import Phrases, fillers_of
from waymark.content.checkin_files import CheckinScale, CheckinWords

HintKind = Literal["empty", "too_long", "out_of_range", "two_answers", "half", "count", "other_scale", "unclear"]
MOST_CHARACTERS: Final = 240
_MOST_OTHER_WORDS: Final = 8
_OF: Final = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(?:/|out of|of)\s*(\d+)", re.IGNORECASE)
_PERCENT: Final = re.compile(r"(\d+)\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
_WORDS: Final = {
    word: str(value)
    for value, word in enumerate("zero one two three four five six seven eight nine ten".split())  # noqa: SIM905
}


@dataclass(frozen=True)
class Answer:
    """A value of the scale; None where the person doesn't know. `is_plain` where it was said as its number or name."""

    value: int | None
    is_plain: bool = True


@dataclass(frozen=True)
class Hint:
    """Why there is no answer in what was written."""

    kind: HintKind


@dataclass(frozen=True)
class ScaleReader:
    """Reads answers on one scale; `sayings` and `names` are those of the area that is asked about."""

    scale: CheckinScale
    words: CheckinWords
    sayings: tuple[tuple[int, tuple[str, ...]], ...] = ()
    names: tuple[str, ...] = ()

    def read(self, text: str) -> Answer | Hint:
        """Return the answer that a text gives, or the kind of hint that helps.

        Example: on a scale from 0 to 10, "about 4" is 4, "pretty bad" is 3, "4, pretty bad" is 4, "7 or 8" is two.
        """
        tokens = tokens_of(text)
        if not tokens:
            return Hint("unclear" if text.strip() else "empty")
        if len(text) > MOST_CHARACTERS:
            return Hint("too_long")
        if (self._alone.get(tokens)) is not None:
            return Answer(self._alone[tokens], is_plain=tokens in self._plain)
        nameless = self._names.take(tokens)[1]
        if self._unknown.all_of(nameless, self._fillers) is not None:
            return Answer(None)
        if self._varies.all_of(nameless, self._fillers) is not None:
            return Hint("two_answers")
        whole = self._whole(text)
        return whole if whole is not None else self._told(tokens)

    def _whole(self, text: str) -> Hint | Answer | None:
        """Return what a number out of another, or a share, comes to; None where there is neither."""
        found, share = _OF.search(text), _PERCENT.search(text)
        if found is None and share is None:
            return None
        if found is not None and int(found[2]) != self.scale.most:
            return Hint("other_scale")
        if share is not None and (found is not None or int(share[1]) * self.scale.most % 100):
            return Hint("other_scale")
        number = found[1] if found is not None else str(int(share[1]) * self.scale.most // 100) if share else ""
        rest = (_OF if found is not None else _PERCENT).sub(" ", text, count=1)
        return self._told((*tokens_of(rest), number))

    def _told(self, tokens: Tokens) -> Answer | Hint:
        uncounted = self._uncounted(tokens)
        said, left = self._sayings.take(uncounted)
        named, left = self._names.take(left)
        lone, left = self._lone.take(left)
        others = self._fillers.take(tuple(_WORDS.get(token, token) for token in left))[1]
        numbers = [token for token in others if _NUMBER.fullmatch(token)]
        rest = tuple(token for token in others if token not in numbers and token not in self.words.links)
        if rest:  # something else is told, in which a small word is no answer, and a number only beside the area's name
            lone, numbers = (), numbers if named else []
        if not (said or lone or numbers):
            return Hint("count" if uncounted != tokens else "unclear")
        return self._settled({one.meaning for one in (*said, *lone)}, numbers, rest, tokens)

    def _uncounted(self, tokens: Tokens) -> Tokens:
        """Return the tokens without numbers that count something: "5 hours" is no value of the scale."""
        left: list[str] = []
        for token in tokens:
            if token in self.words.counted and left and _NUMBER.fullmatch(_WORDS.get(left[-1], left[-1])):
                left.pop()
            else:
                left.append(token)
        return tuple(left)

    def _settled(self, values: set[int], numbers: list[str], rest: Tokens, tokens: Tokens) -> Answer | Hint:
        if len(values) > 1 or len(set(numbers)) > 1:
            return Hint("two_answers")
        if not set(rest).isdisjoint({*self.words.negations, *self.words.doubts}) or len(rest) > _MOST_OTHER_WORDS:
            return Hint("unclear")
        if not numbers:
            return Answer(values.pop(), is_plain=tokens in self._plain) if values else Hint("unclear")
        number = numbers[0]
        if not number.isdigit():
            is_half = number.replace(",", ".").lstrip("-").count(".") == 1 and not number.startswith("-")
            return Hint("half" if is_half else "out_of_range")
        if len(number) > 3 or int(number) > self.scale.most:
            return Hint("out_of_range")
        if values and not self._fits(int(number), values.pop()):
            return Hint("two_answers")
        return Answer(int(number), is_plain=not rest)

    def _fits(self, number: int, value: int) -> bool:
        point = next((point for point in self.scale.points if point.value == value), None)
        return point is not None and point.first <= number <= point.last

    @cached_property
    def _sayings(self) -> Phrases[int]:
        groups: dict[int, tuple[str, ...]] = {point.value: (point.text, *point.sayings) for point in self.scale.points}
        for value, sayings in self.sayings:
            groups[value] = (*groups.get(value, ()), *sayings)
        return Phrases.of(groups)

    @cached_property
    def _lone(self) -> Phrases[int]:
        return Phrases.of({point.value: point.alone for point in self.scale.points})

    @cached_property
    def _alone(self) -> Mapping[Tokens, int]:
        """What a whole text means that is one saying: that of the area comes before that of the scale."""
        return {**self._lone.meanings, **self._sayings.meanings, **Phrases.of(dict(self.sayings)).meanings}

    @cached_property
    def _plain(self) -> frozenset[Tokens]:
        return frozenset(tokens_of(point.text) for point in self.scale.points)

    @cached_property
    def _names(self) -> Phrases[bool]:
        return Phrases.of({True: self.names})

    @cached_property
    def _unknown(self) -> Phrases[bool]:
        return Phrases.of({True: self.words.unknown})

    @cached_property
    def _varies(self) -> Phrases[bool]:
        return Phrases.of({True: self.words.varies})

    @cached_property
    def _fillers(self) -> Phrases[None]:
        return fillers_of(self.words.fillers)
